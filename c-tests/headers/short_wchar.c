// flags: -fshort-wchar
/* The plain wide functions on 2-byte text. */
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
#include <strsafe.h>
#include <wchar.h>

int main(void) {
#if __SIZEOF_WCHAR_T__ == 2
    WCHAR text[32];
    if (wcslen(L"hello") != 5) return 1;
    wcscpy(text, L"ab");
    wcscat(text, L"cd");
    if (wcscmp(text, L"abcd") != 0 || wcschr(text, L'c') != text + 2 || wcsstr(text, L"bc") != text + 1) return 2;
    if (StringCchPrintfW(text, 32, L"%s %S %d", L"x", "y", 3) != S_OK || wcscmp(text, L"x y 3") != 0) return 3;
    if (StringCchPrintfW(text, 32, L"%S", "\xf0\x9f\x98\x80") != S_OK || text[0] != 0xD83D || text[1] != 0xDE00) return 4;
#endif
    return 0;
}
