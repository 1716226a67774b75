// expect: wstring_needs_a_4_byte_wchar_t
// flags: -fshort-wchar
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
#include <string>
std::wstring f() { return L"x"; }
