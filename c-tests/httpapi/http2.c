/*
 * HTTP/2, with prior knowledge or over TLS, as a program sees it: what a request says of itself, waits for a
 * disconnect, resets, trailers, GOAWAY, and what is HTTP/1.1 alone.
 */
#include "logging_check.h"
#include "http2_wire.h"

static struct service_v2 service;

static ULONG respond(HTTP_REQUEST_ID id, USHORT status, const char *body, ULONG flags)
{
    HTTP_RESPONSE response;
    HTTP_DATA_CHUNK chunk;
    memset(&response, 0, sizeof response);
    memset(&chunk, 0, sizeof chunk);
    response.StatusCode = status;
    chunk.DataChunkType = HttpDataChunkFromMemory;
    chunk.FromMemory.pBuffer = (PVOID)(ULONG_PTR)body;
    chunk.FromMemory.BufferLength = (ULONG)strlen(body);
    response.EntityChunkCount = body[0] != 0;
    response.pEntityChunks = &chunk;
    return HttpSendHttpResponse(service.queue, id, flags, &response, NULL, NULL, NULL, 0, NULL, NULL);
}

/* Two requests of one session at a time: what they say, and the answers in the other order. */
static void two_requests(void)
{
    static const char *const crumbs[] = {"cookie", "a=1", "cookie", "b=2", "x-own", "yes", NULL};
    union request first, second;
    struct frame frame;
    int one = open_session(service.port);

    ask(one, 1, END_STREAM, "GET", "/first?q", crumbs);
    receive(service.queue, &first);
    ask(one, 3, END_STREAM, "GET", "/second", NULL);
    receive(service.queue, &second);

    CHECK(first.v1.Flags == HTTP_REQUEST_FLAG_HTTP2 && second.v1.Flags == HTTP_REQUEST_FLAG_HTTP2);
    CHECK(first.v1.Version.MajorVersion == 2 && first.v1.Version.MinorVersion == 0);
    CHECK(first.v1.ConnectionId != second.v1.ConnectionId && first.v1.RequestId != second.v1.RequestId);
    CHECK(first.v1.RawConnectionId == second.v1.RawConnectionId && first.v1.RawConnectionId != 0);
    CHECK(first.v1.RawConnectionId != first.v1.ConnectionId && first.v1.UrlContext == CONTEXT);
    CHECK(first.v1.Verb == HttpVerbGET && strcmp(first.v1.pRawUrl, "/first?q") == 0);
    CHECK(strcmp(first.v1.Headers.KnownHeaders[HttpHeaderCookie].pRawValue, "a=1; b=2") == 0);
    CHECK(strcmp(first.v1.Headers.KnownHeaders[HttpHeaderHost].pRawValue, "localhost") == 0);
    CHECK(first.v1.Headers.KnownHeaders[HttpHeaderConnection].pRawValue == NULL);
    CHECK(first.v1.Headers.UnknownHeaderCount == 1);
    CHECK(strcmp(first.v1.Headers.pUnknownHeaders[0].pName, "x-own") == 0);

    RETURNS(respond(second.v1.RequestId, 200, "second", 0), NO_ERROR);
    read_until(one, &frame, HEADERS, 3);
    /* 200 has a number of its own. */
    CHECK(frame.payload[0] == 0x88 && !(frame.flags & END_STREAM));
    read_until(one, &frame, DATA, 3);
    CHECK(frame.length == 6 && memcmp(frame.payload, "second", 6) == 0 && frame.flags & END_STREAM);
    /* DISCONNECT alone is the end of this request, not of the session. */
    RETURNS(respond(first.v1.RequestId, 204, "", HTTP_SEND_RESPONSE_FLAG_DISCONNECT), NO_ERROR);
    read_until(one, &frame, HEADERS, 1);
    CHECK(frame.flags & END_STREAM);
    RETURNS(respond(first.v1.RequestId, 200, "", 0), ERROR_CONNECTION_INVALID);
    ask(one, 5, END_STREAM, "GET", "/third", NULL);
    receive(service.queue, &first);
    RETURNS(respond(first.v1.RequestId, 200, "third", 0), NO_ERROR);
    read_until(one, &frame, DATA, 5);
    close(one);
}

/* A body without a length has a Transfer-Encoding to be known by. */
static void bodies(void)
{
    static const char *const length[] = {"content-length", "6", NULL};
    union request request;
    struct frame frame;
    char body[64];
    ULONG got;
    int one = open_session(service.port);

    for (unsigned stream = 1; stream < 5; stream += 2) {
        const HTTP_KNOWN_HEADER *known = request.v1.Headers.KnownHeaders;
        ask(one, stream, 0, "POST", "/body", stream == 1 ? NULL : length);
        receive(service.queue, &request);
        CHECK(request.v1.Flags == (HTTP_REQUEST_FLAG_HTTP2 | HTTP_REQUEST_FLAG_MORE_ENTITY_BODY_EXISTS));
        CHECK((known[HttpHeaderTransferEncoding].RawValueLength == 7) == (stream == 1));
        CHECK((known[HttpHeaderContentLength].RawValueLength == 1) == (stream == 3));
        send_frame(one, DATA, 0, stream, "abc", 3);
        RETURNS(HttpReceiveRequestEntityBody(service.queue, request.v1.RequestId, 0, body, sizeof body, &got, NULL),
                NO_ERROR);
        CHECK(got == 3 && memcmp(body, "abc", 3) == 0);
        send_frame(one, DATA, END_STREAM, stream, "def", 3);
        RETURNS(HttpReceiveRequestEntityBody(service.queue, request.v1.RequestId, 0, body, sizeof body, &got, NULL),
                NO_ERROR);
        CHECK(got == 3 && memcmp(body, "def", 3) == 0);
        RETURNS(HttpReceiveRequestEntityBody(service.queue, request.v1.RequestId, 0, body, sizeof body, &got, NULL),
                ERROR_HANDLE_EOF);
        RETURNS(respond(request.v1.RequestId, 200, "", 0), NO_ERROR);
        read_until(one, &frame, HEADERS, stream);
    }
    /* Neither a length nor a body: refused without the program. */
    ask(one, 7, END_STREAM, "POST", "/", NULL);
    read_until(one, &frame, HEADERS, 7);
    CHECK(frame.payload[0] != 0x88);
    ask(one, 9, 0, "HEAD", "/", NULL);
    read_until(one, &frame, RST_STREAM, 9);
    CHECK(code_of(&frame) == H2_HTTP_1_1_REQUIRED);
    close(one);
}

enum going { RESET, GONE, CANCELLED, ANSWERED, GOINGS };

/* A wait ends with its request, and no other. */
static void disconnects(enum going going)
{
    union request request, other;
    OVERLAPPED wait, others;
    DWORD bytes;
    struct frame frame;
    int one = open_session(service.port);
    unsigned char code[4] = {0, 0, 0, H2_CANCEL};

    memset(&wait, 0, sizeof wait);
    memset(&others, 0, sizeof others);
    wait.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    others.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    ask(one, 1, END_STREAM, "GET", "/other", NULL);
    receive(service.queue, &other);
    ask(one, 3, END_STREAM, "GET", "/", NULL);
    receive(service.queue, &request);
    RETURNS(HttpWaitForDisconnectEx(service.queue, other.v1.ConnectionId, 0, &others), ERROR_IO_PENDING);
    RETURNS(HttpWaitForDisconnect(service.queue, request.v1.ConnectionId, &wait), ERROR_IO_PENDING);
    switch (going) {
    case RESET:
        send_frame(one, RST_STREAM, 0, 3, code, sizeof code);
        break;
    case GONE:
        close(one);
        break;
    case CANCELLED: {
        HTTP_REQUEST_PROPERTY_STREAM_ERROR error = {H2_ENHANCE_YOUR_CALM};
        RETURNS(HttpSetRequestProperty(service.queue, request.v1.RequestId, HttpRequestPropertyStreamError, &error,
                                       sizeof error, NULL),
                NO_ERROR);
        RETURNS(HttpCancelHttpRequest(service.queue, request.v1.RequestId, NULL), NO_ERROR);
        read_until(one, &frame, RST_STREAM, 3);
        CHECK(code_of(&frame) == H2_ENHANCE_YOUR_CALM);
        break;
    }
    default:
        RETURNS(respond(request.v1.RequestId, 200, "done", 0), NO_ERROR);
    }
    CHECK(WaitForSingleObject(wait.hEvent, PATIENCE) == WAIT_OBJECT_0);
    CHECK(GetOverlappedResult(service.queue, &wait, &bytes, FALSE) && bytes == 0);
    /* Whoever sees the end of the wait finds the id dead, a moment later at the most. */
    RETURNS(respond(request.v1.RequestId, 200, "late", 0), ERROR_CONNECTION_INVALID);
    if (going == GONE) {
        CHECK(WaitForSingleObject(others.hEvent, PATIENCE) == WAIT_OBJECT_0);
    } else {
        CHECK(!HasOverlappedIoCompleted(&others));
        RETURNS(respond(other.v1.RequestId, 200, "other", 0), NO_ERROR);
        read_until(one, &frame, DATA, 1);
        CHECK(frame.length == 5 && frame.flags & END_STREAM);
        CHECK(WaitForSingleObject(others.hEvent, PATIENCE) == WAIT_OBJECT_0);
        close(one);
    }
    CloseHandle(wait.hEvent);
    CloseHandle(others.hEvent);
}

/* Trailers are HEADERS behind the body, whatever frames the body had in HTTP/1.1. */
static void trailers(void)
{
    union request request;
    struct frame frame;
    HTTP_UNKNOWN_HEADER trailer = {5, 1, "x-sum", "4"};
    HTTP_DATA_CHUNK chunks[2];
    HTTP_RESPONSE response;
    int one = open_session(service.port);

    memset(chunks, 0, sizeof chunks);
    memset(&response, 0, sizeof response);
    chunks[0].DataChunkType = HttpDataChunkFromMemory;
    chunks[0].FromMemory.pBuffer = "body";
    chunks[0].FromMemory.BufferLength = 4;
    chunks[1].DataChunkType = HttpDataChunkTrailers;
    chunks[1].Trailers.TrailerCount = 1;
    chunks[1].Trailers.pTrailers = &trailer;
    response.StatusCode = 200;
    response.EntityChunkCount = 2;
    response.pEntityChunks = chunks;

    for (unsigned stream = 1; stream < 7; stream += 2) {
        ULONG more = HTTP_SEND_RESPONSE_FLAG_MORE_DATA | (stream == 5 ? HTTP_SEND_RESPONSE_FLAG_AUTOMATIC_CHUNKING : 0);
        ask(one, stream, END_STREAM, "GET", "/", NULL);
        receive(service.queue, &request);
        if (stream == 1) {
            RETURNS(HttpSendHttpResponse(service.queue, request.v1.RequestId, 0, &response, NULL, NULL, NULL, 0, NULL,
                                         NULL),
                    NO_ERROR);
        } else {
            RETURNS(respond(request.v1.RequestId, 200, "", more), NO_ERROR);
            RETURNS(HttpSendResponseEntityBody(service.queue, request.v1.RequestId, 0, 2, chunks, NULL, NULL, 0, NULL,
                                               NULL),
                    NO_ERROR);
        }
        read_until(one, &frame, HEADERS, stream);
        CHECK(!(frame.flags & END_STREAM));
        read_until(one, &frame, DATA, stream);
        CHECK(frame.length == 4 && memcmp(frame.payload, "body", 4) == 0 && !(frame.flags & END_STREAM));
        read_until(one, &frame, HEADERS, stream);
        CHECK(frame.flags & END_STREAM);
    }
    close(one);
}

static void go_away(void)
{
    static const unsigned char any[4] = {0x7F, 0xFF, 0xFF, 0xFF};
    union request open, request;
    struct frame frame;
    int one = open_session(service.port);

    ask(one, 1, END_STREAM, "GET", "/open", NULL);
    receive(service.queue, &open);
    ask(one, 3, END_STREAM, "GET", "/", NULL);
    receive(service.queue, &request);
    RETURNS(respond(request.v1.RequestId, 200, "x",
                    HTTP_SEND_RESPONSE_FLAG_DISCONNECT | HTTP_SEND_RESPONSE_FLAG_GOAWAY),
            NO_ERROR);
    read_until(one, &frame, GOAWAY, 0);
    CHECK(memcmp(frame.payload, any, 4) == 0 && code_of(&frame) == H2_NO_ERROR);
    read_until(one, &frame, PING, 0);
    send_frame(one, PING, ACK, 0, frame.payload, frame.length);
    read_until(one, &frame, GOAWAY, 0);
    CHECK(frame.payload[3] == 3 && code_of(&frame) == H2_NO_ERROR);
    /* What was open ends as it would have. */
    RETURNS(respond(open.v1.RequestId, 200, "open", 0), NO_ERROR);
    read_until(one, &frame, DATA, 1);
    CHECK(frame.length == 4);
    while (read_frame(one, &frame))
        CHECK(frame.kind != RST_STREAM);
    close(one);
}

/* Lines of logs have the numbers of streams. */
static void logged(void)
{
    HTTP_LOG_FIELDS_DATA data = log_data();
    HTTP_LOGGING_INFO info;
    union request request;
    struct frame frame;
    int one, plain;

    scratch_enter();
    info = log_info(HttpLoggingTypeW3C, "w3c");
    info.Fields = HTTP_LOG_FIELD_METHOD | HTTP_LOG_FIELD_VERSION | HTTP_LOG_FIELD_STREAM_ID | HTTP_LOG_FIELD_STREAM_ID_EX;
    RETURNS(LOG_GROUP(service.group, info), NO_ERROR);
    one = open_session(service.port);
    for (unsigned stream = 1; stream < 6; stream += 2) {
        ask(one, stream, END_STREAM, "GET", "/", NULL);
        receive(service.queue, &request);
        RETURNS(answer_logged(service.queue, request.v1.RequestId, 200, "body", 0, &data), NO_ERROR);
        read_until(one, &frame, DATA, stream);
    }
    close(one);
    if (!wire()) {
        char text[1024];
        plain = get(service.port, "/plain");
        receive(service.queue, &request);
        RETURNS(answer_logged(service.queue, request.v1.RequestId, 200, "body", 0, &data), NO_ERROR);
        hear(plain, text, sizeof text, "body");
        close(plain);
    }
    memset(&info, 0, sizeof info);
    RETURNS(LOG_GROUP(service.group, info), NO_ERROR);
    text_of("w3c/extend1.log");
    CHECK(strstr(file_text, "\r\n#Fields: cs-method cs-version streamid streamid_ex\r\n") != NULL);
    CHECK(strstr(file_text, "\r\nGET HTTP/2.0 1 1\r\nGET HTTP/2.0 3 3\r\nGET HTTP/2.0 5 5\r\n") != NULL);
    CHECK((strstr(file_text, "\r\nGET HTTP/1.1 - -\r\n") != NULL) == !wire());
    scratch_leave();
}

/* What is HTTP/1.1's: the stream behind a 101, and chunks. Push is a hint that nobody has to follow. */
static void only_http1(void)
{
    union request request;
    struct frame frame;
    HTTP_REQUEST_PROPERTY_STREAM_ERROR error = {1};
    char text[1024];
    int plain;
    int one = open_session(service.port);

    ask(one, 1, END_STREAM, "GET", "/", NULL);
    receive(service.queue, &request);
    RETURNS(respond(request.v1.RequestId, 101, "",
                    HTTP_SEND_RESPONSE_FLAG_OPAQUE | HTTP_SEND_RESPONSE_FLAG_MORE_DATA),
            ERROR_INVALID_PARAMETER);
    RETURNS(HttpDeclarePush(service.queue, request.v1.RequestId, HttpVerbGET, L"/style.css", NULL, NULL), NO_ERROR);
    RETURNS(HttpDeclarePush(service.queue, request.v1.RequestId, HttpVerbPOST, L"/", NULL, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(respond(request.v1.RequestId, 200, "", 0), NO_ERROR);
    read_until(one, &frame, HEADERS, 1);
    close(one);

    /* Behind TLS all of this program's clients have agreed on HTTP/2. */
    if (wire())
        return;
    plain = get(service.port, "/plain");
    receive(service.queue, &request);
    CHECK(request.v1.Flags == 0 && request.v1.RawConnectionId == 0 && request.v1.Version.MajorVersion == 1);
    RETURNS(HttpSetRequestProperty(service.queue, request.v1.RequestId, HttpRequestPropertyStreamError, &error,
                                   sizeof error, NULL),
            ERROR_INVALID_FUNCTION);
    RETURNS(respond(request.v1.RequestId, 200, "x",
                    HTTP_SEND_RESPONSE_FLAG_DISCONNECT | HTTP_SEND_RESPONSE_FLAG_GOAWAY),
            NO_ERROR);
    CHECK(hear(plain, text, sizeof text, NULL) > 0);
    close(plain);
}

/* The queue goes, and its requests with it. */
static void end_of_the_queue(void)
{
    union request request;
    struct frame frame;
    int one = open_session(service.port);
    ask(one, 1, END_STREAM, "GET", "/", NULL);
    receive(service.queue, &request);
    ask(one, 3, END_STREAM, "GET", "/waits", NULL);
    end_service_v2(&service);
    read_until(one, &frame, RST_STREAM, 1);
    close(one);
}

int main(void)
{
    service = serve_v2();
    two_requests();
    bodies();
    for (int going = 0; going < GOINGS; ++going)
        disconnects((enum going)going);
    trailers();
    go_away();
    logged();
    only_http1();
    end_of_the_queue();
    return check_failures;
}
