/* For the tests of caches: a receive that is always posted, so that a request which reaches the
   program is seen, and a client that reads whole responses. */
#ifndef CACHE_CHECK_H
#define CACHE_CHECK_H

#include "http_check.h"

#define POLICY(kind, seconds) (&(HTTP_CACHE_POLICY){kind, seconds})
#define KEEP POLICY(HttpCachePolicyUserInvalidates, 0)

static HANDLE queue_of_program;
static OVERLAPPED posted;
static union request got;
/* So many requests have reached the program. */
static int reached;

static inline void post(void)
{
    ULONG code;
    HANDLE event = posted.hEvent;
    memset(&posted, 0, sizeof posted);
    posted.hEvent = event;
    code = HttpReceiveHttpRequest(queue_of_program, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&got, sizeof got, NULL, &posted);
    /* The next of many requests may be there; the event tells of it all the same. */
    CHECK(code == ERROR_IO_PENDING || code == NO_ERROR);
}

static inline void begin(HANDLE queue)
{
    queue_of_program = queue;
    posted.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    post();
}

static inline void finish(void)
{
    DWORD bytes;
    CHECK(CancelIoEx(queue_of_program, &posted));
    CHECK(!GetOverlappedResult(queue_of_program, &posted, &bytes, TRUE) && GetLastError() == ERROR_OPERATION_ABORTED);
    CloseHandle(posted.hEvent);
}

static inline HTTP_DATA_CHUNK memory_chunk(const void *bytes, size_t length)
{
    HTTP_DATA_CHUNK chunk;
    memset(&chunk, 0, sizeof chunk);
    chunk.DataChunkType = HttpDataChunkFromMemory;
    chunk.FromMemory.pBuffer = (PVOID)bytes;
    chunk.FromMemory.BufferLength = (ULONG)length;
    return chunk;
}

static inline void set_header(HTTP_RESPONSE_V2 *response, int id, const char *value)
{
    response->Headers.KnownHeaders[id].pRawValue = value;
    response->Headers.KnownHeaders[id].RawValueLength = (USHORT)strlen(value);
}

/* 200 with a text of this type. */
static inline HTTP_RESPONSE_V2 response_of(HTTP_DATA_CHUNK *chunk)
{
    HTTP_RESPONSE_V2 response;
    memset(&response, 0, sizeof response);
    response.StatusCode = 200;
    response.pReason = "OK";
    response.ReasonLength = 2;
    response.EntityChunkCount = 1;
    response.pEntityChunks = chunk;
    set_header(&response, HttpHeaderContentType, "text/plain");
    return response;
}

/* A response as the client sees it. */
struct heard {
    char head[2048];
    char *body;
    size_t length;
    BOOL closed;
};

/* Reads one response, whose body is as long as the head says, or not there. */
static inline void listen_to(int one, struct heard *heard, BOOL bodyless)
{
    size_t at = 0;
    const char *length;
    free(heard->body);
    memset(heard, 0, sizeof *heard);
    while (at + 1 < sizeof heard->head && (at < 4 || memcmp(heard->head + at - 4, "\r\n\r\n", 4) != 0)) {
        if (recv(one, heard->head + at, 1, 0) != 1) {
            heard->closed = TRUE;
            return;
        }
        ++at;
    }
    length = strstr(heard->head, "\r\nContent-Length: ");
    heard->length = length != NULL && !bodyless ? strtoul(length + 18, NULL, 10) : 0;
    heard->body = calloc(heard->length + 1, 1);
    for (at = 0; at < heard->length;) {
        ssize_t count = recv(one, heard->body + at, heard->length - at, 0);
        if (count <= 0) {
            heard->closed = TRUE;
            return;
        }
        at += (size_t)count;
    }
}

/* Sends a request line's verb and target with more lines, and reads the answer. */
static inline void ask(int one, const char *verb, const char *target, const char *lines)
{
    char text[1024];
    snprintf(text, sizeof text, "%s %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n", verb, target, lines);
    say(one, text);
}

/* The program gets the request and answers it. */
static inline ULONG program_answers(HTTP_RESPONSE_V2 *response, ULONG flags, PHTTP_CACHE_POLICY policy)
{
    ULONG code;
    CHECK(WaitForSingleObject(posted.hEvent, PATIENCE) == WAIT_OBJECT_0);
    ++reached;
    code = HttpSendHttpResponse(queue_of_program, got.v1.RequestId, flags, (PHTTP_RESPONSE)response, policy, NULL, NULL,
                                0, NULL, NULL);
    return code;
}

/* A request that reaches the program, which answers with the text. */
static inline void miss_with(int one, struct heard *heard, const char *verb, const char *target, const char *lines,
                             HTTP_RESPONSE_V2 *response, PHTTP_CACHE_POLICY policy)
{
    BOOL bodyless = strcmp(verb, "HEAD") == 0 || response->StatusCode == 304;
    ask(one, verb, target, lines);
    RETURNS(program_answers(response, 0, policy), NO_ERROR);
    post();
    listen_to(one, heard, bodyless);
}

static inline void miss(int one, const char *target, const char *lines, const char *text, PHTTP_CACHE_POLICY policy)
{
    struct heard heard = {0};
    HTTP_DATA_CHUNK chunk = memory_chunk(text, strlen(text));
    HTTP_RESPONSE_V2 response = response_of(&chunk);
    miss_with(one, &heard, "GET", target, lines, &response, policy);
    CHECK(heard.body != NULL && strcmp(heard.body, text) == 0);
    free(heard.body);
}

/* A request that the cache answers. */
static inline void hit_with(int one, struct heard *heard, const char *verb, const char *target, const char *lines)
{
    int before = check_failures;
    ask(one, verb, target, lines);
    listen_to(one, heard, strcmp(verb, "HEAD") == 0);
    CHECK(!heard->closed);
    CHECK(!HasOverlappedIoCompleted(&posted));
    if (check_failures > before)
        printf("^ %s %s %s\n", verb, target, lines);
}

static inline void hit(int one, const char *target, const char *text)
{
    struct heard heard = {0};
    hit_with(one, &heard, "GET", target, "");
    CHECK(heard.body != NULL && strcmp(heard.body, text) == 0);
    CHECK(strncmp(heard.head, "HTTP/1.1 200 OK\r\n", 17) == 0);
    free(heard.body);
}

/* A wide URL below that of the service, by a format for http; it holds until the next call. */
static inline const WCHAR *url_of(int port, const char *format, const char *path)
{
    static WCHAR wide[512];
    char text[512];
    size_t length = (size_t)snprintf(text, sizeof text, "%s", scheme());
    CHECK(strncmp(format, "http://", 7) == 0);
    snprintf(text + length, sizeof text - length, format + 4, port, path);
    MultiByteToWideChar(CP_UTF8, 0, text, -1, wide, 512);
    return wide;
}

#endif
