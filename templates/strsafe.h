#ifndef PORTICO_STRSAFE_H
#define PORTICO_STRSAFE_H

/*
 * Copying, appending and formatting that always end with a zero and say when
 * the result was cut. All of it is inline; formats have Microsoft's meaning in
 * both widths (see portico_format_body.inc).
 */

#include <stdarg.h>
#include <string.h>
#include "minwindef.h"
#include "winerror.h"
#include "portico_format.h"

#define STRSAFE_MAX_CCH 2147483647
#define STRSAFE_MAX_LENGTH (STRSAFE_MAX_CCH - 1)
#define STRSAFE_IGNORE_NULLS 0x00000100
#define STRSAFE_FILL_BEHIND_NULL 0x00000200
#define STRSAFE_FILL_ON_FAILURE 0x00000400
#define STRSAFE_NULL_ON_FAILURE 0x00000800
#define STRSAFE_NO_TRUNCATION 0x00001000
#define STRSAFE_VALID_FLAGS \
    (0x000000FF | STRSAFE_IGNORE_NULLS | STRSAFE_FILL_BEHIND_NULL | STRSAFE_FILL_ON_FAILURE | STRSAFE_NULL_ON_FAILURE | STRSAFE_NO_TRUNCATION)
#define STRSAFE_FILL_BYTE(value) ((DWORD)((value & 0x000000FF) | STRSAFE_FILL_BEHIND_NULL))
#define STRSAFE_FAILURE_BYTE(value) ((DWORD)((value & 0x000000FF) | STRSAFE_FILL_ON_FAILURE))

#define STRSAFE_E_INSUFFICIENT_BUFFER ((HRESULT)0x8007007A)
#define STRSAFE_E_INVALID_PARAMETER ((HRESULT)0x80070057)
#define STRSAFE_E_END_OF_FILE ((HRESULT)0x80070026)

typedef char *STRSAFE_LPSTR;
typedef const char *STRSAFE_LPCSTR, *STRSAFE_PCNZCH;
typedef wchar_t *STRSAFE_LPWSTR;
typedef const wchar_t *STRSAFE_LPCWSTR, *STRSAFE_PCNZWCH;
#ifdef UNICODE
typedef STRSAFE_LPWSTR STRSAFE_LPTSTR;
typedef STRSAFE_LPCWSTR STRSAFE_LPCTSTR;
#else
typedef STRSAFE_LPSTR STRSAFE_LPTSTR;
typedef STRSAFE_LPCSTR STRSAFE_LPCTSTR;
#endif

#define PORTICO_CHAR char
#define PORTICO_S(name) name##A
#define PORTICO_VFORMAT portico_format_narrow
#include "portico_strsafe_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_S
#undef PORTICO_VFORMAT

#define PORTICO_CHAR wchar_t
#define PORTICO_S(name) name##W
#define PORTICO_VFORMAT portico_format_wide
#include "portico_strsafe_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_S
#undef PORTICO_VFORMAT

#ifdef UNICODE
#define StringCchLength StringCchLengthW
#define StringCchCopy StringCchCopyW
#define StringCchCopyN StringCchCopyNW
#define StringCchCopyEx StringCchCopyExW
#define StringCchCopyNEx StringCchCopyNExW
#define StringCchCat StringCchCatW
#define StringCchCatN StringCchCatNW
#define StringCchCatEx StringCchCatExW
#define StringCchCatNEx StringCchCatNExW
#define StringCchPrintf StringCchPrintfW
#define StringCchVPrintf StringCchVPrintfW
#define StringCchPrintfEx StringCchPrintfExW
#define StringCchVPrintfEx StringCchVPrintfExW
#define StringCbLength StringCbLengthW
#define StringCbCopy StringCbCopyW
#define StringCbCopyN StringCbCopyNW
#define StringCbCopyEx StringCbCopyExW
#define StringCbCat StringCbCatW
#define StringCbCatN StringCbCatNW
#define StringCbCatEx StringCbCatExW
#define StringCbPrintf StringCbPrintfW
#define StringCbVPrintf StringCbVPrintfW
#define StringCbPrintfEx StringCbPrintfExW
#else
#define StringCchLength StringCchLengthA
#define StringCchCopy StringCchCopyA
#define StringCchCopyN StringCchCopyNA
#define StringCchCopyEx StringCchCopyExA
#define StringCchCopyNEx StringCchCopyNExA
#define StringCchCat StringCchCatA
#define StringCchCatN StringCchCatNA
#define StringCchCatEx StringCchCatExA
#define StringCchCatNEx StringCchCatNExA
#define StringCchPrintf StringCchPrintfA
#define StringCchVPrintf StringCchVPrintfA
#define StringCchPrintfEx StringCchPrintfExA
#define StringCchVPrintfEx StringCchVPrintfExA
#define StringCbLength StringCbLengthA
#define StringCbCopy StringCbCopyA
#define StringCbCopyN StringCbCopyNA
#define StringCbCopyEx StringCbCopyExA
#define StringCbCat StringCbCatA
#define StringCbCatN StringCbCatNA
#define StringCbCatEx StringCbCatExA
#define StringCbPrintf StringCbPrintfA
#define StringCbVPrintf StringCbVPrintfA
#define StringCbPrintfEx StringCbPrintfExA
#endif

#endif
