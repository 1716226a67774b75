/*
 * client PORT CONNECTIONS SECONDS LENGTH SERVER
 *
 * Echoes of masked binary messages, one outstanding on each connection; every answer's bytes are counted, and those of
 * the first ones compared. After a warm-up of a quarter it measures, and prints what it saw as JSON; SERVER is the
 * process whose time is told beside it.
 */
#define _GNU_SOURCE
#include "../http/server_cpu.h"
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct connection {
    int socket;
    size_t sent, got;
};

static const char handshake[] =
    "GET /echo HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
static const unsigned char mask[4] = {0x12, 0x34, 0x56, 0x78};
static unsigned char *request, *answer;
static size_t request_length, answer_length;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void fail(const char *what)
{
    fprintf(stderr, "client: %s\n", what);
    exit(1);
}

/* A binary frame of so many bytes, without its mask. */
static size_t write_header(unsigned char *frame, size_t length, unsigned char masked)
{
    frame[0] = 0x82;
    if (length < 126) {
        frame[1] = (unsigned char)length | masked;
        return 2;
    }
    frame[1] = 126 | masked;
    frame[2] = (unsigned char)(length >> 8);
    frame[3] = (unsigned char)length;
    return 4;
}

static void prepare(size_t length)
{
    size_t header;

    request = malloc(length + 8);
    answer = malloc(length + 8);
    if (length > 65535 || request == NULL || answer == NULL)
        fail("no such length");
    header = write_header(answer, length, 0);
    memset(answer + header, 'a', length);
    answer_length = header + length;
    header = write_header(request, length, 0x80);
    memcpy(request + header, mask, 4);
    for (size_t i = 0; i < length; i++)
        request[header + 4 + i] = 'a' ^ mask[i % 4];
    request_length = header + 4 + length;
}

static void send_more(struct connection *one)
{
    while (one->sent < request_length) {
        ssize_t count = send(one->socket, request + one->sent, request_length - one->sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0)
            return;
        one->sent += (size_t)count;
    }
}

static void open_connection(struct connection *one, int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    char head[2048];
    size_t length = 0;
    int on = 1;

    address.sin_port = htons((unsigned short)port);
    one->socket = socket(AF_INET, SOCK_STREAM, 0);
    one->sent = one->got = 0;
    if (connect(one->socket, (struct sockaddr *)&address, sizeof address) != 0)
        fail("no connection");
    setsockopt(one->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (send(one->socket, handshake, sizeof handshake - 1, MSG_NOSIGNAL) < 0)
        fail("no handshake");
    while (length < 4 || memcmp(head + length - 4, "\r\n\r\n", 4) != 0) {
        if (length == sizeof head || recv(one->socket, head + length, 1, 0) != 1)
            fail("no answer to the handshake");
        length++;
    }
    if (strncmp(head, "HTTP/1.1 101", 12) != 0)
        fail("no WebSocket");
}

int main(int count, char **arguments)
{
    static unsigned char buffer[1 << 18];
    struct epoll_event events[512];
    struct connection *all;
    unsigned long answers = 0, measured_from = 0;
    double begin, start = 0, end, time, cpu = 0;
    int connections, set = epoll_create1(0), measuring = 0;

    if (count < 6)
        return 1;
    connections = atoi(arguments[2]);
    prepare((size_t)atol(arguments[4]));
    all = calloc((size_t)connections, sizeof *all);
    for (int i = 0; i < connections; i++) {
        struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.ptr = all + i};
        open_connection(all + i, atoi(arguments[1]));
        epoll_ctl(set, EPOLL_CTL_ADD, all[i].socket, &event);
    }
    for (int i = 0; i < connections; i++)
        send_more(all + i);
    begin = now() + atof(arguments[3]) / 4;
    end = begin + atof(arguments[3]);
    for (;;) {
        int ready = epoll_wait(set, events, 512, 1000);
        time = now();
        if (!measuring && time >= begin) {
            measuring = 1;
            start = time;
            measured_from = answers;
            cpu = server_cpu(atoi(arguments[5]));
        }
        if (time >= end)
            break;
        for (int i = 0; i < ready; i++) {
            struct connection *one = events[i].data.ptr;
            send_more(one);
            while (events[i].events & EPOLLIN) {
                ssize_t got = recv(one->socket, buffer, sizeof buffer, MSG_DONTWAIT);
                if (got < 0 && errno == EAGAIN)
                    break;
                if (got <= 0)
                    fail("the server has ended a connection");
                /* A server may send a message in several frames: those that are one are compared. */
                if (one->got == 0 && answers < 1000 && (size_t)got == answer_length && memcmp(buffer, answer, answer_length) != 0)
                    fail("something else came back");
                if (one->got == 0 && (buffer[0] & 15) != 2)
                    fail("no binary message");
                one->got += (size_t)got;
                if (one->got >= answer_length) {
                    if (one->got != answer_length)
                        fail("the answer has another length");
                    answers++;
                    one->sent = one->got = 0;
                    send_more(one);
                    break;
                }
            }
        }
    }
    cpu = server_cpu(atoi(arguments[5])) - cpu;
    if (answers == measured_from)
        fail("no answers");
    printf("{\"cpu\": %.4f, \"rate\": %.1f}\n", cpu * 1e6 / (double)(answers - measured_from),
           (double)(answers - measured_from) / (time - start));
    return 0;
}
