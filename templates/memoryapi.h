#ifndef PORTICO_MEMORYAPI_H
#define PORTICO_MEMORYAPI_H

#include "winnt.h"
#include "minwinbase.h"

/* The flags of pages and mappings are in winnt.h. */

#ifdef __cplusplus
extern "C" {
#endif

@functions memoryapi

#ifdef __cplusplus
}
#endif

#endif
