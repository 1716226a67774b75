// expect: wstring_needs_a_4_byte_wchar_t
// flags: -fshort-wchar
#define PORTICO_NO_WCHAR_GUARD
#include <sstream>
#include <string>
#include <windows.h>
std::wstring f() { return L"x"; }
