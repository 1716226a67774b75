/* flags: -DCONTOSO_NARROW */
/*
 * tchar_server.c - text by TCHAR: this file as it stands is ANSI, and
 * tchar_server_unicode.c compiles it as UNICODE.
 */
#include <windows.h>
#include <tchar.h>
#include <stdlib.h>
#include <stdio.h>
#include <assert.h>
#include <http.h>

#define SERVICE_NAME    TEXT("ContosoHttp")
#define DISPLAY_NAME    _T("Contoso ") _TEXT("server")
#define EVENT_NAME      TEXT("Local\\") SERVICE_NAME TEXT("Stop")

#ifdef UNICODE
#define TFMT "%ls"
C_ASSERT(sizeof(TCHAR) == sizeof(WCHAR));
#else
#define TFMT "%s"
C_ASSERT(sizeof(TCHAR) == sizeof(CHAR));
#endif

typedef BOOL (CALLBACK *PARGUMENTPROC)(LPCTSTR lpszName, LPTSTR lpszValue, LPARAM lParam);

typedef struct tagOPTION
{
    LPCTSTR       lpszName;
    TCHAR         chShort;
    PARGUMENTPROC lpfn;
} OPTION, *POPTION, FAR *LPOPTION;

static BOOL CALLBACK OnPort(LPCTSTR lpszName, LPTSTR lpszValue, LPARAM lParam)
{
    WORD *pwPort = (WORD *) lParam;

    UNREFERENCED_PARAMETER(lpszName);
    for (*pwPort = 0; *lpszValue >= _T('0') && *lpszValue <= _T('9'); ++lpszValue)
        *pwPort = (WORD) (*pwPort * 10 + (*lpszValue - _T('0')));
    return *lpszValue == _T('\0') && *pwPort != 0;
}

static OPTION rgOptions[] =
{
    { TEXT("port"), TEXT('p'), OnPort },
    { NULL, 0, NULL }
};

static BOOL ParseOption(LPTSTR lpszArgument, LPARAM lParam)
{
    TCHAR   szName[MAX_PATH + 1];
    LPTSTR  lpszColon = _tcschr(lpszArgument, _T(':'));
    POPTION pOption;
    size_t  cch;

    if (lpszColon == NULL || (lpszArgument[0] != TEXT('/') && lpszArgument[0] != TEXT('-')))
        return FALSE;
    cch = (size_t) (lpszColon - lpszArgument) - 1;
    if (cch >= ARRAYSIZE(szName))
        return FALSE;
    _tcsncpy(szName, lpszArgument + 1, cch);
    szName[cch] = TEXT('\0');
    for (pOption = rgOptions; pOption->lpszName; ++pOption)
        if (_tcscmp(szName, pOption->lpszName) == 0 || (_tcslen(szName) == 1 && szName[0] == pOption->chShort))
            return (*pOption->lpfn)(szName, lpszColon + 1, lParam);
    return FALSE;
}

static HANDLE g_hStop;

static BOOL WINAPI CtrlHandler(DWORD dwCtrlType)
{
    switch (dwCtrlType)
    {
    case CTRL_C_EVENT:
    case CTRL_BREAK_EVENT:
    case CTRL_CLOSE_EVENT:
        return SetEvent(g_hStop);
    default:
        return FALSE;
    }
}

int _cdecl _tmain(int argc, TCHAR *argv[], TCHAR *envp[])
{
    WORD wPort = 80;
    int i;
    PHANDLER_ROUTINE pfn = CtrlHandler;

    (void) envp;
    g_hStop = CreateEvent(NULL, TRUE, FALSE, EVENT_NAME);
    if (g_hStop == NULL || GetLastError() == ERROR_ALREADY_EXISTS)
    {
        fprintf(stderr, TFMT " is running\n", DISPLAY_NAME);
        return EXIT_FAILURE;
    }
    for (i = 1; i < argc; i++)
        if (!ParseOption(argv[i], (LPARAM) &wPort))
            return ERROR_BAD_ARGUMENTS;
    assert(pfn != NULL);
    OutputDebugString(SERVICE_NAME);
    WaitForSingleObject(g_hStop, INFINITE);
    CloseHandle(g_hStop);
    return (int) LOWORD(MAKELONG(wPort, HIBYTE(wPort)));
}
