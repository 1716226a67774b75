/* Receiving frames through websocket.h, beside the loop that plain C needs: a header, and eight bytes at a time. */
#include <windows.h>
#include <websocket.h>

#include <stdint.h>

#include "bench.h"

enum { LARGEST = 16384, BUFFER = 32768 };

static void check(int ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "bench: %s failed\n", what);
        exit(1);
    }
}

/* A masked frame as a client sends it. */
static unsigned char frame[LARGEST + 14];
static size_t frame_length;
static unsigned char received[BUFFER];
static WEB_SOCKET_HANDLE handle;

static void make_frame(int opcode, const char *character, size_t length)
{
    static const unsigned char mask[4] = {0x37, 0xfa, 0x21, 0x3d};
    size_t head = 2, at, width = strlen(character);

    frame[0] = (unsigned char)(0x80 | opcode);
    if (length < 126) {
        frame[1] = (unsigned char)(0x80 | length);
    } else {
        frame[1] = 0x80 | 126;
        frame[2] = (unsigned char)(length >> 8);
        frame[3] = (unsigned char)length;
        head = 4;
    }
    memcpy(frame + head, mask, 4);
    head += 4;
    for (at = 0; at < length; at++)
        frame[head + at] = (unsigned char)character[at % width] ^ mask[at % 4];
    frame_length = head + length;
}

static void open_handle(void)
{
    static char names[5][24] = {"Upgrade", "Connection", "Sec-WebSocket-Version", "Sec-WebSocket-Key"};
    static char values[5][32] = {"websocket", "Upgrade", "13", "dGhlIHNhbXBsZSBub25jZQ=="};
    ULONG size = BUFFER, count, at;
    WEB_SOCKET_PROPERTY property = {WEB_SOCKET_RECEIVE_BUFFER_SIZE_PROPERTY_TYPE, &size, sizeof size};
    WEB_SOCKET_HTTP_HEADER headers[4];
    PWEB_SOCKET_HTTP_HEADER answer;

    for (at = 0; at < 4; at++) {
        headers[at].pcName = names[at];
        headers[at].ulNameLength = (ULONG)strlen(names[at]);
        headers[at].pcValue = values[at];
        headers[at].ulValueLength = (ULONG)strlen(values[at]);
    }
    check(SUCCEEDED(WebSocketCreateServerHandle(&property, 1, &handle)), "WebSocketCreateServerHandle");
    check(SUCCEEDED(WebSocketBeginServerHandshake(handle, NULL, NULL, 0, headers, 4, &answer, &count)),
          "WebSocketBeginServerHandshake");
    check(SUCCEEDED(WebSocketEndServerHandshake(handle)), "WebSocketEndServerHandshake");
}

/* The network writes the frame where the action says; the data is unmasked there. */
static void receive(long count)
{
    long i;

    for (i = 0; i < count; i++) {
        WEB_SOCKET_ACTION action;

        check(SUCCEEDED(WebSocketReceive(handle, NULL, NULL)), "WebSocketReceive");
        do {
            WEB_SOCKET_BUFFER buffers[2];
            WEB_SOCKET_BUFFER_TYPE type;
            ULONG buffer_count = 2, bytes = 0;
            PVOID context, ticket;

            check(SUCCEEDED(WebSocketGetAction(handle, WEB_SOCKET_RECEIVE_ACTION_QUEUE, buffers, &buffer_count, &action,
                                               &type, &context, &ticket)),
                  "WebSocketGetAction");
            if (action == WEB_SOCKET_RECEIVE_FROM_NETWORK_ACTION) {
                memcpy(buffers[0].Data.pbBuffer, frame, frame_length);
                bytes = (ULONG)frame_length;
            }
            WebSocketCompleteAction(handle, ticket, bytes);
        } while (action != WEB_SOCKET_INDICATE_RECEIVE_COMPLETE_ACTION);
    }
}

/* The same as a loop: nothing is checked, text neither. */
static void twin(long count)
{
    long i;

    for (i = 0; i < count; i++) {
        size_t length, head = 2, at;
        uint32_t mask;
        uint64_t wide;

        memcpy(received, frame, frame_length);
        length = received[1] & 127;
        if (length == 126) {
            length = (size_t)received[2] << 8 | received[3];
            head = 4;
        }
        memcpy(&mask, received + head, 4);
        wide = (uint64_t)mask << 32 | mask;
        head += 4;
        for (at = 0; at + 8 <= length; at += 8) {
            uint64_t word;

            memcpy(&word, received + head + at, 8);
            word ^= wide;
            memcpy(received + head + at, &word, 8);
        }
        for (; at < length; at++)
            received[head + at] ^= ((unsigned char *)&mask)[at % 4];
        /* So that the loop is not left out. */
        __asm__ volatile("" : : "r"(received) : "memory");
    }
}

static void measure(const char *name, int opcode, const char *character, size_t length, long count)
{
    make_frame(opcode, character, length);
    bench_pair(name, receive, "header and mask alone", twin, count);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        bench_filter = argv[1];
    open_handle();
    bench_head();
    measure("binary, 125 bytes", 2, "b", 125, 200000);
    measure("binary, 16 KB", 2, "b", LARGEST, 20000);
    measure("text, 16 KB of ASCII", 1, "t", LARGEST, 20000);
    measure("text, 16 KB of Greek", 1, "\xCE\xBA", LARGEST, 20000);
    WebSocketDeleteHandle(handle);
    return 0;
}
