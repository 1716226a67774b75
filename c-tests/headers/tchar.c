/* tchar.h with and without _UNICODE. */
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
#include <tchar.h>

int main(void) {
    TCHAR text[20];
    _tcscpy(text, _T("ab"));
    _tcscat(text, _TEXT("cd"));
    if (_tcslen(text) != 4 || _tcscmp(text, TEXT("abcd")) != 0) return 1;
    return _tcschr(text, _T('c')) == text + 2 && _countof(text) == 20 && sizeof(_TCHAR) == sizeof(TCHAR) ? 0 : 2;
}
