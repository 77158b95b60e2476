# Tests are found, not listed: a file in the right folder is one.

set(tests "${CMAKE_SOURCE_DIR}/tests")
set(test_environment
    "TZ=Pacific/Chatham"
    "ASAN_OPTIONS=detect_stack_use_after_return=1"
    "UBSAN_OPTIONS=print_stacktrace=1"
    "TSAN_OPTIONS=second_deadlock_stack=1")
set(script_environment ${test_environment} "KEPT=${CMAKE_BINARY_DIR}/kept"
    "SOURCE_DIR=${CMAKE_SOURCE_DIR}" "BUILD_DIR=${CMAKE_BINARY_DIR}")

# kept_test(<name> <label> <seconds> <command>...); status 77 means skipped.
function(kept_test name label seconds)
    add_test(NAME ${name} COMMAND ${ARGN})
    set_tests_properties(${name} PROPERTIES LABELS ${label} TIMEOUT ${seconds}
                         SKIP_RETURN_CODE 77
                         ENVIRONMENT "${script_environment}")
endfunction()

# test_program(<name> <source>...): links the rooms of LINK_ROOMS.
function(test_program name)
    add_executable(${name} ${ARGN})
    target_compile_definitions(${name} PRIVATE
        TEST_SHARED_DIR="${CMAKE_SOURCE_DIR}/../shared"
        TEST_FIXTURES_DIR="${tests}/fixtures"
        KEPT_PROGRAM="${CMAKE_BINARY_DIR}/kept")
    target_link_libraries(${name} PRIVATE harness ${LINK_ROOMS} project_flags m)
endfunction()

# The harness is a library, so that a test links only what it uses of it and
# tests of a lower room do not need the upper ones.
pkg_check_modules(CMOCKA IMPORTED_TARGET cmocka)
if(NOT BUILD_TESTING OR NOT CMOCKA_FOUND)
    message(STATUS "Building without tests")
    return()
endif()
file(GLOB harness CONFIGURE_DEPENDS "${tests}/harness/*.c")
add_library(harness STATIC ${harness})
target_compile_definitions(harness PRIVATE
    TEST_SHARED_DIR="${CMAKE_SOURCE_DIR}/../shared"
    TEST_FIXTURES_DIR="${tests}/fixtures"
    KEPT_PROGRAM="${CMAKE_BINARY_DIR}/kept")
target_link_libraries(harness PRIVATE project_flags)

# Unit tests: one program per folder, linked with the room of that name and
# what the room needs; a folder of another name gets the whole house.
file(GLOB unit_sources CONFIGURE_DEPENDS "${tests}/unit/*/test_*.c")
file(GLOB folders "${tests}/unit/*")
foreach(folder IN LISTS folders)
    get_filename_component(room "${folder}" NAME)
    set(sources ${unit_sources})
    list(FILTER sources INCLUDE REGEX "/unit/${room}/")
    if(NOT sources)
        continue()
    endif()
    set(LINK_ROOMS ${ROOMS})
    if(TARGET ${room})
        set(LINK_ROOMS ${room})
    endif()
    test_program(unit_${room} tests/test_main.c ${sources})
    target_link_libraries(unit_${room} PRIVATE PkgConfig::CMOCKA)
    kept_test(unit.${room} unit 120 unit_${room})
endforeach()

# Stories: the daemon on a fake clock.
set(LINK_ROOMS ${ROOMS})
file(GLOB runner CONFIGURE_DEPENDS "${tests}/scenarios/*.c")
file(GLOB stories CONFIGURE_DEPENDS "${tests}/scenarios/*.story")
if(runner)
    test_program(story_runner ${runner})
    # tests/scenarios/askable.h
    target_link_options(story_runner PRIVATE -Wl,--wrap=notifier_find)
    foreach(story IN LISTS stories)
        get_filename_component(name "${story}" NAME_WE)
        kept_test(story.${name} scenario 60 story_runner "${story}")
    endforeach()
endif()

# Fuzz targets: libFuzzer in its preset, elsewhere a replay of the corpus.
file(GLOB targets CONFIGURE_DEPENDS "${tests}/fuzz/fuzz_*.c")
file(GLOB corpora CONFIGURE_DEPENDS LIST_DIRECTORIES true
     "${tests}/fuzz/corpus/*")
add_custom_target(fuzzers)
foreach(target IN LISTS targets)
    get_filename_component(name "${target}" NAME_WE)
    string(REGEX REPLACE "^fuzz_" "" name "${name}")
    if(BUILD_FUZZERS)
        test_program(fuzz_${name} "${target}")
        target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
        add_dependencies(fuzzers fuzz_${name})
    elseif("${tests}/fuzz/corpus/${name}" IN_LIST corpora)
        test_program(replay_${name} "${target}" tests/fuzz/replay_main.c)
        kept_test(fuzz.${name}.corpus unit 120 replay_${name}
                  "${tests}/fuzz/corpus/${name}")
    endif()
endforeach()

# Scripts: what is executable is a test, the rest are helpers.
file(GLOB scripts CONFIGURE_DEPENDS "${tests}/end_to_end/*.sh"
     "${tests}/end_to_end/*.py")
foreach(script IN LISTS scripts)
    execute_process(COMMAND test -x "${script}" RESULT_VARIABLE helper)
    if(helper)
        continue()
    endif()
    get_filename_component(name "${script}" NAME_WE)
    set(label e2e)
    set(seconds 300)
    if(name MATCHES "_long$")
        set(label long)
        set(seconds 1800)
    endif()
    set(interpreter "")
    if(script MATCHES "\\.py$")
        set(interpreter /usr/bin/python3)
    endif()
    kept_test(e2e.${name} ${label} ${seconds} ${interpreter} "${script}")
    # Their clocks run fast: what keeps a core busy makes messages late.
    set_tests_properties(e2e.${name} PROPERTIES RUN_SERIAL TRUE)
endforeach()

# What scripts of tests/end_to_end start besides kept.
set(LINK_ROOMS ${ROOMS})
file(GLOB programs CONFIGURE_DEPENDS "${tests}/end_to_end/*.c")
foreach(program IN LISTS programs)
    get_filename_component(name "${program}" NAME_WE)
    test_program(${name} "${program}")
    target_link_libraries(${name} PRIVATE PkgConfig::UV)
endforeach()

# What takes minutes, one program each.
set(LINK_ROOMS scheduler)
file(GLOB programs CONFIGURE_DEPENDS "${tests}/long/*.c")
foreach(program IN LISTS programs)
    get_filename_component(name "${program}" NAME_WE)
    test_program(${name} "${program}")
    kept_test(long.${name} long 1800 ${name})
endforeach()

# Measuring programs, for the scripts of tests/bench.
set(LINK_ROOMS ${ROOMS})
file(GLOB benches CONFIGURE_DEPENDS "${tests}/bench/bench_*.c")
foreach(bench IN LISTS benches)
    get_filename_component(name "${bench}" NAME_WE)
    test_program(${name} "${bench}")
endforeach()

# Our own lints, those that take no time.
foreach(lint arrows sizes words log_keys texts migrations docs)
    if(EXISTS "${CMAKE_SOURCE_DIR}/tools/check_${lint}.sh")
        kept_test(lint.${lint} lint 60 "${CMAKE_SOURCE_DIR}/tools/check_${lint}.sh")
        set_tests_properties(lint.${lint} PROPERTIES
                             WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
    endif()
endforeach()
