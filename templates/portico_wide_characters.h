#ifndef PORTICO_WIDE_CHARACTERS_H
#define PORTICO_WIDE_CHARACTERS_H

/*
 * WCHAR is wchar_t: 4 bytes, or 2 with -fshort-wchar. There is a library for
 * each. Every object file refers to a name that only its own library has, so
 * that a mixture fails when it is linked or loaded, with a name that explains it.
 * Code that uses these headers without the library defines PORTICO_NO_WCHAR_GUARD.
 */
#ifndef PORTICO_NO_WCHAR_GUARD
#ifdef __cplusplus
extern "C" {
#endif
#if __SIZEOF_WCHAR_T__ == 4
extern const int portico_this_program_has_a_4_byte_wchar_t_and_needs_libhttpapi;
static const int *const portico_wchar_guard __attribute__((used)) =
    &portico_this_program_has_a_4_byte_wchar_t_and_needs_libhttpapi;
#else
extern const int portico_this_program_has_a_2_byte_wchar_t_and_needs_libhttpapi_u16;
static const int *const portico_wchar_guard __attribute__((used)) =
    &portico_this_program_has_a_2_byte_wchar_t_and_needs_libhttpapi_u16;
#endif
#ifdef __cplusplus
}
#endif
#endif

#if __SIZEOF_WCHAR_T__ == 2
#include "portico_short_wchar.inc"
#endif

#endif
