#ifndef PORTICO_CRT_ENVIRONMENT_H
#define PORTICO_CRT_ENVIRONMENT_H

/*
 * Environment variables and texts of errors, as Microsoft's C library has them. Names
 * of variables are compared as GetEnvironmentVariable does. getenv itself is the
 * platform's.
 */

#include <string.h>
#include "portico_crt_text.h"
#include "processenv.h"

#define PORTICO_CHAR char
#define PORTICO_ENVIRONMENT(name) _##name
#define PORTICO_GETENV_S getenv_s
#define PORTICO_ENVIRONMENT_NAME(name) L"_" PORTICO_WIDEN(#name)
#define PORTICO_GET GetEnvironmentVariableA
#define PORTICO_SET SetEnvironmentVariableA
#define PORTICO_DUPLICATE _strdup
#include "portico_crt_environment_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_ENVIRONMENT
#undef PORTICO_GETENV_S
#undef PORTICO_ENVIRONMENT_NAME
#undef PORTICO_GET
#undef PORTICO_SET
#undef PORTICO_DUPLICATE

#define PORTICO_CHAR wchar_t
#define PORTICO_ENVIRONMENT(name) _w##name
#define PORTICO_GETENV_S _wgetenv_s
#define PORTICO_ENVIRONMENT_NAME(name) L"_w" PORTICO_WIDEN(#name)
#define PORTICO_GET GetEnvironmentVariableW
#define PORTICO_SET SetEnvironmentVariableW
#define PORTICO_DUPLICATE _wcsdup
#include "portico_crt_environment_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_ENVIRONMENT
#undef PORTICO_GETENV_S
#undef PORTICO_ENVIRONMENT_NAME
#undef PORTICO_GET
#undef PORTICO_SET
#undef PORTICO_DUPLICATE

/* The system's text of an error of errno, as much of it as fits. */
static __inline__ errno_t strerror_s(char *buffer, size_t size, int error) {
    if (buffer == NULL || size == 0) return portico_crt_invalid(EINVAL, L"strerror_s");
    strncpy_s(buffer, size, strerror(error), _TRUNCATE);
    return 0;
}
/* The text of errno, behind a text of the caller's and a colon where there is one. */
static __inline__ errno_t _strerror_s(char *buffer, size_t size, const char *text) {
    int error = errno;
    if (buffer == NULL || size == 0) return portico_crt_invalid(EINVAL, L"_strerror_s");
    buffer[0] = 0;
    if (text != NULL && *text) {
        strncpy_s(buffer, size, text, _TRUNCATE);
        strncat_s(buffer, size, ": ", _TRUNCATE);
    }
    strncat_s(buffer, size, strerror(error), _TRUNCATE);
    strncat_s(buffer, size, "\n", _TRUNCATE);
    return 0;
}
static __inline__ char *_strerror(const char *text) {
    static __thread char buffer[94 + 128];
    _strerror_s(buffer, sizeof buffer, text);
    return buffer;
}

#endif
