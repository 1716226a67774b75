/* After this header, DEFINE_GUID defines what it declares. */
#define INITGUID_INCLUDED
#ifndef INITGUID
#define INITGUID
#endif
#include "guiddef.h"
