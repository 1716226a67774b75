/* What the programs here share: a queue with a URL on a free port, and a client of plain sockets. */
#ifndef HTTP_CHECK_H
#define HTTP_CHECK_H

#include "../win32/check.h"
#include <http.h>

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The call returns this code. */
#define RETURNS(call, code)                                                        \
    do {                                                                           \
        ULONG returned = (call);                                                   \
        if (returned != (ULONG)(code)) {                                           \
            printf("%s:%d: %s is %u, not %s\n", __FILE__, __LINE__, #call, returned, #code); \
            ++check_failures;                                                      \
        }                                                                          \
    } while (0)

/* No wait of these tests takes so long unless it is lost. */
#define PATIENCE 20000

/* A port that nobody had a moment ago. */
static inline int free_port(void)
{
    struct sockaddr_in address = {0};
    socklen_t length = sizeof address;
    int found = socket(AF_INET, SOCK_STREAM, 0);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (bind(found, (struct sockaddr *)&address, sizeof address) != 0
        || getsockname(found, (struct sockaddr *)&address, &length) != 0) {
        perror("free_port");
        exit(2);
    }
    close(found);
    return ntohs(address.sin_port);
}

/* How servers are spoken to: NULL for HTTP/1.1 as it is, or a kind that c-tests/wire/relay.py knows. */
static inline const char *wire(void)
{
    return getenv("PORTICO_TEST_WIRE");
}

static inline const char *scheme(void)
{
    return wire() && strcmp(wire(), "h2c") != 0 ? "https" : "http";
}

/* Clients ask over HTTP/2, by an adapter. */
static inline BOOL over_http2(void)
{
    return wire() && strncmp(wire(), "h2", 2) == 0;
}

/* So many infos does a request of version 2 have because of TLS. */
static inline int infos_of_tls(void)
{
    return strcmp(scheme(), "https") == 0;
}

/* A URL of this scheme at a port needs a certificate. */
static inline void prepare_port(int port)
{
    const char *text = getenv("PORTICO_TEST_CERTIFICATE");
    BYTE hash[HTTP_SSL_CERT_SHA_HASH_LENGTH] = {0};
    struct sockaddr_in address = {0};
    HTTP_SERVICE_CONFIG_SSL_SET set;
    HTTPAPI_VERSION version = HTTPAPI_VERSION_2;
    ULONG code;
    if (strcmp(scheme(), "https") != 0)
        return;
    for (int i = 0; text && strlen(text) == 2 * sizeof hash && i < (int)sizeof hash; ++i) {
        char digits[3] = {text[2 * i], text[2 * i + 1], 0};
        hash[i] = (BYTE)strtoul(digits, NULL, 16);
    }
    memset(&set, 0, sizeof set);
    address.sin_family = AF_INET;
    address.sin_port = htons((unsigned short)port);
    set.KeyDesc.pIpPort = (PSOCKADDR)&address;
    set.ParamDesc.SslHashLength = sizeof hash;
    set.ParamDesc.pSslHash = hash;
    RETURNS(HttpInitialize(version, HTTP_INITIALIZE_CONFIG, NULL), NO_ERROR);
    code = HttpSetServiceConfiguration(NULL, HttpServiceConfigSSLCertInfo, &set, sizeof set, NULL);
    CHECK(code == NO_ERROR || code == ERROR_ALREADY_EXISTS);
    RETURNS(HttpTerminate(HTTP_INITIALIZE_CONFIG, NULL), NO_ERROR);
}

/* A client, whose reads end after PATIENCE. */
static inline int client(int port)
{
    const char *relay = getenv("PORTICO_TEST_RELAY");
    unsigned char meant[2] = {(unsigned char)(port >> 8), (unsigned char)port};
    struct sockaddr_in address = {0};
    struct timeval patience = {PATIENCE / 1000, 0};
    int one = socket(AF_INET, SOCK_STREAM, 0);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((unsigned short)(relay ? atoi(relay) : port));
    setsockopt(one, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(one, (struct sockaddr *)&address, sizeof address) != 0) {
        perror("connect");
        exit(2);
    }
    if (relay && send(one, meant, sizeof meant, MSG_NOSIGNAL) != sizeof meant) {
        perror("relay");
        exit(2);
    }
    return one;
}

static inline void say(int to, const char *text)
{
    size_t length = strlen(text);
    CHECK(send(to, text, length, MSG_NOSIGNAL) == (ssize_t)length);
}

/* The client goes: by a reset, since what it has not read is answered so. */
static inline void reset(int one)
{
    struct linger at_once = {1, 0};
    setsockopt(one, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(one);
}

/* Reads until `end` is at the end of what came, or the server closes; how much that is. */
static inline size_t hear(int from, char *text, size_t size, const char *end)
{
    size_t length = 0;
    text[0] = 0;
    while (length + 1 < size) {
        ssize_t count = recv(from, text + length, size - 1 - length, 0);
        if (count <= 0) {
            if (count < 0 && errno != ECONNRESET)
                printf("hear: %s after \"%s\"\n", strerror(errno), text);
            break;
        }
        length += (size_t)count;
        text[length] = 0;
        if (end && length >= strlen(end) && strcmp(text + length - strlen(end), end) == 0)
            break;
    }
    return length;
}

struct service {
    HANDLE queue;
    int port;
    WCHAR url[64];
};

/* A version 1 queue for SCHEME://localhost:PORT/. */
static inline struct service serve(void)
{
    struct service service = {0};
    HTTPAPI_VERSION version = HTTPAPI_VERSION_1;
    RETURNS(HttpInitialize(version, HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
    RETURNS(HttpCreateHttpHandle(&service.queue, 0), NO_ERROR);
    /* Somebody else may take the port in between. */
    for (int tries = 0; tries < 20; ++tries) {
        char url[64];
        service.port = free_port();
        prepare_port(service.port);
        snprintf(url, sizeof url, "%s://localhost:%d/", scheme(), service.port);
        MultiByteToWideChar(CP_UTF8, 0, url, -1, service.url, 64);
        if (HttpAddUrl(service.queue, service.url, NULL) == NO_ERROR)
            return service;
    }
    printf("no port was to be had\n");
    exit(2);
}

static inline void end_service(struct service *service)
{
    RETURNS(HttpRemoveUrl(service->queue, service->url), NO_ERROR);
    CHECK(CloseHandle(service->queue));
    RETURNS(HttpTerminate(HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
}

/* A session with one group, which is bound to a queue and has http://localhost:PORT/. */
struct service_v2 {
    HTTP_SERVER_SESSION_ID session;
    HTTP_URL_GROUP_ID group;
    HANDLE queue;
    int port;
    WCHAR url[64];
};

#define CONTEXT 0x1234567890ABCDEFULL

/* Adds http://localhost:PORT/ on a free port; which that is. */
static inline int add_url(HTTP_URL_GROUP_ID group, HTTP_URL_CONTEXT context, WCHAR url[64])
{
    /* Somebody else may take the port in between. */
    for (int tries = 0; tries < 20; ++tries) {
        char text[64];
        int port = free_port();
        prepare_port(port);
        snprintf(text, sizeof text, "%s://localhost:%d/", scheme(), port);
        MultiByteToWideChar(CP_UTF8, 0, text, -1, url, 64);
        if (HttpAddUrlToUrlGroup(group, url, context, 0) == NO_ERROR)
            return port;
    }
    printf("no port was to be had\n");
    exit(2);
}

static inline ULONG bind_group(HTTP_URL_GROUP_ID group, HANDLE queue)
{
    HTTP_BINDING_INFO binding;
    memset(&binding, 0, sizeof binding);
    binding.Flags.Present = queue != NULL;
    binding.RequestQueueHandle = queue;
    return HttpSetUrlGroupProperty(group, HttpServerBindingProperty, &binding, sizeof binding);
}

static inline struct service_v2 serve_v2(void)
{
    struct service_v2 service;
    HTTPAPI_VERSION version = HTTPAPI_VERSION_2;
    memset(&service, 0, sizeof service);
    RETURNS(HttpInitialize(version, HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
    RETURNS(HttpCreateServerSession(version, &service.session, 0), NO_ERROR);
    RETURNS(HttpCreateUrlGroup(service.session, &service.group, 0), NO_ERROR);
    RETURNS(HttpCreateRequestQueue(version, NULL, NULL, 0, &service.queue), NO_ERROR);
    RETURNS(bind_group(service.group, service.queue), NO_ERROR);
    service.port = add_url(service.group, CONTEXT, service.url);
    return service;
}

static inline void end_service_v2(struct service_v2 *service)
{
    RETURNS(HttpRemoveUrlFromUrlGroup(service->group, service->url, 0), NO_ERROR);
    RETURNS(HttpCloseUrlGroup(service->group), NO_ERROR);
    RETURNS(HttpCloseServerSession(service->session), NO_ERROR);
    RETURNS(HttpCloseRequestQueue(service->queue), NO_ERROR);
    RETURNS(HttpTerminate(HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
}

/* What clients of a queue are told whose requests it cannot take. */
static inline void set_verbosity(HANDLE queue, HTTP_503_RESPONSE_VERBOSITY verbosity)
{
    RETURNS(HttpSetRequestQueueProperty(queue, HttpServer503VerbosityProperty, &verbosity, sizeof verbosity, 0, NULL),
            NO_ERROR);
}

/* A client that has sent a GET. */
static inline int get(int port, const char *path)
{
    char text[256];
    int one = client(port);
    snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path);
    say(one, text);
    return one;
}

/* The client gets 503 and the end, or with `page` FALSE, the end at once. */
static inline void is_refused(int one, BOOL page)
{
    char text[1024];
    size_t length = hear(one, text, sizeof text, NULL);
    if (page)
        CHECK(strncmp(text, "HTTP/1.1 503 Service Unavailable\r\n", 34) == 0);
    else
        CHECK(length == 0);
    close(one);
}

/* Room for a request with all it points to. */
union request {
    HTTP_REQUEST_V1 v1;
    HTTP_REQUEST_V2 v2;
    char room[8192];
};

/* Receives the next request in a call that blocks. */
static inline void receive(HANDLE queue, union request *request)
{
    ULONG bytes = 0;
    RETURNS(HttpReceiveHttpRequest(queue, HTTP_NULL_ID, 0, (PHTTP_REQUEST)request, sizeof *request, &bytes, NULL),
            NO_ERROR);
    CHECK(bytes >= sizeof request->v1 && bytes <= sizeof *request);
}

/* Answers with 200 and a text. */
static inline ULONG answer(HANDLE queue, HTTP_REQUEST_ID id, const char *text, ULONG flags, LPOVERLAPPED overlapped)
{
    /* A queue of version 1 reads the beginning alone. */
    HTTP_RESPONSE_V2 response;
    HTTP_DATA_CHUNK chunk;
    memset(&response, 0, sizeof response);
    memset(&chunk, 0, sizeof chunk);
    response.StatusCode = 200;
    response.pReason = "OK";
    response.ReasonLength = 2;
    chunk.DataChunkType = HttpDataChunkFromMemory;
    chunk.FromMemory.pBuffer = (PVOID)text;
    chunk.FromMemory.BufferLength = (ULONG)strlen(text);
    response.EntityChunkCount = 1;
    response.pEntityChunks = &chunk;
    return HttpSendHttpResponse(queue, id, flags, (PHTTP_RESPONSE)&response, NULL, NULL, NULL, 0, overlapped, NULL);
}

/* The value of a known header is this text. */
#define HEADER_IS(request, id, text) \
    CHECK((request)->v1.Headers.KnownHeaders[id].RawValueLength == strlen(text) \
          && strcmp((request)->v1.Headers.KnownHeaders[id].pRawValue, text) == 0)

#endif
