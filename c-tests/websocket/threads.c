/* A thread for each queue of each end, over a socket: four at once, as programs do that send while they
 * receive. Then ends that are aborted and deleted while their threads are in calls. */
#include "websocket_check.h"

#include <sys/socket.h>
#include <unistd.h>

enum { MESSAGES = 300, LARGEST = 20000 };

struct side {
    WEB_SOCKET_HANDLE handle;
    int socket;
    ULONG seed;
    LONG received, sent, failed;
};

static size_t length_of(ULONG seed, int number)
{
    return (size_t)(number * 7919u + seed * 104729u) % LARGEST;
}

/* Does one action of a queue; FALSE where there is none. */
static HRESULT one_action(struct side *side, WEB_SOCKET_ACTION_QUEUE queue, WEB_SOCKET_ACTION *action, ULONG *length,
                          WEB_SOCKET_BUFFER_TYPE *type)
{
    WEB_SOCKET_BUFFER buffers[2];
    ULONG count = 2, bytes = 0;
    PVOID context, ticket;
    HRESULT result = WebSocketGetAction(side->handle, queue, buffers, &count, action, type, &context, &ticket);
    if (FAILED(result))
        return result;
    *length = 0;
    switch (*action) {
    case WEB_SOCKET_NO_ACTION:
        return S_OK;
    case WEB_SOCKET_SEND_TO_NETWORK_ACTION:
        for (ULONG at = 0; at < count; ++at) {
            ULONG done = 0;
            while (done < buffers[at].Data.ulBufferLength) {
                ssize_t now = send(side->socket, buffers[at].Data.pbBuffer + done, buffers[at].Data.ulBufferLength - done,
                                   MSG_NOSIGNAL);
                if (now <= 0)
                    break;
                done += (ULONG)now;
            }
            bytes += done;
        }
        break;
    case WEB_SOCKET_RECEIVE_FROM_NETWORK_ACTION: {
        ssize_t now = recv(side->socket, buffers[0].Data.pbBuffer, buffers[0].Data.ulBufferLength, 0);
        bytes = now > 0 ? (ULONG)now : 0;
        break;
    }
    default:
        if (count > 0 && *type != WEB_SOCKET_CLOSE_BUFFER_TYPE)
            *length = buffers[0].Data.ulBufferLength;
        for (ULONG at = 0; at < *length; ++at) {
            if (buffers[0].Data.pbBuffer[at] != 'm')
                InterlockedIncrement(&side->failed);
        }
    }
    WebSocketCompleteAction(side->handle, ticket, bytes);
    return S_OK;
}

static DWORD WINAPI sender(LPVOID parameter)
{
    struct side *side = parameter;
    BYTE *bytes = malloc(LARGEST);
    memset(bytes, 'm', LARGEST);
    for (int number = 0; number <= MESSAGES; ++number) {
        WEB_SOCKET_ACTION action;
        WEB_SOCKET_BUFFER_TYPE type;
        WEB_SOCKET_BUFFER buffer;
        ULONG length;
        memset(&buffer, 0, sizeof buffer);
        if (number < MESSAGES) {
            buffer.Data.pbBuffer = bytes;
            buffer.Data.ulBufferLength = (ULONG)length_of(side->seed, number);
            type = number % 5 == 4 ? WEB_SOCKET_PING_PONG_BUFFER_TYPE : WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE;
        } else {
            buffer.CloseStatus.usStatus = 1000;
            type = WEB_SOCKET_CLOSE_BUFFER_TYPE;
        }
        GIVES(WebSocketSend(side->handle, type, type == WEB_SOCKET_PING_PONG_BUFFER_TYPE ? NULL : &buffer, NULL), S_OK);
        do {
            GIVES(one_action(side, WEB_SOCKET_SEND_ACTION_QUEUE, &action, &length, &type), S_OK);
        } while (action != WEB_SOCKET_NO_ACTION);
        ++side->sent;
    }
    free(bytes);
    return 0;
}

static DWORD WINAPI receiver(LPVOID parameter)
{
    struct side *side = parameter;
    BYTE bytes[4000];
    size_t length = 0;
    int number = 0;
    for (int turn = 0;; ++turn) {
        WEB_SOCKET_ACTION action;
        WEB_SOCKET_BUFFER_TYPE type;
        WEB_SOCKET_BUFFER buffer;
        ULONG more = 0;
        memset(&buffer, 0, sizeof buffer);
        buffer.Data.pbBuffer = bytes;
        buffer.Data.ulBufferLength = sizeof bytes;
        GIVES(WebSocketReceive(side->handle, turn % 2 ? &buffer : NULL, NULL), S_OK);
        do {
            GIVES(one_action(side, WEB_SOCKET_RECEIVE_ACTION_QUEUE, &action, &more, &type), S_OK);
        } while (action == WEB_SOCKET_RECEIVE_FROM_NETWORK_ACTION);
        if (type == WEB_SOCKET_CLOSE_BUFFER_TYPE)
            return 0;
        length += more;
        if (type == WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE) {
            while (number % 5 == 4)
                ++number;
            if (length != length_of(1 - side->seed, number))
                InterlockedIncrement(&side->failed);
            ++number;
            length = 0;
            ++side->received;
        }
    }
}

static void open_sides(struct side *client, struct side *server)
{
    struct end one, two;
    int sockets[2];
    open_both(&one, &two);
    CHECK(socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) == 0);
    memset(client, 0, sizeof *client);
    memset(server, 0, sizeof *server);
    client->handle = one.handle;
    server->handle = two.handle;
    client->socket = sockets[0];
    server->socket = sockets[1];
    server->seed = 1;
}

static void both_ways(void)
{
    struct side client, server;
    HANDLE threads[4];
    open_sides(&client, &server);
    threads[0] = CreateThread(NULL, 0, sender, &client, 0, NULL);
    threads[1] = CreateThread(NULL, 0, receiver, &client, 0, NULL);
    threads[2] = CreateThread(NULL, 0, sender, &server, 0, NULL);
    threads[3] = CreateThread(NULL, 0, receiver, &server, 0, NULL);
    CHECK(WaitForMultipleObjects(4, threads, TRUE, 100000) == WAIT_OBJECT_0);
    for (int at = 0; at < 4; ++at)
        CloseHandle(threads[at]);
    CHECK(client.sent == MESSAGES + 1 && server.sent == MESSAGES + 1);
    CHECK(client.received == MESSAGES - MESSAGES / 5 && server.received == MESSAGES - MESSAGES / 5);
    CHECK(client.failed == 0 && server.failed == 0);
    WebSocketDeleteHandle(client.handle);
    WebSocketDeleteHandle(server.handle);
    close(client.socket);
    close(server.socket);
}

/* Calls until the handle is gone: every answer is one of those that are documented. */
static DWORD WINAPI caller(LPVOID parameter)
{
    struct side *side = parameter;
    for (;;) {
        WEB_SOCKET_ACTION action;
        WEB_SOCKET_BUFFER_TYPE type;
        WEB_SOCKET_BUFFER buffers[2];
        ULONG count = 2;
        PVOID context, ticket;
        HRESULT result;
        result = WebSocketReceive(side->handle, NULL, NULL);
        if (result == E_INVALIDARG)
            return 0;
        CHECK(result == S_OK || result == E_INVALID_PROTOCOL_OPERATION);
        result = WebSocketSend(side->handle, WEB_SOCKET_PING_PONG_BUFFER_TYPE, NULL, NULL);
        CHECK(result == S_OK || result == E_INVALID_PROTOCOL_OPERATION || result == E_INVALIDARG);
        result = WebSocketGetAction(side->handle, WEB_SOCKET_SEND_ACTION_QUEUE, buffers, &count, &action, &type, &context,
                                    &ticket);
        CHECK(result == S_OK || result == E_INVALIDARG);
        /* Its buffers go with the handle, so nobody may look into them here. */
        if (result == S_OK && action != WEB_SOCKET_NO_ACTION)
            WebSocketCompleteAction(side->handle, ticket, 0);
    }
}

static void gone_while_in_use(void)
{
    for (int round = 0; round < 20; ++round) {
        struct side client, server;
        HANDLE threads[2];
        open_sides(&client, &server);
        threads[0] = CreateThread(NULL, 0, caller, &server, 0, NULL);
        threads[1] = CreateThread(NULL, 0, caller, &server, 0, NULL);
        if (round % 2)
            WebSocketAbortHandle(server.handle);
        close(client.socket);
        WebSocketDeleteHandle(server.handle);
        CHECK(WaitForMultipleObjects(2, threads, TRUE, 100000) == WAIT_OBJECT_0);
        CloseHandle(threads[0]);
        CloseHandle(threads[1]);
        WebSocketDeleteHandle(client.handle);
        close(server.socket);
    }
}

int main(void)
{
    both_ways();
    gone_while_in_use();
    return check_failures;
}
