/*
 * A server in the shape of the documented high-performance one: version 2, an I/O object of the thread pool, receives
 * that are always outstanding, no callback for what ends at once, buffers that grow, and an end in the documented order.
 */
#include "http_check.h"

#define OUTSTANDING 6
#define CLIENTS 8
#define REQUESTS 60
/* Too small for a request with long headers. */
#define FIRST_SIZE 1200

static struct service_v2 service;
static PTP_IO io;
static volatile LONG stopping, under_way, served, grown;

struct io_context {
    OVERLAPPED overlapped;
    void (*completed)(struct io_context *, ULONG);
};

struct io_request {
    struct io_context io;
    PHTTP_REQUEST request;
    ULONG size;
};

struct io_response {
    struct io_context io;
    HTTP_RESPONSE response;
    HTTP_DATA_CHUNK chunk;
    char text[64];
};

static void receive_completed(struct io_context *io_context, ULONG code);

static void free_request(struct io_request *one)
{
    free(one->request);
    free(one);
    InterlockedDecrement(&under_way);
}

/* Asks for a request, the next one or that with the id, until one is on its way. */
static void post_receive(struct io_request *one, HTTP_REQUEST_ID id)
{
    for (;;) {
        ULONG bytes = 0, code;
        memset(&one->io.overlapped, 0, sizeof one->io.overlapped);
        one->io.completed = receive_completed;
        StartThreadpoolIo(io);
        code = HttpReceiveHttpRequest(service.queue, id, 0, one->request, one->size, &bytes, &one->io.overlapped);
        if (code == ERROR_IO_PENDING)
            return;
        /* No callback comes for what did not wait. */
        CancelThreadpoolIo(io);
        if (code == ERROR_MORE_DATA) {
            id = one->request->RequestId;
            one->size = bytes;
            one->request = realloc(one->request, bytes);
            InterlockedIncrement(&grown);
        } else if (code == ERROR_CONNECTION_INVALID && id != HTTP_NULL_ID) {
            id = HTTP_NULL_ID;
        } else {
            CHECK(code == NO_ERROR || ReadAcquire(&stopping));
            receive_completed(&one->io, code);
            return;
        }
    }
}

static void send_completed(struct io_context *io_context, ULONG code)
{
    CHECK(code == NO_ERROR || code == ERROR_CONNECTION_INVALID || code == ERROR_NETNAME_DELETED
          || ReadAcquire(&stopping));
    InterlockedIncrement(&served);
    free(CONTAINING_RECORD(io_context, struct io_response, io));
    InterlockedDecrement(&under_way);
}

/* Answers with the path. */
static void post_response(PHTTP_REQUEST request)
{
    struct io_response *one = calloc(1, sizeof *one);
    ULONG code;
    InterlockedIncrement(&under_way);
    one->io.completed = send_completed;
    snprintf(one->text, sizeof one->text, "%.*s.", (int)request->RawUrlLength, request->pRawUrl);
    one->chunk.DataChunkType = HttpDataChunkFromMemory;
    one->chunk.FromMemory.pBuffer = one->text;
    one->chunk.FromMemory.BufferLength = (ULONG)strlen(one->text);
    one->response.StatusCode = request->Verb == HttpVerbGET ? 200 : 501;
    one->response.EntityChunkCount = 1;
    one->response.pEntityChunks = &one->chunk;
    StartThreadpoolIo(io);
    code = HttpSendHttpResponse(service.queue, request->RequestId, 0, &one->response, NULL, NULL, NULL, 0,
                                &one->io.overlapped, NULL);
    if (code != ERROR_IO_PENDING) {
        CancelThreadpoolIo(io);
        send_completed(&one->io, code);
    }
}

static void receive_completed(struct io_context *io_context, ULONG code)
{
    struct io_request *one = CONTAINING_RECORD(io_context, struct io_request, io);
    if (ReadAcquire(&stopping)) {
        free_request(one);
        return;
    }
    switch (code) {
    case NO_ERROR:
        post_response(one->request);
        post_receive(one, HTTP_NULL_ID);
        break;
    case ERROR_MORE_DATA:
        one->size = (ULONG)one->io.overlapped.InternalHigh;
        {
            HTTP_REQUEST_ID id = one->request->RequestId;
            one->request = realloc(one->request, one->size);
            InterlockedIncrement(&grown);
            post_receive(one, id);
        }
        break;
    default:
        CHECK(code == ERROR_OPERATION_ABORTED);
        free_request(one);
    }
}

static VOID CALLBACK completed(PTP_CALLBACK_INSTANCE instance, PVOID context, PVOID overlapped, ULONG code,
                               ULONG_PTR bytes, PTP_IO of)
{
    struct io_context *io_context = CONTAINING_RECORD(overlapped, struct io_context, overlapped);
    (void)instance, (void)context, (void)of;
    if (code == ERROR_MORE_DATA)
        io_context->overlapped.InternalHigh = bytes;
    io_context->completed(io_context, code);
}

static DWORD WINAPI ask(LPVOID parameter)
{
    int number = (int)(ULONG_PTR)parameter, one = client(service.port);
    for (int at = 0; at < REQUESTS; ++at) {
        static const char filler[] = "................................................................................";
        char path[32], end[40], text[4096], answer_text[1024];
        size_t length;
        snprintf(path, sizeof path, "/%d/%d", number, at);
        snprintf(end, sizeof end, "\r\n\r\n%s.", path);
        length = (size_t)snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: localhost\r\n", path);
        /* Some do not fit into the first buffer. */
        for (int line = 0; line < at % 20; ++line)
            length += (size_t)snprintf(text + length, sizeof text - length, "X-%d: %s\r\n", line, filler);
        snprintf(text + length, sizeof text - length, "\r\n");
        say(one, text);
        hear(one, answer_text, sizeof answer_text, end);
        CHECK(strncmp(answer_text, "HTTP/1.1 200 ", 13) == 0);
        CHECK(strstr(answer_text, end) != NULL);
    }
    close(one);
    return 0;
}

int main(void)
{
    HANDLE threads[CLIENTS];

    service = serve_v2();
    CHECK(SetFileCompletionNotificationModes(service.queue,
                                             FILE_SKIP_COMPLETION_PORT_ON_SUCCESS | FILE_SKIP_SET_EVENT_ON_HANDLE));
    CHECK((io = CreateThreadpoolIo(service.queue, completed, NULL, NULL)) != NULL);
    for (int at = 0; at < OUTSTANDING; ++at) {
        struct io_request *one = calloc(1, sizeof *one);
        one->size = FIRST_SIZE;
        one->request = malloc(one->size);
        InterlockedIncrement(&under_way);
        post_receive(one, HTTP_NULL_ID);
    }
    for (int at = 0; at < CLIENTS; ++at)
        threads[at] = CreateThread(NULL, 0, ask, (LPVOID)(ULONG_PTR)at, 0, NULL);
    CHECK(WaitForMultipleObjects(CLIENTS, threads, TRUE, 3 * PATIENCE) == WAIT_OBJECT_0);
    for (int at = 0; at < CLIENTS; ++at)
        CloseHandle(threads[at]);
    CHECK(ReadAcquire(&grown) > 0);

    /* No more requests; what is under way ends; then the object goes, and the queue. */
    InterlockedExchange(&stopping, 1);
    RETURNS(HttpShutdownRequestQueue(service.queue), NO_ERROR);
    WaitForThreadpoolIoCallbacks(io, FALSE);
    CHECK(ReadAcquire(&under_way) == 0);
    CHECK(ReadAcquire(&served) == CLIENTS * REQUESTS);
    CloseThreadpoolIo(io);
    end_service_v2(&service);
    return check_failures;
}
