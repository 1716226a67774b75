/* Pipes without a name. */
#include "check.h"
#include <string.h>

static DWORD WINAPI writes(LPVOID parameter) {
    DWORD written = 0;
    CHECK(WriteFile((HANDLE)parameter, "later", 5, &written, NULL) && written == 5);
    CloseHandle((HANDLE)parameter);
    return 0;
}

int main(void) {
    HANDLE reader, writer, thread;
    SECURITY_ATTRIBUTES attributes = {sizeof attributes, NULL, TRUE};
    char bytes[16];
    DWORD count = 0, flags = 0;

    CHECK(CreatePipe(&reader, &writer, NULL, 0) && GetFileType(reader) == FILE_TYPE_PIPE && GetFileType(writer) == FILE_TYPE_PIPE);
    CHECK(WriteFile(writer, "hello", 5, &count, NULL) && count == 5);
    CHECK(ReadFile(reader, bytes, 2, &count, NULL) && count == 2 && memcmp(bytes, "he", 2) == 0);
    CHECK(ReadFile(reader, bytes, sizeof bytes, &count, NULL) && count == 3 && memcmp(bytes, "llo", 3) == 0);
    FAILS_WITH(WriteFile(reader, "x", 1, &count, NULL), ERROR_ACCESS_DENIED);
    FAILS_WITH(ReadFile(writer, bytes, 1, &count, NULL), ERROR_ACCESS_DENIED);
    thread = CreateThread(NULL, 0, writes, writer, 0, NULL);
    CHECK(ReadFile(reader, bytes, sizeof bytes, &count, NULL) && count == 5 && memcmp(bytes, "later", 5) == 0);
    FAILS_WITH(ReadFile(reader, bytes, sizeof bytes, &count, NULL), ERROR_BROKEN_PIPE);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    CloseHandle(reader);

    CHECK(CreatePipe(&reader, &writer, &attributes, 4096));
    CHECK(GetHandleInformation(reader, &flags) && (flags & HANDLE_FLAG_INHERIT) && GetHandleInformation(writer, &flags) && (flags & HANDLE_FLAG_INHERIT));
    CloseHandle(reader);
    FAILS_WITH(WriteFile(writer, "x", 1, &count, NULL), ERROR_NO_DATA);
    CloseHandle(writer);
    FAILS_WITH(CreatePipe(NULL, &writer, NULL, 0), ERROR_INVALID_PARAMETER);
    return check_failures;
}
