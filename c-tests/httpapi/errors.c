/* Documented errors, each by the call that gives it: those that no other program here shows with the function's own
   name. `tests/http_errors.rs` has the whole list. */
#include "configuration_check.h"
#include <arpa/inet.h>

static struct service_v2 service;
static union request request;
static OVERLAPPED pending;
static char large[32 << 20];

/* The call waits until this has been done, and then ends with the code. */
#define ENDS(queue, call, done, code)                                              \
    do {                                                                           \
        DWORD count;                                                               \
        RETURNS(call, ERROR_IO_PENDING);                                           \
        done;                                                                      \
        FAILS_WITH(GetOverlappedResult(queue, &pending, &count, TRUE), code);      \
    } while (0)

/* A client with a request that was received; its body has a length, and does not come. */
static int asks(void)
{
    int one = client(service.port);
    say(one, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n");
    receive(service.queue, &request);
    return one;
}

/* Gives more than the buffers of both ends hold. */
static HTTP_DATA_CHUNK much(void)
{
    HTTP_DATA_CHUNK chunk;
    memset(&chunk, 0, sizeof chunk);
    chunk.DataChunkType = HttpDataChunkFromMemory;
    chunk.FromMemory.pBuffer = large;
    chunk.FromMemory.BufferLength = sizeof large;
    return chunk;
}

static HTTP_RESPONSE_V2 response_with(HTTP_DATA_CHUNK *chunk)
{
    HTTP_RESPONSE_V2 response;
    memset(&response, 0, sizeof response);
    response.StatusCode = 200;
    response.EntityChunkCount = 1;
    response.pEntityChunks = chunk;
    return response;
}

static void library(void)
{
    int something;
    RETURNS(HttpTerminate(0x80, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpTerminate(HTTP_INITIALIZE_SERVER, &something), ERROR_INVALID_PARAMETER);
}

static void queues(void)
{
    HTTPAPI_VERSION two = HTTPAPI_VERSION_2;
    HANDLE first, second;
    RETURNS(HttpCreateRequestQueue(two, L"a\\b", NULL, 0, &first), ERROR_INVALID_NAME);
    RETURNS(HttpCreateRequestQueue(two, L"errors", NULL, HTTP_CREATE_REQUEST_QUEUE_FLAG_OPEN_EXISTING, &first),
            ERROR_FILE_NOT_FOUND);
    RETURNS(HttpCreateRequestQueue(two, L"errors", NULL, HTTP_CREATE_REQUEST_QUEUE_FLAG_CONTROLLER, &first), NO_ERROR);
    RETURNS(HttpCreateRequestQueue(two, L"errors", NULL, 0, &second), ERROR_ALREADY_EXISTS);
    ENDS(first, HttpWaitForDemandStart(first, &pending), CHECK(CancelIoEx(first, &pending)), ERROR_OPERATION_ABORTED);
    RETURNS(HttpCloseRequestQueue(first), NO_ERROR);
}

static void properties(void)
{
    HTTP_TIMEOUT_LIMIT_INFO timeouts;
    HTTP_REQUEST_PROPERTY_STREAM_ERROR error = {8};
    HTTP_REQUEST_ID id;
    ULONG needed = 0;
    int one = asks();
    id = request.v1.RequestId;
    RETURNS(HttpQueryServerSessionProperty(service.session, HttpServerTimeoutsProperty, &timeouts, 1, &needed),
            ERROR_MORE_DATA);
    CHECK(needed == sizeof timeouts);
    RETURNS(HttpQueryRequestProperty(service.queue, id, HttpRequestPropertyIsb, NULL, 0, NULL, 0, &needed, NULL),
            ERROR_MORE_DATA);
    RETURNS(HttpQueryRequestProperty(service.queue, id, HttpRequestPropertySni, NULL, 0, &large, sizeof large, NULL,
                                     NULL), infos_of_tls() ? NO_ERROR : ERROR_INVALID_FUNCTION);
    RETURNS(HttpSetRequestProperty(service.queue, id, HttpRequestPropertyIsb, &error, sizeof error, NULL),
            ERROR_INVALID_PARAMETER);
    RETURNS(HttpSetRequestProperty(service.queue, id, HttpRequestPropertyStreamError, &error, sizeof error, NULL),
            over_http2() ? NO_ERROR : ERROR_INVALID_FUNCTION);
    close(one);
}

/* Receiving: by a client that sends nothing more, goes, or is given up. */
static void bodies(void)
{
    char room[8];
    ULONG bytes = 0;
    HTTP_REQUEST_ID id;
    int one;
    ENDS(service.queue, HttpReceiveHttpRequest(service.queue, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&request, sizeof request,
                                               NULL, &pending),
         CHECK(CancelIoEx(service.queue, &pending)), ERROR_OPERATION_ABORTED);

    one = asks();
    id = request.v1.RequestId;
    RETURNS(HttpReceiveRequestEntityBody(NULL, id, 0, room, sizeof room, NULL, NULL), ERROR_INVALID_HANDLE);
    RETURNS(HttpReceiveRequestEntityBody(service.queue, id, 0x80, room, sizeof room, NULL, NULL),
            ERROR_INVALID_PARAMETER);
    RETURNS(HttpReceiveRequestEntityBody(service.queue, id, 0, NULL, sizeof room, NULL, NULL), ERROR_INVALID_PARAMETER);
    ENDS(service.queue, HttpReceiveRequestEntityBody(service.queue, id, 0, room, sizeof room, NULL, &pending),
         CHECK(CancelIoEx(service.queue, &pending)), ERROR_OPERATION_ABORTED);
    reset(one);

    /* Without room for any of it a read waits for something to read. */
    one = asks();
    id = request.v1.RequestId;
    say(one, "123");
    RETURNS(HttpReceiveRequestEntityBody(service.queue, id, 0, NULL, 0, &bytes, NULL), ERROR_MORE_DATA);
    CHECK(bytes == 1);
    RETURNS(HttpReceiveRequestEntityBody(service.queue, id, 0, room, sizeof room, &bytes, NULL), NO_ERROR);
    CHECK(bytes == 3);
    ENDS(service.queue, HttpReceiveRequestEntityBody(service.queue, id, 0, room, sizeof room, NULL, &pending),
         reset(one), ERROR_NETNAME_DELETED);
    RETURNS(HttpReceiveRequestEntityBody(service.queue, id, 0, room, sizeof room, NULL, NULL), ERROR_CONNECTION_INVALID);
}

/* Sending: what cannot be sent, and what cannot be sent to its end. */
static void sends(void)
{
    HTTP_DATA_CHUNK chunk = much(), missing;
    HTTP_RESPONSE_V2 response = response_with(&chunk), without = response_with(&missing);
    WCHAR name[128];
    HTTP_REQUEST_ID id;
    int one = asks();
    id = request.v1.RequestId;

    RETURNS(HttpSendHttpResponse(NULL, id, 0, (PHTTP_RESPONSE)&response, NULL, NULL, NULL, 0, NULL, NULL),
            ERROR_INVALID_HANDLE);
    RETURNS(HttpSendHttpResponse(service.queue, HTTP_NULL_ID, 0, (PHTTP_RESPONSE)&response, NULL, NULL, NULL, 0, NULL,
                                 NULL), ERROR_CONNECTION_INVALID);
    RETURNS(HttpSendResponseEntityBody(NULL, id, 0, 1, &chunk, NULL, NULL, 0, NULL, NULL), ERROR_INVALID_HANDLE);
    memset(&missing, 0, sizeof missing);
    missing.DataChunkType = HttpDataChunkFromFragmentCache;
    missing.FromFragmentCache.pFragmentName = name;
    lstrcpyW(name, service.url);
    lstrcatW(name, L"nothing");
    missing.FromFragmentCache.FragmentNameLength = (USHORT)(lstrlenW(name) * sizeof(WCHAR));
    RETURNS(HttpSendHttpResponse(service.queue, id, 0, (PHTTP_RESPONSE)&without, NULL, NULL, NULL, 0, NULL, NULL),
            ERROR_PATH_NOT_FOUND);

    ENDS(service.queue, HttpSendHttpResponse(service.queue, id, 0, (PHTTP_RESPONSE)&response, NULL, NULL, NULL, 0,
                                             &pending, NULL),
         reset(one), ERROR_NETNAME_DELETED);

    one = asks();
    id = request.v1.RequestId;
    ENDS(service.queue, HttpSendHttpResponse(service.queue, id, 0, (PHTTP_RESPONSE)&response, NULL, NULL, NULL, 0,
                                             &pending, NULL),
         CHECK(CancelIoEx(service.queue, &pending)), ERROR_OPERATION_ABORTED);
    close(one);

    one = asks();
    id = request.v1.RequestId;
    response.EntityChunkCount = 0;
    RETURNS(HttpSendHttpResponse(service.queue, id, HTTP_SEND_RESPONSE_FLAG_MORE_DATA, (PHTTP_RESPONSE)&response, NULL,
                                 NULL, NULL, 0, NULL, NULL), NO_ERROR);
    ENDS(service.queue, HttpSendResponseEntityBody(service.queue, id, 0, 1, &chunk, NULL, NULL, 0, &pending, NULL),
         CHECK(CancelIoEx(service.queue, &pending)), ERROR_OPERATION_ABORTED);
    close(one);

    one = asks();
    id = request.v1.RequestId;
    RETURNS(HttpSendHttpResponse(service.queue, id, HTTP_SEND_RESPONSE_FLAG_MORE_DATA, (PHTTP_RESPONSE)&response, NULL,
                                 NULL, NULL, 0, NULL, NULL), NO_ERROR);
    ENDS(service.queue, HttpSendResponseEntityBody(service.queue, id, 0, 1, &chunk, NULL, NULL, 0, &pending, NULL),
         reset(one), ERROR_NETNAME_DELETED);
}

/* Reads a response with a body of this length, which ends so. */
static void drain(int one, size_t length, const char *end)
{
    static char room[64 << 10];
    char head[1024], tail[16] = "";
    size_t count = 0, ends = strlen(end);
    while (count + 1 < sizeof head && recv(one, head + count, 1, 0) == 1) {
        head[++count] = 0;
        if (strstr(head, "\r\n\r\n"))
            break;
    }
    CHECK(strncmp(head, "HTTP/1.1 200", 12) == 0);
    for (count = 0; count < length;) {
        size_t most = length - count < sizeof room ? length - count : sizeof room;
        ssize_t came = recv(one, room, most, 0);
        if (came <= 0)
            break;
        for (ssize_t at = 0; at < came; ++at) {
            memmove(tail, tail + 1, ends - 1);
            tail[ends - 1] = room[at];
        }
        count += (size_t)came;
    }
    CHECK(count == length);
    CHECK(memcmp(tail, end, ends) == 0);
}

struct draining {
    int one;
    size_t length;
};

static DWORD WINAPI drains(LPVOID parameter)
{
    struct draining *draining = parameter;
    drain(draining->one, draining->length, "last");
    return 0;
}

/* One after the other: a send beside one that waits is told so and nothing else comes of it, be it the last one or not. It
   is the same again when the other one has ended, and the connection goes on. */
static void one_after_the_other(BOOL cancels)
{
    HTTP_DATA_CHUNK chunk = much(), small = much();
    HTTP_RESPONSE_V2 response = response_with(&chunk);
    char length[16], text[256];
    HTTP_REQUEST_ID id;
    struct draining draining;
    HANDLE thread;
    DWORD count = 0;
    int one = client(service.port);

    say(one, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    receive(service.queue, &request);
    id = request.v1.RequestId;
    chunk.FromMemory.BufferLength = sizeof large / 2;
    small.FromMemory.pBuffer = "last";
    small.FromMemory.BufferLength = 4;
    snprintf(length, sizeof length, "%zu", sizeof large / 2 + 4);
    response.EntityChunkCount = 0;
    response.Headers.KnownHeaders[HttpHeaderContentLength].pRawValue = length;
    response.Headers.KnownHeaders[HttpHeaderContentLength].RawValueLength = (USHORT)strlen(length);
    RETURNS(HttpSendHttpResponse(service.queue, id, HTTP_SEND_RESPONSE_FLAG_MORE_DATA, (PHTTP_RESPONSE)&response, NULL,
                                 NULL, NULL, 0, NULL, NULL), NO_ERROR);
    RETURNS(HttpSendResponseEntityBody(service.queue, id, HTTP_SEND_RESPONSE_FLAG_MORE_DATA, 1, &chunk, NULL, NULL, 0,
                                       &pending, NULL), ERROR_IO_PENDING);
    RETURNS(HttpSendResponseEntityBody(service.queue, id, HTTP_SEND_RESPONSE_FLAG_MORE_DATA, 1, &small, NULL, NULL, 0,
                                       NULL, NULL), ERROR_BAD_COMMAND);
    RETURNS(HttpSendResponseEntityBody(service.queue, id, 0, 1, &small, NULL, NULL, 0, NULL, NULL), ERROR_BAD_COMMAND);
    if (cancels) {
        RETURNS(HttpCancelHttpRequest(service.queue, id, NULL), NO_ERROR);
        FAILS_WITH(GetOverlappedResult(service.queue, &pending, &count, TRUE), ERROR_CONNECTION_INVALID);
        RETURNS(HttpSendResponseEntityBody(service.queue, id, 0, 1, &small, NULL, NULL, 0, NULL, NULL),
                ERROR_CONNECTION_INVALID);
        close(one);
        return;
    }
    draining.one = one;
    draining.length = sizeof large / 2 + 4;
    thread = CreateThread(NULL, 0, drains, &draining, 0, NULL);
    CHECK(GetOverlappedResult(service.queue, &pending, &count, TRUE));
    CHECK(count == sizeof large / 2);
    RETURNS(HttpSendResponseEntityBody(service.queue, id, 0, 1, &small, NULL, NULL, 0, NULL, NULL), NO_ERROR);
    CHECK(WaitForSingleObject(thread, PATIENCE) == WAIT_OBJECT_0);
    CloseHandle(thread);
    RETURNS(HttpSendResponseEntityBody(service.queue, id, 0, 1, &small, NULL, NULL, 0, NULL, NULL),
            ERROR_CONNECTION_INVALID);
    say(one, "GET /next HTTP/1.1\r\nHost: localhost\r\n\r\n");
    receive(service.queue, &request);
    RETURNS(answer(service.queue, request.v1.RequestId, "next", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "next");
    CHECK(strstr(text, "next") != NULL);
    close(one);
}

static void disconnects(void)
{
    HTTP_CONNECTION_ID connection;
    int one = asks();
    connection = request.v1.ConnectionId;
    ENDS(service.queue, HttpWaitForDisconnect(service.queue, connection, &pending),
         CHECK(CancelIoEx(service.queue, &pending)), ERROR_OPERATION_ABORTED);
    ENDS(service.queue, HttpWaitForDisconnectEx(service.queue, connection, 0, &pending),
         CHECK(CancelIoEx(service.queue, &pending)), ERROR_OPERATION_ABORTED);
    RETURNS(HttpWaitForDisconnectEx(service.queue, HTTP_NULL_ID, 0, NULL), ERROR_CONNECTION_INVALID);
    close(one);
}

/* A URL that is reserved for somebody else. */
static void reservations(void)
{
    WCHAR url[128];
    HTTP_SERVICE_CONFIG_URLACL_SET set = {{url}, {(PWSTR)L"D:(A;;GX;;;S-1-5-21-1-2-3)"}};
    lstrcpyW(url, service.url);
    lstrcatW(url, L"reserved/");
    RETURNS(HttpSetServiceConfiguration(NULL, HttpServiceConfigUrlAclInfo, &set, sizeof set, NULL), NO_ERROR);
    RETURNS(HttpAddUrlToUrlGroup(service.group, url, 0, 0), ERROR_ACCESS_DENIED);
    RETURNS(HttpSetServiceConfiguration(NULL, HttpServiceConfigUrlAclInfo, &set, sizeof set, NULL), ERROR_ALREADY_EXISTS);
    RETURNS(HttpDeleteServiceConfiguration(NULL, HttpServiceConfigUrlAclInfo, &set, sizeof set, NULL), NO_ERROR);
    RETURNS(HttpDeleteServiceConfiguration(NULL, HttpServiceConfigUrlAclInfo, &set, sizeof set, NULL),
            ERROR_FILE_NOT_FOUND);
}

static void certificates(void)
{
    SOCKADDR_STORAGE address = ipv4("127.0.0.1", 443);
    HTTP_SERVICE_CONFIG_SSL_SET set;
    HTTP_SERVICE_CONFIG_SSL_QUERY query;
    BYTE hash[20] = {1};
    memset(&set, 0, sizeof set);
    memset(&query, 0, sizeof query);
    set.KeyDesc.pIpPort = query.KeyDesc.pIpPort = (PSOCKADDR)&address;
    set.ParamDesc.pSslHash = hash;
    set.ParamDesc.SslHashLength = sizeof hash;
    RETURNS(HttpUpdateServiceConfiguration(NULL, HttpServiceConfigSSLCertInfo, &set, sizeof set, NULL),
            ERROR_FILE_NOT_FOUND);
    RETURNS(HttpUpdateServiceConfiguration(NULL, HttpServiceConfigSSLCertInfo, &set, sizeof set - 1, NULL),
            ERROR_INSUFFICIENT_BUFFER);
    RETURNS(HttpUpdateServiceConfiguration(NULL, HttpServiceConfigUrlAclInfo, &set, sizeof set, NULL),
            ERROR_INVALID_PARAMETER);
    RETURNS(HttpQueryServiceConfiguration(NULL, HttpServiceConfigSSLCertInfo, &query, sizeof query, large, sizeof large,
                                          NULL, NULL), ERROR_FILE_NOT_FOUND);
}

static void before_initialization(void)
{
    HTTP_SERVICE_CONFIG_TIMEOUT_SET set = {IdleConnectionTimeout, 30};
    HTTP_SERVICE_CONFIG_TIMEOUT_KEY key = IdleConnectionTimeout;
    USHORT value;
    RETURNS(HttpSetServiceConfiguration(NULL, HttpServiceConfigTimeout, &set, sizeof set, NULL), ERROR_DLL_INIT_FAILED);
    RETURNS(HttpUpdateServiceConfiguration(NULL, HttpServiceConfigTimeout, &set, sizeof set, NULL),
            ERROR_DLL_INIT_FAILED);
    RETURNS(HttpDeleteServiceConfiguration(NULL, HttpServiceConfigTimeout, &set, sizeof set, NULL),
            ERROR_DLL_INIT_FAILED);
    RETURNS(HttpQueryServiceConfiguration(NULL, HttpServiceConfigTimeout, &key, sizeof key, &value, sizeof value, NULL,
                                          NULL), ERROR_DLL_INIT_FAILED);
}

int main(void)
{
    before_initialization();
    configuration_enter();
    service = serve_v2();
    pending.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    library();
    queues();
    properties();
    bodies();
    sends();
    one_after_the_other(FALSE);
    one_after_the_other(TRUE);
    disconnects();
    reservations();
    certificates();
    CloseHandle(pending.hEvent);
    end_service_v2(&service);
    configuration_leave();
    return check_failures;
}
