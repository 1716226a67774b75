#ifndef PORTICO_IO_H
#define PORTICO_IO_H

/* _access, _open and their kin. */

#include "minwindef.h"
#include "portico_crt_functions.h"
#ifndef PORTICO_NO_MICROSOFT_CRT
#include "portico_crt_descriptors.h"
#endif

#endif
