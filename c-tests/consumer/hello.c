#include <windows.h>
#include <http.h>
#include <stdio.h>

int main(void)
{
    HTTPAPI_VERSION version = HTTPAPI_VERSION_2;

    SetLastError(ERROR_MORE_DATA);
    printf("HTTP Server API %u.%u, last error %u\n", (unsigned)version.HttpApiMajorVersion,
           (unsigned)version.HttpApiMinorVersion, (unsigned)GetLastError());
    return GetLastError() == 234 ? 0 : 1;
}
