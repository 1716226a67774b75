#ifndef PORTICO_IO_H
#define PORTICO_IO_H

/* _open, _access and their kin. */

#include "minwindef.h"
#include "portico_crt_functions.h"

#endif
