#ifndef PORTICO_TIMEZONEAPI_H
#define PORTICO_TIMEZONEAPI_H

#include "minwinbase.h"

@declare windows::time

#ifdef __cplusplus
extern "C" {
#endif

@functions timezoneapi

#ifdef __cplusplus
}
#endif

#endif
