/* old_annotations.c - SAL of both generations, old-style declarations and packed records. */
#pragma warning(disable : 4200)
#include <windows.h>
#include <sal.h>
#include <http.h>
#include <stddef.h>

#pragma pack(push, 1)
typedef struct _LOG_RECORD {
    WORD  wSize;
    DWORD dwStatus;
    BYTE  bVerb;
} LOG_RECORD, *PLOG_RECORD, *LPLOG_RECORD;
#pragma pack(pop)

#pragma pack(4)
typedef struct _LOG_HEADER {
    DWORD    dwMagic;
    ULONG64  ullTime;
} LOG_HEADER;
#pragma pack()

C_ASSERT(sizeof(LOG_RECORD) == 7);
C_ASSERT(sizeof(LOG_HEADER) == 12);
C_ASSERT(FIELD_OFFSET(LOG_RECORD, bVerb) == 6);
C_ASSERT(RTL_FIELD_SIZE(LOG_RECORD, dwStatus) == sizeof(DWORD));
C_ASSERT(RTL_NUMBER_OF(((PHTTP_RESPONSE) NULL)->Headers.KnownHeaders) == 30);

#pragma region Prototypes
BOOL WINAPI
CopyBytes(
    __out_bcount_part(cbTo, *pcbCopied) LPVOID pvTo,
    __in DWORD cbTo,
    __in_bcount(cbFrom) LPCVOID pvFrom,
    __in DWORD cbFrom,
    __out_opt LPDWORD pcbCopied,
    __inout_opt LPLOG_RECORD pRecord,
    __reserved DWORD dwReserved
    );

_Success_(return != 0)
_Check_return_
BOOL
NTAPI
CopyText(
    _Out_writes_to_(cchTo, *pcchCopied) PWCHAR pszTo,
    _In_ ULONG cchTo,
    _In_reads_or_z_(cchFrom) PCWCHAR pszFrom,
    _In_ ULONG cchFrom,
    _Out_opt_ PULONG pcchCopied,
    _Inout_opt_ _Field_size_(1) PVOID pvReserved
    );

__checkReturn __success(return == 0)
ULONG
Find(
    _In_z_ LPCSTR pszName,
    _In_reads_(cHeaders) CONST HTTP_UNKNOWN_HEADER *rgHeaders,
    USHORT cHeaders,
    _Outptr_result_maybenull_ CONST HTTP_UNKNOWN_HEADER **ppHeader
    );
#pragma endregion

BOOL WINAPI CopyBytes(LPVOID pvTo, DWORD cbTo, LPCVOID pvFrom, DWORD cbFrom, LPDWORD pcbCopied, LPLOG_RECORD pRecord, DWORD dwReserved)
{
    DWORD cb = min(cbTo, cbFrom);
    if (dwReserved != 0)
    {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    CopyMemory(pvTo, pvFrom, cb);
    if (cb < cbTo)
        FillMemory((PBYTE) pvTo + cb, cbTo - cb, 0xCC);
    MoveMemory(pvTo, pvTo, cb);
    if (pcbCopied)
        *pcbCopied = cb;
    if (pRecord != NULL)
        pRecord->wSize = (WORD) min(cb, MAXWORD);
    return TRUE;
}

BOOL NTAPI CopyText(PWCHAR pszTo, ULONG cchTo, PCWCHAR pszFrom, ULONG cchFrom, PULONG pcchCopied, PVOID pvReserved)
{
    ULONG i;
    UNREFERENCED_LOCAL_VARIABLE(pvReserved);
    for (i = 0; i + 1 < cchTo && i < cchFrom && pszFrom[i] != UNICODE_NULL; i++)
        pszTo[i] = pszFrom[i];
    pszTo[i] = UNICODE_NULL;
    if (pcchCopied) *pcchCopied = i;
    return i == cchFrom;
}

ULONG Find(LPCSTR pszName, CONST HTTP_UNKNOWN_HEADER *rgHeaders, USHORT cHeaders, CONST HTTP_UNKNOWN_HEADER **ppHeader)
{
    register USHORT i;
    *ppHeader = NULL;
    for (i = 0; i < cHeaders; i++)
    {
        if (RtlEqualMemory(rgHeaders[i].pName, pszName, rgHeaders[i].NameLength))
        {
            *ppHeader = rgHeaders + i;
            __analysis_assume(*ppHeader != NULL);
            return NO_ERROR;
        }
    }
    return ERROR_NOT_FOUND;
}

/* HRESULTs as constants. */
static const HRESULT c_rghr[] = { S_OK, E_FAIL, HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND), E_NOT_SET };

static DWORD Win32FromHresult(HRESULT hr)
{
    switch (hr)
    {
    case S_OK:
        return ERROR_SUCCESS;
    case HRESULT_FROM_WIN32(ERROR_HANDLE_EOF):
        return ERROR_HANDLE_EOF;
    case E_OUTOFMEMORY:
        return ERROR_OUTOFMEMORY;
    }
    if (HRESULT_FACILITY(hr) == FACILITY_WIN32)
        return HRESULT_CODE(hr);
    return hr == c_rghr[2] ? ERROR_FILE_NOT_FOUND : ERROR_INTERNAL_ERROR;
}

static __forceinline UINT64 Pack(UINT32 uHigh, UINT32 uLow)
{
    unsigned __int64 u = ((unsigned __int64) uHigh << 32) | uLow;
    __int64 i = (__int64) u;
    ULARGE_INTEGER li;
    li.QuadPart = u;
    li.HighPart = uHigh;
    return i < 0 ? li.QuadPart : UInt32x32To64(uHigh, uLow) + Win32FromHresult(E_FAIL);
}

INT APIENTRY wWinMain(HINSTANCE hInstance, HINSTANCE hPrevInstance, LPWSTR lpCmdLine, INT nCmdShow)
{
    LOG_RECORD record = { sizeof(LOG_RECORD), 200, HttpVerbGET };
    BYTE rgb[sizeof(record)];
    UNREFERENCED_PARAMETER(hInstance);
    UNREFERENCED_PARAMETER(hPrevInstance);
    UNREFERENCED_PARAMETER(lpCmdLine);
    return CopyBytes(rgb, sizeof(rgb), &record, sizeof(record), NULL, &record, 0) ? (INT) Pack(1, 2) : nCmdShow;
}
