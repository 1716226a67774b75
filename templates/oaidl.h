#ifndef PORTICO_OAIDL_H
#define PORTICO_OAIDL_H

#include "wtypes.h"
#include "unknwn.h"
#include "objidl.h"

typedef interface IDispatch IDispatch;
typedef IDispatch *LPDISPATCH;
typedef interface ITypeInfo ITypeInfo;
typedef interface IRecordInfo IRecordInfo;

@declare windows::automation

typedef VARIANT VARIANTARG, *LPVARIANTARG;
typedef const VARIANT *LPCVARIANT;
typedef CY CURRENCY;

typedef struct tagDISPPARAMS {
    VARIANTARG *rgvarg;
    DISPID *rgdispidNamedArgs;
    UINT cArgs;
    UINT cNamedArgs;
} DISPPARAMS;

typedef struct tagEXCEPINFO {
    WORD wCode;
    WORD wReserved;
    BSTR bstrSource;
    BSTR bstrDescription;
    BSTR bstrHelpFile;
    DWORD dwHelpContext;
    PVOID pvReserved;
    HRESULT (STDAPICALLTYPE *pfnDeferredFillIn)(struct tagEXCEPINFO *);
    SCODE scode;
} EXCEPINFO, *LPEXCEPINFO;

/* Calling by name. */
#undef INTERFACE
#define INTERFACE IDispatch
#ifdef __cplusplus
extern "C++" {
#endif
DECLARE_INTERFACE_(IDispatch, IUnknown) {
    BEGIN_INTERFACE
#ifndef __cplusplus
    STDMETHOD(QueryInterface)(THIS_ REFIID riid, void **ppvObject) PURE;
    STDMETHOD_(ULONG, AddRef)(THIS) PURE;
    STDMETHOD_(ULONG, Release)(THIS) PURE;
#endif
    STDMETHOD(GetTypeInfoCount)(THIS_ UINT *pctinfo) PURE;
    STDMETHOD(GetTypeInfo)(THIS_ UINT iTInfo, LCID lcid, ITypeInfo **ppTInfo) PURE;
    STDMETHOD(GetIDsOfNames)(THIS_ REFIID riid, LPOLESTR *rgszNames, UINT cNames, LCID lcid, DISPID *rgDispId) PURE;
    STDMETHOD(Invoke)(THIS_ DISPID dispIdMember, REFIID riid, LCID lcid, WORD wFlags, DISPPARAMS *pDispParams,
                      VARIANT *pVarResult, EXCEPINFO *pExcepInfo, UINT *puArgErr) PURE;
    END_INTERFACE
};
#undef INTERFACE

/* The elements of a collection, one after another. */
typedef interface IEnumVARIANT IEnumVARIANT;
#define INTERFACE IEnumVARIANT
DECLARE_INTERFACE_(IEnumVARIANT, IUnknown) {
    BEGIN_INTERFACE
#ifndef __cplusplus
    STDMETHOD(QueryInterface)(THIS_ REFIID riid, void **ppvObject) PURE;
    STDMETHOD_(ULONG, AddRef)(THIS) PURE;
    STDMETHOD_(ULONG, Release)(THIS) PURE;
#endif
    STDMETHOD(Next)(THIS_ ULONG celt, VARIANT *rgVar, ULONG *pCeltFetched) PURE;
    STDMETHOD(Skip)(THIS_ ULONG celt) PURE;
    STDMETHOD(Reset)(THIS) PURE;
    STDMETHOD(Clone)(THIS_ IEnumVARIANT **ppEnum) PURE;
    END_INTERFACE
};
#undef INTERFACE
#ifdef __cplusplus
}
#endif

PORTICO_DEFINE_OLE_IID(IID_IDispatch, 0x00020400);
PORTICO_DEFINE_OLE_IID(IID_IEnumVARIANT, 0x00020404);
PORTICO_DECLARE_UUID(IDispatch, "00020400-0000-0000-c000-000000000046")
PORTICO_DECLARE_UUID(IEnumVARIANT, "00020404-0000-0000-c000-000000000046")

#endif
