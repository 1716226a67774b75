/* Waits of the thread pool, and registered waits. */
#include "check.h"

static void until(LONG volatile *counter, LONG wanted) {
    int i;
    for (i = 0; i < 2000 && ReadAcquire(counter) < wanted; ++i) {
        Sleep(5);
    }
    CHECK(ReadAcquire(counter) >= wanted);
}

static LONG calls;
static TP_WAIT_RESULT last_result;

static void NTAPI waited(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_WAIT wait, TP_WAIT_RESULT result) {
    CHECK(instance != NULL && wait != NULL && context == &calls);
    last_result = result;
    InterlockedIncrement(&calls);
}

static void waits(void) {
    LONGLONG relative = -50000;
    FILETIME soon, now = {0, 0};
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL), mutex = CreateMutexW(NULL, FALSE, NULL);
    HANDLE semaphore = CreateSemaphoreW(NULL, 0, 3, NULL);
    PTP_WAIT wait = CreateThreadpoolWait(waited, &calls, NULL);
    memcpy(&soon, &relative, sizeof(soon));
    CHECK(wait != NULL);
    SetThreadpoolWait(wait, event, NULL);
    Sleep(20);
    CHECK(calls == 0);
    CHECK(SetEvent(event));
    until(&calls, 1);
    CHECK(last_result == WAIT_OBJECT_0);
    /* The event was taken, and the wait is over. */
    CHECK(WaitForSingleObject(event, 0) == WAIT_TIMEOUT);
    CHECK(SetEvent(event));
    Sleep(20);
    CHECK(calls == 1);
    /* What is signaled already. */
    SetThreadpoolWait(wait, event, NULL);
    until(&calls, 2);
    CHECK(last_result == WAIT_OBJECT_0);
    SetThreadpoolWait(wait, semaphore, &soon);
    until(&calls, 3);
    CHECK(last_result == WAIT_TIMEOUT);
    CHECK(ReleaseSemaphore(semaphore, 1, NULL));
    Sleep(10);
    CHECK(calls == 3 && WaitForSingleObject(semaphore, 0) == WAIT_OBJECT_0);
    SetThreadpoolWait(wait, event, &now);
    until(&calls, 4);
    CHECK(last_result == WAIT_TIMEOUT);
    /* Cancelled, and set to another object. */
    CHECK(!SetThreadpoolWaitEx(wait, event, NULL, NULL));
    CHECK(SetThreadpoolWaitEx(wait, NULL, NULL, NULL));
    CHECK(!SetThreadpoolWaitEx(wait, NULL, NULL, NULL));
    CHECK(SetEvent(event));
    Sleep(10);
    CHECK(calls == 4 && WaitForSingleObject(event, 0) == WAIT_OBJECT_0);
    CHECK(!SetThreadpoolWaitEx(wait, event, NULL, NULL));
    CHECK(SetThreadpoolWaitEx(wait, semaphore, NULL, NULL));
    CHECK(SetEvent(event) && ReleaseSemaphore(semaphore, 1, NULL));
    until(&calls, 5);
    CHECK(WaitForSingleObject(event, 0) == WAIT_OBJECT_0);
    WaitForThreadpoolWaitCallbacks(wait, FALSE);
    FAILS_WITH(SetThreadpoolWaitEx(wait, BAD_HANDLE, NULL, NULL), ERROR_INVALID_HANDLE);
    FAILS_WITH(SetThreadpoolWaitEx(wait, mutex, NULL, NULL), ERROR_NOT_SUPPORTED);
    FAILS_WITH(SetThreadpoolWaitEx(wait, event, NULL, &calls), ERROR_INVALID_PARAMETER);
    SetThreadpoolWait(wait, event, NULL);
    CloseThreadpoolWait(wait);
    CHECK(SetEvent(event));
    Sleep(10);
    CHECK(calls == 5);
    FAILS_WITH(SetThreadpoolWaitEx(wait, event, NULL, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(CreateThreadpoolWait(NULL, NULL, NULL), ERROR_INVALID_PARAMETER);
    SetThreadpoolWait(NULL, event, NULL);
    WaitForThreadpoolWaitCallbacks(NULL, TRUE);
    CloseThreadpoolWait(NULL);
    CHECK(CloseHandle(event) && CloseHandle(mutex) && CloseHandle(semaphore));
}

/* A wait that is cancelled has queued its callback or never will. */
static LONG raced;
static HANDLE race_event;

static void NTAPI race(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_WAIT wait, TP_WAIT_RESULT result) {
    (void)instance, (void)context, (void)wait, (void)result;
    InterlockedIncrement(&raced);
}

static DWORD WINAPI set_often(LPVOID stop) {
    while (!ReadAcquire((LONG *)stop)) {
        SetEvent(race_event);
    }
    return 0;
}

static void cancelled_while_it_is_signaled(void) {
    LONG stop = 0, before;
    int i;
    PTP_WAIT wait = CreateThreadpoolWait(race, NULL, NULL);
    HANDLE thread;
    race_event = CreateEventW(NULL, FALSE, FALSE, NULL);
    thread = CreateThread(NULL, 0, set_often, &stop, 0, NULL);
    for (i = 0; i < 3000; ++i) {
        SetThreadpoolWait(wait, race_event, NULL);
        SetThreadpoolWait(wait, NULL, NULL);
        WaitForThreadpoolWaitCallbacks(wait, i & 1);
        before = raced;
        if ((i & 63) == 0) {
            Sleep(1);
        }
        CHECK(raced == before);
    }
    InterlockedExchange(&stop, 1);
    CHECK(WaitForSingleObject(thread, 10000) == WAIT_OBJECT_0);
    CloseThreadpoolWait(wait);
    CHECK(CloseHandle(thread) && CloseHandle(race_event));
}

static LONG signaled, timed_out;

static void NTAPI registered(PVOID context, BOOLEAN late) {
    CHECK(context == &signaled);
    InterlockedIncrement(late ? &timed_out : &signaled);
}

static HANDLE entered, go_on;

static void NTAPI stay(PVOID context, BOOLEAN late) {
    (void)context, (void)late;
    SetEvent(entered);
    WaitForSingleObject(go_on, INFINITE);
}

static void registered_waits(void) {
    HANDLE wait = NULL, event = CreateEventW(NULL, FALSE, FALSE, NULL);
    LONG i, before;
    CHECK(RegisterWaitForSingleObject(&wait, event, registered, &signaled, INFINITE, WT_EXECUTEDEFAULT));
    CHECK(wait != NULL);
    for (i = 1; i <= 5; ++i) {
        CHECK(SetEvent(event));
        until(&signaled, i);
    }
    CHECK(timed_out == 0);
    CHECK(UnregisterWaitEx(wait, INVALID_HANDLE_VALUE));
    FAILS_WITH(UnregisterWait(wait), ERROR_INVALID_HANDLE);
    CHECK(SetEvent(event));
    Sleep(20);
    CHECK(signaled == 5);
    CHECK(ResetEvent(event));
    /* Time after time. */
    CHECK(RegisterWaitForSingleObject(&wait, event, registered, &signaled, 5, WT_EXECUTEINWAITTHREAD));
    until(&timed_out, 3);
    CHECK(UnregisterWaitEx(wait, INVALID_HANDLE_VALUE));
    before = timed_out;
    Sleep(30);
    CHECK(timed_out == before && signaled == 5);
    /* Once. */
    CHECK(RegisterWaitForSingleObject(&wait, event, registered, &signaled, INFINITE, WT_EXECUTEONLYONCE));
    CHECK(SetEvent(event));
    until(&signaled, 6);
    CHECK(SetEvent(event));
    Sleep(20);
    CHECK(signaled == 6 && WaitForSingleObject(event, 0) == WAIT_OBJECT_0);
    CHECK(UnregisterWaitEx(wait, INVALID_HANDLE_VALUE));
    FAILS_WITH(RegisterWaitForSingleObject(&wait, BAD_HANDLE, registered, NULL, 0, 0), ERROR_INVALID_HANDLE);
    CHECK(wait == NULL);
    FAILS_WITH(RegisterWaitForSingleObject(NULL, event, registered, NULL, 0, 0), ERROR_INVALID_PARAMETER);
    FAILS_WITH(RegisterWaitForSingleObject(&wait, event, NULL, NULL, 0, 0), ERROR_INVALID_PARAMETER);
    FAILS_WITH(UnregisterWait(NULL), ERROR_INVALID_HANDLE);
    FAILS_WITH(UnregisterWaitEx(event, NULL), ERROR_INVALID_HANDLE);
    CHECK(CloseHandle(event));
}

static DWORD WINAPI end_soon(LPVOID parameter) {
    Sleep(20);
    return (DWORD)(ULONG_PTR)parameter;
}

/* The end of a thread, told from that thread itself. */
static void the_end_of_a_thread(void) {
    HANDLE wait = NULL, thread = CreateThread(NULL, 0, end_soon, NULL, 0, NULL);
    LONG before = signaled;
    CHECK(RegisterWaitForSingleObject(&wait, thread, registered, &signaled, INFINITE, WT_EXECUTEONLYONCE));
    until(&signaled, before + 1);
    CHECK(UnregisterWaitEx(wait, INVALID_HANDLE_VALUE));
    CHECK(CloseHandle(thread));
}

static void unregistered_while_it_runs(void) {
    HANDLE wait = NULL, event = CreateEventW(NULL, FALSE, TRUE, NULL), ended = CreateEventW(NULL, TRUE, FALSE, NULL);
    entered = CreateEventW(NULL, FALSE, FALSE, NULL);
    go_on = CreateEventW(NULL, FALSE, FALSE, NULL);
    CHECK(RegisterWaitForSingleObject(&wait, event, stay, NULL, INFINITE, 0));
    CHECK(WaitForSingleObject(entered, 10000) == WAIT_OBJECT_0);
    FAILS_WITH(UnregisterWaitEx(wait, BAD_HANDLE), ERROR_INVALID_HANDLE);
    FAILS_WITH(UnregisterWaitEx(wait, ended), ERROR_IO_PENDING);
    CHECK(WaitForSingleObject(ended, 20) == WAIT_TIMEOUT);
    CHECK(SetEvent(go_on));
    CHECK(WaitForSingleObject(ended, 10000) == WAIT_OBJECT_0);
    /* It waits no more. */
    CHECK(SetEvent(event));
    CHECK(WaitForSingleObject(entered, 20) == WAIT_TIMEOUT);
    CHECK(RegisterWaitForSingleObject(&wait, event, stay, NULL, INFINITE, WT_EXECUTELONGFUNCTION));
    CHECK(WaitForSingleObject(entered, 10000) == WAIT_OBJECT_0);
    FAILS_WITH(UnregisterWait(wait), ERROR_IO_PENDING);
    CHECK(SetEvent(go_on));
    CHECK(CloseHandle(event) && CloseHandle(ended) && CloseHandle(entered));
    Sleep(20);
    CHECK(CloseHandle(go_on));
}

int main(void) {
    waits();
    cancelled_while_it_is_signaled();
    registered_waits();
    the_end_of_a_thread();
    unregistered_while_it_runs();
    return check_failures;
}
