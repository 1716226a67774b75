/* The handshake from both ends, and what it does not take. */
#include "websocket_check.h"

struct header {
    const char *name, *value;
};

#define MOST 12

static ULONG fill_headers(WEB_SOCKET_HTTP_HEADER *table, const struct header *headers)
{
    ULONG count = 0;
    for (; headers[count].name; ++count) {
        table[count].pcName = (PCHAR)headers[count].name;
        table[count].ulNameLength = (ULONG)strlen(headers[count].name);
        table[count].pcValue = (PCHAR)headers[count].value;
        table[count].ulValueLength = (ULONG)strlen(headers[count].value);
    }
    return count;
}

/* The value of a header in a table, or "(none)". */
static const char *value_of(const WEB_SOCKET_HTTP_HEADER *table, ULONG count, const char *name)
{
    static char text[256];
    for (ULONG at = 0; at < count; ++at) {
        if (table[at].ulNameLength == strlen(name) && memcmp(table[at].pcName, name, strlen(name)) == 0) {
            snprintf(text, sizeof text, "%.*s", (int)table[at].ulValueLength, table[at].pcValue);
            return text;
        }
    }
    return "(none)";
}

static HRESULT answer(const struct header *headers, const char *protocol, LPCSTR *extensions, ULONG extension_count,
                      PWEB_SOCKET_HTTP_HEADER *response, ULONG *count, WEB_SOCKET_HANDLE *handle)
{
    WEB_SOCKET_HTTP_HEADER table[MOST];
    GIVES(WebSocketCreateServerHandle(NULL, 0, handle), S_OK);
    return WebSocketBeginServerHandshake(*handle, protocol, extensions, extension_count, table,
                                         fill_headers(table, headers), response, count);
}

#define REQUEST                                                                       \
    {"Host", "localhost"}, {"Upgrade", "websocket"}, {"Connection", "keep-alive, Upgrade"}, \
    {"Sec-WebSocket-Version", "13"}, {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}

static void servers(void)
{
    static const struct header good[] = {
        REQUEST, {"sec-websocket-protocol", "chat, v2"}, {"Sec-WebSocket-Extensions", "x-one; a=1, permessage-deflate"}, {NULL, NULL}};
    LPCSTR extensions[] = {"x-one"}, other[] = {"x-two"}, none[] = {NULL};
    PWEB_SOCKET_HTTP_HEADER response = NULL;
    ULONG count = 0;
    WEB_SOCKET_HANDLE handle;

    GIVES(answer(good, NULL, NULL, 0, &response, &count, &handle), S_OK);
    CHECK(strcmp(value_of(response, count, "Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") == 0);
    CHECK(strcmp(value_of(response, count, "Upgrade"), "websocket") == 0);
    CHECK(strcmp(value_of(response, count, "Connection"), "Upgrade") == 0);
    CHECK(strcmp(value_of(response, count, "Sec-WebSocket-Protocol"), "(none)") == 0);
    CHECK(strcmp(value_of(response, count, "Sec-WebSocket-Extensions"), "(none)") == 0);
    /* Once. */
    {
        WEB_SOCKET_HTTP_HEADER table[MOST];
        PWEB_SOCKET_HTTP_HEADER again;
        ULONG again_count, length = fill_headers(table, good);
        GIVES(WebSocketBeginServerHandshake(handle, NULL, NULL, 0, table, length, &again, &again_count),
              E_INVALID_PROTOCOL_OPERATION);
        GIVES(WebSocketBeginClientHandshake(handle, NULL, 0, NULL, 0, NULL, 0, &again, &again_count),
              E_INVALID_PROTOCOL_OPERATION);
    }
    GIVES(WebSocketEndServerHandshake(handle), S_OK);
    GIVES(WebSocketEndServerHandshake(handle), E_INVALID_PROTOCOL_OPERATION);
    WebSocketDeleteHandle(handle);

    GIVES(answer(good, "v2", extensions, 1, &response, &count, &handle), S_OK);
    CHECK(strcmp(value_of(response, count, "Sec-WebSocket-Protocol"), "v2") == 0);
    CHECK(strcmp(value_of(response, count, "Sec-WebSocket-Extensions"), "x-one") == 0);
    /* The first call of the session ends the handshake, too. */
    GIVES(WebSocketReceive(handle, NULL, NULL), S_OK);
    GIVES(WebSocketEndServerHandshake(handle), E_INVALID_PROTOCOL_OPERATION);
    WebSocketDeleteHandle(handle);

    /* What the client has not offered. */
    GIVES(answer(good, "v3", NULL, 0, &response, &count, &handle), E_INVALIDARG);
    WebSocketDeleteHandle(handle);
    GIVES(answer(good, NULL, other, 1, &response, &count, &handle), E_INVALIDARG);
    WebSocketDeleteHandle(handle);
    GIVES(answer(good, NULL, none, 1, &response, &count, &handle), E_INVALIDARG);
    GIVES(WebSocketEndServerHandshake(handle), E_INVALID_PROTOCOL_OPERATION);
    WebSocketDeleteHandle(handle);
    GIVES(answer(good, NULL, NULL, 1, &response, &count, &handle), E_INVALIDARG);
    WebSocketDeleteHandle(handle);
    GIVES(answer(good, NULL, NULL, 0, NULL, &count, &handle), E_INVALIDARG);
    WebSocketDeleteHandle(handle);
    GIVES(answer(good, NULL, NULL, 0, &response, NULL, &handle), E_INVALIDARG);
    WebSocketDeleteHandle(handle);
    GIVES(WebSocketCreateServerHandle(NULL, 0, &handle), S_OK);
    GIVES(WebSocketBeginServerHandshake(handle, NULL, NULL, 0, NULL, 1, &response, &count), E_INVALIDARG);
    GIVES(WebSocketBeginServerHandshake(handle, NULL, NULL, 0, NULL, 0, &response, &count), E_INVALID_PROTOCOL_FORMAT);
    WebSocketDeleteHandle(handle);
}

/* Each header of a good request, as it must not be. */
static void bad_requests(void)
{
    static const struct header bad[][MOST] = {
        {{"Upgrade", "websocket"}, {"Connection", "Upgrade"}, {"Sec-WebSocket-Version", "13"}},
        {{"Upgrade", "h2c"}, {"Connection", "Upgrade"}, {"Sec-WebSocket-Version", "13"}, {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}},
        {{"Upgrade", "websocket"}, {"Connection", "close"}, {"Sec-WebSocket-Version", "13"}, {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}},
        {{"Upgrade", "websocket"}, {"Connection", "Upgrade"}, {"Sec-WebSocket-Version", "8"}, {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}},
        {{"Upgrade", "websocket"}, {"Connection", "Upgrade"}, {"Sec-WebSocket-Version", "13"}, {"Sec-WebSocket-Key", "dGhlIHNhbXBsZQ=="}},
        {REQUEST, {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}},
        {REQUEST, {"Sec-WebSocket-Protocol", "two words"}},
    };
    PWEB_SOCKET_HTTP_HEADER response;
    ULONG count;
    WEB_SOCKET_HANDLE handle;
    for (size_t at = 0; at < sizeof bad / sizeof *bad; ++at) {
        GIVES(answer(bad[at], NULL, NULL, 0, &response, &count, &handle), E_INVALID_PROTOCOL_FORMAT);
        WebSocketDeleteHandle(handle);
    }
}

static void clients(void)
{
    LPCSTR protocols[] = {"chat", "v2"}, extensions[] = {"x-one; a=1", "x-two"}, bad[] = {"two words"}, none[] = {NULL};
    static const struct header initial[] = {{"Host", "localhost"}, {"Connection", "upgrade"}, {"Upgrade", "WebSocket"}, {NULL, NULL}};
    static const struct header ours[] = {{"Host", "localhost"}, {"sec-websocket-key", "x"}, {NULL, NULL}};
    WEB_SOCKET_HTTP_HEADER table[MOST], request[MOST];
    PWEB_SOCKET_HTTP_HEADER more = NULL, response = NULL;
    ULONG count = 0, length, responses = 0, chosen[2] = {77, 77}, chosen_count = 2, protocol = 77;
    WEB_SOCKET_HANDLE client, server, second;
    char key[64];

    GIVES(WebSocketCreateClientHandle(NULL, 0, &client), S_OK);
    GIVES(WebSocketEndClientHandshake(client, NULL, 0, NULL, NULL, NULL), E_INVALID_PROTOCOL_OPERATION);
    length = fill_headers(table, initial);
    GIVES(WebSocketBeginClientHandshake(client, bad, 1, NULL, 0, table, length, &more, &count), E_INVALIDARG);
    GIVES(WebSocketBeginClientHandshake(client, none, 1, NULL, 0, table, length, &more, &count), E_INVALIDARG);
    GIVES(WebSocketBeginClientHandshake(client, NULL, 1, NULL, 0, table, length, &more, &count), E_INVALIDARG);
    GIVES(WebSocketBeginClientHandshake(client, NULL, 0, none, 1, table, length, &more, &count), E_INVALIDARG);
    GIVES(WebSocketBeginClientHandshake(client, NULL, 0, NULL, 0, NULL, 1, &more, &count), E_INVALIDARG);
    GIVES(WebSocketBeginClientHandshake(client, NULL, 0, NULL, 0, table, length, NULL, &count), E_INVALIDARG);
    GIVES(WebSocketBeginClientHandshake(client, NULL, 0, NULL, 0, table, length, &more, NULL), E_INVALIDARG);
    length = fill_headers(table, ours);
    GIVES(WebSocketBeginClientHandshake(client, NULL, 0, NULL, 0, table, length, &more, &count), E_INVALIDARG);
    GIVES(WebSocketBeginServerHandshake(client, NULL, NULL, 0, table, length, &more, &count), E_INVALID_PROTOCOL_OPERATION);

    /* What the caller asks for itself is not added. */
    length = fill_headers(table, initial);
    GIVES(WebSocketBeginClientHandshake(client, protocols, 2, extensions, 2, table, length, &more, &count), S_OK);
    CHECK(count == 4);
    CHECK(strcmp(value_of(more, count, "Connection"), "(none)") == 0);
    CHECK(strcmp(value_of(more, count, "Sec-WebSocket-Version"), "13") == 0);
    CHECK(strcmp(value_of(more, count, "Sec-WebSocket-Protocol"), "chat, v2") == 0);
    CHECK(strcmp(value_of(more, count, "Sec-WebSocket-Extensions"), "x-one; a=1, x-two") == 0);
    snprintf(key, sizeof key, "%s", value_of(more, count, "Sec-WebSocket-Key"));
    CHECK(strlen(key) == 24);
    GIVES(WebSocketBeginClientHandshake(client, NULL, 0, NULL, 0, NULL, 0, &response, &responses),
          E_INVALID_PROTOCOL_OPERATION);
    /* Not before the response. */
    GIVES(WebSocketReceive(client, NULL, NULL), E_INVALID_PROTOCOL_OPERATION);

    memcpy(request, table, length * sizeof *table);
    memcpy(request + length, more, count * sizeof *more);
    GIVES(WebSocketCreateServerHandle(NULL, 0, &server), S_OK);
    GIVES(WebSocketBeginServerHandshake(server, "v2", &extensions[1], 1, request, length + count, &response, &responses),
          S_OK);
    chosen_count = 0;
    GIVES(WebSocketEndClientHandshake(client, response, responses, chosen, &chosen_count, &protocol),
          HRESULT_FROM_WIN32(ERROR_INSUFFICIENT_BUFFER));
    CHECK(chosen_count == 1 && protocol == 77);
    chosen_count = 2;
    GIVES(WebSocketEndClientHandshake(client, response, responses, chosen, &chosen_count, &protocol), S_OK);
    CHECK(chosen_count == 1 && chosen[0] == 1 && chosen[1] == 77 && protocol == 1);
    GIVES(WebSocketEndClientHandshake(client, response, responses, chosen, &chosen_count, &protocol),
          E_INVALID_PROTOCOL_OPERATION);
    GIVES(WebSocketReceive(client, NULL, NULL), S_OK);

    /* A response to somebody else, and one that chooses what was not offered. */
    GIVES(WebSocketCreateClientHandle(NULL, 0, &second), S_OK);
    GIVES(WebSocketBeginClientHandshake(second, NULL, 0, NULL, 0, NULL, 0, &more, &count), S_OK);
    CHECK(strcmp(value_of(more, count, "Sec-WebSocket-Key"), key) != 0);
    CHECK(strcmp(value_of(more, count, "Connection"), "Upgrade") == 0);
    GIVES(WebSocketEndClientHandshake(second, response, responses, NULL, NULL, NULL), E_INVALID_PROTOCOL_FORMAT);
    GIVES(WebSocketEndClientHandshake(second, NULL, 1, NULL, NULL, NULL), E_INVALIDARG);
    WebSocketDeleteHandle(second);
    WebSocketDeleteHandle(client);
    WebSocketDeleteHandle(server);

    /* No protocol chosen: the largest number. */
    GIVES(WebSocketCreateClientHandle(NULL, 0, &client), S_OK);
    GIVES(WebSocketCreateServerHandle(NULL, 0, &server), S_OK);
    GIVES(WebSocketBeginClientHandshake(client, protocols, 2, NULL, 0, NULL, 0, &more, &count), S_OK);
    GIVES(WebSocketBeginServerHandshake(server, NULL, NULL, 0, more, count, &response, &responses), S_OK);
    GIVES(WebSocketEndClientHandshake(client, response, responses, NULL, NULL, &protocol), S_OK);
    CHECK(protocol == (ULONG)-1);
    WebSocketDeleteHandle(client);
    WebSocketDeleteHandle(server);
}

/* Nothing is sent, received or done before the handshake. */
static void too_early(void)
{
    WEB_SOCKET_BUFFER buffers[2];
    WEB_SOCKET_ACTION action;
    WEB_SOCKET_BUFFER_TYPE type;
    PVOID application, ticket;
    ULONG count = 2;
    WEB_SOCKET_HANDLE handle;
    GIVES(WebSocketCreateServerHandle(NULL, 0, &handle), S_OK);
    GIVES(WebSocketReceive(handle, NULL, NULL), E_INVALID_PROTOCOL_OPERATION);
    GIVES(WebSocketSend(handle, WEB_SOCKET_PING_PONG_BUFFER_TYPE, NULL, NULL), E_INVALID_PROTOCOL_OPERATION);
    GIVES(WebSocketGetAction(handle, WEB_SOCKET_ALL_ACTION_QUEUE, buffers, &count, &action, &type, &application, &ticket),
          E_INVALID_PROTOCOL_OPERATION);
    GIVES(WebSocketEndServerHandshake(handle), E_INVALID_PROTOCOL_OPERATION);
    WebSocketDeleteHandle(handle);
}

int main(void)
{
    servers();
    bad_requests();
    clients();
    too_early();
    return check_failures;
}
