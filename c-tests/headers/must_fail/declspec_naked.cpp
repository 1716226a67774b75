// expect: portico_declspec_naked_is_not_available
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
__declspec(naked) void f() {}
