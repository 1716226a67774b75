/* The log of errors (HTTPERR): each reason that clients and programs can give, once. */
#include "configuration_check.h"
#include "http2_wire.h"
#include <poll.h>

static struct service_v2 service;

static char log_text[1 << 20];

static void read_log(void)
{
    FILE *file = fopen("errors/httperr1.log", "r");
    size_t length = file ? fread(log_text, 1, sizeof log_text - 1, file) : 0;
    if (file)
        fclose(file);
    log_text[length] = 0;
}

/* Whether a line of the log ends so; the start of a line is date, time, and the ends of a connection. */
static BOOL has_line(const char *end)
{
    char text[5000];
    read_log();
    snprintf(text, sizeof text, " %d %s\r\n", service.port, end);
    return strstr(log_text, text) != NULL;
}

/* A line comes in a while. */
static void expect(const char *end)
{
    for (int tries = 0; tries < PATIENCE / 50 && !has_line(end); ++tries)
        Sleep(50);
    if (!has_line(end)) {
        size_t length = strlen(log_text);
        printf("no line ends with \"%s\" in\n%s\n", end, log_text + (length > 2000 ? length - 2000 : 0));
        ++check_failures;
    }
}

/* The client says this and reads until the end. */
static void refused(const char *text, const char *status)
{
    char answer_text[2048];
    int one = client(service.port);
    say(one, text);
    hear(one, answer_text, sizeof answer_text, NULL);
    CHECK(strncmp(answer_text, "HTTP/1.1 ", 9) == 0 && strncmp(answer_text + 9, status, 3) == 0);
    close(one);
}

static void unread_requests(void)
{
    static char text[70000];
    memset(text, 0, sizeof text);
    refused("G(T / HTTP/1.1\r\nHost: localhost\r\n\r\n", "400");
    refused("GET /a%zz HTTP/1.1\r\nHost: localhost\r\n\r\n", "400");
    refused("GET /host HTTP/1.1\r\nHost: a b\r\n\r\n", "400");
    refused("GET /nohost HTTP/1.1\r\n\r\n", "400");
    refused("GET /name HTTP/1.1\r\nHost: localhost\r\nbad header: x\r\n\r\n", "400");
    refused("GET /version HTTP/4.0\r\nHost: localhost\r\n\r\n", "505");
    refused("POST /coding HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: other\r\n\r\n", "501");
    refused("POST /length HTTP/1.1\r\nHost: localhost\r\n\r\n", "411");
    refused("POST /number HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n", "400");
    refused("GET /ends HTTP/1.1\r\nHost: localhost\nA: b\r\n\r\n", "400");
    strcpy(text, "GET /field HTTP/1.1\r\nHost: localhost\r\nA: ");
    memset(text + strlen(text), 'a', 16500);
    refused(strcat(text, "\r\n\r\n"), "400");
    strcpy(text, "GET /");
    memset(text + 5, 0, sizeof text - 5);
    memset(text + 5, 'u', 16500);
    refused(strcat(text, " HTTP/1.1\r\nHost: localhost\r\n\r\n"), "414");
    /* What goes to no URL. */
    refused("GET /other?q=1 HTTP/1.1\r\nHost: elsewhere\r\n\r\n", "400");

    expect("- - - 400 - Verb -");
    expect("HTTP/1.1 GET /a%zz 400 - URL -");
    expect("HTTP/1.1 GET /host 400 - Hostname -");
    expect("HTTP/1.1 GET /nohost 400 - Hostname -");
    expect("HTTP/1.1 GET /name 400 - Header -");
    expect("- GET /version 505 - Version_N/S -");
    expect("HTTP/1.1 POST /coding 501 - N/I -");
    expect("HTTP/1.1 POST /length 411 - LengthRequired -");
    expect("HTTP/1.1 POST /number 400 - Number -");
    expect("HTTP/1.1 GET /ends 400 - Invalid_CR/LF -");
    expect("HTTP/1.1 GET /field 400 - RequestLength -");
    expect("HTTP/1.1 GET /other?q=1 400 - Hostname -");
    read_log();
    CHECK(strstr(log_text, "uuuu 414 - URL_Length -\r\n") != NULL);
}

/* 503 and its reasons, on a queue with a name. */
static void unavailable(void)
{
    HTTP_STATE_INFO state = {{1}, HttpEnabledStateInactive};
    HTTP_CONNECTION_LIMIT_INFO limit = {{1}, 0};
    HTTP_QOS_SETTING_INFO qos = {HttpQosSettingTypeConnectionLimit, &limit};
    ULONG length = 1;
    struct pollfd two[2] = {{-1, POLLIN, 0}, {-1, POLLIN, 0}};
    int refused;

    set_verbosity(service.queue, Http503ResponseVerbosityFull);
    RETURNS(HttpSetUrlGroupProperty(service.group, HttpServerStateProperty, &state, sizeof state), NO_ERROR);
    is_refused(get(service.port, "/disabled"), TRUE);
    state.Flags.Present = 0;
    RETURNS(HttpSetUrlGroupProperty(service.group, HttpServerStateProperty, &state, sizeof state), NO_ERROR);
    expect("HTTP/1.1 GET /disabled 503 - Disabled Error+Queue");

    RETURNS(HttpSetUrlGroupProperty(service.group, HttpServerQosProperty, &qos, sizeof qos), NO_ERROR);
    is_refused(get(service.port, "/limit"), TRUE);
    limit.Flags.Present = 0;
    RETURNS(HttpSetUrlGroupProperty(service.group, HttpServerQosProperty, &qos, sizeof qos), NO_ERROR);
    expect("HTTP/1.1 GET /limit 503 - ConnLimit -");

    RETURNS(bind_group(service.group, NULL), NO_ERROR);
    is_refused(get(service.port, "/offline"), TRUE);
    RETURNS(bind_group(service.group, service.queue), NO_ERROR);
    expect("HTTP/1.1 GET /offline 503 - AppOffline -");

    RETURNS(HttpSetRequestQueueProperty(service.queue, HttpServerQueueLengthProperty, &length, sizeof length, 0, NULL),
            NO_ERROR);
    /* Which of the two comes first nobody knows, but the one that is in stays. */
    two[0].fd = get(service.port, "/first");
    two[1].fd = get(service.port, "/first");
    CHECK(poll(two, 2, PATIENCE) == 1);
    refused = two[0].revents ? 0 : 1;
    is_refused(two[refused].fd, TRUE);
    expect("HTTP/1.1 GET /first 503 - QueueFull Error+Queue");
    /* The client that waits goes before anybody has its request. */
    reset(two[1 - refused].fd);
    expect("HTTP/1.1 GET /first - - Client_Reset Error+Queue");
    length = 1000;
    RETURNS(HttpSetRequestQueueProperty(service.queue, HttpServerQueueLengthProperty, &length, sizeof length, 0, NULL),
            NO_ERROR);
}

static void received(void)
{
    union request request;
    char text[1024];
    ULONG bytes;
    int one = get(service.port, "/dropped");
    receive(service.queue, &request);
    reset(one);
    expect("HTTP/1.1 GET /dropped - - Connection_Dropped Error+Queue");
    RETURNS(answer(service.queue, request.v1.RequestId, "late", 0, NULL), ERROR_CONNECTION_INVALID);

    /* A body that cannot be understood, which is told once, though the connection ends with it. */
    one = client(service.port);
    say(one, "POST /chunks HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
    receive(service.queue, &request);
    CHECK(HttpReceiveRequestEntityBody(service.queue, request.v1.RequestId, 0, text, sizeof text, &bytes, NULL) != NO_ERROR);
    hear(one, text, sizeof text, NULL);
    close(one);
    expect("HTTP/1.1 POST /chunks 400 - Number Error+Queue");
}

/* A response of which the client takes as much as fits: the send goes on. */
struct slow {
    OVERLAPPED overlapped;
    int client;
};

static char much[32 << 20];

static void begin_to_send(struct slow *slow, const char *path)
{
    HTTP_RESPONSE response;
    HTTP_DATA_CHUNK chunk;
    union request request;
    slow->client = get(service.port, path);
    receive(service.queue, &request);
    memset(&response, 0, sizeof response);
    memset(&chunk, 0, sizeof chunk);
    memset(&slow->overlapped, 0, sizeof slow->overlapped);
    response.StatusCode = 200;
    response.pReason = "OK";
    response.ReasonLength = 2;
    chunk.DataChunkType = HttpDataChunkFromMemory;
    chunk.FromMemory.pBuffer = much;
    chunk.FromMemory.BufferLength = sizeof much;
    response.EntityChunkCount = 1;
    response.pEntityChunks = &chunk;
    slow->overlapped.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    RETURNS(HttpSendHttpResponse(service.queue, request.v1.RequestId, 0, &response, NULL, NULL, NULL, 0, &slow->overlapped, NULL),
            ERROR_IO_PENDING);
}

static void end_of_send(struct slow *slow)
{
    DWORD bytes;
    CHECK(WaitForSingleObject(slow->overlapped.hEvent, PATIENCE) == WAIT_OBJECT_0);
    CHECK(!GetOverlappedResult(service.queue, &slow->overlapped, &bytes, FALSE));
    CloseHandle(slow->overlapped.hEvent);
}

/* A client that goes while it is sent what it asked for. */
static void cut_off(void)
{
    struct slow slow;
    begin_to_send(&slow, "/cut");
    reset(slow.client);
    end_of_send(&slow);
    expect("HTTP/1.1 GET /cut - - Connection_Dropped Error+Queue");
}

/* Times: of the listener, which the configuration says, and of the group for what is received. */
static void times(void)
{
    HTTP_TIMEOUT_LIMIT_INFO limits;
    OVERLAPPED read;
    union request request;
    char text[1024], body[16];
    int idle, head, in_queue, in_body;

    idle = client(service.port);
    head = client(service.port);
    say(head, "GET /head HTTP/1.1\r\nHost: loc");
    memset(&limits, 0, sizeof limits);
    limits.Flags.Present = 1;
    limits.EntityBody = 1;
    limits.RequestQueue = 1;
    RETURNS(HttpSetUrlGroupProperty(service.group, HttpServerTimeoutsProperty, &limits, sizeof limits), NO_ERROR);
    in_body = client(service.port);
    say(in_body, "POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n");
    receive(service.queue, &request);
    memset(&read, 0, sizeof read);
    read.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    RETURNS(HttpReceiveRequestEntityBody(service.queue, request.v1.RequestId, 0, body, sizeof body, NULL, &read),
            ERROR_IO_PENDING);
    in_queue = get(service.port, "/waits");
    expect("- - - - - Timer_ConnectionIdle -");
    expect("HTTP/1.1 GET /head - - Timer_HeaderWait -");
    expect("HTTP/1.1 POST /body - - Timer_EntityBody Error+Queue");
    expect("HTTP/1.1 GET /waits 503 - AppPoolTimer Error+Queue");
    CHECK(WaitForSingleObject(read.hEvent, PATIENCE) == WAIT_OBJECT_0);
    CloseHandle(read.hEvent);
    hear(in_queue, text, sizeof text, NULL);
    close(idle);
    close(head);
    close(in_queue);
    close(in_body);
}

/* A session of HTTP/2 that ends because of what its client sends: its requests are told, as those of others are. */
static void flooded(void)
{
    union request request;
    struct frame frame;
    int one = open_session(service.port);

    ask(one, 1, END_STREAM, "GET", "/flooded", NULL);
    receive(service.queue, &request);
    ask(one, 3, END_STREAM, "GET", "/unseen", NULL);
    for (int number = 0; number < 150; ++number)
        send_frame(one, SETTINGS, 0, 0, "", 0);
    read_until(one, &frame, GOAWAY, 0);
    CHECK(code_of(&frame) == H2_ENHANCE_YOUR_CALM);
    expect("HTTP/2.0 GET /flooded - - Connection_Dropped Error+Queue");
    expect("HTTP/2.0 GET /unseen - - Client_Reset Error+Queue");
    close(one);
}

int main(void)
{
    HTTPAPI_VERSION version = HTTPAPI_VERSION_2;
    HTTP_TIMEOUT_LIMIT_INFO limits;
    union request request;
    struct slow slow;
    HANDLE another;
    char line[256];
    int one, ended;

    configuration_enter();
    snprintf(line, sizeof line,
             "errorlog directory=%s/errors\ntimeout timeouttype=idleconnectiontimeout value=1\n"
             "timeout timeouttype=headerwaittimeout value=1\n",
             scratch_path);
    put_file(line);
    RETURNS(HttpInitialize(version, HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
    RETURNS(HttpCreateServerSession(version, &service.session, 0), NO_ERROR);
    RETURNS(HttpCreateUrlGroup(service.session, &service.group, 0), NO_ERROR);
    RETURNS(HttpCreateRequestQueue(version, L"Error Queue", NULL, 0, &service.queue), NO_ERROR);
    RETURNS(bind_group(service.group, service.queue), NO_ERROR);
    service.port = add_url(service.group, CONTEXT, service.url);

    /* It has ten seconds before it has to be fast enough. */
    memset(&limits, 0, sizeof limits);
    limits.Flags.Present = 1;
    limits.MinSendRate = 1 << 20;
    RETURNS(HttpSetUrlGroupProperty(service.group, HttpServerTimeoutsProperty, &limits, sizeof limits), NO_ERROR);
    begin_to_send(&slow, "/slow");
    unread_requests();
    unavailable();
    received();
    cut_off();
    /* Under TLS its clients have agreed on HTTP/1.1. */
    if (!wire())
        flooded();
    times();
    end_of_send(&slow);
    close(slow.client);
    expect("HTTP/1.1 GET /slow - - Timer_MinBytesPerSecond Error+Queue");
    /* Somebody who closes the queue leaves a request without an answer; another one was answered. */
    one = get(service.port, "/abandoned");
    receive(service.queue, &request);
    ended = get(service.port, "/answered");
    {
        union request second;
        char text[1024];
        receive(service.queue, &second);
        RETURNS(answer(service.queue, second.v1.RequestId, "fine", 0, NULL), NO_ERROR);
        hear(ended, text, sizeof text, "fine");
        close(ended);
    }
    RETURNS(HttpCreateRequestQueue(version, L"Error Queue", NULL, HTTP_CREATE_REQUEST_QUEUE_FLAG_OPEN_EXISTING, &another),
            NO_ERROR);
    RETURNS(HttpCloseRequestQueue(service.queue), NO_ERROR);
    RETURNS(HttpCloseRequestQueue(another), NO_ERROR);
    expect("HTTP/1.1 GET /abandoned - - Connection_Abandoned_By_ReqQueue Error+Queue");
    close(one);
    RETURNS(HttpCloseServerSession(service.session), NO_ERROR);
    RETURNS(HttpTerminate(HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);

    read_log();
    CHECK(strstr(log_text, "#Software: Microsoft HTTP API 2.0\r\n#Version: 1.0\r\n#Date: 2") == log_text);
    CHECK(strstr(log_text,
                 "\r\n#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason "
                 "s-queuename\r\n")
          != NULL);
    CHECK(strstr(log_text, "/answered") == NULL);
    for (const char *at = log_text; (at = strstr(at, "/chunks")); ++at)
        CHECK(strstr(at + 1, "/chunks") == NULL);
    for (const char *at = log_text; (at = strstr(at, "POST /body")); ++at)
        CHECK(strstr(at + 1, "POST /body") == NULL);
    for (const char *at = log_text; (at = strstr(at, "GET /slow")); ++at)
        CHECK(strstr(at + 1, "GET /slow") == NULL);
    configuration_leave();
    return check_failures;
}
