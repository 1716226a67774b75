// A module with a DllMain, as dll_main.c loads it: by FORM in the spelling of today, of the first compilers, or one
// that refuses. Its names are hidden but for those that say otherwise.
#include <windows.h>

#include <string.h>
#include <unistd.h>

static LONG attached;
static LONG *told;
static HMODULE self;
static char name[MAX_PATH];

static BOOL main_of(HMODULE module, DWORD reason, LPVOID reserved) {
    switch (reason) {
    case DLL_PROCESS_ATTACH:
        attached++;
        self = module;
        DisableThreadLibraryCalls(module);
        if (reserved != NULL || GetModuleFileNameA(module, name, sizeof name) == 0) {
            return FALSE;
        }
        break;
    case DLL_PROCESS_DETACH:
        if (told != NULL) {
            // Twice as much where the process ends.
            *told += reserved == NULL ? 1 : 2;
            if (reserved != NULL) {
                _exit(0);
            }
        }
        break;
    }
    return TRUE;
}

#if FORM == 1
BOOL APIENTRY DllMain(HMODULE hModule, DWORD ul_reason_for_call, LPVOID lpReserved) {
    return main_of(hModule, ul_reason_for_call, lpReserved);
}
#elif FORM == 2
BOOL APIENTRY DllMain(HANDLE hModule, DWORD ul_reason_for_call, LPVOID lpReserved) {
    return main_of((HMODULE)hModule, ul_reason_for_call, lpReserved);
}
#else
extern "C" BOOL WINAPI DllMain(HINSTANCE module, DWORD reason, LPVOID reserved) {
    return main_of(module, reason, reserved) && FALSE;
}
#endif

extern "C" {
__declspec(dllexport) LONG times_attached(void) { return attached; }

__declspec(dllexport) BOOL knows_itself(HMODULE module) { return self == module && strstr(name, "/win32_entry_") != NULL; }

__declspec(dllexport) void tell(LONG *flag) { told = flag; }
}

static struct AtTheEnd {
    ~AtTheEnd() {
        if (told != NULL) {
            *told *= 10;
        }
    }
} at_the_end;
