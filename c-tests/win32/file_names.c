/* Removing, moving, copying; directories; searching; full and temporary names. Generic names, as UNICODE is not set. */
#include "scratch.h"
#include "check.h"

#include <sys/stat.h>
#include <wchar.h>

#define FIND_FAILS_WITH(call, code)       \
    do {                                  \
        SetLastError(0xDEAD);             \
        CHECK((call) == INVALID_HANDLE_VALUE); \
        CHECK(GetLastError() == (DWORD)(code)); \
    } while (0)

static BOOL exists(const char *name) {
    struct stat status;
    return lstat(name, &status) == 0;
}

static void make(const char *name, const char *text) {
    DWORD bytes;
    HANDLE file = CreateFile(name, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    CHECK(WriteFile(file, text, (DWORD)strlen(text), &bytes, NULL) && CloseHandle(file));
}

static BOOL holds(const char *name, const char *text) {
    char buffer[64];
    DWORD bytes = 0;
    HANDLE file = CreateFile(name, GENERIC_READ, 7, NULL, OPEN_EXISTING, 0, NULL);
    BOOL read = ReadFile(file, buffer, sizeof(buffer), &bytes, NULL);
    CloseHandle(file);
    return read && bytes == strlen(text) && memcmp(buffer, text, bytes) == 0;
}

static void deleting(void) {
    HANDLE file;
    DWORD bytes;
    char buffer[4];
    make("a", "abc");
    file = CreateFile("a", GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    FAILS_WITH(DeleteFile("a"), ERROR_SHARING_VIOLATION);
    FAILS_WITH(MoveFile("a", "b"), ERROR_SHARING_VIOLATION);
    CHECK(CloseHandle(file));
    file = CreateFile("a", GENERIC_READ, FILE_SHARE_DELETE, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(DeleteFileW(L"a") && !exists("a"));
    CHECK(ReadFile(file, buffer, 4, &bytes, NULL) && bytes == 3 && CloseHandle(file));
    FAILS_WITH(DeleteFile("a"), ERROR_FILE_NOT_FOUND);
    FAILS_WITH(DeleteFile("none\\a"), ERROR_PATH_NOT_FOUND);
    FAILS_WITH(DeleteFileW(NULL), ERROR_PATH_NOT_FOUND);
    FAILS_WITH(DeleteFile("*"), ERROR_INVALID_NAME);
}

static void directories(void) {
    HANDLE file;
    CHECK(CreateDirectory("dir", NULL) && CreateDirectoryW(L"dir\\sub\\", NULL) && exists("dir/sub"));
    FAILS_WITH(CreateDirectory("dir", NULL), ERROR_ALREADY_EXISTS);
    FAILS_WITH(CreateDirectory("none\\x", NULL), ERROR_PATH_NOT_FOUND);
    FAILS_WITH(CreateDirectory("", NULL), ERROR_PATH_NOT_FOUND);
    FAILS_WITH(RemoveDirectory("dir"), ERROR_DIR_NOT_EMPTY);
    FAILS_WITH(RemoveDirectory("none"), ERROR_FILE_NOT_FOUND);
    FAILS_WITH(RemoveDirectoryW(L"none\\x"), ERROR_PATH_NOT_FOUND);
    FAILS_WITH(DeleteFile("dir"), ERROR_ACCESS_DENIED);
    make("f", "");
    FAILS_WITH(RemoveDirectory("f"), ERROR_DIRECTORY);
    FAILS_WITH(CreateDirectory("f", NULL), ERROR_ALREADY_EXISTS);
    file = CreateFile("dir\\sub", FILE_LIST_DIRECTORY, FILE_SHARE_READ, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
    FAILS_WITH(RemoveDirectory("dir\\sub"), ERROR_SHARING_VIOLATION);
    CHECK(CloseHandle(file) && RemoveDirectoryW(L"dir\\sub\\") && !exists("dir/sub"));
    CHECK(symlink("dir", "link") == 0);
    FAILS_WITH(DeleteFile("link"), ERROR_ACCESS_DENIED);
    CHECK(RemoveDirectory("link") && !exists("link") && exists("dir"));
}

static void moving(void) {
    HANDLE file;
    make("a", "abc");
    CHECK(MoveFile("a", "dir\\b") && !exists("a") && holds("dir/b", "abc"));
    make("a", "new");
    FAILS_WITH(MoveFile("a", "dir\\b"), ERROR_ALREADY_EXISTS);
    FAILS_WITH(MoveFileEx("a", "dir\\b", MOVEFILE_COPY_ALLOWED), ERROR_ALREADY_EXISTS);
    CHECK(MoveFileEx("a", "dir\\b", MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH) && holds("dir/b", "new"));
    FAILS_WITH(MoveFile("a", "b"), ERROR_FILE_NOT_FOUND);
    FAILS_WITH(MoveFile("dir\\b", "none\\b"), ERROR_PATH_NOT_FOUND);
    FAILS_WITH(MoveFileW(L"dir\\b", NULL), ERROR_PATH_NOT_FOUND);
    FAILS_WITH(MoveFileExW(L"dir\\b", L"c", MOVEFILE_DELAY_UNTIL_REBOOT), ERROR_NOT_SUPPORTED);
    CHECK(MoveFileW(L"dir\\b", L"dir\\b") && exists("dir/b"));
    make("c", "c");
    FAILS_WITH(MoveFileEx("c", "dir", MOVEFILE_REPLACE_EXISTING), ERROR_ACCESS_DENIED);
    CHECK(SetFileAttributes("dir\\b", FILE_ATTRIBUTE_READONLY));
    FAILS_WITH(MoveFileEx("c", "dir\\b", MOVEFILE_REPLACE_EXISTING), ERROR_ACCESS_DENIED);
    CHECK(SetFileAttributes("dir\\b", FILE_ATTRIBUTE_NORMAL));
    file = CreateFile("dir\\b", GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    FAILS_WITH(MoveFileEx("c", "dir\\b", MOVEFILE_REPLACE_EXISTING), ERROR_ACCESS_DENIED);
    CHECK(CloseHandle(file));
    CHECK(MoveFile("dir", "dir2") && exists("dir2/b") && MoveFileExW(L"dir2\\", L"dir", 0) && exists("dir/b"));
    /* Another file system. */
    if (access("/dev/shm", W_OK) == 0) {
        char other[64];
        snprintf(other, sizeof(other), "/dev/shm/portico-%d", (int)getpid());
        CHECK(MoveFile("c", other) && !exists("c") && holds(other, "c"));
        make("c", "again");
        FAILS_WITH(MoveFile("c", other), ERROR_ALREADY_EXISTS);
        FAILS_WITH(MoveFileEx("c", other, MOVEFILE_REPLACE_EXISTING), ERROR_NOT_SAME_DEVICE);
        CHECK(MoveFileEx("c", other, MOVEFILE_REPLACE_EXISTING | MOVEFILE_COPY_ALLOWED) && holds(other, "again"));
        CHECK(DeleteFile(other));
    }
}

static int pieces, answer;
static LONGLONG last;

static DWORD WINAPI progress(LARGE_INTEGER total, LARGE_INTEGER done, LARGE_INTEGER stream_total,
                             LARGE_INTEGER stream_done, DWORD stream, DWORD reason, HANDLE source, HANDLE target,
                             LPVOID data) {
    (void)stream_total;
    (void)stream_done;
    (void)source;
    (void)target;
    CHECK(data == &pieces && stream == 1 && done.QuadPart <= total.QuadPart);
    CHECK(reason == (DWORD)(pieces == 0 ? CALLBACK_STREAM_SWITCH : CALLBACK_CHUNK_FINISHED));
    ++pieces;
    last = done.QuadPart;
    return (DWORD)answer;
}

static void copying(void) {
    HANDLE file;
    FILETIME before, after;
    BOOL cancel = TRUE;
    make("a", "abc");
    CHECK(SetFileAttributes("a", FILE_ATTRIBUTE_READONLY));
    CHECK(CopyFile("a", "b", TRUE) && holds("b", "abc") && GetFileAttributes("b") == FILE_ATTRIBUTE_READONLY);
    FAILS_WITH(CopyFile("a", "b", TRUE), ERROR_FILE_EXISTS);
    FAILS_WITH(CopyFileW(L"a", L"b", FALSE), ERROR_ACCESS_DENIED);
    CHECK(SetFileAttributes("a", FILE_ATTRIBUTE_NORMAL) && SetFileAttributes("b", FILE_ATTRIBUTE_NORMAL));
    make("a", "new");
    CHECK(CopyFileW(L"a", L"b", FALSE) && holds("b", "new"));
    file = CreateFile("a", 0, 7, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(GetFileTime(file, NULL, NULL, &before) && CloseHandle(file));
    file = CreateFile("b", 0, 7, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(GetFileTime(file, NULL, NULL, &after) && CloseHandle(file) && CompareFileTime(&before, &after) == 0);
    FAILS_WITH(CopyFile("none", "b", FALSE), ERROR_FILE_NOT_FOUND);
    FAILS_WITH(CopyFile("a", "none\\b", FALSE), ERROR_PATH_NOT_FOUND);
    FAILS_WITH(CopyFile("dir", "e", FALSE), ERROR_ACCESS_DENIED);
    FAILS_WITH(CopyFile("a", "dir", FALSE), ERROR_ACCESS_DENIED);
    /* Onto itself, which empties nothing. */
    FAILS_WITH(CopyFile("a", "a", FALSE), ERROR_SHARING_VIOLATION);
    FAILS_WITH(CopyFile("a", ".\\a", TRUE), ERROR_FILE_EXISTS);
    /* A log that is being written. */
    file = CreateFile("a", GENERIC_WRITE, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(CopyFile("a", "b", FALSE));
    FAILS_WITH(CopyFile("b", "a", FALSE), ERROR_SHARING_VIOLATION);
    CHECK(CloseHandle(file));
    CHECK(holds("a", "new"));

    answer = PROGRESS_CONTINUE;
    CHECK(CopyFileEx("a", "b", progress, &pieces, NULL, 0) && pieces == 2 && last == 3);
    pieces = 0;
    answer = PROGRESS_QUIET;
    CHECK(CopyFileExW(L"a", L"b", progress, &pieces, NULL, 0) && pieces == 1);
    pieces = 0;
    answer = PROGRESS_CANCEL;
    FAILS_WITH(CopyFileEx("a", "e", progress, &pieces, NULL, 0), ERROR_REQUEST_ABORTED);
    CHECK(!exists("e"));
    pieces = 0;
    answer = PROGRESS_STOP;
    FAILS_WITH(CopyFileEx("a", "e", progress, &pieces, NULL, 0), ERROR_REQUEST_ABORTED);
    CHECK(exists("e") && DeleteFile("e"));
    FAILS_WITH(CopyFileEx("a", "e", NULL, NULL, &cancel, 0), ERROR_REQUEST_ABORTED);
    FAILS_WITH(CopyFileEx("a", "b", NULL, NULL, NULL, COPY_FILE_FAIL_IF_EXISTS), ERROR_FILE_EXISTS);
    FAILS_WITH(CopyFileEx("a", "b", NULL, NULL, NULL, 0x80000000), ERROR_INVALID_PARAMETER);

    CHECK(CreateHardLink("hard", "a", NULL) && holds("hard", "new"));
    CHECK(CreateSymbolicLink("soft", ".\\a", 0) && holds("soft", "new"));
    CHECK(CreateSymbolicLinkW(L"soft2", L"dir", SYMBOLIC_LINK_FLAG_DIRECTORY));
    CHECK(GetFileAttributes("soft2") == (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_REPARSE_POINT));
    FAILS_WITH(CreateSymbolicLink("soft", "a", 0), ERROR_ALREADY_EXISTS);
    FAILS_WITH(CreateSymbolicLink("none\\soft", "a", 0), ERROR_PATH_NOT_FOUND);
    FAILS_WITH(CreateSymbolicLink("soft3", "a", 4), ERROR_INVALID_PARAMETER);
    FAILS_WITH(CreateSymbolicLinkW(L"soft3", NULL, 0), ERROR_PATH_NOT_FOUND);
    FAILS_WITH(CreateHardLink("hard", "a", NULL), ERROR_ALREADY_EXISTS);
    FAILS_WITH(CreateHardLinkW(L"hard2", L"none", NULL), ERROR_FILE_NOT_FOUND);
    FAILS_WITH(CreateHardLinkW(L"none\\hard", L"a", NULL), ERROR_PATH_NOT_FOUND);
    FAILS_WITH(CreateHardLinkW(L"hard2", L"dir", NULL), ERROR_ACCESS_DENIED);
}

static int count(const char *pattern, const char *wanted) {
    WIN32_FIND_DATA data;
    HANDLE search = FindFirstFile(pattern, &data);
    int found = 0, seen = wanted == NULL;
    if (search == INVALID_HANDLE_VALUE) {
        return -1;
    }
    do {
        ++found;
        seen |= wanted != NULL && strcmp(data.cFileName, wanted) == 0;
    } while (FindNextFile(search, &data));
    CHECK(GetLastError() == ERROR_NO_MORE_FILES && seen);
    CHECK(FindClose(search));
    return found;
}

static void searching(void) {
    WIN32_FIND_DATAA ansi;
    WIN32_FIND_DATAW wide;
    HANDLE search;
    CHECK(CreateDirectory("s", NULL) && CreateDirectory("s\\folder", NULL));
    make("s\\one.txt", "12345");
    make("s\\two.TXT", "");
    make("s\\Gr\xc3\xbc\xc3\x9f" "e.txt", "");
    CHECK(symlink("one.txt", "s/link") == 0);
    CHECK(count("s\\*", "..") == 7 && count("s\\*.*", "folder") == 7 && count("s\\*.txt", "one.txt") == 2);
    CHECK(count("s\\o??.txt", "one.txt") == 1 && count("s\\one.txt", "one.txt") == 1 && count("s", "s") == 1);
    CHECK(count("s\\*.TXT", "two.TXT") == 1 && count(".\\s\\..\\s\\f*", "folder") == 1);
    FIND_FAILS_WITH(FindFirstFile("s\\none*", &ansi), ERROR_FILE_NOT_FOUND);
    FIND_FAILS_WITH(FindFirstFile("s\\none", &ansi), ERROR_FILE_NOT_FOUND);
    FIND_FAILS_WITH(FindFirstFile("none\\*", &ansi), ERROR_PATH_NOT_FOUND);
    FIND_FAILS_WITH(FindFirstFile("none\\x", &ansi), ERROR_PATH_NOT_FOUND);
    FIND_FAILS_WITH(FindFirstFile("s\\", &ansi), ERROR_FILE_NOT_FOUND);
    FIND_FAILS_WITH(FindFirstFile("s*\\one.txt", &ansi), ERROR_INVALID_NAME);
    FIND_FAILS_WITH(FindFirstFile(NULL, &ansi), ERROR_PATH_NOT_FOUND);
    FIND_FAILS_WITH(FindFirstFileW(L"s\\*", NULL), ERROR_INVALID_PARAMETER);

    search = FindFirstFileW(L"s\\Gr*", &wide);
    CHECK(wcscmp(wide.cFileName, L"Gr\u00fc\u00dfe.txt") == 0 && wide.cAlternateFileName[0] == 0);
    FAILS_WITH(FindNextFileW(search, &wide), ERROR_NO_MORE_FILES);
    FAILS_WITH(FindNextFileW(search, NULL), ERROR_INVALID_PARAMETER);
    CHECK(FindClose(search));
    FAILS_WITH(FindClose(search), ERROR_INVALID_HANDLE);
    FAILS_WITH(FindNextFileA(search, &ansi), ERROR_INVALID_HANDLE);
    FAILS_WITH(FindClose(INVALID_HANDLE_VALUE), ERROR_INVALID_HANDLE);
    search = FindFirstFileA("s\\one.txt", &ansi);
    CHECK(ansi.nFileSizeLow == 5 && ansi.dwFileAttributes == FILE_ATTRIBUTE_NORMAL && FindClose(search));
    search = FindFirstFileA("s\\link", &ansi);
    CHECK(ansi.dwFileAttributes == FILE_ATTRIBUTE_REPARSE_POINT && ansi.dwReserved0 == IO_REPARSE_TAG_SYMLINK && FindClose(search));
    search = FindFirstFileEx("s\\f*", FindExInfoBasic, &ansi, FindExSearchLimitToDirectories, NULL, FIND_FIRST_EX_LARGE_FETCH);
    CHECK(strcmp(ansi.cFileName, "folder") == 0 && FindClose(search));
    FIND_FAILS_WITH(FindFirstFileEx("s\\*.txt", FindExInfoStandard, &ansi, FindExSearchLimitToDirectories, NULL, 0), ERROR_FILE_NOT_FOUND);
    FIND_FAILS_WITH(FindFirstFileExW(L"s\\*", FindExInfoMaxInfoLevel, &wide, FindExSearchNameMatch, NULL, 0), ERROR_INVALID_PARAMETER);
    FIND_FAILS_WITH(FindFirstFileExW(L"s\\*", FindExInfoBasic, &wide, FindExSearchLimitToDevices, NULL, 0), ERROR_INVALID_PARAMETER);
    FIND_FAILS_WITH(FindFirstFileExW(L"s\\*", FindExInfoBasic, &wide, FindExSearchNameMatch, &ansi, 0), ERROR_INVALID_PARAMETER);
    FIND_FAILS_WITH(FindFirstFileExW(L"s\\*", FindExInfoBasic, &wide, FindExSearchNameMatch, NULL, 8), ERROR_INVALID_PARAMETER);
}

static void full_names(void) {
    char buffer[300], here[300], *part;
    WCHAR wide[300], *wide_part;
    DWORD length;
    CHECK(GetCurrentDirectory(sizeof(here), here) == strlen(here));
    length = GetFullPathName("x\\..\\y\\z.txt", sizeof(buffer), buffer, &part);
    CHECK(length == strlen(buffer) && length == strlen(here) + 8 && strncmp(buffer, here, strlen(here)) == 0);
    CHECK(strcmp(part, "z.txt") == 0 && strcmp(buffer + strlen(here), "/y/z.txt") == 0);
    CHECK(GetFullPathNameW(L"C:\\a\\", 300, wide, &wide_part) == 3 && wcscmp(wide, L"/a/") == 0 && wide_part == NULL);
    CHECK(GetFullPathName("a*", sizeof(buffer), buffer, NULL) == strlen(here) + 3);
    CHECK(GetFullPathName("/abc", 4, buffer, &part) == 5 && GetFullPathName("/abc", 0, NULL, NULL) == 5);
    FAILS_WITH(GetFullPathName(NULL, 4, buffer, &part), ERROR_PATH_NOT_FOUND);
    FAILS_WITH(GetFullPathNameW(L"\\\\server\\x", 300, wide, NULL), ERROR_BAD_NETPATH);
    CHECK(GetLongPathName("s\\one.txt", buffer, sizeof(buffer)) == 9 && strcmp(buffer, "s/one.txt") == 0);
    CHECK(GetShortPathNameW(L"s\\one.txt", wide, 300) == 9 && GetShortPathNameW(L"s\\one.txt", wide, 9) == 10);
    FAILS_WITH(GetLongPathNameW(L"none", wide, 300), ERROR_FILE_NOT_FOUND);
    FAILS_WITH(GetShortPathName("none\\x", buffer, sizeof(buffer)), ERROR_PATH_NOT_FOUND);
}

static void temporary_names(void) {
    char buffer[MAX_PATH], other[MAX_PATH], longest[400];
    WCHAR wide[MAX_PATH];
    struct stat status;
    UINT number;
    CHECK(setenv("TMP", "C:\\tmp", 1) == 0 && GetTempPath(sizeof(buffer), buffer) == 5 && strcmp(buffer, "/tmp/") == 0);
    CHECK(GetTempPathW(5, wide) == 6 && GetTempPathW(6, wide) == 5 && wcscmp(wide, L"/tmp/") == 0);
    number = GetTempFileName(".\\dir", "prefix", 0, buffer);
    CHECK(number != 0 && strncmp(buffer, "dir/pre", 7) == 0 && strcmp(buffer + strlen(buffer) - 4, ".TMP") == 0);
    CHECK(stat(buffer, &status) == 0 && status.st_size == 0 && (status.st_mode & 0777) == 0600);
    CHECK(GetTempFileName(".\\dir", "prefix", 0, other) != 0 && strcmp(buffer, other) != 0 && exists(other));
    CHECK(GetTempFileNameW(L"dir", L"x", 0x1ABC, wide) == 0x1ABC && wcscmp(wide, L"dir/x1ABC.TMP") == 0 && !exists("dir/x1ABC.TMP"));
    CHECK(GetTempFileName("dir", NULL, 0x10, buffer) == 0x10 && strcmp(buffer, "dir/10.TMP") == 0);
    FAILS_WITH(GetTempFileName("none", "x", 0, buffer), ERROR_DIRECTORY);
    FAILS_WITH(GetTempFileName("dir", "a/b", 0, buffer), ERROR_INVALID_NAME);
    FAILS_WITH(GetTempFileName("dir", "a?b", 0, buffer), ERROR_INVALID_NAME);
    FAILS_WITH(GetTempFileName("dir", "x", 0, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(GetTempFileNameW(NULL, L"x", 0, wide), ERROR_PATH_NOT_FOUND);
    memset(longest, 'x', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = 0;
    FAILS_WITH(GetTempFileName(longest, "x", 0, buffer), ERROR_BUFFER_OVERFLOW);
}

int main(void) {
    scratch_enter();
    deleting();
    directories();
    moving();
    copying();
    searching();
    full_names();
    temporary_names();
    scratch_leave();
    return check_failures;
}
