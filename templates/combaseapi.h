#ifndef PORTICO_COMBASEAPI_H
#define PORTICO_COMBASEAPI_H

#include "wtypesbase.h"
#include "unknwnbase.h"
#include "portico_com.h"

#include <string.h>

#ifdef __cplusplus
#define PORTICO_GUID_ADDRESS(guid) (&(guid))
#else
#define PORTICO_GUID_ADDRESS(guid) (guid)
#endif

#define WINOLEAPI STDAPI
#define WINOLEAPI_(type) STDAPI_(type)

#ifdef __cplusplus
extern "C" {
#endif

@functions combaseapi

/* `{xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}` with its zero: 39 units, or 0 where there is no room. */
static __inline__ int StringFromGUID2(REFGUID rguid, LPOLESTR lpsz, int cchMax) {
    static const signed char order[] = {3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15};
    const unsigned char *bytes = (const unsigned char *)PORTICO_GUID_ADDRESS(rguid);
    size_t i;
    if (lpsz == NULL || cchMax < 39) return 0;
    *lpsz++ = '{';
    for (i = 0; i < sizeof order; i++) {
        if (order[i] < 0) {
            *lpsz++ = '-';
            continue;
        }
        *lpsz++ = (WCHAR)"0123456789ABCDEF"[bytes[order[i]] >> 4];
        *lpsz++ = (WCHAR)"0123456789ABCDEF"[bytes[order[i]] & 15];
    }
    *lpsz++ = '}';
    *lpsz = 0;
    return 39;
}

/* The same read back; CO_E_CLASSSTRING for what is none. Names of classes are not looked up: there are none. */
static __inline__ HRESULT CLSIDFromString(LPCOLESTR lpsz, LPCLSID pclsid) {
    static const signed char order[] = {3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15};
    unsigned char bytes[16];
    size_t i, half;
    if (pclsid == NULL) return E_INVALIDARG;
    memset(pclsid, 0, sizeof *pclsid);
    if (lpsz == NULL) return S_OK;
    if (*lpsz++ != '{') return CO_E_CLASSSTRING;
    for (i = 0; i < sizeof order; i++) {
        if (order[i] < 0) {
            if (*lpsz++ != '-') return CO_E_CLASSSTRING;
            continue;
        }
        bytes[order[i]] = 0;
        for (half = 0; half < 2; half++, lpsz++) {
            int digit = *lpsz >= '0' && *lpsz <= '9' ? (int)*lpsz - '0' : *lpsz >= 'a' && *lpsz <= 'f' ? (int)*lpsz - 'a' + 10
                      : *lpsz >= 'A' && *lpsz <= 'F' ? (int)*lpsz - 'A' + 10 : -1;
            if (digit < 0) return CO_E_CLASSSTRING;
            bytes[order[i]] = (unsigned char)(bytes[order[i]] << 4 | digit);
        }
    }
    if (lpsz[0] != '}' || lpsz[1] != 0) return CO_E_CLASSSTRING;
    memcpy(pclsid, bytes, sizeof *pclsid);
    return S_OK;
}
static __inline__ HRESULT IIDFromString(LPCOLESTR lpsz, LPIID lpiid) { return CLSIDFromString(lpsz, lpiid); }

/*
 * There is nothing to begin and nothing to end: objects of this library are for
 * every thread. S_FALSE says that somebody has begun before.
 */
static __inline__ HRESULT CoInitializeEx(LPVOID pvReserved, DWORD dwCoInit) {
    (void)dwCoInit;
    return pvReserved == NULL ? S_FALSE : E_INVALIDARG;
}
static __inline__ HRESULT CoInitialize(LPVOID pvReserved) { return CoInitializeEx(pvReserved, 0); }
static __inline__ void CoUninitialize(void) {}

#ifdef __cplusplus
}
#endif

#endif
