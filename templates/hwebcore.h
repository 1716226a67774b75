/* hwebcore.h: Hosted Web Core, the server inside a program. */

#ifndef PORTICO_HWEBCORE_H
#define PORTICO_HWEBCORE_H

#include "windows.h"

#ifdef __cplusplus
extern "C" {
#endif

#define WEB_CORE_DLL_NAME               L"hwebcore.dll"
#define WEB_CORE_ACTIVATE_DLL_ENTRY     "WebCoreActivate"
#define WEB_CORE_SHUTDOWN_DLL_ENTRY     "WebCoreShutdown"
#define WEB_CORE_SET_METADATA_DLL_ENTRY "WebCoreSetMetadata"

/* Starts the server with a configuration; one instance in a process. */
typedef HRESULT(WINAPI *PFN_WEB_CORE_ACTIVATE)(PCWSTR pszAppHostConfigFile, PCWSTR pszRootWebConfigFile,
                                               PCWSTR pszInstanceName);

/* Stops the server; immediately, or once the requests in flight are done. */
typedef HRESULT(WINAPI *PFN_WEB_CORE_SHUTDOWN)(DWORD fImmediate);

typedef HRESULT(WINAPI *PFN_WEB_CORE_SET_METADATA)(PCWSTR pszMetadataType, PCWSTR pszValue);

#ifdef __cplusplus
}
#endif

#endif
