/* strsafe.h: truncation, flags, and formats with Microsoft's meaning. */
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
#include <strsafe.h>
#include <stdio.h>

static int failures;
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
#define NARROW(expected, ...)                                       \
    do {                                                            \
        CHECK(StringCchPrintfA(a, 200, __VA_ARGS__) == S_OK);       \
        if (strcmp(a, expected)) printf("got <%s>\n", a);           \
        CHECK(strcmp(a, expected) == 0);                            \
    } while (0)
#define WIDE(expected, ...)                                         \
    do {                                                            \
        CHECK(StringCchPrintfW(w, 200, __VA_ARGS__) == S_OK);       \
        CHECK(same(w, expected));                                   \
    } while (0)

int main(void) {
    char a[200], *end;
    WCHAR w[200], *wide_end;
    size_t n;

    CHECK(StringCchCopyA(a, 6, "hello") == S_OK && strcmp(a, "hello") == 0);
    CHECK(StringCchCopyA(a, 5, "hello") == STRSAFE_E_INSUFFICIENT_BUFFER && strcmp(a, "hell") == 0);
    CHECK(StringCchCopyA(a, 0, "hello") == STRSAFE_E_INVALID_PARAMETER);
    CHECK(StringCchCopyA(NULL, 5, "x") == STRSAFE_E_INVALID_PARAMETER);
    CHECK(StringCchCopyNA(a, 200, "hello", 3) == S_OK && strcmp(a, "hel") == 0);
    CHECK(StringCchCatA(a, 200, "p!") == S_OK && strcmp(a, "help!") == 0);
    CHECK(StringCchCatNA(a, 200, "abc", 1) == S_OK && strcmp(a, "help!a") == 0);
    CHECK(StringCchCatA(a, 8, "xyz") == STRSAFE_E_INSUFFICIENT_BUFFER && strcmp(a, "help!ax") == 0);
    CHECK(StringCchLengthA(a, 200, &n) == S_OK && n == 7);
    CHECK(StringCchLengthA(a, 7, &n) == STRSAFE_E_INVALID_PARAMETER && n == 0);
    CHECK(StringCbCopyW(w, 4 * sizeof(WCHAR), L"abcd") == STRSAFE_E_INSUFFICIENT_BUFFER && same(w, L"abc"));
    CHECK(StringCbLengthW(w, sizeof w, &n) == S_OK && n == 3 * sizeof(WCHAR));
    CHECK(StringCbCatW(w, sizeof w, L"def") == S_OK && same(w, L"abcdef"));

    CHECK(StringCchCopyExA(a, 10, "hello", &end, &n, STRSAFE_FILL_BYTE('z')) == S_OK && end == a + 5 && n == 5);
    CHECK(a[6] == 'z' && a[9] == 'z');
    CHECK(StringCchCopyExA(a, 4, "hello", &end, &n, STRSAFE_NULL_ON_FAILURE) == STRSAFE_E_INSUFFICIENT_BUFFER);
    CHECK(a[0] == 0 && end == a && n == 4);
    CHECK(StringCchCopyExA(a, 4, NULL, &end, &n, STRSAFE_IGNORE_NULLS) == S_OK && a[0] == 0);
    CHECK(StringCchCopyA(a, 10, "keep") == S_OK);
    CHECK(StringCchCatExA(a, 6, "long", &end, &n, STRSAFE_NO_TRUNCATION) == STRSAFE_E_INSUFFICIENT_BUFFER);
    CHECK(strcmp(a, "keep") == 0 && n == 2);
    CHECK(StringCchPrintfExW(w, 200, &wide_end, &n, 0, L"%d", 42) == S_OK && wide_end == w + 2 && n == 198);

    NARROW("a=1 b=abc c=x", "a=%d b=%s c=%c", 1, "abc", 'x');
    NARROW("wide caf\xc3\xa9", "wide %S", L"caf\u00e9");
    NARROW("wide caf\xc3\xa9", "wide %ls", L"caf\u00e9");
    NARROW("wide x", "wide %ws", L"x");
    NARROW("64: -9000000000 ffffffffff", "64: %I64d %I64x", -9000000000LL, 0xffffffffffLL);
    NARROW("32: 4294967295 -1 7", "32: %lu %ld %I32d", (DWORD)0xffffffff, (LONG)-1, 7);
    NARROW("[   42][42   ][00042][+42][ 42]", "[%5d][%-5d][%05d][%+d][% d]", 42, 42, 42, 42, 42);
    NARROW("[-0042][0x00ff][0XFF]", "[%05d][%#06x][%#X]", -42, 255, 255);
    NARROW("[  abc][abc  ][ab]", "[%5s][%-5s][%.2s]", "abc", "abc", "abc");
    NARROW("[  abc][ab   ]", "[%*s][%-*.*s]", 5, "abc", 5, 2, "abc");
    NARROW("3.14 1e+10 0x1p+0", "%.2f %g %a", 3.14159, 1e10, 1.0);
    NARROW("[00003.50][     inf]", "[%08.2f][%08f]", 3.5, __builtin_inf());
    NARROW("(null) 100%", "%s %d%%", (char *)NULL, 100);
    NARROW("00000000DEADBEEF", "%p", (void *)0xDEADBEEF);
    NARROW("255 -1 65535", "%hhu %hd %hu", 0x1ff, 0xffff, 0xffff);
    NARROW("12345678901 5", "%zu %Iu", (size_t)12345678901ULL, (size_t)5);
    CHECK(StringCchPrintfA(a, 5, "%s", "hello") == STRSAFE_E_INSUFFICIENT_BUFFER && strcmp(a, "hell") == 0);

    WIDE(L"wide hello narrow caf\u00e9", L"wide %s narrow %S", L"hello", "caf\xc3\xa9");
    WIDE(L"hs x ls y", L"hs %hs ls %ls", "x", L"y");
    WIDE(L"c w n", L"c %c %C", L'w', 'n');
    WIDE(L"[   caf\u00e9]", L"[%7s]", L"caf\u00e9");
    WIDE(L"[   caf\u00e9]", L"[%7S]", "caf\xc3\xa9");
    WIDE(L"GET http://x:80/ 7", L"%s %hs://%ws:%u%s %lu", L"GET", "http", L"x", 80, L"/", (ULONG)7);
    CHECK(StringCchPrintfW(w, 4, L"%s", L"hello") == STRSAFE_E_INSUFFICIENT_BUFFER && same(w, L"hel"));
    return failures != 0;
}
