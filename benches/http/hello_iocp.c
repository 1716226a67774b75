/*
 * hello_iocp PORT THREADS FOLDER [skip]: threads on a completion port, with receives that
 * are always outstanding. With `skip`, calls that end at once queue no packet.
 */
#include "site.h"

enum { RECEIVES = 64 };

enum step { RECEIVE, READ, SEND };

static HANDLE port;
static BOOL skips;

/* An outstanding operation, of one request after another. */
struct context {
    OVERLAPPED overlapped;
    enum step step;
    union request request;
    struct answer answer;
    char *body;
};

/* Begins a step; what it returned. */
static ULONG begin(struct context *context, enum step step)
{
    HTTP_REQUEST_ID id = context->request.v1.RequestId;

    context->step = step;
    memset(&context->overlapped, 0, sizeof context->overlapped);
    switch (step) {
    case RECEIVE:
        return HttpReceiveHttpRequest(site_queue, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&context->request,
                                      sizeof context->request, NULL, &context->overlapped);
    case READ:
        return HttpReceiveRequestEntityBody(site_queue, id, 0, context->body, 65536, NULL, &context->overlapped);
    default:
        site_answer(&context->request.v1, &context->answer);
        return HttpSendHttpResponse(site_queue, id, 0, (PHTTP_RESPONSE)&context->answer.response, NULL, NULL, NULL, 0,
                                    &context->overlapped, NULL);
    }
}

/* What follows the end of a step. A client that has left ends its request. */
static enum step next(const struct context *context, ULONG code)
{
    if (context->step == RECEIVE) {
        must_be(code, "HttpReceiveHttpRequest");
        return context->request.v1.Flags & HTTP_REQUEST_FLAG_MORE_ENTITY_BODY_EXISTS ? READ : SEND;
    }
    if (context->step == READ)
        return code == NO_ERROR ? READ : code == ERROR_HANDLE_EOF ? SEND : RECEIVE;
    return RECEIVE;
}

/* Goes on until an operation is under way whose end a packet tells. */
static void go_on(struct context *context, enum step step)
{
    for (;;) {
        ULONG code = begin(context, step);
        if (code == ERROR_IO_PENDING || (code == NO_ERROR && !skips))
            return;
        step = next(context, code);
    }
}

static DWORD WINAPI serve(LPVOID unused)
{
    (void)unused;
    for (;;) {
        DWORD bytes;
        ULONG_PTR key;
        LPOVERLAPPED overlapped = NULL;
        BOOL good = GetQueuedCompletionStatus(port, &bytes, &key, &overlapped, INFINITE);
        ULONG code = good ? NO_ERROR : GetLastError();
        struct context *context = CONTAINING_RECORD(overlapped, struct context, overlapped);
        must(overlapped != NULL, "GetQueuedCompletionStatus");
        go_on(context, next(context, code));
    }
    return 0;
}

int main(int count, char **arguments)
{
    static struct context contexts[RECEIVES];

    if (count < 4)
        return 2;
    skips = count > 4 && strcmp(arguments[4], "skip") == 0;
    site_open(arguments[1], arguments[3]);
    port = CreateIoCompletionPort(site_queue, NULL, 1, 0);
    must(port != NULL, "CreateIoCompletionPort");
    if (skips)
        must(SetFileCompletionNotificationModes(site_queue, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS), "skip");
    for (int i = 0; i < RECEIVES; i++) {
        contexts[i].body = malloc(65536);
        go_on(&contexts[i], RECEIVE);
    }
    for (int threads = atoi(arguments[2]); threads > 1; threads--)
        must(CreateThread(NULL, 0, serve, NULL, 0, NULL) != NULL, "CreateThread");
    serve(NULL);
}
