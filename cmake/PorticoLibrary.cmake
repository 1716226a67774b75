# portico_library(NAME [STATIC_NAME name] [PROFILE cargo-profile] [FEATURES …] [COMPILE_OPTIONS …])
#
# Builds the crate as a static library and links the shared library from it:
#   Portico::NAME         libNAME.so -> libNAME.so.1  (an underscore in NAME is a dash in the file)
#   Portico::STATIC_NAME  libNAME.a with the system libraries it needs
#
# The shared library is linked here and not by rustc because rustc passes a
# version script of its own and linkers take one only.

find_program(PORTICO_CARGO cargo HINTS "$ENV{CARGO_HOME}/bin" "$ENV{HOME}/.cargo/bin" DOC "cargo")
if(NOT PORTICO_CARGO)
    message(FATAL_ERROR
        "cargo was not found. Install Rust (https://rustup.rs) or pass -DPORTICO_CARGO=/path/to/cargo.")
endif()

# The number in the soname: it changes when the ABI does.
set(PORTICO_ABI 1)
# What `rustc --print native-static-libs` says; the test package.install compares.
set(PORTICO_NATIVE_LIBRARIES gcc_s util rt pthread m dl c)

# ThreadSanitizer has to see both sides of every hand-over, so that build instruments the
# crates too. The standard library stays the prebuilt one: its calls of pthread functions
# are intercepted, and tests/tsan.supp names what is left. The program that is linked with
# the library brings the sanitizer's runtime.
set(portico_cargo "${PORTICO_CARGO}")
set(portico_cargo_folder "${PORTICO_CARGO_TARGET_DIR}")
set(portico_cargo_options "")
set(portico_undefined "LINKER:-z,defs")
if(PORTICO_SANITIZE STREQUAL "thread")
    execute_process(COMMAND rustc -vV OUTPUT_VARIABLE portico_rustc COMMAND_ERROR_IS_FATAL ANY)
    string(REGEX REPLACE ".*\nhost: ([^\n]+)\n.*" "\\1" portico_host "${portico_rustc}")
    # The target is named so that build scripts stay without it; whole-program optimisation
    # would take from the reports the frames that suppressions and readers look for.
    set(portico_cargo "${CMAKE_COMMAND}" -E env RUSTC_BOOTSTRAP=1 CARGO_PROFILE_RELEASE_LTO=off
        "RUSTFLAGS=-Zsanitizer=thread -Cunsafe-allow-abi-mismatch=sanitizer --cfg portico_tsan" "${PORTICO_CARGO}")
    set(portico_cargo_options --target "${portico_host}")
    set(portico_cargo_folder "${PORTICO_CARGO_TARGET_DIR}/${portico_host}")
    set(portico_undefined "")
elseif(PORTICO_SANITIZE MATCHES "thread")
    message(FATAL_ERROR "ThreadSanitizer goes with no other sanitizer: PORTICO_SANITIZE is ${PORTICO_SANITIZE}")
endif()

set(portico_cargo_last "")
# One name for all builds that share a folder: rustc would begin anew where its arguments differ.
set(portico_native_libraries_file "${PORTICO_CARGO_TARGET_DIR}/native-libraries")

function(portico_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "STATIC_NAME;PROFILE" "FEATURES;COMPILE_OPTIONS")
    if(NOT arg_PROFILE)
        set(arg_PROFILE "${PORTICO_CARGO_PROFILE}")
    endif()
    string(REPLACE "_" "-" file "${name}")
    set(folder "${PROJECT_BINARY_DIR}/lib")
    set(archive "${folder}/lib${file}.a")
    set(map "${PROJECT_SOURCE_DIR}/cmake/httpapi.map")

    if(PORTICO_TLS_PROVIDER STREQUAL "aws-lc-rs")
        list(APPEND arg_FEATURES aws-lc-rs)
    elseif(NOT PORTICO_TLS_PROVIDER STREQUAL "ring")
        message(FATAL_ERROR "PORTICO_TLS_PROVIDER is ring or aws-lc-rs, not ${PORTICO_TLS_PROVIDER}")
    endif()
    set(features "")
    if(arg_FEATURES)
        list(JOIN arg_FEATURES "," joined)
        set(features --features "${joined}")
    endif()

    # Always called: cargo knows best whether a source has changed, and the copy
    # keeps its time where nothing has, so that nothing is linked again.
    add_custom_target(portico_${name}_cargo ALL
        COMMAND ${portico_cargo} rustc --locked --lib --crate-type staticlib
            --profile $<IF:$<CONFIG:Debug>,dev,${arg_PROFILE}>
            --manifest-path "${PROJECT_SOURCE_DIR}/Cargo.toml"
            --target-dir "${PORTICO_CARGO_TARGET_DIR}" ${portico_cargo_options} ${features}
            -- --print "native-static-libs=${portico_native_libraries_file}"
        COMMAND "${CMAKE_COMMAND}" -E copy_if_different
            "${portico_cargo_folder}/$<IF:$<CONFIG:Debug>,debug,${arg_PROFILE}>/libhttpapi.a" "${archive}"
        BYPRODUCTS "${archive}"
        COMMENT "cargo: lib${file}.a"
        USES_TERMINAL VERBATIM)
    # One after the other: they share the dependencies in one target folder.
    if(portico_cargo_last)
        add_dependencies(portico_${name}_cargo ${portico_cargo_last})
    endif()
    set(portico_cargo_last portico_${name}_cargo PARENT_SCOPE)

    set(include
        "$<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>"
        "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/portico>")

    add_library(portico_${name} SHARED "${PROJECT_SOURCE_DIR}/cmake/shared.c")
    add_library(Portico::${name} ALIAS portico_${name})
    add_dependencies(portico_${name} portico_${name}_cargo)
    set_target_properties(portico_${name} PROPERTIES
        OUTPUT_NAME "${file}"
        EXPORT_NAME "${name}"
        VERSION ${PORTICO_ABI}
        SOVERSION ${PORTICO_ABI}
        LIBRARY_OUTPUT_DIRECTORY "${folder}"
        LINK_DEPENDS "${archive};${map}")
    target_include_directories(portico_${name} INTERFACE ${include})
    # `#pragma comment(lib, …)`: g++ before 13 heeds no line of a header that says so.
    target_compile_options(portico_${name} INTERFACE ${arg_COMPILE_OPTIONS} -Wno-unknown-pragmas)
    target_link_options(portico_${name} PRIVATE
        "SHELL:-Wl,--whole-archive \"${archive}\" -Wl,--no-whole-archive"
        "LINKER:--version-script=${map}" "LINKER:--gc-sections" "LINKER:--as-needed"
        ${portico_undefined} "LINKER:-z,now,-z,relro")
    target_link_libraries(portico_${name} PRIVATE ${PORTICO_NATIVE_LIBRARIES})

    if(arg_STATIC_NAME)
        add_library(portico_${name}_static INTERFACE)
        add_library(Portico::${arg_STATIC_NAME} ALIAS portico_${name}_static)
        add_dependencies(portico_${name}_static portico_${name}_cargo)
        set_target_properties(portico_${name}_static PROPERTIES EXPORT_NAME ${arg_STATIC_NAME})
        target_include_directories(portico_${name}_static INTERFACE ${include})
        target_compile_options(portico_${name}_static INTERFACE ${arg_COMPILE_OPTIONS} -Wno-unknown-pragmas)
        target_link_libraries(portico_${name}_static INTERFACE
            "$<BUILD_INTERFACE:${archive}>"
            "$<INSTALL_INTERFACE:$<INSTALL_PREFIX>/${CMAKE_INSTALL_LIBDIR}/lib${file}.a>"
            ${PORTICO_NATIVE_LIBRARIES})
    endif()
endfunction()
