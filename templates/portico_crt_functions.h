#ifndef PORTICO_CRT_FUNCTIONS_H
#define PORTICO_CRT_FUNCTIONS_H

/*
 * What Microsoft's <stdio.h>, <stdlib.h>, <string.h>, <wchar.h> and <time.h> have and
 * the platform's have not. A program with functions of these names of its own defines
 * PORTICO_NO_MICROSOFT_CRT.
 */

#ifndef PORTICO_NO_MICROSOFT_CRT
/* Stand-ins that a portable source may have made before make place. */
#undef _stricmp
#undef _strnicmp
#undef _strdup
#undef _strcmpi
#undef stricmp
#undef strnicmp
#undef strcmpi
#undef _wcsicmp
#undef _wcsnicmp
#undef _wcsdup
#undef wcsicmp
#undef wcsnicmp
#undef _snprintf
#undef _vsnprintf
#undef _snwprintf
#undef _vsnwprintf
#undef sprintf_s
#undef swprintf_s
#undef strcpy_s
#undef strcat_s
#undef strncpy_s
#undef wcscpy_s
#undef memcpy_s
#undef strtok_s
#undef _atoi64
#undef _strtoi64
#undef _strtoui64
#undef itoa
#undef _itoa
#undef fopen_s
#undef localtime_s
#undef gmtime_s
#undef _fileno
#undef _unlink
#undef _access
#undef _getcwd
#include "portico_crt_text.h"
#include "portico_crt_memory.h"
#include "portico_crt_number.h"
#include "portico_crt_format.h"
#include "portico_crt_convert.h"
#include "portico_crt_file.h"
#include "portico_crt_time.h"
#include "portico_crt_environment.h"
#include "portico_crt_arrays.h"
#include "portico_crt_wide_formats.h"
#include "portico_wmain.h"
#endif

#endif
