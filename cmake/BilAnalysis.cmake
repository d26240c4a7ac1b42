# SPDX-License-Identifier: GPL-3.0-or-later
# Static analysis and coverage, as targets of their presets.

if(BIL_ANALYZER)
    add_custom_target(analysis ALL
        COMMAND "${PROJECT_SOURCE_DIR}/cmake/analyse" "${PROJECT_SOURCE_DIR}" "${PROJECT_BINARY_DIR}"
        USES_TERMINAL VERBATIM)
endif()

if(BIL_COVERAGE)
    # After the tests: `cmake --build --preset coverage --target coverage_report`.
    add_custom_target(coverage_report
        COMMAND gcovr --root "${PROJECT_SOURCE_DIR}" --object-directory "${PROJECT_BINARY_DIR}"
            --filter "${PROJECT_SOURCE_DIR}/\(engine|solver|data|scenarios\)/"
            --exclude-throw-branches --sort-uncovered --fail-under-line 90
            --print-summary --html-details "${PROJECT_BINARY_DIR}/coverage.html"
        WORKING_DIRECTORY "${PROJECT_BINARY_DIR}" USES_TERMINAL VERBATIM)
endif()
