/* Names of threads: kept as they are, told to the system as far as it keeps them. */
#include "check.h"
#include <string.h>
#include <wchar.h>

static DWORD WINAPI wait_for(LPVOID event)
{
    return WaitForSingleObject(event, 20000);
}

static void told(HANDLE thread, const WCHAR *name)
{
    PWSTR text = NULL;
    CHECK(GetThreadDescription(thread, &text) == S_OK);
    CHECK(text != NULL && wcscmp(text, name) == 0);
    LocalFree(text);
}

int main(void)
{
    HANDLE event = CreateEventA(NULL, TRUE, FALSE, NULL);
    HANDLE thread = CreateThread(NULL, 0, wait_for, event, 0, NULL);
    char path[64], name[32] = "";
    FILE *comm;
    PWSTR text;

    told(thread, L"");
    CHECK(SetThreadDescription(thread, L"w\u00f6rker, and a long name") == S_OK);
    told(thread, L"w\u00f6rker, and a long name");
    snprintf(path, sizeof path, "/proc/self/task/%u/comm", (unsigned)GetThreadId(thread));
    comm = fopen(path, "r");
    CHECK(comm != NULL && fgets(name, sizeof name, comm) != NULL);
    if (comm)
        fclose(comm);
    CHECK(strncmp(name, "w\xc3\xb6rker, and a", 14) == 0);

    CHECK(SetThreadDescription(GetCurrentThread(), L"me") == S_OK);
    told(GetCurrentThread(), L"me");
    CHECK(SetThreadDescription(thread, L"") == S_OK);
    told(thread, L"");

    CHECK(SetThreadDescription(event, L"x") == E_HANDLE);
    CHECK(SetThreadDescription(BAD_HANDLE, L"x") == E_HANDLE);
    CHECK(SetThreadDescription(thread, NULL) == E_INVALIDARG);
    CHECK(GetThreadDescription(thread, NULL) == E_INVALIDARG);
    CHECK(GetThreadDescription(NULL, &text) == E_HANDLE);

    SetEvent(event);
    CHECK(WaitForSingleObject(thread, 20000) == WAIT_OBJECT_0);
    /* A thread that has ended keeps its name, and can have another. */
    CHECK(SetThreadDescription(thread, L"late") == S_OK);
    told(thread, L"late");
    CloseHandle(thread);
    CloseHandle(event);
    return check_failures;
}
