# SPDX-License-Identifier: GPL-3.0-or-later
# How every file of the project is compiled: one interface target, no global flags.

option(BIL_WERROR "Warnings stop the build" OFF)
option(BIL_HARDEN "Hardening flags for what is shipped" OFF)
option(BIL_ANALYZER "Analyse while building: gcc -fanalyzer, clang-tidy, cppcheck" OFF)
option(BIL_COVERAGE "Count executed lines" OFF)
option(BIL_FUZZ "Build the fuzz targets with libFuzzer (clang)" OFF)
set(BIL_SANITIZE "" CACHE STRING "Comma-separated sanitizers, e.g. address,undefined")

add_library(bil_policy INTERFACE)

target_compile_options(bil_policy INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wdouble-promotion
    -Wfloat-equal -Wformat=2 -Wcast-qual -Wcast-align -Wpointer-arith -Wwrite-strings
    -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wvla -Wimplicit-fallthrough -Wswitch-enum
    -Wdate-time
    # Fused multiply-add would make results differ between machines.
    -ffp-contract=off
    # Assertion messages name a file from the root, wherever the tree was built.
    "-fmacro-prefix-map=${PROJECT_SOURCE_DIR}/="
    $<$<CONFIG:Debug>:-Og -g -fno-omit-frame-pointer>)

if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
    target_compile_options(bil_policy INTERFACE
        -Wduplicated-cond -Wduplicated-branches -Wlogical-op -Walloca
        -Wold-style-definition -Wredundant-decls -Warith-conversion)
    # Sanitizers enlarge frames, so the limit holds for the code as it is shipped.
    if(NOT BIL_SANITIZE)
        target_compile_options(bil_policy INTERFACE -Wstack-usage=65536)
    endif()
    if(BIL_ANALYZER)
        # It believes that an enum may hold any value, so each `switch` over all of them seems to
        # return NULL; clang's analyser judges null pointers better, and runs as well.
        target_compile_options(bil_policy INTERFACE -fanalyzer -Wno-analyzer-null-dereference)
    endif()
elseif(CMAKE_C_COMPILER_ID MATCHES "Clang")
    target_compile_options(bil_policy INTERFACE
        -Wcomma -Wconditional-uninitialized -Wassign-enum -Wunreachable-code-aggressive
        -Wloop-analysis -Wmissing-variable-declarations -Wnull-dereference)
endif()

if(BIL_WERROR)
    target_compile_options(bil_policy INTERFACE -Werror)
endif()

if(BIL_SANITIZE)
    target_compile_options(bil_policy INTERFACE
        -fsanitize=${BIL_SANITIZE} -fno-sanitize-recover=all)
    target_link_options(bil_policy INTERFACE -fsanitize=${BIL_SANITIZE})
endif()

if(BIL_FUZZ)
    target_compile_options(bil_policy INTERFACE -fsanitize=fuzzer-no-link)
endif()

if(BIL_COVERAGE)
    target_compile_options(bil_policy INTERFACE --coverage -fprofile-update=atomic)
    target_link_options(bil_policy INTERFACE --coverage)
endif()

if(BIL_HARDEN)
    target_compile_options(bil_policy INTERFACE
        -fstack-protector-strong -fstack-clash-protection
        $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=2>)
    target_link_options(bil_policy INTERFACE
        $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-pie> -Wl,-z,relro,-z,now)
endif()
