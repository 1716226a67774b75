/* Overlapped calls: how their ends are told, inside the call and after it, and how they are cancelled. */
#include "http_check.h"
#include <ntstatus.h>

static struct service service;

static ULONG begin(union request *request, OVERLAPPED *overlapped, HANDLE event)
{
    memset(overlapped, 0, sizeof *overlapped);
    overlapped->hEvent = event;
    return HttpReceiveHttpRequest(service.queue, HTTP_NULL_ID, 0, (PHTTP_REQUEST)request, sizeof *request, NULL,
                                  overlapped);
}

static void finish(union request *request, int one)
{
    char text[512];
    RETURNS(answer(service.queue, request->v1.RequestId, "done", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "done");
}

/* Neither event nor port: the handle itself is waited for. */
static void by_handle(void)
{
    union request request;
    OVERLAPPED overlapped;
    DWORD bytes = 0;
    int one = client(service.port);

    RETURNS(begin(&request, &overlapped, NULL), ERROR_IO_PENDING);
    FAILS_WITH(GetOverlappedResult(service.queue, &overlapped, &bytes, FALSE), ERROR_IO_INCOMPLETE);
    CHECK(WaitForSingleObject(service.queue, 0) == WAIT_TIMEOUT);
    say(one, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(GetOverlappedResult(service.queue, &overlapped, &bytes, TRUE));
    CHECK(bytes > sizeof request.v1 && strcmp(request.v1.pRawUrl, "/") == 0);
    finish(&request, one);
    close(one);
}

/* What ends inside the call sets the event all the same; what fails there leaves it alone. */
static void inside(void)
{
    union request request;
    OVERLAPPED overlapped;
    DWORD bytes = 0;
    ULONG size = 0;
    HANDLE event = CreateEventA(NULL, TRUE, TRUE, NULL);
    int one = client(service.port);

    /* Two requests, so that the second is ready when it is asked for. */
    int two = client(service.port);
    say(one, "GET /1 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    say(two, "GET /2 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    for (int turn = 0; turn < 2; ++turn) {
        ULONG code;
        if (turn == 1)
            Sleep(50);
        code = begin(&request, &overlapped, event);
        CHECK(code == NO_ERROR || code == ERROR_IO_PENDING);
        CHECK(WaitForSingleObject(event, PATIENCE) == WAIT_OBJECT_0);
        CHECK(GetOverlappedResult(service.queue, &overlapped, &bytes, FALSE) && bytes > sizeof request.v1);
        finish(&request, strcmp(request.v1.pRawUrl, "/1") == 0 ? one : two);
    }
    close(two);

    say(one, "GET /long/enough HTTP/1.1\r\nHost: localhost\r\n\r\n");
    receive(service.queue, &request);
    memset(&overlapped, 0, sizeof overlapped);
    overlapped.hEvent = event;
    RETURNS(HttpReceiveHttpRequest(service.queue, request.v1.RequestId, 0, (PHTTP_REQUEST)&request, sizeof request.v1,
                                   &size, &overlapped),
            ERROR_MORE_DATA);
    CHECK(size > sizeof request.v1);
    CHECK(HasOverlappedIoCompleted(&overlapped) && WaitForSingleObject(event, 0) == WAIT_TIMEOUT);
    RETURNS(HttpReceiveRequestEntityBody(service.queue, request.v1.RequestId, 0, &size, sizeof size, NULL, &overlapped),
            ERROR_HANDLE_EOF);
    CHECK(HasOverlappedIoCompleted(&overlapped) && WaitForSingleObject(event, 0) == WAIT_TIMEOUT);
    RETURNS(answer(service.queue, 1, "", 0, &overlapped), ERROR_CONNECTION_INVALID);
    CHECK(HasOverlappedIoCompleted(&overlapped) && WaitForSingleObject(event, 0) == WAIT_TIMEOUT);
    /* A send that is complete at once. */
    RETURNS(answer(service.queue, request.v1.RequestId, "done", 0, &overlapped), NO_ERROR);
    CHECK(WaitForSingleObject(event, 0) == WAIT_OBJECT_0 && overlapped.Internal == STATUS_SUCCESS);
    CHECK(overlapped.InternalHigh > 4);
    close(one);
    CloseHandle(event);
}

static DWORD WINAPI begin_elsewhere(LPVOID parameter)
{
    void **both = parameter;
    RETURNS(begin(both[0], both[1], NULL), ERROR_IO_PENDING);
    return 0;
}

static void cancelled(void)
{
    static union request requests[3];
    OVERLAPPED overlapped[3];
    DWORD bytes;
    void *both[2] = {&requests[2], &overlapped[2]};
    HANDLE event = CreateEventA(NULL, TRUE, FALSE, NULL);
    HANDLE thread;

    RETURNS(begin(&requests[0], &overlapped[0], event), ERROR_IO_PENDING);
    RETURNS(begin(&requests[1], &overlapped[1], NULL), ERROR_IO_PENDING);
    thread = CreateThread(NULL, 0, begin_elsewhere, both, 0, NULL);
    CHECK(WaitForSingleObject(thread, PATIENCE) == WAIT_OBJECT_0);
    CloseHandle(thread);
    FAILS_WITH(CancelIoEx(service.queue, (LPOVERLAPPED)&bytes), ERROR_NOT_FOUND);
    CHECK(CancelIoEx(service.queue, &overlapped[0]));
    CHECK(WaitForSingleObject(event, PATIENCE) == WAIT_OBJECT_0);
    FAILS_WITH(GetOverlappedResult(service.queue, &overlapped[0], &bytes, FALSE), ERROR_OPERATION_ABORTED);
    CHECK(bytes == 0 && !HasOverlappedIoCompleted(&overlapped[1]));
    /* This thread's own, and nobody else's. */
    CHECK(CancelIo(service.queue));
    CHECK(overlapped[1].Internal == (ULONG_PTR)(ULONG)STATUS_CANCELLED && !HasOverlappedIoCompleted(&overlapped[2]));
    CHECK(CancelIoEx(service.queue, NULL));
    CHECK(overlapped[2].Internal == (ULONG_PTR)(ULONG)STATUS_CANCELLED);
    FAILS_WITH(CancelIoEx(service.queue, NULL), ERROR_NOT_FOUND);
    CloseHandle(event);
}

/* A port, and what FILE_SKIP_COMPLETION_PORT_ON_SUCCESS leaves out. */
static void packets(void)
{
    union request request;
    OVERLAPPED overlapped, sent;
    LPOVERLAPPED told;
    DWORD bytes;
    ULONG_PTR key;
    HANDLE port = CreateIoCompletionPort(service.queue, NULL, 7, 0);
    int one = client(service.port);

    CHECK(port != NULL);
    for (int skip = 0; skip < 2; ++skip) {
        if (skip)
            CHECK(SetFileCompletionNotificationModes(service.queue, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS));
        RETURNS(begin(&request, &overlapped, NULL), ERROR_IO_PENDING);
        say(one, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        CHECK(GetQueuedCompletionStatus(port, &bytes, &key, &told, PATIENCE));
        CHECK(told == &overlapped && key == 7 && bytes > sizeof request.v1);
        memset(&sent, 0, sizeof sent);
        RETURNS(answer(service.queue, request.v1.RequestId, "done", 0, &sent), NO_ERROR);
        told = NULL;
        CHECK(GetQueuedCompletionStatus(port, &bytes, &key, &told, skip ? 0 : PATIENCE) == !skip);
        CHECK(told == (skip ? NULL : &sent));
        {
            char text[512];
            hear(one, text, sizeof text, "done");
        }
    }
    /* A failure inside the call has no packet either way. */
    RETURNS(answer(service.queue, 1, "", 0, &sent), ERROR_CONNECTION_INVALID);
    CHECK(!GetQueuedCompletionStatus(port, &bytes, &key, &told, 0) && told == NULL);
    close(one);
    CloseHandle(port);
}

enum call { RECEIVE, BODY, WAIT, CALLS };

struct blocked {
    enum call call;
    HTTP_REQUEST_ID id;
    HTTP_CONNECTION_ID connection;
    ULONG result;
};

static DWORD WINAPI block(LPVOID parameter)
{
    struct blocked *blocked = parameter;
    static __thread union request request;
    char body[16];
    switch (blocked->call) {
    case RECEIVE:
        blocked->result = HttpReceiveHttpRequest(service.queue, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&request,
                                                 sizeof request, NULL, NULL);
        break;
    case BODY:
        blocked->result = HttpReceiveRequestEntityBody(service.queue, blocked->id, 0, body, sizeof body, NULL, NULL);
        break;
    default:
        blocked->result = HttpWaitForDisconnect(service.queue, blocked->connection, NULL);
    }
    return 0;
}

/* CancelSynchronousIo ends the call that a thread is in, and no other thread's. */
static void synchronous(void)
{
    union request request;
    int one = client(service.port);

    say(one, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\n");
    receive(service.queue, &request);
    for (int call = 0; call < CALLS; ++call) {
        struct blocked blocked[2];
        HANDLE threads[2];
        for (int number = 0; number < 2; ++number) {
            /* Two reads of one body are one too many. */
            blocked[number].call = number == 1 && call == BODY ? WAIT : (enum call)call;
            blocked[number].id = request.v1.RequestId;
            blocked[number].connection = request.v1.ConnectionId;
            blocked[number].result = 77;
            threads[number] = CreateThread(NULL, 0, block, &blocked[number], 0, NULL);
        }
        for (int number = 0; number < 2; ++number) {
            /* It has to be in its call. */
            int tries = 0;
            while (!CancelSynchronousIo(threads[number]) && ++tries < PATIENCE) {
                CHECK(GetLastError() == ERROR_NOT_FOUND);
                Sleep(1);
            }
            CHECK(WaitForSingleObject(threads[number], PATIENCE) == WAIT_OBJECT_0);
            CHECK(blocked[number].result == ERROR_OPERATION_ABORTED);
            CHECK(number == 1 || WaitForSingleObject(threads[1], 0) == WAIT_TIMEOUT);
            CloseHandle(threads[number]);
        }
    }
    say(one, "body");
    finish(&request, one);
    close(one);
}

static volatile LONG workers_end;

/* Receives and answers; being cancelled is no reason to stop. */
static DWORD WINAPI work(LPVOID unused)
{
    union request request;

    (void)unused;
    while (!InterlockedCompareExchange(&workers_end, 0, 0)) {
        ULONG code = HttpReceiveHttpRequest(service.queue, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&request, sizeof request,
                                            NULL, NULL);
        CHECK(code == NO_ERROR || code == ERROR_OPERATION_ABORTED);
        if (code == NO_ERROR)
            RETURNS(answer(service.queue, request.v1.RequestId, "done", 0, NULL), NO_ERROR);
    }
    return 0;
}

static DWORD WINAPI cancel(LPVOID threads)
{
    for (unsigned turn = 0; !InterlockedCompareExchange(&workers_end, 0, 0); ++turn) {
        CancelSynchronousIo(((HANDLE *)threads)[turn % 2]);
        if (turn % 16 == 0)
            SwitchToThread();
    }
    return 0;
}

/* A thread that is cancelled when a request has come for it takes it, or leaves it to another one. */
static void nothing_is_lost(void)
{
    HANDLE workers[2], canceller;
    char text[512];
    int clients[4];

    for (int number = 0; number < 2; ++number)
        workers[number] = CreateThread(NULL, 0, work, NULL, 0, NULL);
    canceller = CreateThread(NULL, 0, cancel, workers, 0, NULL);
    for (int number = 0; number < 4; ++number)
        clients[number] = client(service.port);
    for (int turn = 0; turn < 500; ++turn) {
        for (int number = 0; number < 4; ++number)
            say(clients[number], "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        for (int number = 0; number < 4; ++number)
            hear(clients[number], text, sizeof text, "done");
    }
    InterlockedExchange(&workers_end, 1);
    CHECK(WaitForSingleObject(canceller, PATIENCE) == WAIT_OBJECT_0);
    for (int number = 0; number < 2; ++number) {
        while (WaitForSingleObject(workers[number], 1) == WAIT_TIMEOUT)
            CancelSynchronousIo(workers[number]);
        CloseHandle(workers[number]);
    }
    CloseHandle(canceller);
    for (int number = 0; number < 4; ++number)
        close(clients[number]);
}

int main(void)
{
    service = serve();
    synchronous();
    nothing_is_lost();
    by_handle();
    inside();
    cancelled();
    packets();
    end_service(&service);
    return check_failures;
}
