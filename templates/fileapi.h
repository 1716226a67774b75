#ifndef PORTICO_FILEAPI_H
#define PORTICO_FILEAPI_H

#include "winnt.h"
#include "minwinbase.h"

/* Rights, flags and attributes of files are in winnt.h, what is found in minwinbase.h. */

#endif
