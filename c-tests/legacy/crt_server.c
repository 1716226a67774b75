/* crt_server.c - a server of version 1 as console programs were begun: wmain, wprintf, Microsoft's C library. */
#ifndef UNICODE
#define UNICODE
#endif
#ifndef _WIN32_WINNT
#define _WIN32_WINNT 0x0600
#endif
#include <windows.h>
#include <http.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <io.h>
#include <fcntl.h>
#include <conio.h>

#pragma comment(lib, "httpapi.lib")

#define MAX_ULONG_STR ((ULONG) sizeof("4294967295"))
#define ALLOC_MEM(cb) HeapAlloc(GetProcessHeap(), 0, (cb))
#define FREE_MEM(ptr) HeapFree(GetProcessHeap(), 0, (ptr))

static FILE * g_fpLog = NULL;

static void WriteLog(PHTTP_REQUEST pRequest, USHORT StatusCode)
{
    char szTime[32];
    wchar_t wszLine[1024];
    struct tm tmNow;
    __time64_t now = _time64(NULL);

    if (g_fpLog == NULL || _localtime64_s(&tmNow, &now) != 0 || asctime_s(szTime, sizeof(szTime), &tmNow) != 0)
        return;
    szTime[strlen(szTime) - 1] = '\0';
    if (_snwprintf_s(wszLine, _countof(wszLine), _TRUNCATE, L"%S %u %ws", szTime, StatusCode, pRequest->CookedUrl.pFullUrl) < 0)
        wcscpy_s(wszLine, _countof(wszLine), L"(too long)");
    fwprintf(g_fpLog, L"%s\n", wszLine);
}

static DWORD SendOk(HANDLE hReqQueue, PHTTP_REQUEST pRequest)
{
    HTTP_RESPONSE response;
    HTTP_DATA_CHUNK dataChunk;
    DWORD bytesSent;
    char szBody[MAX_ULONG_STR + 64], szId[32];

    _ui64toa_s(pRequest->RequestId, szId, sizeof(szId), 16);
    sprintf_s(szBody, sizeof(szBody), "request 0x%s, verb %d\r\n", szId, pRequest->Verb);
    RtlZeroMemory(&response, sizeof(response));
    response.StatusCode = 200;
    response.pReason = "OK";
    response.ReasonLength = (USHORT) strlen(response.pReason);
    dataChunk.DataChunkType = HttpDataChunkFromMemory;
    dataChunk.FromMemory.pBuffer = szBody;
    dataChunk.FromMemory.BufferLength = (ULONG) strnlen_s(szBody, sizeof(szBody));
    response.EntityChunkCount = 1;
    response.pEntityChunks = &dataChunk;
    WriteLog(pRequest, response.StatusCode);
    return HttpSendHttpResponse(hReqQueue, pRequest->RequestId, 0, &response, NULL, &bytesSent, NULL, 0, NULL, NULL);
}

int __cdecl wmain(int argc, wchar_t * argv[])
{
    ULONG retCode;
    int i, UrlAdded = 0;
    HANDLE hReqQueue = NULL;
    HTTPAPI_VERSION HttpApiVersion = HTTPAPI_VERSION_1;
    PHTTP_REQUEST pRequest;
    wchar_t wszDrive[_MAX_DRIVE], wszDir[_MAX_DIR], wszName[_MAX_FNAME], wszLog[_MAX_PATH];

    if (argc < 2)
    {
        wprintf(L"%ws: <Url1> [Url2] ... \n", argv[0]);
        return -1;
    }
    _wsplitpath_s(argv[0], wszDrive, _MAX_DRIVE, wszDir, _MAX_DIR, wszName, _MAX_FNAME, NULL, 0);
    if (_wmakepath_s(wszLog, _MAX_PATH, wszDrive, wszDir, wszName, L"log") == 0 && _waccess(wszLog, 0) == 0)
        _wfopen_s(&g_fpLog, wszLog, L"a, ccs=UTF-8");

    retCode = HttpInitialize(HttpApiVersion, HTTP_INITIALIZE_SERVER, NULL);
    if (retCode != NO_ERROR)
    {
        wprintf(L"HttpInitialize failed with %lu \n", retCode);
        return retCode;
    }
    retCode = HttpCreateHttpHandle(&hReqQueue, 0);
    for (i = 1; retCode == NO_ERROR && i < argc; i++)
    {
        if (_wcsnicmp(argv[i], L"http", 4) != 0)
            continue;
        wprintf(L"listening for requests on the following url: %s\n", argv[i]);
        retCode = HttpAddUrl(hReqQueue, argv[i], NULL);
        UrlAdded += retCode == NO_ERROR;
    }
    pRequest = (PHTTP_REQUEST) ALLOC_MEM(sizeof(HTTP_REQUEST) + 2048);
    while (pRequest != NULL && retCode == NO_ERROR && !_kbhit())
    {
        DWORD bytesRead;
        RtlZeroMemory(pRequest, sizeof(HTTP_REQUEST) + 2048);
        retCode = HttpReceiveHttpRequest(hReqQueue, HTTP_NULL_ID, 0, pRequest, sizeof(HTTP_REQUEST) + 2048, &bytesRead, NULL);
        if (retCode == NO_ERROR)
            retCode = SendOk(hReqQueue, pRequest);
    }
    for (i = 1; i <= UrlAdded; i++)
        HttpRemoveUrl(hReqQueue, argv[i]);
    if (pRequest)
        FREE_MEM(pRequest);
    if (hReqQueue)
        CloseHandle(hReqQueue);
    HttpTerminate(HTTP_INITIALIZE_SERVER, NULL);
    return retCode;
}
