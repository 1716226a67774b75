#ifndef PORTICO_COMBASEAPI_H
#define PORTICO_COMBASEAPI_H

#include "wtypesbase.h"
#include "unknwnbase.h"
#include "portico_com.h"

#define WINOLEAPI STDAPI
#define WINOLEAPI_(type) STDAPI_(type)

#ifdef __cplusplus
extern "C" {
#endif

@functions combaseapi

#ifdef __cplusplus
}
#endif

#endif
