#ifndef PORTICO_MEMORYAPI_H
#define PORTICO_MEMORYAPI_H

#include "winnt.h"

/* The flags of pages and mappings are in winnt.h. */

#endif
