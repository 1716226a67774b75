#ifndef PORTICO_FILEAPI_H
#define PORTICO_FILEAPI_H

#include "winnt.h"
#include "minwinbase.h"

/* Rights, flags and attributes of files are in winnt.h, what is found in minwinbase.h. */

#ifdef __cplusplus
extern "C" {
#endif

@functions fileapi

#ifdef __cplusplus
}
#endif

#endif
