#ifndef PORTICO_SYSINFOAPI_H
#define PORTICO_SYSINFOAPI_H

#include "winnt.h"
#include "minwinbase.h"

@declare windows::system_info

#ifdef __cplusplus
extern "C" {
#endif

@functions sysinfoapi

#ifdef __cplusplus
}
#endif

#endif
