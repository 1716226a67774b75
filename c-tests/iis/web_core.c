/* Hosted Web Core: a C program starts the server, asks it, and stops it; twice. */
#include <hwebcore.h>
#include <windows.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <wchar.h>

#define CHECK(condition)                                                             \
    do {                                                                             \
        if (!(condition)) {                                                          \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);  \
            exit(1);                                                                 \
        }                                                                            \
    } while (0)

static PFN_WEB_CORE_ACTIVATE activate;
static PFN_WEB_CORE_SHUTDOWN shut_down;
static PFN_WEB_CORE_SET_METADATA set_metadata;
static char folder[] = "/tmp/portico-web-core-XXXXXX";
static int port;

static void path_of(char *path, size_t size, const char *name) { snprintf(path, size, "%s/%s", folder, name); }

static void write_file(const char *name, const char *text)
{
    char path[256];
    FILE *file;
    path_of(path, sizeof path, name);
    file = fopen(path, "w");
    CHECK(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
}

static struct sockaddr_in address(void)
{
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((unsigned short)port);
    return address;
}

/* A port that nobody listens at. */
static void choose_port(void)
{
    struct sockaddr_in any = address();
    socklen_t length = sizeof any;
    int probe = socket(AF_INET, SOCK_STREAM, 0);
    CHECK(bind(probe, (struct sockaddr *)&any, sizeof any) == 0);
    CHECK(getsockname(probe, (struct sockaddr *)&any, &length) == 0);
    port = ntohs(any.sin_port);
    close(probe);
}

/* What the server answers; 0 where nobody listens. */
static int ask(char *answer, size_t size)
{
    struct sockaddr_in server = address();
    static const char request[] = "GET /page.html HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    size_t filled = 0;
    ssize_t read;
    int client = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(client, (struct sockaddr *)&server, sizeof server) != 0) {
        close(client);
        return 0;
    }
    CHECK(send(client, request, sizeof request - 1, MSG_NOSIGNAL) == (ssize_t)sizeof request - 1);
    while (filled + 1 < size && (read = recv(client, answer + filled, size - filled - 1, 0)) > 0) {
        filled += (size_t)read;
    }
    answer[filled] = 0;
    close(client);
    return 1;
}

static void write_configuration(void)
{
    char text[4096];
    snprintf(text, sizeof text,
             "<configuration><system.applicationHost><sites><site name=\"Site\" id=\"1\">"
             "<application path=\"/\"><virtualDirectory path=\"/\" physicalPath=\"%s\" /></application>"
             "<bindings><binding protocol=\"http\" bindingInformation=\"127.0.0.1:%d:\" /></bindings>"
             "</site></sites></system.applicationHost></configuration>",
             folder, port);
    write_file("applicationHost.config", text);
}

int main(void)
{
    HMODULE library = LoadLibraryW(WEB_CORE_DLL_NAME);
    WCHAR config[256], wrong[256];
    char answer[4096], path[256];
    int round;
    CHECK(library != NULL);
    activate = (PFN_WEB_CORE_ACTIVATE)(void (*)(void))GetProcAddress(library, WEB_CORE_ACTIVATE_DLL_ENTRY);
    shut_down = (PFN_WEB_CORE_SHUTDOWN)(void (*)(void))GetProcAddress(library, WEB_CORE_SHUTDOWN_DLL_ENTRY);
    set_metadata = (PFN_WEB_CORE_SET_METADATA)(void (*)(void))GetProcAddress(library, WEB_CORE_SET_METADATA_DLL_ENTRY);
    CHECK(activate != NULL && shut_down != NULL && set_metadata != NULL);

    CHECK(mkdtemp(folder) != NULL);
    choose_port();
    write_configuration();
    write_file("page.html", "hello");
    write_file("wrong.config", "<configuration><system.applicationHost>");
    write_file("root.config", "<configuration><appSettings /></configuration>");
    swprintf(config, 256, L"%hs/applicationHost.config", folder);
    swprintf(wrong, 256, L"%hs/wrong.config", folder);

    CHECK(shut_down(0) == HRESULT_FROM_WIN32(ERROR_SERVICE_NOT_ACTIVE));
    CHECK(activate(NULL, NULL, L"one") == E_INVALIDARG);
    CHECK(activate(config, NULL, NULL) == E_INVALIDARG);
    CHECK(activate(wrong, NULL, L"one") == HRESULT_FROM_WIN32(ERROR_INVALID_DATA));
    CHECK(activate(L"/none/applicationHost.config", NULL, L"one") == HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND));
    CHECK(set_metadata(NULL, L"x") == E_INVALIDARG);
    CHECK(set_metadata(L"no such thing", L"x") == HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED));
    CHECK(!ask(answer, sizeof answer));

    for (round = 0; round < 3; ++round) {
        WCHAR root[256];
        swprintf(root, 256, L"%hs/root.config", folder);
        CHECK(activate(config, round == 1 ? root : NULL, L"one") == S_OK);
        CHECK(activate(config, NULL, L"two") == HRESULT_FROM_WIN32(ERROR_SERVICE_ALREADY_RUNNING));
        CHECK(ask(answer, sizeof answer));
        CHECK(strncmp(answer, "HTTP/1.1 200 OK\r\n", 17) == 0 && strstr(answer, "\r\n\r\nhello") != NULL);
        CHECK(shut_down(round == 2) == S_OK);
        CHECK(shut_down(0) == HRESULT_FROM_WIN32(ERROR_SERVICE_NOT_ACTIVE));
        CHECK(!ask(answer, sizeof answer));
    }

    path_of(path, sizeof path, "applicationHost.config");
    unlink(path);
    path_of(path, sizeof path, "page.html");
    unlink(path);
    path_of(path, sizeof path, "wrong.config");
    unlink(path);
    path_of(path, sizeof path, "root.config");
    unlink(path);
    CHECK(rmdir(folder) == 0);
    puts("passed");
    return 0;
}
