/* Parameters of the service, which Windows has in the registry: what a request may be, and what answers say. */
#include "configuration_check.h"
#include <arpa/inet.h>
#include <poll.h>

static struct service service;
/* Room for the longest head, too. */
static union {
    HTTP_REQUEST_V1 v1;
    char room[140000];
} request;
static OVERLAPPED pending;
static char text[70000];

static void post_receive(void)
{
    RETURNS(HttpReceiveHttpRequest(service.queue, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&request, sizeof request, NULL,
                                   &pending), ERROR_IO_PENDING);
}

/* A service with the lines in its configuration: they count where listening begins. */
static void begin(const char *lines)
{
    put_file(lines);
    service = serve();
    post_receive();
}

static void end(void)
{
    DWORD bytes;
    CHECK(CancelIoEx(service.queue, &pending));
    FAILS_WITH(GetOverlappedResult(service.queue, &pending, &bytes, TRUE), ERROR_OPERATION_ABORTED);
    end_service(&service);
}

/* The status that a request gets: 200 where the program had it. The answer is in `text`, to its end. */
static int status_of(const char *asked)
{
    struct pollfd one = {client(service.port), POLLIN, 0};
    int status = 0;
    say(one.fd, asked);
    for (int tries = 0; tries < PATIENCE && !status; ++tries) {
        DWORD bytes;
        if (WaitForSingleObject(pending.hEvent, 0) == WAIT_OBJECT_0) {
            CHECK(GetOverlappedResult(service.queue, &pending, &bytes, TRUE));
            RETURNS(answer(service.queue, request.v1.RequestId, "", HTTP_SEND_RESPONSE_FLAG_DISCONNECT, NULL), NO_ERROR);
            ResetEvent(pending.hEvent);
            status = 200;
        } else if (poll(&one, 1, 1) == 1) {
            status = -1;
        }
    }
    hear(one.fd, text, sizeof text, NULL);
    if (status == -1)
        status = strncmp(text, "HTTP/1.1 ", 9) == 0 ? atoi(text + 9) : 0;
    else
        CHECK(strncmp(text, "HTTP/1.1 200 ", 13) == 0);
    close(one.fd);
    if (status == 200)
        post_receive();
    return status;
}

static char *long_request(const char *before, size_t count, const char *behind)
{
    static char made[70000];
    char *end = made + snprintf(made, sizeof made, "%s", before);
    memset(end, 'a', count);
    snprintf(end + count, sizeof made - (size_t)(end - made) - count, "%s", behind);
    return made;
}

#define HOST " HTTP/1.1\r\nHost: localhost\r\n"

/* What may be asked: as usual, and with the lines. */
static void limits(void)
{
    const struct row {
        const char *lines, *request;
        size_t letters;
        const char *behind;
        int usual, then;
    } rows[] = {
        {"MaxFieldLength value=64", "GET /" HOST "X: ", 100, "\r\n\r\n", 200, 400},
        {"MaxRequestBytes value=65534\nparameter name=MaxFieldLength value=65534", "GET /" HOST "X: ", 30000, "\r\n\r\n", 400,
         200},
        {"MaxRequestBytes value=256", "GET /" HOST "X: ", 300, "\r\n\r\n", 200, 400},
        {"UrlSegmentMaxCount value=2", "GET /b/c/", 1, HOST "\r\n", 200, 400},
        {"UrlSegmentMaxLength value=5", "GET /", 6, HOST "\r\n", 200, 400},
        {"UrlSegmentMaxLength value=0", "GET /", 300, HOST "\r\n", 400, 200},
        {"EnableNonUTF8 value=0", "GET /%FF", 0, HOST "\r\n", 200, 400},
        {"PercentUAllowed value=0", "GET /%u0041", 0, HOST "\r\n", 200, 400},
        {"AllowRestrictedChars value=1", "GET /%01", 0, HOST "\r\n", 400, 200},
        {"AllowUnEscapedRestrictedChars value=1", "GET /\x01", 0, HOST "\r\n", 400, 200},
        {"AllowWeakHeaderNameSyntax value=1", "GET /" HOST "X(", 1, ": b\r\n\r\n", 400, 200},
        {"AllowWeakHeaderValueSyntax value=1", "GET /" HOST "X: \x01", 0, "\r\n\r\n", 400, 200},
    };
    for (int with = 0; with < 2; ++with)
        for (size_t at = 0; at < sizeof rows / sizeof rows[0]; ++at) {
            const struct row *row = &rows[at];
            char lines[256];
            int status, expected = with ? row->then : row->usual;
            snprintf(lines, sizeof lines, "parameter name=%s\n", row->lines);
            begin(with ? lines : "");
            status = status_of(long_request(row->request, row->letters, row->behind));
            if (status != expected)
                printf("%s%s: %d, not %d\n", lines, with ? "" : "(not set)", status, expected);
            CHECK(status == expected);
            end();
        }
}

/* How it is understood. */
static void meanings(void)
{
    for (int set = 0; set < 2; ++set) {
        begin(set ? "parameter name=AllowCaseInsensitiveVerbs value=1\nparameter name=favorutf8 value=0\n" : "");
        CHECK(status_of("get /%C3%BC" HOST "\r\n") == 200);
        /* The receive that follows has not touched the request yet. */
        CHECK(request.v1.Verb == (set ? HttpVerbGET : HttpVerbUnknown));
        CHECK(request.v1.CookedUrl.AbsPathLength == (set ? 3 : 2) * sizeof(WCHAR));
        end();
    }
}

/* What answers say of the server: those of the program, and those of the library. */
static void server_header(void)
{
    for (int value = 0; value < 3; ++value) {
        char line[64];
        snprintf(line, sizeof line, "parameter name=DisableServerHeader value=%d\n", value);
        begin(line);
        CHECK(status_of("GET /" HOST "\r\n") == 200);
        CHECK((strstr(text, "\r\nServer: Microsoft-HTTPAPI/2.0\r\n") != NULL) == (value < 2));
        CHECK(status_of("G(T /" HOST "\r\n") == 400);
        CHECK((strstr(text, "\r\nServer: Microsoft-HTTPAPI/2.0\r\n") != NULL) == (value == 0));
        CHECK(strstr(text, "charset=us-ascii\r\n") != NULL);
        end();
    }
    begin("");
    end();
}

int main(void)
{
    configuration_enter();
    pending.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    limits();
    meanings();
    server_header();
    CloseHandle(pending.hEvent);
    configuration_leave();
    return check_failures;
}
