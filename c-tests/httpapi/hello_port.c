/* A server of several threads on a completion port: receives that are always outstanding. */
#include "http_check.h"

#define CLIENTS 8
#define REQUESTS 50
#define THREADS 3

static struct service service;
static HANDLE port;
static volatile LONG served;
static volatile LONG aborted;

/* What one outstanding operation needs. */
struct context {
    OVERLAPPED overlapped;
    BOOL sends;
    union request request;
    HTTP_RESPONSE_V1 response;
    HTTP_DATA_CHUNK chunk;
};

static void receive_again(struct context *context)
{
    ULONG code;
    memset(&context->overlapped, 0, sizeof context->overlapped);
    context->sends = FALSE;
    code = HttpReceiveHttpRequest(service.queue, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&context->request,
                                  sizeof context->request, NULL, &context->overlapped);
    /* A packet follows both. Others only as the queue ends. */
    if (code != NO_ERROR && code != ERROR_IO_PENDING) {
        CHECK(code == ERROR_INVALID_HANDLE || code == ERROR_OPERATION_ABORTED);
        InterlockedIncrement(&aborted);
    }
}

static void send_answer(struct context *context)
{
    HTTP_REQUEST_ID id = context->request.v1.RequestId;
    ULONG code;
    memset(&context->response, 0, sizeof context->response);
    memset(&context->chunk, 0, sizeof context->chunk);
    memset(&context->overlapped, 0, sizeof context->overlapped);
    context->sends = TRUE;
    context->response.StatusCode = 200;
    context->chunk.DataChunkType = HttpDataChunkFromMemory;
    /* The path comes back as it is. */
    context->chunk.FromMemory.pBuffer = (PVOID)context->request.v1.pRawUrl;
    context->chunk.FromMemory.BufferLength = context->request.v1.RawUrlLength;
    context->response.EntityChunkCount = 1;
    context->response.pEntityChunks = &context->chunk;
    code = HttpSendHttpResponse(service.queue, id, 0, (PHTTP_RESPONSE)&context->response, NULL, NULL, NULL, 0,
                                &context->overlapped, NULL);
    CHECK(code == NO_ERROR || code == ERROR_IO_PENDING);
    if (code != NO_ERROR && code != ERROR_IO_PENDING)
        receive_again(context);
}

static DWORD WINAPI serve_port(LPVOID unused)
{
    (void)unused;
    for (;;) {
        DWORD bytes;
        ULONG_PTR key;
        LPOVERLAPPED overlapped = NULL;
        BOOL good = GetQueuedCompletionStatus(port, &bytes, &key, &overlapped, INFINITE);
        struct context *context = CONTAINING_RECORD(overlapped, struct context, overlapped);
        if (key == 0)
            return 0;
        if (!good) {
            CHECK(GetLastError() == ERROR_OPERATION_ABORTED);
            InterlockedIncrement(&aborted);
        } else if (context->sends) {
            InterlockedIncrement(&served);
            receive_again(context);
        } else {
            send_answer(context);
        }
    }
}

static DWORD WINAPI ask(LPVOID parameter)
{
    char text[1024], request[128], path[32];
    int number = (int)(ULONG_PTR)parameter;
    int one = client(service.port);
    for (int count = 0; count < REQUESTS; ++count) {
        snprintf(path, sizeof path, "/%d/%d.", number, count);
        snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path);
        say(one, request);
        hear(one, text, sizeof text, path);
        CHECK(strncmp(text, "HTTP/1.1 200 ", 13) == 0);
    }
    close(one);
    return 0;
}

static void run(UCHAR modes)
{
    static struct context contexts[4];
    HANDLE threads[THREADS], clients[CLIENTS];

    served = 0;
    aborted = 0;
    service = serve();
    port = CreateIoCompletionPort(service.queue, NULL, 5, 0);
    CHECK(port != NULL);
    if (modes)
        CHECK(SetFileCompletionNotificationModes(service.queue, modes));
    for (int number = 0; number < 4; ++number)
        receive_again(&contexts[number]);
    for (int number = 0; number < THREADS; ++number)
        threads[number] = CreateThread(NULL, 0, serve_port, NULL, 0, NULL);
    for (int number = 0; number < CLIENTS; ++number)
        clients[number] = CreateThread(NULL, 0, ask, (LPVOID)(ULONG_PTR)number, 0, NULL);
    CHECK(WaitForMultipleObjects(CLIENTS, clients, TRUE, 2 * PATIENCE) == WAIT_OBJECT_0);
    for (int number = 0; number < CLIENTS; ++number)
        CloseHandle(clients[number]);
    end_service(&service);
    /* Every receive that was outstanding is told. */
    for (int tries = 0; tries < 2000 && ReadAcquire(&aborted) < 4; ++tries)
        Sleep(1);
    CHECK(ReadAcquire(&aborted) == 4);
    CHECK(served == CLIENTS * REQUESTS);
    for (int number = 0; number < THREADS; ++number)
        PostQueuedCompletionStatus(port, 0, 0, NULL);
    CHECK(WaitForMultipleObjects(THREADS, threads, TRUE, PATIENCE) == WAIT_OBJECT_0);
    for (int number = 0; number < THREADS; ++number)
        CloseHandle(threads[number]);
    CHECK(CloseHandle(port));
}

int main(void)
{
    run(0);
    run(0);
    return check_failures;
}
