#ifndef PORTICO_CRT_FILES_H
#define PORTICO_CRT_FILES_H

/*
 * Files by Microsoft's C library. Paths are read as those of CreateFile are: see
 * docs/porting.md. There is no text mode: a line ends with a line feed.
 */

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
#include "fileapi.h"
#include "portico_crt_text.h"

#define _O_RDONLY O_RDONLY
#define _O_WRONLY O_WRONLY
#define _O_RDWR O_RDWR
#define _O_APPEND O_APPEND
#define _O_CREAT O_CREAT
#define _O_TRUNC O_TRUNC
#define _O_EXCL O_EXCL
#define _O_TEXT 0
#define _O_BINARY 0
#define _O_WTEXT 0
#define _O_U16TEXT 0
#define _O_U8TEXT 0
#define _O_SEQUENTIAL 0
#define _O_RANDOM 0
#define _O_NOINHERIT 02000000
#ifndef O_BINARY
#define O_BINARY 0
#define O_TEXT 0
#endif
#define _S_IREAD 0400
#define _S_IWRITE 0200
/* How others may open the file meanwhile, which nobody is asked here. */
#define _SH_DENYRW 0x10
#define _SH_DENYWR 0x20
#define _SH_DENYRD 0x30
#define _SH_DENYNO 0x40
#define _SH_SECURE 0x80

/* What the platform declares in its own dialects alone. */
#ifndef __cplusplus
extern int fileno(FILE *);
extern FILE *fdopen(int, const char *);
extern FILE *popen(const char *, const char *);
extern int pclose(FILE *);
extern int fseeko(FILE *, off_t, int);
extern off_t ftello(FILE *);
#endif

/* The system's path for one of Windows' form; 0 with errno where there is none. */
static __inline__ int portico_crt_path(char *to, size_t size, const char *path) {
    DWORD length;
    if (path == NULL || *path == 0) {
        errno = path == NULL ? EINVAL : ENOENT;
        return 0;
    }
    length = GetFullPathNameA(path, (DWORD)size, to, NULL);
    if (length == 0 || length >= size) {
        errno = length == 0 ? ENOENT : ENAMETOOLONG;
        return 0;
    }
    return 1;
}
static __inline__ int portico_crt_wide_path(char *to, size_t size, const wchar_t *path) {
    char narrow[4096];
    if (wcstombs_s(NULL, narrow, sizeof narrow, path, sizeof narrow - 1) != 0) return 0;
    return portico_crt_path(to, size, narrow);
}
/* `r+`, `wb` and the like without what only Microsoft's library knows: `t`, `c`, `n`, `S`, `R`, `T`, `D`, `ccs=…`. */
static __inline__ int portico_crt_mode(char *to, const char *mode) {
    size_t at = 0;
    if (mode == NULL || (*mode != 'r' && *mode != 'w' && *mode != 'a')) {
        errno = EINVAL;
        return 0;
    }
    for (; *mode && *mode != ',' && at < 6; mode++) {
        if (*mode == 'r' || *mode == 'w' || *mode == 'a' || *mode == '+' || *mode == 'b' || *mode == 'x') to[at++] = *mode;
        else if (*mode == 'N') to[at++] = 'e';
    }
    to[at] = 0;
    return 1;
}
static __inline__ FILE *portico_crt_open(const char *path, const char *mode) {
    char real[4096], kind[8];
    return portico_crt_path(real, sizeof real, path) && portico_crt_mode(kind, mode) ? fopen(real, kind) : NULL;
}

static __inline__ FILE *_fsopen(const char *path, const char *mode, int sharing) {
    (void)sharing;
    return portico_crt_open(path, mode);
}
static __inline__ errno_t fopen_s(FILE **file, const char *path, const char *mode) {
    if (file == NULL) return errno = EINVAL;
    *file = portico_crt_open(path, mode);
    return *file ? 0 : errno;
}
static __inline__ FILE *_wfopen(const wchar_t *path, const wchar_t *mode) {
    char narrow[4096], kind[64];
    if (wcstombs_s(NULL, narrow, sizeof narrow, path, sizeof narrow - 1) != 0) return NULL;
    if (wcstombs_s(NULL, kind, sizeof kind, mode, sizeof kind - 1) != 0) return NULL;
    return portico_crt_open(narrow, kind);
}
static __inline__ FILE *_wfsopen(const wchar_t *path, const wchar_t *mode, int sharing) {
    (void)sharing;
    return _wfopen(path, mode);
}
static __inline__ errno_t _wfopen_s(FILE **file, const wchar_t *path, const wchar_t *mode) {
    if (file == NULL) return errno = EINVAL;
    *file = _wfopen(path, mode);
    return *file ? 0 : errno;
}
static __inline__ errno_t freopen_s(FILE **file, const char *path, const char *mode, FILE *stream) {
    char real[4096], kind[8];
    if (file == NULL) return errno = EINVAL;
    *file = NULL;
    if (path != NULL && !portico_crt_path(real, sizeof real, path)) return errno;
    if (!portico_crt_mode(kind, mode)) return errno;
    *file = freopen(path == NULL ? NULL : real, kind, stream);
    return *file ? 0 : errno;
}
static __inline__ errno_t tmpfile_s(FILE **file) {
    if (file == NULL) return errno = EINVAL;
    *file = tmpfile();
    return *file ? 0 : errno;
}

static __inline__ int _fileno(FILE *stream) { return fileno(stream); }
static __inline__ FILE *_fdopen(int file, const char *mode) {
    char kind[8];
    return portico_crt_mode(kind, mode) ? fdopen(file, kind) : NULL;
}
static __inline__ int _fseeki64(FILE *stream, long long offset, int origin) { return fseeko(stream, (off_t)offset, origin); }
static __inline__ long long _ftelli64(FILE *stream) { return (long long)ftello(stream); }
/* How many streams there are nobody counts: 0 is the answer. */
static __inline__ int _flushall(void) { return fflush(NULL); }
static __inline__ FILE *_popen(const char *command, const char *mode) {
    char kind[8];
    return portico_crt_mode(kind, mode) ? (kind[1] = 0, popen(command, kind)) : NULL;
}
static __inline__ int _pclose(FILE *stream) { return pclose(stream); }

static __inline__ int portico_crt_open_file(const char *path, int flags, int mode) {
    char real[4096];
    return portico_crt_path(real, sizeof real, path) ? open(real, flags, (mode_t)mode) : -1;
}
static __inline__ int _open(const char *path, int flags, ...) {
    int mode = 0;
    if (flags & O_CREAT) {
        va_list args;
        va_start(args, flags);
        mode = va_arg(args, int);
        va_end(args);
    }
    return portico_crt_open_file(path, flags, mode);
}
static __inline__ int _close(int file) { return close(file); }
static __inline__ int _read(int file, void *to, unsigned int count) { return (int)read(file, to, count); }
static __inline__ int _write(int file, const void *from, unsigned int count) { return (int)write(file, from, count); }
static __inline__ long long _lseeki64(int file, long long offset, int origin) { return (long long)lseek(file, (off_t)offset, origin); }
static __inline__ int _lseek(int file, int offset, int origin) { return (int)lseek(file, (off_t)offset, origin); }
static __inline__ int _dup(int file) { return dup(file); }
static __inline__ int _dup2(int file, int other) { return dup2(file, other) < 0 ? -1 : 0; }
static __inline__ int _isatty(int file) { return isatty(file); }
/* The mode before, which is binary always. */
static __inline__ int _setmode(int file, int mode) {
    (void)mode;
    return fcntl(file, F_GETFD) < 0 ? -1 : 0x8000;
}

#define PORTICO_CRT_ON_PATH(name, wide_name, result, parameters, call)    \
    static __inline__ result name parameters(char) {                       \
        char real[4096];                                                   \
        return portico_crt_path(real, sizeof real, path) ? call : -1;      \
    }                                                                      \
    static __inline__ result wide_name parameters(wchar_t) {               \
        char real[4096];                                                   \
        return portico_crt_wide_path(real, sizeof real, path) ? call : -1; \
    }
#define PORTICO_ONE(C) (const C *path)
#define PORTICO_WITH_MODE(C) (const C *path, int mode)
PORTICO_CRT_ON_PATH(_unlink, _wunlink, int, PORTICO_ONE, unlink(real))
PORTICO_CRT_ON_PATH(portico_crt_remove, _wremove, int, PORTICO_ONE, remove(real))
PORTICO_CRT_ON_PATH(_mkdir, _wmkdir, int, PORTICO_ONE, mkdir(real, 0777))
PORTICO_CRT_ON_PATH(_rmdir, _wrmdir, int, PORTICO_ONE, rmdir(real))
PORTICO_CRT_ON_PATH(_chdir, _wchdir, int, PORTICO_ONE, chdir(real))
/* 0: there, 2: may be written, 4: may be read. */
PORTICO_CRT_ON_PATH(_access, _waccess, int, PORTICO_WITH_MODE, access(real, mode & (R_OK | W_OK)))
#undef PORTICO_CRT_ON_PATH
#undef PORTICO_ONE
#undef PORTICO_WITH_MODE

static __inline__ errno_t _access_s(const char *path, int mode) { return _access(path, mode) == 0 ? 0 : errno; }
static __inline__ errno_t _waccess_s(const wchar_t *path, int mode) { return _waccess(path, mode) == 0 ? 0 : errno; }
static __inline__ int _wrename(const wchar_t *path, const wchar_t *other) {
    char from[4096], to[4096];
    if (!portico_crt_wide_path(from, sizeof from, path) || !portico_crt_wide_path(to, sizeof to, other)) return -1;
    return rename(from, to);
}

static __inline__ char *_getcwd(char *to, int size) { return getcwd(to, (size_t)size); }
static __inline__ wchar_t *_wgetcwd(wchar_t *to, int size) {
    char narrow[4096];
    wchar_t *made = NULL;
    size_t length;
    if (getcwd(narrow, sizeof narrow) == NULL || mbstowcs_s(&length, NULL, 0, narrow, 0) != 0) return NULL;
    if (to == NULL) {
        if ((size_t)size < length) size = (int)length;
        to = made = (wchar_t *)malloc((size_t)size * sizeof(wchar_t));
    }
    if (to != NULL && mbstowcs_s(NULL, to, (size_t)size, narrow, _TRUNCATE) == 0) return to;
    free(made);
    return NULL;
}
/* With NULL the result is the caller's to free. */
static __inline__ char *_fullpath(char *to, const char *path, size_t size) {
    char real[4096];
    if (!portico_crt_path(real, sizeof real, path == NULL || *path == 0 ? "." : path)) return NULL;
    if (to == NULL) return _strdup(real);
    return strcpy_s(to, size, real) == 0 ? to : NULL;
}
static __inline__ wchar_t *_wfullpath(wchar_t *to, const wchar_t *path, size_t size) {
    char narrow[4096], real[4096];
    wchar_t *made = NULL;
    if (wcstombs_s(NULL, narrow, sizeof narrow, path == NULL ? L"" : path, sizeof narrow - 1) != 0) return NULL;
    if (_fullpath(real, narrow, sizeof real) == NULL) return NULL;
    if (to == NULL) {
        size = strlen(real) + 1;
        to = made = (wchar_t *)malloc(size * sizeof(wchar_t));
    }
    if (to != NULL && mbstowcs_s(NULL, to, size, real, size) == 0) return to;
    free(made);
    return NULL;
}

#define PORTICO_CHAR char
#define PORTICO_T(name) str##name
#define PORTICO_PATH(name) _##name
#define PORTICO_TU(name) portico_str_##name
#include "portico_crt_paths_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_T
#undef PORTICO_PATH
#undef PORTICO_TU
#define PORTICO_CHAR wchar_t
#define PORTICO_T(name) wcs##name
#define PORTICO_PATH(name) _w##name
#define PORTICO_TU(name) portico_wcs_##name
#include "portico_crt_paths_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_T
#undef PORTICO_PATH
#undef PORTICO_TU

#endif
