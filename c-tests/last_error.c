/* The last error: kept as set, and each thread has its own. */
#include <windows.h>
#include <pthread.h>
#include <stdio.h>

#define CHECK(condition)                                                              \
    do {                                                                              \
        if (!(condition)) {                                                           \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition);   \
            failures++;                                                               \
        }                                                                             \
    } while (0)

static int failures;

static void *other_thread(void *unused)
{
    (void)unused;
    CHECK(GetLastError() == 0);
    SetLastError(6);
    CHECK(GetLastError() == 6);
    return NULL;
}

int main(void)
{
    pthread_t thread;

    CHECK(GetLastError() == 0);
    SetLastError(234);
    CHECK(GetLastError() == 234);
    SetLastError(0xFFFFFFFFu);
    CHECK(GetLastError() == 0xFFFFFFFFu);

    SetLastError(997);
    CHECK(pthread_create(&thread, NULL, other_thread, NULL) == 0);
    CHECK(pthread_join(thread, NULL) == 0);
    CHECK(GetLastError() == 997);
    return failures != 0;
}
