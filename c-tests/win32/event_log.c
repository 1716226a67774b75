/* Events of a program: what comes to syslog and to standard error, and each documented error. */
#include "scratch.h"

#include "check.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>

static int logger;

/* The next datagram that syslog gets. */
static const char *next_line(void) {
    static char line[1 << 18];
    ssize_t length = recv(logger, line, sizeof(line) - 1, 0);
    line[length < 0 ? 0 : length] = '\0';
    return line;
}

static BOOL is_silent(void) {
    char byte;
    return recv(logger, &byte, 1, MSG_DONTWAIT) < 0;
}

static void listen_here(const char *path) {
    const struct timeval patience = {20, 0};
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strcpy(address.sun_path, path);
    logger = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (logger < 0 || bind(logger, (struct sockaddr *)&address, sizeof(address)) != 0 ||
        setsockopt(logger, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) != 0) {
        perror(path);
        exit(99);
    }
}

static void sources(void) {
    char long_name[257];
    HANDLE source = RegisterEventSourceA(NULL, "Tests");
    memset(long_name, 'a', 256);
    long_name[256] = '\0';
    CHECK(source != NULL);
    CHECK(DeregisterEventSource(source));
    FAILS_WITH(DeregisterEventSource(source), ERROR_INVALID_HANDLE);
    FAILS_WITH(ReportEventA(source, EVENTLOG_SUCCESS, 0, 1, NULL, 0, 0, NULL, NULL), ERROR_INVALID_HANDLE);
    FAILS_WITH(DeregisterEventSource(NULL), ERROR_INVALID_HANDLE);
    FAILS_WITH(RegisterEventSourceA(NULL, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(RegisterEventSourceA(NULL, ""), ERROR_INVALID_PARAMETER);
    FAILS_WITH(RegisterEventSourceA(NULL, long_name), ERROR_INVALID_PARAMETER);
    FAILS_WITH(RegisterEventSourceW(NULL, L"Security"), ERROR_ACCESS_DENIED);
    FAILS_WITH(RegisterEventSourceW(L"\\\\elsewhere.invalid", L"Tests"), RPC_S_SERVER_UNAVAILABLE);
    source = RegisterEventSourceW(L"\\\\localhost", L"Tests");
    CHECK(source != NULL && DeregisterEventSource(source));

    /* A handle of another kind is not closed. */
    source = CreateEventA(NULL, TRUE, FALSE, NULL);
    FAILS_WITH(DeregisterEventSource(source), ERROR_INVALID_HANDLE);
    FAILS_WITH(ReportEventA(source, EVENTLOG_SUCCESS, 0, 1, NULL, 0, 0, NULL, NULL), ERROR_INVALID_HANDLE);
    CHECK(CloseHandle(source));
}

static void events(void) {
    HANDLE source = RegisterEventSourceA(NULL, "My Tests");
    LPCSTR texts[3] = {"disk", NULL, "is full\nand more"};
    LPCWSTR wide[1] = {L"Gr\u00FC\u00DFe"};
    BYTE data[3] = {0, 0x7F, 0xFF};
    char expected[64];
    char *long_text = malloc(31841);
    LPCSTR long_texts[1] = {long_text};
    LPCSTR many[257] = {0};

    CHECK(ReportEventA(source, EVENTLOG_ERROR_TYPE, 0, 0xC0000007, NULL, 3, 0, texts, NULL));
    sprintf(expected, " My_Tests[%d]: ", (int)getpid());
    {
        const char *line = next_line();
        CHECK(strncmp(line, "<27>", 4) == 0);
        CHECK(strstr(line, expected) != NULL);
        CHECK(strstr(line, "]: disk  is full\\nand more (event 7, 0xc0000007)") != NULL);
    }
    CHECK(ReportEventW(source, EVENTLOG_WARNING_TYPE, 3, 1000, NULL, 1, sizeof(data), wide, data));
    {
        const char *line = next_line();
        CHECK(strncmp(line, "<28>", 4) == 0);
        CHECK(strstr(line, "]: Gr\xC3\xBC\xC3\x9F" "e (event 1000, category 3, data 007fff)") != NULL);
    }
    CHECK(ReportEventA(source, EVENTLOG_INFORMATION_TYPE, 0, 0, NULL, 0, 0, NULL, NULL));
    CHECK(strncmp(next_line(), "<30>", 4) == 0);
    CHECK(ReportEventA(source, EVENTLOG_AUDIT_FAILURE, 0, 0, NULL, 0, 0, NULL, NULL));
    CHECK(strncmp(next_line(), "<28>", 4) == 0);
    CHECK(ReportEventA(source, EVENTLOG_AUDIT_SUCCESS, 0, 0, NULL, 0, 0, NULL, NULL));
    CHECK(strncmp(next_line(), "<30>", 4) == 0);

    /* The longest string, and one letter more. */
    memset(long_text, 'x', 31840);
    long_text[31839] = '\0';
    CHECK(ReportEventA(source, EVENTLOG_SUCCESS, 0, 1, NULL, 1, 0, long_texts, NULL));
    CHECK(strlen(next_line()) > 31839);
    long_text[31839] = 'x';
    long_text[31840] = '\0';
    FAILS_WITH(ReportEventA(source, EVENTLOG_SUCCESS, 0, 1, NULL, 1, 0, long_texts, NULL), RPC_S_INVALID_BOUND);
    FAILS_WITH(ReportEventA(source, EVENTLOG_SUCCESS, 0, 1, NULL, 0, 61441, NULL, long_text), RPC_S_INVALID_BOUND);

    CHECK(ReportEventA(source, EVENTLOG_SUCCESS, 0, 1, NULL, 256, 0, many, NULL));
    next_line();
    FAILS_WITH(ReportEventA(source, EVENTLOG_SUCCESS, 0, 1, NULL, 257, 0, many, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(ReportEventA(source, 3, 0, 1, NULL, 0, 0, NULL, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(ReportEventA(source, EVENTLOG_SUCCESS, 0, 1, NULL, 1, 0, NULL, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(ReportEventA(source, EVENTLOG_SUCCESS, 0, 1, NULL, 0, 1, NULL, NULL), ERROR_INVALID_PARAMETER);
    CHECK(is_silent());
    free(long_text);
    CHECK(DeregisterEventSource(source));
}

/* Standard error has a line of each event, and is enough where there is no logger. */
static void on_standard_error(void) {
    HANDLE source = RegisterEventSourceW(NULL, L"Tests");
    LPCSTR texts[1] = {"here"};
    char text[4096] = "";
    int before = dup(2);
    FILE *file = tmpfile();
    dup2(fileno(file), 2);
    CHECK(ReportEventA(source, EVENTLOG_WARNING_TYPE, 0, 2, NULL, 1, 0, texts, NULL));
    setenv("PORTICO_EVENT_LOG", "syslog:nobody-reads-here", 1);
    CHECK(ReportEventA(source, EVENTLOG_SUCCESS, 0, 3, NULL, 1, 0, texts, NULL));
    setenv("PORTICO_EVENT_LOG", "stderr", 1);
    CHECK(ReportEventA(source, EVENTLOG_SUCCESS, 0, 4, NULL, 1, 0, texts, NULL));
    CHECK(strstr(next_line(), "(event 2)") != NULL);
    CHECK(is_silent());
    /* Nobody at all. */
    close(2);
    FAILS_WITH(ReportEventA(source, EVENTLOG_SUCCESS, 0, 5, NULL, 1, 0, texts, NULL), RPC_S_SERVER_UNAVAILABLE);
    dup2(before, 2);
    close(before);
    rewind(file);
    CHECK(fread(text, 1, sizeof(text) - 1, file) > 0);
    CHECK(strcmp(text, "Tests: warning: here (event 2)\n"
                       "Tests: success: here (event 3)\n"
                       "Tests: success: here (event 4)\n") == 0);
    fclose(file);
    CHECK(DeregisterEventSource(source));
}

int main(void) {
    int before = dup(2);
    scratch_enter();
    listen_here("log");
    setenv("PORTICO_EVENT_LOG", "syslog:log", 1);
    sources();
    /* The lines there are looked at below. */
    CHECK(freopen("/dev/null", "w", stderr) != NULL);
    events();
    dup2(before, 2);
    close(before);
    on_standard_error();
    close(logger);
    scratch_leave();
    return check_failures;
}
