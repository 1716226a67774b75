#ifndef PORTICO_OBJIDL_H
#define PORTICO_OBJIDL_H

#include "objidlbase.h"

/* IStream and IMalloc are in objidlbase.h. */

#endif
