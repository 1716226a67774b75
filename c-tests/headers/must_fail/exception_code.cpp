// expect: structured_exceptions_are_not_available__see_docs_porting_md
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
DWORD f() { return GetExceptionCode(); }
