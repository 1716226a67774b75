/* Completion ports: packets, time, closing, many threads. */
#include "check.h"

#include <ntstatus.h>

static BOOL get(HANDLE port, DWORD *bytes, ULONG_PTR *key, LPOVERLAPPED *overlapped, DWORD milliseconds) {
    *bytes = 77;
    *key = 77;
    *overlapped = (LPOVERLAPPED)(ULONG_PTR)77;
    return GetQueuedCompletionStatus(port, bytes, key, overlapped, milliseconds);
}

static void packets(void) {
    DWORD bytes;
    ULONG_PTR key;
    LPOVERLAPPED overlapped;
    OVERLAPPED one;
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    CHECK(port != NULL);
    CHECK(PostQueuedCompletionStatus(port, 1, 2, &one));
    CHECK(PostQueuedCompletionStatus(port, 0xFFFFFFFF, (ULONG_PTR)-1, NULL));
    CHECK(get(port, &bytes, &key, &overlapped, INFINITE) && bytes == 1 && key == 2 && overlapped == &one);
    CHECK(get(port, &bytes, &key, &overlapped, 0) && bytes == 0xFFFFFFFF && key == (ULONG_PTR)-1 && overlapped == NULL);
    FAILS_WITH(get(port, &bytes, &key, &overlapped, 0), WAIT_TIMEOUT);
    CHECK(overlapped == NULL);
    FAILS_WITH(get(port, &bytes, &key, &overlapped, 20), WAIT_TIMEOUT);
    CHECK(overlapped == NULL);
    CHECK(CloseHandle(port));
    FAILS_WITH(get(port, &bytes, &key, &overlapped, 0), ERROR_INVALID_HANDLE);
    FAILS_WITH(PostQueuedCompletionStatus(port, 0, 0, NULL), ERROR_INVALID_HANDLE);
}

static void creation(void) {
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 4);
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    FAILS_WITH(CreateIoCompletionPort(INVALID_HANDLE_VALUE, port, 0, 0), ERROR_INVALID_PARAMETER);
    FAILS_WITH(CreateIoCompletionPort(NULL, port, 0, 0), ERROR_INVALID_HANDLE);
    FAILS_WITH(CreateIoCompletionPort(event, port, 0, 0), ERROR_INVALID_PARAMETER);
    FAILS_WITH(SetFileCompletionNotificationModes(event, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS), ERROR_INVALID_PARAMETER);
    FAILS_WITH(SetFileCompletionNotificationModes(BAD_HANDLE, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS), ERROR_INVALID_HANDLE);
    FAILS_WITH(CancelIoEx(event, NULL), ERROR_NOT_FOUND);
    FAILS_WITH(CancelIoEx(BAD_HANDLE, NULL), ERROR_INVALID_HANDLE);
    CHECK(CancelIo(event));
    CHECK(CloseHandle(port) && CloseHandle(event));
}

static void several_at_once(void) {
    OVERLAPPED_ENTRY entries[8];
    ULONG count = 77, i;
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    for (i = 0; i < 10; ++i) {
        CHECK(PostQueuedCompletionStatus(port, i, i + 100, NULL));
    }
    CHECK(GetQueuedCompletionStatusEx(port, entries, 8, &count, INFINITE, FALSE) && count == 8);
    for (i = 0; i < 8; ++i) {
        CHECK(entries[i].dwNumberOfBytesTransferred == i && entries[i].lpCompletionKey == i + 100);
    }
    CHECK(GetQueuedCompletionStatusEx(port, entries, 8, &count, 0, FALSE) && count == 2);
    FAILS_WITH(GetQueuedCompletionStatusEx(port, entries, 8, &count, 0, FALSE), WAIT_TIMEOUT);
    CHECK(count == 0);
    FAILS_WITH(GetQueuedCompletionStatusEx(port, entries, 0, &count, 0, FALSE), ERROR_INVALID_PARAMETER);
    FAILS_WITH(GetQueuedCompletionStatusEx(port, NULL, 8, &count, 0, FALSE), ERROR_INVALID_PARAMETER);
    CHECK(CloseHandle(port));
}

static DWORD WINAPI wait_for_the_end(LPVOID port) {
    DWORD bytes;
    ULONG_PTR key;
    LPOVERLAPPED overlapped;
    if (get((HANDLE)port, &bytes, &key, &overlapped, INFINITE) || overlapped != NULL) {
        return 0;
    }
    return GetLastError();
}

static void closing(void) {
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0), other = NULL, threads[4];
    DWORD code, i;
    for (i = 0; i < 4; ++i) {
        threads[i] = CreateThread(NULL, 0, wait_for_the_end, port, 0, NULL);
    }
    CHECK(DuplicateHandle(GetCurrentProcess(), port, GetCurrentProcess(), &other, 0, FALSE, DUPLICATE_SAME_ACCESS));
    Sleep(20);
    CHECK(CloseHandle(port));
    CHECK(WaitForMultipleObjects(4, threads, FALSE, 20) == WAIT_TIMEOUT);
    CHECK(CloseHandle(other));
    CHECK(WaitForMultipleObjects(4, threads, TRUE, INFINITE) == WAIT_OBJECT_0);
    for (i = 0; i < 4; ++i) {
        CHECK(GetExitCodeThread(threads[i], &code));
        /* A thread that had not come to wait yet finds the handle closed. */
        CHECK(code == ERROR_ABANDONED_WAIT_0 || code == ERROR_INVALID_HANDLE);
        CHECK(CloseHandle(threads[i]));
    }
}

enum { THREADS = 4, EACH = 20000 };
static HANDLE shared;
static LONG seen[THREADS * EACH];
static LONG taken;

static DWORD WINAPI take(LPVOID parameter) {
    DWORD bytes;
    ULONG_PTR key;
    LPOVERLAPPED overlapped;
    (void)parameter;
    while (get(shared, &bytes, &key, &overlapped, INFINITE) && key != (ULONG_PTR)-1) {
        InterlockedIncrement(&seen[key]);
        InterlockedIncrement(&taken);
    }
    return 0;
}

static DWORD WINAPI post(LPVOID first) {
    ULONG_PTR i;
    for (i = 0; i < EACH; ++i) {
        if (!PostQueuedCompletionStatus(shared, 0, (ULONG_PTR)first + i, NULL)) {
            return 1;
        }
    }
    return 0;
}

static void exactly_once(void) {
    HANDLE threads[2 * THREADS];
    ULONG_PTR i;
    shared = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    for (i = 0; i < THREADS; ++i) {
        threads[i] = CreateThread(NULL, 0, post, (LPVOID)(i * EACH), 0, NULL);
        threads[THREADS + i] = CreateThread(NULL, 0, take, NULL, 0, NULL);
    }
    CHECK(WaitForMultipleObjects(THREADS, threads, TRUE, INFINITE) == WAIT_OBJECT_0);
    for (i = 0; i < THREADS; ++i) {
        CHECK(PostQueuedCompletionStatus(shared, 0, (ULONG_PTR)-1, NULL));
    }
    CHECK(WaitForMultipleObjects(THREADS, threads + THREADS, TRUE, INFINITE) == WAIT_OBJECT_0);
    CHECK(taken == THREADS * EACH);
    for (i = 0; i < THREADS * EACH; ++i) {
        if (seen[i] != 1) {
            printf("packet %u was taken %d times\n", (unsigned)i, (int)seen[i]);
            ++check_failures;
            break;
        }
    }
    for (i = 0; i < 2 * THREADS; ++i) {
        CHECK(CloseHandle(threads[i]));
    }
    CHECK(CloseHandle(shared));
}

static void overlapped_results(void) {
    OVERLAPPED overlapped = {0};
    DWORD bytes = 77;
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    overlapped.hEvent = event;
    overlapped.Internal = STATUS_PENDING;
    CHECK(!HasOverlappedIoCompleted(&overlapped));
    FAILS_WITH(GetOverlappedResult(event, &overlapped, &bytes, FALSE), ERROR_IO_INCOMPLETE);
    FAILS_WITH(GetOverlappedResultEx(event, &overlapped, &bytes, 10, FALSE), WAIT_TIMEOUT);
    overlapped.Internal = STATUS_SUCCESS;
    overlapped.InternalHigh = 12;
    CHECK(HasOverlappedIoCompleted(&overlapped));
    CHECK(GetOverlappedResult(event, &overlapped, &bytes, TRUE) && bytes == 12);
    overlapped.Internal = (ULONG_PTR)(ULONG)STATUS_CANCELLED;
    FAILS_WITH(GetOverlappedResult(event, &overlapped, &bytes, TRUE), ERROR_OPERATION_ABORTED);
    overlapped.Internal = (ULONG_PTR)(ULONG)STATUS_CONNECTION_INVALID;
    FAILS_WITH(GetOverlappedResult(event, &overlapped, &bytes, TRUE), ERROR_CONNECTION_INVALID);
    FAILS_WITH(GetOverlappedResult(event, NULL, &bytes, FALSE), ERROR_INVALID_PARAMETER);
    CHECK(CloseHandle(event));
}

int main(void) {
    packets();
    creation();
    several_at_once();
    closing();
    exactly_once();
    overlapped_results();
    return check_failures;
}
