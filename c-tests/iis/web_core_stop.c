/* Hosted Web Core stops while a module is in the middle of something: it is terminated when nothing of it runs. */
#include <hwebcore.h>
#include <windows.h>

#include "stop_state.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
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
static char folder[] = "/tmp/portico-web-core-stop-XXXXXX";
static WCHAR config[256];
static int port;
static struct stop_state state;

static int load(int *value) { return __atomic_load_n(value, __ATOMIC_SEQ_CST); }

static void wait_for(int *value)
{
    int i;
    for (i = 0; i < 30000 && !load(value); ++i) {
        usleep(1000);
    }
    CHECK(load(value));
}

static void write_file(const char *name, const char *text)
{
    char path[256];
    FILE *file;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    CHECK(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
}

static void remove_file(const char *name)
{
    char path[256];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    remove(path);
}

static int client(void)
{
    struct sockaddr_in server;
    int client = socket(AF_INET, SOCK_STREAM, 0);
    memset(&server, 0, sizeof server);
    server.sin_family = AF_INET;
    server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server.sin_port = htons((unsigned short)port);
    CHECK(connect(client, (struct sockaddr *)&server, sizeof server) == 0);
    return client;
}

static void choose_port(void)
{
    struct sockaddr_in any;
    socklen_t length = sizeof any;
    int probe = socket(AF_INET, SOCK_STREAM, 0);
    memset(&any, 0, sizeof any);
    any.sin_family = AF_INET;
    any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(bind(probe, (struct sockaddr *)&any, sizeof any) == 0);
    CHECK(getsockname(probe, (struct sockaddr *)&any, &length) == 0);
    port = ntohs(any.sin_port);
    close(probe);
}

static void ask(int client, const char *query)
{
    char request[512];
    int length = snprintf(request, sizeof request, "GET /?%s HTTP/1.1\r\nHost: a\r\n\r\n", query);
    CHECK(send(client, request, (size_t)length, MSG_NOSIGNAL) == length);
}

/* Waits for the end of the answer, which is "text". */
static void hear(int client)
{
    char answer[4096];
    size_t filled = 0;
    answer[0] = 0;
    while (strstr(answer, "\r\n\r\ntext") == NULL) {
        ssize_t read = recv(client, answer + filled, sizeof answer - filled - 1, 0);
        CHECK(read > 0);
        filled += (size_t)read;
        answer[filled] = 0;
    }
    CHECK(strncmp(answer, "HTTP/1.1 200 OK\r\n", 17) == 0);
}

/* Threads of pools. */
static int pool_threads(void)
{
    int count = 0;
    struct dirent *entry;
    DIR *tasks = opendir("/proc/self/task");
    CHECK(tasks != NULL);
    while ((entry = readdir(tasks)) != NULL) {
        char path[300], name[32] = "";
        FILE *file;
        snprintf(path, sizeof path, "/proc/self/task/%s/comm", entry->d_name);
        if ((file = fopen(path, "r")) != NULL) {
            /* One that has ended meanwhile has no name. */
            if (fgets(name, sizeof name, file) == NULL) {
                name[0] = 0;
            }
            fclose(file);
        }
        count += strncmp(name, "portico-pool", 12) == 0;
    }
    closedir(tasks);
    return count;
}

static void start(void)
{
    memset(&state, 0, sizeof state);
    CHECK(activate(config, NULL, L"one") == S_OK);
}

/* The module has had its end, and nothing of it ran then or later. */
static void check_end(void)
{
    CHECK(load(&state.terminated) == 1);
    CHECK(load(&state.inside) == 0);
    CHECK(load(&state.late) == 0);
    CHECK(load(&state.application_starts) == load(&state.application_stops));
}

static void *release_soon(void *unused)
{
    (void)unused;
    usleep(500 * 1000);
    __atomic_store_n(&state.released, 1, __ATOMIC_SEQ_CST);
    return NULL;
}

int main(void)
{
    const char *module = getenv("PORTICO_TEST_MODULE");
    HMODULE library = LoadLibraryW(WEB_CORE_DLL_NAME);
    char text[4096], path[512];
    int one, threads, i;
    pthread_t thread;
    CHECK(module != NULL && library != NULL && mkdtemp(folder) != NULL);
    activate = (PFN_WEB_CORE_ACTIVATE)(void (*)(void))GetProcAddress(library, WEB_CORE_ACTIVATE_DLL_ENTRY);
    shut_down = (PFN_WEB_CORE_SHUTDOWN)(void (*)(void))GetProcAddress(library, WEB_CORE_SHUTDOWN_DLL_ENTRY);
    choose_port();
    snprintf(text, sizeof text,
             "<configuration><system.applicationHost><sites><site name=\"Site\" id=\"1\">"
             "<application path=\"/\"><virtualDirectory path=\"/\" physicalPath=\"%s\" /></application>"
             "<bindings><binding protocol=\"http\" bindingInformation=\"127.0.0.1:%d:\" /></bindings>"
             "</site></sites></system.applicationHost><system.webServer><globalModules>"
             "<add name=\"AnonymousAuthenticationModule\" image=\"%%windir%%\\System32\\inetsrv\\authanon.dll\" />"
             "<add name=\"stop\" image=\"%s\" /></globalModules>"
             "<modules><add name=\"AnonymousAuthenticationModule\" /><add name=\"stop\" /></modules>"
             "<handlers><add name=\"All\" path=\"*\" verb=\"*\" modules=\"stop\" resourceType=\"Unspecified\""
             " requireAccess=\"None\" /></handlers></system.webServer></configuration>",
             folder, port, module);
    write_file("applicationHost.config", text);
    snprintf(path, sizeof path, "%s/watched", folder);
    CHECK(mkdir(path, 0700) == 0);
    swprintf(config, 256, L"%hs/applicationHost.config", folder);
    snprintf(text, sizeof text, "%p", (void *)&state);
    CHECK(setenv(STOP_STATE, text, 1) == 0);

    /* A request that is cut off ends before the module does. */
    start();
    one = client();
    ask(one, "hang");
    wait_for(&state.hangs);
    CHECK(pthread_create(&thread, NULL, release_soon, NULL) == 0);
    CHECK(shut_down(1) == S_OK);
    CHECK(load(&state.disposed) == 1);
    check_end();
    CHECK(pthread_join(thread, NULL) == 0);
    close(one);

    /* What is kept with a connection goes before the module does, though the client stays. */
    start();
    one = client();
    ask(one, "keep");
    hear(one);
    CHECK(shut_down(0) == S_OK);
    CHECK(load(&state.notified) == 1 && load(&state.cleaned) == 1);
    check_end();
    /* Another server on the same connection, of which the module hears again. */
    start();
    ask(one, "keep");
    hear(one);
    CHECK(load(&state.notified) == 0 && load(&state.cleaned) == 0);
    close(one);
    wait_for(&state.cleaned);
    CHECK(load(&state.notified) == 1);
    CHECK(shut_down(0) == S_OK);
    check_end();

    /* The thread that has answered leaves the application before the module ends. */
    start();
    one = client();
    ask(one, "");
    hear(one);
    CHECK(shut_down(0) == S_OK);
    CHECK(load(&state.thread_cleanup) > 0 && load(&state.thread_cleanup) == load(&state.thread_cleanup_ended));
    check_end();
    close(one);

    /* A change of the configuration is told to its end. */
    start();
    one = client();
    ask(one, "");
    hear(one);
    write_file("web.config", "<configuration />");
    wait_for(&state.configuration_change);
    CHECK(shut_down(0) == S_OK);
    CHECK(load(&state.configuration_change) == load(&state.configuration_change_ended));
    check_end();
    close(one);
    remove_file("web.config");

    /* And so is one of a directory that is watched; the monitor goes with the module. */
    start();
    one = client();
    snprintf(text, sizeof text, "watch:%s/watched", folder);
    ask(one, text);
    hear(one);
    write_file("watched/new", "new");
    wait_for(&state.file_change);
    CHECK(shut_down(0) == S_OK);
    CHECK(load(&state.file_change) == load(&state.file_change_ended));
    check_end();
    close(one);

    /* The pool ends though the module has given it handles. */
    threads = pool_threads();
    start();
    one = client();
    snprintf(text, sizeof text, "associate:%s/applicationHost.config", folder);
    ask(one, text);
    hear(one);
    CHECK(load(&state.associated) == 10);
    for (i = 0; i < 30000 && load(&state.completions) < 10; ++i) {
        usleep(1000);
    }
    CHECK(load(&state.completions) == 10);
    CHECK(shut_down(0) == S_OK);
    check_end();
    close(one);
    for (i = 0; i < 10000 && pool_threads() > threads; ++i) {
        usleep(1000);
    }
    CHECK(pool_threads() <= threads);

    /* Where a request does not end at all its module is left as it is. */
    start();
    one = client();
    ask(one, "hang");
    wait_for(&state.hangs);
    CHECK(shut_down(1) == S_OK);
    CHECK(load(&state.terminated) == 0 && load(&state.inside) == 1 && load(&state.disposed) == 0);
    __atomic_store_n(&state.released, 1, __ATOMIC_SEQ_CST);
    wait_for(&state.disposed);
    for (i = 0; i < 10000 && load(&state.inside) > 0; ++i) {
        usleep(1000);
    }
    CHECK(load(&state.inside) == 0 && load(&state.late) == 0 && load(&state.terminated) == 0);
    close(one);
    /* It does not hinder another server. */
    start();
    one = client();
    ask(one, "");
    hear(one);
    CHECK(shut_down(0) == S_OK);
    check_end();
    close(one);

    remove_file("watched/new");
    remove_file("watched");
    remove_file("applicationHost.config");
    CHECK(rmdir(folder) == 0);
    puts("passed");
    return 0;
}
