/*
 * client PORT CONNECTIONS SECONDS short|browser PATH BODY SERVER
 *
 * Loads a server from one thread: keep-alive, one request outstanding on each connection,
 * every answer's length checked. After a warm-up of a quarter it measures, and prints what
 * it saw as JSON; SERVER is the process whose time is told beside it.
 */
#define _GNU_SOURCE
#include "server_cpu.h"
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Latencies by half microseconds; what is longer than 0.2 s counts as that. */
enum { BUCKETS = 400000 };

struct connection {
    int socket;
    long sent, got;
    double begun;
};

/* What a browser sends: with it a request is about 880 bytes long. */
static const char browser[] =
    "Connection: keep-alive\r\nCache-Control: max-age=0\r\nUpgrade-Insecure-Requests: 1\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
    "Safari/537.36\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8\r\n"
    "Accept-Encoding: gzip, deflate, br, zstd\r\nAccept-Language: en-GB,en;q=0.9,de-DE;q=0.8,de;q=0.7\r\n"
    "Referer: http://localhost:8080/some/rather/long/path/to/a/page.html?with=query&and=more\r\n"
    "Cookie: session=0123456789abcdef0123456789abcdef0123456789abcdef; theme=dark; "
    "_ga=GA1.1.1234567890.1700000000; _gid=GA1.1.0987654321.1700000000; "
    "csrftoken=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ; "
    "prefs=a%3D1%26b%3D2%26c%3D3; consent=necessary.functional.analytics.marketing; "
    "last=0123456789abcdef0123456789abcdef0123456789abcde\r\n";

static char *request;
static long request_length;
/* The length of a whole response: known after the first one. */
static long response_length;
static unsigned histogram[BUCKETS];
static unsigned long answered, recorded, errors;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void record(double seconds)
{
    long bucket = (long)(seconds * 2e6);
    histogram[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
    recorded++;
}

static double percentile(double part)
{
    double count = 0;
    for (long i = 0; i < BUCKETS; i++) {
        count += histogram[i];
        if (count >= part * (double)recorded)
            return (double)i / 2;
    }
    return 0;
}

static void write_request(const char *kind, const char *path, long body)
{
    request = malloc((size_t)body + 4096);
    request_length = sprintf(request, "%s %s HTTP/1.1\r\nHost: localhost\r\n%s", body ? "POST" : "GET", path,
                             strcmp(kind, "browser") == 0 ? browser : "");
    if (body)
        request_length += sprintf(request + request_length, "Content-Length: %ld\r\n", body);
    request_length += sprintf(request + request_length, "\r\n");
    memset(request + request_length, 'y', (size_t)body);
    request_length += body;
}

static void send_more(struct connection *one)
{
    while (one->sent < request_length) {
        ssize_t count = send(one->socket, request + one->sent, (size_t)(request_length - one->sent),
                             MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0)
            return;
        one->sent += count;
    }
}

static void start(struct connection *one, double time)
{
    one->sent = one->got = 0;
    one->begun = time;
    send_more(one);
}

/* Asks once on a connection of its own, and sees how long the answer is. */
static void learn(int socket)
{
    static char head[8192];
    struct connection one = {.socket = socket};
    size_t length = 0;

    start(&one, 0);
    while (length < sizeof head - 1) {
        ssize_t count;
        char *end, *field;
        send_more(&one);
        count = recv(socket, head + length, sizeof head - 1 - length, one.sent < request_length ? MSG_DONTWAIT : 0);
        if (count < 0 && errno == EAGAIN)
            continue;
        if (count <= 0)
            break;
        length += (size_t)count;
        head[length] = 0;
        end = strstr(head, "\r\n\r\n");
        field = strcasestr(head, "\r\nContent-Length:");
        if (end == NULL)
            continue;
        if (strncmp(head, "HTTP/1.1 200", 12) == 0 && field != NULL)
            response_length = end + 4 - head + atol(field + 17);
        break;
    }
    close(socket);
    if (response_length == 0) {
        fprintf(stderr, "no answer that is understood: %s\n", head);
        exit(1);
    }
}

static int open_connection(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1, opened = socket(AF_INET, SOCK_STREAM, 0);

    address.sin_port = htons((unsigned short)port);
    if (connect(opened, (struct sockaddr *)&address, sizeof address) != 0) {
        perror("client: connect");
        exit(1);
    }
    setsockopt(opened, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return opened;
}

/* Reads what is there; a complete answer is followed by the next request. */
static void read_answer(struct connection *one, int recording)
{
    static char buffer[1 << 20];

    for (;;) {
        ssize_t count = recv(one->socket, buffer, sizeof buffer, MSG_DONTWAIT);
        if (count < 0 && errno == EAGAIN)
            return;
        if (count <= 0) {
            errors++;
            close(one->socket);
            one->socket = -1;
            return;
        }
        one->got += count;
        if (one->got >= response_length) {
            double time = now();
            errors += one->got > response_length;
            answered++;
            if (recording)
                record(time - one->begun);
            return start(one, time);
        }
        if (count < (ssize_t)sizeof buffer)
            return;
    }
}

int main(int count, char **arguments)
{
    struct epoll_event events[512];
    struct connection *all;
    double time, begin, end, started = 0, cpu = 0;
    unsigned long before = 0;
    int port, connections, server, poll_set = epoll_create1(0), recording = 0;

    if (count < 8)
        return 2;
    port = atoi(arguments[1]);
    connections = atoi(arguments[2]);
    server = atoi(arguments[7]);
    write_request(arguments[4], arguments[5], atol(arguments[6]));
    learn(open_connection(port));
    all = calloc((size_t)connections, sizeof *all);
    for (int i = 0; i < connections; i++) {
        /* A request that fits the socket's buffer is never sent in parts. */
        struct epoll_event event = {.events = EPOLLIN | EPOLLET, .data.ptr = &all[i]};
        if (request_length > 16384)
            event.events |= EPOLLOUT;
        all[i].socket = open_connection(port);
        epoll_ctl(poll_set, EPOLL_CTL_ADD, all[i].socket, &event);
    }
    time = now();
    begin = time + atof(arguments[3]) / 4;
    end = begin + atof(arguments[3]);
    for (int i = 0; i < connections; i++)
        start(&all[i], time);
    for (;;) {
        int ready = epoll_wait(poll_set, events, 512, 100);
        time = now();
        if (!recording && time >= begin) {
            recording = 1;
            cpu = server_cpu(server);
            started = now();
            before = answered;
        }
        if (time >= end)
            break;
        for (int i = 0; i < ready; i++) {
            struct connection *one = events[i].data.ptr;
            if (one->socket < 0)
                continue;
            send_more(one);
            if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
                read_answer(one, recording);
        }
    }
    time = now();
    cpu = server_cpu(server) - cpu;
    answered -= before;
    printf("{\"cpu\": %.3f, \"rate\": %.1f, \"p50\": %.1f, \"p99\": %.1f, \"answered\": %lu, \"errors\": %lu, "
           "\"request\": %ld, \"response\": %ld}\n",
           answered ? cpu / (double)answered * 1e6 : 0, (double)answered / (time - started), percentile(.5),
           percentile(.99), answered, errors, request_length, response_length);
    return errors != 0 || answered == 0;
}
