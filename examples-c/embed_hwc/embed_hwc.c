/* A web server inside a C program: Hosted Web Core.
 *
 *     embed_hwc 8080 FOLDER
 *
 * serves the folder until SIGTERM or SIGINT. The server is started and stopped by two functions of
 * hwebcore.dll, which is libhttpapi.so here; a third one is there to tell it things by name. What it
 * serves stands in an applicationHost.config, which this program writes for itself. */
#include <hwebcore.h>
#include <windows.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char CONFIGURATION[] =
    "<configuration><system.applicationHost><sites><site name=\"Embedded\" id=\"1\">\n"
    "<application path=\"/\"><virtualDirectory path=\"/\" physicalPath=\"%s\" /></application>\n"
    "<bindings><binding protocol=\"http\" bindingInformation=\"127.0.0.1:%d:\" /></bindings>\n"
    "</site></sites></system.applicationHost></configuration>\n";

/* The file's name goes into path. */
static int write_configuration(char *path, const char *folder, int port)
{
    int descriptor = mkstemps(path, 7);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w");
    if (file == NULL) {
        return 0;
    }
    fprintf(file, CONFIGURATION, folder, port);
    return fclose(file) == 0;
}

int main(int argc, char **argv)
{
    char path[] = "/tmp/embed_hwc-XXXXXX.config";
    char *folder = argc == 3 ? realpath(argv[2], NULL) : NULL;
    int port = argc == 3 ? atoi(argv[1]) : 0;
    WCHAR wide[sizeof path];
    HMODULE library;
    PFN_WEB_CORE_ACTIVATE activate;
    PFN_WEB_CORE_SHUTDOWN shut_down;
    HRESULT result;
    sigset_t ends;
    int ended;
    size_t at;

    if (folder == NULL || port <= 0 || port > 65535 || strpbrk(folder, "<>&\"%") != NULL) {
        fprintf(stderr, "usage: embed_hwc PORT FOLDER\n");
        return 2;
    }
    /* Before the server has threads. */
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    sigprocmask(SIG_BLOCK, &ends, NULL);

    library = LoadLibraryW(WEB_CORE_DLL_NAME);
    if (library == NULL || !write_configuration(path, folder, port)) {
        fprintf(stderr, "embed_hwc: there is no server, or no room for its configuration\n");
        return 1;
    }
    free(folder);
    activate = (PFN_WEB_CORE_ACTIVATE)(void (*)(void))GetProcAddress(library, WEB_CORE_ACTIVATE_DLL_ENTRY);
    shut_down = (PFN_WEB_CORE_SHUTDOWN)(void (*)(void))GetProcAddress(library, WEB_CORE_SHUTDOWN_DLL_ENTRY);
    for (at = 0; at < sizeof path; ++at) {
        wide[at] = (WCHAR)path[at];
    }

    result = activate(wide, NULL, L"embed_hwc");
    if (FAILED(result)) {
        fprintf(stderr, "embed_hwc: the server does not start: 0x%08X\n", (unsigned)result);
        unlink(path);
        return 1;
    }
    printf("listening on http://localhost:%d/\n", port);
    fflush(stdout);
    sigwait(&ends, &ended);
    result = shut_down(0);
    unlink(path);
    printf("stopped\n");
    return FAILED(result) ? 1 : 0;
}
