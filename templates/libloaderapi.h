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
}
#endif

#endif
