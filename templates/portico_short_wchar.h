#ifndef PORTICO_SHORT_WCHAR_H
#define PORTICO_SHORT_WCHAR_H

/*
 * -fshort-wchar: wchar_t has 2 bytes in this file, and 4 in the C and C++
 * libraries of the platform. The plain string functions are given here anew.
 * What lives in the libraries' own code stops the compiler with a name that says
 * so, instead of overrunning buffers.
 */

#pragma GCC system_header

#include <stddef.h>
#ifdef __cplusplus
#include <cstdlib>
#include <cwchar>
#include <cstdio>
extern "C++" {
#else
#include <stdlib.h>
#include <wchar.h>
#endif

static __inline__ size_t portico_wcslen(const wchar_t *s) {
    size_t n = 0;
    while (s[n]) n++;
    return n;
}
static __inline__ size_t portico_wcsnlen(const wchar_t *s, size_t max_count) {
    size_t n = 0;
    while (n < max_count && s[n]) n++;
    return n;
}
static __inline__ wchar_t *portico_wmemcpy(wchar_t *to, const wchar_t *from, size_t n) {
    return (wchar_t *)__builtin_memcpy(to, from, n * sizeof(wchar_t));
}
static __inline__ wchar_t *portico_wmemmove(wchar_t *to, const wchar_t *from, size_t n) {
    return (wchar_t *)__builtin_memmove(to, from, n * sizeof(wchar_t));
}
static __inline__ wchar_t *portico_wmemset(wchar_t *to, wchar_t c, size_t n) {
    size_t i;
    for (i = 0; i < n; i++) to[i] = c;
    return to;
}
static __inline__ int portico_wmemcmp(const wchar_t *a, const wchar_t *b, size_t n) {
    size_t i;
    for (i = 0; i < n; i++)
        if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
    return 0;
}
static __inline__ wchar_t *portico_wmemchr(const wchar_t *s, wchar_t c, size_t n) {
    size_t i;
    for (i = 0; i < n; i++)
        if (s[i] == c) return (wchar_t *)(s + i);
    return NULL;
}
static __inline__ wchar_t *portico_wcscpy(wchar_t *to, const wchar_t *from) {
    return portico_wmemcpy(to, from, portico_wcslen(from) + 1);
}
static __inline__ wchar_t *portico_wcsncpy(wchar_t *to, const wchar_t *from, size_t n) {
    size_t i = 0;
    for (; i < n && from[i]; i++) to[i] = from[i];
    for (; i < n; i++) to[i] = 0;
    return to;
}
static __inline__ wchar_t *portico_wcscat(wchar_t *to, const wchar_t *from) {
    portico_wcscpy(to + portico_wcslen(to), from);
    return to;
}
static __inline__ wchar_t *portico_wcsncat(wchar_t *to, const wchar_t *from, size_t n) {
    size_t end = portico_wcslen(to), count = portico_wcsnlen(from, n);
    portico_wmemcpy(to + end, from, count);
    to[end + count] = 0;
    return to;
}
static __inline__ int portico_wcsncmp(const wchar_t *a, const wchar_t *b, size_t n) {
    size_t i;
    for (i = 0; i < n; i++) {
        if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
        if (!a[i]) break;
    }
    return 0;
}
static __inline__ int portico_wcscmp(const wchar_t *a, const wchar_t *b) { return portico_wcsncmp(a, b, (size_t)-1); }
static __inline__ wchar_t *portico_wcschr(const wchar_t *s, wchar_t c) {
    return portico_wmemchr(s, c, portico_wcslen(s) + 1);
}
static __inline__ wchar_t *portico_wcsrchr(const wchar_t *s, wchar_t c) {
    size_t i = portico_wcslen(s) + 1;
    while (i-- > 0)
        if (s[i] == c) return (wchar_t *)(s + i);
    return NULL;
}
static __inline__ wchar_t *portico_wcsstr(const wchar_t *s, const wchar_t *wanted) {
    size_t n = portico_wcslen(wanted);
    for (;; s++) {
        if (portico_wcsncmp(s, wanted, n) == 0) return (wchar_t *)s;
        if (!*s) return NULL;
    }
}
static __inline__ size_t portico_wcsspn(const wchar_t *s, const wchar_t *accept) {
    size_t n = 0;
    while (s[n] && portico_wcschr(accept, s[n])) n++;
    return n;
}
static __inline__ size_t portico_wcscspn(const wchar_t *s, const wchar_t *reject) {
    size_t n = 0;
    while (s[n] && !portico_wcschr(reject, s[n])) n++;
    return n;
}
static __inline__ wchar_t *portico_wcspbrk(const wchar_t *s, const wchar_t *accept) {
    s += portico_wcscspn(s, accept);
    return *s ? (wchar_t *)s : NULL;
}

#ifdef __cplusplus
}
/* `std::wcslen` and its like find them too. */
namespace std {
using ::portico_wcslen;
using ::portico_wcsnlen;
using ::portico_wmemcpy;
using ::portico_wmemmove;
using ::portico_wmemset;
using ::portico_wmemcmp;
using ::portico_wmemchr;
using ::portico_wcscpy;
using ::portico_wcsncpy;
using ::portico_wcscat;
using ::portico_wcsncat;
using ::portico_wcsncmp;
using ::portico_wcscmp;
using ::portico_wcschr;
using ::portico_wcsrchr;
using ::portico_wcsstr;
using ::portico_wcsspn;
using ::portico_wcscspn;
using ::portico_wcspbrk;
}
#endif

#define wcslen portico_wcslen
#define wcsnlen portico_wcsnlen
#define wmemcpy portico_wmemcpy
#define wmemmove portico_wmemmove
#define wmemset portico_wmemset
#define wmemcmp portico_wmemcmp
#define wmemchr portico_wmemchr
#define wcscpy portico_wcscpy
#define wcsncpy portico_wcsncpy
#define wcscat portico_wcscat
#define wcsncat portico_wcsncat
#define wcsncmp portico_wcsncmp
#define wcscmp portico_wcscmp
#define wcschr portico_wcschr
#define wcsrchr portico_wcsrchr
#define wcsstr portico_wcsstr
#define wcsspn portico_wcsspn
#define wcscspn portico_wcscspn
#define wcspbrk portico_wcspbrk

/* Code of the C library, which has 4-byte wide characters. */
#define wprintf wprintf_needs_a_4_byte_wchar_t__see_docs_porting_md
#define fwprintf fwprintf_needs_a_4_byte_wchar_t__see_docs_porting_md
#define swprintf swprintf_needs_a_4_byte_wchar_t__see_docs_porting_md
#define vwprintf vwprintf_needs_a_4_byte_wchar_t__see_docs_porting_md
#define vfwprintf vfwprintf_needs_a_4_byte_wchar_t__see_docs_porting_md
#define vswprintf vswprintf_needs_a_4_byte_wchar_t__see_docs_porting_md
#define wscanf wscanf_needs_a_4_byte_wchar_t__see_docs_porting_md
#define fwscanf fwscanf_needs_a_4_byte_wchar_t__see_docs_porting_md
#define swscanf swscanf_needs_a_4_byte_wchar_t__see_docs_porting_md
#define vwscanf vwscanf_needs_a_4_byte_wchar_t__see_docs_porting_md
#define vfwscanf vfwscanf_needs_a_4_byte_wchar_t__see_docs_porting_md
#define vswscanf vswscanf_needs_a_4_byte_wchar_t__see_docs_porting_md
#define wcstol wcstol_needs_a_4_byte_wchar_t__see_docs_porting_md
#define wcstoul wcstoul_needs_a_4_byte_wchar_t__see_docs_porting_md
#define wcstoll wcstoll_needs_a_4_byte_wchar_t__see_docs_porting_md
#define wcstoull wcstoull_needs_a_4_byte_wchar_t__see_docs_porting_md
#define wcstod wcstod_needs_a_4_byte_wchar_t__see_docs_porting_md
#define wcstof wcstof_needs_a_4_byte_wchar_t__see_docs_porting_md
#define wcsftime wcsftime_needs_a_4_byte_wchar_t__see_docs_porting_md
#define wcstok wcstok_needs_a_4_byte_wchar_t__see_docs_porting_md
#define wcscoll wcscoll_needs_a_4_byte_wchar_t__see_docs_porting_md
#define wcsxfrm wcsxfrm_needs_a_4_byte_wchar_t__see_docs_porting_md
#define fputws fputws_needs_a_4_byte_wchar_t__see_docs_porting_md
#define fgetws fgetws_needs_a_4_byte_wchar_t__see_docs_porting_md
#define putwc putwc_needs_a_4_byte_wchar_t__see_docs_porting_md
#define getwc getwc_needs_a_4_byte_wchar_t__see_docs_porting_md
#define fputwc fputwc_needs_a_4_byte_wchar_t__see_docs_porting_md
#define fgetwc fgetwc_needs_a_4_byte_wchar_t__see_docs_porting_md
#define putwchar putwchar_needs_a_4_byte_wchar_t__see_docs_porting_md
#define getwchar getwchar_needs_a_4_byte_wchar_t__see_docs_porting_md
#define mbstowcs mbstowcs_needs_a_4_byte_wchar_t__see_docs_porting_md
#define wcstombs wcstombs_needs_a_4_byte_wchar_t__see_docs_porting_md
#define mbrtowc mbrtowc_needs_a_4_byte_wchar_t__see_docs_porting_md
#define wcrtomb wcrtomb_needs_a_4_byte_wchar_t__see_docs_porting_md
#define mbsrtowcs mbsrtowcs_needs_a_4_byte_wchar_t__see_docs_porting_md
#define wcsrtombs wcsrtombs_needs_a_4_byte_wchar_t__see_docs_porting_md
#define mbtowc mbtowc_needs_a_4_byte_wchar_t__see_docs_porting_md
#define wctomb wctomb_needs_a_4_byte_wchar_t__see_docs_porting_md
#define wcsdup wcsdup_needs_a_4_byte_wchar_t__see_docs_porting_md
#define wcscasecmp wcscasecmp_needs_a_4_byte_wchar_t__see_docs_porting_md
#define wcsncasecmp wcsncasecmp_needs_a_4_byte_wchar_t__see_docs_porting_md
#define wcpcpy wcpcpy_needs_a_4_byte_wchar_t__see_docs_porting_md
#define wcpncpy wcpncpy_needs_a_4_byte_wchar_t__see_docs_porting_md
#define open_wmemstream open_wmemstream_needs_a_4_byte_wchar_t__see_docs_porting_md

/* Code of the C++ library. */
#ifdef __cplusplus
#define wstring wstring_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wstring
#define wstring_view wstring_view_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wstring_view
#define wstringstream wstringstream_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wstringstream
#define wistringstream wistringstream_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wistringstream
#define wostringstream wostringstream_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wostringstream
#define wstringbuf wstringbuf_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wstringbuf
#define wstreambuf wstreambuf_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wstreambuf
#define wfstream wfstream_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wfstream
#define wifstream wifstream_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wifstream
#define wofstream wofstream_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wofstream
#define wfilebuf wfilebuf_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wfilebuf
#define wiostream wiostream_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wiostream
#define wistream wistream_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wistream
#define wostream wostream_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wostream
#define wios wios_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wios
#define wcout wcout_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wcout
#define wcin wcin_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wcin
#define wcerr wcerr_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wcerr
#define wclog wclog_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wclog
#define wregex wregex_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wregex
#define wsmatch wsmatch_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wsmatch
#define wcmatch wcmatch_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wcmatch
#define wssub_match wssub_match_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wssub_match
#define wcsub_match wcsub_match_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wcsub_match
#define wsregex_iterator wsregex_iterator_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wsregex_iterator
#define wcregex_iterator wcregex_iterator_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wcregex_iterator
#define to_wstring to_wstring_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_to_wstring
#define wstring_convert wstring_convert_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wstring_convert
#define wbuffer_convert wbuffer_convert_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wbuffer_convert
#define codecvt_utf8 codecvt_utf8_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_codecvt_utf8
#define codecvt_utf8_utf16 codecvt_utf8_utf16_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_codecvt_utf8_utf16
#define wspanstream wspanstream_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wspanstream
#define wosyncstream wosyncstream_needs_a_4_byte_wchar_t__remove_fshort_wchar_or_do_not_use_std_wosyncstream
#endif

#endif
