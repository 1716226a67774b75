/* A C program that never saw a C++ runtime and loads modules through the library.
 *
 * Its arguments are steps, done in order; the exit status is 0 when all went as they say:
 *   no-cxx               no C++ runtime is loaded
 *   load NAME PATH       the module loads
 *   refuse NAME PATH     the module does not load; the reason is on standard error
 *   request STATUS       a request through the module last loaded ends with that status
 *   unload               the module last loaded goes, and the one before it is the last loaded
 *   one-copy             one file of the library is mapped
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *portico_private_test_load(const char *name, const char *path);
void portico_private_test_unload(void *module);
int portico_private_test_request(void *module);

/* How many different mapped files have `text` in their path. */
static int mapped_files(const char *text) {
    char line[4096], last[4096] = "";
    int count = 0;
    FILE *maps = fopen("/proc/self/maps", "r");
    if (maps == NULL) {
        perror("/proc/self/maps");
        exit(2);
    }
    while (fgets(line, sizeof line, maps) != NULL) {
        const char *path = strchr(line, '/');
        if (path != NULL && strstr(path, text) != NULL && strcmp(path, last) != 0) {
            strcpy(last, path);
            ++count;
        }
    }
    fclose(maps);
    return count;
}

static int failed(const char *what) {
    fprintf(stderr, "host: %s\n", what);
    return 1;
}

int main(int argc, char **argv) {
    void *modules[8] = {NULL};
    int count = 0;
    for (int i = 1; i < argc; ++i) {
        const char *step = argv[i];
        if (strcmp(step, "no-cxx") == 0) {
            if (mapped_files("libstdc++") != 0 || mapped_files("libc++") != 0) {
                return failed("a C++ runtime is loaded already");
            }
        } else if (strcmp(step, "load") == 0 && i + 2 < argc) {
            void *module = portico_private_test_load(argv[i + 1], argv[i + 2]);
            i += 2;
            if (module == NULL || count == 7) {
                return failed("the module was refused");
            }
            modules[++count] = module;
        } else if (strcmp(step, "refuse") == 0 && i + 2 < argc) {
            if (portico_private_test_load(argv[i + 1], argv[i + 2]) != NULL) {
                return failed("the module was not refused");
            }
            i += 2;
        } else if (strcmp(step, "request") == 0 && i + 1 < argc && count > 0) {
            const int status = portico_private_test_request(modules[count]);
            if (status != atoi(argv[++i])) {
                fprintf(stderr, "host: the request ended with %d, not %s\n", status, argv[i]);
                return 1;
            }
        } else if (strcmp(step, "unload") == 0 && count > 0) {
            portico_private_test_unload(modules[count--]);
        } else if (strcmp(step, "one-copy") == 0) {
            if (mapped_files("libhttpapi") != 1) {
                return failed("not one copy of the library is mapped");
            }
        } else {
            return failed("unknown step");
        }
    }
    return 0;
}
