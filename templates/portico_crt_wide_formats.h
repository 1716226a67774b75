#ifndef PORTICO_CRT_WIDE_FORMATS_H
#define PORTICO_CRT_WIDE_FORMATS_H

/*
 * wprintf, swprintf and their kin by Microsoft's rules: `%s` is wide text in them.
 * With _CRT_STDIO_ISO_WIDE_SPECIFIERS they are the platform's own, as printf and
 * its narrow kin are in any case.
 */

#include "portico_crt_format.h"

#ifndef _CRT_STDIO_ISO_WIDE_SPECIFIERS

/* What does not fit is cut, and -1. */
static __inline__ int portico_vswprintf(wchar_t *to, size_t size, const wchar_t *format, va_list args) {
    return _vsnwprintf_s(to, size, _TRUNCATE, format, args);
}
static __inline__ int portico_swprintf(wchar_t *to, size_t size, const wchar_t *format, ...) {
    int length;
    va_list args;
    va_start(args, format);
    length = portico_vswprintf(to, size, format, args);
    va_end(args);
    return length;
}

#ifdef __cplusplus
/* It takes its names back from macros, once. */
#include <cwchar>
extern "C++" {
/* The forms without a size, from before the standard. */
inline int portico_vswprintf(wchar_t *to, const wchar_t *format, va_list args) { return _vswprintf(to, format, args); }
inline int portico_swprintf(wchar_t *to, const wchar_t *format, ...) {
    va_list args;
    va_start(args, format);
    int length = _vswprintf(to, format, args);
    va_end(args);
    return length;
}
namespace std {
using ::fwprintf_s;
using ::portico_swprintf;
using ::portico_vswprintf;
using ::vfwprintf_s;
using ::vwprintf_s;
using ::wprintf_s;
}
}
#endif

#undef wprintf
#undef fwprintf
#undef swprintf
#undef vwprintf
#undef vfwprintf
#undef vswprintf
#define wprintf(...) wprintf_s(__VA_ARGS__)
#define fwprintf(...) fwprintf_s(__VA_ARGS__)
#define swprintf(...) portico_swprintf(__VA_ARGS__)
#define vwprintf(...) vwprintf_s(__VA_ARGS__)
#define vfwprintf(...) vfwprintf_s(__VA_ARGS__)
#define vswprintf(...) portico_vswprintf(__VA_ARGS__)

#endif

#endif
