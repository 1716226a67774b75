/* A module that modules.c loads: it tells when it is unloaded. */
#include <windows.h>

static LONG *unloaded;

__declspec(dllexport) int answer(void) { return 42; }

__declspec(dllexport) void tell_when_unloaded(LONG *flag) { unloaded = flag; }

/* A thread whose code is the module's own, and which lets it go. */
__declspec(dllexport) DWORD WINAPI leave(LPVOID module) {
    FreeLibraryAndExitThread((HMODULE)module, 5);
    return 1;
}

__attribute__((destructor)) static void at_the_end(void) {
    if (unloaded != NULL) {
        InterlockedIncrement(unloaded);
    }
}
