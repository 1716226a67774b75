#ifndef PORTICO_WINERROR_H
#define PORTICO_WINERROR_H

#include "minwindef.h"

@declare windows::errors::common

@declare windows::errors::system

@declare windows::errors::services

@declare windows::errors::network

@declare windows::errors::security

@declare windows::errors::resources

@declare windows::errors::rpc

@declare windows::errors::winsock

@declare windows::errors::hresult

@declare windows::errors::certificates

#define _HRESULT_TYPEDEF_(value) ((HRESULT)value)
#define _NDIS_ERROR_TYPEDEF_(value) ((DWORD)value)

#define SUCCEEDED(hr) (((HRESULT)(hr)) >= 0)
#define FAILED(hr) (((HRESULT)(hr)) < 0)
#define IS_ERROR(status) (((ULONG)(status)) >> 31 == SEVERITY_ERROR)
#define HRESULT_CODE(hr) ((hr) & 0xFFFF)
#define SCODE_CODE(code) ((code) & 0xFFFF)
#define HRESULT_FACILITY(hr) (((hr) >> 16) & 0x1fff)
#define SCODE_FACILITY(code) (((code) >> 16) & 0x1fff)
#define HRESULT_SEVERITY(hr) (((hr) >> 31) & 0x1)
#define SCODE_SEVERITY(code) (((code) >> 31) & 0x1)
#define MAKE_HRESULT(severity, facility, code) \
    ((HRESULT)(((ULONG)(severity) << 31) | ((ULONG)(facility) << 16) | ((ULONG)(code))))
#define MAKE_SCODE(severity, facility, code) MAKE_HRESULT(severity, facility, code)
#define FACILITY_NT_BIT 0x10000000
#define GetScode(hr) ((SCODE)(hr))
#define ResultFromScode(code) ((HRESULT)(code))
#define HRESULT_FROM_NT(status) ((HRESULT)((ULONG)(status) | FACILITY_NT_BIT))

/* A Win32 code as HRESULT; what is zero or an HRESULT already stays as it is. */
#define __HRESULT_FROM_WIN32(code)     \
    ((HRESULT)(code) <= 0 ? (HRESULT)(code) : (HRESULT)(((ULONG)(code) & 0x0000FFFF) | ((ULONG)FACILITY_WIN32 << 16) | 0x80000000))

#if defined(__cplusplus) && __cplusplus >= 201103L
constexpr HRESULT PorticoHresultFromWin32(ULONG code) { return __HRESULT_FROM_WIN32(code); }
#define HRESULT_FROM_WIN32(code) PorticoHresultFromWin32((ULONG)(code))
#elif defined(__cplusplus)
static __inline__ HRESULT PorticoHresultFromWin32(ULONG code) { return __HRESULT_FROM_WIN32(code); }
#define HRESULT_FROM_WIN32(code) PorticoHresultFromWin32((ULONG)(code))
#else
/* A constant stays one: in C it may stand behind `case` and in an initialiser. */
static __inline__ HRESULT PorticoHresultFromWin32(ULONG code) { return __HRESULT_FROM_WIN32(code); }
#define HRESULT_FROM_WIN32(code)                                                    \
    __builtin_choose_expr(__builtin_constant_p(code), __HRESULT_FROM_WIN32(code),   \
                          PorticoHresultFromWin32((ULONG)(code)))
#endif

#define E_NOT_SET HRESULT_FROM_WIN32(ERROR_NOT_FOUND)
#define E_NOT_VALID_STATE HRESULT_FROM_WIN32(ERROR_INVALID_STATE)
#define E_NOT_SUFFICIENT_BUFFER HRESULT_FROM_WIN32(ERROR_INSUFFICIENT_BUFFER)
#define E_TIME_SENSITIVE_THREAD HRESULT_FROM_WIN32(ERROR_TIME_SENSITIVE_THREAD)
#define E_NO_TASK_QUEUE HRESULT_FROM_WIN32(ERROR_NO_TASK_QUEUE)

#endif
