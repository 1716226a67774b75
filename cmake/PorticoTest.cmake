# portico_test(NAME name SOURCES … [LINK target…] [TIMEOUT seconds] [COMPILE_ONLY])
#
# A C or C++ test program: it sees include/, links what LINK names, and has passed
# when it exits with 0. Every program is noted in PORTICO_TEST_PROGRAMS, so that
# one test can prove all of them sanitized.
# COMPILE_ONLY registers no run: compiling is the test, and the build fails.

set(PORTICO_TEST_RUNNER "" CACHE STRING "What every test program is run under, e.g. valgrind;--error-exitcode=99")

# For this folder and those below it: the programs and the modules they load.
if(PORTICO_SANITIZE)
    add_compile_options(-fsanitize=${PORTICO_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer -g)
    add_link_options(-fsanitize=${PORTICO_SANITIZE})
endif()

function(portico_test)
    cmake_parse_arguments(PARSE_ARGV 0 arg "COMPILE_ONLY" "NAME;TIMEOUT" "SOURCES;LINK")
    if(NOT arg_NAME OR NOT arg_SOURCES OR arg_UNPARSED_ARGUMENTS)
        message(FATAL_ERROR "portico_test(NAME name SOURCES … [LINK target…]): got ${ARGV}")
    endif()
    if(NOT arg_TIMEOUT)
        set(arg_TIMEOUT 120)
    endif()
    if(arg_COMPILE_ONLY)
        add_library(${arg_NAME} OBJECT ${arg_SOURCES})
    else()
        add_executable(${arg_NAME} ${arg_SOURCES})
        add_test(NAME ${arg_NAME} COMMAND ${PORTICO_TEST_RUNNER} $<TARGET_FILE:${arg_NAME}>)
        set_tests_properties(${arg_NAME} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS program)
        set_property(GLOBAL APPEND PROPERTY PORTICO_TEST_PROGRAMS ${arg_NAME})
    endif()
    # Before the compiler's own folders, as -I does: some of the headers wrap them.
    target_include_directories(${arg_NAME} PRIVATE "${Portico_SOURCE_DIR}/include")
    target_compile_features(${arg_NAME} PRIVATE c_std_11 cxx_std_17)
    target_compile_options(${arg_NAME} PRIVATE -Wall -Wextra -Werror)
    target_link_libraries(${arg_NAME} PRIVATE ${arg_LINK})
endfunction()
