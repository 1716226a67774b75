// expect: see_docs_porting_md
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
__declspec(code_seg("x")) int f();
