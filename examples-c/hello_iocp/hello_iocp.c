/*
 * hello_iocp PORT: a server of several threads on an I/O completion port, on version 2
 * of the HTTP Server API. Ctrl+C ends it in order.
 */
#include <windows.h>
#include <http.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define THREADS 4
#define OUTSTANDING 16
#define KEY_REQUEST 1
#define KEY_QUIT 2

/* One outstanding operation, and what it must keep until it ends. */
typedef struct _IO_CONTEXT {
    OVERLAPPED Overlapped; /* first: the port gives its address back */
    BOOL Sending;
    HTTP_RESPONSE Response;
    HTTP_DATA_CHUNK Chunk;
    CHAR Text[128];
    union {
        HTTP_REQUEST Request;
        UCHAR Buffer[sizeof(HTTP_REQUEST) + 8192];
    };
} IO_CONTEXT, *PIO_CONTEXT;

static HANDLE g_hQueue;
static HANDLE g_hPort;
static HANDLE g_hStop;
static volatile LONG g_Served;

/* Always to be completed by the port, or FALSE: the queue ends. */
static BOOL ReceiveNext(PIO_CONTEXT pContext)
{
    ULONG Result;

    ZeroMemory(&pContext->Overlapped, sizeof(pContext->Overlapped));
    pContext->Sending = FALSE;
    Result = HttpReceiveHttpRequest(g_hQueue, HTTP_NULL_ID, 0, &pContext->Request, sizeof(pContext->Buffer), NULL,
                                    &pContext->Overlapped);
    return Result == NO_ERROR || Result == ERROR_IO_PENDING || Result == ERROR_MORE_DATA;
}

static BOOL Answer(PIO_CONTEXT pContext, USHORT Status, PCSTR pReason)
{
    HTTP_REQUEST_ID RequestId = pContext->Request.RequestId;
    ULONG Result;

    ZeroMemory(&pContext->Response, sizeof(pContext->Response));
    ZeroMemory(&pContext->Chunk, sizeof(pContext->Chunk));
    ZeroMemory(&pContext->Overlapped, sizeof(pContext->Overlapped));
    pContext->Response.StatusCode = Status;
    pContext->Response.pReason = pReason;
    pContext->Response.ReasonLength = (USHORT)strlen(pReason);
    pContext->Response.Headers.KnownHeaders[HttpHeaderContentType].pRawValue = "text/plain";
    pContext->Response.Headers.KnownHeaders[HttpHeaderContentType].RawValueLength = 10;
    snprintf(pContext->Text, sizeof(pContext->Text), "Request %ld, answered by thread %u\n",
             (long)InterlockedIncrement(&g_Served), (unsigned)GetCurrentThreadId());
    pContext->Chunk.DataChunkType = HttpDataChunkFromMemory;
    pContext->Chunk.FromMemory.pBuffer = pContext->Text;
    pContext->Chunk.FromMemory.BufferLength = (ULONG)strlen(pContext->Text);
    pContext->Response.EntityChunkCount = 1;
    pContext->Response.pEntityChunks = &pContext->Chunk;
    pContext->Sending = TRUE;
    Result = HttpSendHttpResponse(g_hQueue, RequestId, 0, &pContext->Response, NULL, NULL, NULL, 0,
                                  &pContext->Overlapped, NULL);
    return Result == NO_ERROR || Result == ERROR_IO_PENDING;
}

static DWORD WINAPI Worker(LPVOID pUnused)
{
    UNREFERENCED_PARAMETER(pUnused);
    for (;;) {
        DWORD Bytes = 0;
        ULONG_PTR Key = 0;
        LPOVERLAPPED pOverlapped = NULL;
        DWORD Error =
            GetQueuedCompletionStatus(g_hPort, &Bytes, &Key, &pOverlapped, INFINITE) ? NO_ERROR : GetLastError();
        PIO_CONTEXT pContext;
        BOOL Started = FALSE;

        if (Key == KEY_QUIT || pOverlapped == NULL) {
            return 0;
        }
        pContext = CONTAINING_RECORD(pOverlapped, IO_CONTEXT, Overlapped);
        if (!pContext->Sending && Error == NO_ERROR) {
            Started = pContext->Request.Verb == HttpVerbGET ? Answer(pContext, 200, "OK")
                                                             : Answer(pContext, 405, "Method Not Allowed");
        } else if (!pContext->Sending && Error == ERROR_MORE_DATA) {
            Started = Answer(pContext, 431, "Request Header Fields Too Large");
        }
        /* After a response, or where a client has gone: the next request. */
        if (!Started && Error != ERROR_OPERATION_ABORTED) {
            ReceiveNext(pContext);
        }
    }
}

static BOOL WINAPI OnControl(DWORD Type)
{
    UNREFERENCED_PARAMETER(Type);
    return SetEvent(g_hStop);
}

/* The session, the group and the queue, tied together; what was made is closed in main. */
static ULONG Open(int Port, HTTP_SERVER_SESSION_ID *pSession, HTTP_URL_GROUP_ID *pGroup)
{
    HTTPAPI_VERSION Version = HTTPAPI_VERSION_2;
    HTTP_BINDING_INFO Binding;
    WCHAR Url[64];
    ULONG Result;

    swprintf(Url, ARRAYSIZE(Url), L"http://localhost:%d/", Port);
    Result = HttpCreateServerSession(Version, pSession, 0);
    if (Result == NO_ERROR) {
        Result = HttpCreateUrlGroup(*pSession, pGroup, 0);
    }
    if (Result == NO_ERROR) {
        Result = HttpCreateRequestQueue(Version, NULL, NULL, 0, &g_hQueue);
    }
    if (Result == NO_ERROR) {
        ZeroMemory(&Binding, sizeof(Binding));
        Binding.Flags.Present = 1;
        Binding.RequestQueueHandle = g_hQueue;
        Result = HttpSetUrlGroupProperty(*pGroup, HttpServerBindingProperty, &Binding, sizeof(Binding));
    }
    if (Result == NO_ERROR) {
        Result = HttpAddUrlToUrlGroup(*pGroup, Url, 0, 0);
    }
    if (Result == NO_ERROR) {
        g_hPort = CreateIoCompletionPort(g_hQueue, NULL, KEY_REQUEST, THREADS);
        Result = g_hPort != NULL ? NO_ERROR : GetLastError();
    }
    return Result;
}

int main(int argc, char **argv)
{
    HTTPAPI_VERSION Version = HTTPAPI_VERSION_2;
    HTTP_SERVER_SESSION_ID Session = HTTP_NULL_ID;
    HTTP_URL_GROUP_ID Group = HTTP_NULL_ID;
    PIO_CONTEXT pContexts = calloc(OUTSTANDING, sizeof(IO_CONTEXT));
    HANDLE Threads[THREADS];
    ULONG Result;
    int i;

    if (argc != 2 || pContexts == NULL) {
        fprintf(stderr, "hello_iocp PORT\n");
        return 2;
    }
    g_hStop = CreateEventW(NULL, TRUE, FALSE, NULL);
    Result = HttpInitialize(Version, HTTP_INITIALIZE_SERVER, NULL);
    if (Result == NO_ERROR) {
        Result = Open(atoi(argv[1]), &Session, &Group);
    }
    if (Result != NO_ERROR) {
        fprintf(stderr, "hello_iocp: error %u\n", (unsigned)Result);
        return 1;
    }
    for (i = 0; i < THREADS; i++) {
        Threads[i] = CreateThread(NULL, 0, Worker, NULL, 0, NULL);
    }
    for (i = 0; i < OUTSTANDING; i++) {
        ReceiveNext(&pContexts[i]);
    }
    SetConsoleCtrlHandler(OnControl, TRUE);
    printf("listening on http://localhost:%d/\n", atoi(argv[1]));
    fflush(stdout);

    WaitForSingleObject(g_hStop, INFINITE);
    /* Ends the receives that are outstanding; then the threads have nothing left to do. */
    HttpShutdownRequestQueue(g_hQueue);
    for (i = 0; i < THREADS; i++) {
        PostQueuedCompletionStatus(g_hPort, 0, KEY_QUIT, NULL);
    }
    WaitForMultipleObjects(THREADS, Threads, TRUE, INFINITE);
    for (i = 0; i < THREADS; i++) {
        CloseHandle(Threads[i]);
    }
    HttpCloseUrlGroup(Group);
    HttpCloseServerSession(Session);
    HttpCloseRequestQueue(g_hQueue);
    CloseHandle(g_hPort);
    CloseHandle(g_hStop);
    HttpTerminate(HTTP_INITIALIZE_SERVER, NULL);
    free(pContexts);
    printf("served %ld requests\n", (long)g_Served);
    return 0;
}
