/* Request queues of version 2: names, handles, shutdown, demand start. */
#include "http_check.h"
#include <ntstatus.h>

static const HTTPAPI_VERSION two = HTTPAPI_VERSION_2;

static HANDLE create(PCWSTR name, ULONG flags)
{
    HANDLE queue = NULL;
    RETURNS(HttpCreateRequestQueue(two, name, NULL, flags, &queue), NO_ERROR);
    CHECK(queue != NULL);
    return queue;
}

static ULONG attempt(PCWSTR name, ULONG flags)
{
    HANDLE queue = NULL;
    ULONG code = HttpCreateRequestQueue(two, name, NULL, flags, &queue);
    if (code == NO_ERROR)
        HttpCloseRequestQueue(queue);
    else
        CHECK(queue == NULL);
    return code;
}

#define OPEN HTTP_CREATE_REQUEST_QUEUE_FLAG_OPEN_EXISTING
#define CONTROL HTTP_CREATE_REQUEST_QUEUE_FLAG_CONTROLLER

static void names(void)
{
    static const WCHAR *const bad[] = {L"a\\b", L"a/b", L"a:b", L"a*", L"a?", L"a\"", L"<a", L"a>", L"a|b", L"a\nb"};
    HTTPAPI_VERSION one = HTTPAPI_VERSION_1, between = {1, 1}, unknown = {3, 0};
    SECURITY_ATTRIBUTES attributes = {sizeof attributes, NULL, FALSE};
    HANDLE queue = NULL, other;
    WCHAR longest[262];

    RETURNS(HttpCreateRequestQueue(one, NULL, NULL, 0, &queue), ERROR_REVISION_MISMATCH);
    RETURNS(HttpCreateRequestQueue(between, NULL, NULL, 0, &queue), ERROR_REVISION_MISMATCH);
    RETURNS(HttpCreateRequestQueue(unknown, NULL, NULL, 0, &queue), ERROR_REVISION_MISMATCH);
    RETURNS(HttpCreateRequestQueue(two, NULL, NULL, 0, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(attempt(NULL, 0x80), ERROR_INVALID_PARAMETER);
    RETURNS(attempt(NULL, OPEN), ERROR_INVALID_PARAMETER);
    RETURNS(attempt(L"", OPEN), ERROR_INVALID_PARAMETER);
    RETURNS(attempt(L"name", OPEN | CONTROL), ERROR_INVALID_PARAMETER);
    RETURNS(attempt(L"name", HTTP_CREATE_REQUEST_QUEUE_FLAG_DELEGATION), ERROR_INVALID_PARAMETER);
    for (size_t number = 0; number < sizeof bad / sizeof bad[0]; ++number)
        RETURNS(attempt(bad[number], 0), ERROR_INVALID_NAME);
    for (int at = 0; at < 261; ++at)
        longest[at] = L'n';
    longest[261] = 0;
    RETURNS(attempt(longest, 0), ERROR_INVALID_PARAMETER);
    longest[260] = 0;
    RETURNS(attempt(longest, 0), NO_ERROR);
    RETURNS(attempt(L"name", OPEN), ERROR_FILE_NOT_FOUND);

    RETURNS(HttpCreateRequestQueue(two, L"name", &attributes, 0, &queue), NO_ERROR);
    RETURNS(attempt(L"name", 0), ERROR_ALREADY_EXISTS);
    RETURNS(attempt(L"NAME", CONTROL), ERROR_ALREADY_EXISTS);
    RETURNS(HttpCreateRequestQueue(two, L"name", &attributes, OPEN, &other), ERROR_INVALID_PARAMETER);
    other = create(L"Name", OPEN);
    CHECK(other != queue);
    /* The name is there as long as a handle is. */
    RETURNS(HttpCloseRequestQueue(queue), NO_ERROR);
    RETURNS(attempt(L"name", 0), ERROR_ALREADY_EXISTS);
    RETURNS(attempt(L"name", OPEN), NO_ERROR);
    RETURNS(HttpCloseRequestQueue(other), NO_ERROR);
    RETURNS(attempt(L"name", OPEN), ERROR_FILE_NOT_FOUND);
    RETURNS(attempt(L"name", 0), NO_ERROR);
    /* Queues without a name are different ones. */
    queue = create(NULL, 0);
    other = create(L"", 0);
    RETURNS(HttpCloseRequestQueue(queue), NO_ERROR);
    RETURNS(HttpCloseRequestQueue(queue), ERROR_INVALID_PARAMETER);
    RETURNS(HttpCloseRequestQueue(NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpCloseRequestQueue(INVALID_HANDLE_VALUE), ERROR_INVALID_PARAMETER);
    RETURNS(HttpShutdownRequestQueue(queue), ERROR_INVALID_PARAMETER);
    RETURNS(HttpShutdownRequestQueue(NULL), ERROR_INVALID_PARAMETER);
    /* CloseHandle does the same. */
    CHECK(CloseHandle(other));
    RETURNS(HttpCloseRequestQueue(other), ERROR_INVALID_PARAMETER);
}

static void properties(void)
{
    HANDLE queue = create(L"properties", 0), worker = create(L"properties", OPEN), first, event;
    ULONG value, length;
    ULONGLONG wide;

    struct row {
        HTTP_SERVER_PROPERTY property;
        ULONG usual, other, bad;
    };
    static const struct row all[] = {
        {HttpServerStateProperty, HttpEnabledStateActive, HttpEnabledStateInactive, 2},
        {HttpServerQueueLengthProperty, 1000, HTTP_MIN_SERVER_QUEUE_LENGTH, 0},
        {HttpServerQueueLengthProperty, HTTP_MIN_SERVER_QUEUE_LENGTH, HTTP_MAX_SERVER_QUEUE_LENGTH, 0x80000000},
        {HttpServer503VerbosityProperty, Http503ResponseVerbosityBasic, Http503ResponseVerbosityFull, 3},
    };
    for (size_t number = 0; number < sizeof all / sizeof all[0]; ++number) {
        HTTP_SERVER_PROPERTY property = all[number].property;
        value = 77, length = 0;
        RETURNS(HttpQueryRequestQueueProperty(queue, property, &value, sizeof value, 0, &length, NULL), NO_ERROR);
        CHECK(value == all[number].usual && length == 4);
        value = all[number].bad;
        RETURNS(HttpSetRequestQueueProperty(queue, property, &value, sizeof value, 0, NULL), ERROR_INVALID_PARAMETER);
        /* A caller may pass a wider variable. */
        wide = 0xABCDABCD00000000ULL | all[number].other;
        RETURNS(HttpSetRequestQueueProperty(queue, property, &wide, sizeof wide, 0, NULL), NO_ERROR);
        RETURNS(HttpQueryRequestQueueProperty(worker, property, &value, sizeof value, 0, NULL, NULL), NO_ERROR);
        CHECK(value == all[number].other);
        wide = 0;
        RETURNS(HttpQueryRequestQueueProperty(queue, property, &wide, sizeof wide, 0, &length, NULL), NO_ERROR);
        CHECK(wide == all[number].other && length == 4);
        /* A worker may not set. */
        value = all[number].usual;
        RETURNS(HttpSetRequestQueueProperty(worker, property, &value, sizeof value, 0, NULL), ERROR_INVALID_PARAMETER);
        RETURNS(HttpSetRequestQueueProperty(queue, property, &value, 3, 0, NULL), ERROR_INVALID_PARAMETER);
        RETURNS(HttpSetRequestQueueProperty(queue, property, &value, 0, 0, NULL), ERROR_INVALID_PARAMETER);
        RETURNS(HttpSetRequestQueueProperty(queue, property, NULL, 4, 0, NULL), ERROR_INVALID_PARAMETER);
        RETURNS(HttpSetRequestQueueProperty(queue, property, &value, 4, 1, NULL), ERROR_INVALID_PARAMETER);
        RETURNS(HttpSetRequestQueueProperty(queue, property, &value, 4, 0, &value), ERROR_INVALID_PARAMETER);
        RETURNS(HttpSetRequestQueueProperty(NULL, property, &value, 4, 0, NULL), ERROR_INVALID_PARAMETER);
        RETURNS(HttpQueryRequestQueueProperty(NULL, property, &value, 4, 0, NULL, NULL), ERROR_INVALID_PARAMETER);
        RETURNS(HttpQueryRequestQueueProperty(queue, property, NULL, 4, 0, NULL, NULL), ERROR_INVALID_PARAMETER);
        RETURNS(HttpQueryRequestQueueProperty(queue, property, &value, 4, 1, NULL, NULL), ERROR_INVALID_PARAMETER);
        RETURNS(HttpQueryRequestQueueProperty(queue, property, &value, 4, 0, NULL, &value), ERROR_INVALID_PARAMETER);
        length = 0;
        RETURNS(HttpQueryRequestQueueProperty(queue, property, &value, 3, 0, &length, NULL), ERROR_MORE_DATA);
        CHECK(length == 4);
        RETURNS(HttpQueryRequestQueueProperty(queue, property, &value, 4, 0, NULL, NULL), NO_ERROR);
        CHECK(value == all[number].other);
    }
    value = 1;
    RETURNS(HttpSetRequestQueueProperty(queue, HttpServerBindingProperty, &value, 4, 0, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpQueryRequestQueueProperty(queue, (HTTP_SERVER_PROPERTY)99, &value, 4, 0, NULL, NULL),
            ERROR_INVALID_PARAMETER);

    /* Nothing of this is for queues of version 1. */
    RETURNS(HttpCreateHttpHandle(&first, 0), NO_ERROR);
    RETURNS(HttpSetRequestQueueProperty(first, HttpServerStateProperty, &value, 4, 0, NULL), ERROR_NOT_SUPPORTED);
    RETURNS(HttpQueryRequestQueueProperty(first, HttpServerStateProperty, &value, 4, 0, NULL, NULL),
            ERROR_NOT_SUPPORTED);
    RETURNS(HttpCloseRequestQueue(first), ERROR_INVALID_PARAMETER);
    RETURNS(HttpShutdownRequestQueue(first), ERROR_INVALID_PARAMETER);
    RETURNS(HttpWaitForDemandStart(first, NULL), ERROR_INVALID_PARAMETER);
    CHECK(CloseHandle(first));
    RETURNS(HttpAddUrl(queue, L"http://localhost:50000/", NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpRemoveUrl(queue, L"http://localhost:50000/"), ERROR_INVALID_PARAMETER);
    event = CreateEventA(NULL, TRUE, FALSE, NULL);
    RETURNS(HttpCloseRequestQueue(event), ERROR_INVALID_PARAMETER);
    CHECK(CloseHandle(event));
    RETURNS(HttpCloseRequestQueue(worker), NO_ERROR);
    RETURNS(HttpCloseRequestQueue(queue), NO_ERROR);
}

/* An operation with an event. */
static OVERLAPPED overlapped(void)
{
    OVERLAPPED operation;
    memset(&operation, 0, sizeof operation);
    operation.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    return operation;
}

/* The operation ends with this code. */
static void ends(HANDLE queue, OVERLAPPED *operation, DWORD code)
{
    DWORD bytes;
    CHECK(WaitForSingleObject(operation->hEvent, PATIENCE) == WAIT_OBJECT_0);
    SetLastError(NO_ERROR);
    CHECK(GetOverlappedResult(queue, operation, &bytes, FALSE) == (code == NO_ERROR));
    CHECK(GetLastError() == code);
    CloseHandle(operation->hEvent);
}

static BOOL is_pending(OVERLAPPED *operation)
{
    return WaitForSingleObject(operation->hEvent, 0) == WAIT_TIMEOUT;
}

static HANDLE blocking_queue;

static DWORD WINAPI receive_blocking(LPVOID unused)
{
    union request request;
    (void)unused;
    return HttpReceiveHttpRequest(blocking_queue, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&request, sizeof request, NULL,
                                  NULL);
}

/* Shutdown: who waits goes, what was received and not answered ends, what was begun goes on. */
static void shutdown_of_one(void)
{
    struct service_v2 service = serve_v2();
    union request begun, unanswered, other;
    OVERLAPPED receive_one = overlapped(), wait = overlapped();
    char text[1024];
    HANDLE thread;
    DWORD code;
    int first = get(service.port, "/begun"), second, third;

    receive(service.queue, &begun);
    RETURNS(answer(service.queue, begun.v1.RequestId, "begun ", HTTP_SEND_RESPONSE_FLAG_MORE_DATA, NULL), NO_ERROR);
    second = get(service.port, "/unanswered");
    receive(service.queue, &unanswered);
    RETURNS(HttpWaitForDisconnect(service.queue, unanswered.v1.ConnectionId, &wait), ERROR_IO_PENDING);
    blocking_queue = service.queue;
    thread = CreateThread(NULL, 0, receive_blocking, NULL, 0, NULL);
    RETURNS(HttpReceiveHttpRequest(service.queue, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&other, sizeof other, NULL,
                                   &receive_one), ERROR_IO_PENDING);
    /* The thread has to be in its call. */
    Sleep(50);
    RETURNS(HttpShutdownRequestQueue(service.queue), NO_ERROR);
    ends(service.queue, &receive_one, ERROR_OPERATION_ABORTED);
    ends(service.queue, &wait, ERROR_OPERATION_ABORTED);
    CHECK(WaitForSingleObject(thread, PATIENCE) == WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code) && code == ERROR_OPERATION_ABORTED);
    CloseHandle(thread);
    CHECK(hear(second, text, sizeof text, NULL) == 0);
    close(second);
    RETURNS(answer(service.queue, unanswered.v1.RequestId, "late", 0, NULL), ERROR_CONNECTION_INVALID);
    RETURNS(HttpReceiveHttpRequest(service.queue, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&other, sizeof other, NULL, NULL),
            ERROR_INVALID_HANDLE);
    RETURNS(HttpWaitForDisconnect(service.queue, begun.v1.ConnectionId, NULL), ERROR_INVALID_HANDLE);
    /* Once more changes nothing. */
    RETURNS(HttpShutdownRequestQueue(service.queue), NO_ERROR);

    {
        HTTP_DATA_CHUNK chunk;
        memset(&chunk, 0, sizeof chunk);
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = (PVOID) "ended";
        chunk.FromMemory.BufferLength = 5;
        RETURNS(HttpSendResponseEntityBody(service.queue, begun.v1.RequestId, HTTP_SEND_RESPONSE_FLAG_DISCONNECT, 1,
                                           &chunk, NULL, NULL, 0, NULL, NULL), NO_ERROR);
    }
    hear(first, text, sizeof text, over_http2() ? "0\r\n\r\n" : NULL);
    CHECK(strstr(text, over_http2() ? "begun \r\n5\r\nended\r\n0\r\n\r\n" : "begun ended") != NULL);
    close(first);

    /* Nobody is there for this one, and the queue ends with it. */
    set_verbosity(service.queue, Http503ResponseVerbosityFull);
    third = get(service.port, "/nobody");
    Sleep(50);
    RETURNS(HttpCloseRequestQueue(service.queue), NO_ERROR);
    is_refused(third, TRUE);
    /* The group is bound to nothing now. */
    is_refused(get(service.port, "/after"), TRUE);
    RETURNS(HttpCloseServerSession(service.session), NO_ERROR);
    RETURNS(HttpTerminate(HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
}

/* Requests that nobody has received go to another handle of the queue. */
static void shutdown_of_several(BOOL closes)
{
    struct service_v2 service = serve_v2();
    HANDLE first = create(L"several", 0), second = create(L"several", OPEN), thread;
    OVERLAPPED one = overlapped(), two_of_them = overlapped();
    union request request, other;
    char text[1024];
    DWORD code;
    int early, late;

    RETURNS(bind_group(service.group, first), NO_ERROR);
    /* Both receive: in the order of the calls. */
    RETURNS(HttpReceiveHttpRequest(second, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&request, sizeof request, NULL, &one),
            ERROR_IO_PENDING);
    RETURNS(HttpReceiveHttpRequest(first, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&other, sizeof other, NULL, &two_of_them),
            ERROR_IO_PENDING);
    early = get(service.port, "/early");
    ends(second, &one, NO_ERROR);
    CHECK(strcmp(request.v1.pRawUrl, "/early") == 0);
    CHECK(is_pending(&two_of_them));
    blocking_queue = second;
    thread = CreateThread(NULL, 0, receive_blocking, NULL, 0, NULL);
    Sleep(50);
    if (closes)
        RETURNS(HttpCloseRequestQueue(first), NO_ERROR);
    else
        RETURNS(HttpShutdownRequestQueue(first), NO_ERROR);
    CHECK(WaitForSingleObject(two_of_them.hEvent, PATIENCE) == WAIT_OBJECT_0);
    CHECK((ULONG)two_of_them.Internal == (ULONG)STATUS_CANCELLED);
    CloseHandle(two_of_them.hEvent);
    /* The other one's thread waits on, and gets the next request. */
    CHECK(WaitForSingleObject(thread, 0) == WAIT_TIMEOUT);
    late = get(service.port, "/late");
    CHECK(WaitForSingleObject(thread, PATIENCE) == WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code) && code == NO_ERROR);
    CloseHandle(thread);
    /* What the other one received is its own still. */
    RETURNS(answer(second, request.v1.RequestId, "early", 0, NULL), NO_ERROR);
    hear(early, text, sizeof text, "early");
    close(early);
    close(late);
    early = get(service.port, "/third");
    receive(second, &request);
    CHECK(strcmp(request.v1.pRawUrl, "/third") == 0);
    RETURNS(answer(second, request.v1.RequestId, "third", 0, NULL), NO_ERROR);
    hear(early, text, sizeof text, "third");
    close(early);
    if (!closes)
        RETURNS(HttpCloseRequestQueue(first), NO_ERROR);
    RETURNS(HttpCloseRequestQueue(second), NO_ERROR);
    end_service_v2(&service);
}

/* Requests wait where there is nobody, and a worker that comes finds them. */
static void a_worker_comes_late(void)
{
    struct service_v2 service = serve_v2();
    HANDLE controller = create(L"late", CONTROL), worker, demanding;
    OVERLAPPED demand = overlapped(), again = overlapped();
    ULONG_PTR key;
    LPOVERLAPPED told;
    DWORD bytes;
    union request request;
    char text[1024];
    int one;

    RETURNS(bind_group(service.group, controller), NO_ERROR);
    RETURNS(HttpReceiveHttpRequest(controller, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&request, sizeof request, NULL, NULL),
            ERROR_INVALID_ID_AUTHORITY);
    RETURNS(HttpWaitForDemandStart(service.queue, NULL), ERROR_INVALID_ID_AUTHORITY);
    RETURNS(HttpWaitForDemandStart(NULL, NULL), ERROR_INVALID_HANDLE);
    RETURNS(HttpWaitForDemandStart(controller, &demand), ERROR_IO_PENDING);
    RETURNS(HttpWaitForDemandStart(controller, &again), ERROR_ALREADY_EXISTS);
    RETURNS(HttpWaitForDemandStart(controller, NULL), ERROR_ALREADY_EXISTS);
    CHECK(CancelIoEx(controller, &demand));
    ends(controller, &demand, ERROR_OPERATION_ABORTED);
    FAILS_WITH(CancelIoEx(controller, &demand), ERROR_NOT_FOUND);

    RETURNS(HttpWaitForDemandStart(controller, &again), ERROR_IO_PENDING);
    CHECK(is_pending(&again));
    one = get(service.port, "/first");
    ends(controller, &again, NO_ERROR);
    /* The request is there still. */
    RETURNS(HttpWaitForDemandStart(controller, NULL), NO_ERROR);
    worker = create(L"late", OPEN);
    RETURNS(HttpWaitForDemandStart(worker, NULL), ERROR_INVALID_ID_AUTHORITY);
    receive(worker, &request);
    CHECK(strcmp(request.v1.pRawUrl, "/first") == 0);
    RETURNS(answer(worker, request.v1.RequestId, "first", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "first");
    close(one);

    /* A request that somebody waits for is no demand. */
    demanding = CreateIoCompletionPort(controller, NULL, 5, 0);
    memset(&demand, 0, sizeof demand);
    RETURNS(HttpWaitForDemandStart(controller, &demand), ERROR_IO_PENDING);
    again = overlapped();
    RETURNS(HttpReceiveHttpRequest(worker, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&request, sizeof request, NULL, &again),
            ERROR_IO_PENDING);
    one = get(service.port, "/second");
    ends(worker, &again, NO_ERROR);
    CHECK(!GetQueuedCompletionStatus(demanding, &bytes, &key, &told, 50) && told == NULL);
    RETURNS(answer(worker, request.v1.RequestId, "second", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "second");
    close(one);
    RETURNS(HttpShutdownRequestQueue(controller), NO_ERROR);
    FAILS_WITH(GetQueuedCompletionStatus(demanding, &bytes, &key, &told, PATIENCE), ERROR_OPERATION_ABORTED);
    CHECK(told == &demand && key == 5);
    RETURNS(HttpWaitForDemandStart(controller, &demand), ERROR_INVALID_HANDLE);
    CloseHandle(demanding);
    RETURNS(HttpCloseRequestQueue(controller), NO_ERROR);
    RETURNS(HttpCloseRequestQueue(worker), NO_ERROR);
    end_service_v2(&service);
}

int main(void)
{
    HANDLE queue = NULL;
    RETURNS(HttpCreateRequestQueue(two, NULL, NULL, 0, &queue), ERROR_DLL_INIT_FAILED);
    RETURNS(HttpInitialize(two, HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
    names();
    properties();
    shutdown_of_one();
    shutdown_of_several(FALSE);
    shutdown_of_several(TRUE);
    a_worker_comes_late();
    RETURNS(HttpTerminate(HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
    return check_failures;
}
