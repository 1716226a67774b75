/* Control events, and how a process ends. Each case is a process of its own. */
#include "check.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static HANDLE told;
static DWORD last_event = 77;
static DWORD main_thread;
static LONG first_asked, second_asked;

static BOOL WINAPI first(DWORD event) {
    CHECK(GetCurrentThreadId() != main_thread);
    InterlockedIncrement(&first_asked);
    last_event = event;
    SetEvent(told);
    return TRUE;
}

static BOOL WINAPI second(DWORD event) {
    (void)event;
    InterlockedIncrement(&second_asked);
    return FALSE;
}

static BOOL WINAPI refuse(DWORD event) {
    (void)event;
    return FALSE;
}

static BOOL WINAPI end_thread(DWORD event) {
    last_event = event;
    SetEvent(told);
    ExitThread(0);
    return FALSE;
}

static void begin(void) {
    alarm(60);
    main_thread = GetCurrentThreadId();
    told = CreateEventW(NULL, FALSE, FALSE, NULL);
}

static void handlers_are_asked(void) {
    begin();
    CHECK(SetConsoleCtrlHandler(first, TRUE) && SetConsoleCtrlHandler(second, TRUE));
    CHECK(raise(SIGINT) == 0);
    CHECK(WaitForSingleObject(told, 10000) == WAIT_OBJECT_0);
    /* The last one is asked first, and did not deal with it. */
    CHECK(last_event == CTRL_C_EVENT && first_asked == 1 && second_asked == 1);
    CHECK(SetConsoleCtrlHandler(second, FALSE));
    CHECK(raise(SIGQUIT) == 0);
    CHECK(WaitForSingleObject(told, 10000) == WAIT_OBJECT_0);
    CHECK(last_event == CTRL_BREAK_EVENT && first_asked == 2 && second_asked == 1);
    FAILS_WITH(SetConsoleCtrlHandler(second, FALSE), ERROR_INVALID_PARAMETER);
    CHECK(SetConsoleCtrlHandler(end_thread, TRUE));
    CHECK(raise(SIGINT) == 0);
    CHECK(WaitForSingleObject(told, 10000) == WAIT_OBJECT_0 && first_asked == 2);
    CHECK(SetConsoleCtrlHandler(end_thread, FALSE));
    _exit(check_failures);
}

static void dispositions_are_given_back(void) {
    struct sigaction now;
    begin();
    signal(SIGHUP, SIG_IGN);
    CHECK(SetConsoleCtrlHandler(first, TRUE));
    CHECK(sigaction(SIGINT, NULL, &now) == 0 && now.sa_handler != SIG_DFL);
    CHECK(sigaction(SIGHUP, NULL, &now) == 0 && now.sa_handler == SIG_IGN);
    CHECK(SetConsoleCtrlHandler(first, FALSE));
    CHECK(sigaction(SIGINT, NULL, &now) == 0 && now.sa_handler == SIG_DFL);
    CHECK(sigaction(SIGTERM, NULL, &now) == 0 && now.sa_handler == SIG_DFL);
    /* And taken again. */
    CHECK(SetConsoleCtrlHandler(first, TRUE));
    CHECK(raise(SIGINT) == 0 && WaitForSingleObject(told, 10000) == WAIT_OBJECT_0);
    CHECK(SetConsoleCtrlHandler(NULL, TRUE));
    CHECK(sigaction(SIGINT, NULL, &now) == 0 && now.sa_handler == SIG_IGN);
    CHECK(raise(SIGINT) == 0 && WaitForSingleObject(told, 50) == WAIT_TIMEOUT);
    CHECK(SetConsoleCtrlHandler(NULL, FALSE));
    CHECK(raise(SIGINT) == 0 && WaitForSingleObject(told, 10000) == WAIT_OBJECT_0);
    CHECK(SetConsoleCtrlHandler(first, FALSE));
    CHECK(SetConsoleCtrlHandler(NULL, TRUE) && raise(SIGINT) == 0 && SetConsoleCtrlHandler(NULL, FALSE));
    CHECK(sigaction(SIGINT, NULL, &now) == 0 && now.sa_handler == SIG_DFL);
    _exit(check_failures);
}

static void nobody_deals_with_it(void) {
    begin();
    CHECK(SetConsoleCtrlHandler(refuse, TRUE));
    CHECK(raise(SIGINT) == 0);
    Sleep(20000);
    _exit(99);
}

static void shutdown_ends_the_process(void) {
    begin();
    CHECK(SetConsoleCtrlHandler(first, TRUE));
    CHECK(raise(SIGTERM) == 0);
    Sleep(20000);
    _exit(99);
}

static void generated(void) {
    begin();
    CHECK(setpgid(0, 0) == 0);
    CHECK(SetConsoleCtrlHandler(first, TRUE));
    CHECK(GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, 0));
    CHECK(WaitForSingleObject(told, 10000) == WAIT_OBJECT_0 && last_event == CTRL_BREAK_EVENT);
    CHECK(GenerateConsoleCtrlEvent(CTRL_C_EVENT, GetCurrentProcessId()));
    CHECK(WaitForSingleObject(told, 10000) == WAIT_OBJECT_0 && last_event == CTRL_C_EVENT);
    FAILS_WITH(GenerateConsoleCtrlEvent(CTRL_CLOSE_EVENT, 0), ERROR_INVALID_PARAMETER);
    FAILS_WITH(GenerateConsoleCtrlEvent(CTRL_BREAK_EVENT, 0x7FFFFFF0), ERROR_INVALID_PARAMETER);
    _exit(check_failures);
}

static int pipe_ends[2];

static void at_exit(void) {
    if (write(pipe_ends[1], "x", 1) != 1) {
        _exit(98);
    }
}

static void exit_process(void) {
    atexit(at_exit);
    ExitProcess(7);
    _exit(99);
}

static void exit_process_of_another_code(void) {
    ExitProcess(0x12300);
    _exit(99);
}

static void terminate_process(void) {
    atexit(at_exit);
    FAILS_WITH(TerminateProcess(BAD_HANDLE, 1), ERROR_INVALID_HANDLE);
    if (check_failures == 0) {
        TerminateProcess(GetCurrentProcess(), 8);
    }
    _exit(99);
}

static int run(void (*body)(void)) {
    int status = -1;
    pid_t child;
    fflush(stdout);
    child = fork();
    if (child == 0) {
        body();
        _exit(97);
    }
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    return status;
}

#define EXITS_WITH(body, code)                                         \
    do {                                                               \
        int status = run(body);                                        \
        if (!WIFEXITED(status) || WEXITSTATUS(status) != (code)) {     \
            printf("%s: wait status %#x\n", #body, (unsigned)status);  \
            ++check_failures;                                          \
        }                                                              \
    } while (0)

#define DIES_OF(body, number)                                          \
    do {                                                               \
        int status = run(body);                                        \
        if (!WIFSIGNALED(status) || WTERMSIG(status) != (number)) {    \
            printf("%s: wait status %#x\n", #body, (unsigned)status);  \
            ++check_failures;                                          \
        }                                                              \
    } while (0)

static int exit_functions_ran(void) {
    char byte;
    return read(pipe_ends[0], &byte, 1) == 1;
}

int main(void) {
    if (pipe(pipe_ends) != 0) {
        return 1;
    }
    EXITS_WITH(handlers_are_asked, 0);
    EXITS_WITH(dispositions_are_given_back, 0);
    DIES_OF(nobody_deals_with_it, SIGINT);
    DIES_OF(shutdown_ends_the_process, SIGTERM);
    EXITS_WITH(generated, 0);
    EXITS_WITH(exit_process, 7);
    CHECK(exit_functions_ran());
    EXITS_WITH(exit_process_of_another_code, 255);
    EXITS_WITH(terminate_process, 8);
    close(pipe_ends[1]);
    CHECK(!exit_functions_ran());
    return check_failures;
}
