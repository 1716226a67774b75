#ifndef PORTICO_PROFILEAPI_H
#define PORTICO_PROFILEAPI_H

#include "minwindef.h"

#ifdef __cplusplus
extern "C" {
#endif

@functions profileapi

#ifdef __cplusplus
}
#endif

#endif
