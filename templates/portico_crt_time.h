#ifndef PORTICO_CRT_TIME_H
#define PORTICO_CRT_TIME_H

/* Times as Microsoft's C library has them. localtime_s and gmtime_s have the result first. */

#include <string.h>
#include <time.h>
#include "portico_crt_invalid.h"
#include "portico_platform.h"

static __inline__ errno_t portico_crt_fields(struct tm *fields, const __time64_t *when, int local, const wchar_t *function) {
    if (fields != NULL) memset(fields, 0xFF, sizeof *fields);
    if (fields == NULL || when == NULL) return portico_crt_invalid(EINVAL, function);
    if (*when < 0) return errno = EINVAL;
    if ((local ? portico_platform_localtime_r(when, fields) : portico_platform_gmtime_r(when, fields)) != NULL) return 0;
    memset(fields, 0xFF, sizeof *fields);
    return errno = EINVAL;
}
static __inline__ errno_t localtime_s(struct tm *fields, const time_t *when) { return portico_crt_fields(fields, when, 1, L"localtime_s"); }
static __inline__ errno_t gmtime_s(struct tm *fields, const time_t *when) { return portico_crt_fields(fields, when, 0, L"gmtime_s"); }
static __inline__ errno_t _localtime64_s(struct tm *fields, const __time64_t *when) { return localtime_s(fields, when); }
static __inline__ errno_t _gmtime64_s(struct tm *fields, const __time64_t *when) { return gmtime_s(fields, when); }
static __inline__ struct tm *_localtime64(const __time64_t *when) { return localtime(when); }
static __inline__ struct tm *_gmtime64(const __time64_t *when) { return gmtime(when); }
static __inline__ __time64_t _time64(__time64_t *when) { return time(when); }
static __inline__ __time64_t _mktime64(struct tm *fields) { return mktime(fields); }
static __inline__ __time64_t _mkgmtime(struct tm *fields) { return portico_platform_timegm(fields); }
static __inline__ __time64_t _mkgmtime64(struct tm *fields) { return portico_platform_timegm(fields); }
static __inline__ void _tzset(void) { portico_platform_tzset(); }

/* 26 units with the end of the line and the zero, `Wed Jan 02 02:03:55 1980`. */
static __inline__ errno_t asctime_s(char *buffer, size_t size, const struct tm *fields) {
    static const char days[] = "SunMonTueWedThuFriSat", months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int numbers[5], at;
    if (buffer != NULL && size > 0) buffer[0] = 0;
    if (buffer == NULL || size < 26 || fields == NULL || fields->tm_wday < 0 || fields->tm_wday > 6 || fields->tm_mon < 0 ||
        fields->tm_mon > 11 || fields->tm_mday < 1 || fields->tm_mday > 31 || fields->tm_hour < 0 || fields->tm_hour > 23 ||
        fields->tm_min < 0 || fields->tm_min > 59 || fields->tm_sec < 0 || fields->tm_sec > 60 || fields->tm_year < -1900 ||
        fields->tm_year > 8099) return portico_crt_invalid(EINVAL, L"asctime_s");
    memcpy(buffer, "xxx xxx 00 00:00:00 0000\n", 26);
    memcpy(buffer, days + 3 * fields->tm_wday, 3);
    memcpy(buffer + 4, months + 3 * fields->tm_mon, 3);
    numbers[0] = fields->tm_mday;
    numbers[1] = fields->tm_hour;
    numbers[2] = fields->tm_min;
    numbers[3] = fields->tm_sec;
    numbers[4] = (fields->tm_year + 1900) / 100;
    for (at = 0; at < 5; at++) {
        buffer[8 + 3 * at] = (char)('0' + numbers[at] / 10);
        buffer[9 + 3 * at] = (char)('0' + numbers[at] % 10);
    }
    buffer[22] = (char)('0' + (fields->tm_year + 1900) / 10 % 10);
    buffer[23] = (char)('0' + (fields->tm_year + 1900) % 10);
    return 0;
}
static __inline__ errno_t ctime_s(char *buffer, size_t size, const time_t *when) {
    struct tm fields;
    errno_t error;
    if (buffer != NULL && size > 0) buffer[0] = 0;
    if (buffer == NULL || size < 26 || when == NULL) return portico_crt_invalid(EINVAL, L"ctime_s");
    error = localtime_s(&fields, when);
    return error != 0 ? error : asctime_s(buffer, size, &fields);
}
static __inline__ errno_t _ctime64_s(char *buffer, size_t size, const __time64_t *when) { return ctime_s(buffer, size, when); }

struct __timeb64 {
    __time64_t time;
    unsigned short millitm;
    short timezone;
    short dstflag;
};
static __inline__ errno_t _ftime64_s(struct __timeb64 *now) {
    struct timespec clock;
    struct tm fields;
    if (now == NULL) return portico_crt_invalid(EINVAL, L"_ftime64_s");
    timespec_get(&clock, TIME_UTC);
    memset(&fields, 0, sizeof fields);
    portico_platform_localtime_r(&clock.tv_sec, &fields);
    now->time = clock.tv_sec;
    now->millitm = (unsigned short)(clock.tv_nsec / 1000000);
    now->dstflag = fields.tm_isdst > 0;
    /* Minutes west of Greenwich, without daylight time. */
    now->timezone = (short)((clock.tv_sec - portico_platform_timegm(&fields)) / 60 + (now->dstflag ? 60 : 0));
    return 0;
}

#endif
