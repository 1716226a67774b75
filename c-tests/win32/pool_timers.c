/* Timers of the thread pool, and timer queues. */
#include "check.h"

static FILETIME in(LONG milliseconds) {
    LONGLONG ticks = -(LONGLONG)milliseconds * 10000;
    FILETIME time;
    time.dwLowDateTime = (DWORD)ticks;
    time.dwHighDateTime = (DWORD)(ticks >> 32);
    return time;
}

static void until(LONG volatile *counter, LONG wanted) {
    int i;
    for (i = 0; i < 2000 && ReadAcquire(counter) < wanted; ++i) {
        Sleep(5);
    }
    CHECK(ReadAcquire(counter) >= wanted);
}

static void NTAPI tick(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_TIMER timer) {
    CHECK(instance != NULL && timer != NULL);
    InterlockedIncrement((LONG *)context);
}

static void timers(void) {
    LONG ticks = 0, before;
    FILETIME soon = in(5), later = in(60000), now = {0, 0}, system_time;
    PTP_TIMER timer = CreateThreadpoolTimer(tick, &ticks, NULL);
    CHECK(timer != NULL && !IsThreadpoolTimerSet(timer));
    SetThreadpoolTimer(timer, &soon, 0, 0);
    until(&ticks, 1);
    CHECK(!IsThreadpoolTimerSet(timer));
    CHECK(!SetThreadpoolTimerEx(timer, &later, 0, 0));
    CHECK(IsThreadpoolTimerSet(timer));
    CHECK(SetThreadpoolTimerEx(timer, &soon, 5, 0));
    until(&ticks, 4);
    CHECK(IsThreadpoolTimerSet(timer));
    CHECK(SetThreadpoolTimerEx(timer, NULL, 0, 0));
    CHECK(!SetThreadpoolTimerEx(timer, NULL, 0, 0));
    WaitForThreadpoolTimerCallbacks(timer, TRUE);
    before = ticks;
    Sleep(40);
    CHECK(ticks == before);
    /* Zero is now, and so is a time that has been. */
    SetThreadpoolTimer(timer, &now, 0, 0);
    until(&ticks, before + 1);
    GetSystemTimeAsFileTime(&system_time);
    SetThreadpoolTimer(timer, &system_time, 0, 0);
    until(&ticks, before + 2);
    WaitForThreadpoolTimerCallbacks(timer, FALSE);
    SetThreadpoolTimer(timer, &soon, 5, 100);
    CloseThreadpoolTimer(timer);
    CHECK(!IsThreadpoolTimerSet(timer));
    before = ticks;
    Sleep(40);
    CHECK(ticks == before);
    FAILS_WITH(SetThreadpoolTimerEx(timer, &soon, 0, 0), ERROR_INVALID_PARAMETER);
    FAILS_WITH(IsThreadpoolTimerSet(NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(CreateThreadpoolTimer(NULL, NULL, NULL), ERROR_INVALID_PARAMETER);
}

/* A callback that takes longer than its period is not called more often than it can be. */
static LONG at_once, most_at_once, slow_calls;

static void NTAPI slow(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_TIMER timer) {
    LONG now = InterlockedIncrement(&at_once);
    (void)instance, (void)context, (void)timer;
    if (now > most_at_once) {
        most_at_once = now;
    }
    Sleep(20);
    InterlockedDecrement(&at_once);
    InterlockedIncrement(&slow_calls);
}

static void a_slow_callback(void) {
    FILETIME now = {0, 0};
    PTP_TIMER timer = CreateThreadpoolTimer(slow, NULL, NULL);
    SetThreadpoolTimer(timer, &now, 1, 0);
    until(&slow_calls, 5);
    SetThreadpoolTimer(timer, NULL, 0, 0);
    WaitForThreadpoolTimerCallbacks(timer, TRUE);
    CHECK(at_once == 0);
    CloseThreadpoolTimer(timer);
}

static LONG fired;

static void NTAPI fire(PVOID context, BOOLEAN timed_out) {
    CHECK(timed_out && context == &fired);
    InterlockedIncrement(&fired);
}

static HANDLE entered, go_on, left;

static void NTAPI stay(PVOID context, BOOLEAN timed_out) {
    (void)context, (void)timed_out;
    SetEvent(entered);
    WaitForSingleObject(go_on, INFINITE);
    SetEvent(left);
}

static void queues(void) {
    HANDLE queue = CreateTimerQueue(), timer = NULL, once = NULL, other = CreateTimerQueue();
    LONG before;
    CHECK(queue != NULL && other != NULL);
    CHECK(CreateTimerQueueTimer(&timer, queue, fire, &fired, 5, 5, WT_EXECUTEDEFAULT));
    until(&fired, 3);
    CHECK(ChangeTimerQueueTimer(queue, timer, 60000, 0));
    Sleep(20);
    before = fired;
    Sleep(30);
    CHECK(fired == before);
    FAILS_WITH(ChangeTimerQueueTimer(other, timer, 0, 0), ERROR_INVALID_HANDLE);
    FAILS_WITH(DeleteTimerQueueTimer(other, timer, NULL), ERROR_INVALID_HANDLE);
    CHECK(DeleteTimerQueueTimer(queue, timer, INVALID_HANDLE_VALUE));
    FAILS_WITH(DeleteTimerQueueTimer(queue, timer, NULL), ERROR_INVALID_HANDLE);
    FAILS_WITH(ChangeTimerQueueTimer(queue, timer, 0, 0), ERROR_INVALID_HANDLE);

    /* Once, and not again when it is changed. */
    fired = 0;
    CHECK(CreateTimerQueueTimer(&once, NULL, fire, &fired, 0, 0, WT_EXECUTEONLYONCE | WT_EXECUTEINTIMERTHREAD));
    until(&fired, 1);
    CHECK(ChangeTimerQueueTimer(NULL, once, 0, 0));
    Sleep(20);
    CHECK(fired == 1);
    CHECK(DeleteTimerQueueTimer(NULL, once, INVALID_HANDLE_VALUE));

    FAILS_WITH(CreateTimerQueueTimer(&timer, queue, NULL, NULL, 0, 0, 0), ERROR_INVALID_PARAMETER);
    CHECK(timer == NULL);
    FAILS_WITH(CreateTimerQueueTimer(NULL, queue, fire, &fired, 0, 0, 0), ERROR_INVALID_PARAMETER);
    FAILS_WITH(CreateTimerQueueTimer(&timer, queue, fire, &fired, 0, 5, WT_EXECUTEONLYONCE), ERROR_INVALID_PARAMETER);
    FAILS_WITH(CreateTimerQueueTimer(&timer, BAD_HANDLE, fire, &fired, 0, 0, 0), ERROR_INVALID_HANDLE);
    CHECK(DeleteTimerQueue(other));
    FAILS_WITH(DeleteTimerQueue(other), ERROR_INVALID_HANDLE);
    FAILS_WITH(DeleteTimerQueue(NULL), ERROR_INVALID_HANDLE);
    FAILS_WITH(DeleteTimerQueueEx(queue, BAD_HANDLE), ERROR_INVALID_HANDLE);
    CHECK(DeleteTimerQueueEx(queue, INVALID_HANDLE_VALUE));
}

static void deleted_while_callbacks_run(void) {
    HANDLE queue = CreateTimerQueue(), timer = NULL, ended = CreateEventW(NULL, TRUE, FALSE, NULL);
    entered = CreateEventW(NULL, FALSE, FALSE, NULL);
    go_on = CreateEventW(NULL, FALSE, FALSE, NULL);
    left = CreateEventW(NULL, FALSE, FALSE, NULL);
    CHECK(CreateTimerQueueTimer(&timer, queue, stay, NULL, 0, 0, WT_EXECUTELONGFUNCTION));
    CHECK(WaitForSingleObject(entered, 10000) == WAIT_OBJECT_0);
    FAILS_WITH(DeleteTimerQueueTimer(queue, timer, NULL), ERROR_IO_PENDING);
    FAILS_WITH(DeleteTimerQueueTimer(queue, timer, NULL), ERROR_INVALID_HANDLE);
    CHECK(SetEvent(go_on));
    /* Or the next one could take the event. */
    CHECK(WaitForSingleObject(left, 10000) == WAIT_OBJECT_0);

    CHECK(CreateTimerQueueTimer(&timer, queue, stay, NULL, 0, 0, WT_EXECUTELONGFUNCTION));
    CHECK(WaitForSingleObject(entered, 10000) == WAIT_OBJECT_0);
    FAILS_WITH(DeleteTimerQueueEx(queue, ended), ERROR_IO_PENDING);
    CHECK(WaitForSingleObject(ended, 20) == WAIT_TIMEOUT);
    CHECK(SetEvent(go_on));
    CHECK(WaitForSingleObject(ended, 10000) == WAIT_OBJECT_0);

    /* Nothing runs: the event is set at once. */
    queue = CreateTimerQueue();
    CHECK(ResetEvent(ended));
    CHECK(CreateTimerQueueTimer(&timer, queue, fire, &fired, 60000, 0, 0));
    CHECK(DeleteTimerQueueEx(queue, ended));
    CHECK(WaitForSingleObject(ended, 0) == WAIT_OBJECT_0);
    CHECK(CloseHandle(ended) && CloseHandle(entered) && CloseHandle(go_on) && CloseHandle(left));
}

int main(void) {
    timers();
    a_slow_callback();
    queues();
    deleted_while_callbacks_run();
    return check_failures;
}
