#ifndef PORTICO_CRT_ENVIRONMENT_H
#define PORTICO_CRT_ENVIRONMENT_H

/* Time, environment and memory by Microsoft's C library. */

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <time.h>
#include <sys/random.h>
#include <sys/types.h>
#include "portico_crt_text.h"

/* What the platform declares in its own dialects alone. */
#ifndef __cplusplus
extern struct tm *localtime_r(const time_t *, struct tm *);
extern struct tm *gmtime_r(const time_t *, struct tm *);
extern time_t timegm(struct tm *);
extern void tzset(void);
extern int setenv(const char *, const char *, int);
extern int unsetenv(const char *);
extern int posix_memalign(void **, size_t, size_t);
#endif

/* The structure first, unlike in the optional part of C. */
static __inline__ errno_t localtime_s(struct tm *to, const time_t *time) {
    if (to == NULL || time == NULL) return errno = EINVAL;
    return localtime_r(time, to) ? 0 : errno;
}
static __inline__ errno_t gmtime_s(struct tm *to, const time_t *time) {
    if (to == NULL || time == NULL) return errno = EINVAL;
    return gmtime_r(time, to) ? 0 : errno;
}
static __inline__ errno_t _localtime64_s(struct tm *to, const __time64_t *time) { return localtime_s(to, time); }
static __inline__ errno_t _gmtime64_s(struct tm *to, const __time64_t *time) { return gmtime_s(to, time); }
static __inline__ errno_t asctime_s(char *to, size_t size, const struct tm *time) {
    char text[64];
    if (to == NULL || size == 0 || time == NULL) return errno = EINVAL;
    if (strftime(text, sizeof text, "%a %b %e %H:%M:%S %Y\n", time) == 0) return portico_str_refuse(to, size, EINVAL);
    return strcpy_s(to, size, text);
}
static __inline__ errno_t ctime_s(char *to, size_t size, const time_t *time) {
    struct tm parts;
    errno_t error = localtime_s(&parts, time);
    return error ? error : asctime_s(to, size, &parts);
}
static __inline__ __time64_t _time64(__time64_t *to) { return time(to); }
static __inline__ __time64_t _mktime64(struct tm *parts) { return mktime(parts); }
static __inline__ time_t _mkgmtime(struct tm *parts) { return timegm(parts); }
static __inline__ __time64_t _mkgmtime64(struct tm *parts) { return timegm(parts); }
static __inline__ void _tzset(void) { tzset(); }

/* A copy of a variable, which is the caller's to free; NULL where there is none. */
static __inline__ errno_t _dupenv_s(char **value, size_t *size, const char *name) {
    const char *found;
    if (value == NULL || name == NULL) return errno = EINVAL;
    found = getenv(name);
    *value = _strdup(found);
    if (size) *size = *value ? strlen(*value) + 1 : 0;
    return found != NULL && *value == NULL ? (errno = ENOMEM) : 0;
}
/* The size that is needed, also where the buffer is too small: ERANGE. */
static __inline__ errno_t getenv_s(size_t *needed, char *to, size_t size, const char *name) {
    const char *found;
    if (needed == NULL || name == NULL || (to == NULL && size > 0)) return errno = EINVAL;
    found = getenv(name);
    *needed = found ? strlen(found) + 1 : 0;
    if (to == NULL) return 0;
    return found ? strcpy_s(to, size, found) : strcpy_s(to, size, "");
}
static __inline__ errno_t _putenv_s(const char *name, const char *value) {
    if (name == NULL || value == NULL) return errno = EINVAL;
    return (*value ? setenv(name, value, 1) : unsetenv(name)) == 0 ? 0 : errno;
}
static __inline__ int _putenv(const char *assignment) {
    const char *equals = assignment ? strchr(assignment, '=') : NULL;
    char *name;
    errno_t error;
    if (equals == NULL) {
        errno = EINVAL;
        return -1;
    }
    name = _strdup(assignment);
    if (name == NULL) return -1;
    name[equals - assignment] = 0;
    error = _putenv_s(name, equals + 1);
    free(name);
    return error ? -1 : 0;
}

static __inline__ errno_t rand_s(unsigned int *value) {
    if (value == NULL) return errno = EINVAL;
    return getrandom(value, sizeof *value, 0) == (ssize_t)sizeof *value ? 0 : errno;
}

static __inline__ void *_aligned_malloc(size_t size, size_t alignment) {
    void *block = NULL;
    int error = posix_memalign(&block, alignment < sizeof(void *) ? sizeof(void *) : alignment, size);
    if (error == 0) return block;
    errno = error;
    return NULL;
}
static __inline__ void _aligned_free(void *block) { free(block); }
static __inline__ size_t _msize(void *block) { return malloc_usable_size(block); }
#define _alloca(size) __builtin_alloca(size)
#define _malloca(size) malloc(size)
#define _freea(block) free(block)

static __inline__ errno_t _get_errno(int *value) { return value == NULL ? EINVAL : (*value = errno, 0); }
static __inline__ errno_t _set_errno(int value) { return errno = value, 0; }

#ifdef __cplusplus
extern "C++" {
template <size_t Size> inline errno_t getenv_s(size_t *needed, char (&to)[Size], const char *name) {
    return getenv_s(needed, to, Size, name);
}
template <size_t Size> inline errno_t asctime_s(char (&to)[Size], const struct tm *time) { return asctime_s(to, Size, time); }
template <size_t Size> inline errno_t ctime_s(char (&to)[Size], const time_t *time) { return ctime_s(to, Size, time); }
}
#endif

#endif
