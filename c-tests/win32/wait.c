/* Waits for many objects, with signals from another thread. */
#include "check.h"

static HANDLE events[MAXIMUM_WAIT_OBJECTS + 1];

static void limits(void) {
    WAIT_FAILS_WITH(WaitForMultipleObjects(0, events, FALSE, 0), ERROR_INVALID_PARAMETER);
    WAIT_FAILS_WITH(WaitForMultipleObjects(MAXIMUM_WAIT_OBJECTS + 1, events, FALSE, 0), ERROR_INVALID_PARAMETER);
    WAIT_FAILS_WITH(WaitForMultipleObjects(1, NULL, FALSE, 0), ERROR_INVALID_PARAMETER);
    CHECK(WaitForMultipleObjects(MAXIMUM_WAIT_OBJECTS, events, FALSE, 0) == WAIT_TIMEOUT);
}

static void any(void) {
    CHECK(SetEvent(events[5]) && SetEvent(events[3]));
    /* The first one in the array, and only that one is taken. */
    CHECK(WaitForMultipleObjects(MAXIMUM_WAIT_OBJECTS, events, FALSE, 0) == WAIT_OBJECT_0 + 3);
    CHECK(WaitForMultipleObjects(MAXIMUM_WAIT_OBJECTS, events, FALSE, INFINITE) == WAIT_OBJECT_0 + 5);
    CHECK(WaitForMultipleObjects(MAXIMUM_WAIT_OBJECTS, events, FALSE, 10) == WAIT_TIMEOUT);
    CHECK(SetEvent(events[63]));
    CHECK(WaitForMultipleObjects(MAXIMUM_WAIT_OBJECTS, events, FALSE, 0) == WAIT_OBJECT_0 + 63);
}

static void all(void) {
    HANDLE twice[2];
    CHECK(SetEvent(events[0]));
    /* Nothing is taken before all of them are there. */
    CHECK(WaitForMultipleObjects(2, events, TRUE, 10) == WAIT_TIMEOUT);
    CHECK(SetEvent(events[1]));
    CHECK(WaitForMultipleObjects(2, events, TRUE, INFINITE) == WAIT_OBJECT_0);
    CHECK(WaitForMultipleObjects(2, events, FALSE, 0) == WAIT_TIMEOUT);
    twice[0] = twice[1] = events[0];
    WAIT_FAILS_WITH(WaitForMultipleObjects(2, twice, TRUE, 0), ERROR_INVALID_PARAMETER);
}

static void bad_handles(void) {
    HANDLE mixed[2];
    mixed[0] = events[0];
    mixed[1] = BAD_HANDLE;
    CHECK(SetEvent(events[0]));
    WAIT_FAILS_WITH(WaitForMultipleObjects(2, mixed, FALSE, 0), ERROR_INVALID_HANDLE);
    /* A wait that fails has taken nothing. */
    CHECK(WaitForSingleObject(events[0], 0) == WAIT_OBJECT_0);
}

static DWORD WINAPI set_in_turn(LPVOID parameter) {
    int i;
    (void)parameter;
    for (i = 0; i < 8; ++i) {
        Sleep(5);
        SetEvent(events[i]);
    }
    return 0;
}

static void from_another_thread(void) {
    HANDLE thread = CreateThread(NULL, 0, set_in_turn, NULL, 0, NULL);
    CHECK(WaitForMultipleObjects(8, events, TRUE, INFINITE) == WAIT_OBJECT_0);
    CHECK(WaitForSingleObject(thread, INFINITE) == WAIT_OBJECT_0);
    CHECK(CloseHandle(thread));
    CHECK(WaitForMultipleObjects(8, events, FALSE, 0) == WAIT_TIMEOUT);
}

static HANDLE ping, pong;

static DWORD WINAPI answer(LPVOID rounds) {
    ULONG_PTR i;
    for (i = 0; i < (ULONG_PTR)rounds; ++i) {
        if (WaitForSingleObject(ping, INFINITE) != WAIT_OBJECT_0) {
            return 1;
        }
        SetEvent(pong);
    }
    return 0;
}

static void ping_pong(void) {
    DWORD code = 1;
    int i;
    HANDLE thread;
    ping = CreateEventW(NULL, FALSE, FALSE, NULL);
    pong = CreateEventW(NULL, FALSE, FALSE, NULL);
    thread = CreateThread(NULL, 0, answer, (LPVOID)(ULONG_PTR)1000, 0, NULL);
    for (i = 0; i < 1000; ++i) {
        CHECK(SignalObjectAndWait(ping, pong, INFINITE, FALSE) == WAIT_OBJECT_0);
    }
    CHECK(WaitForSingleObject(thread, INFINITE) == WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code) && code == 0);
    CHECK(CloseHandle(thread));
    WAIT_FAILS_WITH(SignalObjectAndWait(BAD_HANDLE, pong, 0, FALSE), ERROR_INVALID_HANDLE);
    WAIT_FAILS_WITH(SignalObjectAndWait(ping, BAD_HANDLE, 0, FALSE), ERROR_INVALID_HANDLE);
    /* The signal was not given for a wait that could not be. */
    CHECK(WaitForSingleObject(ping, 0) == WAIT_TIMEOUT);
    CHECK(CloseHandle(ping) && CloseHandle(pong));
}

/* Several threads wait for one automatic event: each signal lets exactly one go. */
static LONG released;

static DWORD WINAPI wait_once(LPVOID event) {
    if (WaitForSingleObject((HANDLE)event, INFINITE) == WAIT_OBJECT_0) {
        InterlockedIncrement(&released);
    }
    return 0;
}

static void one_at_a_time(void) {
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL), threads[4];
    int i;
    for (i = 0; i < 4; ++i) {
        threads[i] = CreateThread(NULL, 0, wait_once, event, 0, NULL);
    }
    for (i = 1; i <= 4; ++i) {
        CHECK(SetEvent(event));
        CHECK(WaitForMultipleObjects(4, threads, FALSE, INFINITE) < WAIT_OBJECT_0 + 4);
        while (InterlockedCompareExchange(&released, 0, 0) < i) {
            Sleep(1);
        }
        CHECK(released == i);
    }
    CHECK(WaitForMultipleObjects(4, threads, TRUE, INFINITE) == WAIT_OBJECT_0);
    for (i = 0; i < 4; ++i) {
        CHECK(CloseHandle(threads[i]));
    }
    CHECK(CloseHandle(event));
}

int main(void) {
    int i;
    for (i = 0; i <= MAXIMUM_WAIT_OBJECTS; ++i) {
        events[i] = CreateEventW(NULL, FALSE, FALSE, NULL);
        CHECK(events[i] != NULL);
    }
    limits();
    any();
    all();
    bad_handles();
    from_another_thread();
    ping_pong();
    one_at_a_time();
    for (i = 0; i <= MAXIMUM_WAIT_OBJECTS; ++i) {
        CHECK(CloseHandle(events[i]));
    }
    return check_failures;
}
