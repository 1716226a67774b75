#ifndef PORTICO_CRT_FORMAT_H
#define PORTICO_CRT_FORMAT_H

/*
 * The formatting functions that only Microsoft's C library has, in both widths,
 * by its rules (see portico_format_body.inc): sprintf_s, _snprintf, _snwprintf_s
 * and their kin. The streams get UTF-8. printf and its narrow kin are the platform's.
 */

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <wchar.h>
#include "portico_format.h"
#include "portico_crt_convert.h"

/* Text for a stream, which is narrow unless the program has written wide text to it. */
static __inline__ int portico_crt_put_char(FILE *stream, const char *text, size_t length) {
#if __SIZEOF_WCHAR_T__ == 4
    if (fwide(stream, 0) > 0) {
        const char *end = text + length;
        while (text < end) {
            wchar_t one[2];
            if (portico_crt_to_wide(&text, one) == 0) one[0] = 0xFFFD;
            if (fputwc(one[0], stream) == WEOF) return -1;
        }
        return 0;
    }
#endif
    return fwrite(text, 1, length, stream) == length ? 0 : -1;
}
static __inline__ int portico_crt_put_wchar_t(FILE *stream, const wchar_t *text, size_t length) {
    const wchar_t *end = text + length;
    while (text < end) {
        char bytes[4] = {0, 0, 0, 0};
        int count = portico_crt_to_bytes(&text, bytes);
        if (portico_crt_put_char(stream, count ? bytes : "\xEF\xBF\xBD", count ? (size_t)count : 3) != 0) return -1;
    }
    return 0;
}

#define PORTICO_CHAR char
#define PORTICO_P(before, after) before##printf##after
#define PORTICO_P_NAME(before, after) PORTICO_WIDEN(#before) L"printf" PORTICO_WIDEN(#after)
#define PORTICO_VFORMAT portico_format_narrow
#define PORTICO_VFORMAT_UNITS portico_format_narrow_units
#define PORTICO_PUT_TEXT portico_crt_put_char
#include "portico_crt_format_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_P
#undef PORTICO_P_NAME
#undef PORTICO_VFORMAT
#undef PORTICO_VFORMAT_UNITS
#undef PORTICO_PUT_TEXT

#define PORTICO_CHAR wchar_t
#define PORTICO_P(before, after) before##wprintf##after
#define PORTICO_P_NAME(before, after) PORTICO_WIDEN(#before) L"wprintf" PORTICO_WIDEN(#after)
#define PORTICO_VFORMAT portico_format_wide
#define PORTICO_VFORMAT_UNITS portico_format_wide_units
#define PORTICO_PUT_TEXT portico_crt_put_wchar_t
#include "portico_crt_format_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_P
#undef PORTICO_P_NAME
#undef PORTICO_VFORMAT
#undef PORTICO_VFORMAT_UNITS
#undef PORTICO_PUT_TEXT

static __inline__ int vsnprintf_s(char *buffer, size_t size, size_t count, const char *format, va_list args) {
    return _vsnprintf_s(buffer, size, count, format, args);
}

/* Without a size, as the oldest programs have it. */
static __inline__ int _vswprintf(wchar_t *buffer, const wchar_t *format, va_list args) {
    return (int)portico_format_wide(buffer, __INT_MAX__, format, args);
}
static __inline__ int _swprintf(wchar_t *buffer, const wchar_t *format, ...) {
    int length;
    va_list args;
    va_start(args, format);
    length = _vswprintf(buffer, format, args);
    va_end(args);
    return length;
}

#endif
