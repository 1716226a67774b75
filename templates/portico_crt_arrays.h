#ifndef PORTICO_CRT_ARRAYS_H
#define PORTICO_CRT_ARRAYS_H

/* C++: the functions with a size, called with an array that brings its own: strcpy_s(buffer, "text"). */

#if defined(__cplusplus)
#include "portico_crt_text.h"
#include "portico_crt_number.h"
#include "portico_crt_format.h"
#include "portico_crt_convert.h"
#include "portico_crt_file.h"
#include "portico_crt_time.h"
#include "portico_crt_environment.h"

extern "C++" {

#define PORTICO_ARRAY template <size_t Size> static __inline__

#define PORTICO_ARRAY_TEXT(Char, str)                                                                                            \
    PORTICO_ARRAY errno_t str##cpy_s(Char (&to)[Size], const Char *from) { return str##cpy_s(to, Size, from); }                 \
    PORTICO_ARRAY errno_t str##cat_s(Char (&to)[Size], const Char *from) { return str##cat_s(to, Size, from); }                 \
    PORTICO_ARRAY errno_t str##ncpy_s(Char (&to)[Size], const Char *from, size_t count) { return str##ncpy_s(to, Size, from, count); } \
    PORTICO_ARRAY errno_t str##ncat_s(Char (&to)[Size], const Char *from, size_t count) { return str##ncat_s(to, Size, from, count); } \
    PORTICO_ARRAY errno_t _##str##lwr_s(Char (&text)[Size]) { return _##str##lwr_s(text, Size); }                               \
    PORTICO_ARRAY errno_t _##str##upr_s(Char (&text)[Size]) { return _##str##upr_s(text, Size); }
PORTICO_ARRAY_TEXT(char, str)
PORTICO_ARRAY_TEXT(wchar_t, wcs)
#undef PORTICO_ARRAY_TEXT

#define PORTICO_ARRAY_NUMBER(Char, Value, function) \
    PORTICO_ARRAY errno_t function(Value value, Char (&buffer)[Size], int radix) { return function(value, buffer, Size, radix); }
#define PORTICO_ARRAY_NUMBERS(Char, letter)                             \
    PORTICO_ARRAY_NUMBER(Char, int, _ito##letter##_s)                   \
    PORTICO_ARRAY_NUMBER(Char, long, _lto##letter##_s)                  \
    PORTICO_ARRAY_NUMBER(Char, unsigned long, _ulto##letter##_s)        \
    PORTICO_ARRAY_NUMBER(Char, __int64, _i64to##letter##_s)             \
    PORTICO_ARRAY_NUMBER(Char, unsigned __int64, _ui64to##letter##_s)
PORTICO_ARRAY_NUMBERS(char, a)
PORTICO_ARRAY_NUMBERS(wchar_t, w)
#undef PORTICO_ARRAY_NUMBERS
#undef PORTICO_ARRAY_NUMBER

#define PORTICO_ARRAY_CALL(call) \
    va_list args;                \
    va_start(args, format);      \
    int result = call;           \
    va_end(args);                \
    return result;
#define PORTICO_ARRAY_FORMAT(Char, p)                                                                                              \
    PORTICO_ARRAY int vs##p##_s(Char (&buffer)[Size], const Char *format, va_list args) { return vs##p##_s(buffer, Size, format, args); } \
    PORTICO_ARRAY int s##p##_s(Char (&buffer)[Size], const Char *format, ...) { PORTICO_ARRAY_CALL(vs##p##_s(buffer, Size, format, args)) } \
    PORTICO_ARRAY int _vsn##p##_s(Char (&buffer)[Size], size_t count, const Char *format, va_list args) {                         \
        return _vsn##p##_s(buffer, Size, count, format, args);                                                                    \
    }                                                                                                                             \
    PORTICO_ARRAY int _sn##p##_s(Char (&buffer)[Size], size_t count, const Char *format, ...) {                                   \
        PORTICO_ARRAY_CALL(_vsn##p##_s(buffer, Size, count, format, args))                                                        \
    }
PORTICO_ARRAY_FORMAT(char, printf)
PORTICO_ARRAY_FORMAT(wchar_t, wprintf)
#undef PORTICO_ARRAY_FORMAT
#undef PORTICO_ARRAY_CALL

PORTICO_ARRAY errno_t wcstombs_s(size_t *converted, char (&to)[Size], const wchar_t *from, size_t count) {
    return wcstombs_s(converted, to, Size, from, count);
}
PORTICO_ARRAY errno_t mbstowcs_s(size_t *converted, wchar_t (&to)[Size], const char *from, size_t count) {
    return mbstowcs_s(converted, to, Size, from, count);
}
PORTICO_ARRAY errno_t getenv_s(size_t *needed, char (&buffer)[Size], const char *name) { return getenv_s(needed, buffer, Size, name); }
PORTICO_ARRAY errno_t _wgetenv_s(size_t *needed, wchar_t (&buffer)[Size], const wchar_t *name) {
    return _wgetenv_s(needed, buffer, Size, name);
}
PORTICO_ARRAY errno_t strerror_s(char (&buffer)[Size], int error) { return strerror_s(buffer, Size, error); }
PORTICO_ARRAY errno_t asctime_s(char (&buffer)[Size], const struct tm *fields) { return asctime_s(buffer, Size, fields); }
PORTICO_ARRAY errno_t ctime_s(char (&buffer)[Size], const time_t *when) { return ctime_s(buffer, Size, when); }

#define PORTICO_ARRAY_PATH(Char, prefix)                                                                                        \
    PORTICO_ARRAY errno_t prefix##makepath_s(Char (&path)[Size], const Char *drive, const Char *folder, const Char *name,      \
                                             const Char *extension) {                                                          \
        return prefix##makepath_s(path, Size, drive, folder, name, extension);                                                 \
    }                                                                                                                          \
    template <size_t Drive, size_t Folder, size_t Name, size_t Extension>                                                      \
    static __inline__ errno_t prefix##splitpath_s(const Char *path, Char (&drive)[Drive], Char (&folder)[Folder],              \
                                                  Char (&name)[Name], Char (&extension)[Extension]) {                          \
        return prefix##splitpath_s(path, drive, Drive, folder, Folder, name, Name, extension, Extension);                      \
    }
PORTICO_ARRAY_PATH(char, _)
PORTICO_ARRAY_PATH(wchar_t, _w)
#undef PORTICO_ARRAY_PATH
#undef PORTICO_ARRAY

}
#endif

#endif
