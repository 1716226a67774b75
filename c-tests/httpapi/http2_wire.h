/* A client that writes and reads frames of HTTP/2 (RFC 9113), without compression of its own. */
#ifndef HTTP2_WIRE_H
#define HTTP2_WIRE_H

#include "http_check.h"

enum { DATA = 0, HEADERS = 1, RST_STREAM = 3, SETTINGS = 4, PING = 6, GOAWAY = 7, WINDOW_UPDATE = 8 };
enum { END_STREAM = 1, ACK = 1, END_HEADERS = 4 };

/* Codes of RST_STREAM and GOAWAY. */
enum { H2_NO_ERROR = 0, H2_PROTOCOL_ERROR = 1, H2_CANCEL = 8, H2_ENHANCE_YOUR_CALM = 11, H2_HTTP_1_1_REQUIRED = 13 };

struct frame {
    unsigned length;
    unsigned char kind, flags;
    unsigned stream;
    unsigned char payload[16384];
};

static inline void send_frame(int to, int kind, int flags, unsigned stream, const void *payload, size_t length)
{
    unsigned char header[9] = {
        (unsigned char)(length >> 16), (unsigned char)(length >> 8), (unsigned char)length, (unsigned char)kind,
        (unsigned char)flags,          (unsigned char)(stream >> 24), (unsigned char)(stream >> 16),
        (unsigned char)(stream >> 8),  (unsigned char)stream,
    };
    CHECK(send(to, header, sizeof header, MSG_NOSIGNAL | MSG_MORE) == (ssize_t)sizeof header);
    CHECK(send(to, payload, length, MSG_NOSIGNAL) == (ssize_t)length);
}

/* A field as a literal; names and values are shorter than 127. */
static inline size_t put_field(unsigned char *at, const char *name, const char *value)
{
    size_t of_name = strlen(name), of_value = strlen(value);
    at[0] = 0;
    at[1] = (unsigned char)of_name;
    memcpy(at + 2, name, of_name);
    at[2 + of_name] = (unsigned char)of_value;
    memcpy(at + 3 + of_name, value, of_value);
    return 3 + of_name + of_value;
}

/* Opens a session. */
static inline int open_session(int port)
{
    int one = client(port);
    say(one, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    send_frame(one, SETTINGS, 0, 0, "", 0);
    return one;
}

/* Sends the head of a request; `fields` are names and values in turn, up to a NULL. */
static inline void ask(int to, unsigned stream, int flags, const char *method, const char *path,
                       const char *const *fields)
{
    unsigned char block[1024];
    size_t length = put_field(block, ":method", method);
    length += put_field(block + length, ":scheme", scheme());
    length += put_field(block + length, ":path", path);
    length += put_field(block + length, ":authority", "localhost");
    for (; fields && fields[0]; fields += 2)
        length += put_field(block + length, fields[0], fields[1]);
    send_frame(to, HEADERS, END_HEADERS | flags, stream, block, length);
}

static inline BOOL fill(int from, unsigned char *at, size_t length)
{
    while (length) {
        ssize_t count = recv(from, at, length, 0);
        if (count <= 0)
            return FALSE;
        at += count;
        length -= (size_t)count;
    }
    return TRUE;
}

/* Reads a frame; FALSE at the end of the connection. */
static inline BOOL read_frame(int from, struct frame *frame)
{
    unsigned char header[9];
    if (!fill(from, header, sizeof header))
        return FALSE;
    frame->length = (unsigned)header[0] << 16 | (unsigned)header[1] << 8 | header[2];
    frame->kind = header[3];
    frame->flags = header[4];
    frame->stream = (unsigned)header[5] << 24 | (unsigned)header[6] << 16 | (unsigned)header[7] << 8 | header[8];
    CHECK(frame->length <= sizeof frame->payload);
    return frame->length <= sizeof frame->payload && fill(from, frame->payload, frame->length);
}

/* Reads up to a frame of this kind, of this stream. */
static inline void read_until(int from, struct frame *frame, int kind, unsigned stream)
{
    do {
        if (!read_frame(from, frame)) {
            printf("the session has ended before a frame %d of %u\n", kind, stream);
            ++check_failures;
            memset(frame, 0, sizeof *frame);
            return;
        }
    } while (frame->kind != kind || frame->stream != stream);
}

/* The code of a RST_STREAM or GOAWAY. */
static inline unsigned code_of(const struct frame *frame)
{
    const unsigned char *at = frame->payload + (frame->kind == GOAWAY ? 4 : 0);
    return (unsigned)at[0] << 24 | (unsigned)at[1] << 16 | (unsigned)at[2] << 8 | at[3];
}

#endif
