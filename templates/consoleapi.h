#ifndef PORTICO_CONSOLEAPI_H
#define PORTICO_CONSOLEAPI_H

#include "wincon.h"

/* What consoles share is in wincon.h. */

#ifdef __cplusplus
extern "C" {
#endif

@functions consoleapi

#ifdef __cplusplus
}
#endif

#endif
