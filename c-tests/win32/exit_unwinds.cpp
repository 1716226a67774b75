// Threads that end early, from inside of every kind of call that the library makes: destructors run.
#include "check.h"

#include <process.h>

static LONG destroyed;
struct Guard {
    ~Guard() { InterlockedIncrement(&destroyed); }
};

static HANDLE never;

static void end(DWORD code) {
    Guard guard;
    ExitThread(code);
}

static void NTAPI on_apc(ULONG_PTR code) {
    Guard guard;
    end(static_cast<DWORD>(code));
}

static void CALLBACK on_timer(LPVOID code, DWORD, DWORD) { on_apc(reinterpret_cast<ULONG_PTR>(code)); }

static BOOL CALLBACK on_init(PINIT_ONCE, PVOID code, PVOID *) {
    on_apc(reinterpret_cast<ULONG_PTR>(code));
    return TRUE;
}

static DWORD WINAPI in_sleep(LPVOID) {
    Guard guard;
    QueueUserAPC(on_apc, GetCurrentThread(), 11);
    SleepEx(INFINITE, TRUE);
    return 1;
}

static DWORD WINAPI in_wait(LPVOID) {
    Guard guard;
    QueueUserAPC(on_apc, GetCurrentThread(), 12);
    WaitForSingleObjectEx(never, INFINITE, TRUE);
    return 1;
}

static DWORD WINAPI in_wait_for_several(LPVOID) {
    Guard guard;
    HANDLE both[2] = {never, GetCurrentThread()};
    QueueUserAPC(on_apc, GetCurrentThread(), 13);
    WaitForMultipleObjectsEx(2, both, FALSE, INFINITE, TRUE);
    return 1;
}

static DWORD WINAPI in_signal_and_wait(LPVOID) {
    Guard guard;
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    QueueUserAPC(on_apc, GetCurrentThread(), 14);
    SignalObjectAndWait(event, never, INFINITE, TRUE);
    return 1;
}

static DWORD WINAPI in_port(LPVOID) {
    Guard guard;
    OVERLAPPED_ENTRY entry;
    ULONG count;
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    QueueUserAPC(on_apc, GetCurrentThread(), 15);
    GetQueuedCompletionStatusEx(port, &entry, 1, &count, INFINITE, TRUE);
    return 1;
}

static DWORD WINAPI in_timer(LPVOID) {
    Guard guard;
    LARGE_INTEGER now;
    now.QuadPart = -1;
    HANDLE timer = CreateWaitableTimerW(NULL, FALSE, NULL);
    CHECK(SetWaitableTimer(timer, &now, 0, on_timer, reinterpret_cast<LPVOID>(static_cast<ULONG_PTR>(16)), FALSE));
    SleepEx(INFINITE, TRUE);
    return 1;
}

static DWORD WINAPI in_init(LPVOID) {
    static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
    Guard guard;
    InitOnceExecuteOnce(&once, on_init, reinterpret_cast<PVOID>(static_cast<ULONG_PTR>(17)), NULL);
    return 1;
}

static DWORD WINAPI in_crt(LPVOID) {
    Guard guard;
    _endthreadex(18);
    return 1;
}

static DWORD WINAPI in_free_library(LPVOID) {
    Guard guard;
    FreeLibraryAndExitThread(NULL, 19);
    return 1;
}

static void CALLBACK on_free(PVOID value) { on_apc(reinterpret_cast<ULONG_PTR>(value)); }

static DWORD WINAPI in_fls(LPVOID) {
    Guard guard;
    DWORD slot = FlsAlloc(on_free);
    FlsSetValue(slot, reinterpret_cast<PVOID>(static_cast<ULONG_PTR>(20)));
    FlsFree(slot);
    return 1;
}

static void begins_with_a_call(void) {
    DWORD code = 0;
    destroyed = 0;
    HANDLE thread = CreateThread(NULL, 0, in_sleep, NULL, CREATE_SUSPENDED, NULL);
    CHECK(QueueUserAPC(on_apc, thread, 21) != 0);
    CHECK(ResumeThread(thread) == 1 && WaitForSingleObject(thread, 10000) == WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code) && code == 21 && destroyed == 2);
    CHECK(CloseHandle(thread));
}

static void runs(const char *name, LPTHREAD_START_ROUTINE routine, DWORD expected, LONG guards) {
    DWORD code = 0;
    destroyed = 0;
    HANDLE thread = CreateThread(NULL, 0, routine, NULL, 0, NULL);
    CHECK(WaitForSingleObject(thread, 10000) == WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    if (code != expected || destroyed != guards) {
        printf("%s: exit code %u, %d destroyed\n", name, static_cast<unsigned>(code), static_cast<int>(destroyed));
        ++check_failures;
    }
    CHECK(CloseHandle(thread));
}

// A call that returns: the wait says so, whatever the call has left as the last error.
static void NTAPI sets_an_error(ULONG_PTR) { SetLastError(5); }

static void a_call_that_returns() {
    OVERLAPPED_ENTRY entry;
    ULONG count = 7;
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    CHECK(QueueUserAPC(sets_an_error, GetCurrentThread(), 0) != 0);
    FAILS_WITH(GetQueuedCompletionStatusEx(port, &entry, 1, &count, INFINITE, TRUE), WAIT_IO_COMPLETION);
    OVERLAPPED overlapped = {};
    overlapped.hEvent = never;
    overlapped.Internal = STATUS_PENDING;
    DWORD bytes;
    CHECK(QueueUserAPC(sets_an_error, GetCurrentThread(), 0) != 0);
    FAILS_WITH(GetOverlappedResultEx(never, &overlapped, &bytes, INFINITE, TRUE), WAIT_IO_COMPLETION);
    CHECK(CloseHandle(port));
}

int main() {
    never = CreateEventW(NULL, TRUE, FALSE, NULL);
    runs("SleepEx", in_sleep, 11, 3);
    runs("WaitForSingleObjectEx", in_wait, 12, 3);
    runs("WaitForMultipleObjectsEx", in_wait_for_several, 13, 3);
    runs("SignalObjectAndWait", in_signal_and_wait, 14, 3);
    runs("GetQueuedCompletionStatusEx", in_port, 15, 3);
    runs("SetWaitableTimer", in_timer, 16, 3);
    runs("InitOnceExecuteOnce", in_init, 17, 3);
    runs("_endthreadex", in_crt, 18, 1);
    runs("FreeLibraryAndExitThread", in_free_library, 19, 1);
    runs("FlsFree", in_fls, 20, 3);
    begins_with_a_call();
    a_call_that_returns();
    CHECK(CloseHandle(never));
    return check_failures;
}
