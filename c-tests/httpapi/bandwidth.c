/* Limits of what is sent: MaxBandwidth of a URL group and a session, and a group's flow rate. What is
   asserted of times is that something took at least so long, which no load changes. */
#include "http_check.h"

#define RATE 16384

static char large[1 << 20];

static ULONG limit(HTTP_QOS_SETTING_TYPE type, PVOID setting, HTTP_URL_GROUP_ID group)
{
    HTTP_QOS_SETTING_INFO info = {type, setting};
    return HttpSetUrlGroupProperty(group, HttpServerQosProperty, &info, sizeof info);
}

static HTTP_BANDWIDTH_LIMIT_INFO rate_of(ULONG rate)
{
    HTTP_BANDWIDTH_LIMIT_INFO info;
    memset(&info, 0, sizeof info);
    info.Flags.Present = rate != 0;
    info.MaxBandwidth = rate;
    return info;
}

/* An answer of so many bytes, in two chunks; the event tells of its end. */
struct send {
    OVERLAPPED overlapped;
    HTTP_RESPONSE_V2 response;
    HTTP_DATA_CHUNK chunks[2];
    ULONG length;
};

static void begin(struct send *send, HANDLE queue, HTTP_REQUEST_ID id, ULONG length)
{
    ULONG code;
    memset(send, 0, sizeof *send);
    send->length = length;
    send->overlapped.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    send->response.StatusCode = 200;
    for (int at = 0; at < 2; ++at)
        send->chunks[at].DataChunkType = HttpDataChunkFromMemory;
    send->chunks[0].FromMemory.pBuffer = large;
    send->chunks[0].FromMemory.BufferLength = 1000;
    send->chunks[1].FromMemory.pBuffer = large + 1000;
    send->chunks[1].FromMemory.BufferLength = length - 1000;
    send->response.EntityChunkCount = 2;
    send->response.pEntityChunks = send->chunks;
    code = HttpSendHttpResponse(queue, id, HTTP_SEND_RESPONSE_FLAG_DISCONNECT, (PHTTP_RESPONSE)&send->response, NULL,
                                NULL, NULL, 0, &send->overlapped, NULL);
    CHECK(code == NO_ERROR || code == ERROR_IO_PENDING);
}

static void end(struct send *send, HANDLE queue)
{
    DWORD bytes = 0;
    CHECK(GetOverlappedResult(queue, &send->overlapped, &bytes, TRUE) && bytes > send->length);
    CloseHandle(send->overlapped.hEvent);
}

static BOOL is_under_way(struct send *send)
{
    return WaitForSingleObject(send->overlapped.hEvent, 0) == WAIT_TIMEOUT;
}

/* The client gets the whole body, unchanged. */
static void gets(int one, ULONG length)
{
    static char text[sizeof large + 4096];
    size_t count = hear(one, text, sizeof text, NULL);
    char *body = strstr(text, "\r\n\r\n");
    CHECK(body && count == (size_t)(body + 4 - text) + length && memcmp(body + 4, large, length) == 0);
    close(one);
}

static int asked(struct service_v2 *service, int port, HTTP_REQUEST_ID *id)
{
    union request request;
    int one = get(port, "/");
    receive(service->queue, &request);
    *id = request.v1.RequestId;
    return one;
}

/* One answer, which takes at least so long. */
static void takes(struct service_v2 *service, ULONG length, ULONGLONG milliseconds)
{
    struct send send;
    HTTP_REQUEST_ID id;
    int one = asked(service, service->port, &id);
    ULONGLONG start = GetTickCount64();
    begin(&send, service->queue, id, length);
    gets(one, length);
    CHECK(GetTickCount64() - start >= milliseconds);
    end(&send, service->queue);
}

/* While a group is held back, another one is not. */
static void one_group(struct service_v2 *service)
{
    HTTP_BANDWIDTH_LIMIT_INFO rate = rate_of(RATE), none = rate_of(0);
    HTTP_URL_GROUP_ID other;
    WCHAR url[64];
    struct send slow, quick;
    HTTP_REQUEST_ID slow_id, quick_id;
    int port, slow_client, quick_client;
    RETURNS(HttpCreateUrlGroup(service->session, &other, 0), NO_ERROR);
    RETURNS(bind_group(other, service->queue), NO_ERROR);
    port = add_url(other, 0, url);
    RETURNS(limit(HttpQosSettingTypeBandwidth, &rate, service->group), NO_ERROR);

    slow_client = asked(service, service->port, &slow_id);
    quick_client = asked(service, port, &quick_id);
    begin(&slow, service->queue, slow_id, 6 * RATE);
    CHECK(is_under_way(&slow));
    begin(&quick, service->queue, quick_id, sizeof large);
    gets(quick_client, sizeof large);
    end(&quick, service->queue);
    CHECK(is_under_way(&slow));
    gets(slow_client, 6 * RATE);
    end(&slow, service->queue);
    RETURNS(HttpCloseUrlGroup(other), NO_ERROR);

    /* Of a client that goes the sends are told, and one that is cancelled ends. */
    slow_client = asked(service, service->port, &slow_id);
    begin(&slow, service->queue, slow_id, sizeof large);
    reset(slow_client);
    WaitForSingleObject(slow.overlapped.hEvent, PATIENCE);
    CHECK(!is_under_way(&slow));
    CloseHandle(slow.overlapped.hEvent);
    slow_client = asked(service, service->port, &slow_id);
    begin(&slow, service->queue, slow_id, sizeof large);
    CHECK(CancelIoEx(service->queue, &slow.overlapped));
    WaitForSingleObject(slow.overlapped.hEvent, PATIENCE);
    CHECK(!is_under_way(&slow));
    CloseHandle(slow.overlapped.hEvent);
    close(slow_client);

    /* The limit is taken away. */
    RETURNS(limit(HttpQosSettingTypeBandwidth, &none, service->group), NO_ERROR);
    takes(service, sizeof large, 0);
}

/* Connections of a group share its limit, and groups that of their session. */
static void shared(struct service_v2 *service)
{
    HTTP_BANDWIDTH_LIMIT_INFO rate = rate_of(RATE);
    HTTP_QOS_SETTING_INFO info = {HttpQosSettingTypeBandwidth, &rate};
    struct send sends[4];
    HTTP_REQUEST_ID id;
    int clients[4];
    ULONGLONG start;
    RETURNS(HttpSetServerSessionProperty(service->session, HttpServerQosProperty, &info, sizeof info), NO_ERROR);
    start = GetTickCount64();
    for (int at = 0; at < 4; ++at) {
        clients[at] = asked(service, service->port, &id);
        begin(sends + at, service->queue, id, RATE / 2);
    }
    for (int at = 0; at < 4; ++at) {
        gets(clients[at], RATE / 2);
        end(sends + at, service->queue);
    }
    /* Two seconds' worth, of which a quarter of a second's may come at once. */
    CHECK(GetTickCount64() - start >= 1700);
    rate = rate_of(HTTP_LIMIT_INFINITE);
    RETURNS(HttpSetServerSessionProperty(service->session, HttpServerQosProperty, &info, sizeof info), NO_ERROR);
}

/* A burst, at the peak's rate, and then the usual one. */
static void flow_rate(struct service_v2 *service)
{
    HTTP_FLOWRATE_INFO flow;
    memset(&flow, 0, sizeof flow);
    flow.Flags.Present = 1;
    flow.MaxBandwidth = RATE;
    flow.MaxPeakBandwidth = 4 * RATE;
    flow.BurstSize = 4 * RATE;
    RETURNS(limit(HttpQosSettingTypeFlowRate, &flow, service->group), NO_ERROR);
    /* The burst, of which a quarter of a second's worth of the peak may come at once; and as much as
       comes in half a second. */
    takes(service, 4 * RATE + RATE / 2, 740);
    memset(&flow, 0, sizeof flow);
    RETURNS(limit(HttpQosSettingTypeFlowRate, &flow, service->group), NO_ERROR);
}

/* A file, and a call that blocks until all is sent. */
static void file(struct service_v2 *service)
{
    HTTP_BANDWIDTH_LIMIT_INFO rate = rate_of(2 * RATE);
    HTTP_RESPONSE_V2 response;
    HTTP_DATA_CHUNK chunk;
    HTTP_REQUEST_ID id;
    char path[] = "/tmp/portico-bandwidth-XXXXXX";
    int descriptor = mkstemp(path), one;
    DWORD bytes;
    HANDLE content = CreateFileA(path, GENERIC_READ | GENERIC_WRITE, 0, NULL, OPEN_EXISTING,
                                 FILE_FLAG_DELETE_ON_CLOSE, NULL);
    CHECK(descriptor >= 0 && content != INVALID_HANDLE_VALUE);
    close(descriptor);
    CHECK(WriteFile(content, large, 2 * RATE, &bytes, NULL) && bytes == 2 * RATE);
    RETURNS(limit(HttpQosSettingTypeBandwidth, &rate, service->group), NO_ERROR);
    one = asked(service, service->port, &id);
    memset(&response, 0, sizeof response);
    memset(&chunk, 0, sizeof chunk);
    response.StatusCode = 200;
    response.EntityChunkCount = 1;
    response.pEntityChunks = &chunk;
    chunk.DataChunkType = HttpDataChunkFromFileHandle;
    chunk.FromFileHandle.FileHandle = content;
    chunk.FromFileHandle.ByteRange.Length.QuadPart = HTTP_BYTE_RANGE_TO_EOF;
    {
        ULONGLONG start = GetTickCount64();
        RETURNS(HttpSendHttpResponse(service->queue, id, HTTP_SEND_RESPONSE_FLAG_DISCONNECT, (PHTTP_RESPONSE)&response,
                                     NULL, NULL, NULL, 0, NULL, NULL), NO_ERROR);
        CHECK(GetTickCount64() - start >= 700);
    }
    gets(one, 2 * RATE);
    CloseHandle(content);
}

/* A rate for one response alone. */
static void one_response(struct service_v2 *service)
{
    HTTP_BANDWIDTH_LIMIT_INFO rate = rate_of(1023);
    HTTP_QOS_SETTING_INFO qos = {HttpQosSettingTypeConnectionLimit, &rate};
    HTTP_RESPONSE_INFO info = {HttpResponseInfoTypeQoSProperty, sizeof qos, &qos};
    HTTP_RESPONSE_V2 response;
    HTTP_DATA_CHUNK chunk;
    union request request;
    char text[RATE + 1024];
    int one = get(service->port, "/");
    ULONGLONG start;
    memset(&response, 0, sizeof response);
    memset(&chunk, 0, sizeof chunk);
    response.StatusCode = 200;
    response.EntityChunkCount = 1;
    response.pEntityChunks = &chunk;
    response.ResponseInfoCount = 1;
    response.pResponseInfo = &info;
    chunk.DataChunkType = HttpDataChunkFromMemory;
    chunk.FromMemory.pBuffer = large;
    chunk.FromMemory.BufferLength = RATE;
    memset(large + RATE - 4, '!', 4);
    receive(service->queue, &request);
#define SEND HttpSendHttpResponse(service->queue, request.v1.RequestId, 0, (PHTTP_RESPONSE)&response, NULL, NULL, \
                                  NULL, 0, NULL, NULL)
    RETURNS(SEND, ERROR_INVALID_PARAMETER);
    qos.QosType = HttpQosSettingTypeBandwidth;
    RETURNS(SEND, ERROR_INVALID_PARAMETER);
    rate.MaxBandwidth = RATE;
    info.Length = sizeof qos - 1;
    RETURNS(SEND, ERROR_INVALID_PARAMETER);
    info.Length = sizeof qos;
    start = GetTickCount64();
    RETURNS(SEND, NO_ERROR);
    CHECK(GetTickCount64() - start >= 700);
    /* The next one on the connection is as usual. */
    hear(one, text, sizeof text, "!!!!");
    say(one, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    receive(service->queue, &request);
    RETURNS(answer(service->queue, request.v1.RequestId, "next", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "next");
    CHECK(strstr(text, "\r\n\r\nnext"));
    close(one);
}

int main(void)
{
    struct service_v2 service = serve_v2();
    for (size_t at = 0; at < sizeof large; ++at)
        large[at] = (char)(at * 2654435761u >> 24);
    one_group(&service);
    shared(&service);
    flow_rate(&service);
    file(&service);
    one_response(&service);
    end_service_v2(&service);
    return check_failures;
}
