// Cleanup groups: their members are closed together.
#include "check.h"

struct Group {
    PTP_CLEANUP_GROUP group;
    TP_CALLBACK_ENVIRON environment;
};

static LONG ran, cancelled;
static HANDLE entered, go_on;

static void NTAPI run(PTP_CALLBACK_INSTANCE, PVOID, PTP_WORK) { InterlockedIncrement(&ran); }
static void NTAPI run_simple(PTP_CALLBACK_INSTANCE, PVOID) { InterlockedIncrement(&ran); }
static void NTAPI run_timer(PTP_CALLBACK_INSTANCE, PVOID, PTP_TIMER) { InterlockedIncrement(&ran); }
static void NTAPI run_wait(PTP_CALLBACK_INSTANCE, PVOID, PTP_WAIT, TP_WAIT_RESULT) { InterlockedIncrement(&ran); }

static void NTAPI stay(PTP_CALLBACK_INSTANCE, PVOID, PTP_WORK) {
    SetEvent(entered);
    WaitForSingleObject(go_on, INFINITE);
    InterlockedIncrement(&ran);
}

static void NTAPI on_cancel(PVOID object, PVOID cleanup) {
    CHECK(object == &ran && cleanup == &cancelled);
    InterlockedIncrement(&cancelled);
}

static Group new_group(PTP_POOL pool) {
    Group made = {CreateThreadpoolCleanupGroup(), {}};
    CHECK(made.group != NULL);
    InitializeThreadpoolEnvironment(&made.environment);
    SetThreadpoolCallbackPool(&made.environment, pool);
    SetThreadpoolCallbackCleanupGroup(&made.environment, made.group, on_cancel);
    return made;
}

static void all_kinds_are_closed() {
    Group made = new_group(NULL);
    HANDLE event = CreateEventW(NULL, FALSE, FALSE, NULL);
    PTP_WORK work = CreateThreadpoolWork(run, &ran, &made.environment);
    PTP_TIMER timer = CreateThreadpoolTimer(run_timer, &ran, &made.environment);
    PTP_WAIT wait = CreateThreadpoolWait(run_wait, &ran, &made.environment);
    PTP_WORK closed = CreateThreadpoolWork(run, NULL, &made.environment);
    CloseThreadpoolWork(closed);
    FILETIME now = {0, 0};
    SetThreadpoolTimer(timer, &now, 1, 0);
    SetThreadpoolWait(wait, event, NULL);
    SubmitThreadpoolWork(work);
    CHECK(TrySubmitThreadpoolCallback(run_simple, NULL, &made.environment));
    CloseThreadpoolCleanupGroupMembers(made.group, FALSE, &cancelled);
    LONG before = ran;
    // The work and the single callback at least; nobody was cancelled.
    CHECK(before >= 2 && cancelled == 0);
    SubmitThreadpoolWork(work);
    CHECK(SetEvent(event));
    Sleep(20);
    CHECK(ran == before);
    CloseThreadpoolCleanupGroup(made.group);
    FAILS_WITH(CreateThreadpoolWork(run, NULL, &made.environment), ERROR_INVALID_PARAMETER);
    CHECK(CloseHandle(event));
}

static DWORD WINAPI open_later(LPVOID) {
    Sleep(50);
    return SetEvent(go_on);
}

// One thread, held by a callback of the group: that is waited for, what is behind it is cancelled.
static void pending_callbacks_are_cancelled() {
    PTP_POOL pool = CreateThreadpool(NULL);
    SetThreadpoolThreadMaximum(pool, 1);
    Group made = new_group(pool);
    entered = CreateEventW(NULL, FALSE, FALSE, NULL);
    go_on = CreateEventW(NULL, TRUE, FALSE, NULL);
    ran = cancelled = 0;
    PTP_WORK holds = CreateThreadpoolWork(stay, &ran, &made.environment);
    PTP_WORK behind = CreateThreadpoolWork(run, &ran, &made.environment);
    SubmitThreadpoolWork(holds);
    CHECK(WaitForSingleObject(entered, 10000) == WAIT_OBJECT_0);
    for (int i = 0; i < 5; ++i) {
        SubmitThreadpoolWork(behind);
    }
    HANDLE thread = CreateThread(NULL, 0, open_later, NULL, 0, NULL);
    CloseThreadpoolCleanupGroupMembers(made.group, TRUE, &cancelled);
    CHECK(ran == 1 && cancelled == 2);
    CHECK(WaitForSingleObject(thread, 10000) == WAIT_OBJECT_0);
    // The group may be used again.
    PTP_WORK again = CreateThreadpoolWork(run, &ran, &made.environment);
    SubmitThreadpoolWork(again);
    CloseThreadpoolCleanupGroupMembers(made.group, FALSE, NULL);
    CHECK(ran == 2);
    CloseThreadpoolCleanupGroupMembers(made.group, TRUE, NULL);
    CloseThreadpoolCleanupGroup(made.group);
    CloseThreadpool(pool);
    CHECK(CloseHandle(thread) && CloseHandle(entered) && CloseHandle(go_on));
}

static LONG destroyed;
struct Guard {
    ~Guard() { InterlockedIncrement(&destroyed); }
};

static void NTAPI end_thread(PVOID, PVOID) {
    Guard guard;
    ExitThread(9);
}

static DWORD WINAPI close_members(LPVOID group) {
    Guard guard;
    CloseThreadpoolCleanupGroupMembers(static_cast<PTP_CLEANUP_GROUP>(group), TRUE, NULL);
    return 1;
}

static void the_function_may_end_the_thread() {
    Group made = new_group(NULL);
    DWORD code = 0;
    SetThreadpoolCallbackCleanupGroup(&made.environment, made.group, end_thread);
    CHECK(CreateThreadpoolWork(run, NULL, &made.environment) != NULL);
    HANDLE thread = CreateThread(NULL, 0, close_members, made.group, 0, NULL);
    CHECK(WaitForSingleObject(thread, 10000) == WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code) && code == 9 && destroyed == 2);
    CloseThreadpoolCleanupGroup(made.group);
    CHECK(CloseHandle(thread));
}

static void pointers_that_name_nothing() {
    SetLastError(0);
    CloseThreadpoolCleanupGroupMembers(NULL, TRUE, NULL);
    CHECK(GetLastError() == ERROR_INVALID_PARAMETER);
    CloseThreadpoolCleanupGroup(NULL);
    CloseThreadpoolCleanupGroup(reinterpret_cast<PTP_CLEANUP_GROUP>(BAD_HANDLE));
}

int main() {
    all_kinds_are_closed();
    pending_callbacks_are_cancelled();
    the_function_may_end_the_thread();
    pointers_that_name_nothing();
    return check_failures;
}
