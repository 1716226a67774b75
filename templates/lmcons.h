#ifndef PORTICO_LMCONS_H
#define PORTICO_LMCONS_H

#include "windef.h"

#define CNLEN 15
#define UNCLEN (CNLEN + 2)
#define DNLEN 15
#define UNLEN 256
#define PWLEN 256
#define NET_API_STATUS DWORD
#define NET_API_FUNCTION

#endif
