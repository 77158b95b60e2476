# project_flags - what every one of our own objects is compiled and linked with

set(gnu_c $<COMPILE_LANG_AND_ID:C,GNU>)
set(clang_c $<COMPILE_LANG_AND_ID:C,Clang>)

add_library(project_warnings INTERFACE)
target_compile_options(project_warnings INTERFACE
    "$<$<COMPILE_LANGUAGE:C,CXX>:-Wall;-Wextra;-Wpedantic;-Wconversion;-Wshadow>"
    "$<$<COMPILE_LANGUAGE:C>:-Wundef;-Wvla;-Wdouble-promotion;-Wcast-align>"
    "$<$<COMPILE_LANGUAGE:C>:-Wcast-qual;-Wpointer-arith;-Wwrite-strings>"
    "$<$<COMPILE_LANGUAGE:C>:-Wformat=2;-Wnull-dereference>"
    "$<$<COMPILE_LANGUAGE:C>:-Wimplicit-fallthrough;-Wswitch-enum>"
    "$<$<COMPILE_LANGUAGE:C>:-Wstrict-prototypes;-Wmissing-prototypes>"
    "$<$<COMPILE_LANGUAGE:C>:-Wold-style-definition>"
    "$<${gnu_c}:-Wlogical-op;-Wduplicated-cond;-Wduplicated-branches>"
    "$<${gnu_c}:-Wjump-misses-init>"
    "$<${clang_c}:-Wmissing-variable-declarations;-Wunreachable-code;-Wcomma>"
    $<$<BOOL:${WARNINGS_AS_ERRORS}>:-Werror>)

# For everything, so that headers checked alone have it too.
add_compile_definitions(_GNU_SOURCE)

add_library(project_sanitizers INTERFACE)
if(SANITIZE)
    set(sanitize -fsanitize=${SANITIZE} -fno-sanitize-recover=all)
    if(CMAKE_C_COMPILER_ID STREQUAL "Clang")
        set(clang -fsanitize-ignorelist=${CMAKE_SOURCE_DIR}/tools/sanitize-ignore.txt)
        # gcc defines these by itself.
        if(SANITIZE MATCHES "address")
            list(APPEND clang -D__SANITIZE_ADDRESS__=1)
        elseif(SANITIZE MATCHES "thread")
            list(APPEND clang -D__SANITIZE_THREAD__=1)
        endif()
    endif()
    target_compile_options(project_sanitizers INTERFACE
        "$<$<COMPILE_LANGUAGE:C,CXX>:${sanitize};${clang};-fno-omit-frame-pointer>")
    target_link_options(project_sanitizers INTERFACE ${sanitize})
endif()
if(COVERAGE)
    target_compile_options(project_sanitizers INTERFACE --coverage)
    target_link_options(project_sanitizers INTERFACE --coverage)
endif()

# Assertions stay on in every build: they are promises, not debugging aids.
foreach(language C CXX)
    set(CMAKE_${language}_FLAGS_RELWITHDEBINFO "-O2 -g")
    set(CMAKE_${language}_FLAGS_RELEASE "-O2")
endforeach()

add_library(project_hardening INTERFACE)
if(HARDENING)
    set(CMAKE_POSITION_INDEPENDENT_CODE ON)
    target_compile_options(project_hardening INTERFACE
        -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection
        -fcf-protection)
    target_link_options(project_hardening INTERFACE
        -pie -Wl,-z,relro,-z,now -Wl,--as-needed)
endif()

add_library(project_flags INTERFACE)
target_link_libraries(project_flags INTERFACE
    project_warnings project_sanitizers project_hardening)
target_include_directories(project_flags INTERFACE "${CMAKE_SOURCE_DIR}")
