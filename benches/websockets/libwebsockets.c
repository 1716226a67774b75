/* libwebsockets PORT: an echo as its documentation has it: what came goes out when the socket is writable. */
#include <libwebsockets.h>
#include <stdlib.h>
#include <string.h>

struct session {
    unsigned char bytes[LWS_PRE + 70000];
    size_t length;
};

static int echo(struct lws *socket, enum lws_callback_reasons reason, void *user, void *in, size_t length)
{
    struct session *session = user;

    switch (reason) {
    case LWS_CALLBACK_ESTABLISHED:
        session->length = 0;
        break;
    case LWS_CALLBACK_RECEIVE:
        if (session->length + length > sizeof session->bytes - LWS_PRE)
            return -1;
        memcpy(session->bytes + LWS_PRE + session->length, in, length);
        session->length += length;
        if (lws_is_final_fragment(socket) && !lws_remaining_packet_payload(socket))
            lws_callback_on_writable(socket);
        break;
    case LWS_CALLBACK_SERVER_WRITEABLE:
        if (session->length > 0) {
            if (lws_write(socket, session->bytes + LWS_PRE, session->length, LWS_WRITE_BINARY) < 0)
                return -1;
            session->length = 0;
        }
        break;
    default:
        break;
    }
    return 0;
}

int main(int count, char **arguments)
{
    static const struct lws_protocols protocols[] = {
        {.name = "echo", .callback = echo, .per_session_data_size = sizeof(struct session), .rx_buffer_size = 20000}, {0}};
    struct lws_context_creation_info info;
    struct lws_context *context;

    if (count < 2)
        return 1;
    memset(&info, 0, sizeof info);
    info.port = atoi(arguments[1]);
    info.protocols = protocols;
    info.iface = "lo";
    info.fd_limit_per_thread = 4000;
    lws_set_log_level(LLL_ERR, NULL);
    context = lws_create_context(&info);
    if (context == NULL)
        return 1;
    while (lws_service(context, 0) >= 0)
        ;
    return 1;
}
