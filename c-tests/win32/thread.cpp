// Threads: start, suspension, exit codes, early ends that unwind, and calls queued to them.
#include "check.h"

static DWORD WINAPI twice(LPVOID parameter) {
    return static_cast<DWORD>(reinterpret_cast<ULONG_PTR>(parameter)) * 2;
}

static void start_and_end() {
    DWORD id = 0, code = 0;
    HANDLE thread = CreateThread(NULL, 0, twice, reinterpret_cast<LPVOID>(21), 0, &id);
    CHECK(thread != NULL && id != 0 && id != GetCurrentThreadId());
    CHECK(GetThreadId(thread) == id);
    CHECK(WaitForSingleObject(thread, INFINITE) == WAIT_OBJECT_0);
    CHECK(WaitForSingleObject(thread, 0) == WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code) && code == 42);
    CHECK(CloseHandle(thread));
    FAILS_WITH(CreateThread(NULL, 0, NULL, NULL, 0, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(CreateThread(NULL, 0, twice, NULL, 0x80, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(GetExitCodeThread(BAD_HANDLE, &code), ERROR_INVALID_HANDLE);
    FAILS_WITH(GetThreadId(BAD_HANDLE), ERROR_INVALID_HANDLE);
}

static void suspended() {
    DWORD code = 0;
    HANDLE thread = CreateThread(NULL, 1 << 20, twice, reinterpret_cast<LPVOID>(4), CREATE_SUSPENDED, NULL);
    CHECK(WaitForSingleObject(thread, 20) == WAIT_TIMEOUT);
    CHECK(GetExitCodeThread(thread, &code) && code == STILL_ACTIVE);
    CHECK(ResumeThread(thread) == 1);
    CHECK(WaitForSingleObject(thread, INFINITE) == WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code) && code == 8);
    CHECK(CloseHandle(thread));
    CHECK(ResumeThread(BAD_HANDLE) == static_cast<DWORD>(-1));
}

static int destroyed;

struct Guard {
    ~Guard() { ++destroyed; }
};

static void leave_early(DWORD code) {
    Guard inner;
    ExitThread(code);
}

static DWORD WINAPI exits(LPVOID) {
    Guard outer;
    leave_early(7);
    return 1;
}

static void exit_thread_unwinds() {
    DWORD code = 0;
    HANDLE thread = CreateThread(NULL, 0, exits, NULL, 0, NULL);
    CHECK(WaitForSingleObject(thread, INFINITE) == WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code) && code == 7);
    CHECK(destroyed == 2);
    CHECK(CloseHandle(thread));
}

static void pseudo_handles() {
    HANDLE real = NULL;
    CHECK(WaitForSingleObject(GetCurrentThread(), 0) == WAIT_TIMEOUT);
    CHECK(GetThreadId(GetCurrentThread()) == GetCurrentThreadId());
    CHECK(DuplicateHandle(GetCurrentProcess(), GetCurrentThread(), GetCurrentProcess(), &real, 0, FALSE,
                          DUPLICATE_SAME_ACCESS));
    CHECK(real != GetCurrentThread() && GetThreadId(real) == GetCurrentThreadId());
    CHECK(CloseHandle(real));
    CHECK(GetCurrentProcessId() != 0);
}

static LONG called;
static DWORD called_on;

static void NTAPI call(ULONG_PTR by) {
    called += static_cast<LONG>(by);
    called_on = GetCurrentThreadId();
}

static void own_calls() {
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    CHECK(QueueUserAPC(call, GetCurrentThread(), 1) != 0);
    CHECK(QueueUserAPC(call, GetCurrentThread(), 2) != 0);
    // Only an alertable wait makes them.
    CHECK(WaitForSingleObject(event, 10) == WAIT_TIMEOUT && called == 0);
    Sleep(1);
    CHECK(called == 0);
    CHECK(WaitForSingleObjectEx(event, INFINITE, TRUE) == WAIT_IO_COMPLETION);
    CHECK(called == 3 && called_on == GetCurrentThreadId());
    CHECK(SleepEx(10, TRUE) == 0);
    CHECK(QueueUserAPC(call, GetCurrentThread(), 4) != 0);
    CHECK(SleepEx(INFINITE, TRUE) == WAIT_IO_COMPLETION && called == 7);
    // What is signaled comes first.
    CHECK(SetEvent(event) && QueueUserAPC(call, GetCurrentThread(), 8) != 0);
    CHECK(WaitForSingleObjectEx(event, INFINITE, TRUE) == WAIT_OBJECT_0 && called == 7);
    CHECK(SleepEx(0, TRUE) == WAIT_IO_COMPLETION && called == 15);
    CHECK(CloseHandle(event));
    FAILS_WITH(QueueUserAPC(call, BAD_HANDLE, 0), ERROR_INVALID_HANDLE);
}

static HANDLE ready;

static DWORD WINAPI sleeps(LPVOID) {
    SetEvent(ready);
    return SleepEx(INFINITE, TRUE);
}

static void calls_to_another_thread() {
    DWORD id = 0, code = 0;
    ready = CreateEventW(NULL, TRUE, FALSE, NULL);
    HANDLE thread = CreateThread(NULL, 0, sleeps, NULL, 0, &id);
    CHECK(WaitForSingleObject(ready, INFINITE) == WAIT_OBJECT_0);
    called = 0;
    CHECK(QueueUserAPC(call, thread, 5) != 0);
    CHECK(WaitForSingleObject(thread, INFINITE) == WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code) && code == WAIT_IO_COMPLETION);
    CHECK(called == 5 && called_on == id);
    // A thread that has ended takes no calls.
    CHECK(QueueUserAPC(call, thread, 5) == 0);
    CHECK(CloseHandle(thread) && CloseHandle(ready));
}

static void synchronous_io_of_a_thread() {
    // A thread that waits for an object, or sleeps, is in no operation.
    ready = CreateEventW(NULL, TRUE, FALSE, NULL);
    HANDLE thread = CreateThread(NULL, 0, sleeps, NULL, 0, NULL);
    CHECK(WaitForSingleObject(ready, INFINITE) == WAIT_OBJECT_0);
    FAILS_WITH(CancelSynchronousIo(thread), ERROR_NOT_FOUND);
    FAILS_WITH(CancelSynchronousIo(GetCurrentThread()), ERROR_NOT_FOUND);
    FAILS_WITH(CancelSynchronousIo(ready), ERROR_INVALID_HANDLE);
    FAILS_WITH(CancelSynchronousIo(NULL), ERROR_INVALID_HANDLE);
    CHECK(QueueUserAPC(call, thread, 0) != 0 && WaitForSingleObject(thread, INFINITE) == WAIT_OBJECT_0);
    FAILS_WITH(CancelSynchronousIo(thread), ERROR_NOT_FOUND);
    CHECK(CloseHandle(thread) && CloseHandle(ready));
}

int main() {
    start_and_end();
    suspended();
    exit_thread_unwinds();
    pseudo_handles();
    own_calls();
    calls_to_another_thread();
    synchronous_io_of_a_thread();
    return check_failures;
}
