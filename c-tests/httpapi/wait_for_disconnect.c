/*
 * HttpWaitForDisconnect in its three styles, for every way in which a client or the
 * server can end a connection, at every moment of a request.
 */
#include "disconnect_check.h"
#include <ntstatus.h>

static struct service service;

enum going { FIN, RST, HALF_CLOSE, CANCEL, GOINGS };
enum moment { PROCESSING, BODY_UNREAD, PIPELINED, ANSWERED_IN_PART, IDLE, MOMENTS };

static const char *const going_names[] = {"FIN", "RST", "half-close", "cancel"};
static const char *const moment_names[] = {"processing", "body unread", "pipelined", "answered in part", "idle"};

/* Receives a request and answers it, after which the connection is idle. */
static void serve_one(union request *request, BOOL answered)
{
    receive(service.queue, request);
    if (answered)
        RETURNS(answer(service.queue, request->v1.RequestId, "done", 0, NULL), NO_ERROR);
}

static void one_case(enum style style, enum going going, enum moment moment)
{
    char text[2048];
    union request request;
    struct wait wait, second;
    int before = check_failures;
    int one = client(service.port);
    HTTP_REQUEST_ID id;
    HTTP_CONNECTION_ID connection;

    say(one, moment == BODY_UNREAD ? "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\nsome of it"
                                   : "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    if (moment == PIPELINED)
        say(one, "GET /behind HTTP/1.1\r\nHost: localhost\r\n\r\n");
    serve_one(&request, moment == IDLE);
    id = request.v1.RequestId;
    connection = request.v1.ConnectionId;
    if (moment == IDLE)
        hear(one, text, sizeof text, "done");
    if (moment == ANSWERED_IN_PART) {
        RETURNS(answer(service.queue, id, "part", HTTP_SEND_RESPONSE_FLAG_MORE_DATA, NULL), NO_ERROR);
        hear(one, text, sizeof text, "part");
    }
    begin(&wait, style, connection);
    begin(&second, style == PORT ? EVENT : style, connection);
    CHECK(!has_ended(&wait));

    switch (going) {
    case FIN:
        /* Unread bytes would make it a reset. */
        shutdown(one, SHUT_WR);
        close(one);
        break;
    case RST:
        reset(one);
        break;
    case HALF_CLOSE:
        shutdown(one, SHUT_WR);
        break;
    default:
        RETURNS(HttpCancelHttpRequest(service.queue, id, NULL), moment == IDLE ? ERROR_CONNECTION_INVALID : NO_ERROR);
        if (moment == IDLE)
            reset(one);
    }
    finish(&wait, NO_ERROR);
    finish(&second, NO_ERROR);

    if (going == HALF_CLOSE && moment == PROCESSING) {
        /* The client still listens. */
        RETURNS(answer(service.queue, id, "late", 0, NULL), NO_ERROR);
        hear(one, text, sizeof text, NULL);
        CHECK(strlen(text) > 4 && strcmp(text + strlen(text) - 4, "late") == 0);
    }
    if (going == HALF_CLOSE && moment == BODY_UNREAD) {
        char body[64];
        ULONG bytes = 0;
        RETURNS(HttpReceiveRequestEntityBody(service.queue, id, 0, body, sizeof body, &bytes, NULL), NO_ERROR);
        CHECK(bytes == 10 && memcmp(body, "some of it", 10) == 0);
        RETURNS(HttpReceiveRequestEntityBody(service.queue, id, 0, body, sizeof body, &bytes, NULL),
                ERROR_CONNECTION_INVALID);
        RETURNS(answer(service.queue, id, "late", 0, NULL), NO_ERROR);
        hear(one, text, sizeof text, NULL);
        CHECK(strlen(text) > 4 && strcmp(text + strlen(text) - 4, "late") == 0);
    }
    if (going == HALF_CLOSE && moment == PIPELINED) {
        /* What came before the end is served. */
        RETURNS(answer(service.queue, id, "first", 0, NULL), NO_ERROR);
        receive(service.queue, &request);
        CHECK(strcmp(request.v1.pRawUrl, "/behind") == 0);
        RETURNS(answer(service.queue, request.v1.RequestId, "second", 0, NULL), NO_ERROR);
        hear(one, text, sizeof text, NULL);
        CHECK(strlen(text) > 6 && strcmp(text + strlen(text) - 6, "second") == 0);
    } else if (going == RST || going == CANCEL) {
        RETURNS(answer(service.queue, id, "too late", 0, NULL), ERROR_CONNECTION_INVALID);
    } else if (moment != IDLE && going == FIN) {
        /* The first send may still go out. */
        ULONG code = HttpCancelHttpRequest(service.queue, id, NULL);
        CHECK(code == NO_ERROR || code == ERROR_CONNECTION_INVALID);
    }
    if (going == HALF_CLOSE || (going == CANCEL && moment != IDLE))
        close(one);
    if (going == HALF_CLOSE && moment == ANSWERED_IN_PART)
        RETURNS(HttpCancelHttpRequest(service.queue, id, NULL), NO_ERROR);
    /* Whatever it was, the connection is known no more, or told as gone at once. */
    {
        ULONG code = HttpWaitForDisconnect(service.queue, connection, NULL);
        CHECK(code == NO_ERROR || code == ERROR_CONNECTION_INVALID);
    }
    if (check_failures > before)
        printf("^ %s, %s, %s\n", style_names[style], going_names[going], moment_names[moment]);
}

/* A wait stays over several requests of a connection, and ends when the server closes it. */
static void across_requests(enum style style)
{
    char text[2048];
    union request request;
    struct wait wait;
    int one = client(service.port);

    for (int number = 0; number < 3; ++number) {
        say(one, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        receive(service.queue, &request);
        if (number == 0)
            begin(&wait, style, request.v1.ConnectionId);
        CHECK(!has_ended(&wait));
        RETURNS(answer(service.queue, request.v1.RequestId, "done", 0, NULL), NO_ERROR);
        hear(one, text, sizeof text, "done");
    }
    say(one, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    receive(service.queue, &request);
    CHECK(!has_ended(&wait));
    RETURNS(answer(service.queue, request.v1.RequestId, "done", HTTP_SEND_RESPONSE_FLAG_DISCONNECT, NULL), NO_ERROR);
    finish(&wait, NO_ERROR);
    hear(one, text, sizeof text, NULL);
    CHECK(strcmp(text + strlen(text) - 4, "done") == 0);
    close(one);
}

/* A wait that is cancelled leaves the connection and the other wait alone. */
static void cancelled(enum style style)
{
    char text[2048];
    union request request;
    struct wait wait, other;
    int one = client(service.port);

    say(one, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    receive(service.queue, &request);
    begin(&wait, style, request.v1.ConnectionId);
    begin(&other, EVENT, request.v1.ConnectionId);
    CHECK(CancelIoEx(service.queue, &wait.overlapped));
    finish(&wait, ERROR_OPERATION_ABORTED);
    FAILS_WITH(CancelIoEx(service.queue, &wait.overlapped), ERROR_NOT_FOUND);
    CHECK(!has_ended(&other));
    RETURNS(answer(service.queue, request.v1.RequestId, "done", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "done");
    close(one);
    finish(&other, NO_ERROR);
}

/* A client that has gone before anybody waits. */
static void registered_late(void)
{
    union request request;
    OVERLAPPED overlapped;
    DWORD bytes;
    ULONG_PTR key;
    LPOVERLAPPED told = NULL;
    ULONG code;
    int one = client(service.port);

    say(one, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    receive(service.queue, &request);
    shutdown(one, SHUT_WR);
    RETURNS(HttpWaitForDisconnect(service.queue, request.v1.ConnectionId, NULL), NO_ERROR);
    memset(&overlapped, 0, sizeof overlapped);
    code = HttpWaitForDisconnect(service.queue, request.v1.ConnectionId, &overlapped);
    CHECK(code == NO_ERROR || code == ERROR_IO_PENDING);
    /* A packet follows either way. */
    CHECK(GetQueuedCompletionStatus(waits_port, &bytes, &key, &told, PATIENCE) && told == &overlapped);
    RETURNS(answer(service.queue, request.v1.RequestId, "done", 0, NULL), NO_ERROR);
    close(one);
}

/* Closing the queue lets everybody go. */
static void closed(void)
{
    union request request;
    struct wait waits[STYLES];
    int one = client(service.port);
    int last = 0;

    say(one, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    receive(service.queue, &request);
    for (int style = 0; style < STYLES; ++style)
        begin(&waits[style], style, request.v1.ConnectionId);
    /* The blocking one has to be in its call. */
    Sleep(50);
    end_service(&service);
    finish(&waits[BLOCKING], ERROR_OPERATION_ABORTED);
    /* The handle is closed, so only the event tells. */
    CHECK(WaitForSingleObject((HANDLE)((ULONG_PTR)waits[EVENT].overlapped.hEvent & ~(ULONG_PTR)1), PATIENCE)
          == WAIT_OBJECT_0);
    CHECK(waits[EVENT].overlapped.Internal == (ULONG_PTR)(ULONG)STATUS_CANCELLED);
    CloseHandle((HANDLE)((ULONG_PTR)waits[EVENT].overlapped.hEvent & ~(ULONG_PTR)1));
    finish(&waits[PORT], ERROR_OPERATION_ABORTED);
    CHECK(recv(one, &last, 1, 0) <= 0);
    close(one);
}

int main(void)
{
    service = serve();
    prepare_waits(service.queue);
    for (int style = 0; style < STYLES; ++style) {
        for (int going = 0; going < GOINGS; ++going)
            for (int moment = 0; moment < MOMENTS; ++moment)
                one_case(style, going, moment);
        across_requests(style);
        if (style != BLOCKING)
            cancelled(style);
    }
    registered_late();
    closed();
    CloseHandle(waits_port);
    return check_failures;
}
