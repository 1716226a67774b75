/* The response cache: what is kept, who is answered from it, and when it goes. */
#include "cache_check.h"

#define LIMIT (256 * 1024)

static struct service_v2 service;
static int one;
static struct heard heard;

#define URL(path) url_of(service.port, "http://localhost:%d%s", path)

static void flush_all(void)
{
    RETURNS(HttpFlushResponseCache(service.queue, URL("/"), HTTP_FLUSH_RESPONSE_FLAG_RECURSIVE, NULL), NO_ERROR);
}

static void hits(void)
{
    int before = reached, other;
    miss(one, "/page", "", "first", KEEP);
    for (int count = 0; count < 5; ++count)
        hit(one, "/page", "first");
    other = client(service.port);
    hit(other, "/page", "first");
    hit_with(other, &heard, "GET", "/page", "Cookie: a=b\r\nCache-Control: no-cache\r\n");
    CHECK(strstr(heard.head, "\r\nDate: ") != NULL && strstr(heard.head, "\r\nContent-Type: text/plain\r\n") != NULL);
    CHECK(strstr(heard.head, "\r\nContent-Length: 5\r\n") != NULL && strstr(heard.head, "\r\nConnection:") == NULL);
    CHECK(reached == before + 1);

    /* A HEAD has the same head, and the next one follows at once. */
    hit_with(other, &heard, "HEAD", "/page", "");
    CHECK(strncmp(heard.head, "HTTP/1.1 200 OK\r\n", 17) == 0);
    CHECK(strstr(heard.head, "\r\nContent-Length: 5\r\n") != NULL);
    hit(other, "/page", "first");

    /* Another URL is another response: its query, the case of its path, its host. */
    miss(one, "/page?a", "", "query", KEEP);
    miss(one, "/page?A", "", "other query", KEEP);
    miss(one, "/Page", "", "capital", KEEP);
    hit(one, "/page", "first");
    hit(one, "/page?a", "query");
    hit(one, "/page?A", "other query");
    hit(one, "/Page", "capital");
    hit(one, "/x/../page", "first");
    CHECK(reached == before + 4);

    /* The ends of connections are the client's and the server's business. */
    hit_with(other, &heard, "GET", "/page", "Connection: close\r\n");
    CHECK(strstr(heard.head, "\r\nConnection: close\r\n") != NULL);
    listen_to(other, &heard, FALSE);
    CHECK(heard.closed);
    close(other);
    other = client(service.port);
    say(other, "GET /page HTTP/1.0\r\nHost: localhost\r\n\r\n");
    listen_to(other, &heard, FALSE);
    CHECK(strcmp(heard.body, "first") == 0);
    listen_to(other, &heard, FALSE);
    CHECK(heard.closed);
    close(other);
    flush_all();
    miss(one, "/page", "", "second", NULL);
    miss(one, "/page", "", "third", NULL);
}

/* Requests that the program has to see, and whose answers are for nobody else. */
static void requests(void)
{
    static const struct {
        const char *verb, *lines;
        /* The cache may answer it. */
        BOOL answered;
    } cases[] = {
        {"GET", "Authorization: Basic YTpi\r\n", FALSE},
        {"GET", "Translate: f\r\n", FALSE},
        {"GET", "If-Match: \"a\"\r\n", FALSE},
        {"GET", "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n", FALSE},
        {"GET", "Connection: Upgrade\r\nUpgrade: websocket\r\n", FALSE},
        {"GET", "Range: bytes=0-1\r\n", TRUE},
        {"GET", "If-Range: \"a\"\r\n", TRUE},
        {"HEAD", "", TRUE},
        {"POST", "Content-Length: 0\r\n", FALSE},
        {"OPTIONS", "", FALSE},
        {"PUT", "Content-Length: 0\r\n", FALSE},
    };
    HTTP_DATA_CHUNK chunk = memory_chunk("answer", 6);
    HTTP_RESPONSE_V2 response = response_of(&chunk);
    for (size_t at = 0; at < sizeof cases / sizeof *cases; ++at) {
        int before = check_failures;
        miss_with(one, &heard, cases[at].verb, "/never", cases[at].lines, &response, KEEP);
        miss(one, "/never", "", "plain", KEEP);
        if (!cases[at].answered)
            miss_with(one, &heard, cases[at].verb, "/never", cases[at].lines, &response, NULL);
        hit(one, "/never", "plain");
        flush_all();
        if (check_failures > before)
            printf("^ %s %s\n", cases[at].verb, cases[at].lines);
    }
    /* A target in absolute form may name another host than the Host field does. */
    {
        char target[64];
        snprintf(target, sizeof target, "%s://localhost:%d/never", scheme(), service.port);
        miss(one, target, "", "absolute", KEEP);
        miss(one, "/never", "", "plain", KEEP);
        hit(one, target, "plain");
        flush_all();
    }
    /* One with a body; Translate with another value. */
    ask(one, "GET", "/never", "Content-Length: 4\r\n");
    say(one, "body");
    RETURNS(program_answers(&response, 0, KEEP), NO_ERROR);
    post();
    listen_to(one, &heard, FALSE);
    miss(one, "/never", "Translate: t\r\n", "translated", KEEP);
    hit(one, "/never", "translated");
    flush_all();
}

static void status(HTTP_RESPONSE_V2 *response) { response->StatusCode = 404; }
static void partial(HTTP_RESPONSE_V2 *response) { response->StatusCode = 206; }
static void not_modified(HTTP_RESPONSE_V2 *response) { response->StatusCode = 304; }
static void unauthorized(HTTP_RESPONSE_V2 *response) { response->StatusCode = 401; }
static void cookie(HTTP_RESPONSE_V2 *response) { set_header(response, HttpHeaderSetCookie, "a=b"); }
static void vary(HTTP_RESPONSE_V2 *response) { set_header(response, HttpHeaderVary, "Cookie"); }
static void pragma_header(HTTP_RESPONSE_V2 *response) { set_header(response, HttpHeaderPragma, "no-cache"); }
static void no_store(HTTP_RESPONSE_V2 *response) { set_header(response, HttpHeaderCacheControl, "no-store"); }
static void max_age(HTTP_RESPONSE_V2 *response) { set_header(response, HttpHeaderCacheControl, "max-age=1"); }
static void bad_date(HTTP_RESPONSE_V2 *response) { set_header(response, HttpHeaderLastModified, "yesterday"); }
static void good_date(HTTP_RESPONSE_V2 *response)
{
    set_header(response, HttpHeaderLastModified, "Sun, 06 Nov 1994 08:49:37 GMT");
}
static void no_type(HTTP_RESPONSE_V2 *response)
{
    response->Headers.KnownHeaders[HttpHeaderContentType].pRawValue = NULL;
    response->Headers.KnownHeaders[HttpHeaderContentType].RawValueLength = 0;
}
static void at_limit(HTTP_RESPONSE_V2 *response)
{
    response->pEntityChunks->FromMemory.BufferLength = LIMIT - 200;
}
static void over_limit(HTTP_RESPONSE_V2 *response)
{
    response->pEntityChunks->FromMemory.BufferLength = LIMIT + 1;
}

static void responses(void)
{
    static const struct {
        const char *what;
        void (*change)(HTTP_RESPONSE_V2 *);
        BOOL kept;
    } cases[] = {
        {"404", status, TRUE},
        {"206", partial, FALSE},
        {"304", not_modified, FALSE},
        {"401", unauthorized, FALSE},
        {"Set-Cookie", cookie, FALSE},
        {"Vary", vary, FALSE},
        {"Pragma", pragma_header, FALSE},
        {"no-store", no_store, FALSE},
        {"max-age", max_age, TRUE},
        {"bad Last-Modified", bad_date, FALSE},
        {"good Last-Modified", good_date, TRUE},
        {"no Content-Type", no_type, FALSE},
        {"as large as may be", at_limit, TRUE},
        {"too large", over_limit, FALSE},
    };
    char *large = malloc(LIMIT + 1);
    HTTP_DATA_CHUNK chunk;
    HTTP_RESPONSE_V2 response;
    memset(large, 'x', LIMIT + 1);
    for (size_t at = 0; at < sizeof cases / sizeof *cases; ++at) {
        int before = check_failures;
        char target[32];
        snprintf(target, sizeof target, "/kind/%zu", at);
        chunk = memory_chunk(large, 10);
        response = response_of(&chunk);
        cases[at].change(&response);
        miss_with(one, &heard, "GET", target, "", &response, KEEP);
        if (cases[at].kept) {
            hit_with(one, &heard, "GET", target, "");
            CHECK(heard.length == chunk.FromMemory.BufferLength);
            CHECK(strtoul(heard.head + 9, NULL, 10) == response.StatusCode);
        } else {
            miss(one, target, "", "again", NULL);
        }
        if (check_failures > before)
            printf("^ %s\n", cases[at].what);
    }
    free(large);

    /* Policies that keep nothing. */
    miss(one, "/policy", "", "a", NULL);
    miss(one, "/policy", "", "b", POLICY(HttpCachePolicyNocache, 10));
    miss(one, "/policy", "", "c", POLICY(HttpCachePolicyTimeToLive, 0));
    /* One that there is not; the request is there still. */
    chunk = memory_chunk("d", 1);
    response = response_of(&chunk);
    ask(one, "GET", "/policy", "");
    RETURNS(program_answers(&response, 0, POLICY(HttpCachePolicyMaximum, 0)), ERROR_INVALID_PARAMETER);
    /* What comes in several calls is not kept. */
    RETURNS(program_answers(&response, HTTP_SEND_RESPONSE_FLAG_MORE_DATA | HTTP_SEND_RESPONSE_FLAG_DISCONNECT, KEEP),
            NO_ERROR);
    RETURNS(HttpSendResponseEntityBody(service.queue, got.v1.RequestId, HTTP_SEND_RESPONSE_FLAG_DISCONNECT, 0, NULL,
                                       NULL, NULL, 0, NULL, NULL),
            NO_ERROR);
    post();
    close(one);
    one = client(service.port);
    /* The end of one connection is not a part of the response. */
    ask(one, "GET", "/policy", "");
    RETURNS(program_answers(&response, HTTP_SEND_RESPONSE_FLAG_DISCONNECT, KEEP), NO_ERROR);
    post();
    listen_to(one, &heard, FALSE);
    CHECK(strstr(heard.head, "\r\nConnection: close\r\n") != NULL);
    close(one);
    one = client(service.port);
    hit(one, "/policy", "d");
    hit(one, "/policy", "d");
    flush_all();
}

static void encodings(void)
{
    HTTP_DATA_CHUNK chunk = memory_chunk("packed", 6);
    HTTP_RESPONSE_V2 response = response_of(&chunk);
    set_header(&response, HttpHeaderContentEncoding, "gzip");
    miss_with(one, &heard, "GET", "/packed", "Accept-Encoding: gzip\r\n", &response, KEEP);
    hit_with(one, &heard, "GET", "/packed", "Accept-Encoding: gzip\r\n");
    CHECK(strcmp(heard.body, "packed") == 0);
    miss(one, "/packed", "", "plain", NULL);
    miss(one, "/packed", "Accept-Encoding: br\r\n", "plain", NULL);

    response = response_of(&chunk);
    response.Flags = HTTP_RESPONSE_FLAG_MULTIPLE_ENCODINGS_AVAILABLE;
    miss_with(one, &heard, "GET", "/either", "", &response, KEEP);
    hit(one, "/either", "packed");
    miss(one, "/either", "Accept-Encoding: gzip\r\n", "plain", NULL);
    flush_all();
}

static void time_to_live(void)
{
    ULONGLONG start = GetTickCount64();
    miss(one, "/short", "", "one", POLICY(HttpCachePolicyTimeToLive, 2));
    miss(one, "/long", "", "two", POLICY(HttpCachePolicyTimeToLive, 0xFFFFFFFF));
    if (GetTickCount64() - start < 1000)
        hit(one, "/short", "one");
    Sleep(2200);
    miss(one, "/short", "", "three", NULL);
    hit(one, "/long", "two");
    flush_all();
}

static void parts(void)
{
    static const char whole[] = "0123456789abcdef";
    static const struct {
        const char *lines, *status, *line, *body;
    } cases[] = {
        {"", "HTTP/1.1 200 ", "\r\nContent-Length: 16\r\n", whole},
        {"Range: bytes=0-3\r\n", "HTTP/1.1 206 ", "\r\nContent-Range: bytes 0-3/16\r\n", "0123"},
        {"Range: bytes=-3\r\n", "HTTP/1.1 206 ", "\r\nContent-Range: bytes 13-15/16\r\n", "def"},
        {"Range: bytes=0-18446744073709551615\r\n", "HTTP/1.1 206 ", "bytes 0-15/16\r\n", whole},
        {"Range: bytes=99-\r\n", "HTTP/1.1 416 ", "\r\nContent-Range: bytes */16\r\n", ""},
        {"Range: bytes=9-2\r\n", "HTTP/1.1 200 ", "\r\nContent-Length: 16\r\n", whole},
        {"Range: bytes=0-3\r\nIf-Range: \"tag\"\r\n", "HTTP/1.1 206 ", "bytes 0-3/16\r\n", "0123"},
        {"Range: bytes=0-3\r\nIf-Range: \"other\"\r\n", "HTTP/1.1 200 ", "\r\nContent-Length: 16\r\n", whole},
        {"Range: bytes=0-3\r\nRange: bytes=5-6\r\n", "HTTP/1.1 200 ", "\r\nContent-Length: 16\r\n", whole},
        {"If-None-Match: \"tag\"\r\n", "HTTP/1.1 304 ", "\r\nETag: \"tag\"\r\n", ""},
        {"If-None-Match: \"a\", W/\"tag\"\r\n", "HTTP/1.1 304 ", "\r\nETag: \"tag\"\r\n", ""},
        {"If-None-Match: \"a\"\r\nIf-None-Match: *\r\n", "HTTP/1.1 304 ", "\r\nLast-Modified: Sun, ", ""},
        {"If-None-Match: \"other\"\r\n", "HTTP/1.1 200 ", "\r\nContent-Length: 16\r\n", whole},
        {"If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n", "HTTP/1.1 304 ", "\r\nDate: ", ""},
        {"If-Modified-Since: Sunday, 06-Nov-94 08:49:38 GMT\r\n", "HTTP/1.1 304 ", "\r\nDate: ", ""},
        {"If-Modified-Since: Sun, 06 Nov 1994 08:49:36 GMT\r\n", "HTTP/1.1 200 ", "\r\nContent-Length: 16\r\n", whole},
        {"If-Modified-Since: then\r\n", "HTTP/1.1 200 ", "\r\nContent-Length: 16\r\n", whole},
        {"If-None-Match: \"other\"\r\nIf-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n", "HTTP/1.1 200 ",
         "\r\nContent-Length: 16\r\n", whole},
        {"If-None-Match: \"tag\"\r\nRange: bytes=0-3\r\n", "HTTP/1.1 304 ", "\r\nETag: \"tag\"\r\n", ""},
    };
    HTTP_DATA_CHUNK chunk = memory_chunk(whole, 16);
    HTTP_RESPONSE_V2 response = response_of(&chunk);
    set_header(&response, HttpHeaderEtag, "\"tag\"");
    set_header(&response, HttpHeaderLastModified, "Sun, 06 Nov 1994 08:49:37 GMT");
    miss_with(one, &heard, "GET", "/whole", "", &response, KEEP);
    for (size_t at = 0; at < sizeof cases / sizeof *cases; ++at) {
        int before = check_failures;
        hit_with(one, &heard, "GET", "/whole", cases[at].lines);
        CHECK(strncmp(heard.head, cases[at].status, 13) == 0);
        CHECK(strstr(heard.head, cases[at].line) != NULL);
        CHECK(strcmp(heard.body, cases[at].body) == 0);
        if (strncmp(cases[at].status, "HTTP/1.1 304", 12) == 0)
            CHECK(strstr(heard.head, "Content-Length") == NULL && strstr(heard.head, "Content-Type") == NULL);
        if (check_failures > before)
            printf("^ %s%s\n", cases[at].lines, heard.head);
    }
    hit_with(one, &heard, "GET", "/whole", "Range: bytes=0-1,-2\r\n");
    CHECK(strncmp(heard.head, "HTTP/1.1 206 ", 13) == 0);
    CHECK(strstr(heard.head, "Content-Type: multipart/byteranges; boundary=") != NULL);
    CHECK(strstr(heard.body, "Content-Range: bytes 14-15/16\r\n\r\nef\r\n--") != NULL);
    hit_with(one, &heard, "HEAD", "/whole", "Range: bytes=0-1\r\n");
    CHECK(strncmp(heard.head, "HTTP/1.1 200 ", 13) == 0 && strstr(heard.head, "Content-Length: 16") != NULL);
    hit_with(one, &heard, "HEAD", "/whole", "If-None-Match: \"tag\"\r\n");
    CHECK(strncmp(heard.head, "HTTP/1.1 304 ", 13) == 0);
    flush_all();
}

static void fill(void)
{
    static const char *const targets[] = {"/a", "/a?q", "/a/b", "/a/b/c", "/ab", "/"};
    flush_all();
    for (size_t at = 0; at < sizeof targets / sizeof *targets; ++at)
        miss(one, targets[at], "", targets[at], KEEP);
}

static void flushing(void)
{
    OVERLAPPED overlapped;
    DWORD bytes;
    HANDLE port;
    ULONG_PTR key;
    LPOVERLAPPED told;

    fill();
    RETURNS(HttpFlushResponseCache(service.queue, URL("/A"), 0, NULL), NO_ERROR);
    miss(one, "/a", "", "new", NULL);
    hit(one, "/a?q", "/a?q");
    hit(one, "/a/b", "/a/b");
    RETURNS(HttpFlushResponseCache(service.queue, URL("/a"), HTTP_FLUSH_RESPONSE_FLAG_RECURSIVE, NULL), NO_ERROR);
    miss(one, "/a?q", "", "new", NULL);
    miss(one, "/a/b", "", "new", NULL);
    miss(one, "/a/b/c", "", "new", NULL);
    hit(one, "/ab", "/ab");
    hit(one, "/", "/");
    fill();
    RETURNS(HttpFlushResponseCache(service.queue, url_of(service.port, "http://+:%d%s", "/a/"),
                                   HTTP_FLUSH_RESPONSE_FLAG_RECURSIVE, NULL),
            NO_ERROR);
    miss(one, "/a", "", "new", NULL);
    hit(one, "/ab", "/ab");
    /* Nothing is there. */
    RETURNS(HttpFlushResponseCache(service.queue, L"http://elsewhere:80/a", 0, NULL), NO_ERROR);
    hit(one, "/ab", "/ab");

    RETURNS(HttpFlushResponseCache(NULL, URL("/"), 0, NULL), ERROR_INVALID_HANDLE);
    RETURNS(HttpFlushResponseCache(posted.hEvent, URL("/"), 0, NULL), ERROR_INVALID_HANDLE);
    RETURNS(HttpFlushResponseCache(service.queue, NULL, 0, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpFlushResponseCache(service.queue, L"", 0, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpFlushResponseCache(service.queue, L"/a", 0, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpFlushResponseCache(service.queue, L"http://localhost/a", 0, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpFlushResponseCache(service.queue, URL("/"), 2, NULL), ERROR_INVALID_PARAMETER);
    hit(one, "/ab", "/ab");

    memset(&overlapped, 0, sizeof overlapped);
    overlapped.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    RETURNS(HttpFlushResponseCache(service.queue, URL("/ab"), 0, &overlapped), NO_ERROR);
    CHECK(WaitForSingleObject(overlapped.hEvent, 0) == WAIT_OBJECT_0);
    CHECK(GetOverlappedResult(service.queue, &overlapped, &bytes, FALSE) && bytes == 0);
    miss(one, "/ab", "", "new", NULL);
    CloseHandle(overlapped.hEvent);

    /* With a port, a packet. What fails within its call has none. */
    port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    finish();
    CHECK(CreateIoCompletionPort(service.queue, port, 7, 0) == port);
    memset(&overlapped, 0, sizeof overlapped);
    RETURNS(HttpFlushResponseCache(service.queue, L"/", 0, &overlapped), ERROR_INVALID_PARAMETER);
    CHECK(!GetQueuedCompletionStatus(port, &bytes, &key, &told, 0) && told == NULL);
    RETURNS(HttpFlushResponseCache(service.queue, URL("/"), 0, &overlapped), NO_ERROR);
    CHECK(GetQueuedCompletionStatus(port, &bytes, &key, &told, PATIENCE));
    CHECK(told == &overlapped && key == 7 && bytes == 0);
    /* The receive is told by the port now, too, so it is the last part. */
    CloseHandle(port);
}

int main(void)
{
    service = serve_v2();
    begin(service.queue);
    one = client(service.port);
    hits();
    requests();
    responses();
    encodings();
    time_to_live();
    parts();
    flushing();
    close(one);
    free(heard.body);
    end_service_v2(&service);
    return check_failures;
}
