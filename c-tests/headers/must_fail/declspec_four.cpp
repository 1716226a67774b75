// expect: more_than_three_declspec_attributes
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
__declspec(dllexport noinline nothrow noalias) int f();
