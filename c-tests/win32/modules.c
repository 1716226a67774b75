/* Modules: loading, finding names, references, file names, and the names of Windows' own libraries. */
#include "check.h"

#include <string.h>
#include <wchar.h>

typedef int (*ANSWER)(void);
typedef void (*TELL)(LONG *flag);

static LONG unloaded;

static void load_and_free(void) {
    HMODULE module, again;
    CHECK(GetModuleHandleW(L"win32_plugin.dll") == NULL && GetLastError() == ERROR_MOD_NOT_FOUND);
    module = LoadLibraryW(L"win32_plugin.dll");
    CHECK(module != NULL);
    again = LoadLibraryA("WIN32_PLUGIN.dll");
    CHECK(again == NULL && GetLastError() == ERROR_MOD_NOT_FOUND);
    again = LoadLibraryExA("win32_plugin", NULL, 0);
    CHECK(again == module);
    CHECK(GetModuleHandleA("win32_plugin.dll") == module);
    CHECK(((ANSWER)GetProcAddress(module, "answer"))() == 42);
    FAILS_WITH(GetProcAddress(module, "no_such_name"), ERROR_PROC_NOT_FOUND);
    FAILS_WITH(GetProcAddress(module, (LPCSTR)1), ERROR_PROC_NOT_FOUND);
    FAILS_WITH(GetProcAddress((HMODULE)BAD_HANDLE, "answer"), ERROR_INVALID_HANDLE);
    ((TELL)GetProcAddress(module, "tell_when_unloaded"))(&unloaded);
    CHECK(FreeLibrary(module) && unloaded == 0);
    CHECK(FreeLibrary(module) && unloaded == 1);
    FAILS_WITH(FreeLibrary(module), ERROR_INVALID_HANDLE);
    FAILS_WITH(FreeLibrary(NULL), ERROR_INVALID_HANDLE);
    FAILS_WITH(LoadLibraryW(NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(LoadLibraryW(L"no_such_module.dll"), ERROR_MOD_NOT_FOUND);
    FAILS_WITH(LoadLibraryExW(L"win32_plugin.dll", NULL, LOAD_LIBRARY_AS_DATAFILE), ERROR_NOT_SUPPORTED);
    FAILS_WITH(LoadLibraryA("/etc/passwd"), ERROR_BAD_EXE_FORMAT);
}

static void thread_in_the_module(void) {
    DWORD code = 0;
    HANDLE thread;
    HMODULE module = LoadLibraryA("win32_plugin.dll");
    unloaded = 0;
    ((TELL)GetProcAddress(module, "tell_when_unloaded"))(&unloaded);
    thread = CreateThread(NULL, 0, (LPTHREAD_START_ROUTINE)GetProcAddress(module, "leave"), module, 0, NULL);
    CHECK(WaitForSingleObject(thread, INFINITE) == WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code) && code == 5);
    CHECK(unloaded == 1);
    CHECK(CloseHandle(thread));
}

static void extended_handles(void) {
    HMODULE module = LoadLibraryA("win32_plugin.dll"), found = NULL;
    FARPROC answer = GetProcAddress(module, "answer");
    CHECK(GetModuleHandleExA(GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (LPCSTR)(ULONG_PTR)answer, &found) && found == module);
    CHECK(FreeLibrary(module));
    CHECK(((ANSWER)answer)() == 42);
    CHECK(GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT, L"win32_plugin.dll", &found) && found == module);
    CHECK(FreeLibrary(module));
    FAILS_WITH(GetModuleHandleExW(0, L"win32_plugin.dll", &found), ERROR_MOD_NOT_FOUND);
    CHECK(found == NULL);
    FAILS_WITH(GetModuleHandleExW(0x80, NULL, &found), ERROR_INVALID_PARAMETER);
    FAILS_WITH(GetModuleHandleExW(0, NULL, NULL), ERROR_INVALID_PARAMETER);
}

static void file_names(void) {
    char name[4096], program[4096];
    WCHAR wide[4096];
    DWORD length;
    HMODULE module = LoadLibraryA("win32_plugin.dll");
    length = GetModuleFileNameA(module, name, sizeof name);
    CHECK(length == strlen(name) && strstr(name, "/win32_plugin.so") != NULL);
    CHECK(GetModuleFileNameW(module, wide, 4096) == length && wcslen(wide) == length);
    CHECK(FreeLibrary(module));
    length = GetModuleFileNameA(NULL, program, sizeof program);
    CHECK(length > 0 && strstr(program, "win32_modules") != NULL);
    SetLastError(0);
    CHECK(GetModuleFileNameA(NULL, name, 5) == 5 && GetLastError() == ERROR_INSUFFICIENT_BUFFER);
    CHECK(strlen(name) == 4 && strncmp(name, program, 4) == 0);
    FAILS_WITH(GetModuleFileNameA((HMODULE)BAD_HANDLE, name, sizeof name), ERROR_INVALID_HANDLE);
}

static void this_library(void) {
    static const char *const names[] = {"httpapi.dll", "KERNEL32", "ntdll.dll", "hwebcore.dll", "C:\\Windows\\System32\\websocket.dll"};
    HMODULE first = LoadLibraryA(names[0]);
    unsigned i;
    CHECK(first != NULL);
    for (i = 0; i < sizeof names / sizeof names[0]; ++i) {
        HMODULE module = GetModuleHandleA(names[i]);
        CHECK(module == first);
        CHECK(GetProcAddress(module, "SetEvent") == (FARPROC)SetEvent);
    }
    CHECK(FreeLibrary(first));
    CHECK(GetProcAddress(GetModuleHandleW(L"kernel32"), "CloseHandle") != NULL);
    CHECK(GetProcAddress(GetModuleHandleW(NULL), "no_such_name") == NULL);
    CHECK(DisableThreadLibraryCalls(first));
    CHECK(GetProcAddress(first, "portico_no_such_function") == NULL);
}

int main(void) {
    load_and_free();
    thread_in_the_module();
    extended_handles();
    file_names();
    this_library();
    return check_failures;
}
