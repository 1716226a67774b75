/* The main function of a program that has a wmain instead: libportico-wmain.a. */
#include <windows.h>

#include <stdio.h>
#include <stdlib.h>

typedef int (*WMAIN)(int argc, WCHAR **argv, WCHAR **envp);

/* The program's own, by its linkage and parameters; C++ puts those into the name. The ones that are not there are NULL. */
#define WMAIN_NAMED(name, symbol) extern int name(int, WCHAR **, WCHAR **) __asm__(symbol) __attribute__((weak))
WMAIN_NAMED(wmain_of_c, "wmain");
WMAIN_NAMED(wmain_nothing, "_Z5wmainv");
WMAIN_NAMED(wmain_arguments, "_Z5wmainiPPw");
WMAIN_NAMED(wmain_const_arguments, "_Z5wmainiPPKw");
WMAIN_NAMED(wmain_const_pointers, "_Z5wmainiPKPw");
WMAIN_NAMED(wmain_environment, "_Z5wmainiPPwS0_");
WMAIN_NAMED(wmain_const_environment, "_Z5wmainiPPKwS1_");

extern char **environ;

/* The texts of a list that ends with NULL, in UTF-16 or UTF-32; they stay as long as the process. */
static WCHAR **widened(char **list) {
    size_t count = 0;
    WCHAR **wide;

    while (list[count] != NULL) {
        count++;
    }
    wide = calloc(count + 1, sizeof *wide);
    for (size_t i = 0; wide != NULL && i < count; i++) {
        int units = MultiByteToWideChar(CP_UTF8, 0, list[i], -1, NULL, 0);
        wide[i] = calloc((size_t)units + 1, sizeof *wide[i]);
        if (wide[i] == NULL) {
            return NULL;
        }
        MultiByteToWideChar(CP_UTF8, 0, list[i], -1, wide[i], units);
    }
    return wide;
}

/* Static, so that nobody takes them for lost. */
static WCHAR **arguments, **environment;

int main(int argc, char **argv) {
    const WMAIN known[] = {wmain_of_c, wmain_nothing, wmain_arguments, wmain_const_arguments,
                           wmain_const_pointers, wmain_environment, wmain_const_environment};

    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (known[i] != NULL) {
            arguments = widened(argv);
            environment = widened(environ);
            if (arguments == NULL || environment == NULL) {
                fprintf(stderr, "portico: there is not enough memory for the arguments of wmain\n");
                return EXIT_FAILURE;
            }
            return known[i](argc, arguments, environment);
        }
    }
    fprintf(stderr, "portico: this program has neither a main nor a wmain(int, wchar_t **)\n");
    return EXIT_FAILURE;
}
