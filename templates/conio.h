#ifndef PORTICO_CONIO_H
#define PORTICO_CONIO_H

/* Keys from the terminal, or bytes of whatever standard input is. */

#include <poll.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>
#include "minwindef.h"

#ifndef PORTICO_NO_MICROSOFT_CRT
static __inline__ int portico_key(int echoes) {
    struct termios before, raw;
    unsigned char key;
    int is_terminal = tcgetattr(STDIN_FILENO, &before) == 0;
    ssize_t count;
    (void)fflush(stdout);
    if (is_terminal) {
        raw = before;
        raw.c_lflag &= ~(tcflag_t)(ICANON | (echoes ? 0 : ECHO));
        raw.c_cc[VMIN] = 1;
        raw.c_cc[VTIME] = 0;
        (void)tcsetattr(STDIN_FILENO, TCSANOW, &raw);
    }
    count = read(STDIN_FILENO, &key, 1);
    if (is_terminal) (void)tcsetattr(STDIN_FILENO, TCSANOW, &before);
    return count == 1 ? key : EOF;
}
static __inline__ int _getch(void) { return portico_key(0); }
static __inline__ int _getche(void) { return portico_key(1); }
static __inline__ int _kbhit(void) {
    struct pollfd input;
    input.fd = STDIN_FILENO;
    input.events = POLLIN;
    input.revents = 0;
    return poll(&input, 1, 0) == 1 && (input.revents & POLLIN);
}
static __inline__ int _putch(int unit) { return putchar(unit); }
#endif

#endif
