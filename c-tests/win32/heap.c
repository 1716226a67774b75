/* Heaps: sizes that are true, blocks that are checked, limits, locks. */
#include "check.h"

static BOOL is_filled(const unsigned char *block, size_t size, unsigned char value) {
    size_t i;
    for (i = 0; i < size; ++i) {
        if (block[i] != value) {
            return FALSE;
        }
    }
    return TRUE;
}

static void blocks(HANDLE heap) {
    static const SIZE_T sizes[] = {0, 1, 7, 8, 15, 16, 17, 100, 4095, 4096, 100000, 3000000};
    unsigned char *block, *larger;
    size_t i;
    for (i = 0; i < ARRAYSIZE(sizes); ++i) {
        block = HeapAlloc(heap, HEAP_ZERO_MEMORY, sizes[i]);
        CHECK(block != NULL && ((ULONG_PTR)block & 15) == 0);
        CHECK(HeapSize(heap, 0, block) == sizes[i]);
        CHECK(is_filled(block, sizes[i], 0));
        memset(block, 0x5A, sizes[i]);
        CHECK(HeapValidate(heap, 0, block));

        larger = HeapReAlloc(heap, HEAP_ZERO_MEMORY, block, sizes[i] * 2 + 50);
        CHECK(larger != NULL && HeapSize(heap, 0, larger) == sizes[i] * 2 + 50);
        CHECK(is_filled(larger, sizes[i], 0x5A) && is_filled(larger + sizes[i], sizes[i] + 50, 0));

        /* Smaller always fits in place; much larger never does. */
        CHECK(HeapReAlloc(heap, HEAP_REALLOC_IN_PLACE_ONLY, larger, 3) == larger);
        CHECK(HeapSize(heap, 0, larger) == 3);
        CHECK(HeapReAlloc(heap, HEAP_REALLOC_IN_PLACE_ONLY, larger, 100000000) == NULL);
        CHECK(HeapSize(heap, 0, larger) == 3);
        CHECK(HeapValidate(heap, 0, NULL));
        CHECK(HeapFree(heap, 0, larger));
    }
    CHECK(HeapFree(heap, 0, NULL));
}

static void failures(HANDLE heap) {
    char *block = HeapAlloc(heap, 0, 40);
    HANDLE other = HeapCreate(0, 0, 0);
    FAILS_WITH(HeapAlloc(heap, 0, (SIZE_T)-1), ERROR_NOT_ENOUGH_MEMORY);
    FAILS_WITH(HeapAlloc(heap, HEAP_GENERATE_EXCEPTIONS, (SIZE_T)-40), ERROR_NOT_ENOUGH_MEMORY);
    FAILS_WITH(HeapReAlloc(heap, 0, block, (SIZE_T)-1), ERROR_NOT_ENOUGH_MEMORY);
    FAILS_WITH(HeapReAlloc(heap, 0, NULL, 10), ERROR_INVALID_PARAMETER);
    /* Not a block of that heap, and not the start of one. What stands before such an address
       is looked at, so it is to be something. */
    memset(block, 0x5A, 40);
    FAILS_WITH(HeapFree(other, 0, block), ERROR_INVALID_PARAMETER);
    FAILS_WITH(HeapFree(heap, 0, block + 16), ERROR_INVALID_PARAMETER);
    FAILS_WITH(HeapFree(heap, 0, block + 1), ERROR_INVALID_PARAMETER);
    CHECK(!HeapValidate(other, 0, block) && !HeapValidate(heap, 0, block + 1));
    CHECK(HeapSize(other, 0, block) == (SIZE_T)-1);
    CHECK(HeapSize(heap, 0, block) == 40);
    CHECK(HeapFree(heap, 0, block));
    CHECK(HeapDestroy(other));

    FAILS_WITH(HeapDestroy(other), ERROR_INVALID_HANDLE);
    FAILS_WITH(HeapDestroy(NULL), ERROR_INVALID_HANDLE);
    FAILS_WITH(HeapDestroy(GetProcessHeap()), ERROR_INVALID_HANDLE);
    FAILS_WITH(HeapAlloc(other, 0, 1), ERROR_INVALID_HANDLE);
    FAILS_WITH(HeapAlloc(NULL, 0, 1), ERROR_INVALID_HANDLE);
    FAILS_WITH(HeapAlloc(BAD_HANDLE, 0, 1), ERROR_INVALID_HANDLE);
    FAILS_WITH(HeapValidate(other, 0, NULL), ERROR_INVALID_HANDLE);
    FAILS_WITH(HeapLock(other), ERROR_INVALID_HANDLE);
    FAILS_WITH(HeapUnlock(other), ERROR_INVALID_HANDLE);
    FAILS_WITH(CloseHandle(GetProcessHeap()), ERROR_INVALID_HANDLE);
    FAILS_WITH(HeapCreate(0x80000000, 0, 0), ERROR_INVALID_PARAMETER);
    FAILS_WITH(HeapCreate(0, 20000, 10000), ERROR_INVALID_PARAMETER);
}

static void destruction_and_limits(void) {
    HANDLE heap = HeapCreate(HEAP_NO_SERIALIZE, 4096, 65536);
    void *block;
    int count = 0;
    CHECK(heap != NULL && heap != GetProcessHeap());
    while ((block = HeapAlloc(heap, 0, 1000)) != NULL && count < 1000) {
        ++count;
    }
    CHECK(count >= 32 && count <= 65);
    CHECK(HeapAlloc(heap, 0, 100000) == NULL);
    /* What was not freed goes with the heap: the sanitizer would tell. */
    CHECK(HeapDestroy(heap));
}

static HANDLE shared;
static LONG got_in;

static DWORD WINAPI allocate(LPVOID parameter) {
    void *block = HeapAlloc(shared, 0, 10);
    (void)parameter;
    InterlockedIncrement(&got_in);
    return HeapFree(shared, 0, block) ? 0 : 1;
}

static void locks(HANDLE heap) {
    DWORD code = 0xDEAD;
    HANDLE thread;
    void *block;
    shared = heap;
    got_in = 0;
    CHECK(HeapLock(heap) && HeapLock(heap));
    thread = CreateThread(NULL, 0, allocate, NULL, 0, NULL);
    block = HeapAlloc(heap, 0, 10);
    CHECK(block != NULL && HeapFree(heap, 0, block));
    CHECK(HeapUnlock(heap));
    CHECK(WaitForSingleObject(thread, 50) == WAIT_TIMEOUT && ReadAcquire(&got_in) == 0);
    CHECK(HeapUnlock(heap));
    CHECK(WaitForSingleObject(thread, INFINITE) == WAIT_OBJECT_0 && got_in == 1);
    CHECK(GetExitCodeThread(thread, &code) && code == 0);
    CHECK(CloseHandle(thread));
    FAILS_WITH(HeapUnlock(heap), ERROR_NOT_OWNER);
}

static DWORD WINAPI many(LPVOID heap) {
    void *kept[50] = {0};
    unsigned i, at = 0;
    for (i = 0; i < 5000; ++i) {
        at = (at * 31 + i) % 50;
        if (!HeapFree(heap, 0, kept[at])) {
            return 1;
        }
        kept[at] = HeapAlloc(heap, 0, i % 300);
        if (kept[at] == NULL || HeapSize(heap, 0, kept[at]) != i % 300) {
            return 2;
        }
    }
    for (i = 0; i < 50; ++i) {
        HeapFree(heap, 0, kept[i]);
    }
    return 0;
}

static void threads(HANDLE heap) {
    HANDLE handles[4];
    DWORD i, code;
    for (i = 0; i < 4; ++i) {
        handles[i] = CreateThread(NULL, 0, many, heap, 0, NULL);
    }
    CHECK(WaitForMultipleObjects(4, handles, TRUE, INFINITE) == WAIT_OBJECT_0);
    for (i = 0; i < 4; ++i) {
        CHECK(GetExitCodeThread(handles[i], &code) && code == 0);
        CHECK(CloseHandle(handles[i]));
    }
    CHECK(HeapValidate(heap, 0, NULL));
}

int main(void) {
    HANDLE heap = HeapCreate(0, 0, 0);
    CHECK(GetProcessHeap() != NULL && GetProcessHeap() == GetProcessHeap());
    CHECK(heap != NULL);
    blocks(GetProcessHeap());
    blocks(heap);
    failures(GetProcessHeap());
    failures(heap);
    destruction_and_limits();
    locks(GetProcessHeap());
    locks(heap);
    threads(heap);
    CHECK(HeapDestroy(heap));
    return check_failures;
}
