// expect: attribute
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
__declspec(align(16)) struct X { int a; };
