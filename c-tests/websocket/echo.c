/* A client and a server, each a handle, with the network in memory: what one sends the other one receives, and
 * sends back. */
#include "websocket_check.h"

/* Receives a whole message, in buffers of this size or in the handle's own; how many parts it had. */
static int receive_message(struct end *from, struct end *to, BYTE *message, size_t *length, ULONG size, BOOL text)
{
    int parts = 0;
    *length = 0;
    for (;;) {
        struct event *event;
        BYTE *buffer = size ? malloc(size) : NULL;
        WEB_SOCKET_BUFFER_TYPE last = text ? WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE : WEB_SOCKET_BINARY_MESSAGE_BUFFER_TYPE;
        WEB_SOCKET_BUFFER_TYPE part = text ? WEB_SOCKET_UTF8_FRAGMENT_BUFFER_TYPE : WEB_SOCKET_BINARY_FRAGMENT_BUFFER_TYPE;
        GIVES(size ? receive_into(to, buffer, size, 7) : WebSocketReceive(to->handle, NULL, CONTEXT(7)), S_OK);
        run_both(from, to);
        if (to->taken == to->count) {
            printf("nothing came after %zu bytes\n", *length);
            ++check_failures;
            return parts;
        }
        event = &to->events[to->taken];
        RECEIVED(to, event->type == part ? part : last, 7);
        if (size)
            CHECK(event->where == buffer && event->length <= size);
        memcpy(message + *length, event->bytes, event->length);
        *length += event->length;
        ++parts;
        free(buffer);
        if (event->type != part)
            return parts;
    }
}

static void sizes(void)
{
    static const size_t lengths[] = {0, 1, 125, 126, 127, 4081, 4082, 4083, 4095, 4096, 4097, 65535, 65536, 65537, 1 << 20, 16 << 20};
    static const struct {
        ULONG portion, buffer;
    } ways[] = {{0, 0}, {0, 4096}, {0, 1 << 21}, {1000, 100000}, {4096, 0}, {1, 64}};
    size_t room = 16 << 20;
    BYTE *message = malloc(room), *back = malloc(room);
    for (size_t at = 0; at < room; ++at)
        message[at] = (BYTE)((at * 7 + (at >> 8)) & 0x7F);
    for (size_t which = 0; which < sizeof lengths / sizeof *lengths; ++which) {
        for (size_t way = 0; way < sizeof ways / sizeof *ways; ++way) {
            struct end client, server;
            size_t length = lengths[which], got;
            BOOL text = way % 2;
            WEB_SOCKET_BUFFER_TYPE type = text ? WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE : WEB_SOCKET_BINARY_MESSAGE_BUFFER_TYPE;
            int before = check_failures;
            /* Byte by byte takes its time, and so does what is moved through one small buffer. */
            if ((ways[way].portion == 1 && length > 5000) || (length > 100000 && ways[way].buffer != 1 << 21))
                continue;
            open_both(&client, &server);
            client.portion = server.portion = ways[way].portion;
            GIVES(send_bytes(&client, type, message, length, 1), S_OK);
            receive_message(&client, &server, back, &got, ways[way].buffer, text);
            CHECK(got == length && memcmp(message, back, length) == 0);
            SENT(&client, type, 1);
            /* And back. */
            GIVES(send_bytes(&server, type, message, length, 2), S_OK);
            receive_message(&server, &client, back, &got, ways[way].buffer, text);
            CHECK(got == length && memcmp(message, back, length) == 0);
            SENT(&server, type, 2);
            /* A server sends from the caller's buffer: a frame is one action, whatever its size. */
            CHECK(server.sends == 1);
            CHECK(client.sends == (length + 6 + (length < 126 ? 0 : length < 65536 ? 2 : 8) + 4095) / 4096);
            NO_MORE_EVENTS(&client);
            NO_MORE_EVENTS(&server);
            if (check_failures > before)
                printf("^ %zu bytes, portions of %u, buffers of %u\n", length, ways[way].portion, ways[way].buffer);
            close_end(&client);
            close_end(&server);
        }
    }
    free(message);
    free(back);
}

/* Fragments, with a ping between them that is answered without anybody's doing. */
static void fragments(void)
{
    struct end client, server;
    BYTE buffer[64];
    open_both(&client, &server);
    GIVES(WebSocketReceive(server.handle, NULL, CONTEXT(1)), S_OK);
    GIVES(send_bytes(&client, WEB_SOCKET_UTF8_FRAGMENT_BUFFER_TYPE, "one ", 4, 2), S_OK);
    run_both(&client, &server);
    SENT(&client, WEB_SOCKET_UTF8_FRAGMENT_BUFFER_TYPE, 2);
    IS_TEXT(RECEIVED(&server, WEB_SOCKET_UTF8_FRAGMENT_BUFFER_TYPE, 1), "one ");
    /* The other type goes on with nothing. */
    GIVES(send_bytes(&client, WEB_SOCKET_BINARY_MESSAGE_BUFFER_TYPE, "x", 1, 3), E_INVALID_PROTOCOL_OPERATION);

    GIVES(WebSocketReceive(client.handle, NULL, CONTEXT(4)), S_OK);
    GIVES(WebSocketReceive(server.handle, NULL, CONTEXT(5)), S_OK);
    GIVES(WebSocketSend(client.handle, WEB_SOCKET_PING_PONG_BUFFER_TYPE, NULL, CONTEXT(6)), S_OK);
    run_both(&client, &server);
    SENT(&client, WEB_SOCKET_PING_PONG_BUFFER_TYPE, 6);
    CHECK(server.sends == 1 && client.receives == 1);
    GIVES(WebSocketSend(client.handle, WEB_SOCKET_UNSOLICITED_PONG_BUFFER_TYPE, NULL, CONTEXT(8)), S_OK);
    run_both(&client, &server);
    SENT(&client, WEB_SOCKET_UNSOLICITED_PONG_BUFFER_TYPE, 8);
    CHECK(server.sends == 1);
    NO_MORE_EVENTS(&server);

    /* Half of a character, an empty fragment, and the end. */
    GIVES(send_bytes(&client, WEB_SOCKET_UTF8_FRAGMENT_BUFFER_TYPE, "\xC3", 1, 9), S_OK);
    run_both(&client, &server);
    CHECK(RECEIVED(&server, WEB_SOCKET_UTF8_FRAGMENT_BUFFER_TYPE, 5)->length == 1);
    GIVES(receive_into(&server, buffer, sizeof buffer, 10), S_OK);
    SENT(&client, WEB_SOCKET_UTF8_FRAGMENT_BUFFER_TYPE, 9);
    GIVES(send_bytes(&client, WEB_SOCKET_UTF8_FRAGMENT_BUFFER_TYPE, NULL, 0, 11), S_OK);
    run_both(&client, &server);
    SENT(&client, WEB_SOCKET_UTF8_FRAGMENT_BUFFER_TYPE, 11);
    NO_MORE_EVENTS(&server);
    GIVES(send_bytes(&client, WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE, "\xB6 end", 5, 12), S_OK);
    run_both(&client, &server);
    IS_TEXT(RECEIVED(&server, WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE, 10), "\xB6 end");
    close_end(&client);
    close_end(&server);
}

/* One room for buffers: a header first, then what it is of. */
static void one_buffer(void)
{
    struct end client, server;
    WEB_SOCKET_BUFFER buffer;
    WEB_SOCKET_ACTION action;
    WEB_SOCKET_BUFFER_TYPE type;
    PVOID application, ticket;
    char text[] = "in two";
    open_both(&client, &server);
    GIVES(send_text(&server, text, 1), S_OK);
    for (int part = 0; part < 2; ++part) {
        ULONG count = 1;
        GIVES(WebSocketGetAction(server.handle, WEB_SOCKET_SEND_ACTION_QUEUE, &buffer, &count, &action, &type, NULL, &ticket),
              S_OK);
        CHECK(action == WEB_SOCKET_SEND_TO_NETWORK_ACTION && count == 1);
        CHECK(buffer.Data.ulBufferLength == (part ? 6 : 2));
        CHECK(!part || buffer.Data.pbBuffer == (PBYTE)text);
        put(&client, buffer.Data.pbBuffer, buffer.Data.ulBufferLength);
        /* While it is under way there is nothing more to send. */
        count = 1;
        GIVES(WebSocketGetAction(server.handle, WEB_SOCKET_ALL_ACTION_QUEUE, &buffer, &count, &action, &type, &application,
                                 &application),
              S_OK);
        CHECK(action == WEB_SOCKET_NO_ACTION && count == 0);
        WebSocketCompleteAction(server.handle, ticket, part ? 6 : 2);
    }
    GIVES(WebSocketReceive(client.handle, NULL, CONTEXT(2)), S_OK);
    run_both(&client, &server);
    SENT(&server, WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE, 1);
    IS_TEXT(RECEIVED(&client, WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE, 2), "in two");
    close_end(&client);
    close_end(&server);
}

/* The masks are on the wire, unless both agree to do without. */
static void masks(void)
{
    BOOL off = TRUE;
    WEB_SOCKET_PROPERTY property = {WEB_SOCKET_DISABLE_MASKING_PROPERTY_TYPE, &off, sizeof off};
    struct end client, server;
    open_both(&client, &server);
    GIVES(send_text(&client, "plain", 1), S_OK);
    GIVES(run(&client, &server), S_OK);
    CHECK(server.in_length == 2 + 4 + 5 && server.in[0] == 0x81 && server.in[1] == 0x85);
    CHECK(memcmp(server.in + 6, "plain", 5) != 0 || memcmp(server.in + 2, "\0\0\0\0", 4) == 0);
    close_end(&client);
    close_end(&server);

    memset(&client, 0, sizeof client);
    memset(&server, 0, sizeof server);
    GIVES(WebSocketCreateClientHandle(&property, 1, &client.handle), S_OK);
    GIVES(WebSocketCreateServerHandle(&property, 1, &server.handle), S_OK);
    shake_hands(&client, &server);
    GIVES(WebSocketReceive(server.handle, NULL, CONTEXT(2)), S_OK);
    GIVES(send_text(&client, "plain", 1), S_OK);
    GIVES(run(&client, &server), S_OK);
    CHECK(server.in_length == 7 && memcmp(server.in, "\x81\x05plain", 7) == 0);
    run_both(&client, &server);
    IS_TEXT(RECEIVED(&server, WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE, 2), "plain");
    close_end(&client);
    close_end(&server);
}

int main(void)
{
    sizes();
    fragments();
    one_buffer();
    masks();
    return check_failures;
}
