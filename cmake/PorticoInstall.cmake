# What `cmake --install` puts below the prefix. Nothing in it names the build
# folder or the prefix, so an installed tree can be moved.
include(CMakePackageConfigHelpers)

set(portico_config_dir "${CMAKE_INSTALL_LIBDIR}/cmake/Portico")
set(portico_targets portico_httpapi portico_httpapi_static portico_iis)
set(portico_archives "${PROJECT_BINARY_DIR}/lib/libhttpapi.a")

# portico_pkg_config(FILE CFLAGS): FILE.pc for the shared library and
# FILE-static.pc for the archive by its path, as -lFILE would find the former.
function(portico_pkg_config file cflags)
    list(TRANSFORM PORTICO_NATIVE_LIBRARIES PREPEND "-l" OUTPUT_VARIABLE native)
    list(JOIN native " " PORTICO_PC_NATIVE)
    set(PORTICO_PC_CFLAGS "${cflags}")
    file(RELATIVE_PATH PORTICO_PC_PREFIX "/p/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/p")
    string(REGEX REPLACE "/$" "" PORTICO_PC_PREFIX "${PORTICO_PC_PREFIX}")
    foreach(kind IN ITEMS shared static)
        if(kind STREQUAL "shared")
            set(PORTICO_PC_NAME "${file}")
            set(PORTICO_PC_REMARK "")
            set(PORTICO_PC_LIBS "Libs: -L\${libdir} -l${file}\nLibs.private: ${PORTICO_PC_NATIVE}")
        else()
            set(PORTICO_PC_NAME "${file}-static")
            set(PORTICO_PC_REMARK " (static library)")
            set(PORTICO_PC_LIBS "Libs: \${libdir}/lib${file}.a ${PORTICO_PC_NATIVE}")
        endif()
        configure_file("${PROJECT_SOURCE_DIR}/cmake/httpapi.pc.in" "${PROJECT_BINARY_DIR}/${PORTICO_PC_NAME}.pc" @ONLY)
        install(FILES "${PROJECT_BINARY_DIR}/${PORTICO_PC_NAME}.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
    endforeach()
endfunction()

portico_pkg_config(httpapi "")
if(PORTICO_UTF16)
    list(APPEND portico_targets portico_httpapi_u16 portico_httpapi_u16_static)
    list(APPEND portico_archives "${PROJECT_BINARY_DIR}/lib/libhttpapi-u16.a")
    portico_pkg_config(httpapi-u16 " -fshort-wchar")
endif()

install(TARGETS ${portico_targets} EXPORT PorticoTargets LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(FILES ${portico_archives} DESTINATION "${CMAKE_INSTALL_LIBDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/portico")

install(EXPORT PorticoTargets NAMESPACE Portico:: DESTINATION "${portico_config_dir}")
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/PorticoConfig.cmake.in"
    "${PROJECT_BINARY_DIR}/PorticoConfig.cmake"
    INSTALL_DESTINATION "${portico_config_dir}" NO_SET_AND_CHECK_MACRO)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/PorticoConfigVersion.cmake"
    COMPATIBILITY SameMinorVersion)
install(FILES
    "${PROJECT_BINARY_DIR}/PorticoConfig.cmake"
    "${PROJECT_BINARY_DIR}/PorticoConfigVersion.cmake"
    "${PROJECT_SOURCE_DIR}/cmake/PorticoAddIisModule.cmake"
    DESTINATION "${portico_config_dir}")
