# SPDX-License-Identifier: GPL-3.0-or-later
# The frame of a batch's page (app/report): charts' script and looks, bundled by esbuild. Node and
# npm are needed to build it. Without them, or without the npm registry, all else is built, and
# `simulate --report` says what is missing; the next build tries again.

option(BIL_WEB "Build the page of reports, which needs node and npm" ON)
set(BIL_REPORT_FRAME "${PROJECT_BINARY_DIR}/report/page.html")

find_program(BIL_NODE NAMES node nodejs)
find_program(BIL_NPM NAMES npm)
mark_as_advanced(BIL_NODE BIL_NPM)

if(BIL_WEB AND BIL_NODE AND BIL_NPM)
    file(GLOB report_sources CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/app/report/src/*")
    add_custom_command(OUTPUT "${BIL_REPORT_FRAME}"
        COMMAND "${PROJECT_SOURCE_DIR}/app/report/build" "${BIL_NODE}" "${BIL_NPM}"
                "${PROJECT_BINARY_DIR}/report"
        DEPENDS ${report_sources} "${PROJECT_SOURCE_DIR}/app/report/build"
                "${PROJECT_SOURCE_DIR}/app/report/build.mjs"
                "${PROJECT_SOURCE_DIR}/app/report/package-lock.json"
        COMMENT "Page of reports: app/report" VERBATIM)
    add_custom_target(bil_report_frame ALL DEPENDS "${BIL_REPORT_FRAME}")
    install(FILES "${BIL_REPORT_FRAME}" DESTINATION ${CMAKE_INSTALL_DATADIR}/bilancia/report OPTIONAL)
elseif(BIL_WEB)
    message(STATUS "No node or npm: no page of reports (`simulate --report` will say so). "
                   "script/setup installs them.")
endif()
