#ifndef PORTICO_ACLAPI_H
#define PORTICO_ACLAPI_H

#include "windows.h"
#include "accctrl.h"

/* The functions on access control lists stand here when they are exported. */

#endif
