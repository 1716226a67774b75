#ifndef PORTICO_PROCESSENV_H
#define PORTICO_PROCESSENV_H

#include "winnt.h"

/* The numbers of the standard handles are in winnt.h. */

#ifdef __cplusplus
extern "C" {
#endif

@functions processenv

#ifdef __cplusplus
}
#endif

#endif
