#ifndef PORTICO_WMAIN_H
#define PORTICO_WMAIN_H

/*
 * `wmain`: the file that defines it gets a `main` that calls it with the
 * arguments as wide text. A file that is to have neither defines PORTICO_NO_WMAIN.
 */

#include <stdlib.h>
#include <string.h>
#include "portico_crt_text.h"

static __inline__ wchar_t **portico_wide_arguments(int count, char **arguments) {
    wchar_t **wide = (wchar_t **)calloc((size_t)count + 1, sizeof *wide);
    int i;
    for (i = 0; wide != NULL && i < count; i++) {
        size_t size = strlen(arguments[i]) + 1, at;
        wide[i] = (wchar_t *)malloc(size * sizeof(wchar_t));
        /* What is no UTF-8 is taken byte by byte. */
        if (wide[i] != NULL && mbstowcs_s(NULL, wide[i], size, arguments[i], size) != 0)
            for (at = 0; at < size; at++) wide[i][at] = (wchar_t)(unsigned char)arguments[i][at];
    }
    return wide;
}

#ifndef PORTICO_NO_WMAIN
#ifdef __cplusplus
#define PORTICO_EXTERN_C extern "C"
#else
#define PORTICO_EXTERN_C
#endif
/* Whatever parameters wmain has, it is this symbol. */
#define wmain                                                                                              \
    portico_wmain_is_defined_here(void);                                                                   \
    PORTICO_EXTERN_C int portico_call_wmain(int, wchar_t **, wchar_t **) __asm__("portico_wmain");        \
    int main(int portico_count, char **portico_arguments) {                                           \
        /* They stay to the end of the process, as Windows' do. */                                     \
        static wchar_t **portico_wide;                                                                 \
        portico_wide = portico_wide_arguments(portico_count, portico_arguments);                       \
        return portico_call_wmain(portico_count, portico_wide, NULL);                                  \
    }                                                                                                  \
    PORTICO_EXTERN_C __attribute__((visibility("default"))) int portico_wmain
#endif

#endif
