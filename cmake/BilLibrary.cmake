# SPDX-License-Identifier: GPL-3.0-or-later

# bil_library(<target> SOURCES … [HEADERS …] [LINKS …] [PRIVATE_LINKS …])
#
# The static library of one folder. Paths are relative to that folder. HEADERS are the public
# ones: installed, and reached from the root (`engine/plan.h`). Headers that end in `_impl.h`
# belong to their folder and are not listed. A folder still empty gives an interface target, so
# that the floors above it can already link it.
function(bil_library target)
    cmake_parse_arguments(ARG "" "" "SOURCES;HEADERS;LINKS;PRIVATE_LINKS" ${ARGN})
    if(ARG_SOURCES)
        add_library(${target} STATIC ${ARG_SOURCES})
        target_link_libraries(${target} PUBLIC ${ARG_LINKS} PRIVATE ${ARG_PRIVATE_LINKS} bil_policy)
        target_include_directories(${target} PUBLIC "${PROJECT_SOURCE_DIR}")
        set_property(GLOBAL APPEND PROPERTY BIL_LIBRARIES ${target})
    else()
        add_library(${target} INTERFACE)
        target_link_libraries(${target} INTERFACE ${ARG_LINKS})
        target_include_directories(${target} INTERFACE "${PROJECT_SOURCE_DIR}")
    endif()
    list(TRANSFORM ARG_HEADERS PREPEND "${CMAKE_CURRENT_SOURCE_DIR}/")
    set_property(GLOBAL APPEND PROPERTY BIL_PUBLIC_HEADERS ${ARG_HEADERS})
endfunction()
