// The invalid parameter handler: the process's, the thread's, one that throws, and none.
#include "check.h"
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <thread>

static int called, of_thread;
static WCHAR last_name[64];

static void counts(const wchar_t *expression, const wchar_t *function, const wchar_t *file, unsigned int line, uintptr_t reserved) {
    called++;
    CHECK(expression == NULL && file == NULL && line == 0 && reserved == 0);
    wcsncpy_s(last_name, function, _TRUNCATE);
}
static void counts_for_thread(const wchar_t *, const wchar_t *, const wchar_t *, unsigned int, uintptr_t) { of_thread++; }
struct Refused {};
static void throws(const wchar_t *, const wchar_t *, const wchar_t *, unsigned int, uintptr_t) { throw Refused(); }
static void says_nothing(const wchar_t *, const wchar_t *function, const wchar_t *, unsigned int, uintptr_t) { CHECK(function == NULL); }

/* What a child does, and the line that it leaves on standard error. */
template <typename Body> static bool ends(Body body, const char *line) {
    int ends[2];
    CHECK(pipe(ends) == 0);
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], 2);
        body();
        _exit(0);
    }
    close(ends[1]);
    char text[400];
    size_t length = 0;
    for (ssize_t count; length + 1 < sizeof text && (count = read(ends[0], text + length, sizeof text - 1 - length)) > 0;)
        length += (size_t)count;
    text[length] = 0;
    close(ends[0]);
    int status = 0;
    CHECK(waitpid(child, &status, 0) == child);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGABRT || strstr(text, line) == NULL) printf("%d: %s\n", status, text);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT && strstr(text, line) != NULL;
}

int main() {
    char buffer[4];
    /* Without a handler, as in a program of Windows that has set none. */
    CHECK(_get_invalid_parameter_handler() == NULL);
    CHECK(ends([&] { strcpy_s(buffer, "too long"); }, "strcpy_s: invalid parameter"));
    CHECK(ends([] { _invalid_parameter_noinfo(); }, "invalid parameter"));

    CHECK(_set_invalid_parameter_handler(counts) == NULL && _get_invalid_parameter_handler() == counts);
    CHECK(strcpy_s(buffer, "too long") == ERANGE && called == 1 && wcscmp(last_name, L"strcpy_s") == 0);

    CHECK(_set_thread_local_invalid_parameter_handler(counts_for_thread) == NULL);
    CHECK(_get_thread_local_invalid_parameter_handler() == counts_for_thread);
    CHECK(wcscpy_s((WCHAR *)NULL, 1, L"") == EINVAL && of_thread == 1 && called == 1);
    std::thread([] {
        CHECK(_get_thread_local_invalid_parameter_handler() == NULL);
        CHECK(memcpy_s(NULL, 1, "", 1) == EINVAL && of_thread == 1 && called == 2);
    }).join();
    CHECK(_set_thread_local_invalid_parameter_handler(NULL) == counts_for_thread);

    CHECK(_set_invalid_parameter_handler(throws) == counts);
    bool caught = false;
    try {
        sprintf_s(buffer, "%d", 123456);
    } catch (const Refused &) {
        caught = true;
    }
    CHECK(caught && buffer[0] == 0);
    CHECK(_set_invalid_parameter_handler(says_nothing) == throws);
    _invalid_parameter_noinfo();
    CHECK(_set_invalid_parameter_handler(NULL) == says_nothing);

    /* Exceptions of Windows' kind, which nobody can handle. */
    CHECK(ends([] { RaiseException(0xE0001234, 0, 0, NULL); }, "RaiseException: 0xE0001234"));
    return check_failures;
}
