#ifndef PORTICO_CONIO_H
#define PORTICO_CONIO_H

#include <stdio.h>
#include "minwindef.h"

#ifdef __cplusplus
extern "C" {
#endif

@functions conio

#ifdef __cplusplus
}
#endif

static __inline__ int _putch(int unit) {
    int result = putchar(unit);
    fflush(stdout);
    return result;
}
/* As _getch, and the key is shown. */
static __inline__ int _getche(void) {
    int key = _getch();
    if (key >= 0) _putch(key);
    return key;
}

#endif
