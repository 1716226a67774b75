/* Handles: properties, what they may not be, the defaults. */
#include "websocket_check.h"

#define WITH(type, value) {type, &(value), sizeof(value)}

static HRESULT create(BOOL client, WEB_SOCKET_PROPERTY *properties, ULONG count)
{
    WEB_SOCKET_HANDLE handle = NULL;
    HRESULT result = client ? WebSocketCreateClientHandle(properties, count, &handle)
                            : WebSocketCreateServerHandle(properties, count, &handle);
    CHECK(SUCCEEDED(result) == (handle != NULL));
    if (handle)
        WebSocketDeleteHandle(handle);
    return result;
}

static HRESULT with_number(BOOL client, WEB_SOCKET_PROPERTY_TYPE type, ULONG value)
{
    WEB_SOCKET_PROPERTY property = WITH(type, value);
    return create(client, &property, 1);
}

static void properties(void)
{
    static const struct {
        WEB_SOCKET_PROPERTY_TYPE type;
        ULONG value;
        HRESULT client, server;
    } cases[] = {
        {WEB_SOCKET_RECEIVE_BUFFER_SIZE_PROPERTY_TYPE, 256, S_OK, S_OK},
        {WEB_SOCKET_RECEIVE_BUFFER_SIZE_PROPERTY_TYPE, 255, E_INVALIDARG, E_INVALIDARG},
        {WEB_SOCKET_RECEIVE_BUFFER_SIZE_PROPERTY_TYPE, 0xFFFFFFFF, E_INVALIDARG, E_INVALIDARG},
        {WEB_SOCKET_SEND_BUFFER_SIZE_PROPERTY_TYPE, 256, S_OK, S_OK},
        {WEB_SOCKET_SEND_BUFFER_SIZE_PROPERTY_TYPE, 16, E_INVALIDARG, S_OK},
        {WEB_SOCKET_SEND_BUFFER_SIZE_PROPERTY_TYPE, 15, E_INVALIDARG, E_INVALIDARG},
        {WEB_SOCKET_DISABLE_MASKING_PROPERTY_TYPE, TRUE, S_OK, S_OK},
        {WEB_SOCKET_DISABLE_MASKING_PROPERTY_TYPE, FALSE, S_OK, S_OK},
        {WEB_SOCKET_DISABLE_UTF8_VERIFICATION_PROPERTY_TYPE, TRUE, S_OK, S_OK},
        {WEB_SOCKET_KEEPALIVE_INTERVAL_PROPERTY_TYPE, 15000, S_OK, S_OK},
        {WEB_SOCKET_KEEPALIVE_INTERVAL_PROPERTY_TYPE, 14999, E_INVALIDARG, E_INVALIDARG},
        {WEB_SOCKET_SUPPORTED_VERSIONS_PROPERTY_TYPE, 13, E_INVALIDARG, E_INVALIDARG},
        {(WEB_SOCKET_PROPERTY_TYPE)7, 1, E_INVALIDARG, E_INVALIDARG},
    };
    ULONG size = 4096;
    USHORT narrow = 4096;
    BYTE misaligned[1 + sizeof(ULONG)];
    WEB_SOCKET_PROPERTY one = WITH(WEB_SOCKET_RECEIVE_BUFFER_SIZE_PROPERTY_TYPE, size);
    WEB_SOCKET_PROPERTY two[2] = {one, one};

    for (size_t at = 0; at < sizeof cases / sizeof *cases; ++at) {
        if (with_number(TRUE, cases[at].type, cases[at].value) != cases[at].client
            || with_number(FALSE, cases[at].type, cases[at].value) != cases[at].server) {
            printf("property %d, value %u\n", cases[at].type, cases[at].value);
            ++check_failures;
        }
    }
    GIVES(create(TRUE, NULL, 1), E_INVALIDARG);
    GIVES(create(TRUE, two, 2), E_INVALIDARG);
    one.ulValueSize = 0;
    GIVES(create(TRUE, &one, 1), E_INVALIDARG);
    one.ulValueSize = sizeof size;
    one.pvValue = NULL;
    GIVES(create(TRUE, &one, 1), E_INVALIDARG);
    one.pvValue = &narrow;
    one.ulValueSize = sizeof narrow;
    GIVES(create(TRUE, &one, 1), E_INVALIDARG);
    memcpy(misaligned + 1, &size, sizeof size);
    one.pvValue = misaligned + 1;
    one.ulValueSize = sizeof size;
    GIVES(create(TRUE, &one, 1), S_OK);
    GIVES(WebSocketCreateClientHandle(NULL, 0, NULL), E_INVALIDARG);
    GIVES(WebSocketCreateServerHandle(NULL, 0, NULL), E_INVALIDARG);
}

/* The caller's own memory, which every buffer of the handle is in. */
static void allocated_buffer(void)
{
    static ULONGLONG words[(4096 + 512 + 256) / 8 + 1];
    ULONG receive = 4096, send = 512;
    WEB_SOCKET_PROPERTY properties[] = {
        WITH(WEB_SOCKET_RECEIVE_BUFFER_SIZE_PROPERTY_TYPE, receive),
        WITH(WEB_SOCKET_SEND_BUFFER_SIZE_PROPERTY_TYPE, send),
        {WEB_SOCKET_ALLOCATED_BUFFER_PROPERTY_TYPE, words, 4096 + 512 + 256 + 1},
    };
    struct end client, server;
    PBYTE first = (PBYTE)words, last = first + sizeof words;

    memset(&client, 0, sizeof client);
    memset(&server, 0, sizeof server);
    GIVES(WebSocketCreateServerHandle(NULL, 0, &server.handle), S_OK);
    GIVES(WebSocketCreateClientHandle(properties, 3, &client.handle), S_OK);
    shake_hands(&client, &server);
    GIVES(WebSocketReceive(client.handle, NULL, CONTEXT(1)), S_OK);
    GIVES(send_text(&server, "inside", 2), S_OK);
    run_both(&client, &server);
    {
        struct event *event = RECEIVED(&client, WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE, 1);
        IS_TEXT(event, "inside");
        CHECK(event->where >= first && event->where + event->length <= last);
    }
    GIVES(WebSocketReceive(client.handle, NULL, CONTEXT(3)), S_OK);
    SENT(&server, WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE, 2);
    GIVES(send_close(&server, 1000, "a reason that is told", 4), S_OK);
    run_both(&client, &server);
    {
        struct event *event = RECEIVED(&client, WEB_SOCKET_CLOSE_BUFFER_TYPE, 3);
        IS_TEXT(event, "a reason that is told");
        CHECK(event->where >= first && event->where + event->length <= last);
    }
    close_end(&client);
    close_end(&server);

    properties[2].ulValueSize = 4096 + 512 + 256;
    GIVES(create(TRUE, properties, 3), E_INVALIDARG);
    properties[2].ulValueSize = sizeof words - 4;
    properties[2].pvValue = (PBYTE)words + 4;
    GIVES(create(TRUE, properties, 3), E_INVALIDARG);
    properties[2].pvValue = NULL;
    GIVES(create(TRUE, properties, 3), E_INVALIDARG);
}

static void global(WEB_SOCKET_PROPERTY_TYPE type, ULONG wanted)
{
    ULONG value = 0xDEAD, size = sizeof value;
    GIVES(WebSocketGetGlobalProperty(type, &value, &size), S_OK);
    CHECK(value == wanted && size == sizeof value);
    size = 3;
    value = 0xDEAD;
    GIVES(WebSocketGetGlobalProperty(type, &value, &size), HRESULT_FROM_WIN32(ERROR_INSUFFICIENT_BUFFER));
    CHECK(size == sizeof value && value == 0xDEAD);
    size = 100;
    GIVES(WebSocketGetGlobalProperty(type, NULL, &size), HRESULT_FROM_WIN32(ERROR_INSUFFICIENT_BUFFER));
    GIVES(WebSocketGetGlobalProperty(type, &value, NULL), E_INVALIDARG);
}

static void defaults(void)
{
    ULONG value, size = sizeof value;
    global(WEB_SOCKET_RECEIVE_BUFFER_SIZE_PROPERTY_TYPE, 4096);
    global(WEB_SOCKET_SEND_BUFFER_SIZE_PROPERTY_TYPE, 4096);
    global(WEB_SOCKET_DISABLE_MASKING_PROPERTY_TYPE, FALSE);
    global(WEB_SOCKET_DISABLE_UTF8_VERIFICATION_PROPERTY_TYPE, FALSE);
    global(WEB_SOCKET_KEEPALIVE_INTERVAL_PROPERTY_TYPE, 30000);
    global(WEB_SOCKET_SUPPORTED_VERSIONS_PROPERTY_TYPE, 13);
    GIVES(WebSocketGetGlobalProperty(WEB_SOCKET_ALLOCATED_BUFFER_PROPERTY_TYPE, &value, &size), E_INVALIDARG);
    GIVES(WebSocketGetGlobalProperty((WEB_SOCKET_PROPERTY_TYPE)7, &value, &size), E_INVALIDARG);
}

/* A handle that names nothing, or no longer, is an argument that is wrong in every function. */
static void no_handle(WEB_SOCKET_HANDLE handle)
{
    PWEB_SOCKET_HTTP_HEADER headers;
    WEB_SOCKET_BUFFER buffers[2];
    WEB_SOCKET_ACTION action;
    WEB_SOCKET_BUFFER_TYPE type;
    PVOID application, ticket;
    ULONG count = 2;
    GIVES(WebSocketBeginClientHandshake(handle, NULL, 0, NULL, 0, NULL, 0, &headers, &count), E_INVALIDARG);
    GIVES(WebSocketEndClientHandshake(handle, NULL, 0, NULL, NULL, NULL), E_INVALIDARG);
    GIVES(WebSocketBeginServerHandshake(handle, NULL, NULL, 0, NULL, 0, &headers, &count), E_INVALIDARG);
    GIVES(WebSocketEndServerHandshake(handle), E_INVALIDARG);
    GIVES(WebSocketSend(handle, WEB_SOCKET_PING_PONG_BUFFER_TYPE, NULL, NULL), E_INVALIDARG);
    GIVES(WebSocketReceive(handle, NULL, NULL), E_INVALIDARG);
    GIVES(WebSocketGetAction(handle, WEB_SOCKET_ALL_ACTION_QUEUE, buffers, &count, &action, &type, &application, &ticket),
          E_INVALIDARG);
    WebSocketCompleteAction(handle, CONTEXT(5), 0);
    WebSocketAbortHandle(handle);
    WebSocketDeleteHandle(handle);
}

static void stale(void)
{
    WEB_SOCKET_HANDLE old = NULL, new = NULL;
    GIVES(WebSocketCreateServerHandle(NULL, 0, &old), S_OK);
    WebSocketDeleteHandle(old);
    no_handle(old);
    GIVES(WebSocketCreateServerHandle(NULL, 0, &new), S_OK);
    CHECK(new != old);
    no_handle(old);
    no_handle(NULL);
    no_handle((WEB_SOCKET_HANDLE)&new);
    WebSocketDeleteHandle(new);
}

/* The name of the library on Windows is this library. */
static void by_name(void)
{
    HMODULE module = LoadLibraryA("websocket.dll");
    CHECK(module != NULL);
    CHECK(GetProcAddress(module, "WebSocketGetAction") == (FARPROC)(void *)WebSocketGetAction);
    CHECK(FreeLibrary(module));
}

int main(void)
{
    properties();
    allocated_buffer();
    defaults();
    stale();
    by_name();
    return check_failures;
}
