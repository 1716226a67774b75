#ifndef PORTICO_PLATFORM_H
#define PORTICO_PLATFORM_H

/*
 * Functions of the platform under names of ours. Their own headers (unistd.h and
 * the like) would bring names that a program for Windows may have for itself:
 * read, link, pause, st_atime, PATH_MAX.
 */

#include <stddef.h>
#include <stdio.h>
#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PORTICO_PLATFORM(Result, name, parameters) extern Result portico_platform_##name parameters __asm__(#name)
PORTICO_PLATFORM(int, access, (const char *, int));
PORTICO_PLATFORM(int, chdir, (const char *));
PORTICO_PLATFORM(int, close, (int));
PORTICO_PLATFORM(FILE *, fdopen, (int, const char *));
PORTICO_PLATFORM(int, fileno, (FILE *));
PORTICO_PLATFORM(int, fseeko, (FILE *, long, int));
PORTICO_PLATFORM(long, ftello, (FILE *));
PORTICO_PLATFORM(char *, getcwd, (char *, size_t));
PORTICO_PLATFORM(long, getrandom, (void *, size_t, unsigned int));
PORTICO_PLATFORM(struct tm *, gmtime_r, (const time_t *, struct tm *));
PORTICO_PLATFORM(struct tm *, localtime_r, (const time_t *, struct tm *));
PORTICO_PLATFORM(size_t, malloc_usable_size, (void *));
PORTICO_PLATFORM(int, mkdir, (const char *, unsigned int));
PORTICO_PLATFORM(int, pclose, (FILE *));
PORTICO_PLATFORM(FILE *, popen, (const char *, const char *));
PORTICO_PLATFORM(int, posix_memalign, (void **, size_t, size_t));
PORTICO_PLATFORM(int, rmdir, (const char *));
PORTICO_PLATFORM(time_t, timegm, (struct tm *));
PORTICO_PLATFORM(void, tzset, (void));
PORTICO_PLATFORM(int, unlink, (const char *));
#undef PORTICO_PLATFORM

#ifdef __cplusplus
}
#endif

#endif
