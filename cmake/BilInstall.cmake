# SPDX-License-Identifier: GPL-3.0-or-later
# What `cmake --install` puts where: program, library with headers, catalogue, examples.

include(CMakePackageConfigHelpers)

# One archive for clients, made of every folder's objects.
get_property(parts GLOBAL PROPERTY BIL_LIBRARIES)
set(objects "")
foreach(part IN LISTS parts)
    list(APPEND objects "$<TARGET_OBJECTS:${part}>")
endforeach()
add_library(bil_all STATIC ${objects})
set_target_properties(bil_all PROPERTIES
    OUTPUT_NAME bilancia EXPORT_NAME bilancia LINKER_LANGUAGE C)
target_include_directories(bil_all INTERFACE
    $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
    $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/bilancia>)
target_link_libraries(bil_all PRIVATE
    GLPK::GLPK SQLite::SQLite3 PkgConfig::CJSON PkgConfig::SODIUM PkgConfig::XLSX m)
add_library(bilancia::bilancia ALIAS bil_all)

get_property(headers GLOBAL PROPERTY BIL_PUBLIC_HEADERS)
target_sources(bil_all PUBLIC FILE_SET HEADERS BASE_DIRS "${PROJECT_SOURCE_DIR}"
               FILES "${PROJECT_SOURCE_DIR}/bilancia.h" ${headers})

install(TARGETS bil_all EXPORT bilancia
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        FILE_SET HEADERS DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/bilancia)
set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/bilancia)
install(EXPORT bilancia NAMESPACE bilancia:: FILE bilancia-targets.cmake
        DESTINATION ${package_dir})
configure_package_config_file(cmake/bilancia-config.cmake.in bilancia-config.cmake
    INSTALL_DESTINATION ${package_dir} NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file(bilancia-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES
    "${PROJECT_BINARY_DIR}/bilancia-config.cmake"
    "${PROJECT_BINARY_DIR}/bilancia-config-version.cmake"
    cmake/FindGLPK.cmake
    DESTINATION ${package_dir})

# Relative to the .pc file, so that an installed tree may be moved.
file(RELATIVE_PATH BIL_PC_PREFIX "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/prefix")
string(REGEX REPLACE "/$" "" BIL_PC_PREFIX "${BIL_PC_PREFIX}")
configure_file(cmake/bilancia.pc.in bilancia.pc @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/bilancia.pc" DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

if(TARGET bilancia)
    install(TARGETS bilancia RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()
foreach(folder catalogue examples models profiles)
    if(IS_DIRECTORY "${PROJECT_SOURCE_DIR}/data/${folder}")
        install(DIRECTORY data/${folder} DESTINATION ${CMAKE_INSTALL_DATADIR}/bilancia)
    endif()
endforeach()
install(FILES data/glossary.csv DESTINATION ${CMAKE_INSTALL_DATADIR}/bilancia)
install(FILES LICENSE README.md CHANGELOG.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
