#ifndef PORTICO_PROCESSTHREADSAPI_H
#define PORTICO_PROCESSTHREADSAPI_H

#include "winnt.h"
#include "minwinbase.h"

typedef void (NTAPI *PAPCFUNC)(ULONG_PTR Parameter);

#ifdef UNICODE
typedef STARTUPINFOW STARTUPINFO;
typedef LPSTARTUPINFOW LPSTARTUPINFO;
#else
typedef STARTUPINFOA STARTUPINFO;
typedef LPSTARTUPINFOA LPSTARTUPINFO;
#endif

#ifdef __cplusplus
extern "C" {
#endif

@functions processthreadsapi

#ifdef __cplusplus
}
#endif

#endif
