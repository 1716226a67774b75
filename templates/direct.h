#ifndef PORTICO_DIRECT_H
#define PORTICO_DIRECT_H

#include "minwindef.h"

/* _mkdir and its kin stand here when they are exported. */

#endif
