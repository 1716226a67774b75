#ifndef PORTICO_OLEAUTO_H
#define PORTICO_OLEAUTO_H

#include "oaidl.h"

/* Members of a VARIANT by kind. */
#define V_VT(v) ((v)->vt)
#define V_ISBYREF(v) (V_VT(v) & VT_BYREF)
#define V_ISARRAY(v) (V_VT(v) & VT_ARRAY)
#define V_ISVECTOR(v) (V_VT(v) & VT_VECTOR)
#define V_UNION(v, member) ((v)->member)
#define V_NONE(v) V_I2(v)
#define V_UI1(v) ((v)->bVal)
#define V_UI1REF(v) ((v)->pbVal)
#define V_I1(v) ((v)->cVal)
#define V_I2(v) ((v)->iVal)
#define V_I2REF(v) ((v)->piVal)
#define V_UI2(v) ((v)->uiVal)
#define V_I4(v) ((v)->lVal)
#define V_I4REF(v) ((v)->plVal)
#define V_UI4(v) ((v)->ulVal)
#define V_UI4REF(v) ((v)->pulVal)
#define V_I8(v) ((v)->llVal)
#define V_UI8(v) ((v)->ullVal)
#define V_INT(v) ((v)->intVal)
#define V_UINT(v) ((v)->uintVal)
#define V_R4(v) ((v)->fltVal)
#define V_R8(v) ((v)->dblVal)
#define V_CY(v) ((v)->cyVal)
#define V_DATE(v) ((v)->date)
#define V_BSTR(v) ((v)->bstrVal)
#define V_BSTRREF(v) ((v)->pbstrVal)
#define V_DISPATCH(v) ((v)->pdispVal)
#define V_ERROR(v) ((v)->scode)
#define V_BOOL(v) ((v)->boolVal)
#define V_BOOLREF(v) ((v)->pboolVal)
#define V_UNKNOWN(v) ((v)->punkVal)
#define V_VARIANTREF(v) ((v)->pvarVal)
#define V_ARRAY(v) ((v)->parray)
#define V_ARRAYREF(v) ((v)->pparray)
#define V_BYREF(v) ((v)->byref)
#define V_DECIMAL(v) ((v)->decVal)

#ifdef __cplusplus
extern "C" {
#endif

@functions oleauto

#ifdef __cplusplus
}
#endif

#endif
