/* Thread-local slots: all of them, reused, in two threads. */
#include "check.h"

static DWORD slot;

static DWORD WINAPI other_thread(LPVOID parameter) {
    if (TlsGetValue(slot) != NULL || GetLastError() != ERROR_SUCCESS) {
        return 1;
    }
    if (!TlsSetValue(slot, parameter) || TlsGetValue(slot) != parameter) {
        return 2;
    }
    return 0;
}

static void in_two_threads(void) {
    DWORD code = 0xDEAD;
    HANDLE thread;
    CHECK(TlsSetValue(slot, &code));
    thread = CreateThread(NULL, 0, other_thread, &thread, 0, NULL);
    CHECK(WaitForSingleObject(thread, INFINITE) == WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code) && code == 0);
    CHECK(CloseHandle(thread));
    CHECK(TlsGetValue(slot) == &code);
}

static DWORD all[2000];

static void limits(void) {
    DWORD count = 0, i, before = GetLastError();
    while (count < ARRAYSIZE(all) && (all[count] = TlsAlloc()) != TLS_OUT_OF_INDEXES) {
        ++count;
    }
    before = GetLastError();
    CHECK(count + 1 == 1088);
    CHECK(before == ERROR_NO_MORE_ITEMS);
    for (i = 0; i < count; ++i) {
        SetLastError(0xDEAD);
        CHECK(TlsGetValue(all[i]) == NULL && GetLastError() == ERROR_SUCCESS);
        CHECK(TlsSetValue(all[i], &all[i]));
    }
    for (i = 0; i < count; ++i) {
        CHECK(TlsGetValue(all[i]) == &all[i]);
        CHECK(TlsFree(all[i]));
    }
    FAILS_WITH(TlsFree(all[0]), ERROR_INVALID_PARAMETER);
    /* A slot that comes back is empty. */
    i = TlsAlloc();
    CHECK(TlsGetValue(i) == NULL);
    CHECK(TlsFree(i));
}

int main(void) {
    slot = TlsAlloc();
    CHECK(slot != TLS_OUT_OF_INDEXES);
    in_two_threads();
    limits();
    FAILS_WITH(TlsGetValue(1088), ERROR_INVALID_PARAMETER);
    FAILS_WITH(TlsSetValue(1088, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(TlsFree(1088), ERROR_INVALID_PARAMETER);
    FAILS_WITH(TlsGetValue(TLS_OUT_OF_INDEXES), ERROR_INVALID_PARAMETER);
    CHECK(TlsFree(slot));
    return check_failures;
}
