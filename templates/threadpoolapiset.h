#ifndef PORTICO_THREADPOOLAPISET_H
#define PORTICO_THREADPOOLAPISET_H

#include "winnt.h"
#include "minwinbase.h"

/* The environment of callbacks is a structure that these functions fill in. */
static __inline__ void InitializeThreadpoolEnvironment(PTP_CALLBACK_ENVIRON environment) {
    memset(environment, 0, sizeof(*environment));
    environment->Version = 3;
    environment->CallbackPriority = TP_CALLBACK_PRIORITY_NORMAL;
    environment->Size = (DWORD)sizeof(TP_CALLBACK_ENVIRON);
}
static __inline__ void SetThreadpoolCallbackPool(PTP_CALLBACK_ENVIRON environment, PTP_POOL pool) {
    environment->Pool = pool;
}
static __inline__ void SetThreadpoolCallbackCleanupGroup(PTP_CALLBACK_ENVIRON environment, PTP_CLEANUP_GROUP group,
                                                         PTP_CLEANUP_GROUP_CANCEL_CALLBACK cancel) {
    environment->CleanupGroup = group;
    environment->CleanupGroupCancelCallback = cancel;
}
static __inline__ void SetThreadpoolCallbackRunsLong(PTP_CALLBACK_ENVIRON environment) {
    environment->u.s.LongFunction = 1;
}
static __inline__ void SetThreadpoolCallbackPersistent(PTP_CALLBACK_ENVIRON environment) {
    environment->u.s.Persistent = 1;
}
static __inline__ void SetThreadpoolCallbackLibrary(PTP_CALLBACK_ENVIRON environment, PVOID module) {
    environment->RaceDll = module;
}
static __inline__ void SetThreadpoolCallbackPriority(PTP_CALLBACK_ENVIRON environment, TP_CALLBACK_PRIORITY priority) {
    environment->CallbackPriority = priority;
}
static __inline__ void DestroyThreadpoolEnvironment(PTP_CALLBACK_ENVIRON environment) { (void)environment; }

#ifdef __cplusplus
extern "C" {
#endif

@functions threadpoolapiset

/* Another name of it. */
#define SubmitThreadpoolCallback TrySubmitThreadpoolCallback

#ifdef __cplusplus
}
#endif

#endif
