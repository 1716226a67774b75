#ifndef PORTICO_GUIDDEF_H
#define PORTICO_GUIDDEF_H

#include "minwindef.h"
#include <string.h>

@declare windows::guid

typedef const GUID *LPCGUID;
typedef GUID IID, *LPIID;
typedef GUID CLSID, *LPCLSID;
typedef GUID FMTID, *LPFMTID;
typedef GUID UUID;
#define GUID_DEFINED

#ifdef __cplusplus
#define REFGUID const GUID &
#define REFIID const IID &
#define REFCLSID const CLSID &
#define REFFMTID const FMTID &

inline int InlineIsEqualGUID(REFGUID left, REFGUID right) { return memcmp(&left, &right, sizeof(GUID)) == 0; }
inline int IsEqualGUID(REFGUID left, REFGUID right) { return memcmp(&left, &right, sizeof(GUID)) == 0; }
inline bool operator==(const GUID &left, const GUID &right) { return memcmp(&left, &right, sizeof(GUID)) == 0; }
inline bool operator!=(const GUID &left, const GUID &right) { return !(left == right); }
#else
#define REFGUID const GUID *
#define REFIID const IID *
#define REFCLSID const CLSID *
#define REFFMTID const FMTID *
#define IsEqualGUID(left, right) (memcmp((left), (right), sizeof(GUID)) == 0)
#define InlineIsEqualGUID(left, right) IsEqualGUID(left, right)
#endif

#define IsEqualIID(left, right) IsEqualGUID(left, right)
#define IsEqualCLSID(left, right) IsEqualGUID(left, right)
#define IsEqualFMTID(left, right) IsEqualGUID(left, right)

/* The identifiers of these headers' own interfaces, which no library holds. */
#define PORTICO_DEFINE_IID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
    EXTERN_C const GUID name __attribute__((weak));                         \
    const GUID name = {l, w1, w2, {b1, b2, b3, b4, b5, b6, b7, b8}}
#define PORTICO_DEFINE_OLE_IID(name, l) PORTICO_DEFINE_IID(name, l, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46)

#ifndef DECLSPEC_SELECTANY
#define DECLSPEC_SELECTANY __attribute__((weak))
#endif

PORTICO_DEFINE_IID(GUID_NULL, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
#define IID_NULL GUID_NULL
#define CLSID_NULL GUID_NULL

#endif

/*
 * DEFINE_GUID declares an identifier; after <initguid.h>, or with INITGUID
 * defined, it defines it too. This part may be read again for that reason.
 */
#undef DEFINE_GUID
#ifdef INITGUID
#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
    EXTERN_C const GUID name __attribute__((weak));                  \
    const GUID name = {l, w1, w2, {b1, b2, b3, b4, b5, b6, b7, b8}}
#else
#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) EXTERN_C const GUID name
#endif
#undef DEFINE_OLEGUID
#define DEFINE_OLEGUID(name, l, w1, w2) DEFINE_GUID(name, l, w1, w2, 0xC0, 0, 0, 0, 0, 0, 0, 0x46)
