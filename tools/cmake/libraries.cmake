# The foreign libraries, each an imported target; a room names its own.

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

pkg_check_modules(ICU REQUIRED IMPORTED_TARGET icu-i18n icu-uc)
pkg_check_modules(ABSL_TIME REQUIRED IMPORTED_TARGET absl_time)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(CRYPTO REQUIRED IMPORTED_TARGET libcrypto>=3.0)
pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-8)
pkg_check_modules(PROTOBUF REQUIRED IMPORTED_TARGET protobuf)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(UV REQUIRED IMPORTED_TARGET libuv>=1.44)
pkg_check_modules(PANGO REQUIRED IMPORTED_TARGET pangocairo cairo-pdf)
pkg_check_modules(SQLITE REQUIRED IMPORTED_TARGET sqlite3>=3.40)
pkg_check_modules(ICAL REQUIRED IMPORTED_TARGET libical>=3.0.16)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)
pkg_check_modules(SMARTCOLS REQUIRED IMPORTED_TARGET smartcols)
pkg_check_modules(CYAML REQUIRED IMPORTED_TARGET libcyaml)
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(XML REQUIRED IMPORTED_TARGET libxml-2.0)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(SECCOMP REQUIRED IMPORTED_TARGET libseccomp)

# foreign_library(<name> <header>): for those that ship no pkg-config file.
function(foreign_library name header)
    find_library(${name}_LIBRARY ${name} REQUIRED)
    find_path(${name}_INCLUDE_DIR ${header} REQUIRED)
    add_library(${name} INTERFACE IMPORTED)
    target_link_libraries(${name} INTERFACE "${${name}_LIBRARY}")
endfunction()

foreign_library(phonenumber phonenumbers/phonenumberutil.h)
# Its headers hold protobuf messages, whose code is in a library of its own.
pkg_check_modules(PROTOBUF REQUIRED IMPORTED_TARGET protobuf)
foreign_library(csv csv.h)
find_path(MUSTACHE_INCLUDE_DIR kainjow/mustache.hpp REQUIRED)

# The GnuTLS flavour of libcurl replaces the other one silently and takes
# other options; some -dev packages drag it in.
find_program(CURL_CONFIG curl-config REQUIRED)
execute_process(COMMAND "${CURL_CONFIG}" --ssl-backends
                OUTPUT_VARIABLE curl_tls OUTPUT_STRIP_TRAILING_WHITESPACE)
if(NOT curl_tls MATCHES "OpenSSL")
    message(FATAL_ERROR "libcurl speaks TLS with '${curl_tls}', kept needs "
                        "OpenSSL: apt-get install libcurl4-openssl-dev")
endif()
