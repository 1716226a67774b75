/* wmain takes the place of main, with wide arguments; files by Microsoft's C library. */
#include <windows.h>
#include <direct.h>
#include <io.h>
#include <share.h>
#include <stdio.h>

static int same(const wchar_t *a, const wchar_t *b) {
    while (*a && *a == *b) a++, b++;
    return *a == *b;
}

int __cdecl wmain(int argc, wchar_t *argv[]) {
    wchar_t folder[MAX_PATH], file[MAX_PATH];
    char text[32] = "", narrow[MAX_PATH];
    FILE *stream = NULL;
    int descriptor;
    if (argc != 1 || argv[1] != NULL || wcslen(argv[0]) == 0) return 1;
    swprintf_s(folder, MAX_PATH, L"\\tmp\\portico-crt-%u", GetCurrentProcessId());
    swprintf_s(file, MAX_PATH, L"C:%s\\\x00E4.txt", folder);
    if (_wmkdir(folder) != 0 || _waccess(folder, 0) != 0) return 2;
    /* Text mode writes what there is. */
    if (_wfopen_s(&stream, file, L"wt, ccs=UTF-8") != 0 || fprintf_s(stream, "%S\n", L"\x00E4") < 0 || fclose(stream) != 0) return 3;
    if (wcstombs_s(NULL, narrow, sizeof narrow, file, _TRUNCATE) != 0 || fopen_s(&stream, narrow, "rb") != 0) return 4;
    if (fread(text, 1, sizeof text, stream) != 3 || strcmp(text, "\xC3\xA4\n") != 0 || _fileno(stream) < 0) return 5;
    fclose(stream);
    stream = _fsopen(narrow, "a+", _SH_DENYNO);
    if (stream == NULL || fwprintf_s(stream, L"%s", L"\x20AC") < 0 || _ftelli64(stream) != 6 || fclose(stream) != 0) return 6;
    descriptor = _open(narrow, _O_RDONLY | _O_BINARY);
    if (descriptor < 0 || _lseeki64(descriptor, 3, SEEK_SET) != 3 || _read(descriptor, text, 3) != 3 || _close(descriptor) != 0) return 7;
    if (memcmp(text, "\xE2\x82\xAC", 3) != 0 || fopen_s(&stream, "/none/such", "r") != ENOENT || stream != NULL) return 8;
    if (_wfullpath(file, L"\\a\\.\\b", MAX_PATH) == NULL || !same(file, L"/a/b")) return 9;
    if (_unlink(narrow) != 0 || _access(narrow, 4) == 0 || _wrmdir(folder) != 0) return 10;
    return 0;
}
