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
    if(PORTICO_SANITIZE STREQUAL "thread")
        # The runtime is rustc's own, which knows every call that rustc's instrumentation
        # makes; that of an older Clang does not. Programs bring it, and export it to libraries.
        if(NOT CMAKE_C_COMPILER_ID STREQUAL "Clang" OR NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
            message(FATAL_ERROR "PORTICO_SANITIZE=thread wants -DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++")
        endif()
        execute_process(COMMAND rustc --print target-libdir OUTPUT_VARIABLE libraries
            OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
        file(GLOB runtime "${libraries}/librustc-*_rt.tsan.a")
        if(NOT runtime)
            message(FATAL_ERROR "There is no ThreadSanitizer runtime in ${libraries}")
        endif()
        add_link_options($<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:LINKER:--whole-archive,${runtime},--no-whole-archive,--export-dynamic>)
        link_libraries(pthread dl m rt)
        set(portico_tsan_options
            "TSAN_OPTIONS=suppressions=${Portico_SOURCE_DIR}/tests/tsan.supp:exitcode=66:second_deadlock_stack=1")
    else()
        add_link_options(-fsanitize=${PORTICO_SANITIZE})
    endif()
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
        # Not the machine's own configuration, which is not the test's business.
        set_property(TEST ${arg_NAME} APPEND PROPERTY ENVIRONMENT
            "PORTICO_CONFIG=${CMAKE_CURRENT_BINARY_DIR}/${arg_NAME}.conf")
        if(PORTICO_TEST_RUNNER MATCHES "valgrind")
            # Few programs ask; each says there what valgrind cannot do.
            set_property(TEST ${arg_NAME} APPEND PROPERTY ENVIRONMENT PORTICO_UNDER_VALGRIND=1)
        endif()
        if(PORTICO_SANITIZE STREQUAL "thread")
            # Appended: a test may set variables of its own.
            set_property(TEST ${arg_NAME} APPEND PROPERTY ENVIRONMENT "${portico_tsan_options}")
        endif()
        set_property(GLOBAL APPEND PROPERTY PORTICO_TEST_PROGRAMS ${arg_NAME})
    endif()
    # Before the compiler's own folders, as -I does: some of the headers wrap them.
    target_include_directories(${arg_NAME} PRIVATE "${Portico_SOURCE_DIR}/include")
    target_compile_features(${arg_NAME} PRIVATE c_std_11 cxx_std_17)
    target_compile_options(${arg_NAME} PRIVATE -Wall -Wextra -Werror)
    target_link_libraries(${arg_NAME} PRIVATE ${arg_LINK})
endfunction()

# portico_wires(name result)
#
# Gives the kinds of wire over which a test is run once more: what c-tests/wire/tests.table says. A test
# that is not there stops the configuration.
function(portico_wires name result)
    get_property(kinds GLOBAL PROPERTY PORTICO_WIRES_${name})
    if(NOT kinds)
        message(FATAL_ERROR "${name} has no line in c-tests/wire/tests.table: over what else than HTTP/1.1 does it run?")
    endif()
    set_property(GLOBAL APPEND PROPERTY PORTICO_WIRES_ASKED ${name})
    string(REPLACE "," ";" kinds "${kinds}")
    list(REMOVE_ITEM kinds none)
    if(PORTICO_TEST_RUNNER)
        set(kinds "")
    endif()
    set(${result} "${kinds}" PARENT_SCOPE)
endfunction()

# Reads the table: a name, the kinds with commas between them or `none`, and a reason where not all kinds are there.
function(portico_read_wires table)
    file(STRINGS "${table}" lines REGEX "^[^#]")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${table}")
    set(names "")
    foreach(line IN LISTS lines)
        if(NOT line MATCHES "^([a-z0-9_]+) +([a-z0-9/.,]+)( +([^ ].*))?$")
            message(FATAL_ERROR "${table}: no name, kinds and reason: ${line}")
        endif()
        set(name ${CMAKE_MATCH_1})
        set(kinds ${CMAKE_MATCH_2})
        set(reason "${CMAKE_MATCH_4}")
        string(REPLACE "," ";" each "${kinds}")
        foreach(kind IN LISTS each)
            if(NOT kind MATCHES "^(none|https/1\\.1|h2c|h2|h2/frames)$")
                message(FATAL_ERROR "${table}: ${name}: there is no wire ${kind}")
            endif()
        endforeach()
        if(NOT kinds STREQUAL "https/1.1,h2c,h2" AND reason STREQUAL "")
            message(FATAL_ERROR "${table}: ${name}: a reason is missing for what is left out")
        endif()
        if(name IN_LIST names)
            message(FATAL_ERROR "${table}: ${name} stands there twice")
        endif()
        list(APPEND names ${name})
        set_property(GLOBAL PROPERTY PORTICO_WIRES_${name} ${kinds})
    endforeach()
    set_property(GLOBAL PROPERTY PORTICO_WIRES_NAMES ${names})
endfunction()

# The table names no test that is not there.
function(portico_check_wires)
    get_property(names GLOBAL PROPERTY PORTICO_WIRES_NAMES)
    get_property(asked GLOBAL PROPERTY PORTICO_WIRES_ASKED)
    list(REMOVE_ITEM names ${asked})
    if(names)
        message(FATAL_ERROR "c-tests/wire/tests.table names what is no test: ${names}")
    endif()
endfunction()

# portico_wire_tests(name)
#
# Runs a program of portico_test once more over each wire that the table has for it, with clients that speak to its
# servers in another way: c-tests/wire/relay.py says which kinds there are.
function(portico_wire_tests name)
    portico_wires(${name} kinds)
    foreach(kind IN LISTS kinds)
        string(REGEX REPLACE "[/.]" "_" suffix "${kind}")
        set(test "${name}.${suffix}")
        add_test(NAME ${test} COMMAND "${PORTICO_PYTHON}" "${Portico_SOURCE_DIR}/c-tests/wire/relay.py" ${kind}
            $<TARGET_FILE:${name}>)
        set_tests_properties(${test} PROPERTIES TIMEOUT 240 LABELS program)
        if(PORTICO_SANITIZE STREQUAL "thread")
            set_property(TEST ${test} APPEND PROPERTY ENVIRONMENT
                "TSAN_OPTIONS=suppressions=${Portico_SOURCE_DIR}/tests/tsan.supp:exitcode=66:second_deadlock_stack=1")
        endif()
    endforeach()
endfunction()
