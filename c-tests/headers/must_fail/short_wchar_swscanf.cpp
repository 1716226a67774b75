// expect: swscanf_needs_a_4_byte_wchar_t
// flags: -fshort-wchar
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
#include <cwchar>
int f(const wchar_t *from, int *to) { return swscanf(from, L"%d", to); }
