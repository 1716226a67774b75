// Does what the sanitizers are there to report: `proof address`, `proof undefined`.
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>

int main(int argc, char **argv)
{
    if (argc == 2 && !std::strcmp(argv[1], "address")) {
        volatile char *block = static_cast<volatile char *>(std::malloc(4));
        std::free(const_cast<char *>(block));
        block[0] = 1;
    } else if (argc == 2 && !std::strcmp(argv[1], "undefined")) {
        volatile int number = INT_MAX;
        number = number + argc;
    }
    std::puts("nothing was reported");
    return 0;
}
