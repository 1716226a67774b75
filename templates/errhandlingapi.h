#ifndef PORTICO_ERRHANDLINGAPI_H
#define PORTICO_ERRHANDLINGAPI_H

#include "winnt.h"

#ifdef __cplusplus
extern "C" {
#endif

@functions errhandlingapi

typedef LONG (WINAPI *PTOP_LEVEL_EXCEPTION_FILTER)(struct _EXCEPTION_POINTERS *ExceptionInfo);
typedef PTOP_LEVEL_EXCEPTION_FILTER LPTOP_LEVEL_EXCEPTION_FILTER;

#define SEM_FAILCRITICALERRORS 0x0001
#define SEM_NOGPFAULTERRORBOX 0x0002
#define SEM_NOOPENFILEERRORBOX 0x8000

#ifdef __cplusplus
}
#endif

#endif
