/* Microsoft's C library in C++: sizes of arrays, and the standard library beside it. */
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <string>

int main() {
    char a[16];
    wchar_t w[16];
    size_t n = 0;
    int failures = 0;
    failures += strcpy_s(a, "text") != 0 || strcat_s(a, "!") != 0 || std::string(a) != "text!";
    failures += strncpy_s(a, "longer", 4) != 0 || std::string(a) != "long" || strcpy_s(a, "much too long for it") != ERANGE;
    failures += wcscpy_s(w, L"wide") != 0 || wcscat_s(w, L"!") != 0 || std::wstring(w) != L"wide!";
    failures += sprintf_s(a, "%d-%s", 5, "x") != 3 || std::string(a) != "5-x";
    failures += swprintf_s(w, L"%s-%S", L"w", "n") != 3 || std::wstring(w) != L"w-n";
    failures += _snprintf_s(a, _TRUNCATE, "%s", "0123456789abcdefg") != -1 || std::strlen(a) != 15;
    failures += _itoa_s(12, a, 10) != 0 || std::string(a) != "12" || _ultow_s(12, w, 16) != 0 || std::wstring(w) != L"c";
    failures += wcstombs_s(&n, a, L"abc", _TRUNCATE) != 0 || n != 4 || mbstowcs_s(&n, w, "abc", _TRUNCATE) != 0 || n != 4;
    // Both forms of swprintf, and the names in std.
    failures += swprintf(w, 16, L"%s", L"sized") != 5 || swprintf(w, L"%s", L"old") != 3 || std::wstring(w) != L"old";
    failures += std::swprintf(w, 16, L"%hs", "std") != 3 || std::wstring(w) != L"std";
    failures += std::min(1, 2) != 1;
    return failures;
}
