#ifndef PORTICO_CRT_FUNCTIONS_H
#define PORTICO_CRT_FUNCTIONS_H

/*
 * What Microsoft's <stdio.h>, <stdlib.h>, <string.h>, <wchar.h> and <time.h> have and
 * the platform's have not. A program with functions of these names of its own defines
 * PORTICO_NO_CRT.
 */

#ifndef PORTICO_NO_CRT
#include "portico_crt_text.h"
#include "portico_crt_memory.h"
#include "portico_crt_number.h"
#include "portico_crt_format.h"
#include "portico_crt_convert.h"
#include "portico_crt_file.h"
#include "portico_crt_time.h"
#include "portico_crt_environment.h"
#include "portico_crt_arrays.h"
#endif

#endif
