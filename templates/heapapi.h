#ifndef PORTICO_HEAPAPI_H
#define PORTICO_HEAPAPI_H

#include "winnt.h"
#include "minwinbase.h"

/* The flags of heaps are in winnt.h. */

#ifdef __cplusplus
extern "C" {
#endif

@functions heapapi

#ifdef __cplusplus
}
#endif

#endif
