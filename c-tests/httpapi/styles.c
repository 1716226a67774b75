/*
 * Every function that takes an OVERLAPPED, in every style: blocking, by event, by completion port with and without
 * packets for what ends at once, by an I/O object of the thread pool, and by BindIoCompletionCallback.
 * What it comes to is the same, and each operation ends once.
 */
#include "http_check.h"

enum style { BLOCKING, EVENT, PORT, PORT_SKIPS, POOL, BOUND, STYLES };
static const char *const style_names[] = {"blocking", "event", "port", "port that skips", "thread pool", "bound"};

static struct service_v2 service;
static HANDLE port, told, queue;
static PTP_IO io;
static union request request;
static char text[256];
static HTTP_RESPONSE_V2 response;
static HTTP_DATA_CHUNK chunk;
static HTTP_REQUEST_TRANSPORT_IDLE_CONNECTION_TIMEOUT_INFO idle = {30};
static HTTP_CACHE_POLICY policy = {HttpCachePolicyUserInvalidates, 0};
static WCHAR fragment[128];
static int one;

/* What an operation came to. */
static volatile LONG ends;
static volatile DWORD end_code, end_bytes;

static void has_ended(DWORD code, DWORD bytes)
{
    end_code = code;
    end_bytes = bytes;
    InterlockedIncrement(&ends);
    SetEvent(told);
}

static VOID CALLBACK pool_told(PTP_CALLBACK_INSTANCE instance, PVOID context, PVOID overlapped, ULONG code,
                               ULONG_PTR bytes, PTP_IO of)
{
    (void)instance, (void)overlapped;
    CHECK(of == io && context == &service);
    has_ended(code, (DWORD)bytes);
}

static VOID WINAPI bound_told(DWORD code, DWORD bytes, LPOVERLAPPED overlapped)
{
    (void)overlapped;
    has_ended(code, bytes);
}

/* The operations. What each needs is made by `prepare`; `provoke` has a pending one end. */
struct operation {
    const char *name;
    void (*prepare)(void);
    ULONG (*begin)(LPOVERLAPPED, PULONG);
    void (*provoke)(void);
    /* Bytes that it is to tell, or -1 for any number. */
    int bytes;
    BOOL by_controller;
};

static void nothing(void)
{
}

static void asks(void)
{
    one = get(service.port, "/first");
}

static void posts(void)
{
    one = client(service.port);
    say(one, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\n");
    receive(service.queue, &request);
}

static void is_asked(void)
{
    one = get(service.port, "/first");
    receive(service.queue, &request);
}

static void says_more(void)
{
    say(one, "hello");
}

static void goes(void)
{
    close(one);
    one = -1;
}

static void has_begun(void)
{
    is_asked();
    memset(&response, 0, sizeof response);
    response.StatusCode = 200;
    RETURNS(HttpSendHttpResponse(service.queue, request.v1.RequestId, HTTP_SEND_RESPONSE_FLAG_MORE_DATA,
                                 (PHTTP_RESPONSE)&response, NULL, NULL, NULL, 0, NULL, NULL), NO_ERROR);
}

static void has_fragment(void)
{
    RETURNS(HttpAddFragmentToCache(service.queue, fragment, &chunk, &policy, NULL), NO_ERROR);
}

static ULONG receives(LPOVERLAPPED overlapped, PULONG bytes)
{
    return HttpReceiveHttpRequest(queue, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&request, sizeof request, bytes, overlapped);
}

static ULONG receives_body(LPOVERLAPPED overlapped, PULONG bytes)
{
    return HttpReceiveRequestEntityBody(queue, request.v1.RequestId, HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER,
                                        text, sizeof text, bytes, overlapped);
}

static ULONG sends(LPOVERLAPPED overlapped, PULONG bytes)
{
    memset(&response, 0, sizeof response);
    response.StatusCode = 200;
    response.EntityChunkCount = 1;
    response.pEntityChunks = &chunk;
    return HttpSendHttpResponse(queue, request.v1.RequestId, 0, (PHTTP_RESPONSE)&response, NULL, bytes, NULL, 0, overlapped,
                                NULL);
}

static ULONG sends_body(LPOVERLAPPED overlapped, PULONG bytes)
{
    return HttpSendResponseEntityBody(queue, request.v1.RequestId, HTTP_SEND_RESPONSE_FLAG_DISCONNECT, 1, &chunk, bytes,
                                      NULL, 0, overlapped, NULL);
}

static ULONG waits(LPOVERLAPPED overlapped, PULONG bytes)
{
    (void)bytes;
    return HttpWaitForDisconnect(queue, request.v1.ConnectionId, overlapped);
}

static ULONG waits_ex(LPOVERLAPPED overlapped, PULONG bytes)
{
    (void)bytes;
    return HttpWaitForDisconnectEx(queue, request.v1.ConnectionId, 0, overlapped);
}

static ULONG waits_for_demand(LPOVERLAPPED overlapped, PULONG bytes)
{
    (void)bytes;
    return HttpWaitForDemandStart(queue, overlapped);
}

static ULONG cancels(LPOVERLAPPED overlapped, PULONG bytes)
{
    (void)bytes;
    return HttpCancelHttpRequest(queue, request.v1.RequestId, overlapped);
}

static ULONG flushes(LPOVERLAPPED overlapped, PULONG bytes)
{
    (void)bytes;
    return HttpFlushResponseCache(queue, service.url, HTTP_FLUSH_RESPONSE_FLAG_RECURSIVE, overlapped);
}

static ULONG adds_fragment(LPOVERLAPPED overlapped, PULONG bytes)
{
    (void)bytes;
    return HttpAddFragmentToCache(queue, fragment, &chunk, &policy, overlapped);
}

static ULONG reads_fragment(LPOVERLAPPED overlapped, PULONG bytes)
{
    return HttpReadFragmentFromCache(queue, fragment, NULL, text, sizeof text, bytes, overlapped);
}

static ULONG sets_property(LPOVERLAPPED overlapped, PULONG bytes)
{
    (void)bytes;
    return HttpSetRequestProperty(queue, request.v1.RequestId, HttpRequestPropertyTransportIdleConnectionTimeout, &idle,
                                  sizeof idle, overlapped);
}

static ULONG asks_for_property(LPOVERLAPPED overlapped, PULONG bytes)
{
    return HttpQueryRequestProperty(queue, request.v1.RequestId, HttpRequestPropertyIsb, NULL, 0, text, sizeof(ULONG64), bytes,
                                    overlapped);
}

static const struct operation operations[] = {
    {"HttpReceiveHttpRequest", nothing, receives, asks, -1, FALSE},
    {"HttpReceiveRequestEntityBody", posts, receives_body, says_more, 5, FALSE},
    {"HttpSendHttpResponse", is_asked, sends, nothing, -1, FALSE},
    {"HttpSendResponseEntityBody", has_begun, sends_body, nothing, 5, FALSE},
    {"HttpWaitForDisconnect", is_asked, waits, goes, 0, FALSE},
    {"HttpWaitForDisconnectEx", is_asked, waits_ex, goes, 0, FALSE},
    {"HttpWaitForDemandStart", nothing, waits_for_demand, asks, 0, TRUE},
    {"HttpCancelHttpRequest", is_asked, cancels, nothing, 0, FALSE},
    {"HttpFlushResponseCache", nothing, flushes, nothing, 0, FALSE},
    {"HttpAddFragmentToCache", nothing, adds_fragment, nothing, 0, FALSE},
    {"HttpReadFragmentFromCache", has_fragment, reads_fragment, nothing, 5, FALSE},
    {"HttpSetRequestProperty", is_asked, sets_property, nothing, 0, FALSE},
    {"HttpQueryRequestProperty", is_asked, asks_for_property, nothing, sizeof(ULONG64), FALSE},
};

static const struct operation *blocking_operation;

static DWORD WINAPI block(LPVOID bytes)
{
    ULONG code = blocking_operation->begin(NULL, bytes);
    has_ended(code, *(PULONG)bytes);
    return 0;
}

/* Runs the operation in the style; its end is told by `has_ended`. */
static void run(const struct operation *operation, enum style style)
{
    OVERLAPPED overlapped;
    ULONG bytes = 0, code = NO_ERROR;
    DWORD count = 0;
    HANDLE thread = NULL;

    memset(&overlapped, 0, sizeof overlapped);
    if (style == BLOCKING) {
        blocking_operation = operation;
        thread = CreateThread(NULL, 0, block, &bytes, 0, NULL);
        operation->provoke();
        CHECK(WaitForSingleObject(thread, PATIENCE) == WAIT_OBJECT_0);
        CloseHandle(thread);
        return;
    }
    overlapped.hEvent = style == EVENT ? CreateEventA(NULL, TRUE, FALSE, NULL) : NULL;
    if (style == POOL)
        StartThreadpoolIo(io);
    code = operation->begin(&overlapped, &bytes);
    CHECK(code == NO_ERROR || code == ERROR_IO_PENDING);
    /* Who waits for something has to be told of it. */
    CHECK(operation->provoke == nothing || code == ERROR_IO_PENDING);
    if (code == ERROR_IO_PENDING)
        operation->provoke();
    switch (style) {
    case EVENT:
        CHECK(WaitForSingleObject(overlapped.hEvent, PATIENCE) == WAIT_OBJECT_0);
        CHECK(GetOverlappedResult(queue, &overlapped, &count, FALSE));
        has_ended(NO_ERROR, count);
        CloseHandle(overlapped.hEvent);
        break;
    case PORT:
    case PORT_SKIPS:
        if (style == PORT_SKIPS && code == NO_ERROR) {
            has_ended(NO_ERROR, bytes);
        } else {
            ULONG_PTR key = 0;
            LPOVERLAPPED ended = NULL;
            CHECK(GetQueuedCompletionStatus(port, &count, &key, &ended, PATIENCE) && ended == &overlapped && key == 7);
            has_ended(NO_ERROR, count);
        }
        break;
    default:
        /* A callback comes for what ended at once, too. */
        CHECK(WaitForSingleObject(told, PATIENCE) == WAIT_OBJECT_0);
        if (style == POOL)
            WaitForThreadpoolIoCallbacks(io, FALSE);
    }
    if (code == NO_ERROR && operation->bytes > 0)
        CHECK(bytes == (ULONG)operation->bytes);
    CHECK(!HasOverlappedIoCompleted(&overlapped) || (NTSTATUS)overlapped.Internal == 0);
    CHECK(style == PORT_SKIPS || HasOverlappedIoCompleted(&overlapped));
}

/* A service of its own, since a queue is bound to one port in its life. */
static void one_case(const struct operation *operation, enum style style)
{
    HTTPAPI_VERSION version = HTTPAPI_VERSION_2;
    int failures = check_failures;

    service = serve_v2();
    one = -1;
    ends = 0;
    queue = service.queue;
    ResetEvent(told);
    if (operation->by_controller) {
        RETURNS(HttpCreateRequestQueue(version, L"styles", NULL, HTTP_CREATE_REQUEST_QUEUE_FLAG_CONTROLLER, &queue),
                NO_ERROR);
        RETURNS(bind_group(service.group, queue), NO_ERROR);
    }
    lstrcpyW(fragment, service.url);
    lstrcatW(fragment, L"fragment");
    memset(&chunk, 0, sizeof chunk);
    chunk.DataChunkType = HttpDataChunkFromMemory;
    chunk.FromMemory.pBuffer = (PVOID)"hello";
    chunk.FromMemory.BufferLength = 5;
    operation->prepare();

    if (style == PORT || style == PORT_SKIPS)
        CHECK((port = CreateIoCompletionPort(queue, NULL, 7, 0)) != NULL);
    if (style == PORT_SKIPS)
        CHECK(SetFileCompletionNotificationModes(queue, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS | FILE_SKIP_SET_EVENT_ON_HANDLE));
    if (style == POOL)
        CHECK((io = CreateThreadpoolIo(queue, pool_told, &service, NULL)) != NULL);
    if (style == BOUND)
        CHECK(BindIoCompletionCallback(queue, bound_told, 0));
    run(operation, style);
    CHECK(ReadAcquire(&ends) == 1 && end_code == NO_ERROR);
    CHECK(operation->bytes < 0 || end_bytes == (DWORD)operation->bytes || operation->bytes == 0);
    CHECK(operation->bytes != -1 || end_bytes > 0);
    if (operation->begin == receives)
        CHECK(memcmp(request.v1.pRawUrl, "/first", 7) == 0);
    if (operation->begin == receives_body || operation->begin == reads_fragment)
        CHECK(memcmp(text, "hello", 5) == 0);
    if (operation->begin == sends || operation->begin == sends_body)
        hear(one, text, sizeof text, "hello");

    if (one >= 0)
        close(one);
    if (style == POOL)
        CloseThreadpoolIo(io);
    if (operation->by_controller)
        RETURNS(HttpCloseRequestQueue(queue), NO_ERROR);
    end_service_v2(&service);
    if (style == PORT || style == PORT_SKIPS)
        CloseHandle(port);
    if (check_failures != failures)
        printf("%s, %s\n", operation->name, style_names[style]);
}

int main(void)
{
    told = CreateEventA(NULL, FALSE, FALSE, NULL);
    for (size_t at = 0; at < sizeof operations / sizeof operations[0]; ++at)
        for (int style = 0; style < STYLES; ++style)
            one_case(&operations[at], (enum style)style);
    CloseHandle(told);
    return check_failures;
}
