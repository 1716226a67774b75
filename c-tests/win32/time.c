/* Clocks, dates, zones, and what the machine says of itself. */
#include "check.h"

#include <stdlib.h>
#include <wchar.h>

static ULONGLONG number(FILETIME time) {
    return (ULONGLONG)time.dwHighDateTime << 32 | time.dwLowDateTime;
}

static FILETIME file_time(ULONGLONG ticks) {
    FILETIME time = {(DWORD)ticks, (DWORD)(ticks >> 32)};
    return time;
}

static SYSTEMTIME date(int year, int month, int day, int hour, int minute) {
    SYSTEMTIME time = {0};
    time.wYear = (WORD)year;
    time.wMonth = (WORD)month;
    time.wDay = (WORD)day;
    time.wHour = (WORD)hour;
    time.wMinute = (WORD)minute;
    return time;
}

static BOOL is_date(SYSTEMTIME time, int year, int month, int day, int hour, int minute) {
    return time.wYear == year && time.wMonth == month && time.wDay == day && time.wHour == hour && time.wMinute == minute;
}

static void clocks(void) {
    LARGE_INTEGER frequency, first, second;
    DWORD ticks = GetTickCount();
    ULONGLONG ticks64 = GetTickCount64();
    FILETIME now, precise;
    CHECK((DWORD)ticks64 - ticks < 1000);
    CHECK(QueryPerformanceFrequency(&frequency) && frequency.QuadPart == 10000000);
    CHECK(QueryPerformanceCounter(&first));
    Sleep(30);
    CHECK(QueryPerformanceCounter(&second));
    CHECK(second.QuadPart - first.QuadPart >= 290000 && second.QuadPart - first.QuadPart < 20 * 10000000);
    CHECK(GetTickCount64() - ticks64 >= 29);
    FAILS_WITH(QueryPerformanceCounter(NULL), ERROR_NOACCESS);
    FAILS_WITH(QueryPerformanceFrequency(NULL), ERROR_NOACCESS);
    GetSystemTimeAsFileTime(&now);
    GetSystemTimePreciseAsFileTime(&precise);
    CHECK(number(precise) >= number(now) && number(precise) - number(now) < 10000000);
    /* Seconds since 1970 as the C library tells them. */
    CHECK(llabs((long long)(number(now) / 10000000 - 11644473600ULL) - (long long)time(NULL)) <= 2);
}

static void dates(void) {
    FILETIME time = file_time(0), other;
    SYSTEMTIME fields;
    CHECK(FileTimeToSystemTime(&time, &fields));
    CHECK(is_date(fields, 1601, 1, 1, 0, 0) && fields.wDayOfWeek == 1);
    time = file_time(116444736000000000ULL);
    CHECK(FileTimeToSystemTime(&time, &fields));
    CHECK(is_date(fields, 1970, 1, 1, 0, 0) && fields.wDayOfWeek == 4);
    time = file_time(0x7FFFFFFFFFFFFFFFULL);
    CHECK(FileTimeToSystemTime(&time, &fields) && is_date(fields, 30828, 9, 14, 2, 48));
    time = file_time(0x8000000000000000ULL);
    FAILS_WITH(FileTimeToSystemTime(&time, &fields), ERROR_INVALID_PARAMETER);
    FAILS_WITH(FileTimeToSystemTime(NULL, &fields), ERROR_INVALID_PARAMETER);

    fields = date(2024, 2, 29, 12, 34);
    fields.wSecond = 56;
    fields.wMilliseconds = 789;
    fields.wDayOfWeek = 99;
    CHECK(SystemTimeToFileTime(&fields, &time));
    CHECK(number(time) == 133536836967890000ULL);
    CHECK(FileTimeToSystemTime(&time, &fields) && is_date(fields, 2024, 2, 29, 12, 34));
    CHECK(fields.wSecond == 56 && fields.wMilliseconds == 789 && fields.wDayOfWeek == 4);
    fields = date(2023, 2, 29, 0, 0);
    FAILS_WITH(SystemTimeToFileTime(&fields, &time), ERROR_INVALID_PARAMETER);
    fields = date(1600, 12, 31, 0, 0);
    FAILS_WITH(SystemTimeToFileTime(&fields, &time), ERROR_INVALID_PARAMETER);
    fields = date(2024, 13, 1, 0, 0);
    FAILS_WITH(SystemTimeToFileTime(&fields, &time), ERROR_INVALID_PARAMETER);
    fields = date(2024, 1, 1, 24, 0);
    FAILS_WITH(SystemTimeToFileTime(&fields, &time), ERROR_INVALID_PARAMETER);
    FAILS_WITH(SystemTimeToFileTime(NULL, &time), ERROR_INVALID_PARAMETER);

    time = file_time(5);
    other = file_time(0x100000000ULL);
    CHECK(CompareFileTime(&time, &other) == -1 && CompareFileTime(&other, &time) == 1 && CompareFileTime(&time, &time) == 0);
}

static void zone_of_the_machine(void) {
    TIME_ZONE_INFORMATION zone;
    SYSTEMTIME local, universal = date(2024, 7, 1, 12, 0);
    FILETIME time, there, back = {0};
    DWORD season = GetTimeZoneInformation(&zone);
    CHECK(season == TIME_ZONE_ID_STANDARD || season == TIME_ZONE_ID_DAYLIGHT);
    CHECK(zone.Bias == -60 && zone.StandardBias == 0 && zone.DaylightBias == -60);
    CHECK(zone.StandardDate.wMonth == 10 && zone.StandardDate.wDayOfWeek == 0 && zone.StandardDate.wDay == 5 &&
          zone.StandardDate.wHour == 3 && zone.StandardDate.wYear == 0);
    CHECK(zone.DaylightDate.wMonth == 3 && zone.DaylightDate.wDay == 5 && zone.DaylightDate.wHour == 2);
    CHECK(wcscmp(zone.StandardName, L"CET") == 0 && wcscmp(zone.DaylightName, L"CEST") == 0);
    CHECK(GetTimeZoneInformation(NULL) == TIME_ZONE_ID_INVALID);

    CHECK(SystemTimeToTzSpecificLocalTime(NULL, &universal, &local) && is_date(local, 2024, 7, 1, 14, 0));
    CHECK(TzSpecificLocalTimeToSystemTime(NULL, &local, &universal) && is_date(universal, 2024, 7, 1, 12, 0));
    universal = date(2024, 1, 1, 23, 30);
    CHECK(SystemTimeToTzSpecificLocalTime(NULL, &universal, &local) && is_date(local, 2024, 1, 2, 0, 30));
    CHECK(TzSpecificLocalTimeToSystemTime(NULL, &local, &universal) && is_date(universal, 2024, 1, 1, 23, 30));
    /* The rules that it tells say the same. */
    CHECK(SystemTimeToTzSpecificLocalTime(&zone, &universal, &local) && is_date(local, 2024, 1, 2, 0, 30));

    GetSystemTimeAsFileTime(&time);
    CHECK(FileTimeToLocalFileTime(&time, &there) && LocalFileTimeToFileTime(&there, &back));
    CHECK(number(back) == number(time));
    CHECK(number(there) - number(time) == (season == TIME_ZONE_ID_DAYLIGHT ? 2 : 1) * 36000000000ULL);
    FAILS_WITH(FileTimeToLocalFileTime(NULL, &there), ERROR_INVALID_PARAMETER);
    FAILS_WITH(LocalFileTimeToFileTime(&there, NULL), ERROR_INVALID_PARAMETER);
    GetSystemTime(&universal);
    GetLocalTime(&local);
    CHECK((local.wHour + 24 - universal.wHour) % 24 == (season == TIME_ZONE_ID_DAYLIGHT ? 2 : 1) || local.wMinute == 0);
}

static void zone_by_rules(void) {
    /* The eastern United States since 2007. */
    TIME_ZONE_INFORMATION zone = {0};
    SYSTEMTIME local, universal;
    zone.Bias = 300;
    zone.DaylightBias = -60;
    zone.StandardDate = date(0, 11, 1, 2, 0);
    zone.DaylightDate = date(0, 3, 2, 2, 0);
    universal = date(2024, 3, 10, 6, 59);
    CHECK(SystemTimeToTzSpecificLocalTime(&zone, &universal, &local) && is_date(local, 2024, 3, 10, 1, 59));
    universal = date(2024, 3, 10, 7, 0);
    CHECK(SystemTimeToTzSpecificLocalTime(&zone, &universal, &local) && is_date(local, 2024, 3, 10, 3, 0));
    CHECK(TzSpecificLocalTimeToSystemTime(&zone, &local, &universal) && is_date(universal, 2024, 3, 10, 7, 0));
    universal = date(2024, 11, 3, 5, 59);
    CHECK(SystemTimeToTzSpecificLocalTime(&zone, &universal, &local) && is_date(local, 2024, 11, 3, 1, 59));
    universal = date(2024, 11, 3, 6, 0);
    CHECK(SystemTimeToTzSpecificLocalTime(&zone, &universal, &local) && is_date(local, 2024, 11, 3, 1, 0));
    universal = date(2024, 2, 30, 6, 0);
    FAILS_WITH(SystemTimeToTzSpecificLocalTime(&zone, &universal, &local), ERROR_INVALID_PARAMETER);
    FAILS_WITH(SystemTimeToTzSpecificLocalTime(&zone, NULL, &local), ERROR_INVALID_PARAMETER);
    FAILS_WITH(TzSpecificLocalTimeToSystemTime(&zone, &local, NULL), ERROR_INVALID_PARAMETER);

    /* South of the equator summer lies across the new year. */
    zone.Bias = -600;
    zone.StandardDate = date(0, 4, 1, 3, 0);
    zone.DaylightDate = date(0, 10, 1, 2, 0);
    universal = date(2024, 1, 1, 0, 0);
    CHECK(SystemTimeToTzSpecificLocalTime(&zone, &universal, &local) && is_date(local, 2024, 1, 1, 11, 0));
    universal = date(2024, 7, 1, 0, 0);
    CHECK(SystemTimeToTzSpecificLocalTime(&zone, &universal, &local) && is_date(local, 2024, 7, 1, 10, 0));
    CHECK(TzSpecificLocalTimeToSystemTime(&zone, &local, &universal) && is_date(universal, 2024, 7, 1, 0, 0));
}

static void machine(void) {
    SYSTEM_INFO info, native;
    OSVERSIONINFOEXW version = {0};
    OSVERSIONINFOA short_version = {0};
    WCHAR name[300];
    char ansi[300];
    DWORD size = 0, needed;
    GetSystemInfo(&info);
    GetNativeSystemInfo(&native);
    CHECK(memcmp(&info, &native, sizeof(info)) == 0);
    CHECK(info.dwPageSize >= 4096 && (info.dwPageSize & (info.dwPageSize - 1)) == 0);
    CHECK(info.dwNumberOfProcessors >= 1 && info.dwAllocationGranularity == 65536 && info.dwActiveProcessorMask != 0);
    CHECK(info.wProcessorArchitecture != PROCESSOR_ARCHITECTURE_UNKNOWN);

    CHECK(LOBYTE(LOWORD(GetVersion())) == 10 && HIBYTE(LOWORD(GetVersion())) == 0 && HIWORD(GetVersion()) == 19045);
    version.dwOSVersionInfoSize = sizeof(version);
    CHECK(GetVersionExW((LPOSVERSIONINFOW)&version));
    CHECK(version.dwMajorVersion == 10 && version.dwPlatformId == VER_PLATFORM_WIN32_NT && version.wProductType == VER_NT_WORKSTATION);
    short_version.dwOSVersionInfoSize = sizeof(short_version);
    CHECK(GetVersionExA(&short_version) && short_version.dwBuildNumber == 19045);
    short_version.dwOSVersionInfoSize = 7;
    FAILS_WITH(GetVersionExA(&short_version), ERROR_INSUFFICIENT_BUFFER);

    FAILS_WITH(GetComputerNameExW(ComputerNameDnsHostname, NULL, &size), ERROR_MORE_DATA);
    needed = size;
    CHECK(GetComputerNameExW(ComputerNameDnsHostname, name, &size) && size + 1 == needed && wcslen(name) == size);
    size = sizeof(ansi);
    CHECK(GetComputerNameExA(ComputerNamePhysicalDnsFullyQualified, ansi, &size) && strlen(ansi) == size && size >= needed - 1);
    size = sizeof(ansi);
    CHECK(GetComputerNameExA(ComputerNameDnsDomain, ansi, &size));
    FAILS_WITH(GetComputerNameExA(ComputerNameMax, ansi, &size), ERROR_INVALID_PARAMETER);
    FAILS_WITH(GetComputerNameExA(ComputerNameDnsDomain, ansi, NULL), ERROR_INVALID_PARAMETER);
}

int main(void) {
    /* Middle Europe, whatever the machine's own zone is. */
    setenv("TZ", "CET-1CEST,M3.5.0/2,M10.5.0/3", 1);
    tzset();
    clocks();
    dates();
    zone_of_the_machine();
    zone_by_rules();
    machine();
    return check_failures;
}
