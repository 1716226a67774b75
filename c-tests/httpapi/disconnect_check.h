/* HttpWaitForDisconnect in its three styles. */
#ifndef DISCONNECT_CHECK_H
#define DISCONNECT_CHECK_H

#include "http_check.h"

enum style { BLOCKING, EVENT, PORT, STYLES };

static const char *const style_names[] = {"blocking", "event", "port"};

/* Whose connections are waited for, and where the packets come. */
static HANDLE waits_queue, waits_port;

static inline void prepare_waits(HANDLE queue)
{
    waits_queue = queue;
    waits_port = CreateIoCompletionPort(queue, NULL, 99, 0);
    CHECK(waits_port != NULL);
}

struct wait {
    enum style style;
    HTTP_CONNECTION_ID connection;
    OVERLAPPED overlapped;
    HANDLE thread;
    volatile LONG entered;
    ULONG result;
};

static inline DWORD WINAPI block(LPVOID parameter)
{
    struct wait *wait = parameter;
    InterlockedExchange(&wait->entered, 1);
    wait->result = HttpWaitForDisconnect(waits_queue, wait->connection, NULL);
    return 0;
}

/* Begins to wait, before the client goes. */
static inline void begin(struct wait *wait, enum style style, HTTP_CONNECTION_ID connection)
{
    memset(wait, 0, sizeof *wait);
    wait->style = style;
    wait->connection = connection;
    switch (style) {
    case BLOCKING:
        wait->thread = CreateThread(NULL, 0, block, wait, 0, NULL);
        while (!ReadAcquire(&wait->entered))
            Sleep(1);
        break;
    case EVENT:
        wait->overlapped.hEvent = CreateEventA(NULL, TRUE, TRUE, NULL);
        /* The lowest bit asks for no packet. */
        wait->overlapped.hEvent = (HANDLE)((ULONG_PTR)wait->overlapped.hEvent | 1);
        RETURNS(HttpWaitForDisconnectEx(waits_queue, connection, 0, &wait->overlapped), ERROR_IO_PENDING);
        break;
    default:
        RETURNS(HttpWaitForDisconnect(waits_queue, connection, &wait->overlapped), ERROR_IO_PENDING);
    }
}

/* Whether the wait has ended; a blocking one cannot be asked. */
static inline BOOL has_ended(const struct wait *wait)
{
    return wait->style != BLOCKING && HasOverlappedIoCompleted(&wait->overlapped);
}

/* The wait ends once, with this code. */
static inline void finish(struct wait *wait, DWORD code)
{
    HANDLE event = (HANDLE)((ULONG_PTR)wait->overlapped.hEvent & ~(ULONG_PTR)1);
    DWORD bytes = 77;
    ULONG_PTR key = 0;
    LPOVERLAPPED overlapped = NULL;
    BOOL good;

    switch (wait->style) {
    case BLOCKING:
        CHECK(WaitForSingleObject(wait->thread, PATIENCE) == WAIT_OBJECT_0);
        CloseHandle(wait->thread);
        CHECK(wait->result == code);
        break;
    case EVENT:
        CHECK(WaitForSingleObject(event, PATIENCE) == WAIT_OBJECT_0);
        SetLastError(NO_ERROR);
        good = GetOverlappedResult(waits_queue, &wait->overlapped, &bytes, FALSE);
        CHECK(good == (code == NO_ERROR) && GetLastError() == code && bytes == 0);
        CloseHandle(event);
        break;
    default:
        SetLastError(NO_ERROR);
        good = GetQueuedCompletionStatus(waits_port, &bytes, &key, &overlapped, PATIENCE);
        CHECK(good == (code == NO_ERROR) && GetLastError() == code && bytes == 0);
        CHECK(overlapped == &wait->overlapped && key == 99);
        /* And no second time. */
        CHECK(!GetQueuedCompletionStatus(waits_port, &bytes, &key, &overlapped, 0) && overlapped == NULL);
    }
}

#endif
