/* C++: arrays that bring their own size. crt_arrays_short_wchar.cpp is the same with a 2-byte wchar_t. */
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
#include <tchar.h>
#include <cstdio>

static int failures, invalid;
extern "C" void _invalid_parameter(LPCWSTR, LPCWSTR, LPCWSTR, UINT, ULONG_PTR) { invalid++; }

#define CHECK(condition)                                                \
    do {                                                                \
        if (!(condition)) {                                             \
            std::printf("line %d: %s\n", __LINE__, #condition);         \
            failures++;                                                 \
        }                                                               \
    } while (0)

static int listed(char (&buffer)[8], const char *format, ...) {
    va_list args;
    va_start(args, format);
    int result = vsprintf_s(buffer, format, args);
    va_end(args);
    return result;
}

struct Record {
    char szName[8];
    WCHAR wszName[8];
};

int main() {
    char a[8], drive[4], folder[16], name[16], extension[8], error[64], *context = nullptr;
    WCHAR w[8];
    size_t n;
    Record record;
    CHECK(strcpy_s(a, "abc") == 0 && strcat_s(a, "defg") == 0 && strcmp(a, "abcdefg") == 0);
    CHECK(strcpy_s(a, "12345678") == ERANGE && a[0] == 0 && invalid == 1);
    CHECK(strncpy_s(a, "12345678", _TRUNCATE) == STRUNCATE && strncat_s(a, "9", 0) == 0 && strlen(a) == 7);
    CHECK(wcscpy_s(w, L"abc") == 0 && wcscat_s(w, L"d") == 0 && wcsncat_s(w, L"efgh", 1) == 0 && wcsncpy_s(record.wszName, w, 5) == 0);
    CHECK(wcscmp(record.wszName, L"abcde") == 0 && _wcsupr_s(w) == 0 && wcscmp(w, L"ABCDE") == 0);
    CHECK(sprintf_s(a, "%d", 42) == 2 && strcmp(a, "42") == 0 && sprintf_s(record.szName, "none") == 4);
    CHECK(sprintf_s(a, sizeof a, "%s", "sized") == 5 && sprintf_s(a, _countof(a), "plain") == 5 && sprintf_s(a, 8, "%d", 1) == 1);
    CHECK(swprintf_s(w, L"%s%d", L"x", 7) == 2 && swprintf_s(w, _countof(w), L"%d", 7) == 1 && wcscmp(w, L"7") == 0);
    CHECK(listed(a, "%s-%d", "v", 3) == 3 && strcmp(a, "v-3") == 0);
    CHECK(_snprintf_s(a, _TRUNCATE, "%s", "much too long") == -1 && strcmp(a, "much to") == 0);
    CHECK(_snprintf_s(a, sizeof a, _TRUNCATE, "%s", "much too long") == -1 && _snwprintf_s(w, 3, L"%d", 1234) == -1 && wcscmp(w, L"123") == 0);
    CHECK(_itoa_s(255, a, 16) == 0 && strcmp(a, "ff") == 0 && _ltow_s(-5, w, 10) == 0 && wcscmp(w, L"-5") == 0);
    CHECK(_ui64tow_s(9, w, 10) == 0 && _i64toa_s(-9, a, 10) == 0 && strcmp(a, "-9") == 0 && _itoa_s(1, a, sizeof a, 10) == 0);
    CHECK(wcstombs_s(&n, a, L"caf\u00E9", _TRUNCATE) == 0 && n == 6 && mbstowcs_s(&n, w, a, _TRUNCATE) == 0 && n == 5);
    CHECK(_splitpath_s("c:/a/b.txt", drive, folder, name, extension) == 0 && strcmp(folder, "/a/") == 0 && strcmp(extension, ".txt") == 0);
    CHECK(_makepath_s(error, "", "/a", "b", "c") == 0 && strcmp(error, "/a/b.c") == 0);
    CHECK(strerror_s(error, ENOENT) == 0 && strcmp(error, strerror(ENOENT)) == 0 && _strlwr_s(error) == 0);
    CHECK(strcmp(strtok_s(name, "x", &context), "b") == 0);
    CHECK(invalid == 1);
    return failures != 0;
}
