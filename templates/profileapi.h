#ifndef PORTICO_PROFILEAPI_H
#define PORTICO_PROFILEAPI_H

#include "minwindef.h"

/* The performance counter's functions stand here when they are exported. */

#endif
