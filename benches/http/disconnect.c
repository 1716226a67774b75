/*
 * disconnect CPU ROUNDS: how long until a server that works on a request knows that its
 * client has gone. Raw epoll, HttpWaitForDisconnect that blocks, and the same with a
 * completion port, by turns in one process: the server's threads on processor 0, the
 * client on processor CPU. Prints a JSON object for each kind of end.
 */
#define _GNU_SOURCE
#include <windows.h>
#include <http.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

enum { KINDS = 3, SENT = 65536 };

static const char *const kinds[KINDS] = {"epoll", "blocking", "port"};

/* One server: where it is, and the pipe on which it says that it waits, and when it knew. */
static struct server {
    int port, tells[2];
    int listener;
    HANDLE queue, completions;
} servers[KINDS];

static void fail(const char *what)
{
    fprintf(stderr, "disconnect: %s\n", what);
    exit(1);
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e6 + (double)time.tv_nsec * 1e-3;
}

static void pin(int processor)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(processor, &set);
    if (sched_setaffinity(0, sizeof set, &set) != 0)
        fail("sched_setaffinity");
}

static void tell(const struct server *server, double value)
{
    if (write(server->tells[1], &value, sizeof value) != sizeof value)
        fail("write");
}

static double hear(const struct server *server)
{
    double value;
    if (read(server->tells[0], &value, sizeof value) != sizeof value)
        fail("read");
    return value;
}

_Noreturn static void *serve_epoll(void *parameter)
{
    struct server *server = parameter;
    char buffer[1024];

    for (;;) {
        int socket = accept(server->listener, NULL, NULL), set = epoll_create1(0);
        struct epoll_event event = {.events = EPOLLRDHUP | EPOLLET};
        double knew;
        if (socket < 0 || recv(socket, buffer, sizeof buffer, 0) <= 0)
            fail("the request of the raw client");
        epoll_ctl(set, EPOLL_CTL_ADD, socket, &event);
        tell(server, 0);
        epoll_wait(set, &event, 1, -1);
        knew = now();
        tell(server, knew);
        close(set);
        close(socket);
    }
}

_Noreturn static void *serve_queue(void *parameter)
{
    struct server *server = parameter;
    union {
        HTTP_REQUEST_V1 v1;
        char room[4096];
    } request;
    char body[1024];
    OVERLAPPED overlapped, *told;
    DWORD bytes;
    ULONG_PTR key;
    double knew;

    for (;;) {
        memset(&overlapped, 0, sizeof overlapped);
        if (server->completions) {
            HttpReceiveHttpRequest(server->queue, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&request, sizeof request, NULL,
                                   &overlapped);
            if (!GetQueuedCompletionStatus(server->completions, &bytes, &key, &told, INFINITE))
                fail("HttpReceiveHttpRequest with a port");
        } else if (HttpReceiveHttpRequest(server->queue, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&request, sizeof request,
                                          &bytes, NULL) != NO_ERROR) {
            fail("HttpReceiveHttpRequest");
        }
        if (request.v1.Flags & HTTP_REQUEST_FLAG_MORE_ENTITY_BODY_EXISTS) {
            memset(&overlapped, 0, sizeof overlapped);
            ULONG code = HttpReceiveRequestEntityBody(server->queue, request.v1.RequestId, 0, body, sizeof body, &bytes,
                                                      server->completions ? &overlapped : NULL);
            if (code != NO_ERROR && code != ERROR_IO_PENDING)
                fail("HttpReceiveRequestEntityBody");
            if (server->completions
                && !GetQueuedCompletionStatus(server->completions, &bytes, &key, &told, INFINITE))
                fail("HttpReceiveRequestEntityBody with a port");
        }
        tell(server, 0);
        if (server->completions) {
            memset(&overlapped, 0, sizeof overlapped);
            if (HttpWaitForDisconnect(server->queue, request.v1.ConnectionId, &overlapped) != ERROR_IO_PENDING
                || !GetQueuedCompletionStatus(server->completions, &bytes, &key, &told, INFINITE))
                fail("HttpWaitForDisconnect with a port");
        } else if (HttpWaitForDisconnect(server->queue, request.v1.ConnectionId, NULL) != NO_ERROR) {
            fail("HttpWaitForDisconnect");
        }
        knew = now();
        tell(server, knew);
        HttpCancelHttpRequest(server->queue, request.v1.RequestId, NULL);
    }
}

static int free_port(int *listener)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;

    *listener = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(*listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(*listener, 16) != 0
        || getsockname(*listener, (struct sockaddr *)&address, &length) != 0)
        fail("no port");
    return ntohs(address.sin_port);
}

static void start(int kind)
{
    struct server *server = &servers[kind];
    HTTPAPI_VERSION version = HTTPAPI_VERSION_1;
    pthread_t thread;

    server->port = free_port(&server->listener);
    if (pipe(server->tells) != 0)
        fail("pipe");
    if (kind > 0) {
        char text[64];
        WCHAR url[64];
        close(server->listener);
        snprintf(text, sizeof text, "http://localhost:%d/", server->port);
        MultiByteToWideChar(CP_UTF8, 0, text, -1, url, 64);
        if (HttpInitialize(version, HTTP_INITIALIZE_SERVER, NULL) != NO_ERROR
            || HttpCreateHttpHandle(&server->queue, 0) != NO_ERROR
            || HttpAddUrl(server->queue, url, NULL) != NO_ERROR)
            fail("no queue");
        if (kind == 2)
            server->completions = CreateIoCompletionPort(server->queue, NULL, 1, 0);
    }
    pthread_create(&thread, NULL, kind > 0 ? serve_queue : serve_epoll, server);
}

/* One client that goes away: microseconds until the server knew. */
static double once(const struct server *server, int resets, int posts)
{
    static char body[SENT];
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct linger at_once = {1, 0};
    const char *head = posts ? "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1073741824\r\n\r\n"
                             : "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
    int one = socket(AF_INET, SOCK_STREAM, 0);
    double went;

    address.sin_port = htons((unsigned short)server->port);
    if (connect(one, (struct sockaddr *)&address, sizeof address) != 0)
        fail("connect");
    if (send(one, head, strlen(head), 0) < 0 || (posts && send(one, body, SENT, 0) != SENT))
        fail("send");
    hear(server);
    /* By now it does wait. */
    usleep(2000);
    if (resets)
        setsockopt(one, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    went = now();
    close(one);
    return hear(server) - went;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

int main(int count, char **arguments)
{
    int rounds = count > 2 ? atoi(arguments[2]) : 0;
    double *times[KINDS];

    if (rounds <= 0)
        return 2;
    pin(0);
    for (int kind = 0; kind < KINDS; kind++) {
        times[kind] = calloc((size_t)rounds, sizeof **times);
        start(kind);
    }
    pin(atoi(arguments[1]));
    for (int end = 0; end < 4; end++) {
        /* The first ones warm up what the others find warm. */
        for (int round = -5; round < rounds; round++)
            for (int kind = 0; kind < KINDS; kind++) {
                double time = once(&servers[kind], end & 1, end & 2);
                if (round >= 0)
                    times[kind][round] = time;
            }
        printf("{\"end\": \"%s%s\"", end & 1 ? "RST" : "FIN", end & 2 ? ", body unread" : "");
        for (int kind = 0; kind < KINDS; kind++) {
            qsort(times[kind], (size_t)rounds, sizeof **times, compare);
            printf(", \"%s\": [%.1f, %.1f]", kinds[kind], times[kind][rounds / 2], times[kind][rounds * 99 / 100]);
        }
        printf("}\n");
    }
    return 0;
}
