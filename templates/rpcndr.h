#ifndef PORTICO_RPCNDR_H
#define PORTICO_RPCNDR_H

#include "windef.h"
#include "winerror.h"
#include "portico_uuid.h"

/* Words of interface definitions. `byte` is the type of that name in Windows'
 * headers; std::byte is another, and `using namespace std` makes both visible
 * there as here. */
typedef unsigned char byte;
typedef unsigned char boolean;
typedef INT64 hyper;
typedef UINT64 MIDL_uhyper;

#define MIDL_INTERFACE(text) struct
#define MIDL_CONST_VTBL
#define CONST_VTBL
#ifdef CONST_VTABLE
#undef CONST_VTBL
#define CONST_VTBL const
#endif
#define __MIDL_DECLSPEC_DLLEXPORT
#define __MIDL_DECLSPEC_DLLIMPORT
#define MIDL_NOREF
#define EXTERN_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
    EXTERN_C const IID name = {l, w1, w2, {b1, b2, b3, b4, b5, b6, b7, b8}}
#define __RPCNDR_H_VERSION__ 500
#ifndef __REQUIRED_RPCNDR_H_VERSION__
#define __REQUIRED_RPCNDR_H_VERSION__ 475
#endif

#define __RPC__in
#define __RPC__in_opt
#define __RPC__in_string
#define __RPC__in_opt_string
#define __RPC__in_ecount_full(count)
#define __RPC__in_ecount_full_opt(count)
#define __RPC__in_xcount(count)
#define __RPC__in_range(low, high)
#define __RPC__inout
#define __RPC__inout_opt
#define __RPC__inout_ecount_full(count)
#define __RPC__out
#define __RPC__out_ecount_full(count)
#define __RPC__out_ecount_part(count, length)
#define __RPC__deref_out
#define __RPC__deref_out_opt
#define __RPC__deref_out_opt_string
#define __RPC__deref_out_string
#define __RPC__deref_inout_opt
#define __RPC__deref_opt_inout_opt
#define __RPC__deref_out_ecount_full_opt(count)

#ifndef interface
#define interface struct
#endif

#endif
