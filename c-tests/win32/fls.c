/* Slots whose values are handed to a function at the end of the thread or of the slot. */
#include "check.h"

static DWORD slot, other_slot;
static LONG calls, sum;

static void WINAPI ended(PVOID value) {
    InterlockedIncrement(&calls);
    InterlockedExchangeAdd(&sum, *(LONG *)value);
    /* Slots can be used in here. */
    if (FlsGetValue(other_slot) == NULL) {
        FlsSetValue(other_slot, value);
    }
}

static LONG ten = 10, hundred = 100;

static DWORD WINAPI store(LPVOID value) {
    return FlsGetValue(slot) == NULL && FlsSetValue(slot, value) && FlsGetValue(slot) == value ? 0 : 1;
}

static HANDLE go_on, stored;

static DWORD WINAPI store_and_wait(LPVOID value) {
    DWORD result = store(value);
    SetEvent(stored);
    WaitForSingleObject(go_on, INFINITE);
    return result;
}

static DWORD end_of(HANDLE thread) {
    DWORD code = 0xDEAD;
    CHECK(WaitForSingleObject(thread, INFINITE) == WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK(CloseHandle(thread));
    return code;
}

static void threads(void) {
    HANDLE thread;
    CHECK(end_of(CreateThread(NULL, 0, store, &ten, 0, NULL)) == 0);
    CHECK(calls == 1 && sum == 10);
    /* NULL is nothing to hand over. */
    CHECK(end_of(CreateThread(NULL, 0, store, NULL, 0, NULL)) == 0);
    CHECK(calls == 1);

    go_on = CreateEventW(NULL, TRUE, FALSE, NULL);
    stored = CreateEventW(NULL, TRUE, FALSE, NULL);
    CHECK(FlsSetValue(slot, &ten));
    thread = CreateThread(NULL, 0, store_and_wait, &hundred, 0, NULL);
    CHECK(WaitForSingleObject(stored, INFINITE) == WAIT_OBJECT_0);
    CHECK(FlsFree(slot));
    CHECK(calls == 3 && sum == 120);
    CHECK(SetEvent(go_on) && end_of(thread) == 0);
    CHECK(calls == 3);
    CHECK(CloseHandle(go_on) && CloseHandle(stored));
}

static DWORD all[5000];

static void limits(void) {
    DWORD count = 0, i;
    while (count < ARRAYSIZE(all) && (all[count] = FlsAlloc(NULL)) != FLS_OUT_OF_INDEXES) {
        ++count;
    }
    CHECK(GetLastError() == ERROR_NO_MORE_ITEMS);
    CHECK(count + 1 == FLS_MAXIMUM_AVAILABLE);
    CHECK(FlsSetValue(all[count - 1], &ten) && FlsGetValue(all[count - 1]) == &ten);
    for (i = 0; i < count; ++i) {
        CHECK(FlsFree(all[i]));
    }
    i = FlsAlloc(NULL);
    SetLastError(0xDEAD);
    CHECK(FlsGetValue(i) == NULL && GetLastError() == ERROR_SUCCESS);
    CHECK(FlsFree(i));
    FAILS_WITH(FlsFree(i), ERROR_INVALID_PARAMETER);
    FAILS_WITH(FlsSetValue(i, &ten), ERROR_INVALID_PARAMETER);
    FAILS_WITH(FlsSetValue(FLS_OUT_OF_INDEXES, &ten), ERROR_INVALID_PARAMETER);
    FAILS_WITH(FlsGetValue(FLS_OUT_OF_INDEXES), ERROR_INVALID_PARAMETER);
    FAILS_WITH(FlsFree(FLS_OUT_OF_INDEXES), ERROR_INVALID_PARAMETER);
    CHECK(!IsThreadAFiber());
}

int main(void) {
    other_slot = FlsAlloc(NULL);
    slot = FlsAlloc(ended);
    CHECK(slot != FLS_OUT_OF_INDEXES && other_slot != FLS_OUT_OF_INDEXES && slot != other_slot);
    threads();
    limits();
    CHECK(FlsFree(other_slot));
    return check_failures;
}
