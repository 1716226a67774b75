/* Standard input, output and error as handles. */
#include "scratch.h"
#include "check.h"

#include <fcntl.h>

int main(void) {
    HANDLE output, error, input, other;
    DWORD bytes;
    char text[16];
    int saved = dup(1), file;
    scratch_enter();
    file = open("out", O_RDWR | O_CREAT, 0600);
    CHECK(dup2(file, 1) == 1);
    output = GetStdHandle(STD_OUTPUT_HANDLE);
    CHECK(output != NULL && output != INVALID_HANDLE_VALUE && GetStdHandle(STD_OUTPUT_HANDLE) == output);
    CHECK(GetFileType(output) == FILE_TYPE_DISK);
    CHECK(WriteFile(output, "hello", 5, &bytes, NULL) && bytes == 5);
    CHECK(pread(file, text, 16, 0) == 5 && memcmp(text, "hello", 5) == 0);
    CHECK(dup2(saved, 1) == 1 && close(saved) == 0 && close(file) == 0);

    error = GetStdHandle(STD_ERROR_HANDLE);
    input = GetStdHandle(STD_INPUT_HANDLE);
    CHECK(error != output && input != error);
    other = CreateFileA("other", GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL);
    CHECK(SetStdHandle(STD_ERROR_HANDLE, other) && GetStdHandle(STD_ERROR_HANDLE) == other);
    CHECK(SetStdHandle(STD_ERROR_HANDLE, error) && GetStdHandle(STD_ERROR_HANDLE) == error);
    SetLastError(0xDEAD);
    CHECK(GetStdHandle(0) == INVALID_HANDLE_VALUE && GetLastError() == ERROR_INVALID_HANDLE);
    FAILS_WITH(SetStdHandle(1, other), ERROR_INVALID_HANDLE);
    CHECK(CloseHandle(other) && CloseHandle(output));
    FAILS_WITH(WriteFile(output, "x", 1, &bytes, NULL), ERROR_INVALID_HANDLE);
    scratch_leave();
    return check_failures;
}
