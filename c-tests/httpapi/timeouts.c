/* The timeouts of a URL group, seen from clients: all of them run at the same time. */
#include "http_check.h"
#include <poll.h>

static struct service_v2 service;

/* Waits for the server to close; whether it does between these times, in milliseconds. */
static BOOL closes(int one, DWORD start, DWORD earliest, DWORD latest)
{
    char text[4096];
    for (;;) {
        struct pollfd poll_one = {one, POLLIN, 0};
        DWORD passed = GetTickCount() - start;
        if (passed >= latest || poll(&poll_one, 1, (int)(latest - passed)) == 0)
            return FALSE;
        if (recv(one, text, sizeof text, 0) <= 0)
            return GetTickCount() - start >= earliest;
    }
}

/* A connection that has had a request, so that the group's limits hold for it. */
static int known_client(const char *path)
{
    char text[1024];
    union request request;
    int one = get(service.port, path);
    receive(service.queue, &request);
    RETURNS(answer(service.queue, request.v1.RequestId, "known", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "known");
    return one;
}

int main(void)
{
    HTTP_TIMEOUT_LIMIT_INFO limits;
    union request reading, processing;
    OVERLAPPED read;
    char body[16], text[1024];
    DWORD start, bytes;
    int idle, head, body_client, drain, busy;

    service = serve_v2();
    memset(&limits, 0, sizeof limits);
    limits.Flags.Present = 1;
    limits.IdleConnection = 2;
    limits.HeaderWait = 1;
    limits.DrainEntityBody = 1;
    limits.EntityBody = 60;
    RETURNS(HttpSetServerSessionProperty(service.session, HttpServerTimeoutsProperty, &limits, sizeof limits),
            NO_ERROR);
    memset(&limits, 0, sizeof limits);
    limits.Flags.Present = 1;
    limits.EntityBody = 1;
    RETURNS(HttpSetUrlGroupProperty(service.group, HttpServerTimeoutsProperty, &limits, sizeof limits), NO_ERROR);

    idle = known_client("/idle");
    head = known_client("/head");
    start = GetTickCount();
    say(head, "GET /never HTTP/1.1\r\nHost: loc");
    body_client = client(service.port);
    say(body_client, "POST /body HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n");
    receive(service.queue, &reading);
    memset(&read, 0, sizeof read);
    read.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    RETURNS(HttpReceiveRequestEntityBody(service.queue, reading.v1.RequestId, 0, body, sizeof body, NULL, &read),
            ERROR_IO_PENDING);
    drain = client(service.port);
    say(drain, "POST /drain HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n");
    receive(service.queue, &processing);
    RETURNS(answer(service.queue, processing.v1.RequestId, "drained", 0, NULL), NO_ERROR);
    busy = get(service.port, "/busy");
    receive(service.queue, &processing);

    CHECK(closes(head, start, 900, 4000));
    CHECK(closes(body_client, start, 900, 4000));
    CHECK(closes(drain, start, 900, 4000));
    CHECK(closes(idle, start, 1800, 5000));
    CHECK(WaitForSingleObject(read.hEvent, PATIENCE) == WAIT_OBJECT_0);
    FAILS_WITH(GetOverlappedResult(service.queue, &read, &bytes, FALSE), ERROR_CONNECTION_INVALID);
    RETURNS(answer(service.queue, reading.v1.RequestId, "late", 0, NULL), ERROR_CONNECTION_INVALID);
    CloseHandle(read.hEvent);
    /* A program may take its time. */
    RETURNS(answer(service.queue, processing.v1.RequestId, "busy", 0, NULL), NO_ERROR);
    hear(busy, text, sizeof text, "busy");
    CHECK(strstr(text, "busy") != NULL);
    close(busy);
    close(idle);
    close(head);
    close(body_client);
    close(drain);
    end_service_v2(&service);
    return check_failures;
}
