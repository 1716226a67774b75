/* The lstr functions, and the computer's name. */
#include "check.h"

#include <wchar.h>

static int sign(int value) {
    return (value > 0) - (value < 0);
}

static void ansi(void) {
    char text[32] = "xxxxxxxx";
    CHECK(lstrlenA("abc") == 3 && lstrlenA("") == 0 && lstrlenA(NULL) == 0);
    CHECK(lstrcpyA(text, "one") == text && strcmp(text, "one") == 0 && text[4] == 'x');
    CHECK(lstrcatA(text, " two") == text && strcmp(text, "one two") == 0);
    CHECK(lstrcpynA(text, "12345", 4) == text && strcmp(text, "123") == 0);
    CHECK(lstrcpynA(text, "12", 1) == text && text[0] == 0 && text[1] == '2');
    CHECK(lstrcpynA(text, "12", 0) == NULL);
    CHECK(lstrcpyA(NULL, "a") == NULL && lstrcpyA(text, NULL) == NULL && lstrcatA(NULL, "a") == NULL);
    CHECK(sign(lstrcmpA("abc", "abd")) == -1 && lstrcmpA("abc", "abc") == 0 && sign(lstrcmpA("b", "a")) == 1);
    CHECK(sign(lstrcmpA("abc", "ABC")) == -1 && sign(lstrcmpA("ABC", "abd")) == -1);
    CHECK(lstrcmpiA("abc", "ABC") == 0 && lstrcmpiA("\xC3\xA4", "\xC3\x84") == 0);
    CHECK(sign(lstrcmpiA("_", "a")) == -1 && sign(lstrcmpiA("_", "1")) == -1 && sign(lstrcmpiA("9", "A")) == -1);
    CHECK(lstrcmpiA(NULL, NULL) == 0 && sign(lstrcmpiA(NULL, "")) == -1 && sign(lstrcmpA("", NULL)) == 1);
}

static void wide(void) {
    WCHAR text[32];
    CHECK(lstrlenW(L"abc") == 3 && lstrlenW(NULL) == 0);
    CHECK(lstrcpyW(text, L"gr\u00FC\u00DFe") == text && wcscmp(text, L"gr\u00FC\u00DFe") == 0);
    CHECK(lstrcatW(text, L"!") == text && lstrlenW(text) == 6);
    CHECK(lstrcpynW(text, L"12345", 3) == text && wcscmp(text, L"12") == 0);
    CHECK(lstrcmpiW(L"Gr\u00DCN", L"gR\u00FCn") == 0 && sign(lstrcmpW(L"a", L"b")) == -1);
    /* The generic names. */
#ifdef UNICODE
    CHECK(lstrlen(L"abc") == 3);
#else
    CHECK(lstrlen("abc") == 3);
#endif
}

static void computer(void) {
    char name[MAX_COMPUTERNAME_LENGTH + 1];
    WCHAR wide_name[MAX_COMPUTERNAME_LENGTH + 1];
    DWORD size = ARRAYSIZE(name), length, i;
    CHECK(GetComputerNameA(name, &size) && size >= 1 && size <= MAX_COMPUTERNAME_LENGTH && strlen(name) == size);
    for (i = 0; i < size; ++i) {
        CHECK(name[i] < 'a' || name[i] > 'z');
    }
    length = size;
    size = ARRAYSIZE(wide_name);
    CHECK(GetComputerNameW(wide_name, &size) && size == length);
    size = length;
    FAILS_WITH(GetComputerNameW(wide_name, &size), ERROR_BUFFER_OVERFLOW);
    CHECK(size == length + 1);
    FAILS_WITH(GetComputerNameA(name, NULL), ERROR_INVALID_PARAMETER);
}

int main(void) {
    ansi();
    wide();
    computer();
    return check_failures;
}
