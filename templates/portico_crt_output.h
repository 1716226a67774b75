#ifndef PORTICO_CRT_OUTPUT_H
#define PORTICO_CRT_OUTPUT_H

/*
 * What Microsoft's <stdio.h> has beside the standard printf functions. Formats
 * have Microsoft's meaning (see portico_format_body.inc), in the wide functions
 * of the standard, too: `%s` is wide text in wprintf. With
 * _CRT_STDIO_ISO_WIDE_SPECIFIERS those are the platform's own. printf and its
 * narrow kin are the platform's own in any case.
 */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include "portico_crt.h"
#include "portico_crt_text.h"
#include "portico_format.h"

static __inline__ int portico_narrow_put(FILE *stream, const char *text, size_t length) {
    return fwrite(text, 1, length, stream) == length ? (int)length : -1;
}

/* As UTF-8, whatever the locale, unless the stream has taken wide characters before. */
static __inline__ int portico_wide_put(FILE *stream, const wchar_t *text, size_t length) {
    size_t i, bytes;
    char one[4];
    for (i = 0; i < length; i++) {
        unsigned long point = (unsigned long)text[i];
#if __SIZEOF_WCHAR_T__ == 2
        if (point >= 0xD800 && point < 0xDC00 && i + 1 < length && text[i + 1] >= 0xDC00 && text[i + 1] < 0xE000)
            point = 0x10000 + ((point - 0xD800) << 10) + ((unsigned long)text[++i] - 0xDC00);
#else
        if (fwide(stream, 0) > 0) {
            if (fputwc(text[i], stream) == WEOF) return -1;
            continue;
        }
#endif
        bytes = portico_crt_put_utf8(one, point);
        if (bytes == 0) one[0] = '?', bytes = 1;
        if (fwrite(one, 1, bytes, stream) != bytes) return -1;
    }
    return (int)length;
}

#define PORTICO_CHAR char
#define PORTICO_O(name) portico_narrow_##name
#define PORTICO_VFORMAT portico_format_narrow
#include "portico_crt_output_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_O
#undef PORTICO_VFORMAT

#define PORTICO_CHAR wchar_t
#define PORTICO_O(name) portico_wide_##name
#define PORTICO_VFORMAT portico_format_wide
#include "portico_crt_output_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_O
#undef PORTICO_VFORMAT

/* A function with `...` by one with a va_list. */
#define PORTICO_BY_LIST(call)      \
    va_list args;                  \
    int result;                    \
    va_start(args, format);        \
    result = call;                 \
    va_end(args);                  \
    return result

/* CHAR, width, then the names. */
#define PORTICO_PRINTF(C, W, vsnprintf_, snprintf_, vsprintf_s_, sprintf_s_, vsnprintf_s_, snprintf_s_, vscprintf_, scprintf_, \
                       vfprintf_s_, fprintf_s_, vprintf_s_, printf_s_)                                                        \
    static __inline__ int vsnprintf_(C *to, size_t count, const C *format, va_list args) {                                    \
        return portico_##W##_vsn(to, count, format, args);                                                                    \
    }                                                                                                                         \
    static __inline__ int snprintf_(C *to, size_t count, const C *format, ...) {                                              \
        PORTICO_BY_LIST(portico_##W##_vsn(to, count, format, args));                                                          \
    }                                                                                                                         \
    static __inline__ int vsprintf_s_(C *to, size_t size, const C *format, va_list args) {                                    \
        return portico_##W##_vs_s(to, size, format, args);                                                                    \
    }                                                                                                                         \
    static __inline__ int sprintf_s_(C *to, size_t size, const C *format, ...) {                                              \
        PORTICO_BY_LIST(portico_##W##_vs_s(to, size, format, args));                                                          \
    }                                                                                                                         \
    static __inline__ int vsnprintf_s_(C *to, size_t size, size_t count, const C *format, va_list args) {                     \
        return portico_##W##_vsn_s(to, size, count, format, args);                                                            \
    }                                                                                                                         \
    static __inline__ int snprintf_s_(C *to, size_t size, size_t count, const C *format, ...) {                               \
        PORTICO_BY_LIST(portico_##W##_vsn_s(to, size, count, format, args));                                                  \
    }                                                                                                                         \
    static __inline__ int vscprintf_(const C *format, va_list args) { return portico_##W##_vsc(format, args); }               \
    static __inline__ int scprintf_(const C *format, ...) { PORTICO_BY_LIST(portico_##W##_vsc(format, args)); }               \
    static __inline__ int vfprintf_s_(FILE *stream, const C *format, va_list args) {                                          \
        return portico_##W##_vf(stream, format, args);                                                                        \
    }                                                                                                                         \
    static __inline__ int fprintf_s_(FILE *stream, const C *format, ...) {                                                    \
        PORTICO_BY_LIST(portico_##W##_vf(stream, format, args));                                                              \
    }                                                                                                                         \
    static __inline__ int vprintf_s_(const C *format, va_list args) { return portico_##W##_vf(stdout, format, args); }        \
    static __inline__ int printf_s_(const C *format, ...) { PORTICO_BY_LIST(portico_##W##_vf(stdout, format, args)); }

PORTICO_PRINTF(char, narrow, _vsnprintf, _snprintf, vsprintf_s, sprintf_s, _vsnprintf_s, _snprintf_s, _vscprintf, _scprintf,
               vfprintf_s, fprintf_s, vprintf_s, printf_s)
PORTICO_PRINTF(wchar_t, wide, _vsnwprintf, _snwprintf, vswprintf_s, swprintf_s, _vsnwprintf_s, _snwprintf_s, _vscwprintf,
               _scwprintf, vfwprintf_s, fwprintf_s, vwprintf_s, wprintf_s)

/* Without a count: as much as there is. */
static __inline__ int _vswprintf(wchar_t *to, const wchar_t *format, va_list args) {
    return (int)portico_format_wide(to, (size_t)-1 / sizeof(wchar_t), format, args);
}
static __inline__ int _swprintf(wchar_t *to, const wchar_t *format, ...) { PORTICO_BY_LIST(_vswprintf(to, format, args)); }

static __inline__ int portico_vswprintf(wchar_t *to, size_t size, const wchar_t *format, va_list args) {
    return portico_wide_vsn_s(to, size, _TRUNCATE, format, args);
}
static __inline__ int portico_swprintf(wchar_t *to, size_t size, const wchar_t *format, ...) {
    PORTICO_BY_LIST(portico_vswprintf(to, size, format, args));
}

#ifdef __cplusplus
extern "C++" {
/* The size is the array's. */
template <size_t Size> inline int sprintf_s(char (&to)[Size], const char *format, ...) {
    PORTICO_BY_LIST(vsprintf_s(to, Size, format, args));
}
template <size_t Size> inline int vsprintf_s(char (&to)[Size], const char *format, va_list args) {
    return vsprintf_s(to, Size, format, args);
}
template <size_t Size> inline int _snprintf_s(char (&to)[Size], size_t count, const char *format, ...) {
    PORTICO_BY_LIST(_vsnprintf_s(to, Size, count, format, args));
}
template <size_t Size> inline int _vsnprintf_s(char (&to)[Size], size_t count, const char *format, va_list args) {
    return _vsnprintf_s(to, Size, count, format, args);
}
template <size_t Size> inline int swprintf_s(wchar_t (&to)[Size], const wchar_t *format, ...) {
    PORTICO_BY_LIST(vswprintf_s(to, Size, format, args));
}
template <size_t Size> inline int vswprintf_s(wchar_t (&to)[Size], const wchar_t *format, va_list args) {
    return vswprintf_s(to, Size, format, args);
}
template <size_t Size> inline int _snwprintf_s(wchar_t (&to)[Size], size_t count, const wchar_t *format, ...) {
    PORTICO_BY_LIST(_vsnwprintf_s(to, Size, count, format, args));
}
template <size_t Size> inline int _vsnwprintf_s(wchar_t (&to)[Size], size_t count, const wchar_t *format, va_list args) {
    return _vsnwprintf_s(to, Size, count, format, args);
}
/* The forms without a size, from before the standard. */
inline int portico_vswprintf(wchar_t *to, const wchar_t *format, va_list args) { return _vswprintf(to, format, args); }
inline int portico_swprintf(wchar_t *to, const wchar_t *format, ...) { PORTICO_BY_LIST(_vswprintf(to, format, args)); }
}
#endif

#ifndef _CRT_STDIO_ISO_WIDE_SPECIFIERS
#ifdef __cplusplus
/* It takes its names back from macros, once. */
#include <cwchar>
namespace std {
using ::portico_swprintf;
using ::portico_vswprintf;
using ::wprintf_s;
using ::vwprintf_s;
using ::fwprintf_s;
using ::vfwprintf_s;
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
