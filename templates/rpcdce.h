#ifndef PORTICO_RPCDCE_H
#define PORTICO_RPCDCE_H

#include "rpc.h"

/* UUID is GUID. */

#ifdef __cplusplus
extern "C" {
#endif

@functions rpcdce

#ifdef __cplusplus
}
#endif

#endif
