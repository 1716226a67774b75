#ifndef PORTICO_RPCDCE_H
#define PORTICO_RPCDCE_H

#include "rpc.h"

/* UUID is GUID; its functions stand here when they are exported. */

#endif
