#ifndef PORTICO_PORTICO_COM_H
#define PORTICO_PORTICO_COM_H

#include "portico_interface.h"
#include "rpcndr.h"

/*
 * How an interface is written once for C++ (a class of pure virtual functions)
 * and for C (a structure that points to a table of functions).
 */
#define BEGIN_INTERFACE
#define END_INTERFACE

#ifdef __cplusplus
#define STDMETHOD(method) virtual HRESULT STDMETHODCALLTYPE method
#define STDMETHOD_(type, method) virtual type STDMETHODCALLTYPE method
#define STDMETHODV(method) virtual HRESULT STDMETHODVCALLTYPE method
#define STDMETHODV_(type, method) virtual type STDMETHODVCALLTYPE method
#define PURE = 0
#define THIS_
#define THIS void
#define DECLARE_INTERFACE(iface) interface DECLSPEC_NOVTABLE IIS_API iface
#define DECLARE_INTERFACE_(iface, base) interface DECLSPEC_NOVTABLE IIS_API iface : public base
#define DECLARE_INTERFACE_IID(iface, iid) interface DECLSPEC_NOVTABLE IIS_API iface
#define DECLARE_INTERFACE_IID_(iface, base, iid) interface DECLSPEC_NOVTABLE IIS_API iface : public base
#else
#define STDMETHOD(method) HRESULT (STDMETHODCALLTYPE * method)
#define STDMETHOD_(type, method) type (STDMETHODCALLTYPE * method)
#define STDMETHODV(method) HRESULT (STDMETHODVCALLTYPE * method)
#define STDMETHODV_(type, method) type (STDMETHODVCALLTYPE * method)
#define PURE
#define THIS_ INTERFACE *This,
#define THIS INTERFACE *This
#define DECLARE_INTERFACE(iface)               \
    typedef CONST_VTBL struct iface##Vtbl iface##Vtbl; \
    typedef struct iface {                             \
        CONST_VTBL struct iface##Vtbl *lpVtbl;         \
    } iface;                                           \
    CONST_VTBL struct iface##Vtbl
#define DECLARE_INTERFACE_(iface, base) DECLARE_INTERFACE(iface)
#define DECLARE_INTERFACE_IID(iface, iid) DECLARE_INTERFACE(iface)
#define DECLARE_INTERFACE_IID_(iface, base, iid) DECLARE_INTERFACE(iface)
#endif

#ifdef __cplusplus
/* `IID_PPV_ARGS(&p)` for a pointer `p` to an interface. */
extern "C++" {
template <typename T> void **IID_PPV_ARGS_Helper(T **pp) { return reinterpret_cast<void **>(pp); }
}
#define IID_PPV_ARGS(ppType) __uuidof(**(ppType)), IID_PPV_ARGS_Helper(ppType)
#endif

#ifdef COM_STDMETHOD_CAN_THROW
#define COM_DECLSPEC_NOTHROW
#else
#define COM_DECLSPEC_NOTHROW
#endif

#endif
