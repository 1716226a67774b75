#ifndef PORTICO_DEBUGAPI_H
#define PORTICO_DEBUGAPI_H

#include "minwindef.h"

#ifdef __cplusplus
extern "C" {
#endif

@functions debugapi

#ifdef __cplusplus
}
#endif

#endif
