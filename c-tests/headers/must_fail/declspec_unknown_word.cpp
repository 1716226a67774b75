// expect: portico_unknown_declspec__see_docs_porting_md__code_seg
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
__declspec(code_seg) int f();
