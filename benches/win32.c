/* Events, completion ports and handles, each beside what plain C has for it. */
#include <windows.h>

#include <pthread.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "bench.h"
#include "queue.h"

enum { THREADS = 4, IN_FLIGHT = 1024 };

static void check(int ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "bench: %s failed, last error %u\n", what, (unsigned)GetLastError());
        exit(1);
    }
}

struct job {
    long count;
    void *there, *back;
};

static pthread_t start(void *(*routine)(void *), struct job *job)
{
    pthread_t thread;

    check(pthread_create(&thread, NULL, routine, job) == 0, "pthread_create");
    return thread;
}

/* --- one thread sets an event and waits for another one, which a second thread sets --- */

static void *answer_events(void *argument)
{
    struct job *job = argument;
    long i;

    for (i = 0; i < job->count; i++) {
        WaitForSingleObject(job->there, INFINITE);
        SetEvent(job->back);
    }
    return NULL;
}

static void events(long count)
{
    struct job job = {count, CreateEventA(NULL, FALSE, FALSE, NULL), CreateEventA(NULL, FALSE, FALSE, NULL)};
    pthread_t thread = start(answer_events, &job);
    long i;

    for (i = 0; i < count; i++) {
        SetEvent(job.there);
        check(WaitForSingleObject(job.back, INFINITE) == WAIT_OBJECT_0, "WaitForSingleObject");
    }
    pthread_join(thread, NULL);
    check(CloseHandle(job.there) && CloseHandle(job.back), "CloseHandle");
}

static void eventfd_set(void *event)
{
    check(eventfd_write((int)(intptr_t)event, 1) == 0, "eventfd_write");
}

static void eventfd_wait(void *event)
{
    eventfd_t value;

    check(eventfd_read((int)(intptr_t)event, &value) == 0, "eventfd_read");
}

static void *answer_eventfds(void *argument)
{
    struct job *job = argument;
    long i;

    for (i = 0; i < job->count; i++) {
        eventfd_wait(job->there);
        eventfd_set(job->back);
    }
    return NULL;
}

static void eventfds(long count)
{
    struct job job = {count, (void *)(intptr_t)eventfd(0, 0), (void *)(intptr_t)eventfd(0, 0)};
    pthread_t thread = start(answer_eventfds, &job);
    long i;

    for (i = 0; i < count; i++) {
        eventfd_set(job.there);
        eventfd_wait(job.back);
    }
    pthread_join(thread, NULL);
    close((int)(intptr_t)job.there);
    close((int)(intptr_t)job.back);
}

/* --- packets go to one port and come back by another --- */

static void port_post(void *port, struct packet packet)
{
    check(PostQueuedCompletionStatus(port, packet.bytes, packet.key, packet.overlapped), "PostQueuedCompletionStatus");
}

static struct packet port_get(void *port)
{
    struct packet packet;
    DWORD bytes;
    ULONG_PTR key;
    LPOVERLAPPED overlapped;

    check(GetQueuedCompletionStatus(port, &bytes, &key, &overlapped, INFINITE), "GetQueuedCompletionStatus");
    packet.bytes = bytes;
    packet.key = key;
    packet.overlapped = overlapped;
    return packet;
}

static void *port_new(void)
{
    void *port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);

    check(port != NULL, "CreateIoCompletionPort");
    return port;
}

static void port_free(void *port)
{
    check(CloseHandle(port), "CloseHandle");
}

static void twin_post(void *queue, struct packet packet)
{
    queue_post(queue, packet);
}

static struct packet twin_get(void *queue)
{
    return queue_get(queue);
}

static void *twin_new(void)
{
    struct queue *queue = calloc(1, sizeof *queue);

    check(queue != NULL, "calloc");
    pthread_mutex_init(&queue->lock, NULL);
    pthread_cond_init(&queue->filled, NULL);
    return queue;
}

/* The same code for both, as the compiler sees it: PREFIX is port or twin. */
#define QUEUE_BENCH(PREFIX)                                                                    \
    static void *PREFIX##_answer(void *argument)                                               \
    {                                                                                          \
        struct job *job = argument;                                                            \
        long i;                                                                                \
                                                                                               \
        for (i = 0; i < job->count; i++)                                                       \
            PREFIX##_post(job->back, PREFIX##_get(job->there));                                \
        return NULL;                                                                           \
    }                                                                                          \
                                                                                               \
    static void *PREFIX##_ask(void *argument)                                                  \
    {                                                                                          \
        struct job *job = argument;                                                            \
        struct packet packet = {7, job, 0};                                                    \
        long i;                                                                                \
                                                                                               \
        for (i = 0; i < job->count; i++) {                                                     \
            packet.bytes = (uint32_t)i;                                                        \
            PREFIX##_post(job->there, packet);                                                 \
            check(PREFIX##_get(job->back).key == 7, "a packet");                               \
        }                                                                                      \
        return NULL;                                                                           \
    }                                                                                          \
                                                                                               \
    static void *PREFIX##_fill(void *argument)                                                 \
    {                                                                                          \
        struct job *job = argument;                                                            \
        struct packet packet = {7, job, 0};                                                    \
        long i;                                                                                \
                                                                                               \
        for (i = 0; i < job->count; i++) {                                                     \
            /* Not more in flight than a server would have. */                                 \
            if (i >= IN_FLIGHT)                                                                \
                PREFIX##_get(job->back);                                                       \
            PREFIX##_post(job->there, packet);                                                 \
        }                                                                                      \
        return NULL;                                                                           \
    }                                                                                          \
                                                                                               \
    static void PREFIX##_run(long count, int threads, void *(*routine)(void *))                \
    {                                                                                          \
        struct job job = {count / threads, PREFIX##_new(), PREFIX##_new()};                    \
        pthread_t asking[THREADS], answering[THREADS];                                         \
        int i;                                                                                 \
                                                                                               \
        for (i = 0; i < threads; i++) {                                                        \
            answering[i] = start(PREFIX##_answer, &job);                                       \
            asking[i] = start(routine, &job);                                                  \
        }                                                                                      \
        for (i = 0; i < threads; i++) {                                                        \
            pthread_join(asking[i], NULL);                                                     \
            pthread_join(answering[i], NULL);                                                  \
        }                                                                                      \
        PREFIX##_free(job.there);                                                              \
        PREFIX##_free(job.back);                                                               \
    }                                                                                          \
                                                                                               \
    static void PREFIX##_ping_1(long count) { PREFIX##_run(count, 1, PREFIX##_ask); }          \
    static void PREFIX##_ping_4(long count) { PREFIX##_run(count, THREADS, PREFIX##_ask); }    \
    static void PREFIX##_stream_1(long count) { PREFIX##_run(count, 1, PREFIX##_fill); }       \
    static void PREFIX##_stream_4(long count) { PREFIX##_run(count, THREADS, PREFIX##_fill); }

static void twin_free(void *queue)
{
    free(queue);
}

QUEUE_BENCH(port)
QUEUE_BENCH(twin)

/* --- a handle is looked up: its generation is compared, its flags are read --- */

static HANDLE handle;

static void look_up(long count)
{
    DWORD flags = 0;
    long i;

    for (i = 0; i < count; i++)
        check(GetHandleInformation(handle, &flags), "GetHandleInformation");
}

static struct slot {
    pthread_mutex_t lock;
    unsigned generation, flags;
    void *object;
} slots[1024];

/* Not inlined, as a call of a library is not. */
__attribute__((noinline)) static int twin_flags(uintptr_t value, unsigned *flags)
{
    struct slot *slot = &slots[value / 4 % 1024];
    int ok;

    if (value % 4 != 0)
        return 0;
    pthread_mutex_lock(&slot->lock);
    ok = slot->generation == value >> 22 && slot->object != NULL;
    if (ok)
        *flags = slot->flags;
    pthread_mutex_unlock(&slot->lock);
    return ok;
}

static void twin_look_up(long count)
{
    unsigned flags = 0;
    long i;

    for (i = 0; i < count; i++)
        check(twin_flags(4, &flags), "twin_flags");
}

/* --- an event that is set: look-up, reference, and the object's lock --- */

static void set_event(long count)
{
    long i;

    for (i = 0; i < count; i++)
        check(SetEvent(handle), "SetEvent");
}

int main(int count, char **arguments)
{
    if (count > 1)
        bench_filter = arguments[1];
    pthread_mutex_init(&slots[1].lock, NULL);
    slots[1].object = slots;
    handle = CreateEventA(NULL, TRUE, FALSE, NULL);
    check(handle != NULL, "CreateEvent");

    bench_head();
    bench_pair("handle look-up", look_up, "array with a mutex for each slot", twin_look_up, 10000000);
    bench_pair("SetEvent, nobody waits", set_event, "the same look-up", twin_look_up, 5000000);
    bench_pair("event, there and back", events, "eventfd", eventfds, 20000);
    bench_pair("port, there and back, 1:1", port_ping_1, "mutex and condition variable", twin_ping_1, 20000);
    bench_pair("port, there and back, 4:4", port_ping_4, "mutex and condition variable", twin_ping_4, 20000);
    bench_pair("port, 1024 in flight, 1:1", port_stream_1, "mutex and condition variable", twin_stream_1, 300000);
    bench_pair("port, 4096 in flight, 4:4", port_stream_4, "mutex and condition variable", twin_stream_4, 300000);
    return 0;
}
