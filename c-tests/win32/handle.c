/* Handles: closing, duplicating, flags, and what names nothing. */
#include "check.h"

static void closed_handles_name_nothing(void) {
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    CHECK(event != NULL);
    CHECK(((ULONG_PTR)event & 3) == 0);
    CHECK((ULONG_PTR)event <= 0x7FFFFFFF);
    CHECK(CloseHandle(event));
    FAILS_WITH(CloseHandle(event), ERROR_INVALID_HANDLE);
    FAILS_WITH(SetEvent(event), ERROR_INVALID_HANDLE);
    WAIT_FAILS_WITH(WaitForSingleObject(event, 0), ERROR_INVALID_HANDLE);
}

static void a_second_close_harms_nobody(void) {
    HANDLE first = CreateEventW(NULL, TRUE, FALSE, NULL), others[64];
    int i;
    CHECK(CloseHandle(first));
    for (i = 0; i < 64; ++i) {
        others[i] = CreateEventW(NULL, TRUE, FALSE, NULL);
        CHECK(others[i] != NULL && others[i] != first);
        FAILS_WITH(CloseHandle(first), ERROR_INVALID_HANDLE);
    }
    for (i = 0; i < 64; ++i) {
        CHECK(SetEvent(others[i]));
        CHECK(CloseHandle(others[i]));
    }
}

static void what_is_no_handle(void) {
    FAILS_WITH(CloseHandle(NULL), ERROR_INVALID_HANDLE);
    /* Pseudo-handles, of which INVALID_HANDLE_VALUE is one, are left as they are. */
    CHECK(CloseHandle(INVALID_HANDLE_VALUE) && CloseHandle(GetCurrentProcess()) && CloseHandle(GetCurrentThread()));
    CHECK(GetThreadId(GetCurrentThread()) == GetCurrentThreadId());
    FAILS_WITH(CloseHandle(BAD_HANDLE), ERROR_INVALID_HANDLE);
    FAILS_WITH(CloseHandle((HANDLE)(ULONG_PTR)0xFFFFFFFF00000004), ERROR_INVALID_HANDLE);
    FAILS_WITH(ResetEvent(NULL), ERROR_INVALID_HANDLE);
    WAIT_FAILS_WITH(WaitForSingleObject(NULL, 0), ERROR_INVALID_HANDLE);
}

static void another_kind_of_object(void) {
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    HANDLE mutex = CreateMutexW(NULL, FALSE, NULL);
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    FAILS_WITH(ReleaseMutex(event), ERROR_INVALID_HANDLE);
    FAILS_WITH(SetEvent(mutex), ERROR_INVALID_HANDLE);
    FAILS_WITH(ReleaseSemaphore(event, 1, NULL), ERROR_INVALID_HANDLE);
    FAILS_WITH(PostQueuedCompletionStatus(event, 0, 0, NULL), ERROR_INVALID_HANDLE);
    WAIT_FAILS_WITH(WaitForSingleObject(port, 0), ERROR_INVALID_HANDLE);
    CHECK(CloseHandle(event) && CloseHandle(mutex) && CloseHandle(port));
}

static void duplicates(void) {
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL), other = NULL, third = NULL;
    CHECK(DuplicateHandle(GetCurrentProcess(), event, GetCurrentProcess(), &other, 0, FALSE, DUPLICATE_SAME_ACCESS));
    CHECK(other != event);
    CHECK(CompareObjectHandles(event, other));
    CHECK(CloseHandle(event));
    CHECK(SetEvent(other));
    CHECK(WaitForSingleObject(other, 0) == WAIT_OBJECT_0);

    CHECK(DuplicateHandle(GetCurrentProcess(), other, GetCurrentProcess(), &third, 0, FALSE,
                          DUPLICATE_SAME_ACCESS | DUPLICATE_CLOSE_SOURCE));
    FAILS_WITH(CloseHandle(other), ERROR_INVALID_HANDLE);
    CHECK(CloseHandle(third));

    FAILS_WITH(DuplicateHandle(GetCurrentProcess(), BAD_HANDLE, GetCurrentProcess(), &third, 0, FALSE, 0),
               ERROR_INVALID_HANDLE);
    FAILS_WITH(DuplicateHandle(NULL, event, GetCurrentProcess(), &third, 0, FALSE, 0), ERROR_INVALID_HANDLE);

    event = CreateEventW(NULL, TRUE, FALSE, NULL);
    other = CreateEventW(NULL, TRUE, FALSE, NULL);
    FAILS_WITH(CompareObjectHandles(event, other), ERROR_NOT_SAME_OBJECT);
    CHECK(CloseHandle(event) && CloseHandle(other));
}

static void flags(void) {
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    DWORD value = 77;
    CHECK(GetHandleInformation(event, &value) && value == 0);
    CHECK(SetHandleInformation(event, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT));
    CHECK(GetHandleInformation(event, &value) && value == HANDLE_FLAG_INHERIT);
    CHECK(SetHandleInformation(event, HANDLE_FLAG_PROTECT_FROM_CLOSE, HANDLE_FLAG_PROTECT_FROM_CLOSE));
    FAILS_WITH(CloseHandle(event), ERROR_INVALID_HANDLE);
    CHECK(SetEvent(event));
    CHECK(SetHandleInformation(event, HANDLE_FLAG_PROTECT_FROM_CLOSE, 0));
    FAILS_WITH(SetHandleInformation(event, 0x80, 0x80), ERROR_INVALID_PARAMETER);
    FAILS_WITH(GetHandleInformation(event, NULL), ERROR_INVALID_PARAMETER);
    CHECK(CloseHandle(event));
    FAILS_WITH(GetHandleInformation(event, &value), ERROR_INVALID_HANDLE);
}

static void many_handles(void) {
    static HANDLE handles[20000];
    int i;
    for (i = 0; i < 20000; ++i) {
        handles[i] = CreateEventW(NULL, TRUE, i & 1, NULL);
        CHECK(handles[i] != NULL);
    }
    for (i = 0; i < 20000; ++i) {
        CHECK(WaitForSingleObject(handles[i], 0) == (DWORD)((i & 1) ? WAIT_OBJECT_0 : WAIT_TIMEOUT));
        CHECK(CloseHandle(handles[i]));
    }
}

int main(void) {
    closed_handles_name_nothing();
    a_second_close_harms_nobody();
    what_is_no_handle();
    another_kind_of_object();
    duplicates();
    flags();
    many_handles();
    return check_failures;
}
