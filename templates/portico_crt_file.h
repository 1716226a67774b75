#ifndef PORTICO_CRT_FILE_H
#define PORTICO_CRT_FILE_H

/*
 * Functions of Microsoft's C library that take the name of a file, by the one rule
 * for paths (docs/porting.md, "Paths"). fopen, remove and rename themselves are the
 * platform's. Share modes of _fsopen and fopen_s keep nobody out.
 */

#include <stdio.h>
#include <stdlib.h>
#include "portico_crt_text.h"
#include "portico_crt_convert.h"
#include "portico_platform.h"
#include "fileapi.h"

#define _SH_COMPAT 0x00
#define _SH_DENYRW 0x10
#define _SH_DENYWR 0x20
#define _SH_DENYRD 0x30
#define _SH_DENYNO 0x40
#define _SH_SECURE 0x80

#define PORTICO_CRT_PATH_MAX 4096

/* The system's path; 0 with errno where there is none. */
static __inline__ int portico_crt_path(const char *name, char *path) {
    DWORD length = name == NULL ? 0 : GetFullPathNameA(name, PORTICO_CRT_PATH_MAX, path, NULL);
    if (length > 0 && length < PORTICO_CRT_PATH_MAX) return 1;
    errno = name == NULL ? EINVAL : length > 0 ? ENAMETOOLONG : ENOENT;
    return 0;
}

/*
 * `r+`, `wb` and the like, without what only Microsoft's library knows (`t`, `c`, `n`, `S`, `R`, `T`, `D`, `ccs=...`):
 * there is no text mode. 0 with errno for what is none.
 */
static __inline__ int portico_crt_mode(const char *mode, char kind[8]) {
    size_t at = 0;
    if (*mode != 'r' && *mode != 'w' && *mode != 'a') {
        errno = EINVAL;
        return 0;
    }
    for (; *mode && *mode != ',' && at < 7; mode++) {
        if (*mode == 'r' || *mode == 'w' || *mode == 'a' || *mode == '+' || *mode == 'b' || *mode == 'x') kind[at++] = *mode;
        if (*mode == 'N') kind[at++] = 'e';
    }
    kind[at] = 0;
    return 1;
}
static __inline__ FILE *_fsopen(const char *name, const char *mode, int share) {
    char path[PORTICO_CRT_PATH_MAX], kind[8];
    (void)share;
    if (name == NULL || mode == NULL) {
        portico_crt_invalid(EINVAL, L"_fsopen");
        return NULL;
    }
    return portico_crt_mode(mode, kind) && portico_crt_path(name, path) ? fopen(path, kind) : NULL;
}
static __inline__ errno_t fopen_s(FILE **stream, const char *name, const char *mode) {
    if (stream == NULL) return portico_crt_invalid(EINVAL, L"fopen_s");
    *stream = NULL;
    if (name == NULL || mode == NULL) return portico_crt_invalid(EINVAL, L"fopen_s");
    *stream = _fsopen(name, mode, _SH_SECURE);
    return *stream != NULL ? 0 : errno;
}
static __inline__ errno_t freopen_s(FILE **stream, const char *name, const char *mode, FILE *old) {
    char path[PORTICO_CRT_PATH_MAX], kind[8];
    if (stream == NULL) return portico_crt_invalid(EINVAL, L"freopen_s");
    *stream = NULL;
    if (name == NULL || mode == NULL || old == NULL) return portico_crt_invalid(EINVAL, L"freopen_s");
    if (!portico_crt_mode(mode, kind) || !portico_crt_path(name, path)) return errno;
    *stream = freopen(path, kind, old);
    return *stream != NULL ? 0 : errno;
}
static __inline__ errno_t tmpfile_s(FILE **stream) {
    if (stream == NULL) return portico_crt_invalid(EINVAL, L"tmpfile_s");
    *stream = tmpfile();
    return *stream != NULL ? 0 : errno;
}
static __inline__ FILE *_fdopen(int file, const char *mode) {
    char kind[8];
    return portico_crt_mode(mode, kind) ? portico_platform_fdopen(file, kind) : NULL;
}
static __inline__ int _fileno(FILE *stream) { return portico_platform_fileno(stream); }
static __inline__ int _fseeki64(FILE *stream, __int64 offset, int origin) { return portico_platform_fseeko(stream, (long)offset, origin); }
static __inline__ __int64 _ftelli64(FILE *stream) { return (__int64)portico_platform_ftello(stream); }
static __inline__ FILE *_popen(const char *command, const char *mode) {
    char kind[8];
    if (!portico_crt_mode(mode, kind)) return NULL;
    kind[1] = 0;
    return portico_platform_popen(command, kind);
}
static __inline__ int _pclose(FILE *stream) { return portico_platform_pclose(stream); }
/* How many streams there are nobody tells: 0. */
static __inline__ int _flushall(void) {
    fflush(NULL);
    return 0;
}

/* 0, 2, 4 and 6: there, may be written, read, both; there is no right to execute. */
static __inline__ errno_t _access_s(const char *name, int mode) {
    char path[PORTICO_CRT_PATH_MAX];
    if (name == NULL || (mode & ~6) != 0) return portico_crt_invalid(EINVAL, L"_access_s");
    return portico_crt_path(name, path) && portico_platform_access(path, mode) == 0 ? 0 : errno;
}
static __inline__ int _access(const char *name, int mode) {
    errno_t error = _access_s(name, mode);
    return error == 0 ? 0 : -1;
}
static __inline__ int _unlink(const char *name) {
    char path[PORTICO_CRT_PATH_MAX];
    return portico_crt_path(name, path) ? portico_platform_unlink(path) : -1;
}
static __inline__ int _mkdir(const char *name) {
    char path[PORTICO_CRT_PATH_MAX];
    return portico_crt_path(name, path) ? portico_platform_mkdir(path, 0777) : -1;
}
static __inline__ int _rmdir(const char *name) {
    char path[PORTICO_CRT_PATH_MAX];
    return portico_crt_path(name, path) ? portico_platform_rmdir(path) : -1;
}
static __inline__ int _chdir(const char *name) {
    char path[PORTICO_CRT_PATH_MAX];
    return portico_crt_path(name, path) ? portico_platform_chdir(path) : -1;
}
static __inline__ char *_getcwd(char *buffer, int size) {
    return portico_platform_getcwd(buffer, buffer == NULL ? 0 : (size_t)(size < 0 ? 0 : size));
}
/* The absolute path, which is the system's; memory that the caller frees where there is no buffer. */
static __inline__ char *_fullpath(char *buffer, const char *name, size_t size) {
    char path[PORTICO_CRT_PATH_MAX];
    if (name == NULL || *name == 0) return _getcwd(buffer, (int)size);
    if (!portico_crt_path(name, path)) return NULL;
    if (buffer == NULL) return _strdup(path);
    if (strlen(path) >= size) {
        errno = ERANGE;
        return NULL;
    }
    return strcpy(buffer, path);
}

/* The same with wide names, in UTF-8. */
#define PORTICO_CRT_WIDE_NAME(Type, failure, call)          \
    char *narrow = portico_crt_narrow(name);                \
    Type result = failure;                                  \
    int error;                                              \
    if (narrow == NULL) {                                   \
        if (name == NULL) errno = EINVAL;                   \
        return failure;                                     \
    }                                                       \
    result = call;                                          \
    error = errno;                                          \
    free(narrow);                                           \
    errno = error;                                          \
    return result
static __inline__ int portico_crt_narrow_mode(const wchar_t *mode, char narrow[32]) {
    size_t at = 0;
    if (mode == NULL) return 0;
    for (; at < 31 && mode[at] > 0 && mode[at] < 128; at++) narrow[at] = (char)mode[at];
    narrow[at] = 0;
    return mode[at] == 0;
}
static __inline__ FILE *_wfsopen(const wchar_t *name, const wchar_t *mode, int share) {
    char how[32];
    if (name == NULL || !portico_crt_narrow_mode(mode, how)) {
        portico_crt_invalid(EINVAL, L"_wfsopen");
        return NULL;
    } else {
        PORTICO_CRT_WIDE_NAME(FILE *, NULL, _fsopen(narrow, how, share));
    }
}
static __inline__ FILE *_wfopen(const wchar_t *name, const wchar_t *mode) { return _wfsopen(name, mode, _SH_DENYNO); }
static __inline__ errno_t _wfopen_s(FILE **stream, const wchar_t *name, const wchar_t *mode) {
    if (stream == NULL) return portico_crt_invalid(EINVAL, L"_wfopen_s");
    *stream = NULL;
    if (name == NULL || mode == NULL) return portico_crt_invalid(EINVAL, L"_wfopen_s");
    *stream = _wfsopen(name, mode, _SH_SECURE);
    return *stream != NULL ? 0 : errno;
}
static __inline__ errno_t _waccess_s(const wchar_t *name, int mode) {
    PORTICO_CRT_WIDE_NAME(errno_t, errno, _access_s(narrow, mode));
}
static __inline__ int _waccess(const wchar_t *name, int mode) { PORTICO_CRT_WIDE_NAME(int, -1, _access(narrow, mode)); }
static __inline__ int _wunlink(const wchar_t *name) { PORTICO_CRT_WIDE_NAME(int, -1, _unlink(narrow)); }
static __inline__ int _wmkdir(const wchar_t *name) { PORTICO_CRT_WIDE_NAME(int, -1, _mkdir(narrow)); }
static __inline__ int _wrmdir(const wchar_t *name) { PORTICO_CRT_WIDE_NAME(int, -1, _rmdir(narrow)); }
static __inline__ int _wchdir(const wchar_t *name) { PORTICO_CRT_WIDE_NAME(int, -1, _chdir(narrow)); }
static __inline__ int portico_crt_remove(const char *name) {
    char path[PORTICO_CRT_PATH_MAX];
    return portico_crt_path(name, path) ? remove(path) : -1;
}
static __inline__ int _wremove(const wchar_t *name) { PORTICO_CRT_WIDE_NAME(int, -1, portico_crt_remove(narrow)); }
static __inline__ int _wrename(const wchar_t *old, const wchar_t *name) {
    char *from = portico_crt_narrow(old), *to = portico_crt_narrow(name);
    char from_path[PORTICO_CRT_PATH_MAX], to_path[PORTICO_CRT_PATH_MAX];
    int result = -1, error;
    if (from != NULL && to != NULL && portico_crt_path(from, from_path) && portico_crt_path(to, to_path))
        result = rename(from_path, to_path);
    error = errno;
    free(from);
    free(to);
    errno = error;
    return result;
}
/* Text of the system's as wide text in the buffer, or in memory that the caller frees. */
static __inline__ wchar_t *portico_crt_wide_path(wchar_t *buffer, size_t size, char *path) {
    size_t needed;
    if (path == NULL) return NULL;
    needed = strlen(path) + 1;
    if (buffer == NULL) {
        if (size < needed) size = needed;
        buffer = (wchar_t *)malloc(size * sizeof(wchar_t));
    }
    if (buffer != NULL) {
        const char *at = path;
        size_t length = 0;
        while (*at && length + 2 < size) {
            int units = portico_crt_to_wide(&at, buffer + length);
            if (units == 0) buffer[length] = 0xFFFD, units = 1;
            length += (size_t)units;
        }
        /* The last unit may be a character that has only one. */
        if (*at && length + 1 < size && (unsigned char)*at < 0xF0) {
            wchar_t last[2];
            buffer[length++] = portico_crt_to_wide(&at, last) ? last[0] : (wchar_t)0xFFFD;
        }
        if (*at) {
            errno = ERANGE;
            buffer = NULL;
        } else {
            buffer[length] = 0;
        }
    }
    free(path);
    return buffer;
}
static __inline__ wchar_t *_wgetcwd(wchar_t *buffer, int size) {
    return portico_crt_wide_path(buffer, (size_t)(size < 0 ? 0 : size), _getcwd(NULL, 0));
}
static __inline__ wchar_t *_wfullpath(wchar_t *buffer, const wchar_t *name, size_t size) {
    if (name == NULL || *name == 0) return _wgetcwd(buffer, (int)size);
    {
        PORTICO_CRT_WIDE_NAME(wchar_t *, NULL, portico_crt_wide_path(buffer, size, _fullpath(NULL, narrow, 0)));
    }
}
#undef PORTICO_CRT_WIDE_NAME

#define PORTICO_CHAR char
#define PORTICO_PATH(name) _##name
#define PORTICO_PATH_NAME(name) L"_" PORTICO_WIDEN(#name)
#include "portico_crt_path_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_PATH
#undef PORTICO_PATH_NAME

#define PORTICO_CHAR wchar_t
#define PORTICO_PATH(name) _w##name
#define PORTICO_PATH_NAME(name) L"_w" PORTICO_WIDEN(#name)
#include "portico_crt_path_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_PATH
#undef PORTICO_PATH_NAME

#endif
