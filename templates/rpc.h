#ifndef PORTICO_RPC_H
#define PORTICO_RPC_H

#include "windef.h"

typedef LONG RPC_STATUS;
typedef unsigned char *RPC_CSTR;
typedef WCHAR *RPC_WSTR;
typedef void *I_RPC_HANDLE;
typedef I_RPC_HANDLE RPC_BINDING_HANDLE, handle_t;
#define RPC_ENTRY
#define __RPC_USER
#define __RPC_STUB
#define __RPC_API
#define RPC_UNICODE_SUPPORTED
#define UUID_DEFINED

#include "rpcndr.h"
#include "rpcdce.h"

#endif
