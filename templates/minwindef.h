#ifndef PORTICO_MINWINDEF_H
#define PORTICO_MINWINDEF_H

/* The types and words that everything else is written in. */

#include <stdarg.h>
#include <stddef.h>
#include "sdkddkver.h"
#include "sal.h"
#include "basetsd.h"
#include "portico_crt.h"

#define WINAPI
#define APIENTRY WINAPI
#define CALLBACK
#define WINAPIV
#define APIPRIVATE
#define PASCAL
#define NTAPI
#define WINAPI_INLINE WINAPI
#define WINBASEAPI
#define WINADVAPI
#define WINUSERAPI
#define DECLSPEC_IMPORT
#define NTSYSAPI
#define FAR
#define NEAR
#define IN
#define OUT
#define OPTIONAL
#define CONST const

#ifndef VOID
#define VOID void
#endif

typedef char CHAR;
typedef signed char SCHAR, *PSCHAR;
typedef short SHORT;
typedef int LONG;
typedef int INT;
typedef unsigned char UCHAR, BYTE;
typedef unsigned short USHORT, WORD;
typedef unsigned int ULONG, DWORD, UINT;
typedef long long LONGLONG;
typedef unsigned long long ULONGLONG, DWORDLONG, QWORD;
typedef float FLOAT;
typedef double DOUBLE;
typedef int BOOL;
typedef BYTE BOOLEAN;
typedef int HRESULT;
typedef int NTSTATUS;
typedef wchar_t WCHAR;
typedef ULONGLONG USN;

typedef void *PVOID, *LPVOID;
typedef const void *PCVOID, *LPCVOID;
typedef CHAR *PCHAR, *LPCH, *PCH, *PNZCH;
typedef const CHAR *LPCCH, *PCCH;
typedef CHAR *PSTR, *LPSTR, *NPSTR, *PSZ;
typedef const CHAR *PCSTR, *LPCSTR, *PCSZ;
typedef PSTR *PZPSTR;
typedef PCSTR *PZPCSTR;
typedef WCHAR *PWCHAR, *LPWCH, *PWCH;
typedef const WCHAR *LPCWCH, *PCWCH, *LPCWCHAR, *PCWCHAR;
typedef WCHAR *PWSTR, *LPWSTR, *NWPSTR;
typedef const WCHAR *PCWSTR, *LPCWSTR;
typedef PWSTR *PZPWSTR;
typedef PCWSTR *PZPCWSTR;
typedef WCHAR *PUWSTR, *LPUWSTR;
typedef const WCHAR *PCUWSTR, *LPCUWSTR;
typedef WCHAR *PZZWSTR;
typedef const WCHAR *PCZZWSTR;
typedef CHAR *PZZSTR;
typedef const CHAR *PCZZSTR;
typedef SHORT *PSHORT;
typedef USHORT *PUSHORT;
typedef LONG *PLONG, *LPLONG;
typedef ULONG *PULONG;
typedef INT *PINT, *LPINT;
typedef UINT *PUINT, *LPUINT;
typedef BYTE *PBYTE, *LPBYTE, *PUCHAR;
typedef const BYTE *LPCBYTE;
typedef WORD *PWORD, *LPWORD;
typedef DWORD *PDWORD, *LPDWORD;
typedef BOOL *PBOOL, *LPBOOL;
typedef BOOLEAN *PBOOLEAN;
typedef FLOAT *PFLOAT;
typedef LONGLONG *PLONGLONG;
typedef ULONGLONG *PULONGLONG;
typedef DWORDLONG *PDWORDLONG;
typedef NTSTATUS *PNTSTATUS;

typedef PVOID HANDLE;
typedef HANDLE *PHANDLE, *LPHANDLE, *SPHANDLE;

/* Handles of different kinds are different types, as with STRICT. */
#define DECLARE_HANDLE(name)        \
    struct name##__ {               \
        int unused;                 \
    };                              \
    typedef struct name##__ *name

DECLARE_HANDLE(HKEY);
DECLARE_HANDLE(HINSTANCE);
DECLARE_HANDLE(HRSRC);
DECLARE_HANDLE(HTASK);
DECLARE_HANDLE(HWINSTA);
DECLARE_HANDLE(HKL);
typedef HKEY *PHKEY;
typedef HINSTANCE HMODULE;
typedef HANDLE HGLOBAL, HLOCAL, GLOBALHANDLE, LOCALHANDLE;
typedef WORD ATOM;
typedef ATOM *PATOM;
typedef int HFILE;

typedef UINT_PTR WPARAM;
typedef LONG_PTR LPARAM, LRESULT;
typedef INT_PTR (WINAPI *FARPROC)(void);
typedef INT_PTR (WINAPI *NEARPROC)(void);
typedef INT_PTR (WINAPI *PROC)(void);

#ifdef UNICODE
typedef WCHAR TCHAR, *PTCHAR;
typedef LPWSTR LPTSTR, PTSTR, LPTCH, PTCH;
typedef LPCWSTR LPCTSTR, PCTSTR;
typedef BYTE TBYTE, *PTBYTE;
#else
typedef char TCHAR, *PTCHAR;
typedef LPSTR LPTSTR, PTSTR, LPTCH, PTCH;
typedef LPCSTR LPCTSTR, PCTSTR;
typedef BYTE TBYTE, *PTBYTE;
#endif

#ifndef FALSE
#define FALSE 0
#endif
#ifndef TRUE
#define TRUE 1
#endif
#ifndef NULL
#define NULL 0
#endif

#define MAX_PATH 260

#define MAKEWORD(low, high) ((WORD)(((BYTE)((DWORD_PTR)(low) & 0xff)) | ((WORD)((BYTE)((DWORD_PTR)(high) & 0xff))) << 8))
#define MAKELONG(low, high) ((LONG)(((WORD)((DWORD_PTR)(low) & 0xffff)) | ((DWORD)((WORD)((DWORD_PTR)(high) & 0xffff))) << 16))
#define LOWORD(value) ((WORD)((DWORD_PTR)(value) & 0xffff))
#define HIWORD(value) ((WORD)(((DWORD_PTR)(value) >> 16) & 0xffff))
#define LOBYTE(value) ((BYTE)((DWORD_PTR)(value) & 0xff))
#define HIBYTE(value) ((BYTE)(((DWORD_PTR)(value) >> 8) & 0xff))

/*
 * `min` and `max`, unless NOMINMAX. In C they are Windows' macros. In C++ such
 * macros break every use of std::min and std::numeric_limits, so there they are
 * function templates: the same calls compile, the standard library is unharmed.
 */
#ifndef NOMINMAX
#ifdef __cplusplus
#if __cplusplus >= 201103L
/* An enumerator against a ULONG is no mistake here. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wsign-compare"
extern "C++" {
template <typename T> T PorticoValueOf();
template <typename A, typename B> struct PorticoCommon {
    typedef decltype(true ? PorticoValueOf<A>() : PorticoValueOf<B>()) type;
};
template <typename A, typename B> constexpr typename PorticoCommon<A, B>::type min(A a, B b) {
    typedef typename PorticoCommon<A, B>::type Common;
    return static_cast<Common>(b) < static_cast<Common>(a) ? static_cast<Common>(b) : static_cast<Common>(a);
}
template <typename A, typename B> constexpr typename PorticoCommon<A, B>::type max(A a, B b) {
    typedef typename PorticoCommon<A, B>::type Common;
    return static_cast<Common>(a) < static_cast<Common>(b) ? static_cast<Common>(b) : static_cast<Common>(a);
}
}
#pragma GCC diagnostic pop
#endif
#else
#ifndef max
#define max(a, b) (((a) > (b)) ? (a) : (b))
#endif
#ifndef min
#define min(a, b) (((a) < (b)) ? (a) : (b))
#endif
#endif
#endif

@declare windows::integers

#ifdef __cplusplus
#define PORTICO_STATIC_ASSERT(condition, text) static_assert(condition, text)
#else
#define PORTICO_STATIC_ASSERT(condition, text) __extension__ _Static_assert(condition, text)
#endif

PORTICO_STATIC_ASSERT(sizeof(LONG) == 4 && sizeof(ULONG) == 4 && sizeof(DWORD) == 4, "LONG, ULONG and DWORD have 32 bits");
PORTICO_STATIC_ASSERT(sizeof(BOOL) == 4 && sizeof(HRESULT) == 4 && sizeof(NTSTATUS) == 4, "BOOL, HRESULT and NTSTATUS have 32 bits");
PORTICO_STATIC_ASSERT(sizeof(WORD) == 2 && sizeof(USHORT) == 2 && sizeof(SHORT) == 2, "WORD, USHORT and SHORT have 16 bits");
PORTICO_STATIC_ASSERT(sizeof(LONGLONG) == 8 && sizeof(ULONGLONG) == 8 && sizeof(DWORD64) == 8, "LONGLONG, ULONGLONG and DWORD64 have 64 bits");
PORTICO_STATIC_ASSERT(sizeof(ULONG_PTR) == sizeof(void *) && sizeof(SIZE_T) == sizeof(size_t), "ULONG_PTR is as wide as a pointer");
PORTICO_STATIC_ASSERT(sizeof(WCHAR) == __SIZEOF_WCHAR_T__, "WCHAR is wchar_t");
PORTICO_STATIC_ASSERT((LONG)-1 < 0 && (HRESULT)-1 < 0 && (DWORD)-1 > 0 && (BOOLEAN)-1 > 0, "signs are those of Windows");

#include "portico_wide_characters.h"

#endif
