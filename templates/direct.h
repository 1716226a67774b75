#ifndef PORTICO_DIRECT_H
#define PORTICO_DIRECT_H

/* _mkdir, _getcwd and their kin. */

#include "minwindef.h"
#include "portico_crt_functions.h"

#endif
