# SPDX-License-Identifier: GPL-3.0-or-later

# bil_registry(<target> <def-file> <prefix> <dir> <tests-dir> [<test-library>…])
#
# The `.def` file that C includes as an X-macro list is also what the build reads: the line
# `BIL_BLOCK(quantity)` compiles <dir>/<prefix>_quantity.c into <target> and builds the test
# <tests-dir>/test_<prefix>_quantity.c. All paths are relative to the root. A line without its
# source, or a source without its test, stops the configure step: nobody can register half a part.
# The tests link <target>, and before it the libraries named last: what the tests of that folder
# share. They need not exist yet.
function(bil_registry target def prefix dir tests_dir)
    set(root "${PROJECT_SOURCE_DIR}")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${root}/${def}")
    file(STRINGS "${root}/${def}" lines REGEX "^[ ]*BIL_[A-Z0-9_]+[(]")
    string(REPLACE ";" "," test_libraries "${ARGN}")
    set(seen "")
    foreach(line IN LISTS lines)
        if(NOT line MATCHES "^[ ]*BIL_[A-Z0-9_]+[(][ ]*([a-z0-9_]+)[ ]*[,)]")
            message(FATAL_ERROR "${def}: `${line}` does not start with a lower-case name: "
                                "write it as BIL_X(some_name)")
        endif()
        set(name "${CMAKE_MATCH_1}")
        set(source "${dir}/${prefix}_${name}.c")
        set(test "${tests_dir}/test_${prefix}_${name}.c")
        if(name IN_LIST seen)
            message(FATAL_ERROR "${def} registers `${name}` twice: take one line out")
        endif()
        list(APPEND seen "${name}")
        if(NOT EXISTS "${root}/${source}")
            message(FATAL_ERROR "${def} registers `${name}`, but ${source} does not exist: "
                                "write it, or take the line out")
        endif()
        if(NOT EXISTS "${root}/${test}")
            message(FATAL_ERROR "${source} has no test: write ${test}")
        endif()
        target_sources(${target} PRIVATE "${root}/${source}")
        set_property(GLOBAL APPEND PROPERTY BIL_REGISTRY_TESTS
                     "${target}|${prefix}_${name}|${test}|${test_libraries}")
    endforeach()
endfunction()

# Builds the tests of everything registered so far; called once, by tests/.
function(bil_registry_tests)
    get_property(entries GLOBAL PROPERTY BIL_REGISTRY_TESTS)
    foreach(entry IN LISTS entries)
        string(REPLACE "|" ";" parts "${entry}")
        list(GET parts 0 target)
        list(GET parts 1 name)
        list(GET parts 2 source)
        list(GET parts 3 libraries)
        string(REPLACE "," ";" libraries "${libraries}")
        bil_test(${name} LABELS unit SOURCES "${PROJECT_SOURCE_DIR}/${source}"
                 LIBS ${libraries} ${target})
    endforeach()
endfunction()
