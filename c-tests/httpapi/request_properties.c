/* Properties of requests, features, and the functions that have nothing to do here. */
#include "http_check.h"
#include <mstcpip.h>

static struct service_v2 service;
static union request request;

static ULONG query(HTTP_REQUEST_PROPERTY property, PVOID output, ULONG size, PULONG bytes)
{
    return HttpQueryRequestProperty(service.queue, request.v1.RequestId, property, NULL, 0, output, size, bytes,
                                    NULL);
}

static ULONG set(HTTP_REQUEST_PROPERTY property, PVOID input, ULONG size)
{
    return HttpSetRequestProperty(service.queue, request.v1.RequestId, property, input, size, NULL);
}

static void tcp(void)
{
    HTTP_QUERY_REQUEST_QUALIFIER_TCP fresh = {0};
    TCP_INFO_v0 v0;
    TCP_INFO_v1 v1;
    ULONG64 backlog = 0;
    ULONG bytes = 0;
    OVERLAPPED operation;
    DWORD count = 0;
    HTTP_REQUEST_ID id = request.v1.RequestId;

    RETURNS(query(HttpRequestPropertyTcpInfoV0, NULL, 0, &bytes), ERROR_MORE_DATA);
    CHECK(bytes == sizeof v0);
    RETURNS(query(HttpRequestPropertyTcpInfoV0, &v0, sizeof v0 - 1, &bytes), ERROR_MORE_DATA);
    memset(&v0, 0x55, sizeof v0);
    RETURNS(query(HttpRequestPropertyTcpInfoV0, &v0, sizeof v0, &bytes), NO_ERROR);
    CHECK(bytes == sizeof v0 && v0.State == TCPSTATE_ESTABLISHED && v0.Mss > 500 && v0.Cwnd > v0.Mss);
    CHECK(v0.ConnectionTimeMs < PATIENCE && v0.BytesIn > 20);
    /* A server of HTTP/2 begins by itself. */
    CHECK((v0.BytesOut == 0) == (wire() == NULL));
    RETURNS(query(HttpRequestPropertyTcpInfoV1, &v1, sizeof v1, NULL), NO_ERROR);
    CHECK(v1.State == TCPSTATE_ESTABLISHED && v1.BytesIn == v0.BytesIn);
    RETURNS(query(HttpRequestPropertyIsb, &backlog, sizeof backlog, &bytes), NO_ERROR);
    CHECK(bytes == 8 && backlog >= v0.Mss);
    RETURNS(HttpQueryRequestProperty(service.queue, id, HttpRequestPropertyTcpInfoV0, &fresh, sizeof fresh, &v0,
                                     sizeof v0, NULL, NULL), NO_ERROR);
    RETURNS(HttpQueryRequestProperty(service.queue, id, HttpRequestPropertyTcpInfoV0, &fresh, 4, &v0, sizeof v0,
                                     NULL, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpQueryRequestProperty(service.queue, id, HttpRequestPropertyTcpInfoV0, NULL, 8, &v0, sizeof v0, NULL,
                                     NULL), ERROR_INVALID_PARAMETER);
    memset(&operation, 0, sizeof operation);
    operation.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    RETURNS(HttpQueryRequestProperty(service.queue, id, HttpRequestPropertyTcpInfoV0, NULL, 0, &v0, sizeof v0, NULL,
                                     &operation), NO_ERROR);
    CHECK(GetOverlappedResult(service.queue, &operation, &count, TRUE) && count == sizeof v0);
    CloseHandle(operation.hEvent);
}

static void none(void)
{
    static const HTTP_REQUEST_PROPERTY none[] = {
        HttpRequestPropertyQuicStats, HttpRequestPropertySni, HttpRequestPropertyWskApiTimings,
        HttpRequestPropertyQuicApiTimings, HttpRequestPropertyQuicStatsV2, HttpRequestPropertyQuicStreamStats,
        HttpRequestPropertyTcpInfoV2, HttpRequestPropertyTlsClientHello, HttpRequestPropertyTlsCipherInfo,
    };
    HTTP_REQUEST_PROPERTY_STREAM_ERROR error = {8};
    ULONGLONG room[256];
    for (size_t number = 0; number < sizeof none / sizeof none[0]; ++number) {
        /* TLS has asked for a name. */
        BOOL known = infos_of_tls() && none[number] == HttpRequestPropertySni;
        RETURNS(query(none[number], room, sizeof room, NULL), known ? NO_ERROR : ERROR_INVALID_FUNCTION);
        RETURNS(set(none[number], room, sizeof room), ERROR_INVALID_PARAMETER);
    }
    RETURNS(query(HttpRequestPropertyStreamError, room, sizeof room, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(query((HTTP_REQUEST_PROPERTY)99, room, sizeof room, NULL), ERROR_INVALID_PARAMETER);
    /* There are no streams in HTTP/1. */
    RETURNS(set(HttpRequestPropertyStreamError, &error, sizeof error), over_http2() ? NO_ERROR : ERROR_INVALID_FUNCTION);
    RETURNS(HttpQueryRequestProperty(NULL, request.v1.RequestId, HttpRequestPropertyIsb, NULL, 0, room, sizeof room,
                                     NULL, NULL), ERROR_INVALID_HANDLE);
    RETURNS(HttpQueryRequestProperty(service.queue, 77, HttpRequestPropertyIsb, NULL, 0, room, sizeof room, NULL,
                                     NULL), ERROR_CONNECTION_INVALID);
}

static void settable(void)
{
    HTTP_REQUEST_TRANSPORT_IDLE_CONNECTION_TIMEOUT_INFO idle = {1}, told;
    HTTP_REQUEST_DSCP_INFO dscp = {0x3F}, told_dscp;

    RETURNS(query(HttpRequestPropertyDscpTag, &told_dscp, sizeof told_dscp, NULL), NO_ERROR);
    CHECK(told_dscp.DscpTag == 0);
    RETURNS(set(HttpRequestPropertyDscpTag, &dscp, sizeof dscp), NO_ERROR);
    RETURNS(query(HttpRequestPropertyDscpTag, &told_dscp, sizeof told_dscp, NULL), NO_ERROR);
    CHECK(told_dscp.DscpTag == 0x3F);
    dscp.DscpTag = 0x40;
    RETURNS(set(HttpRequestPropertyDscpTag, &dscp, sizeof dscp), ERROR_INVALID_PARAMETER);
    RETURNS(set(HttpRequestPropertyDscpTag, &dscp, 0), ERROR_INVALID_PARAMETER);
    RETURNS(set(HttpRequestPropertyDscpTag, NULL, sizeof dscp), ERROR_INVALID_PARAMETER);

    RETURNS(query(HttpRequestPropertyTransportIdleConnectionTimeout, &told, sizeof told, NULL), NO_ERROR);
    CHECK(told.TransportIdleConnectionTimeout == 120);
    RETURNS(set(HttpRequestPropertyTransportIdleConnectionTimeout, &idle, sizeof idle - 1), ERROR_INVALID_PARAMETER);
    RETURNS(set(HttpRequestPropertyTransportIdleConnectionTimeout, &idle, sizeof idle), NO_ERROR);
    RETURNS(query(HttpRequestPropertyTransportIdleConnectionTimeout, &told, sizeof told, NULL), NO_ERROR);
    CHECK(told.TransportIdleConnectionTimeout == 1);
    RETURNS(HttpSetRequestProperty(NULL, request.v1.RequestId, HttpRequestPropertyDscpTag, &dscp, 1, NULL),
            ERROR_INVALID_HANDLE);
    dscp.DscpTag = 1;
    RETURNS(HttpSetRequestProperty(service.queue, 77, HttpRequestPropertyDscpTag, &dscp, 1, NULL),
            ERROR_CONNECTION_INVALID);
}

static void push(void)
{
    HTTP_REQUEST_HEADERS headers;
    HTTP_REQUEST_ID id = request.v1.RequestId;
    memset(&headers, 0, sizeof headers);
    RETURNS(HttpDeclarePush(service.queue, id, HttpVerbGET, L"/style.css", NULL, NULL), NO_ERROR);
    RETURNS(HttpDeclarePush(service.queue, id, HttpVerbHEAD, L"/style.css", "?a", &headers), NO_ERROR);
    RETURNS(HttpDeclarePush(service.queue, id, HttpVerbPOST, L"/style.css", NULL, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpDeclarePush(service.queue, id, HttpVerbGET, NULL, NULL, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpDeclarePush(service.queue, id, HttpVerbGET, L"style.css", NULL, NULL), ERROR_INVALID_PARAMETER);
    headers.KnownHeaders[HttpHeaderHost].pRawValue = "h";
    headers.KnownHeaders[HttpHeaderHost].RawValueLength = 1;
    RETURNS(HttpDeclarePush(service.queue, id, HttpVerbGET, L"/style.css", NULL, &headers), ERROR_INVALID_PARAMETER);
    RETURNS(HttpDeclarePush(service.queue, 77, HttpVerbGET, L"/style.css", NULL, NULL), ERROR_CONNECTION_INVALID);
    RETURNS(HttpDeclarePush(NULL, id, HttpVerbGET, L"/style.css", NULL, NULL), ERROR_INVALID_HANDLE);
}

static void certificates(void)
{
    HTTP_SSL_CLIENT_CERT_INFO info;
    HTTP_CONNECTION_ID id = request.v1.ConnectionId;
    PHTTP_SSL_CLIENT_CERT_INFO to = &info;
    RETURNS(HttpReceiveClientCertificate(NULL, id, 0, to, sizeof info, NULL, NULL), ERROR_INVALID_HANDLE);
    RETURNS(HttpReceiveClientCertificate(service.queue, id, 4, to, sizeof info, NULL, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpReceiveClientCertificate(service.queue, id, 0, NULL, 0, NULL, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpReceiveClientCertificate(service.queue, id, 0, to, sizeof info - 1, NULL, NULL),
            ERROR_INSUFFICIENT_BUFFER);
    RETURNS(HttpReceiveClientCertificate(service.queue, 77, 0, to, sizeof info, NULL, NULL), ERROR_CONNECTION_INVALID);
    RETURNS(HttpReceiveClientCertificate(service.queue, id, 0, to, sizeof info, NULL, NULL), ERROR_INVALID_PARAMETER);
}

static void delegation(void)
{
    HTTP_REQUEST_ID id = request.v1.RequestId;
    RETURNS(HttpDelegateRequestEx(NULL, service.queue, id, service.group, 0, NULL), ERROR_INVALID_HANDLE);
    RETURNS(HttpDelegateRequestEx(service.queue, NULL, id, service.group, 0, NULL), ERROR_INVALID_HANDLE);
    RETURNS(HttpDelegateRequestEx(service.queue, service.queue, id, service.group, 1, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpDelegateRequestEx(service.queue, service.queue, 77, service.group, 0, NULL), ERROR_CONNECTION_INVALID);
    RETURNS(HttpDelegateRequestEx(service.queue, service.queue, id, service.group, 0, NULL), ERROR_NOT_SUPPORTED);
}

static void features(void)
{
    HTTPAPI_VERSION version = HTTPAPI_VERSION_2;
    char room[8];
    CHECK(HttpIsFeatureSupported(HttpFeatureIdleConnectionTimeoutRequestProperty));
    CHECK(HttpIsFeatureSupported(HttpFeatureDscp));
    CHECK(HttpIsFeatureSupported(HttpFeatureTlsSessionTickets));
    CHECK(HttpIsFeatureSupported(HttpFeatureDisableTlsSessionId));
    CHECK(HttpIsFeatureSupported(HttpFeatureTlsDualCerts));
    CHECK(HttpIsFeatureSupported(HttpFeatureQueryCipherInfo));
    CHECK(!HttpIsFeatureSupported(HttpFeatureQueryInitialPacketTtl));
    CHECK(HttpIsFeatureSupported(HttpFeatureResponseTrailers));
    CHECK(HttpIsFeatureSupported(HttpFeatureAutomaticChunkedEncoding));
    CHECK(!HttpIsFeatureSupported(HttpFeatureUnknown));
    CHECK(!HttpIsFeatureSupported(HttpFeatureHttp3));
    CHECK(!HttpIsFeatureSupported(HttpFeatureDelegateEx));
    CHECK(!HttpIsFeatureSupported((HTTP_FEATURE_ID)12345));
    RETURNS(HttpGetExtension(version, 0, room, sizeof room), ERROR_NOT_SUPPORTED);
    RETURNS(HttpGetExtension(version, 0, NULL, sizeof room), ERROR_INVALID_PARAMETER);
    RETURNS(HttpGetExtension(version, 0, room, 0), ERROR_INVALID_PARAMETER);
}

/* They are exported, and no header declares them. */
static void undeclared(void)
{
    static const char *const names[] = {"HttpControlService", "HttpCreateRequestQueueEx", "HttpDelegateRequest",
                                        "HttpEvaluateRequest", "HttpGetCounters"};
    HMODULE library = LoadLibraryA("httpapi.dll");
    CHECK(library != NULL);
    for (size_t number = 0; number < sizeof names / sizeof names[0]; ++number) {
        FARPROC found = GetProcAddress(library, names[number]);
        ULONG (*function)(void);
        CHECK(found != NULL);
        memcpy(&function, &found, sizeof found);
        if (found)
            RETURNS(function(), ERROR_NOT_SUPPORTED);
    }
    FreeLibrary(library);
}

int main(void)
{
    char text[1024];
    DWORD start;
    int one;

    CHECK(!HttpIsFeatureSupported(HttpFeatureDscp));
    service = serve_v2();
    one = get(service.port, "/properties");
    receive(service.queue, &request);
    tcp();
    none();
    settable();
    push();
    certificates();
    delegation();
    features();
    undeclared();
    /* Before the second begins, however late this thread comes to hear of that. */
    start = GetTickCount();
    RETURNS(answer(service.queue, request.v1.RequestId, "done", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "done");
    RETURNS(HttpDeclarePush(service.queue, request.v1.RequestId, HttpVerbGET, L"/", NULL, NULL),
            ERROR_CONNECTION_INVALID);
    /* The connection is closed when it has been idle for the second that was set. */
    CHECK(hear(one, text, sizeof text, NULL) == 0);
    CHECK(GetTickCount() - start >= 900 && GetTickCount() - start < 6000);
    close(one);
    end_service_v2(&service);
    return check_failures;
}
