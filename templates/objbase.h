#ifndef PORTICO_OBJBASE_H
#define PORTICO_OBJBASE_H

#include "combaseapi.h"
#include "objidl.h"

/* The initialisers of apartments are in wtypesbase.h. */

#ifdef __cplusplus
extern "C" {
#endif

@functions objbase

#ifdef __cplusplus
}
#endif

#endif
