/* hello PORT[,HTTPS_PORT] THREADS FOLDER: threads in calls that block, as in the sample of version 1. */
#include "site.h"

static DWORD WINAPI serve(LPVOID unused)
{
    static __thread union request request;
    static __thread char body[65536];
    struct answer answer;
    ULONG bytes, code;

    (void)unused;
    for (;;) {
        code = HttpReceiveHttpRequest(site_queue, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&request, sizeof request, &bytes,
                                      NULL);
        must_be(code, "HttpReceiveHttpRequest");
        if (request.v1.Flags & HTTP_REQUEST_FLAG_MORE_ENTITY_BODY_EXISTS) {
            do
                code = HttpReceiveRequestEntityBody(site_queue, request.v1.RequestId, 0, body, sizeof body, &bytes,
                                                    NULL);
            while (code == NO_ERROR);
            /* Clients may leave at any time. */
            if (code != ERROR_HANDLE_EOF)
                continue;
        }
        site_answer(&request.v1, &answer);
        HttpSendHttpResponse(site_queue, request.v1.RequestId, 0, (PHTTP_RESPONSE)&answer.response, NULL, NULL, NULL,
                             0, NULL, NULL);
    }
    return 0;
}

int main(int count, char **arguments)
{
    if (count < 4)
        return 2;
    site_open(arguments[1], arguments[3]);
    for (int threads = atoi(arguments[2]); threads > 1; threads--)
        must(CreateThread(NULL, 0, serve, NULL, 0, NULL) != NULL, "CreateThread");
    serve(NULL);
}
