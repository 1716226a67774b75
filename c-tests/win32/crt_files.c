/* Files, folders and variables by the functions of Microsoft's C library. */
#include "scratch.h"
#include "check.h"
#include <conio.h>
#include <direct.h>
#include <io.h>
#include <stdlib.h>
#include <string.h>

static char folder[1024];

static const char *in(const char *name) {
    static char path[1200];
    sprintf_s(path, sizeof path, "%s\\%s", folder, name);
    return path;
}
static const WCHAR *wide(const char *text) {
    static WCHAR buffer[1200];
    CHECK(mbstowcs_s(NULL, buffer, 1200, text, _TRUNCATE) == 0);
    return buffer;
}

static void files(void) {
    FILE *file = NULL, *other = NULL;
    char line[100];
    CHECK(fopen_s(&file, in("a.txt"), "wt") == 0 && file != NULL);
    if (file == NULL) return;
    CHECK(fprintf_s(file, "%I64d\n", 5LL) == 2 && _fileno(file) > 2);
    CHECK(freopen_s(&other, in("b.txt"), "w", file) == 0 && other == file && fputs("b", other) >= 0);
    fclose(other);
    CHECK(fopen_s(&file, in("none\\a.txt"), "r") == ENOENT && file == NULL);
    CHECK(_wfopen_s(&file, wide(in("a.txt")), L"rb") == 0 && fgets(line, 100, file) != NULL && strcmp(line, "5\n") == 0);
    fclose(file);
    file = _wfopen(wide(in("gr\xC3\xBC\xC3\x9F.txt")), L"w, ccs=UTF-8");
    CHECK(file != NULL && fclose(file) == 0 && access(in("gr\xC3\xBC\xC3\x9F.txt"), F_OK) != 0);
    CHECK(_access(in("gr\xC3\xBC\xC3\x9F.txt"), 0) == 0 && _waccess(wide(in("gr\xC3\xBC\xC3\x9F.txt")), 6) == 0);
    file = _fsopen(in("b.txt"), "r", _SH_DENYWR);
    CHECK(file != NULL && fgetc(file) == 'b' && fclose(file) == 0);
    CHECK(_access_s(in("c.txt"), 0) == ENOENT && _access(in("c.txt"), 4) == -1 && errno == ENOENT);
    CHECK(_unlink(in("a.txt")) == 0 && _wunlink(wide(in("b.txt"))) == 0 && _unlink(in("b.txt")) == -1 && errno == ENOENT);
    CHECK(_wremove(wide(in("gr\xC3\xBC\xC3\x9F.txt"))) == 0);
    CHECK(_wfopen(L"\xD800", L"r") == NULL && errno == EILSEQ);
    CHECK(fopen_s(&file, in("a.txt"), "z") == EINVAL && file == NULL);
}

static void by_number(void) {
    char bytes[8] = "";
    FILE *stream = NULL;
    int file = _open(in("n.bin"), _O_RDWR | _O_CREAT | _O_BINARY, _S_IREAD | _S_IWRITE);
    CHECK(file >= 0 && _write(file, "\r\nxyz", 5) == 5 && _lseeki64(file, 1, SEEK_SET) == 1 && _read(file, bytes, 8) == 4 && memcmp(bytes, "\nxyz", 4) == 0);
    CHECK(_lseek(file, 0, SEEK_END) == 5 && _setmode(file, _O_TEXT) == 0x8000 && _isatty(file) == 0 && _close(file) == 0 && _close(file) == -1);
    file = _wopen(wide(in("n.bin")), _O_RDONLY);
    stream = _fdopen(file, "rt");
    CHECK(stream != NULL && _fseeki64(stream, 2, SEEK_SET) == 0 && fgetc(stream) == 'x' && _ftelli64(stream) == 3 && fclose(stream) == 0);
    CHECK(_open(in("none"), _O_RDONLY) == -1 && errno == ENOENT && _setmode(file, 0) == -1);
    CHECK(tmpfile_s(&stream) == 0 && fclose(stream) == 0);
    stream = _popen("echo out", "rt");
    CHECK(stream != NULL && fgets(bytes, 8, stream) != NULL && strcmp(bytes, "out\n") == 0 && _pclose(stream) == 0);
    {
        WCHAR old[1200];
        wcscpy_s(old, 1200, wide(in("n.bin")));
        CHECK(_wrename(old, wide(in("m.bin"))) == 0 && _wrename(old, wide(in("o.bin"))) == -1 && errno == ENOENT && _unlink(in("m.bin")) == 0);
    }
}

static void folders(void) {
    char before[1024], path[1024], *memory;
    WCHAR wide_path[1024], *wide_memory;
    CHECK(_getcwd(before, 1024) == before);
    CHECK(_mkdir(in("sub")) == 0 && _mkdir(in("sub")) == -1 && errno == EEXIST && _chdir(in("sub")) == 0);
    CHECK(_fullpath(path, "..\\x.txt", 1024) == path && strcmp(strrchr(path, '/'), "/x.txt") == 0 && strstr(path, "sub") == NULL);
    CHECK(_fullpath(path, "x.txt", 3) == NULL && errno == ERANGE);
    memory = _fullpath(NULL, "y", 0);
    wide_memory = _wfullpath(NULL, L"y", 0);
    CHECK(memory != NULL && strcmp(memory + strlen(memory) - 6, "/sub/y") == 0);
    CHECK(wide_memory != NULL && wcscmp(wide_memory, wide(memory)) == 0 && _wfullpath(wide_path, L"y", 1024) == wide_path);
    CHECK(wcscmp(wide_path, wide_memory) == 0 && _wfullpath(wide_path, L"y", strlen(memory)) == NULL && errno == ERANGE);
    CHECK(_wfullpath(wide_path, L"y", strlen(memory) + 1) == wide_path && wcscmp(wide_path, wide_memory) == 0);
    free(memory);
    free(wide_memory);
    CHECK(_wgetcwd(wide_path, 1024) == wide_path && _wchdir(wide(before)) == 0);
    CHECK(_wrmdir(wide_path) == 0 && _wmkdir(wide(in("sub2"))) == 0 && _rmdir(in("sub2")) == 0);
}

static void variables(void) {
    char value[16], *memory = NULL;
    WCHAR wide_value[16], *wide_memory = NULL;
    size_t n = 99;
    CHECK(_putenv_s("PORTICO_CRT_A", "one") == 0 && getenv_s(&n, value, 16, "PORTICO_CRT_A") == 0 && n == 4 && strcmp(value, "one") == 0);
    CHECK(strcmp(getenv("PORTICO_CRT_A"), "one") == 0 && getenv_s(&n, NULL, 0, "PORTICO_CRT_A") == 0 && n == 4);
    CHECK(getenv_s(&n, value, 3, "PORTICO_CRT_A") == ERANGE && n == 4 && value[0] == 0);
    CHECK(_dupenv_s(&memory, &n, "PORTICO_CRT_A") == 0 && n == 4 && strcmp(memory, "one") == 0);
    free(memory);
    CHECK(_wdupenv_s(&wide_memory, NULL, L"PORTICO_CRT_A") == 0 && wcscmp(wide_memory, L"one") == 0);
    free(wide_memory);
    CHECK(_wputenv_s(L"PORTICO_CRT_A", L"zw\u00F6lf") == 0 && strcmp(getenv("PORTICO_CRT_A"), "zw\xC3\xB6lf") == 0);
    CHECK(_wgetenv_s(&n, wide_value, 16, L"PORTICO_CRT_A") == 0 && n == 6 && wcscmp(wide_value, L"zw\u00F6lf") == 0);
    CHECK(_putenv("PORTICO_CRT_A=x=y") == 0 && strcmp(getenv("PORTICO_CRT_A"), "x=y") == 0);
    CHECK(_putenv("PORTICO_CRT_A=") == 0 && getenv("PORTICO_CRT_A") == NULL && _putenv("PORTICO_CRT_A") == -1);
    CHECK(_dupenv_s(&memory, &n, "PORTICO_CRT_A") == 0 && memory == NULL && n == 0);
    CHECK(getenv_s(&n, value, 16, "PORTICO_CRT_A") == 0 && n == 0 && _putenv_s("PORTICO_CRT_A", "") == 0);
}

static void errors(void) {
    char text[300], few[6];
    CHECK(strerror_s(text, sizeof text, ENOENT) == 0 && strcmp(text, strerror(ENOENT)) == 0);
    CHECK(strerror_s(few, sizeof few, ENOENT) == 0 && strlen(few) == 5);
    errno = EACCES;
    CHECK(strstr(_strerror("open"), "open: ") == _strerror("open") && strchr(_strerror(NULL), '\n') != NULL);
}

/* Keys from a pipe; crt_keys.c has them from a terminal. */
static void keys(void) {
    int ends[2], before = dup(0);
    CHECK(pipe(ends) == 0 && dup2(ends[0], 0) == 0 && close(ends[0]) == 0);
    CHECK(_kbhit() == 0 && write(ends[1], "a\n", 2) == 2);
    CHECK(_kbhit() != 0 && _getch() == 'a' && _getch() == '\n' && _kbhit() == 0);
    close(ends[1]);
    CHECK(_getch() == -1);
    dup2(before, 0);
    close(before);
}

int main(void) {
    scratch_enter();
    strcpy_s(folder, sizeof folder, scratch_path);
    files();
    by_number();
    folders();
    variables();
    errors();
    keys();
    scratch_leave();
    return check_failures;
}
