/* How entries of the response cache go with URLs, groups and queues, how many there are, and how
   they are sent to clients that hurry or read slowly. */
#include "cache_check.h"

#include <malloc.h>
#include <poll.h>

#define LARGE (200 * 1024)

static struct service_v2 service;
static int one;
static struct heard heard;
static char large[LARGE + 1];

#define URL(path) url_of(service.port, "http://localhost:%d%s", path)

static void urls(void)
{
    HTTP_STATE_INFO state;
    HANDLE other;
    HTTPAPI_VERSION version = HTTPAPI_VERSION_2;

    miss(one, "/sub/page", "", "above", KEEP);
    hit(one, "/sub/page", "above");
    /* It is another URL's now, and the first one's again when that has gone. */
    RETURNS(HttpAddUrlToUrlGroup(service.group, URL("/sub/"), 1, 0), NO_ERROR);
    miss(one, "/sub/page", "", "below", KEEP);
    hit(one, "/sub/page", "below");
    RETURNS(HttpRemoveUrlFromUrlGroup(service.group, URL("/sub/"), 0), NO_ERROR);
    miss(one, "/sub/page", "", "above again", KEEP);
    hit(one, "/sub/page", "above again");
    RETURNS(HttpAddUrlToUrlGroup(service.group, URL("/sub/"), 1, 0), NO_ERROR);
    miss(one, "/sub/page", "", "new", NULL);
    RETURNS(HttpRemoveUrlFromUrlGroup(service.group, URL("/sub/"), 0), NO_ERROR);

    /* A group that is not active answers nothing. */
    miss(one, "/page", "", "page", KEEP);
    memset(&state, 0, sizeof state);
    state.Flags.Present = 1;
    state.State = HttpEnabledStateInactive;
    set_verbosity(service.queue, Http503ResponseVerbosityFull);
    RETURNS(HttpSetUrlGroupProperty(service.group, HttpServerStateProperty, &state, sizeof state), NO_ERROR);
    is_refused(get(service.port, "/page"), TRUE);
    state.State = HttpEnabledStateActive;
    RETURNS(HttpSetUrlGroupProperty(service.group, HttpServerStateProperty, &state, sizeof state), NO_ERROR);
    hit(one, "/page", "page");
    state.State = HttpEnabledStateInactive;
    RETURNS(HttpSetRequestQueueProperty(service.queue, HttpServerStateProperty, &state.State, sizeof state.State, 0, NULL),
            NO_ERROR);
    is_refused(get(service.port, "/page"), TRUE);
    state.State = HttpEnabledStateActive;
    RETURNS(HttpSetRequestQueueProperty(service.queue, HttpServerStateProperty, &state.State, sizeof state.State, 0, NULL),
            NO_ERROR);
    hit(one, "/page", "page");

    /* Another queue has a cache of its own. */
    RETURNS(HttpCreateRequestQueue(version, NULL, NULL, 0, &other), NO_ERROR);
    RETURNS(bind_group(service.group, other), NO_ERROR);
    finish();
    begin(other);
    miss(one, "/page", "", "other", KEEP);
    hit(one, "/page", "other");
    finish();
    /* Who is shut down answers nothing, either. */
    RETURNS(HttpShutdownRequestQueue(other), NO_ERROR);
    RETURNS(bind_group(service.group, service.queue), NO_ERROR);
    begin(service.queue);
    hit(one, "/page", "page");
    RETURNS(HttpCloseRequestQueue(other), NO_ERROR);
    RETURNS(HttpFlushResponseCache(service.queue, URL("/"), HTTP_FLUSH_RESPONSE_FLAG_RECURSIVE, NULL), NO_ERROR);
}

/* Where the local address decided, it is a part of the URL, which may be flushed with it. */
static void by_address(void)
{
    int port, other;
    WCHAR url[64];
    do {
        port = free_port();
        prepare_port(port);
        lstrcpyW(url, url_of(port, "http://127.0.0.1:%d%s", "/"));
    } while (HttpAddUrlToUrlGroup(service.group, url, 0, 0) != NO_ERROR);
    other = client(port);
    miss(other, "/page", "", "page", KEEP);
    hit(other, "/page", "page");
    RETURNS(HttpFlushResponseCache(service.queue, url_of(port, "http://localhost:%d%s", ":127.0.0.2/page"), 0, NULL),
            NO_ERROR);
    hit(other, "/page", "page");
    RETURNS(HttpFlushResponseCache(service.queue, url_of(port, "http://localhost:%d%s", ":127.0.0.1/page"), 0, NULL),
            NO_ERROR);
    miss(other, "/page", "", "new", KEEP);
    hit(other, "/page", "new");
    RETURNS(HttpFlushResponseCache(service.queue, url_of(port, "http://localhost:%d%s", "/page"), 0, NULL), NO_ERROR);
    miss(other, "/page", "", "newer", NULL);
    close(other);
    RETURNS(HttpRemoveUrlFromUrlGroup(service.group, url, 0), NO_ERROR);
}

/* What goes gives its room back, and what was not used for the longest time goes first. */
static void room(void)
{
    HTTP_DATA_CHUNK chunk = memory_chunk(large, LARGE);
    HTTP_RESPONSE_V2 response = response_of(&chunk);
    char target[32];
    int before = reached;
    for (int round = 0; round < 3; ++round) {
        for (int at = 0; at < 200; ++at) {
            snprintf(target, sizeof target, "/room/%d", at);
            miss_with(one, &heard, "GET", target, "", &response, KEEP);
        }
        hit_with(one, &heard, "GET", "/room/199", "");
        hit_with(one, &heard, "GET", "/room/0", "");
        CHECK(heard.length == LARGE && memcmp(heard.body, large, LARGE) == 0);
        RETURNS(HttpFlushResponseCache(service.queue, URL("/room"), HTTP_FLUSH_RESPONSE_FLAG_RECURSIVE, NULL), NO_ERROR);
    }
    CHECK(reached == before + 600);
    miss_with(one, &heard, "GET", "/room/last", "", &response, KEEP);
    for (int at = 0; at < 500; ++at) {
        snprintf(target, sizeof target, "/room/%d", at);
        miss_with(one, &heard, "GET", target, "", &response, KEEP);
        /* The clock that tells who was used last is coarse. */
        if (at % 50 == 49) {
            Sleep(20);
            hit_with(one, &heard, "GET", "/room/last", "");
        }
    }
    hit_with(one, &heard, "GET", "/room/499", "");
    hit_with(one, &heard, "GET", "/room/last", "");
    miss_with(one, &heard, "GET", "/room/0", "", &response, NULL);
    RETURNS(HttpFlushResponseCache(service.queue, URL("/"), HTTP_FLUSH_RESPONSE_FLAG_RECURSIVE, NULL), NO_ERROR);
}

/* The file is read when the response is kept. */
static void files(void)
{
    char path[MAX_PATH], name[MAX_PATH];
    DWORD written = 0;
    HANDLE file;
    HTTP_DATA_CHUNK chunks[2];
    HTTP_RESPONSE_V2 response = response_of(chunks);
    CHECK(GetTempPathA(sizeof path, path) > 0);
    CHECK(GetTempFileNameA(path, "prt", 0, name) != 0);
    file = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, CREATE_ALWAYS, 0, NULL);
    CHECK(WriteFile(file, "0123456789", 10, &written, NULL) && written == 10);
    chunks[0] = memory_chunk("before ", 7);
    memset(&chunks[1], 0, sizeof chunks[1]);
    chunks[1].DataChunkType = HttpDataChunkFromFileHandle;
    chunks[1].FromFileHandle.FileHandle = file;
    chunks[1].FromFileHandle.ByteRange.StartingOffset.QuadPart = 2;
    chunks[1].FromFileHandle.ByteRange.Length.QuadPart = HTTP_BYTE_RANGE_TO_EOF;
    response.EntityChunkCount = 2;
    miss_with(one, &heard, "GET", "/file", "", &response, KEEP);
    CHECK(strcmp(heard.body, "before 23456789") == 0);
    CHECK(SetFilePointer(file, 0, NULL, FILE_CURRENT) == 10);
    CHECK(SetFilePointer(file, 0, NULL, FILE_BEGIN) == 0);
    CHECK(WriteFile(file, "abcdefghij", 10, &written, NULL));
    CHECK(CloseHandle(file));
    CHECK(DeleteFileA(name));
    hit(one, "/file", "before 23456789");
    hit_with(one, &heard, "GET", "/file", "Range: bytes=5-8\r\n");
    CHECK(strcmp(heard.body, "e 23") == 0);
}

/* Many requests at once are answered in their order, those of the program among them. */
static void pipelined(void)
{
    enum { MANY = 300 };
    char *text = malloc(MANY * 64);
    size_t length = 0;
    miss(one, "/cached", "", "from the cache", KEEP);
    for (int at = 0; at < MANY; ++at)
        length += (size_t)sprintf(text + length, "GET /%s HTTP/1.1\r\nHost: localhost\r\n\r\n",
                                  at % 100 == 99 ? "program" : "cached");
    say(one, text);
    free(text);
    for (int at = 0; at < MANY; ++at) {
        if (at % 100 == 99) {
            HTTP_DATA_CHUNK chunk = memory_chunk("from the program", 16);
            HTTP_RESPONSE_V2 response = response_of(&chunk);
            RETURNS(program_answers(&response, 0, NULL), NO_ERROR);
            post();
        }
        listen_to(one, &heard, FALSE);
        CHECK(!heard.closed && strcmp(heard.body, at % 100 == 99 ? "from the program" : "from the cache") == 0);
    }
    CHECK(!HasOverlappedIoCompleted(&posted));
}

/* A client that does not read holds up itself alone. */
static void slow(void)
{
    enum { MANY = 100 };
    HTTP_DATA_CHUNK chunk = memory_chunk(large, LARGE);
    HTTP_RESPONSE_V2 response = response_of(&chunk);
    int other = client(service.port);
    struct pollfd readable = {other, POLLIN, 0};
    miss_with(one, &heard, "GET", "/large", "", &response, KEEP);
    for (int at = 0; at < MANY; ++at)
        say(other, "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(poll(&readable, 1, PATIENCE) == 1);
    hit_with(one, &heard, "GET", "/large", "");
    /* It is sent though it is flushed. */
    RETURNS(HttpFlushResponseCache(service.queue, URL("/large"), 0, NULL), NO_ERROR);
    listen_to(other, &heard, FALSE);
    CHECK(heard.length == LARGE && memcmp(heard.body, large, LARGE) == 0);
    for (int at = 1; at < MANY; ++at) {
        /* What it had asked for later is for the program. */
        if (WaitForSingleObject(posted.hEvent, 0) == WAIT_OBJECT_0) {
            RETURNS(program_answers(&response, 0, KEEP), NO_ERROR);
            post();
        }
        readable.revents = 0;
        if (poll(&readable, 1, 10) != 1) {
            --at;
            continue;
        }
        listen_to(other, &heard, FALSE);
        CHECK(heard.length == LARGE && memcmp(heard.body, large, LARGE) == 0);
        if (heard.closed)
            break;
    }
    /* One that goes in the middle of a response. */
    for (int at = 0; at < MANY; ++at)
        say(other, "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(poll(&readable, 1, PATIENCE) == 1);
    reset(other);
    hit_with(one, &heard, "GET", "/large", "");
    CHECK(heard.length == LARGE);
}

/* Who asks without an end, faster than anybody answers, does not keep the others from being served. */
static int endless;

static DWORD WINAPI ask_on(void *unused)
{
    static const char text[] = "GET /cached HTTP/1.1\r\nHost: localhost\r\n\r\n";
    char many[64 * sizeof text] = "";
    (void)unused;
    for (int at = 0; at < 64; ++at)
        strcat(many, text);
    while (send(endless, many, strlen(many), MSG_NOSIGNAL) > 0) {
    }
    return 0;
}

static DWORD WINAPI read_on(void *unused)
{
    static char ignored[1 << 18];
    (void)unused;
    while (recv(endless, ignored, sizeof ignored, 0) > 0) {
    }
    return 0;
}

static void fair(void)
{
    HANDLE asking, reading;
    endless = client(service.port);
    asking = CreateThread(NULL, 0, ask_on, NULL, 0, NULL);
    reading = CreateThread(NULL, 0, read_on, NULL, 0, NULL);
    Sleep(50);
    for (int at = 0; at < 50; ++at) {
        int other = client(service.port);
        hit(other, "/cached", "from the cache");
        miss(other, "/program", "", "from the program", NULL);
        close(other);
    }
    shutdown(endless, SHUT_RDWR);
    CHECK(WaitForSingleObject(asking, PATIENCE) == WAIT_OBJECT_0);
    CHECK(WaitForSingleObject(reading, PATIENCE) == WAIT_OBJECT_0);
    CloseHandle(asking);
    CloseHandle(reading);
    close(endless);
}

/* A queue of version 1 has a cache, too, and takes it along. */
static void first_version(void)
{
    struct service old = serve();
    int other = client(old.port);
    HTTP_DATA_CHUNK chunk = memory_chunk("old", 3);
    HTTP_RESPONSE_V2 response = response_of(&chunk);
    begin(old.queue);
    miss_with(other, &heard, "GET", "/page", "", &response, KEEP);
    hit(other, "/page", "old");
    RETURNS(HttpRemoveUrl(old.queue, old.url), NO_ERROR);
    RETURNS(HttpAddUrl(old.queue, old.url, NULL), NO_ERROR);
    close(other);
    other = client(old.port);
    miss_with(other, &heard, "GET", "/page", "", &response, KEEP);
    hit(other, "/page", "old");
    finish();
    close(other);
    end_service(&old);
}

/* So many bytes are in use; 0 where the allocator is another one. */
static size_t in_use(void)
{
    return mallinfo2().uordblks + mallinfo2().hblkhd;
}

int main(void)
{
    size_t before;
    for (size_t at = 0; at < LARGE; ++at)
        large[at] = (char)(' ' + at * 7 % 90);
    service = serve_v2();
    begin(service.queue);
    one = client(service.port);
    miss(one, "/warm", "", "up", KEEP);
    hit(one, "/warm", "up");
    before = in_use();
    urls();
    by_address();
    room();
    files();
    pipelined();
    slow();
    fair();
    finish();
    close(one);
    end_service_v2(&service);
    first_version();
    free(heard.body);
    if (in_use() > before + (1 << 20)) {
        printf("%zu bytes were in use, %zu are now\n", before, in_use());
        ++check_failures;
    }
    return check_failures;
}
