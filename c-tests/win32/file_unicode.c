/* The generic names under UNICODE are those for wide text. */
#define UNICODE
#include "scratch.h"
#include "check.h"

#include <tchar.h>

int main(void) {
    TCHAR buffer[MAX_PATH], *part;
    WIN32_FIND_DATA found;
    WIN32_FILE_ATTRIBUTE_DATA data;
    FILE_DISPOSITION_INFO disposition;
    ULARGE_INTEGER room;
    HANDLE file, search;
    scratch_enter();
    CHECK(CreateDirectory(TEXT("dir"), NULL) && GetTempPath(MAX_PATH, buffer) > 0);
    CHECK(GetTempFileName(TEXT("dir"), TEXT("pre"), 0, buffer) != 0 && DeleteFile(buffer));
    file = CreateFile(TEXT("dir\\a"), GENERIC_WRITE | DELETE, 0, NULL, CREATE_NEW, FILE_ATTRIBUTE_NORMAL, NULL);
    CHECK(file != INVALID_HANDLE_VALUE && GetFinalPathNameByHandle(file, buffer, MAX_PATH, 0) > 6);
    disposition.DeleteFile = TRUE;
    CHECK(SetFileInformationByHandle(file, FileDispositionInfo, &disposition, sizeof(disposition)) && CloseHandle(file));
    FAILS_WITH(DeleteFile(TEXT("dir\\a")), ERROR_FILE_NOT_FOUND);
    CHECK(CloseHandle(CreateFile(TEXT("b"), GENERIC_WRITE, 0, NULL, CREATE_NEW, 0, NULL)));
    CHECK(CopyFile(TEXT("b"), TEXT("c"), TRUE) && CopyFileEx(TEXT("b"), TEXT("c"), NULL, NULL, NULL, 0));
    CHECK(MoveFile(TEXT("c"), TEXT("d")) && MoveFileEx(TEXT("b"), TEXT("d"), MOVEFILE_REPLACE_EXISTING));
    CHECK(CreateHardLink(TEXT("e"), TEXT("d"), NULL) && CreateSymbolicLink(TEXT("f"), TEXT("d"), 0));
    CHECK(SetFileAttributes(TEXT("d"), FILE_ATTRIBUTE_NORMAL) && GetFileAttributes(TEXT("d")) == FILE_ATTRIBUTE_NORMAL);
    CHECK(GetFileAttributesEx(TEXT("d"), GetFileExInfoStandard, &data) && data.nFileSizeLow == 0);
    search = FindFirstFile(TEXT("?"), &found);
    CHECK(search != INVALID_HANDLE_VALUE && FindNextFile(search, &found) && FindClose(search));
    search = FindFirstFileEx(TEXT("d"), FindExInfoBasic, &found, FindExSearchNameMatch, NULL, 0);
    CHECK(search != INVALID_HANDLE_VALUE && found.cFileName[0] == TEXT('d') && FindClose(search));
    CHECK(GetFullPathName(TEXT("d"), MAX_PATH, buffer, &part) > 2 && part[0] == TEXT('d'));
    CHECK(GetLongPathName(TEXT("d"), buffer, MAX_PATH) == 1 && GetShortPathName(TEXT("d"), buffer, MAX_PATH) == 1);
    CHECK(GetDiskFreeSpaceEx(NULL, &room, NULL, NULL) && GetDiskFreeSpace(NULL, NULL, NULL, NULL, NULL));
    CHECK(RemoveDirectory(TEXT("dir")));
    scratch_leave();
    return check_failures;
}
