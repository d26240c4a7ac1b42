# SPDX-License-Identifier: GPL-3.0-or-later
# The words for people: po/it.po becomes one `po/<table>.def` for each table, in the build folder,
# included as "po/<table>.def". Nothing but awk is needed, which every Debian has.
#
# Who includes a table links bil_engine, for the path, and depends on `bil_po_tables`.

set(BIL_WORD_TABLES document cli answer mpi report)

find_program(BIL_AWK NAMES awk mawk gawk)
if(NOT BIL_AWK)
    message(FATAL_ERROR "no awk here, which makes the tables of words from po/it.po: "
                        "install the package mawk or gawk")
endif()

set(words_root "${PROJECT_BINARY_DIR}/generated")
set(words_new "${PROJECT_BINARY_DIR}/generated-new")
file(MAKE_DIRECTORY "${words_root}/po" "${words_new}")
set(words_tables "")
set(words_copies "")
foreach(table IN LISTS BIL_WORD_TABLES)
    list(APPEND words_tables "${words_root}/po/${table}.def")
    # A table that stays the same is not written, so that what includes it is not compiled again.
    list(APPEND words_copies COMMAND ${CMAKE_COMMAND} -E copy_if_different
         "${words_new}/${table}.def" "${words_root}/po/${table}.def")
endforeach()
list(JOIN BIL_WORD_TABLES " " words_names)

add_custom_command(OUTPUT "${words_new}/stamp" BYPRODUCTS ${words_tables}
    COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C ${BIL_AWK} -v "tables=${words_names}" -v "folder=${words_new}"
            -f "${PROJECT_SOURCE_DIR}/po/tables.awk" po/it.po
    ${words_copies}
    COMMAND ${CMAKE_COMMAND} -E touch "${words_new}/stamp"
    DEPENDS "${PROJECT_SOURCE_DIR}/po/it.po" "${PROJECT_SOURCE_DIR}/po/tables.awk"
    WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
    COMMENT "Words: po/it.po" VERBATIM)
add_custom_target(bil_po_tables DEPENDS "${words_new}/stamp")
