/*
 * hello_httpapi PORT: the smallest server, on version 1 of the HTTP Server API.
 * One thread takes a request, answers it, and takes the next one.
 */
#define UNICODE
#include <windows.h>
#include <http.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static ULONG SendText(HANDLE hQueue, HTTP_REQUEST_ID RequestId, USHORT Status, PCSTR pReason, PCSTR pText)
{
    HTTP_RESPONSE Response;
    HTTP_DATA_CHUNK Chunk;
    PHTTP_KNOWN_HEADER pType = &Response.Headers.KnownHeaders[HttpHeaderContentType];

    ZeroMemory(&Response, sizeof(Response));
    Response.StatusCode = Status;
    Response.pReason = pReason;
    Response.ReasonLength = (USHORT)strlen(pReason);
    pType->pRawValue = "text/plain";
    pType->RawValueLength = (USHORT)strlen("text/plain");

    ZeroMemory(&Chunk, sizeof(Chunk));
    Chunk.DataChunkType = HttpDataChunkFromMemory;
    Chunk.FromMemory.pBuffer = (PVOID)pText;
    Chunk.FromMemory.BufferLength = (ULONG)strlen(pText);
    Response.EntityChunkCount = 1;
    Response.pEntityChunks = &Chunk;

    return HttpSendHttpResponse(hQueue, RequestId, 0, &Response, NULL, NULL, NULL, 0, NULL, NULL);
}

static ULONG Serve(HANDLE hQueue)
{
    ULONG Size = sizeof(HTTP_REQUEST) + 2048;
    PHTTP_REQUEST pRequest = malloc(Size);
    HTTP_REQUEST_ID RequestId = HTTP_NULL_ID;
    ULONG Result = NO_ERROR;

    while (pRequest != NULL) {
        ULONG Bytes = 0;

        Result = HttpReceiveHttpRequest(hQueue, RequestId, 0, pRequest, Size, &Bytes, NULL);
        if (Result == NO_ERROR) {
            if (pRequest->Verb == HttpVerbGET) {
                Result = SendText(hQueue, pRequest->RequestId, 200, "OK", "Hello from the HTTP Server API\n");
            } else {
                Result = SendText(hQueue, pRequest->RequestId, 405, "Method Not Allowed", "Only GET\n");
            }
            /* What a client that has gone makes of its answer is not our error. */
            if (Result != NO_ERROR) {
                fprintf(stderr, "HttpSendHttpResponse: %u\n", (unsigned)Result);
            }
            RequestId = HTTP_NULL_ID;
        } else if (Result == ERROR_MORE_DATA) {
            /* The same request once more, with a buffer that it fits in. */
            RequestId = pRequest->RequestId;
            Size = Bytes;
            free(pRequest);
            pRequest = malloc(Size);
        } else if (Result == ERROR_CONNECTION_INVALID && !HTTP_IS_NULL_ID(&RequestId)) {
            /* The client has gone before that. */
            RequestId = HTTP_NULL_ID;
        } else {
            break;
        }
    }
    free(pRequest);
    return Result;
}

int main(int argc, char **argv)
{
    HTTPAPI_VERSION Version = HTTPAPI_VERSION_1;
    HANDLE hQueue = NULL;
    WCHAR Url[64];
    ULONG Result;

    if (argc != 2) {
        fprintf(stderr, "hello_httpapi PORT\n");
        return 2;
    }
    swprintf(Url, ARRAYSIZE(Url), L"http://localhost:%d/", atoi(argv[1]));

    Result = HttpInitialize(Version, HTTP_INITIALIZE_SERVER, NULL);
    if (Result != NO_ERROR) {
        fprintf(stderr, "HttpInitialize: %u\n", (unsigned)Result);
        return 1;
    }
    Result = HttpCreateHttpHandle(&hQueue, 0);
    if (Result == NO_ERROR) {
        Result = HttpAddUrl(hQueue, Url, NULL);
    }
    if (Result == NO_ERROR) {
        printf("listening on http://localhost:%d/\n", atoi(argv[1]));
        fflush(stdout);
        Result = Serve(hQueue);
        HttpRemoveUrl(hQueue, Url);
    }
    if (hQueue != NULL) {
        CloseHandle(hQueue);
    }
    HttpTerminate(HTTP_INITIALIZE_SERVER, NULL);
    fprintf(stderr, "ended with %u\n", (unsigned)Result);
    return Result == NO_ERROR ? 0 : 1;
}
