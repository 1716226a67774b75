#ifndef PORTICO_HANDLEAPI_H
#define PORTICO_HANDLEAPI_H

#include "minwindef.h"

#ifndef INVALID_HANDLE_VALUE
#define INVALID_HANDLE_VALUE ((HANDLE)(LONG_PTR)-1)
#endif

#ifdef __cplusplus
extern "C" {
#endif

@functions handleapi

#ifdef __cplusplus
}
#endif

#endif
