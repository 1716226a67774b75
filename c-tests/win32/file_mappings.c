/* Files as memory: shared, copied on write, named, flushed; what may not be mapped. */
#include "scratch.h"
#include "check.h"
#include <string.h>

static HANDLE file_with(const char *text, DWORD access) {
    DWORD written = 0;
    HANDLE file = CreateFileA("mapped.txt", GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, CREATE_ALWAYS, 0, NULL);
    CHECK(file != INVALID_HANDLE_VALUE && WriteFile(file, text, (DWORD)strlen(text), &written, NULL));
    CloseHandle(file);
    file = CreateFileA("mapped.txt", access, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(file != INVALID_HANDLE_VALUE);
    return file;
}

static void of_files(void) {
    HANDLE file = file_with("hello, world", GENERIC_READ | GENERIC_WRITE);
    HANDLE mapping = CreateFileMappingA(file, NULL, PAGE_READWRITE, 0, 0, NULL);
    LARGE_INTEGER size;
    char bytes[16] = "", *view, *copy;
    DWORD count = 0;
    CHECK(mapping != NULL && GetLastError() == ERROR_SUCCESS);
    view = (char *)MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0);
    copy = (char *)MapViewOfFile(mapping, FILE_MAP_COPY, 0, 0, 5);
    CHECK(view != NULL && copy != NULL && memcmp(view, "hello, world", 12) == 0);
    CloseHandle(mapping);
    copy[0] = 'J';
    view[7] = 'W';
    CHECK(view[0] == 'h' && FlushViewOfFile(view, 0) && FlushViewOfFile(view + 7, 1));
    CHECK(ReadFile(file, bytes, 12, &count, NULL) && memcmp(bytes, "hello, World", 12) == 0);
    FAILS_WITH(UnmapViewOfFile(view + 1), ERROR_INVALID_ADDRESS);
    FAILS_WITH(FlushViewOfFile(&size, 1), ERROR_INVALID_ADDRESS);
    FAILS_WITH(FlushViewOfFile(view, 1 << 30), ERROR_INVALID_ADDRESS);
    CHECK(UnmapViewOfFile(view) && UnmapViewOfFile(copy));
    FAILS_WITH(UnmapViewOfFile(view), ERROR_INVALID_ADDRESS);

    /* A larger size makes the file larger. */
    mapping = CreateFileMappingW(file, NULL, PAGE_READWRITE | SEC_COMMIT, 0, 100000, NULL);
    CHECK(mapping != NULL && GetFileSizeEx(file, &size) && size.QuadPart == 100000);
    view = (char *)MapViewOfFile(mapping, FILE_MAP_ALL_ACCESS, 0, 65536, 0);
    CHECK(view != NULL);
    view[100000 - 65536 - 1] = 'z';
    CHECK(SetFilePointer(file, -1, NULL, FILE_END) == 99999 && ReadFile(file, bytes, 1, &count, NULL) && bytes[0] == 'z');
    CHECK(UnmapViewOfFile(view));
    FAILS_WITH(MapViewOfFile(mapping, FILE_MAP_READ, 0, 4096, 0), ERROR_MAPPED_ALIGNMENT);
    FAILS_WITH(MapViewOfFile(mapping, FILE_MAP_READ, 0, 65536, 65536), ERROR_ACCESS_DENIED);
    FAILS_WITH(MapViewOfFile(mapping, FILE_MAP_READ, 0, 131072, 0), ERROR_ACCESS_DENIED);
    FAILS_WITH(MapViewOfFile(mapping, FILE_MAP_READ | FILE_MAP_EXECUTE, 0, 0, 0), ERROR_ACCESS_DENIED);
    FAILS_WITH(MapViewOfFile(mapping, 0, 0, 0, 0), ERROR_INVALID_PARAMETER);
    FAILS_WITH(MapViewOfFile(file, FILE_MAP_READ, 0, 0, 0), ERROR_INVALID_HANDLE);
    CloseHandle(mapping);
    CloseHandle(file);
}

static void rights(void) {
    HANDLE file = file_with("text", GENERIC_READ), mapping, empty;
    char *view;
    FAILS_WITH(CreateFileMappingA(file, NULL, PAGE_READWRITE, 0, 0, NULL), ERROR_ACCESS_DENIED);
    FAILS_WITH(CreateFileMappingA(file, NULL, PAGE_READONLY, 0, 5, NULL), ERROR_NOT_ENOUGH_MEMORY);
    FAILS_WITH(CreateFileMappingA(file, NULL, PAGE_NOACCESS, 0, 0, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(CreateFileMappingA(BAD_HANDLE, NULL, PAGE_READONLY, 0, 0, NULL), ERROR_INVALID_HANDLE);
    mapping = CreateFileMappingA(file, NULL, PAGE_READONLY, 0, 0, NULL);
    FAILS_WITH(MapViewOfFile(mapping, FILE_MAP_WRITE, 0, 0, 0), ERROR_ACCESS_DENIED);
    view = (char *)MapViewOfFile(mapping, FILE_MAP_READ, 0, 0, 4);
    CHECK(view != NULL && memcmp(view, "text", 4) == 0 && UnmapViewOfFile(view));
    view = (char *)MapViewOfFile(mapping, FILE_MAP_COPY, 0, 0, 0);
    CHECK(view != NULL && (view[0] = 'T', memcmp(view, "Text", 4) == 0) && UnmapViewOfFile(view));
    CloseHandle(mapping);
    CloseHandle(file);
    empty = file_with("", GENERIC_READ);
    FAILS_WITH(CreateFileMappingA(empty, NULL, PAGE_READONLY, 0, 0, NULL), ERROR_FILE_INVALID);
    CloseHandle(empty);
}

static void memory(void) {
    HANDLE one, other, event;
    int *view, *again;
    FAILS_WITH(CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 0, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(OpenFileMappingA(FILE_MAP_READ, FALSE, "Local\\PorticoMapping"), ERROR_FILE_NOT_FOUND);
    one = CreateFileMappingA(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 4096, "Local\\PorticoMapping");
    CHECK(one != NULL && GetLastError() == ERROR_SUCCESS);
    other = CreateFileMappingW(INVALID_HANDLE_VALUE, NULL, PAGE_READWRITE, 0, 99, L"PorticoMapping");
    CHECK(other != NULL && other != one && GetLastError() == ERROR_ALREADY_EXISTS);
    view = (int *)MapViewOfFile(one, FILE_MAP_ALL_ACCESS, 0, 0, 0);
    again = (int *)MapViewOfFile(other, FILE_MAP_READ, 0, 0, 4096);
    CHECK(view != NULL && again != NULL && view != again && view[1000] == 0);
    view[1000] = 42;
    CHECK(again[1000] == 42 && FlushViewOfFile(view, 4096));
    FAILS_WITH(CreateEventA(NULL, FALSE, FALSE, "PorticoMapping"), ERROR_INVALID_HANDLE);
    CloseHandle(one);
    one = OpenFileMappingW(FILE_MAP_ALL_ACCESS, FALSE, L"Local\\PorticoMapping");
    CHECK(one != NULL && CloseHandle(one) && CloseHandle(other));
    FAILS_WITH(OpenFileMappingA(FILE_MAP_READ, FALSE, "PorticoMapping"), ERROR_FILE_NOT_FOUND);
    event = CreateEventA(NULL, FALSE, FALSE, "PorticoMapping");
    CHECK(event != NULL && again[1000] == 42 && UnmapViewOfFile(view) && UnmapViewOfFile(again) && CloseHandle(event));
}

int main(void) {
    scratch_enter();
    of_files();
    rights();
    memory();
    scratch_leave();
    return check_failures;
}
