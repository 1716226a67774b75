/* The flags of sends: chunks framed by the library, trailers, ranges, the stream behind a 101. */
#include "http_check.h"

static struct service service;
static int one;

/* Asks for / with more header lines. */
static void ask(union request *request, const char *lines)
{
    char text[512];
    snprintf(text, sizeof text, "GET / HTTP/1.1\r\nHost: localhost\r\n%s\r\n", lines);
    say(one, text);
    receive(service.queue, request);
}

static HTTP_DATA_CHUNK memory(const char *text)
{
    HTTP_DATA_CHUNK chunk;
    memset(&chunk, 0, sizeof chunk);
    chunk.DataChunkType = HttpDataChunkFromMemory;
    chunk.FromMemory.pBuffer = (PVOID)text;
    chunk.FromMemory.BufferLength = (ULONG)strlen(text);
    return chunk;
}

static void set_header(HTTP_RESPONSE_V1 *response, int id, const char *value)
{
    response->Headers.KnownHeaders[id].pRawValue = value;
    response->Headers.KnownHeaders[id].RawValueLength = (USHORT)strlen(value);
}

static ULONG respond(HTTP_REQUEST_ID id, HTTP_RESPONSE_V1 *response, ULONG flags)
{
    return HttpSendHttpResponse(service.queue, id, flags, (PHTTP_RESPONSE)response, NULL, NULL, NULL, 0, NULL, NULL);
}

static ULONG more(HTTP_REQUEST_ID id, HTTP_DATA_CHUNK *chunks, USHORT count, ULONG flags)
{
    return HttpSendResponseEntityBody(service.queue, id, flags, count, chunks, NULL, NULL, 0, NULL, NULL);
}

static void chunking(void)
{
    char text[2048];
    union request request;
    HTTP_RESPONSE_V1 response;
    HTTP_DATA_CHUNK chunks[2];
    HTTP_UNKNOWN_HEADER trailers[2];
    int old;

    memset(&response, 0, sizeof response);
    response.StatusCode = 200;
    chunks[0] = memory("some ");
    chunks[1] = memory("text");
    response.EntityChunkCount = 1;
    response.pEntityChunks = chunks;
    memset(trailers, 0, sizeof trailers);
    trailers[0].pName = "Checksum";
    trailers[0].NameLength = 8;
    trailers[0].pRawValue = "1234";
    trailers[0].RawValueLength = 4;

    ask(&request, "");
    RETURNS(respond(request.v1.RequestId, &response, HTTP_SEND_RESPONSE_FLAG_AUTOMATIC_CHUNKING),
            ERROR_INVALID_PARAMETER);
    set_header(&response, HttpHeaderTransferEncoding, "chunked");
    RETURNS(respond(request.v1.RequestId, &response,
                    HTTP_SEND_RESPONSE_FLAG_AUTOMATIC_CHUNKING | HTTP_SEND_RESPONSE_FLAG_MORE_DATA),
            ERROR_INVALID_PARAMETER);
    response.Headers.KnownHeaders[HttpHeaderTransferEncoding].pRawValue = NULL;
    response.Headers.KnownHeaders[HttpHeaderTransferEncoding].RawValueLength = 0;
    RETURNS(respond(request.v1.RequestId, &response,
                    HTTP_SEND_RESPONSE_FLAG_AUTOMATIC_CHUNKING | HTTP_SEND_RESPONSE_FLAG_MORE_DATA),
            NO_ERROR);
    RETURNS(more(request.v1.RequestId, chunks, 2, HTTP_SEND_RESPONSE_FLAG_MORE_DATA), NO_ERROR);
    RETURNS(more(request.v1.RequestId, NULL, 0, HTTP_SEND_RESPONSE_FLAG_MORE_DATA), NO_ERROR);
    memset(&chunks[1], 0, sizeof chunks[1]);
    chunks[1].DataChunkType = HttpDataChunkTrailers;
    chunks[1].Trailers.TrailerCount = 1;
    chunks[1].Trailers.pTrailers = trailers;
    /* Trailers are the end. */
    RETURNS(more(request.v1.RequestId, chunks, 2, HTTP_SEND_RESPONSE_FLAG_MORE_DATA), ERROR_INVALID_PARAMETER);
    trailers[0].pRawValue = "12\n4";
    RETURNS(more(request.v1.RequestId, chunks, 2, 0), ERROR_INVALID_PARAMETER);
    trailers[0].pRawValue = "1234";
    RETURNS(more(request.v1.RequestId, chunks, 2, 0), NO_ERROR);
    hear(one, text, sizeof text, "\r\n\r\n");
    if (strstr(text, "1234") == NULL)
        hear(one, text + strlen(text), sizeof text - strlen(text), "1234\r\n\r\n");
    CHECK(strstr(text, "\r\nTransfer-Encoding: chunked\r\n") != NULL && strstr(text, "Content-Length") == NULL);
    CHECK(strstr(text, "\r\n\r\n5\r\nsome \r\n9\r\nsome text\r\n5\r\nsome \r\n0\r\nChecksum: 1234\r\n\r\n") != NULL);

    /* The connection goes on. */
    ask(&request, "");
    RETURNS(answer(service.queue, request.v1.RequestId, "next", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "next");
    CHECK(strncmp(text, "HTTP/1.1 200", 12) == 0);

    /* A client of version 1.0 knows no chunks. */
    old = client(service.port);
    say(old, "GET / HTTP/1.0\r\nHost: localhost\r\n\r\n");
    receive(service.queue, &request);
    RETURNS(respond(request.v1.RequestId, &response,
                    HTTP_SEND_RESPONSE_FLAG_AUTOMATIC_CHUNKING | HTTP_SEND_RESPONSE_FLAG_MORE_DATA),
            NO_ERROR);
    RETURNS(more(request.v1.RequestId, chunks, 1, 0), NO_ERROR);
    hear(old, text, sizeof text, NULL);
    CHECK(strstr(text, "\r\nConnection: close\r\n\r\nsome some ") != NULL);
    close(old);
}

/* Chunks are for bodies whose length nobody knows. */
static void chunking_with_a_length(void)
{
    char text[2048];
    union request request;
    HTTP_RESPONSE_V1 response;
    HTTP_DATA_CHUNK chunks[2];
    HTTP_UNKNOWN_HEADER trailer = {1, 1, "X", "y"};
    ULONG flags = HTTP_SEND_RESPONSE_FLAG_AUTOMATIC_CHUNKING | HTTP_SEND_RESPONSE_FLAG_MORE_DATA;

    memset(&response, 0, sizeof response);
    memset(chunks, 0, sizeof chunks);
    response.StatusCode = 200;
    set_header(&response, HttpHeaderContentLength, "9");
    chunks[0] = memory("some text");
    chunks[1].DataChunkType = HttpDataChunkTrailers;
    chunks[1].Trailers.TrailerCount = 1;
    chunks[1].Trailers.pTrailers = &trailer;
    ask(&request, "");
    /* Nor is there a place for trailers. */
    response.EntityChunkCount = 2;
    response.pEntityChunks = chunks;
    RETURNS(respond(request.v1.RequestId, &response, HTTP_SEND_RESPONSE_FLAG_AUTOMATIC_CHUNKING),
            ERROR_INVALID_PARAMETER);
    response.EntityChunkCount = 0;
    RETURNS(respond(request.v1.RequestId, &response, flags), NO_ERROR);
    RETURNS(more(request.v1.RequestId, chunks, 2, 0), ERROR_INVALID_PARAMETER);
    RETURNS(more(request.v1.RequestId, chunks, 1, 0), NO_ERROR);
    hear(one, text, sizeof text, "\r\n\r\nsome text");
    CHECK(strstr(text, "\r\nContent-Length: 9\r\n") != NULL && strstr(text, "Transfer-Encoding") == NULL);
    /* What was promised was sent, so the connection goes on. */
    ask(&request, "");
    RETURNS(answer(service.queue, request.v1.RequestId, "next", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "next");
    CHECK(strncmp(text, "HTTP/1.1 200", 12) == 0);
}

/* What the program says of the connection, as one that forwards what another server has said, does not keep it open. */
static void closing(void)
{
    static const struct {
        const char *request, *said;
        ULONG flags;
    } cases[] = {
        {"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "keep-alive", HTTP_SEND_RESPONSE_FLAG_DISCONNECT},
        {"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "keep-alive", 0},
        {"GET / HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\n", "keep-alive", 0},
        {"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "X-Own, Close", HTTP_SEND_RESPONSE_FLAG_DISCONNECT},
    };
    for (size_t at = 0; at < sizeof cases / sizeof *cases; ++at) {
        char text[1024], said[64];
        union request request;
        HTTP_RESPONSE_V1 response;
        const char *close_line;
        int other = client(service.port);
        memset(&response, 0, sizeof response);
        response.StatusCode = 200;
        set_header(&response, HttpHeaderConnection, cases[at].said);
        say(other, cases[at].request);
        receive(service.queue, &request);
        RETURNS(respond(request.v1.RequestId, &response, cases[at].flags), NO_ERROR);
        hear(other, text, sizeof text, NULL);
        snprintf(said, sizeof said, "\r\nConnection: %s\r\n", cases[at].said);
        CHECK(strstr(text, said) != NULL);
        /* Once is enough. */
        close_line = strstr(text, "\r\nConnection: close\r\n");
        CHECK((close_line != NULL) == (strstr(cases[at].said, "Close") == NULL));
        close(other);
    }
}

/* The last send ends our side of the stream, whatever the client may still have to say. */
static void opaque_end(void)
{
    char text[1024];
    union request request;
    HTTP_RESPONSE_V1 response;
    HTTP_DATA_CHUNK chunk = memory("the end");
    int other = client(service.port);

    memset(&response, 0, sizeof response);
    response.StatusCode = 101;
    set_header(&response, HttpHeaderUpgrade, "own");
    say(other, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: own\r\n\r\n");
    receive(service.queue, &request);
    RETURNS(respond(request.v1.RequestId, &response, HTTP_SEND_RESPONSE_FLAG_OPAQUE | HTTP_SEND_RESPONSE_FLAG_MORE_DATA),
            NO_ERROR);
    RETURNS(more(request.v1.RequestId, &chunk, 1, 0), NO_ERROR);
    hear(other, text, sizeof text, NULL);
    CHECK(strlen(text) > 7 && strcmp(text + strlen(text) - 7, "the end") == 0);
    close(other);
}

static void ranges(void)
{
    static const char whole[] = "0123456789abcdef";
    static const struct {
        const char *lines;
        const char *status;
        const char *line;
        const char *body;
    } cases[] = {
        {"", "HTTP/1.1 200 ", "\r\nContent-Length: 16\r\n", whole},
        {"Range: bytes=0-3\r\n", "HTTP/1.1 206 ", "\r\nContent-Range: bytes 0-3/16\r\n", "0123"},
        {"Range: bytes=-3\r\n", "HTTP/1.1 206 ", "\r\nContent-Range: bytes 13-15/16\r\n", "def"},
        {"Range: bytes=6-12\r\n", "HTTP/1.1 206 ", "\r\nContent-Length: 7\r\n", "6789abc"},
        {"Range: bytes=99-\r\n", "HTTP/1.1 416 ", "\r\nContent-Range: bytes */16\r\n", ""},
        {"Range: bytes=9-2\r\n", "HTTP/1.1 200 ", "\r\nContent-Length: 16\r\n", whole},
        {"Range: bytes=0-18446744073709551615\r\n", "HTTP/1.1 206 ", "bytes 0-15/16\r\n", whole},
        {"Range: bytes=0-3\r\nIf-Range: \"tag\"\r\n", "HTTP/1.1 206 ", "bytes 0-3/16\r\n", "0123"},
        {"Range: bytes=0-3\r\nIf-Range: \"other\"\r\n", "HTTP/1.1 200 ", "\r\nContent-Length: 16\r\n", whole},
    };
    char text[2048];
    union request request;
    HTTP_RESPONSE_V1 response;
    HTTP_DATA_CHUNK chunks[2];
    const char *boundary;

    memset(&response, 0, sizeof response);
    response.StatusCode = 200;
    response.EntityChunkCount = 2;
    response.pEntityChunks = chunks;
    chunks[0] = memory("01234567");
    chunks[1] = memory("89abcdef");
    set_header(&response, HttpHeaderEtag, "\"tag\"");
    set_header(&response, HttpHeaderContentType, "text/plain");
    for (size_t at = 0; at < sizeof cases / sizeof *cases; ++at) {
        int before = check_failures;
        const char *body;
        ask(&request, cases[at].lines);
        RETURNS(respond(request.v1.RequestId, &response, HTTP_SEND_RESPONSE_FLAG_PROCESS_RANGES), NO_ERROR);
        hear(one, text, sizeof text, *cases[at].body ? cases[at].body : "\r\n\r\n");
        CHECK(strncmp(text, cases[at].status, 13) == 0);
        CHECK(strstr(text, cases[at].line) != NULL);
        body = strstr(text, "\r\n\r\n");
        CHECK(body != NULL && strcmp(body + 4, cases[at].body) == 0);
        if (check_failures > before)
            printf("^ %s%s\n", cases[at].lines, text);
    }
    ask(&request, "Range: bytes=0-1,-2\r\n");
    RETURNS(respond(request.v1.RequestId, &response,
                    HTTP_SEND_RESPONSE_FLAG_PROCESS_RANGES | HTTP_SEND_RESPONSE_FLAG_MORE_DATA),
            ERROR_INVALID_PARAMETER);
    RETURNS(respond(request.v1.RequestId, &response, HTTP_SEND_RESPONSE_FLAG_PROCESS_RANGES), NO_ERROR);
    hear(one, text, sizeof text, "--\r\n");
    CHECK(strncmp(text, "HTTP/1.1 206 ", 13) == 0);
    boundary = strstr(text, "Content-Type: multipart/byteranges; boundary=");
    CHECK(boundary != NULL);
    CHECK(strstr(text, "Content-Type: text/plain\r\nContent-Range: bytes 0-1/16\r\n\r\n01\r\n--") != NULL);
    CHECK(strstr(text, "Content-Type: text/plain\r\nContent-Range: bytes 14-15/16\r\n\r\nef\r\n--") != NULL);
}

/* Behind a 101 both sides send what they like, at the same time. */
static void opaque(void)
{
    char text[2048];
    union request request;
    HTTP_RESPONSE_V1 response;
    HTTP_UNKNOWN_HEADER connection;
    HTTP_DATA_CHUNK chunk = memory("to the client");
    OVERLAPPED overlapped;
    ULONG bytes = 0;
    DWORD count = 0;
    HTTP_REQUEST_ID id;
    int other = client(service.port);

    memset(&response, 0, sizeof response);
    memset(&connection, 0, sizeof connection);
    connection.pName = "Connection";
    connection.NameLength = 10;
    connection.pRawValue = "Upgrade";
    connection.RawValueLength = 7;
    response.StatusCode = 200;
    response.Headers.UnknownHeaderCount = 1;
    response.Headers.pUnknownHeaders = &connection;
    set_header(&response, HttpHeaderUpgrade, "own");

    say(other, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: own\r\n\r\nearly");
    receive(service.queue, &request);
    id = request.v1.RequestId;
    RETURNS(respond(id, &response, HTTP_SEND_RESPONSE_FLAG_OPAQUE | HTTP_SEND_RESPONSE_FLAG_MORE_DATA),
            ERROR_INVALID_PARAMETER);
    response.StatusCode = 101;
    RETURNS(respond(id, &response, HTTP_SEND_RESPONSE_FLAG_OPAQUE), ERROR_INVALID_PARAMETER);
    RETURNS(respond(id, &response, HTTP_SEND_RESPONSE_FLAG_MORE_DATA), ERROR_INVALID_PARAMETER);
    RETURNS(respond(id, &response, HTTP_SEND_RESPONSE_FLAG_OPAQUE | HTTP_SEND_RESPONSE_FLAG_MORE_DATA), NO_ERROR);
    hear(other, text, sizeof text, "\r\n\r\n");
    CHECK(strncmp(text, "HTTP/1.1 101 ", 13) == 0 && strstr(text, "\r\nConnection: Upgrade\r\n") != NULL);
    CHECK(strstr(text, "Content-Length") == NULL && strstr(text, "close") == NULL);

    RETURNS(HttpReceiveRequestEntityBody(service.queue, id, 0, text, sizeof text, &bytes, NULL), NO_ERROR);
    CHECK(bytes == 5 && memcmp(text, "early", 5) == 0);
    memset(&overlapped, 0, sizeof overlapped);
    overlapped.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    RETURNS(HttpReceiveRequestEntityBody(service.queue, id, 0, text, sizeof text, NULL, &overlapped),
            ERROR_IO_PENDING);
    RETURNS(more(id, &chunk, 1, HTTP_SEND_RESPONSE_FLAG_MORE_DATA | HTTP_SEND_RESPONSE_FLAG_BUFFER_DATA), NO_ERROR);
    {
        char heard[64];
        hear(other, heard, sizeof heard, "to the client");
        CHECK(strcmp(heard, "to the client") == 0);
    }
    say(other, "to the server");
    CHECK(GetOverlappedResult(service.queue, &overlapped, &count, TRUE));
    CHECK(count == 13 && memcmp(text, "to the server", 13) == 0);
    CloseHandle(overlapped.hEvent);
    shutdown(other, SHUT_WR);
    RETURNS(HttpReceiveRequestEntityBody(service.queue, id, 0, text, sizeof text, &bytes, NULL), ERROR_HANDLE_EOF);
    RETURNS(HttpReceiveRequestEntityBody(service.queue, id, 0, text, sizeof text, &bytes, NULL), ERROR_HANDLE_EOF);
    RETURNS(more(id, &chunk, 1, HTTP_SEND_RESPONSE_FLAG_MORE_DATA), NO_ERROR);
    RETURNS(more(id, NULL, 0, HTTP_SEND_RESPONSE_FLAG_DISCONNECT), NO_ERROR);
    hear(other, text, sizeof text, NULL);
    CHECK(strcmp(text, "to the client") == 0);
    RETURNS(more(id, NULL, 0, HTTP_SEND_RESPONSE_FLAG_DISCONNECT), ERROR_CONNECTION_INVALID);
    close(other);
}

static void refused(void)
{
    char text[512];
    union request request;
    HTTP_RESPONSE_V1 response;
    HTTP_UNKNOWN_HEADER header;
    static const USHORT statuses[] = {0, 99, 100, 102, 199, 1000};

    memset(&response, 0, sizeof response);
    ask(&request, "");
    for (size_t at = 0; at < sizeof statuses / sizeof *statuses; ++at) {
        response.StatusCode = statuses[at];
        RETURNS(respond(request.v1.RequestId, &response, 0), ERROR_INVALID_PARAMETER);
    }
    response.StatusCode = 200;
    RETURNS(respond(request.v1.RequestId, &response, 0x80), ERROR_INVALID_PARAMETER);
    RETURNS(respond(request.v1.RequestId, &response, HTTP_SEND_RESPONSE_FLAG_GOAWAY), ERROR_INVALID_PARAMETER);
    set_header(&response, HttpHeaderLocation, "/\r\nSet-Cookie: a");
    RETURNS(respond(request.v1.RequestId, &response, 0), ERROR_INVALID_PARAMETER);
    set_header(&response, HttpHeaderLocation, "/");
    response.pReason = "O\nK";
    response.ReasonLength = 3;
    RETURNS(respond(request.v1.RequestId, &response, 0), ERROR_INVALID_PARAMETER);
    response.pReason = NULL;
    RETURNS(respond(request.v1.RequestId, &response, 0), ERROR_INVALID_PARAMETER);
    response.ReasonLength = 0;
    memset(&header, 0, sizeof header);
    header.pName = "Bad Name";
    header.NameLength = 8;
    response.Headers.UnknownHeaderCount = 1;
    RETURNS(respond(request.v1.RequestId, &response, 0), ERROR_INVALID_PARAMETER);
    response.Headers.pUnknownHeaders = &header;
    RETURNS(respond(request.v1.RequestId, &response, 0), ERROR_INVALID_PARAMETER);
    response.Headers.UnknownHeaderCount = 0;
    response.EntityChunkCount = 1;
    RETURNS(respond(request.v1.RequestId, &response, 0), ERROR_INVALID_PARAMETER);
    response.EntityChunkCount = 0;
    /* Nothing of all that went over the wire, and the request is still there. */
    RETURNS(respond(request.v1.RequestId, &response,
                    HTTP_SEND_RESPONSE_FLAG_GOAWAY | HTTP_SEND_RESPONSE_FLAG_DISCONNECT), NO_ERROR);
    hear(one, text, sizeof text, NULL);
    CHECK(strncmp(text, "HTTP/1.1 200 \r\nLocation: /\r\n", 28) == 0);
    CHECK(strstr(text, "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n") != NULL);
}

int main(void)
{
    service = serve();
    one = client(service.port);
    chunking();
    chunking_with_a_length();
    closing();
    ranges();
    opaque();
    opaque_end();
    refused();
    close(one);
    end_service(&service);
    return check_failures;
}
