/*
 * file_server PORT FOLDER: serves the files of a folder. Their bytes are sent by the
 * system from the file handle, in the ranges the client asks for.
 */
#define UNICODE
#define _UNICODE
#include <windows.h>
#include <http.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define LONGEST 4096

static HANDLE g_hQueue;
static WCHAR g_Root[LONGEST]; /* as GetFinalPathNameByHandle has it */

static const struct {
    PCWSTR Extension;
    PCSTR Type;
} g_Types[] = {
    {L".html", "text/html; charset=utf-8"}, {L".htm", "text/html; charset=utf-8"},
    {L".txt", "text/plain; charset=utf-8"}, {L".css", "text/css; charset=utf-8"},
    {L".js", "text/javascript; charset=utf-8"}, {L".json", "application/json"},
    {L".svg", "image/svg+xml"},             {L".png", "image/png"},
    {L".jpg", "image/jpeg"},                {L".jpeg", "image/jpeg"},
    {L".gif", "image/gif"},                 {L".webp", "image/webp"},
    {L".ico", "image/x-icon"},              {L".woff2", "font/woff2"},
    {L".pdf", "application/pdf"},           {L".wasm", "application/wasm"},
    {L".xml", "application/xml"},           {L".mp4", "video/mp4"},
};

static PCSTR TypeOf(PCWSTR pPath)
{
    PCWSTR pDot = wcsrchr(pPath, L'.');
    size_t i;

    for (i = 0; pDot != NULL && i < ARRAYSIZE(g_Types); i++) {
        if (lstrcmpiW(pDot, g_Types[i].Extension) == 0) {
            return g_Types[i].Type;
        }
    }
    return "application/octet-stream";
}

/* A path names something below the folder only where no segment of it climbs or hides. */
static BOOL IsPlain(PCWSTR pPath, size_t Length)
{
    size_t i;

    if (Length == 0 || pPath[0] != L'/') {
        return FALSE;
    }
    for (i = 0; i < Length; i++) {
        if (pPath[i] < 32 || pPath[i] == L'\\' || pPath[i] == L':') {
            return FALSE;
        }
        /* "..", "." and names that begin with a dot. */
        if (pPath[i] == L'/' && i + 1 < Length && pPath[i + 1] == L'.') {
            return FALSE;
        }
    }
    return TRUE;
}

/* The file of a request, which a link must not take out of the folder. */
static HANDLE OpenBelowRoot(PCWSTR pPath, size_t Length, PWSTR pFull)
{
    WCHAR Final[LONGEST];
    size_t Root = wcslen(g_Root);
    HANDLE hFile;
    DWORD Size;

    if (!IsPlain(pPath, Length) || Root + Length + wcslen(L"index.html") >= LONGEST) {
        return INVALID_HANDLE_VALUE;
    }
    wcscpy(pFull, g_Root);
    wcsncat(pFull, pPath, Length);
    if (pFull[wcslen(pFull) - 1] == L'/') {
        wcscat(pFull, L"index.html");
    }
    hFile = CreateFileW(pFull, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_DELETE, NULL, OPEN_EXISTING,
                        FILE_ATTRIBUTE_NORMAL, NULL);
    if (hFile != INVALID_HANDLE_VALUE) {
        Size = GetFinalPathNameByHandleW(hFile, Final, LONGEST, 0);
        if (Size == 0 || Size >= LONGEST || wcsncmp(Final, g_Root, Root) != 0
            || (Final[Root] != L'/' && Final[Root] != L'\\')) {
            CloseHandle(hFile);
            hFile = INVALID_HANDLE_VALUE;
        }
    }
    return hFile;
}

static void SetHeader(PHTTP_RESPONSE pResponse, HTTP_HEADER_ID Id, PCSTR pValue)
{
    pResponse->Headers.KnownHeaders[Id].pRawValue = pValue;
    pResponse->Headers.KnownHeaders[Id].RawValueLength = (USHORT)strlen(pValue);
}

static ULONG SendStatus(HTTP_REQUEST_ID RequestId, USHORT Status, PCSTR pReason)
{
    HTTP_RESPONSE Response;

    ZeroMemory(&Response, sizeof(Response));
    Response.StatusCode = Status;
    Response.pReason = pReason;
    Response.ReasonLength = (USHORT)strlen(pReason);
    if (Status == 405) {
        SetHeader(&Response, HttpHeaderAllow, "GET, HEAD");
    }
    return HttpSendHttpResponse(g_hQueue, RequestId, 0, &Response, NULL, NULL, NULL, 0, NULL, NULL);
}

static ULONG SendFile(PHTTP_REQUEST pRequest, HANDLE hFile, PCSTR pType)
{
    HTTP_RESPONSE Response;
    HTTP_DATA_CHUNK Chunk;
    LARGE_INTEGER Size;
    CHAR Length[32];

    ZeroMemory(&Response, sizeof(Response));
    ZeroMemory(&Chunk, sizeof(Chunk));
    Response.StatusCode = 200;
    Response.pReason = "OK";
    Response.ReasonLength = 2;
    SetHeader(&Response, HttpHeaderContentType, pType);
    SetHeader(&Response, HttpHeaderAcceptRanges, "bytes");
    Chunk.DataChunkType = HttpDataChunkFromFileHandle;
    Chunk.FromFileHandle.ByteRange.StartingOffset.QuadPart = 0;
    Chunk.FromFileHandle.ByteRange.Length.QuadPart = HTTP_BYTE_RANGE_TO_EOF;
    Chunk.FromFileHandle.FileHandle = hFile;
    Response.EntityChunkCount = 1;
    Response.pEntityChunks = &Chunk;
    /* Of a HEAD, the head alone is sent, and its length is ours to say. */
    if (pRequest->Verb == HttpVerbHEAD && GetFileSizeEx(hFile, &Size)) {
        snprintf(Length, sizeof(Length), "%lld", (long long)Size.QuadPart);
        SetHeader(&Response, HttpHeaderContentLength, Length);
    }
    return HttpSendHttpResponse(g_hQueue, pRequest->RequestId, HTTP_SEND_RESPONSE_FLAG_PROCESS_RANGES, &Response, NULL,
                                NULL, NULL, 0, NULL, NULL);
}

static void Serve(PHTTP_REQUEST pRequest)
{
    WCHAR Full[LONGEST];
    HANDLE hFile;

    if (pRequest->Verb != HttpVerbGET && pRequest->Verb != HttpVerbHEAD) {
        SendStatus(pRequest->RequestId, 405, "Method Not Allowed");
        return;
    }
    hFile = OpenBelowRoot(pRequest->CookedUrl.pAbsPath, pRequest->CookedUrl.AbsPathLength / sizeof(WCHAR), Full);
    if (hFile == INVALID_HANDLE_VALUE) {
        SendStatus(pRequest->RequestId, 404, "Not Found");
        return;
    }
    SendFile(pRequest, hFile, TypeOf(Full));
    CloseHandle(hFile);
}

static DWORD WINAPI Worker(LPVOID pUnused)
{
    union {
        HTTP_REQUEST Request;
        UCHAR Buffer[sizeof(HTTP_REQUEST) + 16384];
    } Room;
    ULONG Result, Bytes;

    UNREFERENCED_PARAMETER(pUnused);
    for (;;) {
        Result = HttpReceiveHttpRequest(g_hQueue, HTTP_NULL_ID, 0, &Room.Request, sizeof(Room), &Bytes, NULL);
        if (Result == NO_ERROR) {
            Serve(&Room.Request);
        } else if (Result == ERROR_MORE_DATA) {
            SendStatus(Room.Request.RequestId, 431, "Request Header Fields Too Large");
        } else {
            return Result;
        }
    }
}

/* The folder as handles below it will be named. */
static BOOL SetRoot(PCSTR pFolder)
{
    WCHAR Folder[LONGEST];
    HANDLE hFolder;
    DWORD Size;

    if (MultiByteToWideChar(CP_UTF8, 0, pFolder, -1, Folder, LONGEST) == 0) {
        return FALSE;
    }
    hFolder = CreateFileW(Folder, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE, NULL,
                          OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
    if (hFolder == INVALID_HANDLE_VALUE) {
        return FALSE;
    }
    Size = GetFinalPathNameByHandleW(hFolder, g_Root, LONGEST, 0);
    CloseHandle(hFolder);
    return Size != 0 && Size < LONGEST;
}

int main(int argc, char **argv)
{
    HTTPAPI_VERSION Version = HTTPAPI_VERSION_1;
    HANDLE Threads[4];
    WCHAR Url[64];
    ULONG Result;
    int i;

    if (argc != 3) {
        fprintf(stderr, "file_server PORT FOLDER\n");
        return 2;
    }
    if (!SetRoot(argv[2])) {
        fprintf(stderr, "%s: error %u\n", argv[2], (unsigned)GetLastError());
        return 1;
    }
    swprintf(Url, ARRAYSIZE(Url), L"http://localhost:%d/", atoi(argv[1]));
    Result = HttpInitialize(Version, HTTP_INITIALIZE_SERVER, NULL);
    if (Result == NO_ERROR) {
        Result = HttpCreateHttpHandle(&g_hQueue, 0);
    }
    if (Result == NO_ERROR) {
        Result = HttpAddUrl(g_hQueue, Url, NULL);
    }
    if (Result != NO_ERROR) {
        fprintf(stderr, "file_server: error %u\n", (unsigned)Result);
        return 1;
    }
    for (i = 0; i < (int)ARRAYSIZE(Threads); i++) {
        Threads[i] = CreateThread(NULL, 0, Worker, NULL, 0, NULL);
    }
    printf("listening on http://localhost:%d/\n", atoi(argv[1]));
    fflush(stdout);
    WaitForMultipleObjects(ARRAYSIZE(Threads), Threads, TRUE, INFINITE);
    HttpTerminate(HTTP_INITIALIZE_SERVER, NULL);
    return 1;
}
