/* Environment variables, the command line, the current directory. */
#include "check.h"

#include <stdlib.h>
#include <unistd.h>
#include <wchar.h>

static void variables(void) {
    char value[64];
    WCHAR wide[64];
    CHECK(SetEnvironmentVariableA("PORTICO_TEST", "first"));
    CHECK(GetEnvironmentVariableA("PORTICO_TEST", value, sizeof(value)) == 5 && strcmp(value, "first") == 0);
    CHECK(GetEnvironmentVariableA("portico_Test", value, sizeof(value)) == 5);
    CHECK(strcmp(getenv("PORTICO_TEST"), "first") == 0);
    /* The name with other capitals is the same variable. */
    CHECK(SetEnvironmentVariableW(L"Portico_Test", L"zw\u00F6lf"));
    CHECK(GetEnvironmentVariableW(L"PORTICO_TEST", wide, 64) == 5 && wcscmp(wide, L"zw\u00F6lf") == 0);
    CHECK(GetEnvironmentVariableA("PORTICO_TEST", value, sizeof(value)) == 6 && strcmp(value, "zw\xC3\xB6lf") == 0);
    CHECK(getenv("Portico_Test") == NULL);

    CHECK(GetEnvironmentVariableW(L"PORTICO_TEST", wide, 5) == 6 && GetEnvironmentVariableW(L"PORTICO_TEST", wide, 6) == 5);
    CHECK(GetEnvironmentVariableW(L"PORTICO_TEST", NULL, 0) == 6 && GetEnvironmentVariableA("PORTICO_TEST", NULL, 0) == 7);

    CHECK(SetEnvironmentVariableA("PORTICO_TEST", ""));
    SetLastError(0xDEAD);
    CHECK(GetEnvironmentVariableA("PORTICO_TEST", value, sizeof(value)) == 0 && GetLastError() == ERROR_SUCCESS);
    CHECK(SetEnvironmentVariableA("PORTICO_TEST", NULL));
    FAILS_WITH(GetEnvironmentVariableA("PORTICO_TEST", value, sizeof(value)), ERROR_ENVVAR_NOT_FOUND);
    FAILS_WITH(SetEnvironmentVariableA("PORTICO_TEST", NULL), ERROR_ENVVAR_NOT_FOUND);
    FAILS_WITH(SetEnvironmentVariableA("A=B", "c"), ERROR_INVALID_PARAMETER);
    FAILS_WITH(SetEnvironmentVariableW(L"", L"c"), ERROR_INVALID_PARAMETER);
    FAILS_WITH(SetEnvironmentVariableW(NULL, L"c"), ERROR_INVALID_PARAMETER);
    FAILS_WITH(GetEnvironmentVariableW(NULL, wide, 64), ERROR_INVALID_PARAMETER);
    FAILS_WITH(GetEnvironmentVariableW(L"", wide, 64), ERROR_ENVVAR_NOT_FOUND);
}

static void expansion(void) {
    char text[64];
    WCHAR wide[64];
    CHECK(SetEnvironmentVariableA("PORTICO_ROOT", "/srv"));
    CHECK(ExpandEnvironmentStringsA("%PORTICO_ROOT%/a%portico_root%", text, sizeof(text)) == 11);
    CHECK(strcmp(text, "/srv/a/srv") == 0);
    CHECK(ExpandEnvironmentStringsW(L"[%PORTICO_ROOT%] %NO_SUCH% 100%", wide, 64) == 22);
    CHECK(wcscmp(wide, L"[/srv] %NO_SUCH% 100%") == 0);
    wide[0] = 'x';
    CHECK(ExpandEnvironmentStringsW(L"%PORTICO_ROOT%", wide, 4) == 5 && wide[0] == 'x');
    CHECK(ExpandEnvironmentStringsW(L"%PORTICO_ROOT%", NULL, 0) == 5);
    CHECK(ExpandEnvironmentStringsA("", text, sizeof(text)) == 1 && text[0] == 0);
    FAILS_WITH(ExpandEnvironmentStringsA(NULL, text, sizeof(text)), ERROR_INVALID_PARAMETER);
}

static void blocks(void) {
    LPWCH all = GetEnvironmentStringsW(), at;
    LPCH ansi = GetEnvironmentStringsA();
    int found = 0, count = 0;
    CHECK(all != NULL && ansi != NULL);
    for (at = all; *at; at += wcslen(at) + 1) {
        found += wcscmp(at, L"PORTICO_ROOT=/srv") == 0;
        ++count;
    }
    CHECK(found == 1);
    {
        LPCH each;
        for (each = ansi; *each; each += strlen(each) + 1) {
            --count;
        }
        CHECK(count == 0);
    }
    CHECK(FreeEnvironmentStringsW(all) && FreeEnvironmentStringsA(ansi));
}

static void command_line(void) {
    LPSTR line = GetCommandLineA();
    CHECK(strstr(line, "win32_environment") != NULL && line == GetCommandLineA());
    CHECK(strstr(line, "\"two words\" \"\" plain") != NULL);
    CHECK(wcsstr(GetCommandLineW(), L"\"two words\" \"\" plain") != NULL);
}

static void directory(void) {
    char path[4096], other[4096];
    WCHAR wide[4096];
    DWORD length = GetCurrentDirectoryA(sizeof(path), path);
    CHECK(length != 0 && strlen(path) == length && path[0] == '/');
    CHECK(GetCurrentDirectoryA(length, other) == length + 1 && GetCurrentDirectoryA(0, NULL) == length + 1);
    CHECK(SetCurrentDirectoryA("\\tmp"));
    CHECK(GetCurrentDirectoryW(4096, wide) == 4 && wcscmp(wide, L"/tmp") == 0);
    FAILS_WITH(SetCurrentDirectoryA("/no-such"), ERROR_FILE_NOT_FOUND);
    FAILS_WITH(SetCurrentDirectoryA("/no-such/place"), ERROR_PATH_NOT_FOUND);
    FAILS_WITH(SetCurrentDirectoryW(L"/proc/self/exe"), ERROR_DIRECTORY);
    FAILS_WITH(SetCurrentDirectoryW(L""), ERROR_INVALID_NAME);
    FAILS_WITH(SetCurrentDirectoryW(NULL), ERROR_INVALID_PARAMETER);
    CHECK(SetCurrentDirectoryA(path));
}

int main(int argc, char **argv) {
    if (argc == 1) {
        /* Once more, with arguments that must be quoted. */
        char *arguments[] = {argv[0], "two words", "", "plain", NULL};
        execv(argv[0], arguments);
        return 99;
    }
    variables();
    expansion();
    blocks();
    command_line();
    directory();
    return check_failures;
}
