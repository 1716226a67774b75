#ifndef PORTICO_SHARE_H
#define PORTICO_SHARE_H

/* _SH_DENYNO and its kin. */

#include "minwindef.h"
#include "portico_crt_functions.h"

#endif
