/* Reading, writing, positions and sizes: synchronous, overlapped, by event, port and routine. */
#include "scratch.h"
#include "check.h"

static HANDLE open_new(const char *name, DWORD access, DWORD flags) {
    return CreateFileA(name, access, 7, NULL, OPEN_ALWAYS, flags, NULL);
}

static void synchronous(void) {
    HANDLE file = open_new("sync", GENERIC_READ | GENERIC_WRITE, 0);
    OVERLAPPED overlapped;
    DWORD bytes = 99;
    char buffer[16];
    CHECK(WriteFile(file, "0123456789", 10, &bytes, NULL) && bytes == 10);
    CHECK(ReadFile(file, buffer, 4, &bytes, NULL) && bytes == 0);
    CHECK(SetFilePointer(file, 2, NULL, FILE_BEGIN) == 2);
    CHECK(ReadFile(file, buffer, 4, &bytes, NULL) && bytes == 4 && memcmp(buffer, "2345", 4) == 0);
    CHECK(ReadFile(file, buffer, 16, &bytes, NULL) && bytes == 4 && memcmp(buffer, "6789", 4) == 0);
    CHECK(ReadFile(file, NULL, 0, &bytes, NULL) && bytes == 0);
    CHECK(WriteFile(file, NULL, 0, &bytes, NULL) && bytes == 0);
    bytes = 99;
    FAILS_WITH(ReadFile(file, NULL, 4, &bytes, NULL), ERROR_NOACCESS);
    CHECK(bytes == 0);
    FAILS_WITH(WriteFile(file, NULL, 4, &bytes, NULL), ERROR_NOACCESS);
    FAILS_WITH(ReadFile(file, buffer, 4, NULL, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(WriteFile(file, buffer, 4, NULL, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(ReadFile(BAD_HANDLE, buffer, 4, &bytes, NULL), ERROR_INVALID_HANDLE);
    FAILS_WITH(WriteFile(INVALID_HANDLE_VALUE, buffer, 4, &bytes, NULL), ERROR_INVALID_HANDLE);
    FAILS_WITH(WriteFile(NULL, buffer, 4, &bytes, NULL), ERROR_INVALID_HANDLE);

    /* A place given to a file that is not overlapped: the position goes along. */
    memset(&overlapped, 0, sizeof(overlapped));
    overlapped.Offset = 5;
    CHECK(ReadFile(file, buffer, 2, NULL, &overlapped) && memcmp(buffer, "56", 2) == 0);
    CHECK(overlapped.Internal == 0 && overlapped.InternalHigh == 2);
    CHECK(SetFilePointer(file, 0, NULL, FILE_CURRENT) == 7);
    overlapped.Offset = 10;
    FAILS_WITH(ReadFile(file, buffer, 2, &bytes, &overlapped), ERROR_HANDLE_EOF);
    CHECK(bytes == 0);
    overlapped.Offset = overlapped.OffsetHigh = 0xFFFFFFFF;
    CHECK(WriteFile(file, "ab", 2, &bytes, &overlapped) && bytes == 2 && GetFileSize(file, NULL) == 12);
    CHECK(SetFilePointer(file, 0, NULL, FILE_CURRENT) == 12);
    /* Only overlapped handles have ports. */
    FAILS_WITH(CreateIoCompletionPort(file, NULL, 0, 0), ERROR_INVALID_PARAMETER);
    CHECK(CloseHandle(file));

    file = open_new("sync", GENERIC_WRITE, 0);
    FAILS_WITH(ReadFile(file, buffer, 4, &bytes, NULL), ERROR_ACCESS_DENIED);
    CHECK(CloseHandle(file));
    file = open_new("sync", GENERIC_READ, 0);
    FAILS_WITH(WriteFile(file, buffer, 4, &bytes, NULL), ERROR_ACCESS_DENIED);
    FAILS_WITH(SetEndOfFile(file), ERROR_ACCESS_DENIED);
    CHECK(CloseHandle(file));
    file = open_new("sync", FILE_APPEND_DATA, 0);
    CHECK(SetFilePointer(file, 0, NULL, FILE_BEGIN) == 0);
    CHECK(WriteFile(file, "cd", 2, &bytes, NULL) && GetFileSize(file, NULL) == 14);
    CHECK(CloseHandle(file));
}

static void positions(void) {
    HANDLE file = open_new("sync", GENERIC_READ | GENERIC_WRITE, 0), event = CreateEventW(NULL, TRUE, FALSE, NULL);
    LARGE_INTEGER distance, place;
    LONG high;
    DWORD half;
    CHECK(SetFilePointer(file, -4, NULL, FILE_END) == 10 && SetFilePointer(file, 1, NULL, FILE_CURRENT) == 11);
    SetLastError(0xDEAD);
    CHECK(SetFilePointer(file, -15, NULL, FILE_END) == INVALID_SET_FILE_POINTER && GetLastError() == ERROR_NEGATIVE_SEEK);
    CHECK(SetFilePointer(file, 0, NULL, 3) == INVALID_SET_FILE_POINTER && GetLastError() == ERROR_INVALID_PARAMETER);
    CHECK(SetFilePointer(BAD_HANDLE, 0, NULL, 0) == INVALID_SET_FILE_POINTER && GetLastError() == ERROR_INVALID_HANDLE);
    high = 1;
    SetLastError(0xDEAD);
    CHECK(SetFilePointer(file, -1, &high, FILE_BEGIN) == 0xFFFFFFFF && GetLastError() == ERROR_SUCCESS && high == 1);
    /* The lower half alone could not say where that is. */
    CHECK(SetFilePointer(file, 1, NULL, FILE_CURRENT) == INVALID_SET_FILE_POINTER &&
          GetLastError() == ERROR_INVALID_PARAMETER);
    high = 0;
    CHECK(SetFilePointer(file, 0, &high, FILE_CURRENT) == 0xFFFFFFFF && high == 1);

    distance.QuadPart = 5;
    CHECK(SetFilePointerEx(file, distance, &place, FILE_BEGIN) && place.QuadPart == 5);
    CHECK(SetFilePointerEx(file, distance, NULL, FILE_CURRENT));
    distance.QuadPart = -1;
    CHECK(SetFilePointerEx(file, distance, &place, FILE_CURRENT) && place.QuadPart == 9);
    FAILS_WITH(SetFilePointerEx(file, distance, &place, FILE_BEGIN), ERROR_NEGATIVE_SEEK);
    distance.QuadPart = 0x7FFFFFFFFFFFFFFFLL;
    FAILS_WITH(SetFilePointerEx(file, distance, &place, FILE_END), ERROR_INVALID_PARAMETER);
    FAILS_WITH(SetFilePointerEx(file, distance, &place, 3), ERROR_INVALID_PARAMETER);
    FAILS_WITH(SetFilePointerEx(event, distance, &place, FILE_BEGIN), ERROR_INVALID_HANDLE);

    CHECK(SetEndOfFile(file) && GetFileSize(file, &half) == 9 && half == 0);
    distance.QuadPart = 0x123456789LL;
    CHECK(SetFilePointerEx(file, distance, NULL, FILE_BEGIN) && SetEndOfFile(file));
    CHECK(GetFileSize(file, &half) == 0x23456789 && half == 1 && GetFileSize(file, NULL) == 0x23456789);
    CHECK(GetFileSizeEx(file, &place) && place.QuadPart == 0x123456789LL);
    FAILS_WITH(GetFileSizeEx(file, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(GetFileSizeEx(BAD_HANDLE, &place), ERROR_INVALID_HANDLE);
    CHECK(GetFileSize(BAD_HANDLE, NULL) == INVALID_FILE_SIZE && GetLastError() == ERROR_INVALID_HANDLE);
    FAILS_WITH(SetEndOfFile(BAD_HANDLE), ERROR_INVALID_HANDLE);
    FAILS_WITH(GetFileType(event) != FILE_TYPE_UNKNOWN, ERROR_INVALID_HANDLE);
    CHECK(CloseHandle(file) && CloseHandle(event));
    file = open_new("NUL", GENERIC_READ, 0);
    FAILS_WITH(GetFileSizeEx(file, &place), ERROR_INVALID_FUNCTION);
    CHECK(CloseHandle(file));
}

static void by_event(void) {
    HANDLE file = open_new("event", GENERIC_READ | GENERIC_WRITE, FILE_FLAG_OVERLAPPED);
    OVERLAPPED overlapped;
    DWORD bytes = 99;
    char buffer[16];
    FAILS_WITH(WriteFile(file, "x", 1, &bytes, NULL), ERROR_INVALID_PARAMETER);
    memset(&overlapped, 0, sizeof(overlapped));
    overlapped.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    overlapped.Offset = 3;
    CHECK(WriteFile(file, "abcdef", 6, NULL, &overlapped));
    CHECK(WaitForSingleObject(overlapped.hEvent, 0) == WAIT_OBJECT_0 && HasOverlappedIoCompleted(&overlapped));
    CHECK(GetOverlappedResult(file, &overlapped, &bytes, TRUE) && bytes == 6);
    CHECK(WaitForSingleObject(file, 0) == WAIT_OBJECT_0);
    overlapped.Offset = 1;
    CHECK(ReadFile(file, buffer, 16, &bytes, &overlapped) && bytes == 8 && memcmp(buffer, "\0\0abcdef", 8) == 0);
    CHECK(GetOverlappedResult(file, &overlapped, &bytes, FALSE) && bytes == 8);
    overlapped.Offset = 9;
    FAILS_WITH(ReadFile(file, buffer, 16, &bytes, &overlapped), ERROR_HANDLE_EOF);
    CHECK(bytes == 0);
    FAILS_WITH(GetOverlappedResult(file, &overlapped, &bytes, TRUE), ERROR_HANDLE_EOF);
    overlapped.OffsetHigh = 0x80000000;
    FAILS_WITH(ReadFile(file, buffer, 16, &bytes, &overlapped), ERROR_INVALID_PARAMETER);
    /* The position is nobody's: places come with the calls. */
    CHECK(SetFilePointer(file, 0, NULL, FILE_CURRENT) == 0);
    CHECK(CloseHandle(overlapped.hEvent) && CloseHandle(file));
}

static void by_port(void) {
    HANDLE file = open_new("port", GENERIC_READ | GENERIC_WRITE, FILE_FLAG_OVERLAPPED), port;
    OVERLAPPED overlapped, *told;
    ULONG_PTR key;
    DWORD bytes;
    char buffer[16];
    memset(&overlapped, 0, sizeof(overlapped));
    port = CreateIoCompletionPort(file, NULL, 42, 1);
    CHECK(port != NULL);
    CHECK(WriteFile(file, "abc", 3, NULL, &overlapped));
    CHECK(GetQueuedCompletionStatus(port, &bytes, &key, &told, 0) && bytes == 3 && key == 42 && told == &overlapped);
    overlapped.Offset = 3;
    FAILS_WITH(ReadFile(file, buffer, 16, NULL, &overlapped), ERROR_HANDLE_EOF);
    FAILS_WITH(GetQueuedCompletionStatus(port, &bytes, &key, &told, 0), WAIT_TIMEOUT);
    FAILS_WITH(ReadFileEx(file, buffer, 16, &overlapped, (LPOVERLAPPED_COMPLETION_ROUTINE)(void (*)(void))by_event),
               ERROR_INVALID_PARAMETER);
    CHECK(SetFileCompletionNotificationModes(file, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS | FILE_SKIP_SET_EVENT_ON_HANDLE));
    overlapped.Offset = 0;
    CHECK(ReadFile(file, buffer, 16, &bytes, &overlapped) && bytes == 3);
    FAILS_WITH(GetQueuedCompletionStatus(port, &bytes, &key, &told, 0), WAIT_TIMEOUT);
    FAILS_WITH(CancelIoEx(file, NULL), ERROR_NOT_FOUND);
    CHECK(CancelIo(file));
    CHECK(CloseHandle(file) && CloseHandle(port));
}

static DWORD told_code, told_bytes, told_times;
static OVERLAPPED *told_overlapped;

static void WINAPI routine(DWORD code, DWORD bytes, LPOVERLAPPED overlapped) {
    told_code = code;
    told_bytes = bytes;
    told_overlapped = overlapped;
    ++told_times;
}

static void by_routine(void) {
    HANDLE file = open_new("routine", GENERIC_READ | GENERIC_WRITE, FILE_FLAG_OVERLAPPED), other;
    OVERLAPPED overlapped;
    char buffer[16];
    memset(&overlapped, 0, sizeof(overlapped));
    /* The member is the caller's own. */
    overlapped.hEvent = (HANDLE)(ULONG_PTR)0x1234567;
    SetLastError(0xDEAD);
    CHECK(WriteFileEx(file, "abcd", 4, &overlapped, routine) && GetLastError() == ERROR_SUCCESS);
    CHECK(told_times == 0);
    CHECK(SleepEx(1000, TRUE) == WAIT_IO_COMPLETION);
    CHECK(told_times == 1 && told_code == 0 && told_bytes == 4 && told_overlapped == &overlapped);
    overlapped.Offset = 1;
    CHECK(ReadFileEx(file, buffer, 16, &overlapped, routine));
    CHECK(SleepEx(1000, TRUE) == WAIT_IO_COMPLETION);
    CHECK(told_times == 2 && told_bytes == 3 && memcmp(buffer, "bcd", 3) == 0);
    CHECK(overlapped.hEvent == (HANDLE)(ULONG_PTR)0x1234567);
    overlapped.Offset = 4;
    FAILS_WITH(ReadFileEx(file, buffer, 16, &overlapped, routine), ERROR_HANDLE_EOF);
    CHECK(SleepEx(0, TRUE) == 0 && told_times == 2);
    FAILS_WITH(ReadFileEx(file, buffer, 16, &overlapped, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(ReadFileEx(file, buffer, 16, NULL, routine), ERROR_INVALID_PARAMETER);
    FAILS_WITH(WriteFileEx(file, NULL, 16, &overlapped, routine), ERROR_NOACCESS);
    FAILS_WITH(WriteFileEx(BAD_HANDLE, buffer, 16, &overlapped, routine), ERROR_INVALID_HANDLE);
    CHECK(CloseHandle(file));
    other = open_new("routine", GENERIC_READ, 0);
    FAILS_WITH(ReadFileEx(other, buffer, 16, &overlapped, routine), ERROR_INVALID_PARAMETER);
    CHECK(CloseHandle(other));
    other = open_new("routine", GENERIC_READ, FILE_FLAG_OVERLAPPED);
    FAILS_WITH(WriteFileEx(other, buffer, 16, &overlapped, routine), ERROR_ACCESS_DENIED);
    CHECK(CloseHandle(other));
    CHECK(told_times == 2);
}

int main(void) {
    scratch_enter();
    synchronous();
    positions();
    by_event();
    by_port();
    by_routine();
    scratch_leave();
    return check_failures;
}
