/* Pages: reserved, committed, protected, asked about. */
#include "check.h"

static MEMORY_BASIC_INFORMATION about(const void *address) {
    MEMORY_BASIC_INFORMATION info;
    memset(&info, 0xCC, sizeof(info));
    CHECK(VirtualQuery(address, &info, sizeof(info)) == sizeof(info));
    return info;
}

static void at_once(void) {
    char *pages = VirtualAlloc(NULL, 10000, MEM_COMMIT | MEM_RESERVE, PAGE_READWRITE);
    MEMORY_BASIC_INFORMATION info;
    CHECK(pages != NULL && ((ULONG_PTR)pages & 0xFFFF) == 0);
    CHECK(pages[0] == 0 && pages[12287] == 0);
    memset(pages, 1, 12288);
    info = about(pages + 5000);
    CHECK(info.BaseAddress == pages + 4096 && info.AllocationBase == pages && info.RegionSize == 8192);
    CHECK(info.State == MEM_COMMIT && info.Protect == PAGE_READWRITE && info.AllocationProtect == PAGE_READWRITE);
    CHECK(info.Type == MEM_PRIVATE);
    FAILS_WITH(VirtualFree(pages + 4096, 0, MEM_RELEASE), ERROR_INVALID_ADDRESS);
    FAILS_WITH(VirtualFree(pages, 4096, MEM_RELEASE), ERROR_INVALID_PARAMETER);
    FAILS_WITH(VirtualFree(pages, 0, MEM_RELEASE | MEM_DECOMMIT), ERROR_INVALID_PARAMETER);
    FAILS_WITH(VirtualFree(pages, 0, 0), ERROR_INVALID_PARAMETER);
    CHECK(VirtualFree(pages, 0, MEM_RELEASE));
    FAILS_WITH(VirtualFree(pages, 0, MEM_RELEASE), ERROR_INVALID_ADDRESS);
    /* Without MEM_RESERVE a NULL address reserves, too. */
    pages = VirtualAlloc(NULL, 1, MEM_COMMIT, PAGE_READONLY);
    CHECK(pages != NULL && pages[4095] == 0 && VirtualFree(pages, 0, MEM_RELEASE));
}

static void step_by_step(void) {
    const SIZE_T size = 1 << 20;
    DWORD old = 77;
    char *pages = VirtualAlloc(NULL, size, MEM_RESERVE, PAGE_READWRITE);
    CHECK(pages != NULL && about(pages).State == MEM_RESERVE && about(pages).RegionSize == size && about(pages).Protect == 0);
    /* Parts of pages stand for whole ones. */
    CHECK(VirtualAlloc(pages + 8000, 500, MEM_COMMIT, PAGE_READWRITE) == pages + 4096);
    CHECK(about(pages).RegionSize == 4096 && about(pages + 4096).RegionSize == 8192 && about(pages + 12288).State == MEM_RESERVE);
    pages[4096] = 'a';
    pages[12287] = 'b';
    FAILS_WITH(VirtualProtect(pages, 8192, PAGE_READONLY, &old), ERROR_INVALID_ADDRESS);
    CHECK(VirtualProtect(pages + 8192, 1, PAGE_READONLY, &old) && old == PAGE_READWRITE);
    CHECK(about(pages + 4096).RegionSize == 4096 && about(pages + 8192).Protect == PAGE_READONLY && pages[12287] == 'b');
    CHECK(VirtualProtect(pages + 4096, 8192, PAGE_READWRITE, &old) && old == PAGE_READWRITE);
    CHECK(about(pages + 4096).RegionSize == 8192);
    FAILS_WITH(VirtualProtect(pages + 4096, 1, PAGE_READONLY, NULL), ERROR_NOACCESS);
    FAILS_WITH(VirtualProtect(pages + 4096, 1, 0x12, &old), ERROR_INVALID_PARAMETER);
    FAILS_WITH(VirtualProtect(pages + 4096, 1, PAGE_READWRITE | PAGE_GUARD, &old), ERROR_INVALID_PARAMETER);
    /* Decommitted pages come back empty. */
    CHECK(VirtualFree(pages + 4096, 4096, MEM_DECOMMIT) && about(pages + 4096).State == MEM_RESERVE);
    CHECK(VirtualAlloc(pages + 4096, 1, MEM_COMMIT, PAGE_READWRITE) && pages[4096] == 0 && pages[12287] == 'b');
    CHECK(VirtualFree(pages, 0, MEM_DECOMMIT) && about(pages).State == MEM_RESERVE && about(pages).RegionSize == size);
    FAILS_WITH(VirtualAlloc(pages + size - 4096, 8192, MEM_COMMIT, PAGE_READWRITE), ERROR_INVALID_ADDRESS);
    FAILS_WITH(VirtualAlloc(pages, size, MEM_RESERVE, PAGE_READWRITE), ERROR_INVALID_ADDRESS);
    CHECK(VirtualFree(pages, 0, MEM_RELEASE));
    /* The place is free now. */
    CHECK(VirtualAlloc(pages + 100, size, MEM_RESERVE, PAGE_NOACCESS) == pages && VirtualFree(pages, 0, MEM_RELEASE));
}

static void errors(void) {
    MEMORY_BASIC_INFORMATION info;
    int local = 0;
    FAILS_WITH(VirtualAlloc(NULL, 0, MEM_COMMIT, PAGE_READWRITE), ERROR_INVALID_PARAMETER);
    FAILS_WITH(VirtualAlloc(NULL, 1, 0, PAGE_READWRITE), ERROR_INVALID_PARAMETER);
    FAILS_WITH(VirtualAlloc(NULL, 1, MEM_COMMIT | MEM_LARGE_PAGES, PAGE_READWRITE), ERROR_INVALID_PARAMETER);
    FAILS_WITH(VirtualAlloc(NULL, 1, MEM_COMMIT, 0), ERROR_INVALID_PARAMETER);
    FAILS_WITH(VirtualAlloc(NULL, (SIZE_T)1 << 60, MEM_RESERVE, PAGE_READWRITE), ERROR_NOT_ENOUGH_MEMORY);
    FAILS_WITH(VirtualAlloc(NULL, (SIZE_T)-1, MEM_RESERVE, PAGE_READWRITE), ERROR_INVALID_PARAMETER);
    FAILS_WITH(VirtualAlloc(&local, 1, MEM_COMMIT, PAGE_READWRITE), ERROR_INVALID_ADDRESS);
    /* Memory of others. */
    CHECK(about(&local).State == MEM_COMMIT && about(&local).Protect == PAGE_READWRITE);
    CHECK((about((const void *)(ULONG_PTR)errors).Protect & (PAGE_EXECUTE | PAGE_EXECUTE_READ)) != 0);
    CHECK(about((const void *)0x10000).State == MEM_FREE);
    FAILS_WITH(VirtualQuery(&local, &info, 8), ERROR_BAD_LENGTH);
    FAILS_WITH(VirtualQuery(&local, NULL, sizeof(info)), ERROR_NOACCESS);
    FAILS_WITH(VirtualQuery((const void *)(ULONG_PTR)0xFFFFFFFFFFFF0000ULL, &info, sizeof(info)), ERROR_INVALID_PARAMETER);
}

int main(void) {
    at_once();
    step_by_step();
    errors();
    return check_failures;
}
