/* Local and global memory: fixed blocks, movable ones, their locks. */
#include "check.h"

static void local_fixed(void) {
    char *block = LocalAlloc(LMEM_FIXED | LMEM_ZEROINIT, 100), *larger;
    int i;
    CHECK(block != NULL && LocalSize(block) == 100 && LocalFlags(block) == 0 && LocalHandle(block) == block);
    for (i = 0; i < 100; ++i) {
        CHECK(block[i] == 0);
    }
    CHECK(LocalLock(block) == block);
    SetLastError(0xDEAD);
    CHECK(!LocalUnlock(block) && GetLastError() == ERROR_NOT_LOCKED);
    memset(block, 7, 100);
    CHECK(LocalReAlloc(block, 10, 0) == block && LocalSize(block) == 10);
    larger = LocalReAlloc(block, 5000000, LMEM_MOVEABLE | LMEM_ZEROINIT);
    CHECK(larger != NULL && LocalSize(larger) == 5000000 && larger[9] == 7 && larger[10] == 0);
    FAILS_WITH(LocalReAlloc(larger, 500000000, 0), ERROR_NOT_ENOUGH_MEMORY);
    CHECK(LocalReAlloc(larger, 0, LMEM_MODIFY | LMEM_MOVEABLE) == larger);
    CHECK(LocalFree(larger) == NULL);
    CHECK(LocalFree(NULL) == NULL);
    FAILS_WITH(LocalAlloc(0, (SIZE_T)-1), ERROR_NOT_ENOUGH_MEMORY);
    block = LocalAlloc(LMEM_FIXED, 0);
    CHECK(block != NULL && LocalSize(block) == 0 && LocalFree(block) == NULL);
}

static void local_movable(void) {
    HLOCAL handle = LocalAlloc(LMEM_MOVEABLE | LMEM_ZEROINIT, 64), gone;
    char *block;
    CHECK(handle != NULL && LocalSize(handle) == 64 && LocalFlags(handle) == 0);
    block = LocalLock(handle);
    CHECK(block != NULL && block != (char *)handle && block[63] == 0 && LocalHandle(block) == handle);
    CHECK(LocalLock(handle) == block && LocalFlags(handle) == 2);
    CHECK(LocalUnlock(handle));
    FAILS_WITH(LocalUnlock(handle), NO_ERROR);
    FAILS_WITH(LocalUnlock(handle), ERROR_NOT_LOCKED);
    strcpy(block, "content");
    CHECK(LocalReAlloc(handle, 100000, LMEM_MOVEABLE) == handle && LocalSize(handle) == 100000);
    block = LocalLock(handle);
    CHECK(strcmp(block, "content") == 0);
    FAILS_WITH(LocalReAlloc(handle, 0, LMEM_MOVEABLE), ERROR_INVALID_HANDLE);
    FAILS_WITH(LocalUnlock(handle), NO_ERROR);
    /* Discarded, and there again. */
    CHECK(LocalReAlloc(handle, 0, LMEM_MOVEABLE) == handle && (LocalFlags(handle) & LMEM_DISCARDED) && LocalSize(handle) == 0);
    FAILS_WITH(LocalLock(handle), ERROR_DISCARDED);
    CHECK(LocalReAlloc(handle, 10, LMEM_MOVEABLE) == handle && LocalSize(handle) == 10);
    CHECK(LocalFree(handle) == NULL);
    gone = handle;
    SetLastError(0xDEAD);
    CHECK(LocalFree(gone) == gone && GetLastError() == ERROR_INVALID_HANDLE);
    handle = LocalAlloc(LMEM_MOVEABLE, 8);
    CHECK(handle != gone);
    FAILS_WITH(LocalLock(gone), ERROR_INVALID_HANDLE);
    CHECK(LocalFree(handle) == NULL);
    FAILS_WITH(LocalUnlock(gone), ERROR_INVALID_HANDLE);
    FAILS_WITH(LocalSize(gone), ERROR_INVALID_HANDLE);
    FAILS_WITH(LocalSize(NULL), ERROR_INVALID_HANDLE);
    CHECK(LocalFlags(gone) == LMEM_INVALID_HANDLE && LocalFlags(NULL) == LMEM_INVALID_HANDLE);
    FAILS_WITH(LocalHandle(NULL), ERROR_INVALID_HANDLE);
}

static void global_fixed(void) {
    char *block = GlobalAlloc(GMEM_FIXED | GMEM_ZEROINIT, 100), *larger;
    int i;
    CHECK(block != NULL && GlobalSize(block) == 100 && GlobalFlags(block) == 0 && GlobalHandle(block) == block);
    for (i = 0; i < 100; ++i) {
        CHECK(block[i] == 0);
    }
    CHECK(GlobalLock(block) == block);
    SetLastError(0xDEAD);
    CHECK(GlobalUnlock(block));
    memset(block, 7, 100);
    CHECK(GlobalReAlloc(block, 10, 0) == block && GlobalSize(block) == 10);
    larger = GlobalReAlloc(block, 5000000, GMEM_MOVEABLE | GMEM_ZEROINIT);
    CHECK(larger != NULL && GlobalSize(larger) == 5000000 && larger[9] == 7 && larger[10] == 0);
    FAILS_WITH(GlobalReAlloc(larger, 500000000, 0), ERROR_NOT_ENOUGH_MEMORY);
    CHECK(GlobalReAlloc(larger, 0, GMEM_MODIFY | GMEM_MOVEABLE) == larger);
    CHECK(GlobalFree(larger) == NULL);
    CHECK(GlobalFree(NULL) == NULL);
    FAILS_WITH(GlobalAlloc(0, (SIZE_T)-1), ERROR_NOT_ENOUGH_MEMORY);
    block = GlobalAlloc(GMEM_FIXED, 0);
    CHECK(block != NULL && GlobalSize(block) == 0 && GlobalFree(block) == NULL);
}

static void global_movable(void) {
    HGLOBAL handle = GlobalAlloc(GMEM_MOVEABLE | GMEM_ZEROINIT, 64), gone;
    char *block;
    CHECK(handle != NULL && GlobalSize(handle) == 64 && GlobalFlags(handle) == 0);
    block = GlobalLock(handle);
    CHECK(block != NULL && block != (char *)handle && block[63] == 0 && GlobalHandle(block) == handle);
    CHECK(GlobalLock(handle) == block && GlobalFlags(handle) == 2);
    CHECK(GlobalUnlock(handle));
    FAILS_WITH(GlobalUnlock(handle), NO_ERROR);
    FAILS_WITH(GlobalUnlock(handle), ERROR_NOT_LOCKED);
    strcpy(block, "content");
    CHECK(GlobalReAlloc(handle, 100000, GMEM_MOVEABLE) == handle && GlobalSize(handle) == 100000);
    block = GlobalLock(handle);
    CHECK(strcmp(block, "content") == 0);
    FAILS_WITH(GlobalReAlloc(handle, 0, GMEM_MOVEABLE), ERROR_INVALID_HANDLE);
    FAILS_WITH(GlobalUnlock(handle), NO_ERROR);
    /* Discarded, and there again. */
    CHECK(GlobalReAlloc(handle, 0, GMEM_MOVEABLE) == handle && (GlobalFlags(handle) & GMEM_DISCARDED) && GlobalSize(handle) == 0);
    FAILS_WITH(GlobalLock(handle), ERROR_DISCARDED);
    CHECK(GlobalReAlloc(handle, 10, GMEM_MOVEABLE) == handle && GlobalSize(handle) == 10);
    CHECK(GlobalFree(handle) == NULL);
    gone = handle;
    SetLastError(0xDEAD);
    CHECK(GlobalFree(gone) == gone && GetLastError() == ERROR_INVALID_HANDLE);
    handle = GlobalAlloc(GMEM_MOVEABLE, 8);
    CHECK(handle != gone);
    FAILS_WITH(GlobalLock(gone), ERROR_INVALID_HANDLE);
    CHECK(GlobalFree(handle) == NULL);
    FAILS_WITH(GlobalUnlock(gone), ERROR_INVALID_HANDLE);
    FAILS_WITH(GlobalSize(gone), ERROR_INVALID_HANDLE);
    FAILS_WITH(GlobalSize(NULL), ERROR_INVALID_HANDLE);
    CHECK(GlobalFlags(gone) == GMEM_INVALID_HANDLE && GlobalFlags(NULL) == GMEM_INVALID_HANDLE);
    FAILS_WITH(GlobalHandle(NULL), ERROR_INVALID_HANDLE);
}

static void messages(void) {
    LPSTR text = NULL;
    CHECK(FormatMessageA(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_ALLOCATE_BUFFER, NULL, 5, 0, (LPSTR)&text, 0, NULL) != 0);
    CHECK(LocalFree(text) == NULL);
}

int main(void) {
    local_fixed();
    local_movable();
    global_fixed();
    global_movable();
    messages();
    return check_failures;
}
