#ifndef PORTICO_COMDEF_H
#define PORTICO_COMDEF_H

/* Compiler support for COM: _com_ptr_t, _bstr_t, _variant_t and _com_error. */

#ifndef __cplusplus
#error "comdef.h is for C++"
#endif

#include "comutil.h"
#include "comip.h"

/* The identifier is that of __uuidof, as it is on Windows. */
#define _COM_SMARTPTR _com_ptr_t
#define _COM_SMARTPTR_LEVEL2 _com_IIID
#define _COM_SMARTPTR_TYPEDEF(Interface, iid) typedef _com_ptr_t<_com_IIID<Interface>> Interface##Ptr

_COM_SMARTPTR_TYPEDEF(IUnknown, __uuidof(IUnknown));

#endif
