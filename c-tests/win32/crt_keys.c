/* Keys from a terminal: each comes at once, unseen, and the terminal is then as it was. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include "check.h"
#include <conio.h>

/* The terminal answers in its own time. */
static int comes(int file) {
    struct pollfd wanted = {file, POLLIN, 0};
    return poll(&wanted, 1, 5000) == 1;
}

int main(void) {
    int terminal = posix_openpt(O_RDWR | O_NOCTTY), program;
    struct termios mode, after;
    char echo[8];
    CHECK(terminal >= 0 && grantpt(terminal) == 0 && unlockpt(terminal) == 0);
    program = open(ptsname(terminal), O_RDWR | O_NOCTTY);
    CHECK(program >= 0 && dup2(program, 0) == 0 && tcgetattr(0, &mode) == 0);
    CHECK((mode.c_lflag & (ICANON | ECHO)) == (ICANON | ECHO));

    CHECK(_kbhit() == 0);
    /* What is typed while nobody asks is shown, as on any terminal; so ask first. */
    {
        pid_t typist = fork();
        if (typist == 0) {
            struct termios now;
            do {
                usleep(1000);
                tcgetattr(program, &now);
            } while (now.c_lflag & ECHO);
            _exit(write(terminal, "k", 1) == 1 ? 0 : 1);
        }
        CHECK(_getch() == 'k' && waitpid(typist, NULL, 0) == typist);
    }
    CHECK(tcgetattr(0, &after) == 0 && after.c_lflag == mode.c_lflag && after.c_iflag == mode.c_iflag);
    {
        struct pollfd shown = {terminal, POLLIN, 0};
        CHECK(poll(&shown, 1, 50) == 0);
    }
    {
        pid_t typist = fork();
        if (typist == 0) {
            struct termios now;
            do {
                usleep(1000);
                tcgetattr(program, &now);
            } while (now.c_lflag & ECHO);
            _exit(write(terminal, "\r", 1) == 1 ? 0 : 1);
        }
        CHECK(_getch() == '\r' && waitpid(typist, NULL, 0) == typist);
    }
    CHECK(write(program, "x", 1) == 1 && comes(terminal) && read(terminal, echo, sizeof echo) == 1 && echo[0] == 'x');
    return check_failures;
}
