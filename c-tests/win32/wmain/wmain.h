/* What a program with a wmain sees: its arguments and its environment, as wide text. */
#ifndef WMAIN_H
#define WMAIN_H

#include <windows.h>

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int same(const WCHAR *wide, const char *text) {
    char back[MAX_PATH];
    return WideCharToMultiByte(CP_UTF8, 0, wide, -1, back, sizeof back, NULL, NULL) > 0 && lstrcmpA(back, text) == 0;
}

/* Runs the program once more, with arguments and a variable that are known; whether they have come as they are. */
static int check(int argc, WCHAR *const *argv, WCHAR *const *envp) {
    /* By its own name: under valgrind /proc/self/exe is valgrind, and the first argument what was run. */
    static char path[MAX_PATH];
    static char *arguments[] = {path, (char *)"gr\xC3\xBC\xC3\x9F \xE6\x97\xA5", (char *)"", (char *)"\xF0\x9F\x98\x80", NULL};
    int found = envp == NULL;

    if (GetModuleFileNameA(NULL, path, sizeof path) == 0) {
        return 1;
    }
    if (argc == 1) {
        setenv("PORTICO_WIDE", "\xC3\xA4", 1);
        execv(path, arguments);
        return 1;
    }
    for (; envp != NULL && *envp != NULL; envp++) {
        found |= same(*envp, "PORTICO_WIDE=\xC3\xA4");
    }
    for (int i = 0; arguments[i] != NULL; i++) {
        if (i >= argc || !same(argv[i], arguments[i])) {
            printf("argument %d is another one\n", i);
            return 1;
        }
    }
    if (argc != 4 || argv[argc] != NULL || !found) {
        printf("%d arguments, the variable was found: %d\n", argc, found);
        return 1;
    }
    return 0;
}

#endif
