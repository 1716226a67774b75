#ifndef PORTICO_CRT_DESCRIPTORS_H
#define PORTICO_CRT_DESCRIPTORS_H

/* Files by number: _open, _read and their kin. There is no text mode. */

#include <fcntl.h>
#include <stdarg.h>
#include <unistd.h>
#include "portico_crt_file.h"

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
#define _O_U8TEXT 0
#define _O_U16TEXT 0
#define _O_SEQUENTIAL 0
#define _O_RANDOM 0
#define _O_NOINHERIT O_CLOEXEC
#ifndef O_BINARY
#define O_BINARY 0
#define O_TEXT 0
#endif
#define _S_IREAD 0400
#define _S_IWRITE 0200

static __inline__ int portico_crt_open(const char *name, int flags, va_list args) {
    char path[PORTICO_CRT_PATH_MAX];
    int mode = flags & O_CREAT ? va_arg(args, int) : 0;
    return portico_crt_path(name, path) ? open(path, flags, (mode_t)mode) : -1;
}
/* With _O_CREAT a mode of _S_IREAD and _S_IWRITE follows. */
static __inline__ int _open(const char *name, int flags, ...) {
    int file;
    va_list args;
    va_start(args, flags);
    file = portico_crt_open(name, flags, args);
    va_end(args);
    return file;
}
static __inline__ int _wopen(const wchar_t *name, int flags, ...) {
    char *narrow = portico_crt_narrow(name);
    int file = -1;
    va_list args;
    if (narrow == NULL) return -1;
    va_start(args, flags);
    file = portico_crt_open(narrow, flags, args);
    va_end(args);
    free(narrow);
    return file;
}
static __inline__ int _close(int file) { return close(file); }
static __inline__ int _read(int file, void *to, unsigned int count) { return (int)read(file, to, count); }
static __inline__ int _write(int file, const void *from, unsigned int count) { return (int)write(file, from, count); }
static __inline__ __int64 _lseeki64(int file, __int64 offset, int origin) { return (__int64)lseek(file, (off_t)offset, origin); }
static __inline__ long _lseek(int file, long offset, int origin) { return (long)lseek(file, (off_t)offset, origin); }
static __inline__ int _dup(int file) { return dup(file); }
static __inline__ int _dup2(int file, int other) { return dup2(file, other) < 0 ? -1 : 0; }
static __inline__ int _isatty(int file) { return isatty(file); }
/* The mode before, which is binary always. */
static __inline__ int _setmode(int file, int mode) {
    (void)mode;
    return fcntl(file, F_GETFD) < 0 ? -1 : 0x8000;
}

#endif
