/* Adds the URL of each line of its input to a queue, prints the code, and removes it again, unless a + stands before it. */
#include <windows.h>
#include <http.h>
#include <stdio.h>
#include <string.h>

int main(void)
{
    HTTPAPI_VERSION version = HTTPAPI_VERSION_1;
    HANDLE queue;
    char line[512];

    if (HttpInitialize(version, HTTP_INITIALIZE_SERVER, NULL) != NO_ERROR || HttpCreateHttpHandle(&queue, 0) != NO_ERROR)
        return 1;
    while (fgets(line, sizeof line, stdin)) {
        WCHAR url[512];
        ULONG code;
        line[strcspn(line, "\n")] = 0;
        MultiByteToWideChar(CP_UTF8, 0, line + (line[0] == '+'), -1, url, 512);
        code = HttpAddUrl(queue, url, NULL);
        if (code == NO_ERROR && line[0] != '+' && HttpRemoveUrl(queue, url) != NO_ERROR)
            return 1;
        printf("%u\n", (unsigned)code);
        fflush(stdout);
    }
    CloseHandle(queue);
    return HttpTerminate(HTTP_INITIALIZE_SERVER, NULL) == NO_ERROR ? 0 : 1;
}
