// expect: do not use std::basic_string<wchar_t>
// flags: -fshort-wchar
#define PORTICO_NO_WCHAR_GUARD
#include <string>
#include <windows.h>
typedef std::basic_string<TCHAR> Narrow;
typedef std::basic_string<WCHAR> Wide;
size_t f(const WCHAR *text) { return Wide(text).size() + Narrow("x").size(); }
