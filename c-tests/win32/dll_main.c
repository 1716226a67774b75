/* DllMain of modules that are loaded: when it is called, with what, and what its FALSE means. */
#include "check.h"

typedef LONG (*ATTACHED)(void);
typedef BOOL (*KNOWS)(HMODULE module);
typedef void (*TELL)(LONG *flag);

static LONG told;

static HMODULE load(const char *name) {
    HMODULE module = LoadLibraryA(name);
    CHECK(module != NULL);
    CHECK(((ATTACHED)GetProcAddress(module, "times_attached"))() == 1);
    CHECK(((KNOWS)GetProcAddress(module, "knows_itself"))(module));
    told = 0;
    ((TELL)GetProcAddress(module, "tell"))(&told);
    return module;
}

static void once_for_all_references(const char *name) {
    HMODULE module = load(name);
    HMODULE again = NULL;
    CHECK(load(name) == module);
    CHECK(GetModuleHandleExA(0, name, &again) && again == module);
    CHECK(FreeLibrary(module) && FreeLibrary(module) && told == 0);
    /* First its DllMain, then the destructors. */
    CHECK(FreeLibrary(module) && told == 10);
    /* Loaded anew it begins anew. */
    CHECK(FreeLibrary(load(name)) && told == 10);
}

static void one_that_refuses(void) {
    FAILS_WITH(LoadLibraryA("win32_entry_3.dll"), ERROR_DLL_INIT_FAILED);
    FAILS_WITH(LoadLibraryW(L"win32_entry_3.dll"), ERROR_DLL_INIT_FAILED);
    FAILS_WITH(GetModuleHandleA("win32_entry_3.dll"), ERROR_MOD_NOT_FOUND);
}

int main(void) {
    once_for_all_references("win32_entry_1.dll");
    once_for_all_references("win32_entry_2.dll");
    one_that_refuses();
    /* This one is still there when the process ends: its DllMain makes the status a success. */
    load("win32_entry_1.dll");
    return 1;
}
