/* A folder of the test's own, in which it runs and which is gone afterwards. */
#ifndef SCRATCH_H
#define SCRATCH_H

/* Included first: what the C library declares is settled by its first header. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char scratch_path[64] = "/tmp/portico-test-XXXXXX";

static inline int scratch_remove(const char *path, const struct stat *status, int flag, struct FTW *place) {
    (void)status;
    (void)flag;
    (void)place;
    return remove(path);
}

static inline void scratch_enter(void) {
    if (mkdtemp(scratch_path) == NULL || chdir(scratch_path) != 0) {
        perror(scratch_path);
        exit(99);
    }
}

static inline void scratch_leave(void) {
    if (chdir("/") != 0 || nftw(scratch_path, scratch_remove, 16, FTW_DEPTH | FTW_PHYS) != 0) {
        perror(scratch_path);
        exit(99);
    }
}

#endif
