#ifndef PORTICO_FIBERSAPI_H
#define PORTICO_FIBERSAPI_H

#include "winnt.h"
#include "minwinbase.h"

#ifdef __cplusplus
extern "C" {
#endif

@functions fibersapi

#ifdef __cplusplus
}
#endif

#endif
