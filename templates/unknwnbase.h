#ifndef PORTICO_UNKNWNBASE_H
#define PORTICO_UNKNWNBASE_H

#include "wtypesbase.h"
#include "portico_com.h"

#if defined(__cplusplus)
extern "C++" {
#endif

typedef interface IUnknown IUnknown;
typedef IUnknown *LPUNKNOWN;
typedef interface IClassFactory IClassFactory;
typedef IClassFactory *LPCLASSFACTORY;

/* Reference counting, and the way to an object's other interfaces. */
#undef INTERFACE
#define INTERFACE IUnknown
DECLARE_INTERFACE(IUnknown) {
    BEGIN_INTERFACE
    STDMETHOD(QueryInterface)(THIS_ REFIID riid, void **ppvObject) PURE;
    STDMETHOD_(ULONG, AddRef)(THIS) PURE;
    STDMETHOD_(ULONG, Release)(THIS) PURE;
#if defined(__cplusplus) && __cplusplus >= 201103L
    template <class Q> HRESULT STDMETHODCALLTYPE QueryInterface(Q **pp) {
        return QueryInterface(__uuidof(Q), reinterpret_cast<void **>(pp));
    }
#endif
    END_INTERFACE
};

#undef INTERFACE
#define INTERFACE IClassFactory
DECLARE_INTERFACE_(IClassFactory, IUnknown) {
    BEGIN_INTERFACE
#ifndef __cplusplus
    STDMETHOD(QueryInterface)(THIS_ REFIID riid, void **ppvObject) PURE;
    STDMETHOD_(ULONG, AddRef)(THIS) PURE;
    STDMETHOD_(ULONG, Release)(THIS) PURE;
#endif
    STDMETHOD(CreateInstance)(THIS_ IUnknown *pUnkOuter, REFIID riid, void **ppvObject) PURE;
    STDMETHOD(LockServer)(THIS_ BOOL fLock) PURE;
    END_INTERFACE
};
#undef INTERFACE

#if defined(__cplusplus)
}
#endif

PORTICO_DEFINE_OLE_IID(IID_IUnknown, 0x00000000);
PORTICO_DEFINE_OLE_IID(IID_IClassFactory, 0x00000001);
PORTICO_DECLARE_UUID(IUnknown, "00000000-0000-0000-c000-000000000046")
PORTICO_DECLARE_UUID(IClassFactory, "00000001-0000-0000-c000-000000000046")

#if !defined(__cplusplus) && defined(COBJMACROS)
#define IUnknown_QueryInterface(This, riid, ppvObject) ((This)->lpVtbl->QueryInterface(This, riid, ppvObject))
#define IUnknown_AddRef(This) ((This)->lpVtbl->AddRef(This))
#define IUnknown_Release(This) ((This)->lpVtbl->Release(This))
#endif

#endif
