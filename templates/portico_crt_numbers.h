#ifndef PORTICO_CRT_NUMBERS_H
#define PORTICO_CRT_NUMBERS_H

/* Numbers as text and back: Microsoft's <stdlib.h> beside the standard. */

#include <errno.h>
#include <stdlib.h>
#include "portico_crt.h"

#define PORTICO_CHAR char
#define PORTICO_N(name) name##a
#define PORTICO_NS(name) name##a_s
#include "portico_crt_numbers_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_N
#undef PORTICO_NS

#define PORTICO_CHAR wchar_t
#define PORTICO_N(name) name##w
#define PORTICO_NS(name) name##w_s
#include "portico_crt_numbers_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_N
#undef PORTICO_NS

static __inline__ long long _atoi64(const char *text) { return strtoll(text, NULL, 10); }
static __inline__ long long _strtoi64(const char *text, char **end, int radix) { return strtoll(text, end, radix); }
static __inline__ unsigned long long _strtoui64(const char *text, char **end, int radix) { return strtoull(text, end, radix); }

/* The part of a wide text that may be a number, as narrow text; the index in it where that part begins. */
static __inline__ size_t portico_crt_narrow_number(char *to, size_t size, const wchar_t *text) {
    size_t start = 0, i;
    while (text[start] == ' ' || (text[start] >= '\t' && text[start] <= '\r')) start++;
    for (i = 0; i + 1 < size && text[start + i] > 0 && text[start + i] < 0x80; i++) to[i] = (char)text[start + i];
    to[i] = 0;
    return start;
}
static __inline__ long long _wcstoi64(const wchar_t *text, wchar_t **end, int radix) {
    char narrow[128], *stop;
    size_t start = portico_crt_narrow_number(narrow, sizeof narrow, text);
    long long value = strtoll(narrow, &stop, radix);
    if (end) *end = (wchar_t *)text + (stop == narrow ? 0 : start + (size_t)(stop - narrow));
    return value;
}
static __inline__ unsigned long long _wcstoui64(const wchar_t *text, wchar_t **end, int radix) {
    char narrow[128], *stop;
    size_t start = portico_crt_narrow_number(narrow, sizeof narrow, text);
    unsigned long long value = strtoull(narrow, &stop, radix);
    if (end) *end = (wchar_t *)text + (stop == narrow ? 0 : start + (size_t)(stop - narrow));
    return value;
}
static __inline__ long long _wtoi64(const wchar_t *text) { return _wcstoi64(text, NULL, 10); }
/* What does not fit is the nearest number that does. */
static __inline__ int _wtoi(const wchar_t *text) {
    long long value = _wtoi64(text);
    return value > 2147483647 ? 2147483647 : value < -2147483647 - 1 ? -2147483647 - 1 : (int)value;
}
static __inline__ int _wtol(const wchar_t *text) { return _wtoi(text); }
static __inline__ double _wtof(const wchar_t *text) {
    char narrow[512];
    (void)portico_crt_narrow_number(narrow, sizeof narrow, text);
    return strtod(narrow, NULL);
}

#if !defined(_CRT_DECLARE_NONSTDC_NAMES) || _CRT_DECLARE_NONSTDC_NAMES
static __inline__ char *itoa(int value, char *to, int radix) { return _itoa(value, to, radix); }
static __inline__ char *ltoa(int value, char *to, int radix) { return _ltoa(value, to, radix); }
static __inline__ char *ultoa(unsigned int value, char *to, int radix) { return _ultoa(value, to, radix); }
#endif

#endif
