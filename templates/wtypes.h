#ifndef PORTICO_WTYPES_H
#define PORTICO_WTYPES_H

#include "wtypesbase.h"

typedef OLECHAR *BSTR;
typedef BSTR *LPBSTR;
typedef USHORT VARTYPE;
typedef SHORT VARIANT_BOOL;
typedef VARIANT_BOOL _VARIANT_BOOL;
typedef LONG DISPID;
typedef DISPID MEMBERID;
typedef DWORD HREFTYPE;
#define DISPID_UNKNOWN (-1)
#define DISPID_VALUE 0
#define DISPID_PROPERTYPUT (-3)
#define DISPID_NEWENUM (-4)

@declare windows::variant_types

typedef struct tagBSTRBLOB {
    ULONG cbSize;
    BYTE *pData;
} BSTRBLOB, *LPBSTRBLOB;

typedef struct _tagpropertykey {
    GUID fmtid;
    DWORD pid;
} PROPERTYKEY;
typedef ULONG PROPID;

#endif
