#ifndef PORTICO_CRT_TEXT_H
#define PORTICO_CRT_TEXT_H

/*
 * Text functions of Microsoft's C library in both widths: strcpy_s, _stricmp,
 * _strlwr and their kin. Letters are the ASCII ones, as in its "C" locale.
 */

#include <stdlib.h>
#include <string.h>
#include "portico_crt_invalid.h"

#define PORTICO_CHAR char
#define PORTICO_INT int
#define PORTICO_STR(name) str##name
#define PORTICO_USTR(name) _str##name
#define PORTICO_STR_NAME(name) L"str" PORTICO_WIDEN(#name)
#define PORTICO_USTR_NAME(name) L"_str" PORTICO_WIDEN(#name)
#include "portico_crt_text_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_INT
#undef PORTICO_STR
#undef PORTICO_USTR
#undef PORTICO_STR_NAME
#undef PORTICO_USTR_NAME

#define PORTICO_CHAR wchar_t
#define PORTICO_INT wchar_t
#define PORTICO_STR(name) wcs##name
#define PORTICO_USTR(name) _wcs##name
#define PORTICO_STR_NAME(name) L"wcs" PORTICO_WIDEN(#name)
#define PORTICO_USTR_NAME(name) L"_wcs" PORTICO_WIDEN(#name)
#include "portico_crt_text_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_INT
#undef PORTICO_STR
#undef PORTICO_USTR
#undef PORTICO_STR_NAME
#undef PORTICO_USTR_NAME

static __inline__ int _strcmpi(const char *a, const char *b) { return _stricmp(a, b); }
static __inline__ int _memicmp(const void *a, const void *b, size_t count) {
    const char *x = (const char *)a, *y = (const char *)b;
    int difference = 0;
    if (count > 0 && (a == NULL || b == NULL)) {
        portico_crt_invalid(EINVAL, L"_memicmp");
        return _NLSCMPERROR;
    }
    for (; count > 0 && difference == 0; x++, y++, count--) difference = str_portico_lower(*x) - str_portico_lower(*y);
    return difference;
}

#if !defined(_CRT_DECLARE_NONSTDC_NAMES) || _CRT_DECLARE_NONSTDC_NAMES
/* The older names. */
static __inline__ int stricmp(const char *a, const char *b) { return _stricmp(a, b); }
static __inline__ int strcmpi(const char *a, const char *b) { return _stricmp(a, b); }
static __inline__ int strnicmp(const char *a, const char *b, size_t count) { return _strnicmp(a, b, count); }
static __inline__ char *strlwr(char *text) { return _strlwr(text); }
static __inline__ char *strupr(char *text) { return _strupr(text); }
static __inline__ char *strrev(char *text) { return _strrev(text); }
static __inline__ int wcsicmp(const wchar_t *a, const wchar_t *b) { return _wcsicmp(a, b); }
static __inline__ int wcsnicmp(const wchar_t *a, const wchar_t *b, size_t count) { return _wcsnicmp(a, b, count); }
static __inline__ wchar_t *wcslwr(wchar_t *text) { return _wcslwr(text); }
static __inline__ wchar_t *wcsupr(wchar_t *text) { return _wcsupr(text); }
static __inline__ wchar_t *wcsrev(wchar_t *text) { return _wcsrev(text); }
#endif

#endif
