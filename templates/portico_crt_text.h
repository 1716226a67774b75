#ifndef PORTICO_CRT_TEXT_H
#define PORTICO_CRT_TEXT_H

/*
 * What Microsoft's <string.h> has beside the standard. Where the library of
 * Windows would end the process, since a buffer is too small or a pointer NULL,
 * the buffer is emptied and the error returned. Narrow text is UTF-8.
 */

#include <errno.h>
#include <stdlib.h>
#include "portico_crt.h"

#define PORTICO_CHAR char
#define PORTICO_T(name) str##name
#define PORTICO_U(name) _str##name
#define PORTICO_TU(name) portico_str_##name
#include "portico_crt_text_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_T
#undef PORTICO_U
#undef PORTICO_TU

#define PORTICO_CHAR wchar_t
#define PORTICO_T(name) wcs##name
#define PORTICO_U(name) _wcs##name
#define PORTICO_TU(name) portico_wcs_##name
#include "portico_crt_text_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_T
#undef PORTICO_U
#undef PORTICO_TU

static __inline__ int _strcmpi(const char *a, const char *b) { return _stricmp(a, b); }
static __inline__ int _memicmp(const void *a, const void *b, size_t count) {
    const unsigned char *x = (const unsigned char *)a, *y = (const unsigned char *)b;
    for (; count > 0; x++, y++, count--) {
        int difference = portico_str_lower((char)*x) - portico_str_lower((char)*y);
        if (difference != 0) return difference;
    }
    return 0;
}

static __inline__ errno_t memcpy_s(void *to, size_t size, const void *from, size_t count) {
    if (count == 0) return 0;
    if (to == NULL) return errno = EINVAL;
    if (from == NULL || size < count) {
        memset(to, 0, size);
        return errno = from == NULL ? EINVAL : ERANGE;
    }
    memcpy(to, from, count);
    return 0;
}
static __inline__ errno_t memmove_s(void *to, size_t size, const void *from, size_t count) {
    if (count == 0) return 0;
    if (to == NULL || from == NULL) return errno = EINVAL;
    if (size < count) return errno = ERANGE;
    memmove(to, from, count);
    return 0;
}
static __inline__ errno_t wmemcpy_s(wchar_t *to, size_t size, const wchar_t *from, size_t count) {
    return memcpy_s(to, size * sizeof(wchar_t), from, count * sizeof(wchar_t));
}
static __inline__ errno_t wmemmove_s(wchar_t *to, size_t size, const wchar_t *from, size_t count) {
    return memmove_s(to, size * sizeof(wchar_t), from, count * sizeof(wchar_t));
}

static __inline__ errno_t strerror_s(char *to, size_t size, int error) {
    if (to == NULL || size == 0) return errno = EINVAL;
    (void)strncpy_s(to, size, strerror(error), _TRUNCATE);
    return 0;
}

/* How many bytes a character has in UTF-8, which are put at `to`; 0 for what is none. */
static __inline__ size_t portico_crt_put_utf8(char *to, unsigned long point) {
    if (point < 0x80) {
        to[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        to[0] = (char)(0xC0 | point >> 6);
        to[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    if (point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) return 0;
    if (point < 0x10000) {
        to[0] = (char)(0xE0 | point >> 12);
        to[1] = (char)(0x80 | (point >> 6 & 0x3F));
        to[2] = (char)(0x80 | (point & 0x3F));
        return 3;
    }
    to[0] = (char)(0xF0 | point >> 18);
    to[1] = (char)(0x80 | (point >> 12 & 0x3F));
    to[2] = (char)(0x80 | (point >> 6 & 0x3F));
    to[3] = (char)(0x80 | (point & 0x3F));
    return 4;
}

/* Wide text as UTF-8, of at most `count` bytes; _TRUNCATE means as many as fit. */
static __inline__ errno_t wcstombs_s(size_t *length, char *to, size_t size, const wchar_t *from, size_t count) {
    size_t at = 0, i, bytes;
    char one[4];
    if (length) *length = 0;
    if (from == NULL || (to == NULL && size > 0) || (to != NULL && size == 0)) return portico_str_refuse(to, size, EINVAL);
    while (*from) {
        unsigned long point = (unsigned long)*from++;
        if (sizeof(wchar_t) == 2 && point >= 0xD800 && point < 0xDC00 && (unsigned long)*from >= 0xDC00 &&
            (unsigned long)*from < 0xE000)
            point = 0x10000 + ((point - 0xD800) << 10) + ((unsigned long)*from++ - 0xDC00);
        bytes = portico_crt_put_utf8(one, point);
        if (bytes == 0) return portico_str_refuse(to, size, EILSEQ);
        if (count != _TRUNCATE && to != NULL && at + bytes > count) break;
        if (to != NULL && at + bytes >= size) {
            if (count != _TRUNCATE) return portico_str_refuse(to, size, ERANGE);
            to[at] = 0;
            if (length) *length = at + 1;
            return STRUNCATE;
        }
        for (i = 0; to != NULL && i < bytes; i++) to[at + i] = one[i];
        at += bytes;
    }
    if (to != NULL) to[at] = 0;
    if (length) *length = at + 1;
    return 0;
}

/* UTF-8 as wide text, of at most `count` units. */
static __inline__ errno_t mbstowcs_s(size_t *length, wchar_t *to, size_t size, const char *from, size_t count) {
    size_t at = 0, more, k, units;
    if (length) *length = 0;
    if (from == NULL || (to == NULL && size > 0) || (to != NULL && size == 0)) return portico_wcs_refuse(to, size, EINVAL);
    while (*from) {
        unsigned char lead = (unsigned char)*from++;
        unsigned long point = lead;
        char check[4];
        if (lead >= 0x80) {
            more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC2 ? 1 : 0;
            point = lead & (0x3Fu >> more);
            for (k = 0; k < more && ((unsigned char)from[k] & 0xC0) == 0x80; k++)
                point = point << 6 | ((unsigned char)from[k] & 0x3Fu);
            if (more == 0 || k < more || portico_crt_put_utf8(check, point) != more + 1)
                return portico_wcs_refuse(to, size, EILSEQ);
            from += more;
        }
        units = sizeof(wchar_t) == 2 && point >= 0x10000 ? 2 : 1;
        if (count != _TRUNCATE && to != NULL && at + units > count) break;
        if (to != NULL && at + units >= size) {
            if (count != _TRUNCATE) return portico_wcs_refuse(to, size, ERANGE);
            to[at] = 0;
            if (length) *length = at + 1;
            return STRUNCATE;
        }
        if (to != NULL && units == 2) {
            to[at] = (wchar_t)(0xD7C0 + (point >> 10));
            to[at + 1] = (wchar_t)(0xDC00 + (point & 0x3FF));
        } else if (to != NULL) {
            to[at] = (wchar_t)point;
        }
        at += units;
    }
    if (to != NULL) to[at] = 0;
    if (length) *length = at + 1;
    return 0;
}

#ifdef __cplusplus
extern "C++" {
template <size_t Size> inline errno_t wcstombs_s(size_t *length, char (&to)[Size], const wchar_t *from, size_t count) {
    return wcstombs_s(length, to, Size, from, count);
}
template <size_t Size> inline errno_t mbstowcs_s(size_t *length, wchar_t (&to)[Size], const char *from, size_t count) {
    return mbstowcs_s(length, to, Size, from, count);
}
template <size_t Size> inline errno_t strerror_s(char (&to)[Size], int error) { return strerror_s(to, Size, error); }
}
#endif

/* The names from before the underscores; _CRT_DECLARE_NONSTDC_NAMES 0 leaves them out, as on Windows. */
#if !defined(_CRT_DECLARE_NONSTDC_NAMES) || _CRT_DECLARE_NONSTDC_NAMES
static __inline__ int stricmp(const char *a, const char *b) { return _stricmp(a, b); }
static __inline__ int strcmpi(const char *a, const char *b) { return _stricmp(a, b); }
static __inline__ int strnicmp(const char *a, const char *b, size_t limit) { return _strnicmp(a, b, limit); }
static __inline__ char *strlwr(char *text) { return _strlwr(text); }
static __inline__ char *strupr(char *text) { return _strupr(text); }
static __inline__ char *strrev(char *text) { return _strrev(text); }
static __inline__ int wcsicmp(const wchar_t *a, const wchar_t *b) { return _wcsicmp(a, b); }
static __inline__ int wcsnicmp(const wchar_t *a, const wchar_t *b, size_t limit) { return _wcsnicmp(a, b, limit); }
static __inline__ wchar_t *wcslwr(wchar_t *text) { return _wcslwr(text); }
static __inline__ wchar_t *wcsupr(wchar_t *text) { return _wcsupr(text); }
static __inline__ wchar_t *wcsrev(wchar_t *text) { return _wcsrev(text); }
#endif

#endif
