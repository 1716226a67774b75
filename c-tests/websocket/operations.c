/* Closing, aborting, and all that is an error. */
#include "websocket_check.h"

static void a_close(USHORT status, const char *reason, USHORT wanted, const char *wanted_reason)
{
    struct end client, server;
    open_both(&client, &server);
    GIVES(WebSocketReceive(server.handle, NULL, CONTEXT(1)), S_OK);
    GIVES(send_close(&client, status, reason, 2), S_OK);
    run_both(&client, &server);
    SENT(&client, WEB_SOCKET_CLOSE_BUFFER_TYPE, 2);
    {
        struct event *event = RECEIVED(&server, WEB_SOCKET_CLOSE_BUFFER_TYPE, 1);
        CHECK(event->buffers == 1 && event->status == wanted);
        IS_TEXT(event, wanted_reason);
        CHECK((event->length == 0) == (event->where == NULL));
    }
    /* It is the application's to answer; till then it may end what it has to say. */
    NO_MORE_EVENTS(&server);
    CHECK(server.sends == 0);
    GIVES(send_text(&server, "one thing more", 3), S_OK);
    GIVES(WebSocketReceive(client.handle, NULL, CONTEXT(4)), S_OK);
    run_both(&client, &server);
    SENT(&server, WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE, 3);
    IS_TEXT(RECEIVED(&client, WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE, 4), "one thing more");
    /* After a close of one's own, only control frames; after the peer's there is nothing to receive. */
    GIVES(send_text(&client, "x", 5), E_INVALID_PROTOCOL_OPERATION);
    GIVES(send_close(&client, 1000, NULL, 5), E_INVALID_PROTOCOL_OPERATION);
    GIVES(WebSocketSend(client.handle, WEB_SOCKET_PING_PONG_BUFFER_TYPE, NULL, CONTEXT(6)), S_OK);
    GIVES(WebSocketReceive(server.handle, NULL, CONTEXT(7)), E_INVALID_PROTOCOL_OPERATION);
    GIVES(WebSocketReceive(client.handle, NULL, CONTEXT(8)), S_OK);
    GIVES(WebSocketSend(server.handle, WEB_SOCKET_CLOSE_BUFFER_TYPE, NULL, CONTEXT(9)), S_OK);
    run_both(&client, &server);
    SENT(&client, WEB_SOCKET_PING_PONG_BUFFER_TYPE, 6);
    CHECK(RECEIVED(&client, WEB_SOCKET_CLOSE_BUFFER_TYPE, 8)->status == WEB_SOCKET_EMPTY_CLOSE_STATUS);
    SENT(&server, WEB_SOCKET_CLOSE_BUFFER_TYPE, 9);
    GIVES(WebSocketSend(client.handle, WEB_SOCKET_PING_PONG_BUFFER_TYPE, NULL, NULL), E_INVALID_PROTOCOL_OPERATION);
    GIVES(WebSocketReceive(client.handle, NULL, CONTEXT(8)), E_INVALID_PROTOCOL_OPERATION);
    close_end(&client);
    close_end(&server);
}

static void closes(void)
{
    char longest[WEB_SOCKET_MAX_CLOSE_REASON_LENGTH + 2];
    static const USHORT bad[] = {1, 999, 1004, 1006, 1015, 5000, 65535};
    struct end client, server;
    memset(longest, 'r', sizeof longest - 1);
    longest[sizeof longest - 1] = 0;

    open_both(&client, &server);
    for (size_t at = 0; at < sizeof bad / sizeof *bad; ++at)
        GIVES(send_close(&client, bad[at], NULL, 1), E_INVALIDARG);
    GIVES(send_close(&client, 0, "a reason", 1), E_INVALIDARG);
    GIVES(send_close(&client, WEB_SOCKET_EMPTY_CLOSE_STATUS, "a reason", 1), E_INVALIDARG);
    GIVES(send_close(&client, 1000, longest, 1), E_INVALIDARG);
    GIVES(send_close(&client, 1000, "\xFF", 1), E_INVALIDARG);
    {
        WEB_SOCKET_BUFFER buffer;
        memset(&buffer, 0, sizeof buffer);
        buffer.CloseStatus.usStatus = 1000;
        buffer.CloseStatus.ulReasonLength = 3;
        GIVES(WebSocketSend(client.handle, WEB_SOCKET_CLOSE_BUFFER_TYPE, &buffer, NULL), E_INVALIDARG);
    }
    /* None of them was one. */
    GIVES(send_close(&client, 1000, "that is one", 1), S_OK);
    close_end(&client);
    close_end(&server);

    longest[WEB_SOCKET_MAX_CLOSE_REASON_LENGTH] = 0;
    a_close(1000, "done", 1000, "done");
    a_close(4999, longest, 4999, longest);
    a_close(1001, NULL, 1001, "");
    a_close(WEB_SOCKET_EMPTY_CLOSE_STATUS, NULL, WEB_SOCKET_EMPTY_CLOSE_STATUS, "");
    a_close(0, "", WEB_SOCKET_EMPTY_CLOSE_STATUS, "");
}

/* What breaks the rules fails the receive that waits, and aborting ends it. */
static void failures(void)
{
    static const struct {
        const char *bytes;
        size_t length;
    } cases[] = {
        {"\x81\x01x", 3},                               /* no mask */
        {"\xC1\x81\0\0\0\0x", 7},                       /* a reserved bit */
        {"\x83\x80\0\0\0\0", 6},                        /* a reserved opcode */
        {"\x09\x80\0\0\0\0", 6},                        /* half a ping */
        {"\x89\xFE\0\x7E\0\0\0\0", 8},                  /* a long ping */
        {"\x80\x80\0\0\0\0", 6},                        /* nothing to continue */
        {"\x82\xFE\0\x01\0\0\0\0x", 9},                 /* a length in more bytes than it needs */
        {"\x82\xFF\x80\0\0\0\0\0\0\0\0\0\0\0", 14},     /* a length beyond all */
        {"\x81\x82\0\0\0\0\xED\xA0", 8},                /* no text */
        {"\x88\x81\0\0\0\0\x03", 7},                    /* half a status */
        {"\x88\x82\0\0\0\0\x03\xED", 8},                /* 1005 in a frame */
    };
    for (size_t at = 0; at < sizeof cases / sizeof *cases; ++at) {
        struct end client, server;
        BYTE buffer[64];
        open_both(&client, &server);
        GIVES(at % 2 ? receive_into(&server, buffer, sizeof buffer, 1) : WebSocketReceive(server.handle, NULL, CONTEXT(1)), S_OK);
        put(&server, cases[at].bytes, cases[at].length);
        GIVES(run(&server, &client), E_INVALID_PROTOCOL_FORMAT);
        GIVES(run(&server, &client), E_INVALID_PROTOCOL_FORMAT);
        NO_MORE_EVENTS(&server);
        GIVES(send_text(&server, "x", 2), E_INVALID_PROTOCOL_OPERATION);
        /* The peer may be told, and that is all. */
        GIVES(send_close(&server, WEB_SOCKET_PROTOCOL_ERROR_CLOSE_STATUS, NULL, 3), S_OK);
        GIVES(run(&server, &client), E_INVALID_PROTOCOL_FORMAT);
        CHECK(client.in_length == 4 && memcmp(client.in, "\x88\x02\x03\xEA", 4) == 0);
        SENT(&server, WEB_SOCKET_CLOSE_BUFFER_TYPE, 3);
        GIVES(send_close(&server, WEB_SOCKET_PROTOCOL_ERROR_CLOSE_STATUS, NULL, 4), E_INVALID_PROTOCOL_OPERATION);
        WebSocketAbortHandle(server.handle);
        GIVES(run(&server, &client), S_OK);
        CHECK(RECEIVED(&server, WEB_SOCKET_CLOSE_BUFFER_TYPE, 1)->buffers == 0);
        GIVES(WebSocketReceive(server.handle, NULL, CONTEXT(1)), E_INVALID_PROTOCOL_OPERATION);
        close_end(&client);
        close_end(&server);
    }
}

/* Text is not looked at where the caller says so. */
static void unverified(void)
{
    BOOL off = TRUE;
    WEB_SOCKET_PROPERTY property = {WEB_SOCKET_DISABLE_UTF8_VERIFICATION_PROPERTY_TYPE, &off, sizeof off};
    struct end client, server;
    memset(&client, 0, sizeof client);
    memset(&server, 0, sizeof server);
    GIVES(WebSocketCreateClientHandle(NULL, 0, &client.handle), S_OK);
    GIVES(WebSocketCreateServerHandle(&property, 1, &server.handle), S_OK);
    shake_hands(&client, &server);
    GIVES(WebSocketReceive(server.handle, NULL, CONTEXT(1)), S_OK);
    GIVES(send_text(&client, "\xED\xA0", 2), S_OK);
    run_both(&client, &server);
    IS_TEXT(RECEIVED(&server, WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE, 1), "\xED\xA0");
    close_end(&client);
    close_end(&server);
}

/* One operation of each kind at a time. */
static void one_at_a_time(void)
{
    struct end client, server;
    BYTE buffer[16];
    open_both(&client, &server);
    GIVES(WebSocketReceive(server.handle, NULL, CONTEXT(1)), S_OK);
    GIVES(receive_into(&server, buffer, sizeof buffer, 2), E_INVALID_PROTOCOL_OPERATION);
    GIVES(send_text(&server, "x", 3), S_OK);
    GIVES(send_text(&server, "y", 4), E_INVALID_PROTOCOL_OPERATION);
    GIVES(WebSocketSend(server.handle, WEB_SOCKET_PING_PONG_BUFFER_TYPE, NULL, NULL), E_INVALID_PROTOCOL_OPERATION);
    run_both(&client, &server);
    SENT(&server, WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE, 3);
    GIVES(send_text(&server, "y", 4), S_OK);
    close_end(&client);
    close_end(&server);
}

static void arguments(void)
{
    struct end client, server;
    BYTE bytes[8];
    WEB_SOCKET_BUFFER buffers[2];
    WEB_SOCKET_ACTION action;
    WEB_SOCKET_BUFFER_TYPE type;
    PVOID application, ticket;
    ULONG count = 2, none = 0;
    WEB_SOCKET_HANDLE handle;
    open_both(&client, &server);
    handle = server.handle;
    GIVES(WebSocketSend(handle, WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE, NULL, NULL), E_INVALIDARG);
    GIVES(send_bytes(&server, WEB_SOCKET_BINARY_FRAGMENT_BUFFER_TYPE, NULL, 1, 0), E_INVALIDARG);
    GIVES(send_bytes(&server, WEB_SOCKET_PING_PONG_BUFFER_TYPE, bytes, 1, 0), E_INVALIDARG);
    GIVES(send_bytes(&server, WEB_SOCKET_UNSOLICITED_PONG_BUFFER_TYPE, bytes, 1, 0), E_INVALIDARG);
    GIVES(send_bytes(&server, (WEB_SOCKET_BUFFER_TYPE)0x80000007, bytes, 1, 0), E_INVALIDARG);
    GIVES(send_bytes(&server, (WEB_SOCKET_BUFFER_TYPE)0, bytes, 1, 0), E_INVALIDARG);
    GIVES(receive_into(&server, NULL, 8, 0), E_INVALIDARG);
    GIVES(receive_into(&server, bytes, 0, 0), E_INVALIDARG);
#define ACTION(queue, buffers, count, action, type, ticket) \
    WebSocketGetAction(handle, queue, buffers, count, action, type, &application, ticket)
    GIVES(ACTION((WEB_SOCKET_ACTION_QUEUE)0, buffers, &count, &action, &type, &ticket), E_INVALIDARG);
    GIVES(ACTION((WEB_SOCKET_ACTION_QUEUE)4, buffers, &count, &action, &type, &ticket), E_INVALIDARG);
    GIVES(ACTION(WEB_SOCKET_ALL_ACTION_QUEUE, NULL, &count, &action, &type, &ticket), E_INVALIDARG);
    GIVES(ACTION(WEB_SOCKET_ALL_ACTION_QUEUE, buffers, NULL, &action, &type, &ticket), E_INVALIDARG);
    GIVES(ACTION(WEB_SOCKET_ALL_ACTION_QUEUE, buffers, &none, &action, &type, &ticket), E_INVALIDARG);
    GIVES(ACTION(WEB_SOCKET_ALL_ACTION_QUEUE, buffers, &count, NULL, &type, &ticket), E_INVALIDARG);
    GIVES(ACTION(WEB_SOCKET_ALL_ACTION_QUEUE, buffers, &count, &action, NULL, &ticket), E_INVALIDARG);
    GIVES(ACTION(WEB_SOCKET_ALL_ACTION_QUEUE, buffers, &count, &action, &type, NULL), E_INVALIDARG);
    /* Nothing of it has begun anything. */
    GIVES(ACTION(WEB_SOCKET_ALL_ACTION_QUEUE, buffers, &count, &action, &type, &ticket), S_OK);
    CHECK(action == WEB_SOCKET_NO_ACTION && count == 0);
    /* Completing what was never begun. */
    WebSocketCompleteAction(handle, NULL, 5);
    WebSocketCompleteAction(handle, CONTEXT(12345), 5);
    close_end(&client);
    close_end(&server);
}

/* The queues apart. */
static void queues(void)
{
    struct end client, server;
    WEB_SOCKET_BUFFER buffers[2];
    WEB_SOCKET_ACTION action;
    WEB_SOCKET_BUFFER_TYPE type;
    PVOID application, sending, receiving;
    ULONG count = 2;
    open_both(&client, &server);
    GIVES(WebSocketReceive(server.handle, NULL, CONTEXT(1)), S_OK);
    GIVES(send_text(&server, "both", 2), S_OK);
    GIVES(WebSocketGetAction(server.handle, WEB_SOCKET_RECEIVE_ACTION_QUEUE, buffers, &count, &action, &type, &application,
                             &receiving),
          S_OK);
    CHECK(action == WEB_SOCKET_RECEIVE_FROM_NETWORK_ACTION && application == CONTEXT(1) && count == 1);
    CHECK(buffers[0].Data.ulBufferLength == 4096);
    memcpy(buffers[0].Data.pbBuffer, "\x81\x82\0\0\0\0hi", 8);
    count = 2;
    GIVES(WebSocketGetAction(server.handle, WEB_SOCKET_SEND_ACTION_QUEUE, buffers, &count, &action, &type, &application,
                             &sending),
          S_OK);
    CHECK(action == WEB_SOCKET_SEND_TO_NETWORK_ACTION && application == CONTEXT(2) && count == 2 && sending != receiving);
    WebSocketCompleteAction(server.handle, receiving, 8);
    count = 2;
    GIVES(WebSocketGetAction(server.handle, WEB_SOCKET_ALL_ACTION_QUEUE, buffers, &count, &action, &type, &application,
                             &receiving),
          S_OK);
    CHECK(action == WEB_SOCKET_INDICATE_RECEIVE_COMPLETE_ACTION && application == CONTEXT(1));
    CHECK(buffers[0].Data.ulBufferLength == 2 && memcmp(buffers[0].Data.pbBuffer, "hi", 2) == 0);
    /* The next receive may be asked for before this one is completed, and waits for that. */
    GIVES(WebSocketReceive(server.handle, NULL, CONTEXT(3)), S_OK);
    count = 2;
    GIVES(WebSocketGetAction(server.handle, WEB_SOCKET_RECEIVE_ACTION_QUEUE, buffers, &count, &action, &type, &application,
                             &application),
          S_OK);
    CHECK(action == WEB_SOCKET_NO_ACTION);
    WebSocketCompleteAction(server.handle, receiving, 0);
    WebSocketCompleteAction(server.handle, sending, 6);
    put(&server, "\x82\x81\0\0\0\0!", 7);
    GIVES(run(&server, &client), S_OK);
    SENT(&server, WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE, 2);
    IS_TEXT(RECEIVED(&server, WEB_SOCKET_BINARY_MESSAGE_BUFFER_TYPE, 3), "!");
    close_end(&client);
    close_end(&server);
}

/* A frame that was not sent whole: nothing more is sent, receiving goes on. */
static void broken_send(void)
{
    struct end client, server;
    WEB_SOCKET_BUFFER buffers[2];
    WEB_SOCKET_ACTION action;
    WEB_SOCKET_BUFFER_TYPE type;
    PVOID application, ticket;
    ULONG count = 2;
    open_both(&client, &server);
    GIVES(send_text(&server, "broken", 1), S_OK);
    GIVES(WebSocketGetAction(server.handle, WEB_SOCKET_SEND_ACTION_QUEUE, buffers, &count, &action, &type, &application, &ticket),
          S_OK);
    CHECK(action == WEB_SOCKET_SEND_TO_NETWORK_ACTION);
    WebSocketCompleteAction(server.handle, ticket, 3);
    GIVES(run(&server, &client), S_OK);
    CHECK(client.in_length == 0);
    SENT(&server, WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE, 1);
    GIVES(send_text(&server, "x", 2), E_INVALID_PROTOCOL_OPERATION);
    GIVES(WebSocketReceive(server.handle, NULL, CONTEXT(3)), S_OK);
    GIVES(send_text(&client, "still here", 4), S_OK);
    run_both(&client, &server);
    IS_TEXT(RECEIVED(&server, WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE, 3), "still here");
    close_end(&client);
    close_end(&server);
}

/* The connection ends without a close. */
static void lost(void)
{
    struct end client, server;
    open_both(&client, &server);
    GIVES(WebSocketReceive(server.handle, NULL, CONTEXT(1)), S_OK);
    put(&server, "\x81\x85\0\0\0\0be", 8);
    GIVES(run(&server, &client), S_OK);
    IS_TEXT(RECEIVED(&server, WEB_SOCKET_UTF8_FRAGMENT_BUFFER_TYPE, 1), "be");
    GIVES(WebSocketReceive(server.handle, NULL, CONTEXT(2)), S_OK);
    server.connection_ended = TRUE;
    GIVES(run(&server, &client), S_OK);
    CHECK(RECEIVED(&server, WEB_SOCKET_CLOSE_BUFFER_TYPE, 2)->buffers == 0);
    GIVES(WebSocketReceive(server.handle, NULL, CONTEXT(3)), E_INVALID_PROTOCOL_OPERATION);
    GIVES(send_text(&server, "x", 4), E_INVALID_PROTOCOL_OPERATION);
    close_end(&client);
    close_end(&server);
}

static void aborts(void)
{
    struct end client, server;
    WEB_SOCKET_HANDLE handle;
    PWEB_SOCKET_HTTP_HEADER headers;
    ULONG count;
    open_both(&client, &server);
    GIVES(WebSocketReceive(server.handle, NULL, CONTEXT(1)), S_OK);
    GIVES(run(&server, &client), S_OK);
    GIVES(send_text(&server, "not sent", 2), S_OK);
    WebSocketAbortHandle(server.handle);
    server.connection_ended = TRUE;
    GIVES(run(&server, &client), S_OK);
    CHECK(client.in_length == 0);
    CHECK(SENT(&server, WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE, 2)->buffers == 0);
    CHECK(RECEIVED(&server, WEB_SOCKET_CLOSE_BUFFER_TYPE, 1)->buffers == 0);
    NO_MORE_EVENTS(&server);
    GIVES(send_text(&server, "x", 3), E_INVALID_PROTOCOL_OPERATION);
    GIVES(WebSocketReceive(server.handle, NULL, CONTEXT(4)), E_INVALID_PROTOCOL_OPERATION);
    close_end(&client);
    close_end(&server);

    /* Before the handshake it changes nothing. */
    GIVES(WebSocketCreateClientHandle(NULL, 0, &handle), S_OK);
    WebSocketAbortHandle(handle);
    GIVES(WebSocketBeginClientHandshake(handle, NULL, 0, NULL, 0, NULL, 0, &headers, &count), S_OK);
    WebSocketDeleteHandle(handle);
}

/* A ping is answered before more is asked of the network, and only the newest one. */
static void pings(void)
{
    struct end client, server;
    open_both(&client, &server);
    GIVES(WebSocketReceive(server.handle, NULL, CONTEXT(1)), S_OK);
    put(&server, "\x89\x83\0\0\0\0one\x89\x83\0\0\0\0two", 18);
    GIVES(run(&server, &client), S_OK);
    CHECK(client.in_length == 5 && memcmp(client.in, "\x8A\x03two", 5) == 0);
    NO_MORE_EVENTS(&server);
    close_end(&client);
    close_end(&server);
}

int main(void)
{
    closes();
    failures();
    unverified();
    one_at_a_time();
    arguments();
    queues();
    broken_send();
    lost();
    aborts();
    pings();
    return check_failures;
}
