/*
 * wait_for_disconnect PORT: work that stops when nobody waits for its result any more.
 * Each request is worked on for ten seconds, or as long as its path says: /2500 is
 * 2500 ms. HttpWaitForDisconnect sets an event when the client goes.
 */
#define UNICODE
#include <windows.h>
#include <http.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static HANDLE g_hQueue;

typedef struct _JOB {
    union {
        HTTP_REQUEST Request;
        UCHAR Buffer[sizeof(HTTP_REQUEST) + 8192];
    };
} JOB, *PJOB;

static void SendDone(HTTP_REQUEST_ID RequestId)
{
    HTTP_RESPONSE Response;
    HTTP_DATA_CHUNK Chunk;

    ZeroMemory(&Response, sizeof(Response));
    ZeroMemory(&Chunk, sizeof(Chunk));
    Response.StatusCode = 200;
    Response.pReason = "OK";
    Response.ReasonLength = 2;
    Chunk.DataChunkType = HttpDataChunkFromMemory;
    Chunk.FromMemory.pBuffer = (PVOID) "The work is done\n";
    Chunk.FromMemory.BufferLength = (ULONG)strlen("The work is done\n");
    Response.EntityChunkCount = 1;
    Response.pEntityChunks = &Chunk;
    HttpSendHttpResponse(g_hQueue, RequestId, 0, &Response, NULL, NULL, NULL, 0, NULL, NULL);
}

/* What a thread does for one request. */
static DWORD WINAPI Work(LPVOID pParameter)
{
    PJOB pJob = pParameter;
    HTTP_REQUEST_ID RequestId = pJob->Request.RequestId;
    DWORD Milliseconds = (DWORD)atoi(pJob->Request.pRawUrl + 1);
    DWORD Start = GetTickCount(), Bytes;
    OVERLAPPED Overlapped;
    ULONG Result;

    if (Milliseconds == 0) {
        Milliseconds = 10000;
    }
    ZeroMemory(&Overlapped, sizeof(Overlapped));
    Overlapped.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    Result = HttpWaitForDisconnect(g_hQueue, pJob->Request.ConnectionId, &Overlapped);
    if (Result != NO_ERROR && Result != ERROR_IO_PENDING) {
        /* No wait: the connection is known no more. */
        printf("the client had gone already (%u)\n", (unsigned)Result);
        fflush(stdout);
        CloseHandle(Overlapped.hEvent);
        free(pJob);
        return 0;
    }
    printf("working for %u ms\n", (unsigned)Milliseconds);
    fflush(stdout);
    if (WaitForSingleObject(Overlapped.hEvent, Milliseconds) == WAIT_OBJECT_0) {
        printf("the client has gone after %u ms: the work is given up\n", (unsigned)(GetTickCount() - Start));
        HttpCancelHttpRequest(g_hQueue, RequestId, NULL);
    } else {
        /* The wait is over before its OVERLAPPED goes. */
        CancelIoEx(g_hQueue, &Overlapped);
        GetOverlappedResult(g_hQueue, &Overlapped, &Bytes, TRUE);
        SendDone(RequestId);
        printf("done after %u ms\n", (unsigned)Milliseconds);
    }
    fflush(stdout);
    CloseHandle(Overlapped.hEvent);
    free(pJob);
    return 0;
}

int main(int argc, char **argv)
{
    HTTPAPI_VERSION Version = HTTPAPI_VERSION_1;
    WCHAR Url[64];
    ULONG Result;

    if (argc != 2) {
        fprintf(stderr, "wait_for_disconnect PORT\n");
        return 2;
    }
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
        PJOB pJob = malloc(sizeof(JOB));
        HANDLE hThread;
        ULONG Bytes;

        if (pJob == NULL) {
            Result = ERROR_NOT_ENOUGH_MEMORY;
            break;
        }
        Result = HttpReceiveHttpRequest(g_hQueue, HTTP_NULL_ID, 0, &pJob->Request, sizeof(pJob->Buffer), &Bytes, NULL);
        if (Result == ERROR_MORE_DATA) {
            /* More headers than anybody needs here. */
            HttpCancelHttpRequest(g_hQueue, pJob->Request.RequestId, NULL);
            free(pJob);
            Result = NO_ERROR;
        } else if (Result != NO_ERROR) {
            free(pJob);
        } else if ((hThread = CreateThread(NULL, 0, Work, pJob, 0, NULL)) != NULL) {
            CloseHandle(hThread);
        } else {
            HttpCancelHttpRequest(g_hQueue, pJob->Request.RequestId, NULL);
            free(pJob);
        }
    }
    fprintf(stderr, "ended with %u\n", (unsigned)Result);
    HttpTerminate(HTTP_INITIALIZE_SERVER, NULL);
    return 1;
}
