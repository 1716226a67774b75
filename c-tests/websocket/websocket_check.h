/* What the programs here share: two ends of a WebSocket with the network between them in memory. */
#ifndef WEBSOCKET_CHECK_H
#define WEBSOCKET_CHECK_H

#include "../win32/check.h"
#include <websocket.h>

#include <stdlib.h>
#include <string.h>

/* The call returns this HRESULT. */
#define GIVES(call, code)                                                                         \
    do {                                                                                          \
        HRESULT given = (call);                                                                   \
        if (given != (HRESULT)(code)) {                                                           \
            printf("%s:%d: %s is %08x, not %s\n", __FILE__, __LINE__, #call, (unsigned)given, #code); \
            ++check_failures;                                                                     \
        }                                                                                         \
    } while (0)

#define CONTEXT(number) ((PVOID)(ULONG_PTR)(number))

/* An operation that has ended. */
struct event {
    WEB_SOCKET_ACTION action;
    WEB_SOCKET_BUFFER_TYPE type;
    PVOID context;
    ULONG buffers;
    USHORT status;
    PBYTE where;
    BYTE *bytes;
    size_t length;
};

struct end {
    WEB_SOCKET_HANDLE handle;
    /* What the network has for it, from in_start on. */
    BYTE *in;
    size_t in_start, in_length, in_room;
    BOOL connection_ended;
    /* The network gives so many bytes at a time. */
    ULONG portion;
    /* A receive from the network that waits. */
    PVOID waiting;
    WEB_SOCKET_BUFFER waits_into;
    struct event *events;
    size_t count, taken;
    /* The actions that were asked for. */
    size_t sends, receives;
};

static inline void put(struct end *to, const void *bytes, size_t length)
{
    size_t end = to->in_start + to->in_length;
    if (end + length > to->in_room) {
        to->in_room = 2 * (end + length);
        to->in = realloc(to->in, to->in_room);
    }
    if (length > 0)
        memcpy(to->in + end, bytes, length);
    to->in_length += length;
}

/* The network fills the receive that waits, where it has something. */
static inline BOOL fill(struct end *end)
{
    size_t count = end->in_length;
    PVOID waiting = end->waiting;
    if (!waiting || (count == 0 && !end->connection_ended))
        return FALSE;
    if (count > end->waits_into.Data.ulBufferLength)
        count = end->waits_into.Data.ulBufferLength;
    if (end->portion && count > end->portion)
        count = end->portion;
    if (count > 0)
        memcpy(end->waits_into.Data.pbBuffer, end->in + end->in_start, count);
    end->in_length -= count;
    end->in_start = end->in_length ? end->in_start + count : 0;
    end->waiting = NULL;
    ++end->receives;
    WebSocketCompleteAction(end->handle, waiting, (ULONG)count);
    return TRUE;
}

static inline void note(struct end *end, WEB_SOCKET_ACTION action, WEB_SOCKET_BUFFER_TYPE type, PVOID context,
                        const WEB_SOCKET_BUFFER *buffers, ULONG count)
{
    struct event *event;
    if ((end->count & (end->count - 1)) == 0)
        end->events = realloc(end->events, (end->count ? 2 * end->count : 1) * sizeof *end->events);
    event = &end->events[end->count++];
    memset(event, 0, sizeof *event);
    event->action = action;
    event->type = type;
    event->context = context;
    event->buffers = count;
    if (count == 0 || action != WEB_SOCKET_INDICATE_RECEIVE_COMPLETE_ACTION)
        return;
    CHECK(count == 1);
    event->length = buffers[0].Data.ulBufferLength;
    event->where = buffers[0].Data.pbBuffer;
    if (type == WEB_SOCKET_CLOSE_BUFFER_TYPE) {
        event->length = buffers[0].CloseStatus.ulReasonLength;
        event->where = buffers[0].CloseStatus.pbReason;
        event->status = buffers[0].CloseStatus.usStatus;
    }
    event->bytes = malloc(event->length + 1);
    if (event->length > 0)
        memcpy(event->bytes, event->where, event->length);
    event->bytes[event->length] = 0;
}

/* Does what there is to do, as far as the network goes. */
static inline HRESULT run(struct end *end, struct end *other)
{
    for (;;) {
        WEB_SOCKET_BUFFER buffers[2];
        ULONG count = 2, total = 0;
        WEB_SOCKET_ACTION action = WEB_SOCKET_NO_ACTION;
        WEB_SOCKET_BUFFER_TYPE type;
        PVOID context, ticket;
        HRESULT result = WebSocketGetAction(end->handle, WEB_SOCKET_ALL_ACTION_QUEUE, buffers, &count, &action, &type,
                                            &context, &ticket);
        if (FAILED(result))
            return result;
        switch (action) {
        case WEB_SOCKET_NO_ACTION:
            CHECK(count == 0 && ticket == NULL);
            if (!fill(end))
                return S_OK;
            continue;
        case WEB_SOCKET_SEND_TO_NETWORK_ACTION:
            CHECK(count >= 1);
            for (ULONG at = 0; at < count; ++at) {
                put(other, buffers[at].Data.pbBuffer, buffers[at].Data.ulBufferLength);
                total += buffers[at].Data.ulBufferLength;
            }
            ++end->sends;
            break;
        case WEB_SOCKET_RECEIVE_FROM_NETWORK_ACTION:
            CHECK(count == 1 && buffers[0].Data.ulBufferLength > 0);
            end->waiting = ticket;
            end->waits_into = buffers[0];
            continue;
        default:
            note(end, action, type, context, buffers, count);
        }
        WebSocketCompleteAction(end->handle, ticket, total);
    }
}

/* Both ends, until neither has anything to do. */
static inline void run_both(struct end *one, struct end *two)
{
    size_t before;
    do {
        before = one->sends + two->sends + one->receives + two->receives + one->count + two->count;
        GIVES(run(one, two), S_OK);
        GIVES(run(two, one), S_OK);
    } while (before != one->sends + two->sends + one->receives + two->receives + one->count + two->count);
}

/* The next event, which is to be such a one. */
static inline struct event *next_event(struct end *end, WEB_SOCKET_ACTION action, WEB_SOCKET_BUFFER_TYPE type, int context)
{
    static struct event none;
    if (end->taken == end->count) {
        printf("no event where %d of type %08x was to come\n", action, (unsigned)type);
        ++check_failures;
        return &none;
    }
    struct event *event = &end->events[end->taken++];
    if (event->action != action || event->type != type || event->context != CONTEXT(context)) {
        printf("event %d of type %08x for %p, not %d of type %08x for %d\n", event->action, (unsigned)event->type,
               event->context, action, (unsigned)type, context);
        ++check_failures;
    }
    return event;
}

#define SENT(end, type, context) next_event(end, WEB_SOCKET_INDICATE_SEND_COMPLETE_ACTION, type, context)
#define RECEIVED(end, type, context) next_event(end, WEB_SOCKET_INDICATE_RECEIVE_COMPLETE_ACTION, type, context)
#define NO_MORE_EVENTS(end) CHECK((end)->taken == (end)->count)

static inline HRESULT send_bytes(struct end *end, WEB_SOCKET_BUFFER_TYPE type, const void *bytes, size_t length, int context)
{
    WEB_SOCKET_BUFFER buffer;
    memset(&buffer, 0, sizeof buffer);
    buffer.Data.pbBuffer = (PBYTE)bytes;
    buffer.Data.ulBufferLength = (ULONG)length;
    return WebSocketSend(end->handle, type, &buffer, CONTEXT(context));
}

static inline HRESULT send_text(struct end *end, const char *text, int context)
{
    return send_bytes(end, WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE, text, strlen(text), context);
}

static inline HRESULT send_close(struct end *end, USHORT status, const char *reason, int context)
{
    WEB_SOCKET_BUFFER buffer;
    memset(&buffer, 0, sizeof buffer);
    buffer.CloseStatus.pbReason = (PBYTE)reason;
    buffer.CloseStatus.ulReasonLength = reason ? (ULONG)strlen(reason) : 0;
    buffer.CloseStatus.usStatus = status;
    return WebSocketSend(end->handle, WEB_SOCKET_CLOSE_BUFFER_TYPE, &buffer, CONTEXT(context));
}

static inline HRESULT receive_into(struct end *end, void *bytes, ULONG length, int context)
{
    WEB_SOCKET_BUFFER buffer;
    memset(&buffer, 0, sizeof buffer);
    buffer.Data.pbBuffer = bytes;
    buffer.Data.ulBufferLength = length;
    return WebSocketReceive(end->handle, &buffer, CONTEXT(context));
}

static inline BOOL has_text(const struct event *event, const char *text)
{
    return event->length == strlen(text) && event->bytes && memcmp(event->bytes, text, event->length) == 0;
}

#define IS_TEXT(event, text) CHECK(has_text(event, text))

/* The handshake between the two, without protocols. */
static inline void shake_hands(struct end *client, struct end *server)
{
    PWEB_SOCKET_HTTP_HEADER request = NULL, response = NULL;
    ULONG requests = 0, responses = 0;
    GIVES(WebSocketBeginClientHandshake(client->handle, NULL, 0, NULL, 0, NULL, 0, &request, &requests), S_OK);
    GIVES(WebSocketBeginServerHandshake(server->handle, NULL, NULL, 0, request, requests, &response, &responses), S_OK);
    GIVES(WebSocketEndClientHandshake(client->handle, response, responses, NULL, NULL, NULL), S_OK);
    GIVES(WebSocketEndServerHandshake(server->handle), S_OK);
}

static inline void open_both(struct end *client, struct end *server)
{
    memset(client, 0, sizeof *client);
    memset(server, 0, sizeof *server);
    GIVES(WebSocketCreateClientHandle(NULL, 0, &client->handle), S_OK);
    GIVES(WebSocketCreateServerHandle(NULL, 0, &server->handle), S_OK);
    shake_hands(client, server);
}

static inline void close_end(struct end *end)
{
    for (size_t at = 0; at < end->count; ++at)
        free(end->events[at].bytes);
    free(end->events);
    free(end->in);
    WebSocketDeleteHandle(end->handle);
    memset(end, 0, sizeof *end);
}

#endif
