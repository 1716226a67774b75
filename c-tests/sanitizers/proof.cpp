// Does what the sanitizers are there to report: `proof address`, `proof undefined`, `proof thread`.
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <pthread.h>

static int both_write;

static void *write_it(void *)
{
    ++both_write;
    return nullptr;
}

int main(int argc, char **argv)
{
    if (argc == 2 && !std::strcmp(argv[1], "address")) {
        volatile char *block = static_cast<volatile char *>(std::malloc(4));
        std::free(const_cast<char *>(block));
        block[0] = 1;
    } else if (argc == 2 && !std::strcmp(argv[1], "undefined")) {
        volatile int number = INT_MAX;
        number = number + argc;
    } else if (argc == 2 && !std::strcmp(argv[1], "thread")) {
        pthread_t threads[2];
        for (pthread_t &thread : threads)
            pthread_create(&thread, nullptr, write_it, nullptr);
        for (pthread_t thread : threads)
            pthread_join(thread, nullptr);
    }
    std::puts("nothing was reported");
    return 0;
}
