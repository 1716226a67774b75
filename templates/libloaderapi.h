#ifndef PORTICO_LIBLOADERAPI_H
#define PORTICO_LIBLOADERAPI_H

#include "winnt.h"

typedef BOOL (WINAPI *ENUMRESNAMEPROCA)(HMODULE hModule, LPCSTR lpType, LPSTR lpName, LONG_PTR lParam);
typedef BOOL (WINAPI *ENUMRESNAMEPROCW)(HMODULE hModule, LPCWSTR lpType, LPWSTR lpName, LONG_PTR lParam);

#ifdef __cplusplus
extern "C" {
#endif

@functions libloaderapi

#ifdef __cplusplus
/* Seen from outside a module whose names are hidden otherwise, and called when it is loaded and unloaded. */
__attribute__((visibility("default"))) BOOL WINAPI DllMain(HINSTANCE hinstDLL, DWORD fdwReason, LPVOID lpReserved);
#endif

#ifdef __cplusplus
}

/* As it was written for the first compilers. */
__attribute__((visibility("default"))) BOOL WINAPI DllMain(HANDLE hinstDLL, DWORD fdwReason, LPVOID lpReserved);
#endif

#endif
