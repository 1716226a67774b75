/* The fragment cache: fragments by name, whole and in parts, and responses made of them. */
#include "cache_check.h"

static struct service_v2 service;
static int one;
static struct heard heard;

#define URL(path) url_of(service.port, "http://localhost:%d%s", path)

static ULONG add(const char *path, const char *text, PHTTP_CACHE_POLICY policy)
{
    HTTP_DATA_CHUNK chunk = memory_chunk(text, strlen(text));
    return HttpAddFragmentToCache(service.queue, URL(path), &chunk, policy, NULL);
}

static HTTP_BYTE_RANGE range_of(ULONGLONG start, ULONGLONG length)
{
    HTTP_BYTE_RANGE range;
    memset(&range, 0, sizeof range);
    range.StartingOffset.QuadPart = start;
    range.Length.QuadPart = length;
    return range;
}

/* The fragment is this text; NULL if there is none. */
static void is(const char *path, const char *text)
{
    char buffer[256] = "";
    ULONG bytes = 12345;
    int before = check_failures;
    RETURNS(HttpReadFragmentFromCache(service.queue, URL(path), NULL, buffer, sizeof buffer, &bytes, NULL),
            text != NULL ? NO_ERROR : ERROR_PATH_NOT_FOUND);
    CHECK(bytes == (text != NULL ? strlen(text) : 0));
    CHECK(text == NULL || memcmp(buffer, text, strlen(text)) == 0);
    if (check_failures > before)
        printf("^ %s\n", path);
}

static void adding(void)
{
    HTTP_DATA_CHUNK chunk = memory_chunk("text", 4);
    OVERLAPPED overlapped;
    DWORD bytes;
    HANDLE file, unreadable;
    char path[MAX_PATH], name[MAX_PATH];

    RETURNS(add("/one", "first", KEEP), NO_ERROR);
    is("/one", "first");
    RETURNS(add("/ONE", "the second", KEEP), NO_ERROR);
    is("/one", "the second");
    RETURNS(add("/one?query", "query", KEEP), NO_ERROR);
    is("/one?query", "query");
    is("/one", "the second");
    is("/two", NULL);
    RETURNS(add("/empty", "", KEEP), NO_ERROR);
    is("/empty", "");
    /* A fragment answers no request. */
    miss(one, "/one", "", "program", NULL);

    RETURNS(HttpAddFragmentToCache(NULL, URL("/a"), &chunk, KEEP, NULL), ERROR_INVALID_HANDLE);
    RETURNS(HttpAddFragmentToCache(service.queue, NULL, &chunk, KEEP, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpAddFragmentToCache(service.queue, L"a", &chunk, KEEP, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpAddFragmentToCache(service.queue, URL("/a"), NULL, KEEP, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpAddFragmentToCache(service.queue, URL("/a"), &chunk, NULL, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(add("/a", "text", POLICY(HttpCachePolicyNocache, 0)), ERROR_INVALID_PARAMETER);
    RETURNS(add("/a", "text", POLICY(HttpCachePolicyMaximum, 0)), ERROR_INVALID_PARAMETER);
    /* Not below a URL of the queue. */
    RETURNS(HttpAddFragmentToCache(service.queue, url_of(service.port, "http://elsewhere:%d%s", "/a"), &chunk, KEEP, NULL),
            ERROR_INVALID_PARAMETER);
    RETURNS(HttpAddFragmentToCache(service.queue, url_of(service.port ^ 1, "http://localhost:%d%s", "/a"), &chunk, KEEP,
                                   NULL),
            ERROR_INVALID_PARAMETER);
    chunk.FromMemory.pBuffer = NULL;
    RETURNS(HttpAddFragmentToCache(service.queue, URL("/a"), &chunk, KEEP, NULL), ERROR_INVALID_PARAMETER);
    chunk.DataChunkType = HttpDataChunkFromFragmentCache;
    RETURNS(HttpAddFragmentToCache(service.queue, URL("/a"), &chunk, KEEP, NULL), ERROR_INVALID_PARAMETER);
    chunk.DataChunkType = HttpDataChunkTrailers;
    RETURNS(HttpAddFragmentToCache(service.queue, URL("/a"), &chunk, KEEP, NULL), ERROR_INVALID_PARAMETER);
    /* More than all caches may hold; nobody reads so far. */
    chunk = memory_chunk("text", 65u << 20);
    RETURNS(HttpAddFragmentToCache(service.queue, URL("/a"), &chunk, KEEP, NULL), ERROR_NOT_ENOUGH_MEMORY);
    is("/a", NULL);
    is("/one?query", "query");

    memset(&overlapped, 0, sizeof overlapped);
    overlapped.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    chunk = memory_chunk("overlapped", 10);
    RETURNS(HttpAddFragmentToCache(service.queue, URL("/a"), &chunk, KEEP, &overlapped), NO_ERROR);
    CHECK(WaitForSingleObject(overlapped.hEvent, 0) == WAIT_OBJECT_0);
    CHECK(GetOverlappedResult(service.queue, &overlapped, &bytes, FALSE));
    is("/a", "overlapped");
    RETURNS(HttpAddFragmentToCache(service.queue, NULL, &chunk, KEEP, &overlapped), ERROR_INVALID_PARAMETER);
    CHECK(WaitForSingleObject(overlapped.hEvent, 0) == WAIT_TIMEOUT);
    CloseHandle(overlapped.hEvent);

    /* A part of a file. */
    CHECK(GetTempPathA(sizeof path, path) > 0);
    CHECK(GetTempFileNameA(path, "prt", 0, name) != 0);
    file = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, CREATE_ALWAYS, 0, NULL);
    CHECK(WriteFile(file, "0123456789", 10, &bytes, NULL) && bytes == 10);
    memset(&chunk, 0, sizeof chunk);
    chunk.DataChunkType = HttpDataChunkFromFileHandle;
    chunk.FromFileHandle.FileHandle = file;
    chunk.FromFileHandle.ByteRange = range_of(3, 4);
    RETURNS(HttpAddFragmentToCache(service.queue, URL("/file"), &chunk, KEEP, NULL), NO_ERROR);
    is("/file", "3456");
    chunk.FromFileHandle.ByteRange = range_of(7, HTTP_BYTE_RANGE_TO_EOF);
    RETURNS(HttpAddFragmentToCache(service.queue, URL("/file"), &chunk, KEEP, NULL), NO_ERROR);
    is("/file", "789");
    chunk.FromFileHandle.ByteRange = range_of(7, 4);
    RETURNS(HttpAddFragmentToCache(service.queue, URL("/file"), &chunk, KEEP, NULL), ERROR_INVALID_PARAMETER);
    chunk.FromFileHandle.ByteRange = range_of(11, HTTP_BYTE_RANGE_TO_EOF);
    RETURNS(HttpAddFragmentToCache(service.queue, URL("/file"), &chunk, KEEP, NULL), ERROR_INVALID_PARAMETER);
    unreadable = CreateFileA(name, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    chunk.FromFileHandle.FileHandle = unreadable;
    chunk.FromFileHandle.ByteRange = range_of(0, 1);
    RETURNS(HttpAddFragmentToCache(service.queue, URL("/file"), &chunk, KEEP, NULL), ERROR_ACCESS_DENIED);
    CHECK(CloseHandle(unreadable) && CloseHandle(file) && DeleteFileA(name));
    is("/file", "789");
}

static void reading(void)
{
    char buffer[16];
    ULONG bytes = 0;
    HTTP_BYTE_RANGE range;
    OVERLAPPED overlapped;
    DWORD count;
    static const struct {
        ULONGLONG start, length;
        ULONG code;
        const char *text;
    } cases[] = {
        {0, HTTP_BYTE_RANGE_TO_EOF, NO_ERROR, "0123456789"},
        {0, 10, NO_ERROR, "0123456789"},
        {2, 3, NO_ERROR, "234"},
        {8, HTTP_BYTE_RANGE_TO_EOF, NO_ERROR, "89"},
        {10, HTTP_BYTE_RANGE_TO_EOF, NO_ERROR, ""},
        {4, 0, NO_ERROR, ""},
        {0, 11, ERROR_INVALID_PARAMETER, ""},
        {10, 1, ERROR_INVALID_PARAMETER, ""},
        {11, HTTP_BYTE_RANGE_TO_EOF, ERROR_INVALID_PARAMETER, ""},
        {0xFFFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFE, ERROR_INVALID_PARAMETER, ""},
        {1, 0xFFFFFFFFFFFFFFFE, ERROR_INVALID_PARAMETER, ""},
    };

    RETURNS(add("/digits", "0123456789", KEEP), NO_ERROR);
    for (size_t at = 0; at < sizeof cases / sizeof *cases; ++at) {
        range = range_of(cases[at].start, cases[at].length);
        memset(buffer, '-', sizeof buffer);
        RETURNS(HttpReadFragmentFromCache(service.queue, URL("/digits"), &range, buffer, sizeof buffer, &bytes, NULL),
                cases[at].code);
        CHECK(bytes == strlen(cases[at].text) && memcmp(buffer, cases[at].text, bytes) == 0 && buffer[bytes] == '-');
    }
    /* Too small: the size is told, and nothing written. */
    memset(buffer, '-', sizeof buffer);
    RETURNS(HttpReadFragmentFromCache(service.queue, URL("/digits"), NULL, buffer, 9, &bytes, NULL), ERROR_MORE_DATA);
    CHECK(bytes == 10 && buffer[0] == '-');
    RETURNS(HttpReadFragmentFromCache(service.queue, URL("/digits"), NULL, NULL, 0, &bytes, NULL), ERROR_MORE_DATA);
    CHECK(bytes == 10);
    RETURNS(HttpReadFragmentFromCache(service.queue, URL("/digits"), NULL, buffer, 10, NULL, NULL), NO_ERROR);
    CHECK(memcmp(buffer, "0123456789-", 11) == 0);

    RETURNS(HttpReadFragmentFromCache(NULL, URL("/digits"), NULL, buffer, 10, &bytes, NULL), ERROR_INVALID_HANDLE);
    RETURNS(HttpReadFragmentFromCache(service.queue, NULL, NULL, buffer, 10, &bytes, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpReadFragmentFromCache(service.queue, L"digits", NULL, buffer, 10, &bytes, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpReadFragmentFromCache(service.queue, URL("/digits"), NULL, NULL, 10, &bytes, NULL),
            ERROR_INVALID_PARAMETER);

    memset(&overlapped, 0, sizeof overlapped);
    overlapped.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    RETURNS(HttpReadFragmentFromCache(service.queue, URL("/digits"), NULL, buffer, 10, &bytes, &overlapped), NO_ERROR);
    CHECK(WaitForSingleObject(overlapped.hEvent, 0) == WAIT_OBJECT_0);
    CHECK(GetOverlappedResult(service.queue, &overlapped, &count, FALSE) && count == 10);
    RETURNS(HttpReadFragmentFromCache(service.queue, URL("/digits"), NULL, buffer, 9, &bytes, &overlapped),
            ERROR_MORE_DATA);
    CHECK(bytes == 10 && WaitForSingleObject(overlapped.hEvent, 0) == WAIT_TIMEOUT);
    CloseHandle(overlapped.hEvent);
}

static HTTP_DATA_CHUNK fragment(const WCHAR *name)
{
    HTTP_DATA_CHUNK chunk;
    memset(&chunk, 0, sizeof chunk);
    chunk.DataChunkType = HttpDataChunkFromFragmentCache;
    chunk.FromFragmentCache.pFragmentName = name;
    chunk.FromFragmentCache.FragmentNameLength = (USHORT)(lstrlenW(name) * sizeof(WCHAR));
    return chunk;
}

static HTTP_DATA_CHUNK fragment_part(const WCHAR *name, ULONGLONG start, ULONGLONG length)
{
    HTTP_DATA_CHUNK chunk;
    memset(&chunk, 0, sizeof chunk);
    chunk.DataChunkType = HttpDataChunkFromFragmentCacheEx;
    chunk.FromFragmentCacheEx.pFragmentName = name;
    chunk.FromFragmentCacheEx.ByteRange = range_of(start, length);
    return chunk;
}

static void sending(void)
{
    HTTP_DATA_CHUNK chunks[3];
    HTTP_RESPONSE_V2 response = response_of(chunks);
    WCHAR name[64], missing[64];
    WCHAR *endless;
    ULONG id_flags = HTTP_SEND_RESPONSE_FLAG_MORE_DATA;

    lstrcpyW(name, URL("/digits"));
    lstrcpyW(missing, URL("/missing"));
    response.EntityChunkCount = 3;
    chunks[0] = fragment(name);
    chunks[1] = memory_chunk(" and ", 5);
    chunks[2] = fragment_part(name, 3, 4);
    miss_with(one, &heard, "GET", "/made", "", &response, NULL);
    CHECK(strcmp(heard.body, "0123456789 and 3456") == 0);

    /* One that is missing: nothing is sent, and the program answers otherwise. */
    ask(one, "GET", "/made", "");
    chunks[2] = fragment(missing);
    RETURNS(program_answers(&response, 0, NULL), ERROR_PATH_NOT_FOUND);
    chunks[2] = fragment_part(missing, 0, HTTP_BYTE_RANGE_TO_EOF);
    RETURNS(program_answers(&response, 0, NULL), ERROR_PATH_NOT_FOUND);
    chunks[2] = fragment_part(name, 0, 11);
    RETURNS(program_answers(&response, 0, NULL), ERROR_INVALID_PARAMETER);
    chunks[2] = fragment_part(NULL, 0, 1);
    RETURNS(program_answers(&response, 0, NULL), ERROR_INVALID_PARAMETER);
    chunks[2] = fragment(name);
    chunks[2].FromFragmentCache.pFragmentName = NULL;
    RETURNS(program_answers(&response, 0, NULL), ERROR_INVALID_PARAMETER);
    chunks[2] = fragment(name);
    ++chunks[2].FromFragmentCache.FragmentNameLength;
    RETURNS(program_answers(&response, 0, NULL), ERROR_INVALID_PARAMETER);
    /* A name of more than 65532 bytes. */
    endless = malloc(65540);
    for (size_t at = 0; at < 65540 / sizeof(WCHAR); ++at)
        endless[at] = 'x';
    chunks[2] = fragment_part(endless, 0, 1);
    RETURNS(program_answers(&response, 0, NULL), ERROR_INVALID_PARAMETER);
    free(endless);
    chunks[2] = fragment_part(name, 8, HTTP_BYTE_RANGE_TO_EOF);
    RETURNS(program_answers(&response, 0, NULL), NO_ERROR);
    post();
    listen_to(one, &heard, FALSE);
    CHECK(strcmp(heard.body, "0123456789 and 89") == 0);

    /* In a later part of a body. */
    ask(one, "GET", "/made", "");
    response.EntityChunkCount = 1;
    set_header(&response, HttpHeaderContentLength, "12");
    RETURNS(program_answers(&response, id_flags, NULL), NO_ERROR);
    chunks[0] = fragment(missing);
    RETURNS(HttpSendResponseEntityBody(service.queue, got.v1.RequestId, 0, 1, chunks, NULL, NULL, 0, NULL, NULL),
            ERROR_PATH_NOT_FOUND);
    chunks[0] = fragment_part(name, 1, 2);
    RETURNS(HttpSendResponseEntityBody(service.queue, got.v1.RequestId, 0, 1, chunks, NULL, NULL, 0, NULL, NULL),
            NO_ERROR);
    post();
    listen_to(one, &heard, FALSE);
    CHECK(strcmp(heard.body, "012345678912") == 0);

    /* A response that is kept keeps what the fragment was. */
    response = response_of(chunks);
    chunks[0] = fragment(name);
    miss_with(one, &heard, "GET", "/kept", "", &response, KEEP);
    RETURNS(add("/digits", "other", KEEP), NO_ERROR);
    hit(one, "/kept", "0123456789");
    miss_with(one, &heard, "GET", "/made", "", &response, NULL);
    CHECK(strcmp(heard.body, "other") == 0);
}

static void going(void)
{
    HTTPAPI_VERSION version = HTTPAPI_VERSION_2;
    HANDLE other;
    HTTP_DATA_CHUNK chunk = memory_chunk("text", 4);
    char buffer[8];

    RETURNS(add("/short", "short", POLICY(HttpCachePolicyTimeToLive, 1)), NO_ERROR);
    RETURNS(add("/long", "long", POLICY(HttpCachePolicyTimeToLive, 1000)), NO_ERROR);
    RETURNS(add("/zero", "zero", KEEP), NO_ERROR);
    RETURNS(add("/zero", "zero", POLICY(HttpCachePolicyTimeToLive, 0)), NO_ERROR);
    is("/zero", NULL);
    Sleep(1200);
    is("/short", NULL);
    is("/long", "long");

    RETURNS(add("/a", "a", KEEP), NO_ERROR);
    RETURNS(add("/a/b", "b", KEEP), NO_ERROR);
    RETURNS(HttpFlushResponseCache(service.queue, URL("/a"), 0, NULL), NO_ERROR);
    is("/a", NULL);
    is("/a/b", "b");
    RETURNS(HttpFlushResponseCache(service.queue, URL("/a"), HTTP_FLUSH_RESPONSE_FLAG_RECURSIVE, NULL), NO_ERROR);
    is("/a/b", NULL);
    is("/long", "long");

    /* They are the queue's own, and go with the URL. */
    RETURNS(HttpCreateRequestQueue(version, NULL, NULL, 0, &other), NO_ERROR);
    RETURNS(HttpAddFragmentToCache(other, URL("/long"), &chunk, KEEP, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpReadFragmentFromCache(other, URL("/long"), NULL, buffer, sizeof buffer, NULL, NULL), ERROR_PATH_NOT_FOUND);
    RETURNS(HttpAddUrlToUrlGroup(service.group, URL("/sub/"), 0, 0), NO_ERROR);
    RETURNS(add("/sub/a", "a", KEEP), NO_ERROR);
    is("/sub/a", "a");
    RETURNS(HttpRemoveUrlFromUrlGroup(service.group, URL("/sub/"), 0), NO_ERROR);
    is("/sub/a", NULL);
    is("/long", "long");
    RETURNS(HttpCloseRequestQueue(other), NO_ERROR);
    RETURNS(HttpShutdownRequestQueue(service.queue), NO_ERROR);
    is("/long", NULL);
}

int main(void)
{
    service = serve_v2();
    begin(service.queue);
    one = client(service.port);
    adding();
    reading();
    sending();
    finish();
    going();
    close(one);
    free(heard.body);
    end_service_v2(&service);
    return check_failures;
}
