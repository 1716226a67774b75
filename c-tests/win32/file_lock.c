/* LockFile: who has a part of a file. */
#include "scratch.h"
#include "check.h"

#include <stdlib.h>

static HANDLE open_file(DWORD access, DWORD flags) {
    return CreateFileA("locked", access, 7, NULL, OPEN_ALWAYS, flags, NULL);
}

static HANDLE first, second;
static LONG locked;

static DWORD WINAPI wait_for_lock(LPVOID unused) {
    OVERLAPPED overlapped;
    (void)unused;
    memset(&overlapped, 0, sizeof(overlapped));
    CHECK(LockFileEx(second, LOCKFILE_EXCLUSIVE_LOCK, 0, 10, 0, &overlapped));
    InterlockedIncrement(&locked);
    CHECK(UnlockFileEx(second, 0, 10, 0, &overlapped));
    return 0;
}

int main(void) {
    OVERLAPPED overlapped;
    HANDLE reader, thread;
    DWORD bytes;
    scratch_enter();
    first = open_file(GENERIC_READ | GENERIC_WRITE, 0);
    second = open_file(GENERIC_READ | GENERIC_WRITE, 0);
    reader = open_file(GENERIC_READ, 0);
    memset(&overlapped, 0, sizeof(overlapped));

    CHECK(LockFile(first, 0, 0, 10, 0));
    FAILS_WITH(LockFile(second, 9, 0, 1, 0), ERROR_LOCK_VIOLATION);
    FAILS_WITH(LockFile(first, 9, 0, 1, 0), ERROR_LOCK_VIOLATION);
    CHECK(LockFile(second, 10, 0, 0xFFFFFFFF, 0x7FFFFFFF));
    FAILS_WITH(LockFile(first, 0, 0x10, 1, 0), ERROR_LOCK_VIOLATION);
    FAILS_WITH(UnlockFile(first, 0, 0, 9, 0), ERROR_NOT_LOCKED);
    FAILS_WITH(UnlockFile(second, 0, 0, 10, 0), ERROR_NOT_LOCKED);
    CHECK(UnlockFile(second, 10, 0, 0xFFFFFFFF, 0x7FFFFFFF) && UnlockFile(first, 0, 0, 10, 0));
    FAILS_WITH(UnlockFile(first, 0, 0, 10, 0), ERROR_NOT_LOCKED);
    FAILS_WITH(LockFile(first, 0, 0, 0, 0), ERROR_INVALID_LOCK_RANGE);
    FAILS_WITH(LockFile(first, 2, 0, 0xFFFFFFFF, 0xFFFFFFFF), ERROR_INVALID_LOCK_RANGE);
    FAILS_WITH(LockFile(reader, 0, 0, 1, 0), ERROR_ACCESS_DENIED);
    FAILS_WITH(LockFile(BAD_HANDLE, 0, 0, 1, 0), ERROR_INVALID_HANDLE);
    FAILS_WITH(UnlockFile(BAD_HANDLE, 0, 0, 1, 0), ERROR_INVALID_HANDLE);

    /* Shared locks lie upon each other. */
    CHECK(LockFileEx(first, 0, 0, 10, 0, &overlapped) && LockFileEx(reader, 0, 0, 10, 0, &overlapped));
    overlapped.Offset = 5;
    CHECK(LockFileEx(first, LOCKFILE_FAIL_IMMEDIATELY, 0, 10, 0, &overlapped));
    FAILS_WITH(LockFile(second, 14, 0, 1, 0), ERROR_LOCK_VIOLATION);
    CHECK(UnlockFileEx(first, 0, 10, 0, &overlapped) && LockFile(second, 14, 0, 1, 0));
    overlapped.Offset = 0;
    CHECK(UnlockFileEx(reader, 0, 10, 0, &overlapped));
    FAILS_WITH(LockFile(second, 7, 0, 1, 0), ERROR_LOCK_VIOLATION);
    FAILS_WITH(LockFileEx(second, LOCKFILE_FAIL_IMMEDIATELY | LOCKFILE_EXCLUSIVE_LOCK, 0, 10, 0, &overlapped), ERROR_LOCK_VIOLATION);
    CHECK(UnlockFileEx(first, 0, 10, 0, &overlapped));
    FAILS_WITH(LockFileEx(first, 0, 1, 10, 0, &overlapped), ERROR_INVALID_PARAMETER);
    FAILS_WITH(LockFileEx(first, 8, 0, 10, 0, &overlapped), ERROR_INVALID_PARAMETER);
    FAILS_WITH(LockFileEx(first, 0, 0, 10, 0, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(LockFileEx(BAD_HANDLE, 0, 0, 10, 0, &overlapped), ERROR_INVALID_HANDLE);
    FAILS_WITH(UnlockFileEx(first, 1, 10, 0, &overlapped), ERROR_INVALID_PARAMETER);
    FAILS_WITH(UnlockFileEx(first, 0, 10, 0, NULL), ERROR_INVALID_PARAMETER);

    /* Who waits gets it; a handle that is closed has no locks. valgrind does not know that
       F_OFD_SETLKW blocks: it would let no other thread run, so there nobody waits. */
    CHECK(LockFile(first, 0, 0, 10, 0));
    if (getenv("PORTICO_UNDER_VALGRIND") == NULL) {
        thread = CreateThread(NULL, 0, wait_for_lock, NULL, 0, NULL);
        CHECK(WaitForSingleObject(thread, 50) == WAIT_TIMEOUT && ReadAcquire(&locked) == 0);
        CHECK(CloseHandle(first));
        CHECK(WaitForSingleObject(thread, 10000) == WAIT_OBJECT_0 && ReadAcquire(&locked) == 1 && CloseHandle(thread));
    } else {
        CHECK(CloseHandle(first));
        CHECK(wait_for_lock(NULL) == 0 && locked == 1);
    }

    first = open_file(GENERIC_READ | GENERIC_WRITE, FILE_FLAG_OVERLAPPED);
    overlapped.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    CHECK(LockFileEx(first, LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, &overlapped));
    CHECK(WaitForSingleObject(overlapped.hEvent, 0) == WAIT_OBJECT_0 && GetOverlappedResult(first, &overlapped, &bytes, FALSE));
    CHECK(CloseHandle(overlapped.hEvent) && CloseHandle(first) && CloseHandle(second) && CloseHandle(reader));
    scratch_leave();
    return check_failures;
}
