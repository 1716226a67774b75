# The portico program: a cargo package of its own that is linked with the shared library above,
# as every other program is. In the build folder and where it is installed it finds the library
# by its own place.

set(portico_program "${PROJECT_BINARY_DIR}/bin/portico")
file(RELATIVE_PATH portico_rpath "/p/${CMAKE_INSTALL_BINDIR}" "/p/${CMAKE_INSTALL_LIBDIR}")
set(portico_rpath "$ORIGIN/${portico_rpath}")
if(NOT portico_rpath STREQUAL "$ORIGIN/../lib")
    # The build folder's.
    string(APPEND portico_rpath ":$ORIGIN/../lib")
endif()

add_custom_target(portico_program ALL
    COMMAND "${CMAKE_COMMAND}" -E env
        "PORTICO_LIBRARY_DIR=$<TARGET_FILE_DIR:Portico::httpapi>" "PORTICO_RPATH=${portico_rpath}"
        ${portico_cargo} build --locked --package portico-host
        --profile $<IF:$<CONFIG:Debug>,dev,${PORTICO_CARGO_PROFILE}>
        --manifest-path "${PROJECT_SOURCE_DIR}/Cargo.toml"
        --target-dir "${PORTICO_CARGO_TARGET_DIR}" ${portico_cargo_options}
    COMMAND "${CMAKE_COMMAND}" -E copy_if_different
        "${portico_cargo_folder}/$<IF:$<CONFIG:Debug>,debug,${PORTICO_CARGO_PROFILE}>/portico" "${portico_program}"
    BYPRODUCTS "${portico_program}"
    COMMENT "cargo: portico"
    USES_TERMINAL VERBATIM)
add_dependencies(portico_program portico_httpapi ${portico_cargo_last})

if(PORTICO_INSTALL)
    install(PROGRAMS "${portico_program}" DESTINATION "${CMAKE_INSTALL_BINDIR}")
    install(FILES "${PROJECT_SOURCE_DIR}/docs/portico.8" DESTINATION "${CMAKE_INSTALL_MANDIR}/man8")
endif()
