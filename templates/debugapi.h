#ifndef PORTICO_DEBUGAPI_H
#define PORTICO_DEBUGAPI_H

#include "minwindef.h"

/* OutputDebugString and its kin stand here when they are exported. */

#endif
