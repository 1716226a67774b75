/*
 * epoll PORT BODY REQUEST: the floor. One thread that parses nothing and answers every
 * REQUEST bytes (0: every read) with one prepared response of BODY bytes.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct connection {
    int socket;
    /* Bytes of the request that is not complete, and of the response that is not sent. */
    long got, sent;
    long unanswered;
};

static char *response;
static long response_length, request_length;
static int poll_set;

static void add(int socket, void *data, unsigned events)
{
    struct epoll_event event = {.events = events, .data.ptr = data};
    epoll_ctl(poll_set, EPOLL_CTL_ADD, socket, &event);
}

static void prepare(long body)
{
    response = malloc((size_t)body + 512);
    response_length = sprintf(response,
                              "HTTP/1.1 200 OK\r\nServer: epoll\r\nDate: Fri, 20 Nov 2026 23:41:13 GMT\r\n"
                              "Content-Type: text/plain\r\nContent-Length: %ld\r\n\r\n", body);
    memset(response + response_length, 'x', (size_t)body);
    response_length += body;
}

static void send_more(struct connection *one)
{
    while (one->unanswered > 0) {
        ssize_t count = send(one->socket, response + one->sent, (size_t)(response_length - one->sent),
                             MSG_NOSIGNAL | MSG_DONTWAIT);
        if (count < 0)
            return;
        one->sent += count;
        if (one->sent == response_length) {
            one->sent = 0;
            one->unanswered--;
        }
    }
}

/* Whether the connection is still there. */
static int read_all(struct connection *one)
{
    static char buffer[262144];

    for (;;) {
        ssize_t count = read(one->socket, buffer, sizeof buffer);
        if (count == 0 || (count < 0 && errno != EAGAIN))
            return 0;
        if (count < 0)
            return 1;
        one->got += count;
        if (request_length == 0)
            one->unanswered++;
        else
            for (; one->got >= request_length; one->got -= request_length)
                one->unanswered++;
        send_more(one);
        /* What did not fill the buffer was all. */
        if (count < (ssize_t)sizeof buffer)
            return 1;
    }
}

static void accept_all(int listener)
{
    int one = 1, socket;

    while ((socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        struct connection *connection = calloc(1, sizeof *connection);
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        connection->socket = socket;
        add(socket, connection, EPOLLIN | EPOLLOUT | EPOLLET | EPOLLRDHUP);
    }
}

int main(int count, char **arguments)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct epoll_event events[512];
    int one = 1, listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);

    if (count < 4)
        return 2;
    prepare(atol(arguments[2]));
    request_length = atol(arguments[3]);
    address.sin_port = htons((unsigned short)atoi(arguments[1]));
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 4096) != 0) {
        perror("epoll");
        return 1;
    }
    poll_set = epoll_create1(0);
    add(listener, NULL, EPOLLIN);
    for (;;) {
        int ready = epoll_wait(poll_set, events, 512, -1);
        for (int i = 0; i < ready; i++) {
            struct connection *connection = events[i].data.ptr;
            if (connection == NULL) {
                accept_all(listener);
            } else if ((events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) && !read_all(connection)) {
                close(connection->socket);
                free(connection);
            } else {
                send_more(connection);
            }
        }
    }
}
