/* The library's own last error, through windows.h. */
#include <windows.h>

int main(void) {
    SetLastError(ERROR_CONNECTION_INVALID);
    return GetLastError() == 1229 && HRESULT_FROM_WIN32(GetLastError()) == (HRESULT)0x800704CD ? 0 : 1;
}
