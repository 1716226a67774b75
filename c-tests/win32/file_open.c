/* CreateFile: rights, sharing, dispositions, flags, and the rule for paths. */
#include "scratch.h"
#include "check.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define OPEN_FAILS_WITH(call, code)       \
    do {                                  \
        SetLastError(0xDEAD);             \
        CHECK((call) == INVALID_HANDLE_VALUE); \
        CHECK(GetLastError() == (DWORD)(code)); \
    } while (0)

static HANDLE open_with(const char *name, DWORD access, DWORD share, DWORD disposition, DWORD flags) {
    return CreateFileA(name, access, share, NULL, disposition, flags, NULL);
}

static BOOL exists(const char *name) {
    return access(name, F_OK) == 0;
}

static void dispositions(void) {
    HANDLE file;
    DWORD bytes;
    OPEN_FAILS_WITH(open_with("a", GENERIC_READ, 0, OPEN_EXISTING, 0), ERROR_FILE_NOT_FOUND);
    OPEN_FAILS_WITH(open_with("none\\a", GENERIC_READ, 0, OPEN_EXISTING, 0), ERROR_PATH_NOT_FOUND);
    OPEN_FAILS_WITH(open_with("a", GENERIC_WRITE, 0, TRUNCATE_EXISTING, 0), ERROR_FILE_NOT_FOUND);
    OPEN_FAILS_WITH(open_with("none\\a", GENERIC_WRITE, 0, CREATE_ALWAYS, 0), ERROR_PATH_NOT_FOUND);
    SetLastError(0xDEAD);
    file = open_with("a", GENERIC_READ | GENERIC_WRITE, 0, CREATE_NEW, FILE_ATTRIBUTE_NORMAL);
    CHECK(file != INVALID_HANDLE_VALUE && file != NULL && GetLastError() == ERROR_SUCCESS);
    CHECK(WriteFile(file, "12345", 5, &bytes, NULL) && bytes == 5);
    CHECK(CloseHandle(file));
    FAILS_WITH(CloseHandle(file), ERROR_INVALID_HANDLE);
    OPEN_FAILS_WITH(open_with("a", GENERIC_WRITE, 0, CREATE_NEW, 0), ERROR_FILE_EXISTS);

    file = open_with("a", GENERIC_READ, 0, OPEN_ALWAYS, 0);
    CHECK(GetLastError() == ERROR_ALREADY_EXISTS && GetFileSize(file, NULL) == 5);
    CHECK(CloseHandle(file));
    file = open_with("a", GENERIC_READ, 0, OPEN_EXISTING, 0);
    CHECK(GetLastError() == ERROR_SUCCESS && GetFileSize(file, NULL) == 5);
    CHECK(CloseHandle(file));
    file = open_with("a", GENERIC_WRITE, 0, CREATE_ALWAYS, 0);
    CHECK(GetLastError() == ERROR_ALREADY_EXISTS && GetFileSize(file, NULL) == 0);
    CHECK(WriteFile(file, "123", 3, &bytes, NULL) && bytes == 3);
    CHECK(CloseHandle(file));
    OPEN_FAILS_WITH(open_with("a", GENERIC_READ, 0, TRUNCATE_EXISTING, 0), ERROR_INVALID_PARAMETER);
    file = open_with("a", GENERIC_WRITE, 0, TRUNCATE_EXISTING, 0);
    CHECK(GetFileSize(file, NULL) == 0);
    CHECK(CloseHandle(file));

    file = open_with("b", GENERIC_READ, 0, OPEN_ALWAYS, 0);
    CHECK(file != INVALID_HANDLE_VALUE && GetLastError() == ERROR_SUCCESS);
    FAILS_WITH(WriteFile(file, "x", 1, &bytes, NULL), ERROR_ACCESS_DENIED);
    CHECK(CloseHandle(file));
    file = open_with("c", GENERIC_READ, 0, CREATE_ALWAYS, 0);
    CHECK(file != INVALID_HANDLE_VALUE && GetLastError() == ERROR_SUCCESS && exists("c"));
    CHECK(CloseHandle(file));
    OPEN_FAILS_WITH(open_with("a", GENERIC_READ, 0, 0, 0), ERROR_INVALID_PARAMETER);
    OPEN_FAILS_WITH(open_with("a", GENERIC_READ, 0, 6, 0), ERROR_INVALID_PARAMETER);
    OPEN_FAILS_WITH(open_with("a", GENERIC_READ, 8, OPEN_EXISTING, 0), ERROR_INVALID_PARAMETER);
    OPEN_FAILS_WITH(open_with("a", GENERIC_READ, 0, OPEN_EXISTING, FILE_ATTRIBUTE_ENCRYPTED), ERROR_NOT_SUPPORTED);
    /* A link that leads to nothing. */
    CHECK(symlink("nowhere", "dangling") == 0);
    OPEN_FAILS_WITH(open_with("dangling", GENERIC_READ, 0, OPEN_EXISTING, 0), ERROR_FILE_NOT_FOUND);
    OPEN_FAILS_WITH(open_with("dangling", GENERIC_WRITE, 0, CREATE_ALWAYS, 0), ERROR_FILE_NOT_FOUND);
}

static void names(void) {
    WCHAR wide[600];
    HANDLE file;
    char *text = malloc(6000);
    OPEN_FAILS_WITH(open_with(NULL, GENERIC_READ, 0, OPEN_EXISTING, 0), ERROR_PATH_NOT_FOUND);
    OPEN_FAILS_WITH(open_with("", GENERIC_READ, 0, OPEN_EXISTING, 0), ERROR_PATH_NOT_FOUND);
    OPEN_FAILS_WITH(open_with("a*", GENERIC_READ, 0, OPEN_EXISTING, 0), ERROR_INVALID_NAME);
    OPEN_FAILS_WITH(open_with("\\\\server\\share\\a", GENERIC_READ, 0, OPEN_EXISTING, 0), ERROR_BAD_NETPATH);
    memset(text, 'x', 5999);
    text[5999] = 0;
    OPEN_FAILS_WITH(open_with(text, GENERIC_READ, 0, OPEN_EXISTING, 0), ERROR_FILENAME_EXCED_RANGE);
    text[300] = 0;
    OPEN_FAILS_WITH(open_with(text, GENERIC_READ, 0, OPEN_EXISTING, 0), ERROR_FILENAME_EXCED_RANGE);
    OPEN_FAILS_WITH(CreateFileW(NULL, GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL), ERROR_PATH_NOT_FOUND);
    OPEN_FAILS_WITH(CreateFileW(L"", GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL), ERROR_PATH_NOT_FOUND);
    wide[0] = 'a';
    wide[1] = (WCHAR)0xD800;
    wide[2] = 0;
    OPEN_FAILS_WITH(CreateFileW(wide, GENERIC_READ, 0, NULL, OPEN_EXISTING, 0, NULL), ERROR_INVALID_NAME);

    CHECK(mkdir("dir", 0777) == 0);
    file = CreateFileW(L".\\dir\\.\\none\\..\\Gr\u00fc\u00dfe", GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
    CHECK(file != INVALID_HANDLE_VALUE && exists("dir/Gr\xc3\xbc\xc3\x9f" "e"));
    CHECK(CloseHandle(file));
    /* A drive is a folder. */
    CHECK(getcwd(text, 6000) != NULL && setenv("PORTICO_DRIVE_Q", text, 1) == 0);
    file = open_with("q:\\dir\\..\\..\\..\\x", GENERIC_WRITE, 0, CREATE_NEW, 0);
    CHECK(file != INVALID_HANDLE_VALUE && exists("x"));
    CHECK(CloseHandle(file));
    file = open_with("Q:x", GENERIC_READ, 0, OPEN_EXISTING, 0);
    CHECK(file != INVALID_HANDLE_VALUE);
    CHECK(CloseHandle(file));
    /* Without a folder of its own it is the root. */
    file = open_with("C:\\dev\\null", GENERIC_READ | GENERIC_WRITE, 0, OPEN_EXISTING, 0);
    CHECK(file != INVALID_HANDLE_VALUE && GetFileType(file) == FILE_TYPE_CHAR);
    CHECK(CloseHandle(file));
    file = open_with("NUL", GENERIC_READ | GENERIC_WRITE, 0, OPEN_EXISTING, 0);
    CHECK(GetFileType(file) == FILE_TYPE_CHAR);
    CHECK(CloseHandle(file));
    /* Letters are the same only in the same case. */
    OPEN_FAILS_WITH(open_with("X", GENERIC_READ, 0, OPEN_EXISTING, 0), ERROR_FILE_NOT_FOUND);
    file = open_with("\\\\?\\what*", GENERIC_WRITE, 0, CREATE_NEW, 0);
    CHECK(file != INVALID_HANDLE_VALUE && exists("what*"));
    CHECK(CloseHandle(file));
    OPEN_FAILS_WITH(open_with("\\\\?\\dir\\..\\x", GENERIC_READ, 0, OPEN_EXISTING, 0), ERROR_INVALID_NAME);
    OPEN_FAILS_WITH(open_with("\\\\.\\pipe\\x", GENERIC_READ, 0, OPEN_EXISTING, 0), ERROR_FILE_NOT_FOUND);
    OPEN_FAILS_WITH(open_with("x\\y", GENERIC_READ, 0, OPEN_EXISTING, 0), ERROR_PATH_NOT_FOUND);
    free(text);
}

static void sharing(void) {
    HANDLE first, second, copy;
    first = open_with("s", GENERIC_WRITE, 0, CREATE_NEW, 0);
    OPEN_FAILS_WITH(open_with("s", GENERIC_READ, 7, OPEN_EXISTING, 0), ERROR_SHARING_VIOLATION);
    /* Whoever only asks is in nobody's way. */
    second = open_with("s", 0, 0, OPEN_EXISTING, 0);
    CHECK(second != INVALID_HANDLE_VALUE && CloseHandle(second));
    CHECK(DuplicateHandle(GetCurrentProcess(), first, GetCurrentProcess(), &copy, 0, FALSE, DUPLICATE_SAME_ACCESS));
    CHECK(CloseHandle(first));
    OPEN_FAILS_WITH(open_with("s", GENERIC_READ, 7, OPEN_EXISTING, 0), ERROR_SHARING_VIOLATION);
    CHECK(CloseHandle(copy));

    first = open_with("s", GENERIC_READ, FILE_SHARE_READ, OPEN_EXISTING, 0);
    CHECK(first != INVALID_HANDLE_VALUE);
    OPEN_FAILS_WITH(open_with("s", GENERIC_WRITE, 7, OPEN_EXISTING, 0), ERROR_SHARING_VIOLATION);
    OPEN_FAILS_WITH(open_with("s", DELETE, 7, OPEN_EXISTING, 0), ERROR_SHARING_VIOLATION);
    OPEN_FAILS_WITH(open_with("s", GENERIC_READ, FILE_SHARE_WRITE, OPEN_EXISTING, 0), ERROR_SHARING_VIOLATION);
    /* By another name, too. */
    CHECK(link("s", "s2") == 0);
    OPEN_FAILS_WITH(open_with("s2", GENERIC_WRITE, 7, OPEN_EXISTING, 0), ERROR_SHARING_VIOLATION);
    second = open_with("s", GENERIC_READ, FILE_SHARE_READ, OPEN_EXISTING, 0);
    CHECK(second != INVALID_HANDLE_VALUE && CloseHandle(second) && CloseHandle(first));
    /* A file that was not opened was not emptied either. */
    first = open_with("a", GENERIC_WRITE, FILE_SHARE_READ, OPEN_EXISTING, 0);
    CHECK(SetFilePointer(first, 3, NULL, FILE_BEGIN) == 3 && SetEndOfFile(first));
    OPEN_FAILS_WITH(open_with("a", GENERIC_WRITE, 7, CREATE_ALWAYS, 0), ERROR_SHARING_VIOLATION);
    CHECK(GetFileSize(first, NULL) == 3 && CloseHandle(first));
}

static void directories(void) {
    HANDLE file;
    DWORD bytes;
    char buffer[4];
    OPEN_FAILS_WITH(open_with("dir", GENERIC_READ, 7, OPEN_EXISTING, 0), ERROR_ACCESS_DENIED);
    OPEN_FAILS_WITH(open_with("dir", GENERIC_WRITE, 7, OPEN_EXISTING, 0), ERROR_ACCESS_DENIED);
    OPEN_FAILS_WITH(open_with("dir", GENERIC_WRITE, 7, CREATE_ALWAYS, FILE_FLAG_BACKUP_SEMANTICS), ERROR_ACCESS_DENIED);
    OPEN_FAILS_WITH(open_with("dir", GENERIC_WRITE, 7, CREATE_NEW, 0), ERROR_FILE_EXISTS);
    file = open_with("dir\\", FILE_LIST_DIRECTORY, 7, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS);
    CHECK(file != INVALID_HANDLE_VALUE && GetFileType(file) == FILE_TYPE_DISK);
    FAILS_WITH(ReadFile(file, buffer, 4, &bytes, NULL), ERROR_INVALID_FUNCTION);
    CHECK(CloseHandle(file));
    file = open_with("dir", GENERIC_WRITE, 7, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS);
    CHECK(file != INVALID_HANDLE_VALUE && CloseHandle(file));
}

static void flags(void) {
    HANDLE file, other;
    DWORD bytes;
    SECURITY_ATTRIBUTES attributes = {sizeof(attributes), NULL, TRUE};
    file = open_with("gone", GENERIC_WRITE, FILE_SHARE_DELETE, CREATE_NEW, FILE_FLAG_DELETE_ON_CLOSE);
    CHECK(DuplicateHandle(GetCurrentProcess(), file, GetCurrentProcess(), &other, 0, FALSE, DUPLICATE_SAME_ACCESS));
    CHECK(exists("gone") && CloseHandle(file) && exists("gone") && CloseHandle(other) && !exists("gone"));

    file = open_with("r", GENERIC_WRITE, 0, CREATE_NEW, FILE_ATTRIBUTE_READONLY);
    CHECK(WriteFile(file, "x", 1, &bytes, NULL) && CloseHandle(file));
    OPEN_FAILS_WITH(open_with("r", GENERIC_WRITE, 0, OPEN_EXISTING, 0), ERROR_ACCESS_DENIED);
    OPEN_FAILS_WITH(open_with("r", GENERIC_WRITE, 0, CREATE_ALWAYS, 0), ERROR_ACCESS_DENIED);
    OPEN_FAILS_WITH(open_with("r", GENERIC_READ, 0, OPEN_EXISTING, FILE_FLAG_DELETE_ON_CLOSE), ERROR_ACCESS_DENIED);
    file = open_with("r", MAXIMUM_ALLOWED, 0, OPEN_EXISTING, FILE_FLAG_SEQUENTIAL_SCAN);
    CHECK(GetFileSize(file, NULL) == 1);
    FAILS_WITH(WriteFile(file, "x", 1, &bytes, NULL), ERROR_ACCESS_DENIED);
    CHECK(CloseHandle(file));

    file = CreateFileW(L"i", GENERIC_ALL, 0, &attributes, CREATE_NEW, FILE_FLAG_WRITE_THROUGH, NULL);
    CHECK(GetHandleInformation(file, &bytes) && bytes == HANDLE_FLAG_INHERIT);
    CHECK(WriteFile(file, "x", 1, &bytes, NULL) && FlushFileBuffers(file) && CloseHandle(file));
    file = open_with("i", GENERIC_READ, 0, OPEN_EXISTING, FILE_FLAG_RANDOM_ACCESS | FILE_FLAG_NO_BUFFERING);
    FAILS_WITH(FlushFileBuffers(file), ERROR_ACCESS_DENIED);
    CHECK(CloseHandle(file));
    FAILS_WITH(FlushFileBuffers(BAD_HANDLE), ERROR_INVALID_HANDLE);

    file = open_with("NUL", GENERIC_READ, 0, OPEN_EXISTING, FILE_FLAG_OPEN_REPARSE_POINT);
    CHECK(file != INVALID_HANDLE_VALUE && CloseHandle(file));
    file = open_with("dangling", 0, 0, OPEN_EXISTING, FILE_FLAG_OPEN_REPARSE_POINT);
    CHECK(file != INVALID_HANDLE_VALUE && CloseHandle(file));
}

/* Opening waits for nobody at the other end of a pipe. */
static void pipes(void) {
    HANDLE reader, writer;
    DWORD bytes;
    char buffer[4];
    CHECK(mkfifo("pipe", 0666) == 0);
    reader = open_with("pipe", GENERIC_READ, 7, OPEN_EXISTING, 0);
    CHECK(GetFileType(reader) == FILE_TYPE_PIPE);
    writer = open_with("pipe", GENERIC_WRITE, 7, OPEN_EXISTING, 0);
    CHECK(WriteFile(writer, "ab", 2, &bytes, NULL) && bytes == 2);
    CHECK(ReadFile(reader, buffer, 4, &bytes, NULL) && bytes == 2 && buffer[1] == 'b');
    CHECK(CloseHandle(writer));
    FAILS_WITH(ReadFile(reader, buffer, 4, &bytes, NULL), ERROR_BROKEN_PIPE);
    CHECK(SetFilePointer(reader, 0, NULL, FILE_BEGIN) == INVALID_SET_FILE_POINTER && GetLastError() == ERROR_SEEK_ON_DEVICE);
    writer = open_with("pipe", GENERIC_WRITE, 7, OPEN_EXISTING, 0);
    CHECK(CloseHandle(reader));
    /* An error and no signal. */
    FAILS_WITH(WriteFile(writer, "ab", 2, &bytes, NULL), ERROR_NO_DATA);
    CHECK(CloseHandle(writer));
}

int main(void) {
    scratch_enter();
    dispositions();
    names();
    sharing();
    directories();
    flags();
    pipes();
    scratch_leave();
    return check_failures;
}
