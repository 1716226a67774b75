#ifndef PORTICO_CRT_CONVERT_H
#define PORTICO_CRT_CONVERT_H

/*
 * wcstombs_s and mbstowcs_s. Narrow text is UTF-8, as CP_ACP is; the locale takes
 * no part. wcstombs and mbstowcs themselves are the platform's.
 */

#include <stdlib.h>
#include "portico_crt_invalid.h"

/* The bytes of one character of wide text at `*text`, which moves behind it; 0 where it is none. */
static __inline__ int portico_crt_to_bytes(const wchar_t **text, char bytes[4]) {
    unsigned int point = (unsigned int)*(*text)++;
#if __SIZEOF_WCHAR_T__ == 2
    if (point >= 0xD800 && point < 0xDC00 && **text >= 0xDC00 && **text < 0xE000)
        point = 0x10000 + ((point - 0xD800) << 10) + ((unsigned int)*(*text)++ - 0xDC00);
#endif
    if (point < 0x80) {
        bytes[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        bytes[0] = (char)(0xC0 | point >> 6);
        bytes[1] = (char)(0x80 | (point & 0x3F));
        return 2;
    }
    if ((point >= 0xD800 && point < 0xE000) || point > 0x10FFFF) return 0;
    if (point < 0x10000) {
        bytes[0] = (char)(0xE0 | point >> 12);
        bytes[1] = (char)(0x80 | (point >> 6 & 0x3F));
        bytes[2] = (char)(0x80 | (point & 0x3F));
        return 3;
    }
    bytes[0] = (char)(0xF0 | point >> 18);
    bytes[1] = (char)(0x80 | (point >> 12 & 0x3F));
    bytes[2] = (char)(0x80 | (point >> 6 & 0x3F));
    bytes[3] = (char)(0x80 | (point & 0x3F));
    return 4;
}

/* The wide units of one character of UTF-8 at `*text`, which moves behind it; 0 where it is none. */
static __inline__ int portico_crt_to_wide(const char **text, wchar_t units[2]) {
    unsigned int lead = (unsigned char)*(*text)++, more, point, least;
    if (lead < 0x80) {
        units[0] = (wchar_t)lead;
        return 1;
    }
    more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    least = more == 3 ? 0x10000 : more == 2 ? 0x800 : 0x80;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    for (point = lead & (0x3Fu >> more); more > 0; more--) {
        unsigned int next = (unsigned char)**text;
        if ((next & 0xC0) != 0x80) return 0;
        point = point << 6 | (next & 0x3F);
        (*text)++;
    }
    if (point < least || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) return 0;
#if __SIZEOF_WCHAR_T__ == 2
    if (point >= 0x10000) {
        units[0] = (wchar_t)(0xD7C0 + (point >> 10));
        units[1] = (wchar_t)(0xDC00 + (point & 0x3FF));
        return 2;
    }
#endif
    units[0] = (wchar_t)point;
    return 1;
}

#define PORTICO_FROM wchar_t
#define PORTICO_CHAR char
#define PORTICO_CONVERT wcstombs_s
#define PORTICO_CONVERT_NAME L"wcstombs_s"
#define PORTICO_CONVERT_ONE portico_crt_to_bytes
#include "portico_crt_convert_body.inc"
#undef PORTICO_FROM
#undef PORTICO_CHAR
#undef PORTICO_CONVERT
#undef PORTICO_CONVERT_NAME
#undef PORTICO_CONVERT_ONE

#define PORTICO_FROM char
#define PORTICO_CHAR wchar_t
#define PORTICO_CONVERT mbstowcs_s
#define PORTICO_CONVERT_NAME L"mbstowcs_s"
#define PORTICO_CONVERT_ONE portico_crt_to_wide
#include "portico_crt_convert_body.inc"
#undef PORTICO_FROM
#undef PORTICO_CHAR
#undef PORTICO_CONVERT
#undef PORTICO_CONVERT_NAME
#undef PORTICO_CONVERT_ONE

/* UTF-8 in memory of its own, which the caller frees; NULL with errno for what is no text. */
static __inline__ char *portico_crt_narrow(const wchar_t *text) {
    char bytes[4], *narrow;
    size_t length = 0;
    const wchar_t *at = text;
    if (text == NULL) return NULL;
    while (*at) {
        int count = portico_crt_to_bytes(&at, bytes);
        if (count == 0) {
            errno = EILSEQ;
            return NULL;
        }
        length += (size_t)count;
    }
    narrow = (char *)malloc(length + 4);
    if (narrow == NULL) return NULL;
    for (length = 0, at = text; *at;) length += (size_t)portico_crt_to_bytes(&at, narrow + length);
    narrow[length] = 0;
    return narrow;
}

#endif
