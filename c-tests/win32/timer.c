/* Waitable timers: once, again and again, cancelled, absolute, with a call to the thread that set them. */
#include "check.h"

static LARGE_INTEGER in_milliseconds(LONGLONG count) {
    LARGE_INTEGER due;
    due.QuadPart = -count * 10000;
    return due;
}

static void once(BOOL manual) {
    LARGE_INTEGER due = in_milliseconds(300);
    HANDLE timer = CreateWaitableTimerW(NULL, manual, NULL);
    CHECK(timer != NULL);
    CHECK(WaitForSingleObject(timer, 0) == WAIT_TIMEOUT);
    CHECK(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
    CHECK(WaitForSingleObject(timer, 0) == WAIT_TIMEOUT);
    CHECK(WaitForSingleObject(timer, INFINITE) == WAIT_OBJECT_0);
    CHECK(WaitForSingleObject(timer, 0) == (DWORD)(manual ? WAIT_OBJECT_0 : WAIT_TIMEOUT));
    /* Setting it again makes it wait again. */
    CHECK(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
    CHECK(WaitForSingleObject(timer, 0) == WAIT_TIMEOUT);
    CHECK(WaitForSingleObject(timer, INFINITE) == WAIT_OBJECT_0);
    CHECK(CloseHandle(timer));
}

static void periodic(void) {
    LARGE_INTEGER due = in_milliseconds(5);
    int i;
    HANDLE timer = CreateWaitableTimerExW(NULL, NULL, 0, TIMER_ALL_ACCESS);
    CHECK(SetWaitableTimer(timer, &due, 5, NULL, NULL, FALSE));
    for (i = 0; i < 5; ++i) {
        CHECK(WaitForSingleObject(timer, INFINITE) == WAIT_OBJECT_0);
    }
    CHECK(CancelWaitableTimer(timer));
    WaitForSingleObject(timer, 0);
    CHECK(WaitForSingleObject(timer, 30) == WAIT_TIMEOUT);
    CHECK(CloseHandle(timer));
}

static void cancelled(void) {
    LARGE_INTEGER due = in_milliseconds(300);
    HANDLE timer = CreateWaitableTimerA(NULL, TRUE, NULL);
    CHECK(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
    CHECK(CancelWaitableTimer(timer));
    CHECK(WaitForSingleObject(timer, 400) == WAIT_TIMEOUT);
    /* A time that has passed. */
    due.QuadPart = 0;
    CHECK(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
    CHECK(WaitForSingleObject(timer, INFINITE) == WAIT_OBJECT_0);
    due.QuadPart = 1;
    CHECK(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
    CHECK(WaitForSingleObject(timer, INFINITE) == WAIT_OBJECT_0);
    /* One that never comes. */
    due.QuadPart = 0x7FFFFFFFFFFFFFFFLL;
    CHECK(SetWaitableTimer(timer, &due, 0, NULL, NULL, FALSE));
    CHECK(WaitForSingleObject(timer, 10) == WAIT_TIMEOUT);
    CHECK(CloseHandle(timer));
}

static LONG called;
static ULONGLONG called_at;
static DWORD called_on;

static VOID CALLBACK call(LPVOID argument, DWORD low, DWORD high) {
    called += *(LONG *)argument;
    called_at = (ULONGLONG)high << 32 | low;
    called_on = GetCurrentThreadId();
}

static void calls(void) {
    LARGE_INTEGER due = in_milliseconds(5);
    LONG by = 3;
    HANDLE timer = CreateWaitableTimerW(NULL, FALSE, NULL);
    CHECK(SetWaitableTimer(timer, &due, 0, call, &by, FALSE));
    CHECK(SleepEx(10000, TRUE) == WAIT_IO_COMPLETION);
    CHECK(called == 3 && called_on == GetCurrentThreadId());
    /* After 2020, as a FILETIME. */
    CHECK(called_at > 132223104000000000ULL);
    CHECK(SetWaitableTimer(timer, &due, 5, call, &by, FALSE));
    while (called < 12) {
        CHECK(SleepEx(10000, TRUE) == WAIT_IO_COMPLETION);
    }
    CHECK(CancelWaitableTimer(timer));
    CHECK(CloseHandle(timer));
}

static void errors(void) {
    LARGE_INTEGER due = in_milliseconds(5);
    HANDLE timer = CreateWaitableTimerW(NULL, FALSE, L"portico-timer"), other;
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    CHECK(timer != NULL);
    other = OpenWaitableTimerA(TIMER_ALL_ACCESS, FALSE, "portico-timer");
    CHECK(other != NULL && CompareObjectHandles(timer, other));
    FAILS_WITH(OpenWaitableTimerW(TIMER_ALL_ACCESS, FALSE, L"portico-none"), ERROR_FILE_NOT_FOUND);
    FAILS_WITH(SetWaitableTimer(timer, NULL, 0, NULL, NULL, FALSE), ERROR_INVALID_PARAMETER);
    FAILS_WITH(SetWaitableTimer(timer, &due, -1, NULL, NULL, FALSE), ERROR_INVALID_PARAMETER);
    FAILS_WITH(SetWaitableTimer(event, &due, 0, NULL, NULL, FALSE), ERROR_INVALID_HANDLE);
    FAILS_WITH(CancelWaitableTimer(event), ERROR_INVALID_HANDLE);
    FAILS_WITH(CreateWaitableTimerExA(NULL, NULL, 8, TIMER_ALL_ACCESS), ERROR_INVALID_PARAMETER);
    CHECK(SetWaitableTimer(timer, &due, 0, NULL, NULL, TRUE) && GetLastError() == ERROR_NOT_SUPPORTED);
    CHECK(CloseHandle(timer) && CloseHandle(other) && CloseHandle(event));
}

int main(void) {
    once(TRUE);
    once(FALSE);
    periodic();
    cancelled();
    calls();
    errors();
    return check_failures;
}
