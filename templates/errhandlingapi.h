#ifndef PORTICO_ERRHANDLINGAPI_H
#define PORTICO_ERRHANDLINGAPI_H

#include "minwindef.h"

#ifdef __cplusplus
extern "C" {
#endif

@functions errhandlingapi

#ifdef __cplusplus
}
#endif

#endif
