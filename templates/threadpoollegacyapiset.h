#ifndef PORTICO_THREADPOOLLEGACYAPISET_H
#define PORTICO_THREADPOOLLEGACYAPISET_H

#include "winnt.h"
#include "minwinbase.h"

/* WAITORTIMERCALLBACK is in winnt.h. */

#define WT_SET_MAX_THREADPOOL_THREADS(Flags, Limit) ((Flags) |= (Limit) << 16)

#ifdef __cplusplus
extern "C" {
#endif

@functions threadpoollegacyapiset

#ifdef __cplusplus
}
#endif

#endif
