/* What logs say of requests: the formats, where their numbers come from, and which requests are written. */
#include "logging_check.h"

static struct service_v2 service;

#define EXTEND "w3c/u_extend1.log"

/* Takes the property away, with which all that waits is written. */
static void end_log(void)
{
    HTTP_LOGGING_INFO none;
    memset(&none, 0, sizeof none);
    RETURNS(LOG_GROUP(service.group, none), NO_ERROR);
}

static HTTP_LOGGING_INFO w3c(ULONG fields)
{
    HTTP_LOGGING_INFO info = log_info(HttpLoggingTypeW3C, "w3c");
    info.LoggingFlags = HTTP_LOGGING_FLAG_USE_UTF8_CONVERSION;
    info.Fields = fields;
    return info;
}

/* One request with an answer of this status, and what the client gets; returns how many bytes that are. */
static size_t exchange(USHORT status, HTTP_LOG_FIELDS_DATA *data)
{
    char text[1024];
    union request request;
    size_t length;
    int one = get(service.port, "/a");
    receive(service.queue, &request);
    RETURNS(answer_logged(service.queue, request.v1.RequestId, status, "body\n", HTTP_SEND_RESPONSE_FLAG_DISCONNECT, data),
            NO_ERROR);
    length = hear(one, text, sizeof text, NULL);
    close(one);
    return length;
}

/* The length of the request that `get` sends. */
#define REQUEST_LENGTH strlen("GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n")

static BOOL begins(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static void whole_lines(void)
{
    HTTP_LOG_FIELDS_DATA data = log_data();
    HTTP_LOGGING_INFO info = w3c(ALL_FIELDS);
    char pattern[512];
    size_t sent;

    RETURNS(LOG_GROUP(service.group, info), NO_ERROR);
    data.SubStatus = 7;
    data.Win32Status = 5;
    sent = exchange(403, &data);
    end_log();
    text_of(EXTEND);
    CHECK(begins(file_text, "#Software: Microsoft HTTP Server API 2.0\r\n#Version: 1.0\r\n#Date: 2"));
    CHECK(strstr(file_text,
                 "\r\n#Fields: date time s-sitename s-computername s-ip cs-method cs-uri-stem cs-uri-query s-port "
                 "cs-username c-ip cs-version cs(User-Agent) cs(Cookie) cs(Referer) cs-host sc-status sc-substatus "
                 "sc-win32-status sc-bytes cs-bytes time-taken streamid streamid_ex transport\r\n")
          != NULL);
    /* The status is the one that the log data have. */
    snprintf(pattern, sizeof pattern,
             "#-#-# #:#:# W3SVC# SALES# #.#.#.# GET /a+b/\u00FC x=# 8080 DOMAIN\\J\u00FCrgen+B #.#.#.# HTTP/#.# "
             "Test/1+(x) a=b;+c=d http://r/ localhost 200 7 5 %zu %zu # - - TCP",
             sent, REQUEST_LENGTH);
    LAST_LINE_IS(EXTEND, pattern);

    info = log_info(HttpLoggingTypeNCSA, "ncsa");
    RETURNS(LOG_GROUP(service.group, info), NO_ERROR);
    sent = exchange(200, &data);
    end_log();
    CHECK(begins(text_of("ncsa/ncsa1.log"), "192.0.2.1 - DOMAIN\\J\u00FCrgen+B ["));
    snprintf(pattern, sizeof pattern, "] \"GET /a+b/\u00FC?x=1 HTTP/1.1\" 200 %zu\r\n", sent);
    CHECK(strcmp(strstr(file_text, "] \""), pattern) == 0);

    info = log_info(HttpLoggingTypeIIS, "iis");
    info.RolloverType = HttpLoggingRolloverDaily;
    info.LoggingFlags = HTTP_LOGGING_FLAG_USE_UTF8_CONVERSION | HTTP_LOGGING_FLAG_LOCAL_TIME_ROLLOVER;
    RETURNS(LOG_GROUP(service.group, info), NO_ERROR);
    sent = exchange(200, &data);
    end_log();
    {
        char name[64];
        time_t now = time(NULL);
        strftime(name, sizeof name, "iis/u_in%y%m%d.log", localtime(&now));
        snprintf(pattern, sizeof pattern,
                 "192.0.2.1, DOMAIN\\J\u00FCrgen+B, #/#/#, #:#:#, W3SVC#, SALES#, 192.0.2.2, #, %zu, %zu, 200, 5, GET, "
                 "/a+b/\u00FC, x=#,",
                 REQUEST_LENGTH, sent);
        LAST_LINE_IS(name, pattern);
    }
}

/* Which fields stand in a line is chosen, their order is not. */
static void chosen_fields(void)
{
    static WCHAR program[] = L"A program/1.0";
    HTTP_LOG_FIELDS_DATA data = log_data(), nothing;
    HTTP_LOGGING_INFO info = w3c(HTTP_LOG_FIELD_STATUS | HTTP_LOG_FIELD_METHOD | HTTP_LOG_FIELD_USER_NAME);
    info.SoftwareName = program;
    info.SoftwareNameLength = sizeof program - sizeof(WCHAR);
    RETURNS(LOG_GROUP(service.group, info), NO_ERROR);
    TEXT_FIELD(data, Method, "BREW");
    exchange(200, &data);
    end_log();
    text_of(EXTEND);
    CHECK(strstr(file_text, "#Software: A program/1.0\r\n") && strstr(file_text, "\r\n#Fields: cs-method cs-username sc-status\r\n"));
    LAST_LINE_IS(EXTEND, "BREW DOMAIN\\J\u00FCrgen+B 200");
    /* What is missing is a hyphen. */
    RETURNS(LOG_GROUP(service.group, info), NO_ERROR);
    memset(&nothing, 0, sizeof nothing);
    nothing.MethodNum = HttpVerbUnknown;
    exchange(200, &nothing);
    end_log();
    LAST_LINE_IS(EXTEND, "- - 0");
}

static void bounds_of_data(void)
{
    union request request;
    HTTP_LOG_FIELDS_DATA data = log_data(), bad;
    HTTP_LOGGING_INFO info = w3c(HTTP_LOG_FIELD_STATUS);
    char text[1024];
    int one;

    RETURNS(LOG_GROUP(service.group, info), NO_ERROR);
    one = get(service.port, "/a");
    receive(service.queue, &request);
#define BAD(change)                                                                                          \
    do {                                                                                                     \
        bad = data;                                                                                          \
        bad.change;                                                                                          \
        RETURNS(answer_logged(service.queue, request.v1.RequestId, 200, "x", 0, &bad), ERROR_INVALID_PARAMETER); \
    } while (0)
    BAD(Base.Type = (HTTP_LOG_DATA_TYPE)1);
    BAD(UserName = NULL);
    BAD(UriStemLength = sizeof(WCHAR) + 1);
    BAD(ClientIp = NULL);
    BAD(ServerName = NULL);
    BAD(ServiceName = NULL);
    BAD(ServerIp = NULL);
    BAD(MethodLength = 1);
    BAD(UriQuery = NULL);
    BAD(Host = NULL);
    BAD(UserAgent = NULL);
    BAD(Cookie = NULL);
    BAD(Referrer = NULL);
    /* A text that is not there has no length. */
    bad = data;
    bad.Cookie = NULL;
    bad.CookieLength = 0;
    RETURNS(answer_logged(service.queue, request.v1.RequestId, 200, "end", 0, &bad), NO_ERROR);
    hear(one, text, sizeof text, "end");
    close(one);
    end_log();
    LAST_LINE_IS(EXTEND, "200");
    CHECK(count_of(file_text, "\r\n200\r\n") == 1);
}

/* All sends of a response count, as does the body of the request. */
static void several_sends(void)
{
    static const char request_text[] =
        "POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    HTTP_LOG_FIELDS_DATA data = log_data(), early = log_data();
    HTTP_LOGGING_INFO info = w3c(HTTP_LOG_FIELD_STATUS | HTTP_LOG_FIELD_BYTES_SENT | HTTP_LOG_FIELD_BYTES_RECV);
    HTTP_DATA_CHUNK chunk;
    union request request;
    char text[1024], pattern[64];
    ULONG bytes;
    size_t length;
    int one;

    RETURNS(LOG_GROUP(service.group, info), NO_ERROR);
    one = client(service.port);
    say(one, request_text);
    receive(service.queue, &request);
    do
        bytes = 0;
    while (HttpReceiveRequestEntityBody(service.queue, request.v1.RequestId, 0, text, sizeof text, &bytes, NULL) == NO_ERROR);
    early.ProtocolStatus = 100;
    RETURNS(answer_logged(service.queue, request.v1.RequestId, 200, "one", HTTP_SEND_RESPONSE_FLAG_MORE_DATA, &early),
            NO_ERROR);
    memset(&chunk, 0, sizeof chunk);
    chunk.DataChunkType = HttpDataChunkFromMemory;
    chunk.FromMemory.pBuffer = "two";
    chunk.FromMemory.BufferLength = 3;
    RETURNS(HttpSendResponseEntityBody(service.queue, request.v1.RequestId, HTTP_SEND_RESPONSE_FLAG_MORE_DATA, 1, &chunk,
                                       NULL, NULL, 0, NULL, NULL),
            NO_ERROR);
    early.Base.Type = (HTTP_LOG_DATA_TYPE)1;
    RETURNS(HttpSendResponseEntityBody(service.queue, request.v1.RequestId, 0, 1, &chunk, NULL, NULL, 0, NULL,
                                       (PHTTP_LOG_DATA)&early),
            ERROR_INVALID_PARAMETER);
    RETURNS(HttpSendResponseEntityBody(service.queue, request.v1.RequestId, HTTP_SEND_RESPONSE_FLAG_DISCONNECT, 0, NULL,
                                       NULL, NULL, 0, NULL, (PHTTP_LOG_DATA)&data),
            NO_ERROR);
    length = hear(one, text, sizeof text, NULL);
    close(one);
    end_log();
    snprintf(pattern, sizeof pattern, "200 %zu %zu", length, strlen(request_text));
    LAST_LINE_IS(EXTEND, pattern);
    CHECK(count_of(file_text, "\r\n100 ") == 0);
}

static void without_data(void)
{
    HTTP_LOGGING_INFO info = w3c(HTTP_LOG_FIELD_STATUS);
    size_t before = strlen(text_of(EXTEND));
    RETURNS(LOG_GROUP(service.group, info), NO_ERROR);
    exchange(200, NULL);
    end_log();
    CHECK(strlen(text_of(EXTEND)) == before);
}

static void by_status(void)
{
    HTTP_LOG_FIELDS_DATA data = log_data();
    USHORT statuses[] = {200, 399, 400, 500};
    for (int errors = 0; errors < 2; ++errors) {
        HTTP_LOGGING_INFO info = w3c(HTTP_LOG_FIELD_STATUS);
        size_t before = strlen(text_of(EXTEND));
        info.LoggingFlags |= errors ? HTTP_LOGGING_FLAG_LOG_ERRORS_ONLY : HTTP_LOGGING_FLAG_LOG_SUCCESS_ONLY;
        RETURNS(LOG_GROUP(service.group, info), NO_ERROR);
        for (int at = 0; at < 4; ++at) {
            data.ProtocolStatus = statuses[at];
            exchange(200, &data);
        }
        end_log();
        CHECK(strcmp(strstr(text_of(EXTEND) + before, "#Fields: sc-status\r\n"),
                     errors ? "#Fields: sc-status\r\n400\r\n500\r\n" : "#Fields: sc-status\r\n200\r\n399\r\n")
              == 0);
    }
}

/* The log of a session is for groups that have none of their own, and ends with it or with the property. */
static void levels(void)
{
    HTTP_LOG_FIELDS_DATA data = log_data();
    HTTP_LOGGING_INFO info = log_info(HttpLoggingTypeW3C, "session");
    info.Fields = HTTP_LOG_FIELD_STATUS;
    RETURNS(LOG_SESSION(service.session, info), NO_ERROR);
    data.ProtocolStatus = 201;
    exchange(200, &data);
    info = w3c(HTTP_LOG_FIELD_STATUS);
    RETURNS(LOG_GROUP(service.group, info), NO_ERROR);
    data.ProtocolStatus = 202;
    exchange(200, &data);
    end_log();
    data.ProtocolStatus = 203;
    exchange(200, &data);
    memset(&info, 0, sizeof info);
    RETURNS(LOG_SESSION(service.session, info), NO_ERROR);
    exchange(200, &data);
    LAST_LINE_IS(EXTEND, "202");
    CHECK(strstr(text_of("session/extend1.log"), "#Fields: sc-status\r\n201\r\n203\r\n") != NULL);
    CHECK(count_of(file_text, "203") == 1);
}

/* A send that fails says so in the log, once, and before it is told. */
static void failed_send(void)
{
    HTTP_LOG_FIELDS_DATA data = log_data();
    HTTP_LOGGING_INFO info = w3c(HTTP_LOG_FIELD_STATUS | HTTP_LOG_FIELD_WIN32_STATUS | HTTP_LOG_FIELD_BYTES_SENT);
    HTTP_RESPONSE response;
    HTTP_DATA_CHUNK chunk;
    OVERLAPPED overlapped;
    union request request;
    size_t size = 64 << 20;
    DWORD bytes;
    char *much = calloc(1, size);
    int one;

    RETURNS(LOG_GROUP(service.group, info), NO_ERROR);
    one = get(service.port, "/a");
    receive(service.queue, &request);
    memset(&response, 0, sizeof response);
    memset(&chunk, 0, sizeof chunk);
    memset(&overlapped, 0, sizeof overlapped);
    response.StatusCode = 200;
    response.pReason = "OK";
    response.ReasonLength = 2;
    chunk.DataChunkType = HttpDataChunkFromMemory;
    chunk.FromMemory.pBuffer = much;
    chunk.FromMemory.BufferLength = (ULONG)size;
    response.EntityChunkCount = 1;
    response.pEntityChunks = &chunk;
    overlapped.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    RETURNS(HttpSendHttpResponse(service.queue, request.v1.RequestId, 0, &response, NULL, NULL, NULL, 0, &overlapped,
                                 (PHTTP_LOG_DATA)&data),
            ERROR_IO_PENDING);
    reset(one);
    CHECK(WaitForSingleObject(overlapped.hEvent, PATIENCE) == WAIT_OBJECT_0);
    FAILS_WITH(GetOverlappedResult(service.queue, &overlapped, &bytes, FALSE), ERROR_NETNAME_DELETED);
    end_log();
    LAST_LINE_IS(EXTEND, "200 64 0");
    CloseHandle(overlapped.hEvent);
    free(much);
}

/* An answer out of the cache is written as the program has said it, with what the request says of the client. */
static void cache_hits(void)
{
    HTTP_LOG_FIELDS_DATA data = log_data();
    HTTP_LOGGING_INFO info = w3c(HTTP_LOG_FIELD_CLIENT_IP | HTTP_LOG_FIELD_METHOD | HTTP_LOG_FIELD_USER_AGENT
                                 | HTTP_LOG_FIELD_URI_STEM | HTTP_LOG_FIELD_STATUS | HTTP_LOG_FIELD_BYTES_SENT
                                 | HTTP_LOG_FIELD_USER_NAME);
    HTTP_CACHE_POLICY policy = {HttpCachePolicyUserInvalidates, 0};
    HTTP_RESPONSE response;
    union request request;
    char text[1024], pattern[128];
    size_t length;
    int one;

    RETURNS(LOG_GROUP(service.group, info), NO_ERROR);
    one = get(service.port, "/cached");
    receive(service.queue, &request);
    memset(&response, 0, sizeof response);
    response.StatusCode = 200;
    response.pReason = "OK";
    response.ReasonLength = 2;
    response.Headers.KnownHeaders[HttpHeaderContentType].pRawValue = "text/plain";
    response.Headers.KnownHeaders[HttpHeaderContentType].RawValueLength = 10;
    RETURNS(HttpSendHttpResponse(service.queue, request.v1.RequestId, 0, &response, &policy, NULL, NULL, 0, NULL,
                                 (PHTTP_LOG_DATA)&data),
            NO_ERROR);
    hear(one, text, sizeof text, "\r\n\r\n");
    close(one);
    one = client(service.port);
    say(one, "HEAD /cached HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Other/2\r\nConnection: close\r\n\r\n");
    length = hear(one, text, sizeof text, NULL);
    close(one);
    end_log();
    snprintf(pattern, sizeof pattern, "HEAD /a+b/\u00FC - 127.0.0.1 Other/2 200 %zu", length);
    LAST_LINE_IS(EXTEND, pattern);
    CHECK(count_of(file_text, " Other/2 ") == 1);
}

/* A request that is under way when its group ends is written all the same. */
static void late(void)
{
    HTTP_LOG_FIELDS_DATA data = log_data();
    HTTP_LOGGING_INFO info = log_info(HttpLoggingTypeW3C, "late");
    union request request;
    char text[1024];
    int one;

    RETURNS(LOG_GROUP(service.group, info), NO_ERROR);
    one = get(service.port, "/a");
    receive(service.queue, &request);
    end_log();
    CHECK(access("late", F_OK) != 0);
    RETURNS(answer_logged(service.queue, request.v1.RequestId, 200, "end", 0, &data), NO_ERROR);
    hear(one, text, sizeof text, "end");
    close(one);
    for (int tries = 0; tries < PATIENCE / 50 && access("late/extend1.log", F_OK) != 0; ++tries)
        Sleep(50);
    CHECK(access("late/extend1.log", F_OK) == 0);
}

int main(void)
{
    scratch_enter();
    service = serve_v2();
    whole_lines();
    chosen_fields();
    bounds_of_data();
    several_sends();
    without_data();
    by_status();
    levels();
    failed_send();
    cache_hits();
    late();
    end_service_v2(&service);
    scratch_leave();
    return check_failures;
}
