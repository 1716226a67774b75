// expect: structured_exceptions_are_not_available__see_docs_porting_md
#define PORTICO_NO_WCHAR_GUARD
#include <exception>
#include <windows.h>
int f() {
    __try {
        return 1;
    } __except (EXCEPTION_EXECUTE_HANDLER) {
        return 0;
    }
}
