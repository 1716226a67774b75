#ifndef PORTICO_COMBASEAPI_H
#define PORTICO_COMBASEAPI_H

#include "wtypesbase.h"
#include "unknwnbase.h"
#include "portico_com.h"

#define WINOLEAPI STDAPI
#define WINOLEAPI_(type) STDAPI_(type)

#endif
