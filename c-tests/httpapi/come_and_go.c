/* 10,000 clients that go at random points of a request: afterwards there are as many descriptors, threads and bytes
   as before, every wait for a disconnect has ended once, and the next client is served. */
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

int main(void)
{
    HANDLE threads[SERVER_THREADS];
    struct left before;
    char text[1024];
    /* Valgrind runs everything some twenty times slower. */
    unsigned part = getenv("PORTICO_UNDER_VALGRIND") ? 20 : 1;
    int one;

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
