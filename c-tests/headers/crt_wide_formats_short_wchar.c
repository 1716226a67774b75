// flags: -fshort-wchar
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>

/* The library's, which is not linked here. */
void _invalid_parameter(LPCWSTR expression, LPCWSTR function_name, LPCWSTR file_name, UINT line_number, ULONG_PTR reserved) {
    (void)expression, (void)function_name, (void)file_name, (void)line_number, (void)reserved;
    abort();
}

int main(void) {
    WCHAR w[16];
    if (swprintf(w, 16, L"%s-%S", L"wide", "n") != 6 || w[5] != L'n' || w[6] != 0) return 1;
    return wprintf(L"%s", L"") == 0 ? 0 : 2;
}
