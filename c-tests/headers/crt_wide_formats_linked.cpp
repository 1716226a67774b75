/* wprintf, swprintf and their kin have Microsoft's meaning, also in std. */
#include <windows.h>
#include <cstdio>
#include <cwchar>
#include <string>

static int listed(wchar_t *to, size_t size, const wchar_t *format, ...) {
    va_list args;
    va_start(args, format);
    int length = vswprintf(to, size, format, args);
    va_end(args);
    return length;
}

int main() {
    wchar_t w[16];
    int failures = 0;
    failures += swprintf(w, 16, L"%s %S %hs", L"wide", "n", "h") != 8 || std::wstring(w) != L"wide n h";
    failures += swprintf(w, 3, L"%s", L"xxx") != -1 || std::wstring(w) != L"xx";
    failures += swprintf(w, L"%s", L"old") != 3 || std::wstring(w) != L"old";
    failures += std::swprintf(w, 16, L"%ls", L"std") != 3 || std::wstring(w) != L"std";
    failures += listed(w, 16, L"%lu %I64d", (DWORD)7, -5LL) != 4 || std::wstring(w) != L"7 -5";
    failures += wprintf(L"%s", L"") != 0 || fwprintf(stderr, L"") != 0 || std::wprintf(L"%S\n", "narrow") != 7;
    return failures;
}
