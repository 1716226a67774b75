#ifndef PORTICO_CRT_H
#define PORTICO_CRT_H

/* Names of Microsoft's C library that are no functions. The platform's own
 * <stdlib.h> and <time.h> stay as they are. */

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <time.h>
/* Microsoft's <stdio.h> and <string.h> declare the wide functions themselves. */
#include <wchar.h>

typedef int errno_t;
typedef size_t rsize_t;
typedef time_t __time64_t;

#define _MAX_PATH 260
#define _MAX_DRIVE 3
#define _MAX_DIR 256
#define _MAX_FNAME 256
#define _MAX_EXT 256
#define _TRUNCATE ((size_t)-1)
#define _CVTBUFSIZE 349
#define _WRITE_ABORT_MSG 0x1
#define _CALL_REPORTFAULT 0x2
#ifndef __min
#define __min(a, b) (((a) < (b)) ? (a) : (b))
#define __max(a, b) (((a) > (b)) ? (a) : (b))
#endif

#endif
