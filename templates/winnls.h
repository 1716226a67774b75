#ifndef PORTICO_WINNLS_H
#define PORTICO_WINNLS_H

#include "winnt.h"

@declare windows::code_pages

#define MAX_LEADBYTES 12
#define MAX_DEFAULTCHAR 2
#define LOCALE_NAME_USER_DEFAULT NULL
#define LOCALE_NAME_INVARIANT L""
#define LOCALE_NAME_SYSTEM_DEFAULT L"!x-sys-default-locale"
typedef DWORD LCTYPE;

#ifdef __cplusplus
extern "C" {
#endif

@functions winnls

#ifdef __cplusplus
}
#endif

#endif
