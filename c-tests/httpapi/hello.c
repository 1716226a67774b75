/* A server of one thread in blocking calls: requests as they are laid out, responses as they are sent. */
#include "http_check.h"
#include <wchar.h>

static struct service service;

/* Three requests of one connection, the second and third sent at once. */
static DWORD WINAPI keep_alive(LPVOID unused)
{
    char text[4096], host[64];
    int one = client(service.port);
    (void)unused;
    snprintf(host, sizeof host, "localhost:%d", service.port);
    say(one, "GET /first?a=b%20c HTTP/1.1\r\nHost: ");
    say(one, host);
    say(one, "\r\nX-Own: one\r\nAccept: text/html\r\nX-Empty:\r\nx-OWN:  two \r\nAccept: */*\r\n\r\n");
    hear(one, text, sizeof text, "hello 1");
    CHECK(strncmp(text, "HTTP/1.1 200 OK\r\n", 17) == 0);
    CHECK(strstr(text, "\r\nServer: Microsoft-HTTPAPI/2.0\r\n") != NULL);
    CHECK(strstr(text, "\r\nDate: ") != NULL);
    CHECK(strstr(text, "\r\nContent-Length: 7\r\n\r\nhello 1") != NULL);
    CHECK(strstr(text, "Connection") == NULL);
    say(one, "GET /second HTTP/1.1\r\nHost: localhost\r\n\r\nHEAD /third HTTP/1.1\r\nHost: localhost\r\n\r\n");
    hear(one, text, sizeof text, "\r\n\r\n");
    if (strstr(text, "hello 2") == NULL || strstr(text + 20, "HTTP/1.1 200 OK") == NULL) {
        size_t length = strlen(text);
        hear(one, text + length, sizeof text - length, "\r\n\r\n");
    }
    CHECK(strstr(text, "hello 2HTTP/1.1 200 OK\r\n") != NULL);
    CHECK(strstr(text, "hello 3") == NULL);
    close(one);
    return 0;
}

static void fields(void)
{
    union request request;
    HTTP_CONNECTION_ID connection;
    HTTP_REQUEST_ID first;
    WCHAR full[96];
    HANDLE thread = CreateThread(NULL, 0, keep_alive, NULL, 0, NULL);

    receive(service.queue, &request);
    CHECK(request.v1.Flags == 0);
    CHECK(request.v1.Verb == HttpVerbGET);
    CHECK(request.v1.Version.MajorVersion == 1 && request.v1.Version.MinorVersion == 1);
    CHECK(strcmp(request.v1.pRawUrl, "/first?a=b%20c") == 0 && request.v1.RawUrlLength == 14);
    swprintf(full, 96, L"%hs://localhost:%d/first?a=b%%20c", scheme(), service.port);
    CHECK(wcscmp(request.v1.CookedUrl.pFullUrl, full) == 0);
    CHECK(request.v1.CookedUrl.FullUrlLength == wcslen(full) * sizeof(WCHAR));
    CHECK(wcsncmp(request.v1.CookedUrl.pHost, L"localhost:", 10) == 0);
    CHECK(wcscmp(request.v1.CookedUrl.pAbsPath, L"/first?a=b%20c") == 0);
    CHECK(request.v1.CookedUrl.AbsPathLength == 6 * sizeof(WCHAR));
    CHECK(wcscmp(request.v1.CookedUrl.pQueryString, L"?a=b%20c") == 0);
    CHECK(request.v1.CookedUrl.QueryStringLength == 8 * sizeof(WCHAR));
    HEADER_IS(&request, HttpHeaderAccept, "text/html, */*");
    CHECK(request.v1.Headers.KnownHeaders[HttpHeaderCookie].pRawValue == NULL);
    CHECK(request.v1.Headers.UnknownHeaderCount == 2);
    CHECK(strcmp(request.v1.Headers.pUnknownHeaders[0].pName, "X-Own") == 0);
    CHECK(strcmp(request.v1.Headers.pUnknownHeaders[0].pRawValue, "one, two") == 0);
    CHECK(request.v1.Headers.pUnknownHeaders[0].RawValueLength == 8);
    CHECK(strcmp(request.v1.Headers.pUnknownHeaders[1].pName, "X-Empty") == 0);
    CHECK(request.v1.Headers.pUnknownHeaders[1].pRawValue == NULL);
    CHECK(request.v1.EntityChunkCount == 0 && request.v1.pEntityChunks == NULL);
    CHECK(request.v1.RawConnectionId == 0 && (request.v1.pSslInfo != NULL) == infos_of_tls());
    CHECK(request.v1.Address.pLocalAddress->sa_family == AF_INET);
    CHECK(((struct sockaddr_in *)request.v1.Address.pLocalAddress)->sin_port == htons(service.port));
    CHECK(((struct sockaddr_in *)request.v1.Address.pRemoteAddress)->sin_addr.s_addr == htonl(INADDR_LOOPBACK));
    connection = request.v1.ConnectionId;
    first = request.v1.RequestId;
    CHECK(connection != 0 && first != 0);
    RETURNS(answer(service.queue, first, "hello 1", 0, NULL), NO_ERROR);
    RETURNS(answer(service.queue, first, "again", 0, NULL), ERROR_CONNECTION_INVALID);

    receive(service.queue, &request);
    CHECK(strcmp(request.v1.pRawUrl, "/second") == 0);
    CHECK(request.v1.ConnectionId == connection && request.v1.RequestId != first);
    CHECK(request.v1.CookedUrl.pQueryString == NULL && request.v1.CookedUrl.QueryStringLength == 0);
    RETURNS(answer(service.queue, request.v1.RequestId, "hello 2", 0, NULL), NO_ERROR);

    receive(service.queue, &request);
    CHECK(request.v1.Verb == HttpVerbHEAD);
    RETURNS(answer(service.queue, request.v1.RequestId, "hello 3", 0, NULL), NO_ERROR);
    CHECK(WaitForSingleObject(thread, PATIENCE) == WAIT_OBJECT_0);
    CloseHandle(thread);
}

/* A buffer that is too small binds the request to its id; exactly the size that was told is enough. */
static void more_data(void)
{
    char text[512];
    union request request;
    ULONG bytes = 0, needed;
    HTTP_REQUEST_ID id;
    int one = client(service.port), two = client(service.port);

    say(one, "GET /one HTTP/1.1\r\nHost: localhost\r\nUser-Agent: long enough\r\n\r\n");
    memset(&request, 0x55, sizeof request);
    RETURNS(HttpReceiveHttpRequest(service.queue, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&request, sizeof request.v1 - 1,
                                   &bytes, NULL), ERROR_INSUFFICIENT_BUFFER);
    RETURNS(HttpReceiveHttpRequest(service.queue, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&request, sizeof request.v1, &bytes,
                                   NULL), ERROR_MORE_DATA);
    needed = bytes;
    id = request.v1.RequestId;
    CHECK(needed > sizeof request.v1 && id != 0 && request.v1.ConnectionId != 0);
    CHECK(request.v1.pRawUrl == NULL && request.v1.Verb == 0);

    say(two, "GET /two HTTP/1.1\r\nHost: localhost\r\n\r\n");
    receive(service.queue, &request);
    CHECK(strcmp(request.v1.pRawUrl, "/two") == 0);
    RETURNS(answer(service.queue, request.v1.RequestId, "two", 0, NULL), NO_ERROR);
    hear(two, text, sizeof text, "two");

    RETURNS(HttpReceiveHttpRequest(service.queue, id, 0, (PHTTP_REQUEST)&request, needed - 1, &bytes, NULL),
            ERROR_MORE_DATA);
    CHECK(bytes == needed);
    RETURNS(HttpReceiveHttpRequest(service.queue, id, 0, (PHTTP_REQUEST)&request, needed, &bytes, NULL), NO_ERROR);
    CHECK(bytes == needed && strcmp(request.v1.pRawUrl, "/one") == 0);
    HEADER_IS(&request, HttpHeaderUserAgent, "long enough");
    RETURNS(answer(service.queue, id, "one", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "one");
    RETURNS(HttpReceiveHttpRequest(service.queue, id, 0, (PHTTP_REQUEST)&request, needed, &bytes, NULL),
            ERROR_CONNECTION_INVALID);
    close(one);
    close(two);
}

/* Bodies: with a length, in chunks, copied with the head, asked for with 100. */
static void bodies(void)
{
    char text[512], body[64];
    union request request;
    ULONG bytes;
    ULONGLONG head;
    int one = client(service.port);

    say(one, "POST /length HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n01234");
    receive(service.queue, &request);
    CHECK(request.v1.Flags == HTTP_REQUEST_FLAG_MORE_ENTITY_BODY_EXISTS);
    head = request.v1.BytesReceived;
    CHECK(head == strlen("POST /length HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n"));
    RETURNS(HttpReceiveRequestEntityBody(service.queue, request.v1.RequestId, 0, body, 3, &bytes, NULL), NO_ERROR);
    CHECK(bytes == 3 && memcmp(body, "012", 3) == 0);
    /* What has been read since counts when the request is looked at again. */
    RETURNS(HttpReceiveHttpRequest(service.queue, request.v1.RequestId, 0, (PHTTP_REQUEST)&request, sizeof request,
                                   &bytes, NULL), NO_ERROR);
    CHECK(request.v1.BytesReceived == head + 3);
    say(one, "56789");
    RETURNS(HttpReceiveRequestEntityBody(service.queue, request.v1.RequestId,
                                         HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER, body, sizeof body, &bytes,
                                         NULL), NO_ERROR);
    CHECK(bytes == 7 && memcmp(body, "3456789", 7) == 0);
    RETURNS(HttpReceiveRequestEntityBody(service.queue, request.v1.RequestId, 0, body, sizeof body, &bytes, NULL),
            ERROR_HANDLE_EOF);
    CHECK(bytes == 0);
    RETURNS(answer(service.queue, request.v1.RequestId, "length", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "length");

    say(one, "PUT /chunks HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
    receive(service.queue, &request);
    CHECK(request.v1.Flags == HTTP_REQUEST_FLAG_MORE_ENTITY_BODY_EXISTS);
    {
        /* The call asks for the body, so somebody has to send it meanwhile. */
        OVERLAPPED overlapped;
        DWORD count = 0;
        memset(&overlapped, 0, sizeof overlapped);
        overlapped.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
        RETURNS(HttpReceiveRequestEntityBody(service.queue, request.v1.RequestId,
                                             HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER, body, sizeof body,
                                             NULL, &overlapped), ERROR_IO_PENDING);
        hear(one, text, sizeof text, "\r\n\r\n");
        CHECK(strcmp(text, "HTTP/1.1 100 Continue\r\n\r\n") == 0);
        say(one, "3\r\nabc\r\n2;ext=1\r\nde");
        say(one, "\r\n0\r\nTrailer: x\r\n\r\n");
        CHECK(GetOverlappedResult(service.queue, &overlapped, &count, TRUE));
        CHECK(count == 5 && memcmp(body, "abcde", 5) == 0);
        CloseHandle(overlapped.hEvent);
    }
    RETURNS(answer(service.queue, request.v1.RequestId, "chunks", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "chunks");

    say(one, "POST /copied HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody");
    RETURNS(HttpReceiveHttpRequest(service.queue, HTTP_NULL_ID, HTTP_RECEIVE_REQUEST_FLAG_COPY_BODY,
                                   (PHTTP_REQUEST)&request, sizeof request, &bytes, NULL), NO_ERROR);
    CHECK(request.v1.Flags == 0 && request.v1.EntityChunkCount == 1);
    CHECK(request.v1.BytesReceived == strlen("POST /copied HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody"));
    CHECK(request.v1.pEntityChunks->DataChunkType == HttpDataChunkFromMemory);
    CHECK(request.v1.pEntityChunks->FromMemory.BufferLength == 4);
    CHECK(memcmp(request.v1.pEntityChunks->FromMemory.pBuffer, "body", 4) == 0);
    RETURNS(HttpReceiveRequestEntityBody(service.queue, request.v1.RequestId, 0, body, sizeof body, &bytes, NULL),
            ERROR_HANDLE_EOF);
    RETURNS(answer(service.queue, request.v1.RequestId, "copied", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "copied");

    /* As it came, with what frames it. */
    say(one, "POST /raw HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n");
    RETURNS(HttpReceiveHttpRequest(service.queue, HTTP_NULL_ID, HTTP_RECEIVE_REQUEST_FLAG_FLUSH_BODY,
                                   (PHTTP_REQUEST)&request, sizeof request, &bytes, NULL), NO_ERROR);
    CHECK(request.v1.BytesReceived == strlen("POST /raw HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                                             "4\r\nbody\r\n0\r\n\r\n"));
    RETURNS(answer(service.queue, request.v1.RequestId, "raw", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "raw");

    /* A body that nobody read does not get in the way of the next request. */
    say(one, "POST /unread HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\nunread");
    receive(service.queue, &request);
    RETURNS(answer(service.queue, request.v1.RequestId, "unread", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "unread");
    say(one, "GET /after HTTP/1.1\r\nHost: localhost\r\n\r\n");
    receive(service.queue, &request);
    CHECK(strcmp(request.v1.pRawUrl, "/after") == 0);
    RETURNS(answer(service.queue, request.v1.RequestId, "after", HTTP_SEND_RESPONSE_FLAG_DISCONNECT, NULL), NO_ERROR);
    hear(one, text, sizeof text, NULL);
    CHECK(strstr(text, "\r\nConnection: close\r\n") != NULL && strcmp(text + strlen(text) - 5, "after") == 0);
    close(one);
}

/* A response in parts, and one that ends with the connection. */
static void parts(void)
{
    char text[2048];
    union request request;
    HTTP_RESPONSE_V1 response;
    HTTP_DATA_CHUNK chunks[2];
    ULONG bytes;
    int one = client(service.port);

    memset(chunks, 0, sizeof chunks);
    chunks[0].DataChunkType = HttpDataChunkFromMemory;
    chunks[0].FromMemory.pBuffer = (PVOID) "first ";
    chunks[0].FromMemory.BufferLength = 6;
    chunks[1] = chunks[0];
    chunks[1].FromMemory.pBuffer = (PVOID) "second";
    memset(&response, 0, sizeof response);
    response.StatusCode = 206;
    response.Headers.KnownHeaders[HttpHeaderContentLength].pRawValue = "18";
    response.Headers.KnownHeaders[HttpHeaderContentLength].RawValueLength = 2;
    response.Headers.KnownHeaders[HttpHeaderServer].pRawValue = "Own";
    response.Headers.KnownHeaders[HttpHeaderServer].RawValueLength = 3;

    say(one, "GET /parts HTTP/1.1\r\nHost: localhost\r\n\r\n");
    receive(service.queue, &request);
    RETURNS(HttpSendResponseEntityBody(service.queue, request.v1.RequestId, 0, 1, chunks, NULL, NULL, 0, NULL, NULL),
            ERROR_INVALID_PARAMETER);
    RETURNS(HttpSendHttpResponse(service.queue, request.v1.RequestId, HTTP_SEND_RESPONSE_FLAG_MORE_DATA,
                                 (PHTTP_RESPONSE)&response, NULL, &bytes, NULL, 0, NULL, NULL), NO_ERROR);
    CHECK(bytes > 20);
    RETURNS(HttpSendResponseEntityBody(service.queue, request.v1.RequestId, HTTP_SEND_RESPONSE_FLAG_MORE_DATA, 2,
                                       chunks, &bytes, NULL, 0, NULL, NULL), NO_ERROR);
    CHECK(bytes == 12);
    RETURNS(HttpSendResponseEntityBody(service.queue, request.v1.RequestId, 0, 1, chunks, &bytes, NULL, 0, NULL, NULL),
            NO_ERROR);
    RETURNS(HttpSendResponseEntityBody(service.queue, request.v1.RequestId, 0, 1, chunks, &bytes, NULL, 0, NULL, NULL),
            ERROR_CONNECTION_INVALID);
    hear(one, text, sizeof text, "first secondfirst ");
    CHECK(strncmp(text, "HTTP/1.1 206 \r\n", 15) == 0);
    CHECK(strstr(text, "\r\nServer: Own\r\n") != NULL && strstr(text, "Microsoft") == NULL);

    response.Headers.KnownHeaders[HttpHeaderContentLength].pRawValue = NULL;
    response.Headers.KnownHeaders[HttpHeaderContentLength].RawValueLength = 0;
    say(one, "GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n");
    receive(service.queue, &request);
    RETURNS(HttpSendHttpResponse(service.queue, request.v1.RequestId, HTTP_SEND_RESPONSE_FLAG_MORE_DATA,
                                 (PHTTP_RESPONSE)&response, NULL, NULL, NULL, 0, NULL, NULL), NO_ERROR);
    RETURNS(HttpSendResponseEntityBody(service.queue, request.v1.RequestId, HTTP_SEND_RESPONSE_FLAG_DISCONNECT, 1,
                                       chunks, NULL, NULL, 0, NULL, NULL), NO_ERROR);
    hear(one, text, sizeof text, NULL);
    CHECK(strstr(text, "\r\nConnection: close\r\n\r\nfirst ") != NULL);
    close(one);
}

/* What nobody answers is answered for them. */
static void pages(void)
{
    char text[2048];
    int one = client(service.port);
    say(one, "GET / HTTP/1.1\r\n\r\n");
    hear(one, text, sizeof text, NULL);
    CHECK(strncmp(text, "HTTP/1.1 400 Bad Request\r\n", 26) == 0);
    CHECK(strstr(text, "Bad Request - Invalid Hostname") != NULL);
    close(one);
    one = client(service.port);
    say(one, "GET / HTTP/1.1\r\nHost: elsewhere.test\r\n\r\n");
    hear(one, text, sizeof text, NULL);
    CHECK(strncmp(text, "HTTP/1.1 400 Bad Request\r\n", 26) == 0);
    close(one);
    one = client(service.port);
    say(one, "GET /\x01 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    hear(one, text, sizeof text, NULL);
    CHECK(strncmp(text, "HTTP/1.1 400 Bad Request\r\n", 26) == 0);
    close(one);
}

int main(void)
{
    HTTPAPI_VERSION version = HTTPAPI_VERSION_1, unknown = {3, 0};
    HANDLE handle;
    union request request;

    RETURNS(HttpCreateHttpHandle(&handle, 0), ERROR_DLL_INIT_FAILED);
    RETURNS(HttpInitialize(version, 0, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpInitialize(version, 0x80, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpInitialize(unknown, HTTP_INITIALIZE_SERVER, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpInitialize(version, HTTP_INITIALIZE_SERVER, &handle), ERROR_INVALID_PARAMETER);
    service = serve();
    RETURNS(HttpCreateHttpHandle(NULL, 0), ERROR_INVALID_PARAMETER);
    RETURNS(HttpCreateHttpHandle(&handle, 1), ERROR_INVALID_PARAMETER);
    RETURNS(HttpAddUrl(NULL, service.url, NULL), ERROR_INVALID_HANDLE);
    RETURNS(HttpAddUrl(service.queue, NULL, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpAddUrl(service.queue, L"http://localhost", NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpAddUrl(service.queue, service.url, NULL), ERROR_ALREADY_EXISTS);
    RETURNS(HttpRemoveUrl(NULL, service.url), ERROR_INVALID_PARAMETER);
    RETURNS(HttpRemoveUrl(service.queue, L"http://localhost:1/"), ERROR_FILE_NOT_FOUND);
    RETURNS(HttpReceiveHttpRequest(NULL, 0, 0, (PHTTP_REQUEST)&request, sizeof request, NULL, NULL),
            ERROR_INVALID_HANDLE);
    RETURNS(HttpReceiveHttpRequest(service.queue, 0, 0, NULL, 0, NULL, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpReceiveHttpRequest(service.queue, 0, 0, (PHTTP_REQUEST)(request.room + 1), 2000, NULL, NULL),
            ERROR_NOACCESS);
    RETURNS(HttpReceiveHttpRequest(service.queue, 77, 0, (PHTTP_REQUEST)&request, sizeof request, NULL, NULL),
            ERROR_CONNECTION_INVALID);
    RETURNS(HttpReceiveRequestEntityBody(service.queue, HTTP_NULL_ID, 0, &request, 10, NULL, NULL),
            ERROR_CONNECTION_INVALID);
    RETURNS(HttpSendHttpResponse(service.queue, 1, 0, NULL, NULL, NULL, NULL, 0, NULL, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpCancelHttpRequest(service.queue, 1, NULL), ERROR_CONNECTION_INVALID);
    RETURNS(HttpWaitForDisconnect(NULL, 1, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpWaitForDisconnect(service.queue, 1, NULL), ERROR_CONNECTION_INVALID);
    RETURNS(HttpWaitForDisconnectEx(service.queue, 1, 1, NULL), ERROR_INVALID_PARAMETER);

    fields();
    more_data();
    bodies();
    parts();
    pages();
    end_service(&service);
    RETURNS(HttpReceiveHttpRequest(service.queue, 0, 0, (PHTTP_REQUEST)&request, sizeof request, NULL, NULL),
            ERROR_INVALID_HANDLE);
    return check_failures;
}
