#ifndef PORTICO_BYTESWAP_H
#define PORTICO_BYTESWAP_H

/* The intrinsics that Microsoft's <stdlib.h> has, too. */

#include "minwindef.h"

static __inline__ unsigned short _byteswap_ushort(unsigned short value) { return __builtin_bswap16(value); }
static __inline__ ULONG _byteswap_ulong(ULONG value) { return __builtin_bswap32(value); }
static __inline__ unsigned __int64 _byteswap_uint64(unsigned __int64 value) { return __builtin_bswap64(value); }

#endif
