/* Lists that threads share. */
#include "check.h"

#include <stdlib.h>

typedef struct {
    SLIST_ENTRY entry;
    LONG number;
} ITEM;

static void one_thread(void) {
    SLIST_HEADER list;
    static SLIST_HEADER zero;
    ITEM items[5];
    PSLIST_ENTRY chain;
    LONG i;
    CHECK(((ULONG_PTR)&list & 15) == 0 && sizeof(list) == 16);
    memset(&list, 0xCC, sizeof(list));
    InitializeSListHead(&list);
    CHECK(QueryDepthSList(&list) == 0);
    CHECK(InterlockedPopEntrySList(&list) == NULL && InterlockedFlushSList(&list) == NULL);
    for (i = 0; i < 3; ++i) {
        items[i].number = i;
        CHECK(InterlockedPushEntrySList(&list, &items[i].entry) == (i == 0 ? NULL : &items[i - 1].entry));
    }
    CHECK(QueryDepthSList(&list) == 3);
    CHECK(((ITEM *)InterlockedPopEntrySList(&list))->number == 2);
    CHECK(QueryDepthSList(&list) == 2);
    items[3].entry.Next = &items[4].entry;
    CHECK(InterlockedPushListSListEx(&list, &items[3].entry, &items[4].entry, 2) == &items[1].entry);
    CHECK(QueryDepthSList(&list) == 4);
    chain = InterlockedFlushSList(&list);
    CHECK(chain == &items[3].entry && chain->Next == &items[4].entry);
    CHECK(chain->Next->Next == &items[1].entry && chain->Next->Next->Next == &items[0].entry);
    CHECK(items[0].entry.Next == NULL);
    CHECK(QueryDepthSList(&list) == 0 && InterlockedPopEntrySList(&list) == NULL);
    /* Zeros are an empty list. */
    CHECK(InterlockedPopEntrySList(&zero) == NULL);
    CHECK(InterlockedPushEntrySList(&zero, &items[0].entry) == NULL && QueryDepthSList(&zero) == 1);
    /* Nothing is nothing. */
    InitializeSListHead(NULL);
    CHECK(InterlockedPushEntrySList(NULL, &items[0].entry) == NULL && InterlockedPopEntrySList(NULL) == NULL);
    CHECK(InterlockedPushEntrySList(&zero, NULL) == NULL && QueryDepthSList(&zero) == 1);
    CHECK(InterlockedPushListSListEx(&zero, NULL, NULL, 1) == NULL && QueryDepthSList(&zero) == 1);
    CHECK(InterlockedFlushSList(NULL) == NULL && QueryDepthSList(NULL) == 0);
}

enum { THREADS = 4, ROUNDS = 20000, ITEMS = 64 };
static SLIST_HEADER shared;

/* Takes elements, frees them, and puts new ones in: nobody looks into one that is not in the list. */
static DWORD WINAPI exchange(LPVOID parameter) {
    DWORD taken = 0;
    int i;
    (void)parameter;
    for (i = 0; i < ROUNDS; ++i) {
        ITEM *item = (ITEM *)InterlockedPopEntrySList(&shared);
        if (item != NULL) {
            ITEM *fresh = aligned_alloc(16, sizeof(ITEM));
            ++taken;
            fresh->number = item->number;
            free(item);
            InterlockedPushEntrySList(&shared, &fresh->entry);
        }
    }
    return taken;
}

static void many_threads(void) {
    HANDLE threads[THREADS];
    BOOL seen[ITEMS] = {FALSE};
    PSLIST_ENTRY entry;
    int i;
    InitializeSListHead(&shared);
    for (i = 0; i < ITEMS; ++i) {
        ITEM *item = aligned_alloc(16, sizeof(ITEM));
        item->number = i;
        InterlockedPushEntrySList(&shared, &item->entry);
    }
    for (i = 0; i < THREADS; ++i) {
        threads[i] = CreateThread(NULL, 0, exchange, NULL, 0, NULL);
    }
    CHECK(WaitForMultipleObjects(THREADS, threads, TRUE, 60000) == WAIT_OBJECT_0);
    for (i = 0; i < THREADS; ++i) {
        DWORD taken = 0;
        CHECK(GetExitCodeThread(threads[i], &taken) && taken > 0);
        CHECK(CloseHandle(threads[i]));
    }
    CHECK(QueryDepthSList(&shared) == ITEMS);
    entry = InterlockedFlushSList(&shared);
    for (i = 0; i < ITEMS && entry != NULL; ++i) {
        PSLIST_ENTRY next = entry->Next;
        seen[((ITEM *)entry)->number] = TRUE;
        free(entry);
        entry = next;
    }
    CHECK(entry == NULL);
    for (i = 0; i < ITEMS; ++i) {
        CHECK(seen[i]);
    }
}

int main(void) {
    one_thread();
    many_threads();
    return check_failures;
}
