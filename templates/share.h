#ifndef PORTICO_SHARE_H
#define PORTICO_SHARE_H

/* The share modes of _fsopen. */

#include "minwindef.h"
#include "portico_crt_functions.h"

#endif
