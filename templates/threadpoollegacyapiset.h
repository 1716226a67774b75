#ifndef PORTICO_THREADPOOLLEGACYAPISET_H
#define PORTICO_THREADPOOLLEGACYAPISET_H

#include "winnt.h"
#include "minwinbase.h"

/* WAITORTIMERCALLBACK is in winnt.h. */

#endif
