#ifndef PORTICO_NAMEDPIPEAPI_H
#define PORTICO_NAMEDPIPEAPI_H

#include "winnt.h"
#include "minwinbase.h"

/* The modes of pipes are in winnt.h. */

#ifdef __cplusplus
extern "C" {
#endif

@functions namedpipeapi

#ifdef __cplusplus
}
#endif

#endif
