#ifndef PORTICO_PROCESS_H
#define PORTICO_PROCESS_H

#include "minwindef.h"

/* _beginthreadex and its kin stand here when they are exported. */
typedef unsigned (__stdcall *_beginthreadex_proc_type)(void *);
typedef void (__cdecl *_beginthread_proc_type)(void *);

#define _P_WAIT 0
#define _P_NOWAIT 1
#define _P_OVERLAY 2
#define _P_NOWAITO 3
#define _P_DETACH 4

#endif
