#ifndef PORTICO_PROCESS_H
#define PORTICO_PROCESS_H

#include "winnt.h"
#include "minwinbase.h"

typedef unsigned (__stdcall *_beginthreadex_proc_type)(void *);
typedef void (__cdecl *_beginthread_proc_type)(void *);
typedef _beginthread_proc_type BEGINTHREAD_PROC;

#define _P_WAIT 0
#define _P_NOWAIT 1
#define _P_OVERLAY 2
#define _P_NOWAITO 3
#define _P_DETACH 4

#ifdef __cplusplus
extern "C" {
#endif

@functions process

#ifdef __cplusplus
}
#endif

#endif
