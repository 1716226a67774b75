/*
 * upload PORT FOLDER: PUT or POST /name stores the body as a file of that name. It is written
 * beside it first, so that an upload that breaks off leaves the old file alone.
 */
#include <windows.h>
#include <http.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LARGEST (1ll << 30)

static HANDLE g_hQueue;
static PCSTR g_Folder;

static ULONG SendText(HTTP_REQUEST_ID RequestId, ULONG Flags, USHORT Status, PCSTR pReason, PCSTR pText)
{
    HTTP_RESPONSE Response;
    HTTP_DATA_CHUNK Chunk;

    ZeroMemory(&Response, sizeof(Response));
    ZeroMemory(&Chunk, sizeof(Chunk));
    Response.StatusCode = Status;
    Response.pReason = pReason;
    Response.ReasonLength = (USHORT)strlen(pReason);
    Chunk.DataChunkType = HttpDataChunkFromMemory;
    Chunk.FromMemory.pBuffer = (PVOID)pText;
    Chunk.FromMemory.BufferLength = (ULONG)strlen(pText);
    Response.EntityChunkCount = 1;
    Response.pEntityChunks = &Chunk;
    return HttpSendHttpResponse(g_hQueue, RequestId, Flags, &Response, NULL, NULL, NULL, 0, NULL, NULL);
}

/* Letters, digits, and a few signs that mean nothing to a file system; no dot in front. */
static BOOL IsName(PCSTR pName)
{
    size_t Length = strspn(pName, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.");

    return Length > 0 && Length <= 100 && pName[Length] == 0 && pName[0] != '.';
}

/* Copies the body into the file: NO_ERROR at its end. */
static ULONG StoreBody(HTTP_REQUEST_ID RequestId, HANDLE hFile, LONGLONG *pTotal)
{
    static UCHAR Buffer[65536];
    ULONG Result, Bytes;
    DWORD Written;

    for (*pTotal = 0;;) {
        Bytes = 0;
        Result = HttpReceiveRequestEntityBody(g_hQueue, RequestId, 0, Buffer, sizeof(Buffer), &Bytes, NULL);
        if (Result != NO_ERROR && Result != ERROR_HANDLE_EOF) {
            return Result;
        }
        if (Bytes != 0 && (!WriteFile(hFile, Buffer, Bytes, &Written, NULL) || Written != Bytes)) {
            return GetLastError();
        }
        *pTotal += Bytes;
        if (*pTotal > LARGEST) {
            return ERROR_FILE_TOO_LARGE;
        }
        if (Result == ERROR_HANDLE_EOF) {
            return NO_ERROR;
        }
    }
}

static void Serve(PHTTP_REQUEST pRequest)
{
    HTTP_REQUEST_ID RequestId = pRequest->RequestId;
    CHAR Path[4096], Part[4096], Text[256];
    PCSTR pName = pRequest->pRawUrl + 1;
    LONGLONG Total = 0;
    HANDLE hFile;
    ULONG Result;

    if (pRequest->Verb != HttpVerbPUT && pRequest->Verb != HttpVerbPOST) {
        SendText(RequestId, 0, 405, "Method Not Allowed", "PUT or POST /name\n");
        return;
    }
    if (!IsName(pName)) {
        SendText(RequestId, HTTP_SEND_RESPONSE_FLAG_DISCONNECT, 400, "Bad Request", "That is no name\n");
        return;
    }
    snprintf(Path, sizeof(Path), "%s/%s", g_Folder, pName);
    snprintf(Part, sizeof(Part), "%s/.%s.part", g_Folder, pName);
    hFile = CreateFileA(Part, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    if (hFile == INVALID_HANDLE_VALUE) {
        SendText(RequestId, HTTP_SEND_RESPONSE_FLAG_DISCONNECT, 500, "Internal Server Error", "It cannot be stored\n");
        return;
    }
    Result = StoreBody(RequestId, hFile, &Total);
    CloseHandle(hFile);
    if (Result == NO_ERROR && !MoveFileExA(Part, Path, MOVEFILE_REPLACE_EXISTING)) {
        Result = GetLastError();
    }
    if (Result == NO_ERROR) {
        snprintf(Text, sizeof(Text), "%lld bytes\n", (long long)Total);
        SendText(RequestId, 0, 201, "Created", Text);
        printf("%s: %lld bytes\n", pName, (long long)Total);
    } else {
        DeleteFileA(Part);
        if (Result == ERROR_FILE_TOO_LARGE) {
            SendText(RequestId, HTTP_SEND_RESPONSE_FLAG_DISCONNECT, 413, "Content Too Large", "Too large\n");
        } else if (Result != ERROR_CONNECTION_INVALID) {
            SendText(RequestId, HTTP_SEND_RESPONSE_FLAG_DISCONNECT, 500, "Internal Server Error", "Not stored\n");
        }
        printf("%s: given up after %lld bytes, error %u\n", pName, (long long)Total, (unsigned)Result);
    }
    fflush(stdout);
}

int main(int argc, char **argv)
{
    HTTPAPI_VERSION Version = HTTPAPI_VERSION_1;
    union {
        HTTP_REQUEST Request;
        UCHAR Buffer[sizeof(HTTP_REQUEST) + 8192];
    } Room;
    WCHAR Url[64];
    ULONG Result, Bytes;

    if (argc != 3) {
        fprintf(stderr, "upload PORT FOLDER\n");
        return 2;
    }
    g_Folder = argv[2];
    swprintf(Url, ARRAYSIZE(Url), L"http://localhost:%d/", atoi(argv[1]));
    Result = HttpInitialize(Version, HTTP_INITIALIZE_SERVER, NULL);
    if (Result == NO_ERROR) {
        Result = HttpCreateHttpHandle(&g_hQueue, 0);
    }
    if (Result == NO_ERROR) {
        Result = HttpAddUrl(g_hQueue, Url, NULL);
    }
    if (Result == NO_ERROR) {
        printf("listening on http://localhost:%d/\n", atoi(argv[1]));
        fflush(stdout);
    }
    while (Result == NO_ERROR) {
        Result = HttpReceiveHttpRequest(g_hQueue, HTTP_NULL_ID, 0, &Room.Request, sizeof(Room), &Bytes, NULL);
        if (Result == NO_ERROR) {
            Serve(&Room.Request);
        } else if (Result == ERROR_MORE_DATA) {
            Result = SendText(Room.Request.RequestId, HTTP_SEND_RESPONSE_FLAG_DISCONNECT, 431,
                              "Request Header Fields Too Large", "Too many headers\n");
        }
    }
    fprintf(stderr, "ended with %u\n", (unsigned)Result);
    HttpTerminate(HTTP_INITIALIZE_SERVER, NULL);
    return 1;
}
