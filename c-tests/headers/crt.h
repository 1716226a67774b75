/* Microsoft's C library, for crt.c and crt_short_wchar.c. */
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
#include <tchar.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;
static int same(const WCHAR *a, const WCHAR *b) {
    while (*a && *a == *b) a++, b++;
    return *a == *b;
}
#define CHECK(condition)                                   \
    do {                                                   \
        if (!(condition)) {                                \
            printf("line %d: %s\n", __LINE__, #condition); \
            failures++;                                    \
        }                                                  \
    } while (0)

static int listed(char *to, size_t size, const char *format, ...) {
    va_list args;
    int result;
    va_start(args, format);
    result = _vsnprintf(to, size, format, args);
    va_end(args);
    return result;
}

int main(void) {
    char a[32], *rest;
    WCHAR w[32], *wide_rest;
    size_t n;
    struct tm parts;
    time_t moment = 784111777;
    char *copy;
    WCHAR *wide_copy;

    /* Comparing and changing. */
    CHECK(_stricmp("Host", "hOST") == 0 && _stricmp("a", "b") < 0 && _stricmp("b", "A") > 0 && _stricmp("", "a") < 0);
    CHECK(_strnicmp("Content-Type", "content-length", 8) == 0 && _strnicmp("abc", "abd", 3) < 0 && strnicmp("x", "y", 0) == 0);
    CHECK(_wcsicmp(L"Host", L"hOST") == 0 && _wcsnicmp(L"Abc", L"aBd", 2) == 0 && wcsicmp(L"a", L"b") < 0);
    CHECK(_stricmp("\xC3\x84", "\xC3\xA4") != 0 && _memicmp("aB", "Ab", 2) == 0 && _tcsicmp(_T("A"), _T("a")) == 0);
    strcpy_s(a, sizeof a, "MiXed");
    CHECK(strcmp(_strlwr(a), "mixed") == 0 && strcmp(_strupr(a), "MIXED") == 0 && strcmp(_strrev(a), "DEXIM") == 0);
    CHECK(_strlwr_s(a, 6) == 0 && strcmp(a, "dexim") == 0 && _strupr_s(a, 5) == EINVAL);
    copy = _strdup("copy"), wide_copy = _wcsdup(L"wide");
    CHECK(strcmp(copy, "copy") == 0 && same(wide_copy, L"wide"));
    free(copy), free(wide_copy);

    /* Copying with sizes: what does not fit empties the buffer. */
    CHECK(strcpy_s(a, 5, "four") == 0 && strcmp(a, "four") == 0 && strcpy_s(a, 4, "four") == ERANGE && a[0] == 0);
    CHECK(strcpy_s(NULL, 4, "x") == EINVAL && strcpy_s(a, 4, NULL) == EINVAL && strcpy_s(a, 0, "x") == EINVAL);
    CHECK(strncpy_s(a, 5, "longer", 4) == 0 && strcmp(a, "long") == 0 && strncpy_s(a, 4, "longer", 4) == ERANGE);
    CHECK(strncpy_s(a, 4, "longer", _TRUNCATE) == STRUNCATE && strcmp(a, "lon") == 0 && strncpy_s(a, 4, "x", 0) == 0 && a[0] == 0);
    CHECK(strcpy_s(a, 8, "ab") == 0 && strcat_s(a, 5, "cd") == 0 && strcmp(a, "abcd") == 0 && strcat_s(a, 5, "e") == ERANGE);
    CHECK(strcpy_s(a, 8, "ab") == 0 && strncat_s(a, 8, "cdef", 2) == 0 && strcmp(a, "abcd") == 0);
    CHECK(strncat_s(a, 6, "efg", _TRUNCATE) == STRUNCATE && strcmp(a, "abcde") == 0 && strcat_s(a, 3, "x") == EINVAL);
    CHECK(wcscpy_s(w, 5, L"four") == 0 && wcscat_s(w, 32, L"teen") == 0 && same(w, L"fourteen") && wcscpy_s(w, 2, L"xx") == ERANGE && w[0] == 0);
    CHECK(wcsncpy_s(w, 32, L"longer", 2) == 0 && wcsncat_s(w, 32, L"st", _TRUNCATE) == 0 && same(w, L"lost"));
    CHECK(strnlen_s("abc", 2) == 2 && strnlen_s(NULL, 2) == 0 && wcsnlen_s(L"abc", 9) == 3);
    memset(a, 'x', sizeof a);
    CHECK(memcpy_s(a, 4, "abcd", 4) == 0 && memcmp(a, "abcdx", 5) == 0 && memcpy_s(a, 3, "abcd", 4) == ERANGE && a[0] == 0 && a[2] == 0 && a[3] == 'd');
    CHECK(memcpy_s(NULL, 3, "a", 1) == EINVAL && memcpy_s(a, 3, NULL, 1) == EINVAL && memcpy_s(NULL, 0, NULL, 0) == 0);
    CHECK(memmove_s(a + 1, 4, a, 3) == 0 && memmove_s(a, 1, "ab", 2) == ERANGE && wmemcpy_s(w, 4, L"ab", 3) == 0 && same(w, L"ab"));
    strcpy_s(a, sizeof a, ",one,;two");
    CHECK(strcmp(strtok_s(a, ",;", &rest), "one") == 0 && strcmp(strtok_s(NULL, ",;", &rest), "two") == 0 && !strtok_s(NULL, ",;", &rest));
    wcscpy_s(w, 32, L"a b");
    CHECK(same(wcstok_s(w, L" ", &wide_rest), L"a") && same(wcstok_s(NULL, L" ", &wide_rest), L"b") && !wcstok_s(NULL, L" ", &wide_rest));
    CHECK(strerror_s(a, 4, ENOENT) == 0 && strlen(a) == 3);

    /* Wide and narrow. */
    CHECK(wcstombs_s(&n, a, sizeof a, L"\x00E4\x20AC", _TRUNCATE) == 0 && n == 6 && strcmp(a, "\xC3\xA4\xE2\x82\xAC") == 0);
    CHECK(wcstombs_s(&n, NULL, 0, L"\x00E4" L"b", 0) == 0 && n == 4 && wcstombs_s(&n, a, 3, L"abc", 3) == ERANGE && a[0] == 0);
    CHECK(wcstombs_s(&n, a, 3, L"a\x20AC", _TRUNCATE) == STRUNCATE && n == 2 && strcmp(a, "a") == 0 && wcstombs_s(&n, a, 32, L"abc", 2) == 0 && strcmp(a, "ab") == 0);
    CHECK(mbstowcs_s(&n, w, 32, "\xC3\xA4z", _TRUNCATE) == 0 && n == 3 && same(w, L"\x00E4z") && mbstowcs_s(&n, w, 32, "\xC3z", 9) == EILSEQ);
    CHECK(mbstowcs_s(&n, NULL, 0, "\xF0\x9F\x98\x80", 0) == 0 && n == (sizeof(WCHAR) == 2 ? 3u : 2u));
    CHECK(mbstowcs_s(&n, w, 32, "\xF0\x9F\x98\x80", _TRUNCATE) == 0 && wcstombs_s(NULL, a, 32, w, 31) == 0 && strcmp(a, "\xF0\x9F\x98\x80") == 0);

    /* Numbers. */
    CHECK(strcmp(_itoa(-42, a, 10), "-42") == 0 && strcmp(_itoa(-1, a, 16), "ffffffff") == 0 && strcmp(itoa(5, a, 2), "101") == 0);
    CHECK(strcmp(_ltoa((LONG)0x80000000, a, 10), "-2147483648") == 0 && strcmp(_ultoa(4294967295u, a, 10), "4294967295") == 0);
    CHECK(strcmp(_i64toa(-9223372036854775807LL - 1, a, 10), "-9223372036854775808") == 0 && strcmp(_ui64toa(~0ULL, a, 36), "3w5e11264sgsf") == 0);
    CHECK(_itoa_s(1234, a, 5, 10) == 0 && strcmp(a, "1234") == 0 && _itoa_s(12345, a, 5, 10) == ERANGE && a[0] == 0 && _itoa_s(1, a, 5, 1) == EINVAL);
    CHECK(same(_itow(7, w, 10), L"7") && _ltow_s(0x10, w, 32, 16) == 0 && same(w, L"10") && _ultow_s(8, w, 32, 8) == 0 && same(w, L"10"));
    CHECK(_wtoi(L" -17x") == -17 && _wtoi(L"99999999999") == 2147483647 && _wtoi64(L"99999999999") == 99999999999LL && _wtol(L"") == 0);
    CHECK(_wtof(L"2.5e1z") == 25.0 && _atoi64("-5000000000") == -5000000000LL && _strtoui64("ff", NULL, 16) == 255);
    CHECK(_wcstoi64(L"  12;", &wide_rest, 10) == 12 && *wide_rest == ';' && _wcstoui64(L"zz", &wide_rest, 10) == 0 && *wide_rest == 'z');

    /* Formats have Microsoft's meaning. */
    CHECK(sprintf_s(a, sizeof a, "%s %S %I64u %lu", "n", L"w", 5ULL, (DWORD)6) == 7 && strcmp(a, "n w 5 6") == 0);
    CHECK(sprintf_s(a, 4, "%d", 1234) == -1 && a[0] == 0 && sprintf_s(a, 5, "%d", 1234) == 4);
    CHECK(swprintf_s(w, 32, L"%s %S %hs %ws", L"w", "n", "h", L"x") == 7 && same(w, L"w n h x"));
    CHECK(swprintf_s(w, 2, L"%s", L"xx") == -1 && w[0] == 0);
    memset(a, '!', sizeof a);
    CHECK(_snprintf(a, 3, "%s", "abcd") == -1 && memcmp(a, "abc!", 4) == 0 && _snprintf(a, 4, "%s", "efgh") == 4 && memcmp(a, "efgh!", 5) == 0);
    CHECK(_snprintf(a, 5, "%s", "ijkl") == 4 && strcmp(a, "ijkl") == 0 && listed(a, sizeof a, "%d-%d", 1, 2) == 3 && strcmp(a, "1-2") == 0);
    w[3] = '!';
    CHECK(_snwprintf(w, 3, L"%s", L"abcd") == -1 && w[2] == 'c' && w[3] == '!');
    CHECK(_snprintf_s(a, 5, _TRUNCATE, "%s", "abcdef") == -1 && strcmp(a, "abcd") == 0 && _snprintf_s(a, 5, 2, "%s", "abcdef") == -1 && strcmp(a, "ab") == 0);
    CHECK(_snprintf_s(a, 5, 4, "%s", "abcd") == 4 && _snprintf_s(a, 5, 9, "%s", "abcdef") == -1 && a[0] == 0);
    CHECK(_snwprintf_s(w, 5, _TRUNCATE, L"%s", L"abcdef") == -1 && same(w, L"abcd"));
    CHECK(_scprintf("%d%s", 10, "abc") == 5 && _scwprintf(L"%s", L"abc") == 3 && _snprintf(NULL, 0, "%d", 100) == 3);
    CHECK(swprintf(w, 32, L"%s", L"standard") == 8 && same(w, L"standard") && swprintf(w, 3, L"%s", L"xxx") == -1 && same(w, L"xx"));
    CHECK(_stprintf_s(a, sizeof a, _T("%s"), _T("t")) == 1 && wprintf(L"") == 0);

    /* Time and environment. */
    CHECK(gmtime_s(&parts, &moment) == 0 && parts.tm_year == 94 && _mkgmtime(&parts) == moment && localtime_s(NULL, &moment) == EINVAL);
    CHECK(asctime_s(a, sizeof a, &parts) == 0 && strcmp(a, "Sun Nov  6 08:49:37 1994\n") == 0 && asctime_s(a, 5, &parts) == ERANGE);
    CHECK(_putenv("PORTICO_CRT=value") == 0 && getenv_s(&n, a, sizeof a, "PORTICO_CRT") == 0 && n == 6 && strcmp(a, "value") == 0);
    CHECK(getenv_s(&n, a, 3, "PORTICO_CRT") == ERANGE && n == 6 && _dupenv_s(&copy, &n, "PORTICO_CRT") == 0 && n == 6 && strcmp(copy, "value") == 0);
    free(copy);
    CHECK(_putenv_s("PORTICO_CRT", "") == 0 && _dupenv_s(&copy, &n, "PORTICO_CRT") == 0 && copy == NULL && n == 0);
    copy = (char *)_aligned_malloc(100, 64);
    CHECK(copy != NULL && (ULONG_PTR)copy % 64 == 0);
    _aligned_free(copy);

    /* Parts of paths. */
    {
        char drive[_MAX_DRIVE], folder[_MAX_DIR], name[_MAX_FNAME], extension[_MAX_EXT], path[_MAX_PATH];
        _splitpath("C:\\web.d\\a.b.txt", drive, folder, name, extension);
        CHECK(!strcmp(drive, "C:") && !strcmp(folder, "\\web.d\\") && !strcmp(name, "a.b") && !strcmp(extension, ".txt"));
        _makepath(path, drive, "\\web.d", "x", "log");
        CHECK(strcmp(path, "C:\\web.d/x.log") == 0);
    }
    return failures != 0;
}
