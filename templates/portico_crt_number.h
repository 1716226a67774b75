#ifndef PORTICO_CRT_NUMBER_H
#define PORTICO_CRT_NUMBER_H

/*
 * Numbers as text and back, as Microsoft's C library has them: _itoa, _i64tow_s,
 * _wtoi and their kin. `long` has 64 bits here: a negative one that fits into 32
 * is written as 32 bits where the radix is not 10, as it is on Windows.
 */

#include <stdlib.h>
#include "portico_crt_invalid.h"
#include "portico_platform.h"

#define PORTICO_CHAR char
#define PORTICO_TO(name) name##a
#define PORTICO_TO_S(name) name##a_s
#define PORTICO_TO_NAME(name) L"_" PORTICO_WIDEN(#name) L"a_s"
#include "portico_crt_number_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_TO
#undef PORTICO_TO_S
#undef PORTICO_TO_NAME

#define PORTICO_CHAR wchar_t
#define PORTICO_TO(name) name##w
#define PORTICO_TO_S(name) name##w_s
#define PORTICO_TO_NAME(name) L"_" PORTICO_WIDEN(#name) L"w_s"
#include "portico_crt_number_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_TO
#undef PORTICO_TO_S
#undef PORTICO_TO_NAME

static __inline__ errno_t rand_s(unsigned int *value) {
    if (value == NULL) return portico_crt_invalid(EINVAL, L"rand_s");
    return portico_platform_getrandom(value, sizeof *value, 0) == (long)sizeof *value ? 0 : errno;
}

#if !defined(_CRT_DECLARE_NONSTDC_NAMES) || _CRT_DECLARE_NONSTDC_NAMES
/* The older names. */
static __inline__ char *itoa(int value, char *buffer, int radix) { return _itoa(value, buffer, radix); }
static __inline__ char *ltoa(long value, char *buffer, int radix) { return _ltoa(value, buffer, radix); }
static __inline__ char *ultoa(unsigned long value, char *buffer, int radix) { return _ultoa(value, buffer, radix); }
#endif

static __inline__ __int64 _atoi64(const char *text) { return strtoll(text, NULL, 10); }
static __inline__ __int64 _strtoi64(const char *text, char **end, int radix) { return strtoll(text, end, radix); }
static __inline__ unsigned __int64 _strtoui64(const char *text, char **end, int radix) { return strtoull(text, end, radix); }

/* The amount of a number and its sign; the greatest amount on overflow. */
static __inline__ unsigned __int64 portico_wide_number(const wchar_t *text, wchar_t **end, int radix, int *negative, int *overflow) {
    unsigned __int64 value = 0;
    const wchar_t *at = text, *stop = text;
    *negative = *overflow = 0;
    while (*at == L' ' || (*at >= 9 && *at <= 13)) at++;
    if (*at == L'-' || *at == L'+') *negative = *at++ == L'-';
    if ((radix == 0 || radix == 16) && *at == L'0' && (at[1] | 32) == L'x') {
        stop = at + 1;
        at += 2;
        radix = 16;
    }
    if (radix == 0) radix = *at == L'0' ? 8 : 10;
    for (;; at++) {
        wchar_t letter = *at | 32;
        int digit = *at >= L'0' && *at <= L'9' ? (int)(*at - L'0') : letter >= L'a' && letter <= L'z' ? (int)(letter - L'a') + 10 : 36;
        if (digit >= radix) break;
        if (__builtin_mul_overflow(value, (unsigned __int64)radix, &value) ||
            __builtin_add_overflow(value, (unsigned __int64)digit, &value)) *overflow = 1;
        stop = at + 1;
    }
    if (end != NULL) *end = (wchar_t *)stop;
    return *overflow ? ~0ULL : value;
}
static __inline__ __int64 _wcstoi64(const wchar_t *text, wchar_t **end, int radix) {
    int negative, overflow;
    unsigned __int64 value;
    if (end != NULL) *end = (wchar_t *)text;
    if (text == NULL || radix < 0 || radix == 1 || radix > 36) {
        portico_crt_invalid(EINVAL, L"_wcstoi64");
        return 0;
    }
    value = portico_wide_number(text, end, radix, &negative, &overflow);
    if (overflow || value > (unsigned __int64)__LONG_LONG_MAX__ + (unsigned)negative) {
        errno = ERANGE;
        return negative ? (-__LONG_LONG_MAX__ - 1) : __LONG_LONG_MAX__;
    }
    return (__int64)(negative ? 0 - value : value);
}
static __inline__ unsigned __int64 _wcstoui64(const wchar_t *text, wchar_t **end, int radix) {
    int negative, overflow;
    unsigned __int64 value;
    if (end != NULL) *end = (wchar_t *)text;
    if (text == NULL || radix < 0 || radix == 1 || radix > 36) {
        portico_crt_invalid(EINVAL, L"_wcstoui64");
        return 0;
    }
    value = portico_wide_number(text, end, radix, &negative, &overflow);
    if (overflow) errno = ERANGE;
    return negative && !overflow ? 0 - value : value;
}
static __inline__ __int64 _wtoi64(const wchar_t *text) { return _wcstoi64(text, NULL, 10); }
static __inline__ long _wtol(const wchar_t *text) { return (long)_wcstoi64(text, NULL, 10); }
static __inline__ int _wtoi(const wchar_t *text) {
    __int64 value = _wcstoi64(text, NULL, 10);
    if (value >= (-__INT_MAX__ - 1) && value <= __INT_MAX__) return (int)value;
    errno = ERANGE;
    return value < 0 ? (-__INT_MAX__ - 1) : __INT_MAX__;
}
static __inline__ double _wtof(const wchar_t *text) {
    char narrow[400];
    size_t at = 0;
    if (text == NULL) {
        portico_crt_invalid(EINVAL, L"_wtof");
        return 0;
    }
    while (*text == L' ' || (*text >= 9 && *text <= 13)) text++;
    for (; at + 1 < sizeof narrow && text[at] > 0 && text[at] < 128; at++) narrow[at] = (char)text[at];
    narrow[at] = 0;
    return strtod(narrow, NULL);
}

#endif
