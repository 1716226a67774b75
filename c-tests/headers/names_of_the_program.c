/* windows.h leaves names of the platform to the program that Windows leaves to it. */
#define PORTICO_NO_WCHAR_GUARD
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <tchar.h>

static int read(const char *name, int flags) { return name[0] + flags; }
static int write(int value) { return value; }
static int link(void) { return 1; }
static int pause(double seconds) { return (int)seconds; }
static char *access(void) { return (char *)"access"; }
static const int PATH_MAX = 12;
struct times {
    int st_atime, st_mtime;
};
enum { S_IFMT = 3 };

int main(void) {
    struct times times = {1, 2};
    return read("", 1) + write(2) + link() + pause(3.0) + access()[0] + PATH_MAX + times.st_atime + times.st_mtime + S_IFMT == 122 ? 0 : 1;
}
