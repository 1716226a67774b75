/* 10,000 clients that go at random points of a request: afterwards there are as many descriptors, threads and bytes
   as before, every wait for a disconnect has ended once, and the next client is served. Before them, requests that are
   answered while somebody else cancels them or shuts their queue down. */
#include "http_check.h"
#include <dirent.h>
#include <malloc.h>

#define CLIENTS 10000
#define FIRST_CLIENTS 5000
#define CLIENT_THREADS 4
#define SERVER_THREADS 8
#define HELD 50
#define RECEIVES 16
/* Descriptors and threads of the library's own, which are there from the first need on. */
#define MADE_ONCE 6

static struct service_v2 service;
static HANDLE port;
static volatile LONG waits, ended_waits, received, served;

enum kind { RECEIVE, WAIT };

struct context {
    OVERLAPPED overlapped;
    enum kind kind;
    union request request;
};

static void receive_next(struct context *context)
{
    ULONG code;
    memset(&context->overlapped, 0, sizeof context->overlapped);
    context->kind = RECEIVE;
    code = HttpReceiveHttpRequest(service.queue, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&context->request,
                                  sizeof context->request, NULL, &context->overlapped);
    /* At the end there are no more. */
    CHECK(code == NO_ERROR || code == ERROR_IO_PENDING || code == ERROR_INVALID_HANDLE);
    if (code == ERROR_INVALID_HANDLE)
        free(context);
}

/* Reads what comes of the body, and answers; the client may go at any time. */
static void serve_request(HTTP_REQUEST_ID id, HTTP_CONNECTION_ID connection)
{
    struct context *wait = calloc(1, sizeof *wait);
    char room[16];
    ULONG bytes, code;

    wait->kind = WAIT;
    InterlockedIncrement(&waits);
    code = HttpWaitForDisconnect(service.queue, connection, &wait->overlapped);
    if (code != ERROR_IO_PENDING && code != NO_ERROR) {
        RETURNS(code, ERROR_CONNECTION_INVALID);
        InterlockedIncrement(&ended_waits);
        free(wait);
    }
    do
        code = HttpReceiveRequestEntityBody(service.queue, id, 0, room, sizeof room, &bytes, NULL);
    while (code == NO_ERROR);
    CHECK(code == ERROR_HANDLE_EOF || code == ERROR_CONNECTION_INVALID || code == ERROR_NETNAME_DELETED);
    code = answer(service.queue, id, "hello", 0, NULL);
    CHECK(code == NO_ERROR || code == ERROR_CONNECTION_INVALID || code == ERROR_NETNAME_DELETED);
    InterlockedIncrement(&served);
}

static DWORD WINAPI serve_port(LPVOID unused)
{
    (void)unused;
    for (;;) {
        DWORD bytes;
        ULONG_PTR key;
        LPOVERLAPPED overlapped = NULL;
        BOOL good = GetQueuedCompletionStatus(port, &bytes, &key, &overlapped, INFINITE);
        struct context *context = (struct context *)overlapped;
        if (!overlapped)
            return 0;
        if (context->kind == WAIT) {
            InterlockedIncrement(&ended_waits);
            free(context);
        } else if (good) {
            HTTP_REQUEST_ID id = context->request.v1.RequestId;
            HTTP_CONNECTION_ID connection = context->request.v1.ConnectionId;
            InterlockedIncrement(&received);
            receive_next(context);
            serve_request(id, connection);
        } else {
            CHECK(GetLastError() == ERROR_OPERATION_ABORTED);
            free(context);
        }
    }
}

static const char *const scripts[] = {
    "GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20\r\n\r\n01234567890123456789",
    "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello",
    "G(T / HTTP/1.1\r\nHost: localhost\r\n\r\n",
};

/* Says a part of a request, hears a part of an answer, and goes a while later, one way or the other. */
static void come_and_go(unsigned count, unsigned seed)
{
    int held[HELD];
    for (int at = 0; at < HELD; ++at)
        held[at] = -1;
    for (unsigned number = 0; number < count + HELD; ++number) {
        int *one = &held[number % HELD];
        if (*one >= 0 && rand_r(&seed) % 2)
            reset(*one);
        else if (*one >= 0)
            close(*one);
        *one = -1;
        if (number < count) {
            const char *script = scripts[rand_r(&seed) % (sizeof scripts / sizeof scripts[0])];
            char room[64];
            size_t length = rand_r(&seed) % 3 ? strlen(script) : rand_r(&seed) % (strlen(script) + 1);
            *one = client(service.port);
            send(*one, script, length, MSG_NOSIGNAL);
            if (rand_r(&seed) % 4 == 0)
                shutdown(*one, SHUT_WR);
            else if (rand_r(&seed) % 4 == 0)
                recv(*one, room, 1 + rand_r(&seed) % sizeof room, MSG_DONTWAIT);
        }
    }
}

struct crowd {
    unsigned count, seed;
};

static DWORD WINAPI crowd(LPVOID parameter)
{
    struct crowd *crowd = parameter;
    come_and_go(crowd->count, crowd->seed);
    return 0;
}

static void clients(unsigned count)
{
    HANDLE threads[CLIENT_THREADS];
    struct crowd crowds[CLIENT_THREADS];
    for (unsigned at = 0; at < CLIENT_THREADS; ++at) {
        crowds[at].count = count / CLIENT_THREADS;
        crowds[at].seed = at + 1;
        threads[at] = CreateThread(NULL, 0, crowd, &crowds[at], 0, NULL);
    }
    CHECK(WaitForMultipleObjects(CLIENT_THREADS, threads, TRUE, 100000) == WAIT_OBJECT_0);
    for (int at = 0; at < CLIENT_THREADS; ++at)
        CloseHandle(threads[at]);
}

static int count_in(const char *folder)
{
    DIR *open = opendir(folder);
    int count = 0;
    while (readdir(open))
        ++count;
    closedir(open);
    return count;
}

struct left {
    int files, threads;
    size_t bytes;
};

static struct left measure(void)
{
    struct left left;
    left.files = count_in("/proc/self/fd");
    left.threads = count_in("/proc/self/task");
    left.bytes = mallinfo2().uordblks;
    return left;
}

/* Everything of the clients is gone, soon: every request was served and every wait has ended. */
static BOOL is_as_before(struct left before)
{
    struct left now = before;
    for (int tries = 0; tries < PATIENCE / 20; ++tries) {
        now = measure();
        if (ReadAcquire(&served) == ReadAcquire(&received) && ReadAcquire(&ended_waits) == ReadAcquire(&waits)
            && now.files <= before.files && now.threads <= before.threads && now.bytes <= before.bytes)
            return TRUE;
        Sleep(20);
    }
    printf("files %d to %d, threads %d to %d, bytes %zu to %zu, requests %d of %d, waits %d of %d\n", before.files,
           now.files, before.threads, now.threads, before.bytes, now.bytes, (int)served, (int)received,
           (int)ended_waits, (int)waits);
    return FALSE;
}

#define RACES 300

struct race {
    HANDLE queue;
    HTTP_REQUEST_ID id;
    HTTP_CONNECTION_ID connection;
    volatile LONG *go;
    ULONG code;
};

static void wait_for_go(struct race *race)
{
    while (!ReadAcquire(race->go))
        YieldProcessor();
}

static DWORD WINAPI answers(LPVOID parameter)
{
    struct race *race = parameter;
    wait_for_go(race);
    race->code = answer(race->queue, race->id, "whole", 0, NULL);
    return 0;
}

static DWORD WINAPI cancels(LPVOID parameter)
{
    struct race *race = parameter;
    wait_for_go(race);
    race->code = HttpCancelHttpRequest(race->queue, race->id, NULL);
    return 0;
}

static DWORD WINAPI waits_for_disconnect(LPVOID parameter)
{
    struct race *race = parameter;
    wait_for_go(race);
    race->code = HttpWaitForDisconnectEx(race->queue, race->connection, 0, NULL);
    return 0;
}

static void let_go(HANDLE thread)
{
    CHECK(WaitForSingleObject(thread, PATIENCE) == WAIT_OBJECT_0);
    CloseHandle(thread);
}

/* One of them has the request, and the client gets a response that is whole, or none. */
static void answered_or_cancelled(void)
{
    struct service_v2 other = serve_v2();
    LONG volatile go;
    LONG answered = 0, cancelled = 0;
    for (int at = 0; at < RACES; ++at) {
        char text[1024];
        union request request;
        struct race first, second;
        HANDLE threads[2];
        int one = get(other.port, "/race");
        receive(other.queue, &request);
        memset(&first, 0, sizeof first);
        first.queue = other.queue;
        first.id = request.v1.RequestId;
        first.go = &go;
        second = first;
        WriteRelease(&go, 0);
        threads[0] = CreateThread(NULL, 0, answers, &first, 0, NULL);
        threads[1] = CreateThread(NULL, 0, cancels, &second, 0, NULL);
        WriteRelease(&go, 1);
        let_go(threads[0]);
        let_go(threads[1]);
        if (first.code == NO_ERROR) {
            RETURNS(second.code, ERROR_CONNECTION_INVALID);
            hear(one, text, sizeof text, "whole");
            CHECK(strstr(text, "\r\n\r\nwhole") != NULL);
            /* Nor is the next request cut off. */
            say(one, "GET /behind HTTP/1.1\r\nHost: localhost\r\n\r\n");
            receive(other.queue, &request);
            CHECK(strcmp(request.v1.pRawUrl, "/behind") == 0);
            RETURNS(answer(other.queue, request.v1.RequestId, "behind", 0, NULL), NO_ERROR);
            hear(one, text, sizeof text, "behind");
            CHECK(strstr(text, "\r\n\r\nbehind") != NULL);
            ++answered;
        } else {
            RETURNS(first.code, ERROR_CONNECTION_INVALID);
            RETURNS(second.code, NO_ERROR);
            CHECK(hear(one, text, sizeof text, NULL) == 0);
            ++cancelled;
        }
        close(one);
    }
    CHECK(answered + cancelled == RACES);
    end_service_v2(&other);
}

/* A shutdown lets a request be answered whose last send has begun, or drops it as a whole. A wait for the disconnect
   that begins meanwhile ends in any case. */
static void answered_or_shut_down(BOOL waits_instead)
{
    HTTPAPI_VERSION version = HTTPAPI_VERSION_2;
    struct service_v2 other = serve_v2();
    HANDLE first_queue = other.queue;
    LONG volatile go;
    for (int at = 0; at < RACES / 3; ++at) {
        char text[1024];
        union request request;
        struct race race;
        HANDLE thread;
        int one;
        memset(&race, 0, sizeof race);
        RETURNS(HttpCreateRequestQueue(version, NULL, NULL, 0, &race.queue), NO_ERROR);
        RETURNS(bind_group(other.group, race.queue), NO_ERROR);
        one = get(other.port, "/race");
        receive(race.queue, &request);
        race.id = request.v1.RequestId;
        race.connection = request.v1.ConnectionId;
        race.go = &go;
        /* A response that has begun keeps its connection. */
        if (waits_instead)
            RETURNS(answer(race.queue, race.id, "part", HTTP_SEND_RESPONSE_FLAG_MORE_DATA, NULL), NO_ERROR);
        WriteRelease(&go, 0);
        thread = CreateThread(NULL, 0, waits_instead ? waits_for_disconnect : answers, &race, 0, NULL);
        WriteRelease(&go, 1);
        if (at % 2)
            SwitchToThread();
        RETURNS(HttpShutdownRequestQueue(race.queue), NO_ERROR);
        let_go(thread);
        if (waits_instead) {
            CHECK(race.code == ERROR_OPERATION_ABORTED || race.code == ERROR_INVALID_HANDLE);
        } else if (race.code == NO_ERROR) {
            hear(one, text, sizeof text, "whole");
            CHECK(strstr(text, "\r\n\r\nwhole") != NULL);
        } else {
            RETURNS(race.code, ERROR_CONNECTION_INVALID);
            CHECK(hear(one, text, sizeof text, NULL) == 0);
        }
        close(one);
        RETURNS(HttpCloseRequestQueue(race.queue), NO_ERROR);
    }
    RETURNS(bind_group(other.group, first_queue), NO_ERROR);
    end_service_v2(&other);
}

int main(void)
{
    HANDLE threads[SERVER_THREADS];
    struct left before;
    char text[1024];
    /* Valgrind runs everything some twenty times slower. */
    unsigned part = getenv("PORTICO_UNDER_VALGRIND") ? 20 : 1;
    int one;

    answered_or_cancelled();
    answered_or_shut_down(FALSE);
    answered_or_shut_down(TRUE);

    service = serve_v2();
    port = CreateIoCompletionPort(service.queue, NULL, 0, 0);
    for (int at = 0; at < SERVER_THREADS; ++at)
        threads[at] = CreateThread(NULL, 0, serve_port, NULL, 0, NULL);
    for (int at = 0; at < RECEIVES; ++at)
        receive_next(malloc(sizeof(struct context)));

    /* What tables grow to is there after the first crowd. */
    before = measure();
    before.threads += MADE_ONCE;
    before.files += MADE_ONCE;
    before.bytes += (size_t)8 << 20;
    clients(FIRST_CLIENTS / part);
    CHECK(is_as_before(before));
    before.bytes = measure().bytes;
    /* Less than a small block for each of them; a sanitizer's memory is not malloc's. */
    before.bytes += CLIENTS * 24;
    clients(CLIENTS / part);
    CHECK(is_as_before(before));
    CHECK(ReadAcquire(&received) > (LONG)(CLIENTS / part / 10));

    one = get(service.port, "/");
    hear(one, text, sizeof text, "hello");
    CHECK(strncmp(text, "HTTP/1.1 200 OK\r\n", 17) == 0);
    close(one);

    CHECK(is_as_before(before));
    RETURNS(HttpShutdownRequestQueue(service.queue), NO_ERROR);
    for (int at = 0; at < SERVER_THREADS; ++at)
        CHECK(PostQueuedCompletionStatus(port, 0, 0, NULL));
    CHECK(WaitForMultipleObjects(SERVER_THREADS, threads, TRUE, PATIENCE) == WAIT_OBJECT_0);
    for (int at = 0; at < SERVER_THREADS; ++at)
        CloseHandle(threads[at]);
    end_service_v2(&service);
    CloseHandle(port);
    return check_failures;
}
