/*
 * secure_crt.c - the C run-time functions with sizes, as programs call them that
 * were written for the "secure" CRT of Visual C++ 2005 and later.
 */
#ifndef _CRT_SECURE_NO_WARNINGS
#define _CRT_SECURE_NO_WARNINGS
#endif
#include <windows.h>
#include <http.h>
#include <tchar.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <conio.h>
#include <io.h>
#include <direct.h>
#include <share.h>
#include <process.h>

#define LOG_LINE_MAX 512

static FILE *g_pLog = NULL;

static BOOL OpenLog(const char *pszFolder)
{
    char szPath[_MAX_PATH];
    char szDrive[_MAX_DRIVE], szDir[_MAX_DIR], szName[_MAX_FNAME], szExt[_MAX_EXT];
    char szFull[_MAX_PATH];
    errno_t err;

    if (_access(pszFolder, 0) == -1 && _mkdir(pszFolder) != 0)
        return FALSE;
    sprintf_s(szPath, sizeof(szPath), "%s\\%s", pszFolder, "server.log");
    if (_fullpath(szFull, szPath, _MAX_PATH) == NULL)
        return FALSE;
    _splitpath_s(szFull, szDrive, _MAX_DRIVE, szDir, _MAX_DIR, szName, _MAX_FNAME, szExt, _MAX_EXT);
    _makepath_s(szPath, _MAX_PATH, szDrive, szDir, szName, "old");
    _unlink(szPath);
    err = fopen_s(&g_pLog, szFull, "at");
    if (err != 0)
    {
        char szError[94];
        strerror_s(szError, sizeof(szError), err);
        fprintf_s(stderr, "Cannot open %s: %s\n", szFull, szError);
        g_pLog = _fsopen(szFull, "at", _SH_DENYWR);
    }
    return g_pLog != NULL;
}

static void Log(const char *pszFormat, ...)
{
    char szLine[LOG_LINE_MAX];
    char szTime[26];
    __time64_t now;
    struct tm local;
    va_list args;
    int cch;

    _time64(&now);
    if (_localtime64_s(&local, &now) != 0 || asctime_s(szTime, sizeof(szTime), &local) != 0)
        strcpy_s(szTime, sizeof(szTime), "?");
    szTime[24] = '\0';
    va_start(args, pszFormat);
    cch = _vsnprintf_s(szLine, _countof(szLine), _TRUNCATE, pszFormat, args);
    va_end(args);
    if (cch < 0)
        cch = LOG_LINE_MAX - 1;
    if (g_pLog)
        fprintf(g_pLog, "%s %.*s\n", szTime, cch, szLine);
    _flushall();
}

static int ParseVerb(const char *pszVerb)
{
    if (_stricmp(pszVerb, "GET") == 0) return HttpVerbGET;
    if (_strnicmp(pszVerb, "POST", 4) == 0) return HttpVerbPOST;
    if (!stricmp(pszVerb, "head") || !strcmpi(pszVerb, "options")) return HttpVerbHEAD;
    return HttpVerbUnknown;
}

static ULONG AppendHeader(char *pszBuffer, size_t cb, const char *pszName, const char *pszValue)
{
    if (strcat_s(pszBuffer, cb, pszName) || strcat_s(pszBuffer, cb, ": ") || strncat_s(pszBuffer, cb, pszValue, _TRUNCATE))
        return ERROR_INSUFFICIENT_BUFFER;
    return NO_ERROR;
}

static int CountTokens(char *pszList)
{
    char *pszContext = NULL;
    char *pszToken = strtok_s(pszList, ",", &pszContext);
    int n = 0;

    while (pszToken != NULL)
    {
        n++;
        pszToken = strtok_s(NULL, ",", &pszContext);
    }
    return n;
}

static DWORD ReadSetting(LPCWSTR pwszName, WCHAR *pwszValue, size_t cchValue)
{
    size_t cchNeeded = 0;
    wchar_t wszNumber[33];

    if (_wgetenv_s(&cchNeeded, pwszValue, cchValue, pwszName) != 0 || cchNeeded == 0)
    {
        _itow_s(80, wszNumber, _countof(wszNumber), 10);
        wcscpy_s(pwszValue, cchValue, wszNumber);
    }
    return (DWORD)_wtoi(pwszValue);
}

int __cdecl main(int argc, char *argv[])
{
    char szHeader[256] = "";
    char szList[64];
    char szNumber[_CVTBUFSIZE];
    WCHAR wszValue[64];
    WCHAR wszUrl[MAX_PATH];
    char *pszTemp = NULL;
    size_t cchTemp = 0, cchConverted = 0;
    BYTE rgb[16];

    if (argc < 2 || !OpenLog(argv[1]))
    {
        printf_s("usage: %s folder\nPress any key...", argv[0]);
        _getch();
        return 1;
    }
    if (_dupenv_s(&pszTemp, &cchTemp, "TEMP") == 0 && pszTemp != NULL)
    {
        Log("TEMP is %s (%Iu)", pszTemp, cchTemp);
        free(pszTemp);
    }
    strncpy_s(szList, sizeof(szList), "gzip,deflate,br", _TRUNCATE);
    Log("%d encodings, verb %d, %hs", CountTokens(szList), ParseVerb("get"), _ultoa(GetTickCount(), szNumber, 10));
    if (AppendHeader(szHeader, sizeof(szHeader), "X-Id", _i64toa(_atoi64("9000000000"), szNumber, 16)) == NO_ERROR)
        Log("%s", _strupr(szHeader));
    swprintf_s(wszUrl, _countof(wszUrl), L"http://%s:%lu/%S", L"localhost", ReadSetting(L"PORT", wszValue, _countof(wszValue)), "app");
    wcscat_s(wszUrl, MAX_PATH, L"/");
    if (_wcsicmp(wszUrl, L"HTTP://LOCALHOST:80/APP/") != 0 || _wcsnicmp(wszUrl, L"http", 4) != 0)
        wprintf_s(L"%s\n", wszUrl);
    wcstombs_s(&cchConverted, szHeader, sizeof(szHeader), wszUrl, _TRUNCATE);
    memcpy_s(rgb, sizeof(rgb), szHeader, min(sizeof(rgb), cchConverted));
    memmove_s(rgb, sizeof(rgb), rgb + 1, sizeof(rgb) - 1);
    mbstowcs_s(&cchConverted, wszUrl, MAX_PATH, szHeader, _TRUNCATE);
    _putenv_s("CONTOSO_URL", szHeader);
    if (_kbhit())
        _getche();
    fclose(g_pLog);
    return 0;
}
