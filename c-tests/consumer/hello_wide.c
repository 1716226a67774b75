#include <windows.h>
#include <http.h>
#include <stdio.h>

int wmain(int argc, wchar_t *argv[])
{
    HTTPAPI_VERSION version = HTTPAPI_VERSION_2;

    if (argc != 1 || argv[1] != NULL)
        return 2;

    SetLastError(ERROR_MORE_DATA);
    printf("HTTP Server API %u.%u, last error %u\n", (unsigned)version.HttpApiMajorVersion,
           (unsigned)version.HttpApiMinorVersion, (unsigned)GetLastError());
    return GetLastError() == 234 ? 0 : 1;
}
