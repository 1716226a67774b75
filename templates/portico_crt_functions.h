#ifndef PORTICO_CRT_FUNCTIONS_H
#define PORTICO_CRT_FUNCTIONS_H

/*
 * The functions that Microsoft's C library has beside the standard ones. Whoever
 * has their own by the same names defines PORTICO_NO_MICROSOFT_CRT.
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
#include "portico_crt_numbers.h"
#include "portico_crt_output.h"
#include "portico_crt_files.h"
#include "portico_crt_environment.h"
#include "portico_wmain.h"
#endif

#endif
