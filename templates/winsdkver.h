#ifndef PORTICO_WINSDKVER_H
#define PORTICO_WINSDKVER_H

/* The newest versions that the headers describe. */

#include "sdkddkver.h"

#define _WIN32_MAXVER 0x0A00
#define _WIN32_WINNT_MAXVER 0x0A00
#define NTDDI_MAXVER 0x0A00
#define WINVER_MAXVER 0x0A00

#endif
