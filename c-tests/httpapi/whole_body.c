/* HTTP_RECEIVE_REQUEST_FLAG_FLUSH_BODY: a receive that waits for the whole body. */
#include "http_check.h"

static struct service_v2 service;

#define FLUSH HTTP_RECEIVE_REQUEST_FLAG_FLUSH_BODY

static ULONG receive_whole(HTTP_REQUEST_ID id, union request *request, ULONG size, PULONG bytes, LPOVERLAPPED overlapped)
{
    return HttpReceiveHttpRequest(service.queue, id, FLUSH, (PHTTP_REQUEST)request, size, bytes, overlapped);
}

/* The request has this body, all of it. */
static void has_body(const union request *request, const char *body)
{
    CHECK((request->v1.Flags & HTTP_REQUEST_FLAG_MORE_ENTITY_BODY_EXISTS) == 0);
    CHECK(request->v1.EntityChunkCount == 1);
    if (request->v1.EntityChunkCount != 1)
        return;
    CHECK(request->v1.pEntityChunks->DataChunkType == HttpDataChunkFromMemory);
    CHECK(request->v1.pEntityChunks->FromMemory.BufferLength == strlen(body));
    CHECK(memcmp(request->v1.pEntityChunks->FromMemory.pBuffer, body, strlen(body)) == 0);
}

static void answered(int one, const union request *request, const char *text)
{
    char heard[1024], unread[8];
    ULONG bytes = 77;
    RETURNS(HttpReceiveRequestEntityBody(service.queue, request->v1.RequestId, 0, unread, sizeof unread, &bytes, NULL),
            ERROR_HANDLE_EOF);
    RETURNS(answer(service.queue, request->v1.RequestId, text, 0, NULL), NO_ERROR);
    hear(one, heard, sizeof heard, text);
    CHECK(strstr(heard, text) != NULL);
    close(one);
}

static OVERLAPPED overlapped(void)
{
    OVERLAPPED operation;
    memset(&operation, 0, sizeof operation);
    operation.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    return operation;
}

/* The receive ends with a code, and tells of so many bytes. */
static DWORD ends(OVERLAPPED *operation, DWORD code)
{
    DWORD bytes = 0;
    CHECK(WaitForSingleObject(operation->hEvent, PATIENCE) == WAIT_OBJECT_0);
    SetLastError(NO_ERROR);
    CHECK(GetOverlappedResult(service.queue, operation, &bytes, FALSE) == (code == NO_ERROR));
    CHECK(GetLastError() == code);
    CloseHandle(operation->hEvent);
    return bytes;
}

/* The receive is there before the request, whose body comes in parts. */
static void in_parts(BOOL chunked)
{
    union request request;
    OVERLAPPED operation = overlapped();
    int one;
    RETURNS(receive_whole(HTTP_NULL_ID, &request, sizeof request, NULL, &operation), ERROR_IO_PENDING);
    one = client(service.port);
    say(one, chunked ? "POST /parts HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n"
                     : "POST /parts HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\none");
    CHECK(WaitForSingleObject(operation.hEvent, 100) == WAIT_TIMEOUT);
    say(one, chunked ? "3\r\ntwo\r\n0\r\n\r\n" : "two");
    CHECK(ends(&operation, NO_ERROR) > sizeof request.v2);
    CHECK(strcmp(request.v1.pRawUrl, "/parts") == 0);
    has_body(&request, "onetwo");
    answered(one, &request, "parts");
}

static DWORD WINAPI say_late(LPVOID to)
{
    Sleep(50);
    say((int)(LONG_PTR)to, "late");
    return 0;
}

/* A call that blocks until the body is there. */
static void blocking(void)
{
    union request request;
    ULONG bytes = 0;
    HANDLE thread;
    int one = client(service.port);
    say(one, "POST /blocking HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n");
    thread = CreateThread(NULL, 0, say_late, (LPVOID)(LONG_PTR)one, 0, NULL);
    RETURNS(receive_whole(HTTP_NULL_ID, &request, sizeof request, &bytes, NULL), NO_ERROR);
    CHECK(bytes > sizeof request.v2 && bytes <= sizeof request);
    has_body(&request, "late");
    CHECK(WaitForSingleObject(thread, PATIENCE) == WAIT_OBJECT_0);
    CloseHandle(thread);
    answered(one, &request, "blocking");
}

/* Without a body it is a receive like others. */
static void none(void)
{
    union request request;
    int one = get(service.port, "/none");
    RETURNS(receive_whole(HTTP_NULL_ID, &request, sizeof request, NULL, NULL), NO_ERROR);
    CHECK(request.v1.EntityChunkCount == 0 && request.v1.pEntityChunks == NULL);
    CHECK((request.v1.Flags & ~(ULONG)HTTP_REQUEST_FLAG_HTTP2) == 0);
    answered(one, &request, "none");
}

/* A body that does not fit: nothing of it is taken, and the size that is told is enough. */
static void too_small(void)
{
    union request request;
    ULONG needed = 0, bytes;
    HTTP_REQUEST_ID id;
    int one = client(service.port);
    say(one, "POST /small HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nsmall");
    RETURNS(receive_whole(HTTP_NULL_ID, &request, sizeof request.v2 - 1, NULL, NULL), ERROR_INSUFFICIENT_BUFFER);
    RETURNS(receive_whole(HTTP_NULL_ID, &request, sizeof request.v2, &needed, NULL), ERROR_MORE_DATA);
    CHECK(needed > sizeof request.v2 + 5 && request.v1.RequestId != 0 && request.v1.pRawUrl == NULL);
    id = request.v1.RequestId;
    RETURNS(receive_whole(id, &request, needed - 1, &bytes, NULL), ERROR_MORE_DATA);
    CHECK(bytes == needed && request.v1.RequestId == id && request.v1.pRawUrl == NULL);
    RETURNS(receive_whole(id, &request, needed, &bytes, NULL), NO_ERROR);
    CHECK(bytes == needed);
    has_body(&request, "small");
    answered(one, &request, "small");
}

/* Nobody knows how long the body is: what fits is there, and the rest can be read. */
static void longer_than_the_buffer(void)
{
    union request request;
    char body[32], heard[1024];
    ULONG needed = 0, room, bytes;
    HTTP_REQUEST_ID id;
    int one = client(service.port);
    say(one, "POST /long HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\na\r\n0123456789\r\n0\r\n\r\n");
    RETURNS(receive_whole(HTTP_NULL_ID, &request, sizeof request.v2, &needed, NULL), ERROR_MORE_DATA);
    id = request.v1.RequestId;
    /* So much behind the head is asked for as a beginning. */
    room = needed - 4096 + 4;
    RETURNS(receive_whole(id, &request, room, &bytes, NULL), NO_ERROR);
    CHECK(bytes == room && request.v1.EntityChunkCount == 1);
    CHECK(request.v1.Flags & HTTP_REQUEST_FLAG_MORE_ENTITY_BODY_EXISTS);
    CHECK(request.v1.pEntityChunks->FromMemory.BufferLength == 4);
    RETURNS(HttpReceiveRequestEntityBody(service.queue, id, HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER, body,
                                         sizeof body, &bytes, NULL), NO_ERROR);
    CHECK(bytes == 6 && memcmp(body, "456789", 6) == 0);
    RETURNS(answer(service.queue, id, "long", 0, NULL), NO_ERROR);
    hear(one, heard, sizeof heard, "long");
    close(one);
}

enum end { RESET, HALF_CLOSED, CANCELLED };

/* The client goes, or the program gives up, while the body is on its way. */
static void ended(enum end end)
{
    union request request;
    OVERLAPPED operation = overlapped();
    char heard[1024], rest[8];
    ULONG bytes = 0;
    int one = client(service.port), two;
    RETURNS(receive_whole(HTTP_NULL_ID, &request, sizeof request, NULL, &operation), ERROR_IO_PENDING);
    say(one, "POST /ended HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nen");
    /* It may still wait for the request, or for the rest of it. */
    Sleep(100);
    if (end == CANCELLED) {
        /* Of this thread, whichever it is that has brought the request. */
        CHECK(CancelIo(service.queue));
        ends(&operation, ERROR_OPERATION_ABORTED);
        /* The request goes on without it, and what has come of its body is still there. */
        RETURNS(HttpReceiveRequestEntityBody(service.queue, request.v1.RequestId, 0, rest, sizeof rest, &bytes, NULL),
                NO_ERROR);
        CHECK(bytes == 2 && memcmp(rest, "en", 2) == 0);
        RETURNS(answer(service.queue, request.v1.RequestId, "cancelled", HTTP_SEND_RESPONSE_FLAG_DISCONNECT, NULL),
                NO_ERROR);
        hear(one, heard, sizeof heard, NULL);
        CHECK(strstr(heard, "cancelled") != NULL);
        close(one);
        return;
    }
    /* Nobody knows of the request yet: the receive is for the next one. */
    if (end == RESET) {
        reset(one);
    } else {
        shutdown(one, SHUT_WR);
        hear(one, heard, sizeof heard, NULL);
        CHECK(strncmp(heard, "HTTP/1.1 400 ", 13) == 0);
        close(one);
    }
    CHECK(WaitForSingleObject(operation.hEvent, 100) == WAIT_TIMEOUT);
    two = client(service.port);
    say(two, "POST /next HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nnext");
    CHECK(ends(&operation, NO_ERROR) > sizeof request.v2);
    CHECK(strcmp(request.v1.pRawUrl, "/next") == 0);
    has_body(&request, "next");
    answered(two, &request, "next");
}

static DWORD WINAPI say_next(LPVOID unused)
{
    int first = client(service.port), second;
    (void)unused;
    say(first, "POST /first HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nfi");
    Sleep(50);
    reset(first);
    second = client(service.port);
    say(second, "POST /second HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\nsecond");
    return (DWORD)second;
}

/* The same of a call that blocks. */
static void ended_blocking(void)
{
    union request request;
    DWORD second = 0;
    HANDLE thread = CreateThread(NULL, 0, say_next, NULL, 0, NULL);
    RETURNS(receive_whole(HTTP_NULL_ID, &request, sizeof request, NULL, NULL), NO_ERROR);
    has_body(&request, "second");
    CHECK(WaitForSingleObject(thread, PATIENCE) == WAIT_OBJECT_0 && GetExitCodeThread(thread, &second));
    CloseHandle(thread);
    answered((int)second, &request, "second");
}

/* Who has the id is told what becomes of its request. */
static void ended_with_an_id(void)
{
    union request request;
    OVERLAPPED operation = overlapped();
    HTTP_REQUEST_ID id;
    int one = client(service.port);
    say(one, "POST /named HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nna");
    receive(service.queue, &request);
    id = request.v1.RequestId;
    RETURNS(receive_whole(id, &request, sizeof request, NULL, &operation), ERROR_IO_PENDING);
    reset(one);
    ends(&operation, ERROR_NETNAME_DELETED);
    RETURNS(answer(service.queue, id, "late", 0, NULL), ERROR_CONNECTION_INVALID);
}

static void pass(LONGLONG microseconds)
{
    LARGE_INTEGER frequency, start, now;
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&start);
    do
        QueryPerformanceCounter(&now);
    while ((now.QuadPart - start.QuadPart) * 1000000 < microseconds * frequency.QuadPart);
}

/* Whether it waits for a request, for a body, or goes from the one to the other: one that is cancelled ends. */
static void cancelled_on_the_way(void)
{
    static const char part[] = "POST /way HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nwa";
    int round;
    for (round = 0; round < 600 && check_failures == 0; round++) {
        union request request;
        OVERLAPPED operation = overlapped();
        int one;
        RETURNS(receive_whole(HTTP_NULL_ID, &request, sizeof request, NULL, &operation), ERROR_IO_PENDING);
        one = client(service.port);
        say(one, part);
        if (round % 2 == 0) {
            Sleep(2);
            reset(one);
        }
        pass(round * 7 % 500);
        CHECK(CancelIoEx(service.queue, &operation) || GetLastError() == ERROR_NOT_FOUND);
        ends(&operation, ERROR_OPERATION_ABORTED);
        if (round % 2 != 0)
            reset(one);
    }
}

int main(void)
{
    union request request;
    service = serve_v2();
    RETURNS(HttpReceiveHttpRequest(service.queue, HTTP_NULL_ID, FLUSH | HTTP_RECEIVE_REQUEST_FLAG_COPY_BODY,
                                   (PHTTP_REQUEST)&request, sizeof request, NULL, NULL), ERROR_INVALID_PARAMETER);
    in_parts(FALSE);
    in_parts(TRUE);
    blocking();
    none();
    too_small();
    longer_than_the_buffer();
    ended(RESET);
    /* A stream of HTTP/2 has no end of one side within a body. */
    if (!over_http2())
        ended(HALF_CLOSED);
    ended(CANCELLED);
    cancelled_on_the_way();
    ended_blocking();
    ended_with_an_id();
    end_service_v2(&service);
    return check_failures;
}
