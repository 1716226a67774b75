#include <windows.h>
#include <http.h>
#include <iostream>
#include <thread>

int main()
{
    HTTPAPI_VERSION version = HTTPAPI_VERSION_2;

    // The last error belongs to a thread: what another sets is not seen here.
    SetLastError(ERROR_MORE_DATA);
    std::thread([] { SetLastError(1); }).join();
    std::cout << "HTTP Server API " << version.HttpApiMajorVersion << "." << version.HttpApiMinorVersion
              << ", last error " << GetLastError() << std::endl;
    return GetLastError() == 234 ? 0 : 1;
}
