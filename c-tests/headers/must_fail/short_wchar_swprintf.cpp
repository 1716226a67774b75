// expect: swprintf_needs_a_4_byte_wchar_t
// flags: -fshort-wchar
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
#include <cwchar>
int f(wchar_t *to) { return swprintf(to, 3, L"x"); }
