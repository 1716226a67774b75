#ifndef PORTICO_WMAIN_H
#define PORTICO_WMAIN_H

/*
 * `wmain`: the file that defines it gets a `main` that calls it with arguments and
 * environment as wide text. PORTICO_NO_WMAIN leaves that to the program.
 */

#include <stdlib.h>
#include <string.h>
#include "portico_crt_convert.h"

static __inline__ wchar_t **portico_wide_list(char **list) {
    size_t count = 0, i;
    wchar_t **wide;
    while (list[count] != NULL) count++;
    wide = (wchar_t **)calloc(count + 1, sizeof *wide);
    for (i = 0; wide != NULL && i < count; i++) {
        const char *from = list[i];
        wchar_t *to = (wchar_t *)calloc(strlen(from) + 2, sizeof *to);
        wide[i] = to;
        if (to == NULL) abort();
        while (*from) {
            const char *here = from;
            int units = portico_crt_to_wide(&from, to);
            if (units == 0) {
                /* What is no UTF-8 is taken byte by byte. */
                from = here + 1;
                *to = (wchar_t)(unsigned char)*here;
                units = 1;
            }
            to += units;
        }
    }
    if (wide == NULL) abort();
    return wide;
}

#ifndef PORTICO_NO_WMAIN
#ifdef __cplusplus
#define PORTICO_EXTERN_C extern "C"
#else
#define PORTICO_EXTERN_C
#endif
/* Whatever parameters wmain has, it is this symbol. What it gets stays to the end of the process,
 * where a checker of leaks finds it. */
#define wmain                                                                                       \
    portico_wmain_is_defined_here(void);                                                            \
    PORTICO_EXTERN_C int portico_call_wmain(int, wchar_t **, wchar_t **) __asm__("portico_wmain"); \
    int main(int portico_count, char **portico_arguments, char **portico_environment) {             \
        static wchar_t **volatile portico_wide_arguments, **volatile portico_wide_environment;      \
        portico_wide_arguments = portico_wide_list(portico_arguments);                              \
        portico_wide_environment = portico_wide_list(portico_environment);                          \
        return portico_call_wmain(portico_count, portico_wide_arguments, portico_wide_environment); \
    }                                                                                               \
    PORTICO_EXTERN_C __attribute__((visibility("default"))) int portico_wmain
#endif

#endif
