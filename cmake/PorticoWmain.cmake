# portico_wmain(SUFFIX [COMPILE_OPTIONS …])
#
# Portico::wmainSUFFIX: the main function of programs that have a wmain. It is linked in front of the library.
function(portico_wmain suffix)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "COMPILE_OPTIONS")
    string(REPLACE "_" "-" file "portico-wmain${suffix}")
    set(name portico_wmain${suffix})
    add_library(${name} STATIC "${PROJECT_SOURCE_DIR}/cmake/wmain.c")
    add_library(Portico::wmain${suffix} ALIAS ${name})
    set_target_properties(${name} PROPERTIES OUTPUT_NAME "${file}" EXPORT_NAME "wmain${suffix}"
        POSITION_INDEPENDENT_CODE ON ARCHIVE_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/lib")
    target_include_directories(${name} PRIVATE "${PROJECT_SOURCE_DIR}/include")
    target_compile_options(${name} PRIVATE -Wall -Wextra ${arg_COMPILE_OPTIONS})
endfunction()
