/*
 * HttpWaitForDisconnect on HTTP/2 in its three styles: a wait ends with its request, by whatever that ends, and
 * tells nothing of another one, unless the session goes.
 */
#include "disconnect_check.h"
#include "http2_wire.h"

static struct service_v2 service;

enum going { RESET, FIN, RST, HALF_CLOSE, CANCEL, ANSWERED, GOINGS };
enum moment { PROCESSING, BODY_UNREAD, ANSWERED_IN_PART, SENDING, MANY, MOMENTS };

static const char *const going_names[] = {"RST_STREAM", "FIN", "RST", "half-close", "cancel", "answered"};
static const char *const moment_names[] = {"processing", "body unread", "answered in part", "sending", "many streams"};

/* More than the client's window. */
static char much[1 << 20];
/* Requests of others, in a session with many. */
#define OTHERS 20

static ULONG respond(HTTP_REQUEST_ID id, const char *body, ULONG length, ULONG flags, LPOVERLAPPED overlapped)
{
    HTTP_RESPONSE response;
    HTTP_DATA_CHUNK chunk;
    memset(&response, 0, sizeof response);
    memset(&chunk, 0, sizeof chunk);
    response.StatusCode = 200;
    chunk.DataChunkType = HttpDataChunkFromMemory;
    chunk.FromMemory.pBuffer = (PVOID)(ULONG_PTR)body;
    chunk.FromMemory.BufferLength = length;
    response.EntityChunkCount = 1;
    response.pEntityChunks = &chunk;
    return HttpSendHttpResponse(service.queue, id, flags, &response, NULL, NULL, NULL, 0, overlapped, NULL);
}

/* The client goes, or the request ends. */
static void go(int one, enum going going, HTTP_REQUEST_ID id, enum moment moment)
{
    static const unsigned char code[4] = {0, 0, 0, H2_CANCEL};
    switch (going) {
    case RESET:
        send_frame(one, RST_STREAM, 0, 3, code, sizeof code);
        break;
    case FIN:
        shutdown(one, SHUT_WR);
        close(one);
        break;
    case RST:
        reset(one);
        break;
    case HALF_CLOSE:
        shutdown(one, SHUT_WR);
        break;
    case CANCEL:
        RETURNS(HttpCancelHttpRequest(service.queue, id, NULL), NO_ERROR);
        break;
    default:
        if (moment == ANSWERED_IN_PART)
            RETURNS(HttpSendResponseEntityBody(service.queue, id, 0, 0, NULL, NULL, NULL, 0, NULL, NULL), NO_ERROR);
        else
            RETURNS(respond(id, "done", 4, 0, NULL), NO_ERROR);
    }
}

static void one_case(enum style style, enum going going, enum moment moment)
{
    static const char *const length[] = {"content-length", "1000000", NULL};
    union request request, other[OTHERS];
    struct wait wait, second, others;
    struct frame frame;
    OVERLAPPED sending;
    DWORD bytes;
    ULONG code;
    BOOL session_goes = going == FIN || going == RST || going == HALF_CLOSE;
    int before = check_failures, count = moment == MANY ? OTHERS : 1;
    static const unsigned char wide[4] = {0x10, 0, 0, 0};
    int one = open_session(service.port);

    /* The window of one stream is used up, not that of all. */
    send_frame(one, WINDOW_UPDATE, 0, 0, wide, sizeof wide);
    ask(one, 1, END_STREAM, "GET", "/other", NULL);
    receive(service.queue, &other[0]);
    if (moment == BODY_UNREAD) {
        ask(one, 3, 0, "POST", "/", length);
        send_frame(one, DATA, 0, 3, much, 10000);
    } else {
        ask(one, 3, END_STREAM, "GET", "/", NULL);
    }
    receive(service.queue, &request);
    for (int number = 1; number < count; ++number) {
        ask(one, 2 * (unsigned)number + 3, END_STREAM, "GET", "/many", NULL);
        receive(service.queue, &other[number]);
    }
    if (moment == ANSWERED_IN_PART) {
        RETURNS(respond(request.v1.RequestId, "part", 4, HTTP_SEND_RESPONSE_FLAG_MORE_DATA, NULL), NO_ERROR);
        read_until(one, &frame, DATA, 3);
        CHECK(frame.length == 4);
    }
    memset(&sending, 0, sizeof sending);
    if (moment == SENDING) {
        sending.hEvent = (HANDLE)((ULONG_PTR)CreateEventA(NULL, TRUE, FALSE, NULL) | 1);
        RETURNS(respond(request.v1.RequestId, much, sizeof much, HTTP_SEND_RESPONSE_FLAG_MORE_DATA, &sending),
                ERROR_IO_PENDING);
    }
    begin(&wait, style, request.v1.ConnectionId);
    begin(&second, style == PORT ? EVENT : style, request.v1.ConnectionId);
    begin(&others, EVENT, other[0].v1.ConnectionId);
    CHECK(!has_ended(&wait) && !has_ended(&others));

    go(one, going, request.v1.RequestId, moment);
    finish(&wait, NO_ERROR);
    finish(&second, NO_ERROR);
    if (moment == SENDING) {
        HANDLE event = (HANDLE)((ULONG_PTR)sending.hEvent & ~(ULONG_PTR)1);
        CHECK(WaitForSingleObject(event, PATIENCE) == WAIT_OBJECT_0);
        SetLastError(NO_ERROR);
        CHECK(!GetOverlappedResult(service.queue, &sending, &bytes, FALSE));
        code = GetLastError();
        CHECK(code == ERROR_NETNAME_DELETED || code == ERROR_CONNECTION_INVALID || code == ERROR_OPERATION_ABORTED);
        CloseHandle(event);
    }
    code = respond(request.v1.RequestId, "late", 4, 0, NULL);
    CHECK(code == ERROR_CONNECTION_INVALID);
    if (session_goes) {
        finish(&others, NO_ERROR);
        for (int number = 0; number < count; ++number)
            RETURNS(respond(other[number].v1.RequestId, "late", 4, 0, NULL), ERROR_CONNECTION_INVALID);
    } else {
        CHECK(!has_ended(&others));
        for (int number = 0; number < count; ++number) {
            RETURNS(respond(other[number].v1.RequestId, "other", 5, 0, NULL), NO_ERROR);
            read_until(one, &frame, DATA, number ? 2 * (unsigned)number + 3 : 1);
            CHECK(frame.length == 5 && frame.flags & END_STREAM);
        }
        finish(&others, NO_ERROR);
    }
    if (going != FIN && going != RST)
        close(one);
    if (check_failures > before)
        printf("^ %s, %s, %s\n", style_names[style], going_names[going], moment_names[moment]);
}

/* A client that says it will go loses nothing by it. */
static void goes_away(enum style style)
{
    static const unsigned char nothing[8];
    union request request;
    struct wait wait;
    struct frame frame;
    int one = open_session(service.port);

    ask(one, 1, END_STREAM, "GET", "/", NULL);
    receive(service.queue, &request);
    begin(&wait, style, request.v1.ConnectionId);
    send_frame(one, GOAWAY, 0, 0, nothing, sizeof nothing);
    /* The server has seen it. */
    send_frame(one, PING, 0, 0, nothing, sizeof nothing);
    read_until(one, &frame, PING, 0);
    CHECK(!has_ended(&wait));
    RETURNS(respond(request.v1.RequestId, "answer", 6, 0, NULL), NO_ERROR);
    read_until(one, &frame, DATA, 1);
    CHECK(frame.length == 6);
    finish(&wait, NO_ERROR);
    close(one);
}

/* A client that says nothing, and the time for its body. */
static void silent(enum style style)
{
    static const char *const length[] = {"content-length", "10", NULL};
    HTTP_TIMEOUT_LIMIT_INFO limits;
    OVERLAPPED read;
    union request request;
    struct wait wait;
    struct frame frame;
    char body[16];
    int one = open_session(service.port);

    memset(&limits, 0, sizeof limits);
    limits.Flags.Present = 1;
    limits.EntityBody = 1;
    RETURNS(HttpSetUrlGroupProperty(service.group, HttpServerTimeoutsProperty, &limits, sizeof limits), NO_ERROR);
    ask(one, 1, 0, "POST", "/", length);
    receive(service.queue, &request);
    begin(&wait, style, request.v1.ConnectionId);
    memset(&read, 0, sizeof read);
    read.hEvent = (HANDLE)((ULONG_PTR)CreateEventA(NULL, TRUE, FALSE, NULL) | 1);
    RETURNS(HttpReceiveRequestEntityBody(service.queue, request.v1.RequestId, 0, body, sizeof body, NULL, &read),
            ERROR_IO_PENDING);
    finish(&wait, NO_ERROR);
    read_until(one, &frame, RST_STREAM, 1);
    CHECK(code_of(&frame) == H2_CANCEL);
    CHECK(WaitForSingleObject((HANDLE)((ULONG_PTR)read.hEvent & ~(ULONG_PTR)1), PATIENCE) == WAIT_OBJECT_0);
    CloseHandle((HANDLE)((ULONG_PTR)read.hEvent & ~(ULONG_PTR)1));
    close(one);
}

int main(void)
{
    service = serve_v2();
    prepare_waits(service.queue);
    for (int style = 0; style < STYLES; ++style) {
        for (int going = 0; going < GOINGS; ++going)
            for (int moment = 0; moment < MOMENTS; ++moment)
                if (going != ANSWERED || moment != SENDING)
                    one_case((enum style)style, (enum going)going, (enum moment)moment);
        goes_away((enum style)style);
    }
    silent(PORT);
    end_service_v2(&service);
    CloseHandle(waits_port);
    return check_failures;
}
