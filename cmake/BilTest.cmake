# SPDX-License-Identifier: GPL-3.0-or-later

# Put before test names, so that one run over several builds says which build failed.
set(BIL_TEST_PREFIX "" CACHE STRING "Prefix of every test name, e.g. dev.")
# Numbers must read and print the same for a user whose decimal sign is a comma.
set(BIL_TEST_LC_NUMERIC "" CACHE STRING "LC_NUMERIC of every test, e.g. it_IT.UTF-8")

# Settings every test shares. Tests run in the root, so data files are named from there.
function(bil_test_defaults test labels timeout)
    if(NOT timeout)
        set(timeout 120)
    endif()
    set(environment
        "ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1"
        "UBSAN_OPTIONS=print_stacktrace=1"
        "BIL_BUILD_DIR=${PROJECT_BINARY_DIR}")
    if(TARGET bilancia)
        list(APPEND environment "BIL_PROGRAM=$<TARGET_FILE:bilancia>")
    endif()
    if(BIL_TEST_LC_NUMERIC)
        list(APPEND environment "LC_NUMERIC=${BIL_TEST_LC_NUMERIC}")
    endif()
    set_tests_properties("${test}" PROPERTIES
        LABELS "${labels}" TIMEOUT ${timeout} ENVIRONMENT "${environment}"
        WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
endfunction()

# bil_test(<name> [LABELS …] [TIMEOUT s] [ARGS …] SOURCES … [LIBS …])
#
# One cmocka executable, one ctest entry. Labels: unit golden property torture cli http slow.
function(bil_test name)
    cmake_parse_arguments(ARG "" "TIMEOUT" "LABELS;ARGS;SOURCES;LIBS" ${ARGN})
    add_executable(test_${name} ${ARG_SOURCES})
    target_link_libraries(test_${name} PRIVATE ${ARG_LIBS} cmocka bil_policy)
    target_include_directories(test_${name} PRIVATE "${PROJECT_SOURCE_DIR}")
    target_compile_definitions(test_${name} PRIVATE _POSIX_C_SOURCE=200809L)
    target_compile_options(test_${name} PRIVATE -Wno-float-equal)
    # Of hundreds of worlds a build with sanitizers, which is many times slower, takes a part.
    set(worlds_share 1)
    if(BIL_SANITIZE)
        set(worlds_share 6)
    endif()
    target_compile_definitions(test_${name} PRIVATE BIL_WORLDS_SHARE=${worlds_share})
    add_test(NAME "${BIL_TEST_PREFIX}${name}" COMMAND test_${name} ${ARG_ARGS})
    bil_test_defaults("${BIL_TEST_PREFIX}${name}" "${ARG_LABELS}" "${ARG_TIMEOUT}")
endfunction()

# bil_script_test(<name> [LABELS …] [TIMEOUT s] COMMAND …)
#
# A script that exits 0 when all is well, 77 when it cannot run here.
function(bil_script_test name)
    cmake_parse_arguments(ARG "" "TIMEOUT" "LABELS;COMMAND" ${ARGN})
    add_test(NAME "${BIL_TEST_PREFIX}${name}" COMMAND ${ARG_COMMAND})
    bil_test_defaults("${BIL_TEST_PREFIX}${name}" "${ARG_LABELS}" "${ARG_TIMEOUT}")
    set_tests_properties("${BIL_TEST_PREFIX}${name}" PROPERTIES SKIP_RETURN_CODE 77)
endfunction()

# Lets a test take memory and disk away from the code it is linked with: tests/support/starve.h.
function(bil_starve name)
    target_sources(test_${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests/support/starve.c")
    foreach(call malloc calloc realloc free write fsync close fchmod rename
                 bil_arena_alloc bil_arena_text bil_arena_text_n bil_arena_grow)
        target_link_options(test_${name} PRIVATE "-Wl,--wrap=${call}")
    endforeach()
endfunction()

# bil_fuzz(<name> CORPUS <dir> SOURCES … [LIBS …])
#
# SOURCES define LLVMFuzzerTestOneInput. Under the fuzz preset this is a libFuzzer program; in
# every other build the same code replays the corpus (paths relative to the root) as a test.
function(bil_fuzz name)
    cmake_parse_arguments(ARG "" "CORPUS" "SOURCES;LIBS" ${ARGN})
    add_executable(fuzz_${name} ${ARG_SOURCES})
    target_link_libraries(fuzz_${name} PRIVATE ${ARG_LIBS} bil_policy)
    target_include_directories(fuzz_${name} PRIVATE "${PROJECT_SOURCE_DIR}")
    if(BIL_FUZZ)
        target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
        set(arguments -runs=20000 -max_total_time=60)
        # New finds go to the build folder; the shipped corpus is only read.
        file(MAKE_DIRECTORY "${PROJECT_BINARY_DIR}/corpus/${name}")
        list(APPEND arguments "${PROJECT_BINARY_DIR}/corpus/${name}")
    else()
        target_sources(fuzz_${name} PRIVATE "${PROJECT_SOURCE_DIR}/tests/fuzz/replay.c")
        target_compile_definitions(fuzz_${name} PRIVATE _POSIX_C_SOURCE=200809L)
        set(arguments "")
    endif()
    add_test(NAME "${BIL_TEST_PREFIX}fuzz_${name}"
             COMMAND fuzz_${name} ${arguments} "${ARG_CORPUS}")
    bil_test_defaults("${BIL_TEST_PREFIX}fuzz_${name}" "fuzz" 120)
endfunction()
