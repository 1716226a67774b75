#ifndef PORTICO_ATLBASE_H
#define PORTICO_ATLBASE_H

/* Of ATL the smart pointers, texts and VARIANTs are there. */

#ifndef __cplusplus
#error "atlbase.h is for C++"
#endif

#include "atlcomcli.h"

#endif
