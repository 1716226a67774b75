#ifndef PORTICO_EVNTRACE_H
#define PORTICO_EVNTRACE_H

#include "winnt.h"
#include "evntprov.h"

typedef ULONGLONG TRACEHANDLE, *PTRACEHANDLE;

#endif
