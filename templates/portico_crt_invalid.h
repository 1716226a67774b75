#ifndef PORTICO_CRT_INVALID_H
#define PORTICO_CRT_INVALID_H

/*
 * What functions of Microsoft's C library do with arguments that they cannot
 * take, a buffer that is too small among them: they set errno and call the
 * invalid parameter handler, which ends the process unless the program has set
 * another. Where that returns, the function returns the error.
 */

#include <errno.h>
#include "winnt.h"

typedef void (__cdecl *_invalid_parameter_handler)(const wchar_t *, const wchar_t *, const wchar_t *, unsigned int, ULONG_PTR);

#define STRUNCATE 80
#define _NLSCMPERROR 2147483647

#ifdef __cplusplus
extern "C" {
#endif

@functions stdlib

#ifdef __cplusplus
}
#endif

#define PORTICO_WIDEN_2(text) L##text
#define PORTICO_WIDEN(text) PORTICO_WIDEN_2(text)

static __inline__ errno_t portico_crt_invalid(errno_t error, const wchar_t *function) {
    errno = error;
    _invalid_parameter(NULL, function, NULL, 0, 0);
    return error;
}

static __inline__ errno_t _set_errno(int value) {
    errno = value;
    return 0;
}
static __inline__ errno_t _get_errno(int *value) {
    if (value == NULL) return portico_crt_invalid(EINVAL, L"_get_errno");
    *value = errno;
    return 0;
}

#endif
