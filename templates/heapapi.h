#ifndef PORTICO_HEAPAPI_H
#define PORTICO_HEAPAPI_H

#include "winnt.h"

/* The flags of heaps are in winnt.h. */

#endif
