/* Functions of Microsoft's C library: results, errors, what is cut. crt_short_wchar.c is the same with a 2-byte wchar_t. */
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
#include <tchar.h>
#include <limits.h>
#include <stdio.h>

/* Stands in for the library's: counts, and keeps the name of the function. */
static int failures, invalid;
static WCHAR invalid_function[64];
#ifdef __cplusplus
extern "C"
#endif
void _invalid_parameter(LPCWSTR expression, LPCWSTR function_name, LPCWSTR file_name, UINT line_number, ULONG_PTR reserved) {
    (void)expression, (void)file_name, (void)line_number, (void)reserved;
    invalid++;
    wcsncpy_s(invalid_function, 64, function_name, _TRUNCATE);
}

static int same(const WCHAR *a, const WCHAR *b) {
    while (*a && *a == *b) a++, b++;
    return *a == *b;
}
#define CHECK(condition)                                            \
    do {                                                            \
        if (!(condition)) {                                         \
            printf("line %d: %s\n", __LINE__, #condition);          \
            failures++;                                             \
        }                                                           \
    } while (0)
/* The call finds fault with its parameters, under this name, and sets errno. */
#define INVALID(condition, error, name)                             \
    do {                                                            \
        invalid = 0;                                                \
        errno = 0;                                                  \
        CHECK(condition);                                           \
        CHECK(invalid == 1 && errno == (error));                    \
        CHECK(same(invalid_function, name));                        \
    } while (0)
/* It finds none. */
#define VALID(condition)                                            \
    do {                                                            \
        invalid = 0;                                                \
        CHECK(condition);                                           \
        CHECK(invalid == 0);                                        \
    } while (0)

static void copies_and_appends(void) {
    char a[8];
    WCHAR w[8];
    VALID(strcpy_s(a, 8, "1234567") == 0 && strcmp(a, "1234567") == 0);
    INVALID(strcpy_s(a, 7, "1234567") == ERANGE && a[0] == 0, ERANGE, L"strcpy_s");
    INVALID(strcpy_s(NULL, 8, "x") == EINVAL, EINVAL, L"strcpy_s");
    INVALID(strcpy_s(a, 0, "x") == EINVAL, EINVAL, L"strcpy_s");
    strcpy(a, "keep");
    INVALID(strcpy_s(a, 8, NULL) == EINVAL && a[0] == 0, EINVAL, L"strcpy_s");
    VALID(wcscpy_s(w, 8, L"abc") == 0 && wcscat_s(w, 8, L"defg") == 0 && same(w, L"abcdefg"));
    INVALID(wcscat_s(w, 8, L"h") == ERANGE && w[0] == 0, ERANGE, L"wcscat_s");
    memset(a, 'x', sizeof a);
    INVALID(strcat_s(a, 8, "y") == EINVAL && a[0] == 0, EINVAL, L"strcat_s");

    VALID(strncpy_s(a, 8, "1234567890", 3) == 0 && strcmp(a, "123") == 0);
    VALID(strncpy_s(a, 8, "1234567890", _TRUNCATE) == STRUNCATE && strcmp(a, "1234567") == 0);
    VALID(strncpy_s(a, 8, "123", _TRUNCATE) == 0 && strcmp(a, "123") == 0);
    VALID(strncpy_s(a, 8, "x", 0) == 0 && a[0] == 0);
    VALID(strncpy_s(NULL, 0, NULL, 0) == 0);
    INVALID(strncpy_s(a, 8, "1234567890", 8) == ERANGE && a[0] == 0, ERANGE, L"strncpy_s");
    INVALID(wcsncpy_s(w, 8, NULL, 3) == EINVAL && w[0] == 0, EINVAL, L"wcsncpy_s");
    VALID(strcpy_s(a, 8, "ab") == 0 && strncat_s(a, 8, "cdef", 2) == 0 && strcmp(a, "abcd") == 0);
    VALID(strncat_s(a, 8, "efghij", _TRUNCATE) == STRUNCATE && strcmp(a, "abcdefg") == 0);
    INVALID(strncat_s(a, 8, "hij", 2) == ERANGE && a[0] == 0, ERANGE, L"strncat_s");
    CHECK(strnlen_s("abc", 10) == 3 && strnlen_s("abc", 2) == 2 && strnlen_s(NULL, 2) == 0 && wcsnlen_s(L"abc", 10) == 3);
}

static void tokens(void) {
    char a[] = ",,one, two,,", *context = NULL;
    WCHAR w[] = L"x=1;y=2", *wide_context = NULL;
    CHECK(strcmp(strtok_s(a, ", ", &context), "one") == 0);
    CHECK(strcmp(strtok_s(NULL, ", ", &context), "two") == 0);
    CHECK(strtok_s(NULL, ", ", &context) == NULL && strtok_s(NULL, ", ", &context) == NULL);
    CHECK(same(wcstok_s(w, L";", &wide_context), L"x=1") && same(wcstok_s(NULL, L";", &wide_context), L"y=2"));
    CHECK(wcstok_s(NULL, L";", &wide_context) == NULL);
    INVALID(strtok_s(a, NULL, &context) == NULL, EINVAL, L"strtok_s");
    context = NULL;
    INVALID(strtok_s(NULL, ",", &context) == NULL, EINVAL, L"strtok_s");
}

static void cases(void) {
    char a[16] = "Content-TYPE", *copy;
    WCHAR w[16] = L"MiXeD\u00C4", *wide_copy;
    CHECK(_stricmp("abc", "ABC") == 0 && _stricmp("abc", "abd") < 0 && _stricmp("b", "A") > 0 && _stricmp("ab", "abc") < 0);
    CHECK(_stricmp("\xC4", "a") > 0 && _stricmp("a_", "aB") < 0 && _stricmp("", "") == 0);
    CHECK(_strnicmp("Host:x", "hOST:y", 5) == 0 && _strnicmp("Host:x", "hOST:y", 6) < 0 && _strnicmp("a", "b", 0) == 0);
    CHECK(_wcsicmp(L"Ab\u00E4", L"aB\u00E4") == 0 && _wcsicmp(L"\u00E4", L"\u00C4") > 0 && _wcsnicmp(L"ABx", L"aby", 2) == 0);
    CHECK(stricmp("a", "A") == 0 && strcmpi("a", "A") == 0 && strnicmp("ab", "AC", 1) == 0 && wcsicmp(L"q", L"Q") == 0);
    INVALID(_stricmp(NULL, "x") == _NLSCMPERROR, EINVAL, L"_strnicmp");
    CHECK(strcmp(_strlwr(a), "content-type") == 0 && strcmp(_strupr(a), "CONTENT-TYPE") == 0);
    CHECK(_strlwr_s(a, 16) == 0 && strcmp(a, "content-type") == 0 && _wcsupr_s(w, 16) == 0 && same(w, L"MIXED\u00C4"));
    CHECK(same(_wcslwr(w), L"mixed\u00C4") && same(_wcsrev(w), L"\u00C4dexim"));
    INVALID(_strupr_s(a, 5) == EINVAL && a[0] == 0, EINVAL, L"_strupr_s");
    CHECK(_memicmp("a\0B", "A\0b", 3) == 0 && _memicmp("a", "b", 1) < 0 && _memicmp("a", "b", 0) == 0);
    strcpy(a, "abcd");
    CHECK(strcmp(_strrev(a), "dcba") == 0 && strcmp(_strnset(a, 'x', 2), "xxba") == 0 && strcmp(_strset(a, 'y'), "yyyy") == 0);
    copy = _strdup("text");
    wide_copy = _wcsdup(L"text");
    CHECK(copy && strcmp(copy, "text") == 0 && wide_copy && same(wide_copy, L"text") && _strdup(NULL) == NULL);
    free(copy);
    free(wide_copy);
}

static void memory(void) {
    unsigned char bytes[4] = {1, 2, 3, 4};
    WCHAR w[4];
    void *block;
    VALID(memcpy_s(bytes, 4, "ab", 2) == 0 && bytes[1] == 'b' && bytes[2] == 3);
    INVALID(memcpy_s(bytes, 4, "abcdefgh", 5) == ERANGE && bytes[1] == 0 && bytes[3] == 0, ERANGE, L"memcpy_s");
    INVALID(memcpy_s(NULL, 4, "a", 1) == EINVAL, EINVAL, L"memcpy_s");
    VALID(memcpy_s(NULL, 0, NULL, 0) == 0);
    bytes[0] = 7;
    INVALID(memmove_s(bytes, 4, "abcde", 5) == ERANGE && bytes[0] == 7, ERANGE, L"memmove_s");
    VALID(memmove_s(bytes + 1, 3, bytes, 3) == 0 && bytes[1] == 7);
    VALID(wmemcpy_s(w, 4, L"abc", 4) == 0 && same(w, L"abc"));
    INVALID(wmemcpy_s(w, 4, L"abcde", 5) == ERANGE && w[0] == 0 && w[3] == 0, ERANGE, L"wmemcpy_s");
    INVALID(wmemcpy_s(w, 4, L"abcde", (size_t)-1 / 2 + 2) == ERANGE, ERANGE, L"wmemcpy_s");
    block = _aligned_malloc(100, 64);
    CHECK(block != NULL && (ULONG_PTR)block % 64 == 0);
    memset(block, 'q', 100);
    block = _aligned_realloc(block, 1000, 128);
    CHECK(block != NULL && (ULONG_PTR)block % 128 == 0 && ((char *)block)[99] == 'q');
    _aligned_free(block);
    INVALID(_aligned_malloc(1, 3) == NULL, EINVAL, L"_aligned_malloc");
    CHECK(_byteswap_ushort(0x0102) == 0x0201 && _byteswap_ulong(0x01020304) == 0x04030201 && _byteswap_uint64(1) == 1ULL << 56);
}

static void numbers(void) {
    char a[80];
    WCHAR w[80], *end;
    unsigned int value = 0, other = 0;
    CHECK(strcmp(_itoa(-42, a, 10), "-42") == 0 && strcmp(_itoa(-1, a, 16), "ffffffff") == 0 && strcmp(_itoa(0, a, 2), "0") == 0);
    CHECK(strcmp(itoa(35, a, 36), "z") == 0 && strcmp(ltoa(-1, a, 16), "ffffffff") == 0 && strcmp(ultoa(4294967295u, a, 10), "4294967295") == 0);
    CHECK(strcmp(_ltoa(LONG_MIN, a, 10), "-9223372036854775808") == 0);
    CHECK(strcmp(_i64toa(-1, a, 16), "ffffffffffffffff") == 0 && strcmp(_ui64toa(~0ULL, a, 10), "18446744073709551615") == 0);
    CHECK(strlen(_i64toa(-1, a, 2)) == 64);
    VALID(_ltow_s(-123456789, w, 80, 10) == 0 && same(w, L"-123456789"));
    VALID(_itow_s(255, w, 3, 16) == 0 && same(w, L"ff") && same(_itow(255, w, 8), L"377"));
    INVALID(_itow_s(255, w, 2, 16) == ERANGE && w[0] == 0, ERANGE, L"_ltow_s");
    INVALID(_ui64toa_s(1, a, 80, 37) == EINVAL && a[0] == 0, EINVAL, L"_ui64toa_s");
    INVALID(_i64toa_s(1, NULL, 80, 10) == EINVAL, EINVAL, L"_i64toa_s");
    CHECK(_atoi64(" -9000000000x") == -9000000000LL && _wtoi(L"  +17 apples") == 17 && _wtoi(L"") == 0 && _wtoi64(L"-9000000000") == -9000000000LL);
    errno = 0;
    CHECK(_wtoi(L"99999999999") == INT_MAX && errno == ERANGE && _wtoi(L"-99999999999") == INT_MIN && _wtol(L"123") == 123);
    CHECK(_wcstoi64(L"0x1Fg", &end, 0) == 31 && *end == L'g' && _wcstoi64(L"017", NULL, 0) == 15 && _wcstoi64(L"0x", &end, 16) == 0 && *end == L'x');
    CHECK(_wcstoui64(L"18446744073709551615", NULL, 10) == ~0ULL && _wcstoui64(L"-1", NULL, 10) == ~0ULL);
    errno = 0;
    CHECK(_wcstoi64(L"-9223372036854775808", NULL, 10) == LLONG_MIN && errno == 0);
    CHECK(_wcstoi64(L"9223372036854775808", NULL, 10) == LLONG_MAX && errno == ERANGE);
    CHECK(rand_s(&value) == 0 && rand_s(&other) == 0 && (value != other || rand_s(&value) == 0));
    CHECK(_wtof(L" -2.5e1;") == -25.0 && _strtoi64("ff", NULL, 16) == 255 && _strtoui64("10", NULL, 8) == 8);
    INVALID(_wtoi(NULL) == 0, EINVAL, L"_wcstoi64");
}

static int listed(char *buffer, size_t size, size_t count, const char *format, ...) {
    int result;
    va_list args;
    va_start(args, format);
    result = _vsnprintf_s(buffer, size, count, format, args);
    va_end(args);
    return result;
}

static void formats(void) {
    char a[16];
    WCHAR w[16];
    VALID(sprintf_s(a, 16, "%s %d %I64u", "x", -1, 9000000000ULL) == 15 && strcmp(a, "x -1 9000000000") == 0);
    INVALID(sprintf_s(a, 4, "%s", "1234") == -1 && a[0] == 0, ERANGE, L"vsprintf_s");
    INVALID(sprintf_s(a, 0, "x") == -1, EINVAL, L"vsprintf_s");
    INVALID(sprintf_s(a, 16, NULL) == -1 && a[0] == 0, EINVAL, L"vsprintf_s");
    VALID(swprintf_s(w, 16, L"%s|%S|%lu", L"wide", "thin", (DWORD)7) == 11 && same(w, L"wide|thin|7"));
    INVALID(swprintf_s(w, 4, L"%s", L"1234") == -1 && w[0] == 0, ERANGE, L"vswprintf_s");

    memset(a, '#', sizeof a);
    VALID(_snprintf(a, 8, "%d", 12345) == 5 && strcmp(a, "12345") == 0);
    VALID(_snprintf(a, 5, "%d", 54321) == 5 && memcmp(a, "54321", 5) == 0 && a[5] == 0);
    memset(a, '#', sizeof a);
    VALID(_snprintf(a, 4, "%d", 54321) == -1 && memcmp(a, "5432#", 5) == 0);
    VALID(_snprintf(NULL, 0, "%d", 54321) == 5);
    memset(w, '#', sizeof w);
    VALID(_snwprintf(w, 2, L"%s", L"abc") == -1 && w[0] == L'a' && w[1] == L'b' && w[2] != 0);

    VALID(_snprintf_s(a, 16, _TRUNCATE, "%s", "short") == 5 && strcmp(a, "short") == 0);
    VALID(_snprintf_s(a, 4, _TRUNCATE, "%s", "longer") == -1 && strcmp(a, "lon") == 0);
    VALID(_snprintf_s(a, 16, 2, "%s", "longer") == -1 && strcmp(a, "lo") == 0);
    VALID(_snprintf_s(a, 16, 6, "%s", "longer") == 6 && strcmp(a, "longer") == 0);
    INVALID(_snprintf_s(a, 4, 6, "%s", "longer") == -1 && a[0] == 0, ERANGE, L"_vsnprintf_s");
    VALID(_snprintf_s(a, 4, 6, "%s", "abc") == 3);
    VALID(listed(a, 16, 15, "%c%c", 'o', 'k') == 2 && strcmp(a, "ok") == 0);
    VALID(_snwprintf_s(w, 4, _TRUNCATE, L"%S", "caf\xC3\xA9") == -1 && same(w, L"caf"));

    CHECK(_scprintf("%05d", 7) == 5 && _scwprintf(L"%s", L"abc") == 3 && _swprintf(w, L"%d%%", 50) == 3 && same(w, L"50%"));
    INVALID(_scprintf(NULL) == -1, EINVAL, L"_vscprintf");
}

static void streams(void) {
    char a[600], text[400];
    FILE *file = tmpfile();
    size_t n;
    CHECK(file != NULL);
    if (file == NULL) return;
    memset(text, 'x', sizeof text);
    text[399] = 0;
    CHECK(fprintf_s(file, "%I64d %ws\n", -1LL, L"\u20AC") == 7);
    CHECK(fwprintf_s(file, L"%s %S\n", L"caf\u00E9", "x") == 7);
    CHECK(fprintf_s(file, "%s", text) == 399);
    rewind(file);
    n = fread(a, 1, sizeof a, file);
    CHECK(n == 7 + 8 + 399 && memcmp(a, "-1 \xE2\x82\xAC\ncaf\xC3\xA9 x\nxxx", 18) == 0);
    fclose(file);
    INVALID(fprintf_s(NULL, "x") == -1, EINVAL, L"vfprintf_s");
    CHECK(printf_s("%s", "") == 0 && wprintf_s(L"%s", L"") == 0);
}

static void conversions(void) {
    char a[8];
    WCHAR w[8];
    size_t n = 99;
    VALID(wcstombs_s(&n, a, 8, L"caf\u00E9", 7) == 0 && n == 6 && strcmp(a, "caf\xC3\xA9") == 0);
    VALID(wcstombs_s(&n, NULL, 0, L"caf\u00E9", 0) == 0 && n == 6);
    VALID(wcstombs_s(&n, a, 5, L"caf\u00E9", _TRUNCATE) == STRUNCATE && n == 4 && strcmp(a, "caf") == 0);
    VALID(wcstombs_s(&n, a, 8, L"caf\u00E9", 4) == 0 && n == 4 && strcmp(a, "caf") == 0);
    INVALID(wcstombs_s(&n, a, 5, L"caf\u00E9", 5) == ERANGE && a[0] == 0, ERANGE, L"wcstombs_s");
    INVALID(wcstombs_s(&n, a, 8, NULL, 5) == EINVAL && a[0] == 0 && n == 0, EINVAL, L"wcstombs_s");
    w[0] = (WCHAR)0xD800, w[1] = 0;
    errno = 0;
    VALID(wcstombs_s(NULL, a, 8, w, 7) == EILSEQ && errno == EILSEQ && a[0] == 0);
    VALID(mbstowcs_s(&n, w, 8, "caf\xC3\xA9", 7) == 0 && n == 5 && same(w, L"caf\u00E9"));
    VALID(mbstowcs_s(&n, w, 3, "caf\xC3\xA9", _TRUNCATE) == STRUNCATE && n == 3 && same(w, L"ca"));
    VALID(mbstowcs_s(&n, NULL, 0, "caf\xC3\xA9", 0) == 0 && n == 5);
    VALID(mbstowcs_s(&n, w, 8, "\xF0\x9F\x98\x80", 7) == 0 && n == 1 + 4 / sizeof(WCHAR));
    VALID(mbstowcs_s(&n, w, 8, "\xC3", 7) == EILSEQ && w[0] == 0);
    VALID(mbstowcs_s(&n, w, 8, "\xED\xA0\x80", 7) == EILSEQ && mbstowcs_s(&n, w, 8, "\xC0\x80", 7) == EILSEQ);
    INVALID(mbstowcs_s(&n, w, 2, "abc", 3) == ERANGE && w[0] == 0, ERANGE, L"mbstowcs_s");
}

static void times(void) {
    struct tm fields;
    time_t when = 1000000000, before = -1;
    char a[40];
    struct __timeb64 now;
    CHECK(gmtime_s(&fields, &when) == 0 && fields.tm_year == 101 && fields.tm_mon == 8 && fields.tm_mday == 9 && fields.tm_hour == 1);
    CHECK(_mkgmtime(&fields) == when && asctime_s(a, sizeof a, &fields) == 0 && strcmp(a, "Sun Sep 09 01:46:40 2001\n") == 0);
    CHECK(localtime_s(&fields, &when) == 0 && _mktime64(&fields) == when && ctime_s(a, sizeof a, &when) == 0 && strlen(a) == 25);
    VALID(_gmtime64_s(&fields, &before) == EINVAL && fields.tm_year == -1);
    INVALID(localtime_s(NULL, &when) == EINVAL, EINVAL, L"localtime_s");
    INVALID(ctime_s(a, 25, &when) == EINVAL && a[0] == 0, EINVAL, L"ctime_s");
    CHECK(_time64(&when) > 1700000000 && _ftime64_s(&now) == 0 && now.time >= when && now.millitm < 1000);
}

static void paths(void) {
    char drive[_MAX_DRIVE], folder[_MAX_DIR], name[_MAX_FNAME], extension[_MAX_EXT], path[_MAX_PATH];
    WCHAR wide_name[8], wide_path[_MAX_PATH];
    _splitpath("C:\\inetpub\\www.root/index.html.bak", drive, folder, name, extension);
    CHECK(strcmp(drive, "C:") == 0 && strcmp(folder, "\\inetpub\\www.root/") == 0 && strcmp(name, "index.html") == 0 && strcmp(extension, ".bak") == 0);
    _splitpath("/var/www.d/file", drive, folder, name, extension);
    CHECK(drive[0] == 0 && strcmp(folder, "/var/www.d/") == 0 && strcmp(name, "file") == 0 && extension[0] == 0);
    VALID(_wsplitpath_s(L"a\\module.so", NULL, 0, NULL, 0, wide_name, 8, NULL, 0) == 0 && same(wide_name, L"module"));
    INVALID(_wsplitpath_s(L"a\\longmodule.so", NULL, 0, NULL, 0, wide_name, 8, NULL, 0) == ERANGE && wide_name[0] == 0, ERANGE, L"_wsplitpath_s");
    INVALID(_splitpath_s("x", NULL, 3, NULL, 0, NULL, 0, NULL, 0) == EINVAL, EINVAL, L"_splitpath_s");
    _makepath(path, "D", "\\logs", "u_ex", "log");
    CHECK(strcmp(path, "D:\\logs/u_ex.log") == 0);
    VALID(_wmakepath_s(wide_path, _MAX_PATH, NULL, L"/tmp/", L"x", L".txt") == 0 && same(wide_path, L"/tmp/x.txt"));
    INVALID(_makepath_s(path, 8, NULL, "/tmp/", "x", ".txt") == ERANGE && path[0] == 0, ERANGE, L"_makepath_s");
}

static void by_tchar(void) {
    TCHAR text[32];
    CHECK(_tcscpy_s(text, 32, _T("Ab")) == 0 && _tcscat_s(text, 32, _T("C")) == 0 && _tcsicmp(text, _T("aBc")) == 0);
    CHECK(_stprintf_s(text, 32, _T("%s=%d"), _T("n"), 5) == 3 && _tcscmp(text, _T("n=5")) == 0 && _ttoi(text + 2) == 5);
    CHECK(_sntprintf_s(text, 3, _TRUNCATE, _T("%d"), 12345) == -1 && _tcscmp(text, _T("12")) == 0);
    CHECK(_itot_s(77, text, 32, 10) == 0 && _tcscmp(text, _T("77")) == 0 && _sctprintf(_T("%d"), 123) == 3);
}

int main(void) {
    int value = 0;
    copies_and_appends();
    tokens();
    cases();
    memory();
    numbers();
    formats();
    streams();
    conversions();
    times();
    paths();
    by_tchar();
    CHECK(_set_errno(5) == 0 && _get_errno(&value) == 0 && value == 5);
    return failures != 0;
}
