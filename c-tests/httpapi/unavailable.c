/* What leads to 503: bindings, states, full queues, limits of connections, time in the queue. */
#include "http_check.h"

static struct service_v2 service;

/* A request that is served as usual. */
static void is_served(HANDLE queue)
{
    char text[1024];
    union request request;
    int one = get(service.port, "/served");
    receive(queue, &request);
    RETURNS(answer(queue, request.v1.RequestId, "served", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "served");
    CHECK(strstr(text, "served") != NULL);
    close(one);
}

static void bindings(void)
{
    HTTPAPI_VERSION version = HTTPAPI_VERSION_2;
    HANDLE other;
    is_served(service.queue);
    RETURNS(bind_group(service.group, NULL), NO_ERROR);
    is_refused(get(service.port, "/unbound"), TRUE);
    RETURNS(HttpCreateRequestQueue(version, NULL, NULL, 0, &other), NO_ERROR);
    RETURNS(bind_group(service.group, other), NO_ERROR);
    is_served(other);
    RETURNS(bind_group(service.group, service.queue), NO_ERROR);
    is_served(service.queue);
    RETURNS(bind_group(service.group, other), NO_ERROR);
    RETURNS(HttpCloseRequestQueue(other), NO_ERROR);
    is_refused(get(service.port, "/gone"), TRUE);
    RETURNS(bind_group(service.group, service.queue), NO_ERROR);
    is_served(service.queue);
}

static ULONG set_state(int level, HTTP_ENABLED_STATE state)
{
    HTTP_STATE_INFO info;
    memset(&info, 0, sizeof info);
    info.Flags.Present = 1;
    info.State = state;
    switch (level) {
    case 0:
        return HttpSetServerSessionProperty(service.session, HttpServerStateProperty, &info, sizeof info);
    case 1:
        return HttpSetUrlGroupProperty(service.group, HttpServerStateProperty, &info, sizeof info);
    default:
        return HttpSetRequestQueueProperty(service.queue, HttpServerStateProperty, &state, sizeof state, 0, NULL);
    }
}

/* Inactive at whatever level, in whatever verbosity. */
static void states(void)
{
    for (int level = 0; level < 3; ++level) {
        RETURNS(set_state(level, HttpEnabledStateInactive), NO_ERROR);
        set_verbosity(service.queue, Http503ResponseVerbosityBasic);
        is_refused(get(service.port, "/basic"), FALSE);
        set_verbosity(service.queue, Http503ResponseVerbosityLimited);
        is_refused(get(service.port, "/limited"), TRUE);
        set_verbosity(service.queue, Http503ResponseVerbosityFull);
        is_refused(get(service.port, "/full"), TRUE);
        RETURNS(set_state(level, HttpEnabledStateActive), NO_ERROR);
        is_served(service.queue);
    }
}

/* A queue takes as many requests as it may, and those that are received do not count. */
static void length(void)
{
    ULONG most = 2;
    union request request;
    char text[1024];
    int waiting[2], gone;
    RETURNS(HttpSetRequestQueueProperty(service.queue, HttpServerQueueLengthProperty, &most, sizeof most, 0, NULL),
            NO_ERROR);
    for (int number = 0; number < 2; ++number)
        waiting[number] = get(service.port, "/waits");
    Sleep(100);
    set_verbosity(service.queue, Http503ResponseVerbosityFull);
    is_refused(get(service.port, "/page"), TRUE);
    set_verbosity(service.queue, Http503ResponseVerbosityBasic);
    is_refused(get(service.port, "/reset"), FALSE);
    for (int number = 0; number < 2; ++number) {
        receive(service.queue, &request);
        RETURNS(answer(service.queue, request.v1.RequestId, "waited", 0, NULL), NO_ERROR);
    }
    for (int number = 0; number < 2; ++number) {
        hear(waiting[number], text, sizeof text, "waited");
        CHECK(strstr(text, "waited") != NULL);
        close(waiting[number]);
    }
    /* Clients that have gone make room. */
    gone = get(service.port, "/gone");
    waiting[0] = get(service.port, "/stays");
    Sleep(100);
    reset(gone);
    Sleep(100);
    waiting[1] = get(service.port, "/stays");
    for (int number = 0; number < 2; ++number) {
        receive(service.queue, &request);
        CHECK(strcmp(request.v1.pRawUrl, "/stays") == 0);
        RETURNS(answer(service.queue, request.v1.RequestId, "stayed", 0, NULL), NO_ERROR);
    }
    for (int number = 0; number < 2; ++number) {
        hear(waiting[number], text, sizeof text, "stayed");
        CHECK(strstr(text, "stayed") != NULL);
        close(waiting[number]);
    }
    most = 1000;
    RETURNS(HttpSetRequestQueueProperty(service.queue, HttpServerQueueLengthProperty, &most, sizeof most, 0, NULL),
            NO_ERROR);
}

static void limit_connections(ULONG most, BOOL present)
{
    HTTP_CONNECTION_LIMIT_INFO limit;
    HTTP_QOS_SETTING_INFO info = {HttpQosSettingTypeConnectionLimit, &limit};
    memset(&limit, 0, sizeof limit);
    limit.Flags.Present = present != 0;
    limit.MaxConnections = most;
    RETURNS(HttpSetUrlGroupProperty(service.group, HttpServerQosProperty, &info, sizeof info), NO_ERROR);
}

/* One connection too many; the others go on, and one that ends makes room. */
static void connections(void)
{
    char text[1024];
    union request request;
    int one;
    limit_connections(1, TRUE);
    one = get(service.port, "/one");
    receive(service.queue, &request);
    RETURNS(answer(service.queue, request.v1.RequestId, "one", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "one");
    is_refused(get(service.port, "/two"), TRUE);
    say(one, "GET /again HTTP/1.1\r\nHost: localhost\r\n\r\n");
    receive(service.queue, &request);
    RETURNS(answer(service.queue, request.v1.RequestId, "again", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "again");
    CHECK(strstr(text, "again") != NULL);
    close(one);
    Sleep(100);
    is_served(service.queue);
    Sleep(100);
    limit_connections(0, TRUE);
    is_refused(get(service.port, "/none"), TRUE);
    limit_connections(0, FALSE);
    is_served(service.queue);
}

/* Nobody receives: the request is refused in time, and not before. */
static void time_in_queue(void)
{
    HTTP_TIMEOUT_LIMIT_INFO limits;
    HTTP_REQUEST_ID bound;
    union request request;
    ULONG bytes;
    char text[1024];
    DWORD start;
    int one, two;
    memset(&limits, 0, sizeof limits);
    limits.Flags.Present = 1;
    limits.RequestQueue = 1;
    RETURNS(HttpSetServerSessionProperty(service.session, HttpServerTimeoutsProperty, &limits, sizeof limits),
            NO_ERROR);
    set_verbosity(service.queue, Http503ResponseVerbosityFull);
    /* This one is received, in so far as its length is known. */
    one = get(service.port, "/bound");
    RETURNS(HttpReceiveHttpRequest(service.queue, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&request, sizeof request.v2, &bytes,
                                   NULL), ERROR_MORE_DATA);
    bound = request.v1.RequestId;
    start = GetTickCount();
    two = get(service.port, "/late");
    is_refused(two, TRUE);
    CHECK(GetTickCount() - start >= 900 && GetTickCount() - start < PATIENCE);
    RETURNS(answer(service.queue, bound, "bound", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "bound");
    CHECK(strstr(text, "bound") != NULL);
    close(one);
    set_verbosity(service.queue, Http503ResponseVerbosityBasic);
    is_refused(get(service.port, "/late"), FALSE);
    /* The group's own limit comes first. */
    limits.RequestQueue = 0xFFFF;
    RETURNS(HttpSetUrlGroupProperty(service.group, HttpServerTimeoutsProperty, &limits, sizeof limits), NO_ERROR);
    one = get(service.port, "/patient");
    Sleep(1500);
    receive(service.queue, &request);
    CHECK(strcmp(request.v1.pRawUrl, "/patient") == 0);
    RETURNS(answer(service.queue, request.v1.RequestId, "patient", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "patient");
    close(one);
}

int main(void)
{
    service = serve_v2();
    bindings();
    states();
    length();
    connections();
    time_in_queue();
    end_service_v2(&service);
    return check_failures;
}
