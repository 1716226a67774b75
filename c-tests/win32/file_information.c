/* Attributes, times, what is known of open files, disks. */
#include "scratch.h"
#include "check.h"

#include <sys/stat.h>
#include <wchar.h>

static HANDLE open_new(const char *name, DWORD access, DWORD flags) {
    return CreateFileA(name, access, 7, NULL, OPEN_ALWAYS, flags, NULL);
}

static ULONGLONG ticks(const FILETIME *time) {
    return (ULONGLONG)time->dwHighDateTime << 32 | time->dwLowDateTime;
}

static void attributes(void) {
    WIN32_FILE_ATTRIBUTE_DATA data;
    FILETIME now;
    DWORD bytes;
    HANDLE file = open_new("plain", GENERIC_WRITE, 0);
    CHECK(WriteFile(file, "12345", 5, &bytes, NULL) && CloseHandle(file));
    CHECK(CloseHandle(open_new(".dot", GENERIC_WRITE, 0)) && mkdir("dir", 0777) == 0);
    CHECK(symlink("plain", "link") == 0 && symlink("dir", "dirlink") == 0);
    CHECK(GetFileAttributesA("plain") == FILE_ATTRIBUTE_NORMAL);
    CHECK(GetFileAttributesW(L".\\plain") == FILE_ATTRIBUTE_NORMAL);
    CHECK(GetFileAttributesA(".dot") == FILE_ATTRIBUTE_HIDDEN);
    CHECK(GetFileAttributesA("dir") == FILE_ATTRIBUTE_DIRECTORY && GetFileAttributesA("dir\\") == FILE_ATTRIBUTE_DIRECTORY);
    CHECK(GetFileAttributesA(".") == FILE_ATTRIBUTE_DIRECTORY && GetFileAttributesA("\\") == FILE_ATTRIBUTE_DIRECTORY);
    CHECK(GetFileAttributesA("link") == FILE_ATTRIBUTE_REPARSE_POINT);
    CHECK(GetFileAttributesA("dirlink") == (FILE_ATTRIBUTE_REPARSE_POINT | FILE_ATTRIBUTE_DIRECTORY));
    FAILS_WITH(~GetFileAttributesA("none"), ERROR_FILE_NOT_FOUND);
    FAILS_WITH(~GetFileAttributesA("none\\x"), ERROR_PATH_NOT_FOUND);
    FAILS_WITH(~GetFileAttributesA("plain\\x"), ERROR_PATH_NOT_FOUND);
    FAILS_WITH(~GetFileAttributesA(NULL), ERROR_PATH_NOT_FOUND);
    FAILS_WITH(~GetFileAttributesW(L""), ERROR_PATH_NOT_FOUND);
    FAILS_WITH(~GetFileAttributesW(L"a?"), ERROR_INVALID_NAME);

    CHECK(GetFileAttributesExA("plain", GetFileExInfoStandard, &data));
    CHECK(data.dwFileAttributes == FILE_ATTRIBUTE_NORMAL && data.nFileSizeLow == 5 && data.nFileSizeHigh == 0);
    GetSystemTimeAsFileTime(&now);
    CHECK(ticks(&now) - ticks(&data.ftLastWriteTime) < 600000000 && ticks(&data.ftCreationTime) <= ticks(&now));
    CHECK(GetFileAttributesExW(L"dir", GetFileExInfoStandard, &data) && data.dwFileAttributes == FILE_ATTRIBUTE_DIRECTORY);
    FAILS_WITH(GetFileAttributesExA("plain", GetFileExMaxInfoLevel, &data), ERROR_INVALID_PARAMETER);
    FAILS_WITH(GetFileAttributesExA("plain", GetFileExInfoStandard, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(GetFileAttributesExW(L"none", GetFileExInfoStandard, &data), ERROR_FILE_NOT_FOUND);

    CHECK(SetFileAttributesA("plain", FILE_ATTRIBUTE_READONLY | FILE_ATTRIBUTE_ARCHIVE));
    CHECK(GetFileAttributesA("plain") == FILE_ATTRIBUTE_READONLY);
    FAILS_WITH(DeleteFileA("plain"), ERROR_ACCESS_DENIED);
    CHECK(SetFileAttributesW(L"plain", FILE_ATTRIBUTE_NORMAL) && GetFileAttributesA("plain") == FILE_ATTRIBUTE_NORMAL);
    FAILS_WITH(SetFileAttributesA("plain", FILE_ATTRIBUTE_HIDDEN), ERROR_NOT_SUPPORTED);
    FAILS_WITH(SetFileAttributesA("plain", FILE_ATTRIBUTE_SYSTEM), ERROR_NOT_SUPPORTED);
    CHECK(SetFileAttributesA(".dot", FILE_ATTRIBUTE_HIDDEN));
    FAILS_WITH(SetFileAttributesA("dir", FILE_ATTRIBUTE_READONLY), ERROR_NOT_SUPPORTED);
    CHECK(SetFileAttributesA("dir", FILE_ATTRIBUTE_DIRECTORY));
    FAILS_WITH(SetFileAttributesA("none", FILE_ATTRIBUTE_NORMAL), ERROR_FILE_NOT_FOUND);
}

static void times(void) {
    FILETIME creation, access, write, none = {0, 0}, never = {0xFFFFFFFF, 0xFFFFFFFF};
    HANDLE file = open_new("plain", GENERIC_READ | GENERIC_WRITE, 0), reader, directory;
    ULONGLONG wanted = 133000000000000001ULL;
    FILETIME set;
    set.dwLowDateTime = (DWORD)wanted;
    set.dwHighDateTime = (DWORD)(wanted >> 32);
    CHECK(GetFileTime(file, &creation, &access, &write) && ticks(&write) != wanted);
    CHECK(SetFileTime(file, &creation, NULL, &set));
    CHECK(GetFileTime(file, NULL, NULL, &write) && ticks(&write) == wanted);
    CHECK(SetFileTime(file, NULL, &set, &never) && GetFileTime(file, &creation, &access, &write));
    CHECK(ticks(&access) == wanted && ticks(&write) == wanted);
    CHECK(SetFileTime(file, NULL, NULL, NULL) && SetFileTime(file, &none, &none, &none));
    CHECK(GetFileTime(file, NULL, &access, NULL) && ticks(&access) == wanted);
    FAILS_WITH(SetFileTime(file, &creation, NULL, NULL), ERROR_NOT_SUPPORTED);
    reader = open_new("plain", GENERIC_READ, 0);
    FAILS_WITH(SetFileTime(reader, NULL, NULL, &set), ERROR_ACCESS_DENIED);
    FAILS_WITH(SetFileTime(BAD_HANDLE, NULL, NULL, &set), ERROR_INVALID_HANDLE);
    FAILS_WITH(GetFileTime(BAD_HANDLE, NULL, NULL, &set), ERROR_INVALID_HANDLE);
    CHECK(CloseHandle(reader) && CloseHandle(file));
    directory = CreateFileA("dir", GENERIC_WRITE, 7, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS, NULL);
    CHECK(SetFileTime(directory, NULL, NULL, &set) && GetFileTime(directory, NULL, NULL, &write) && ticks(&write) == wanted);
    CHECK(CloseHandle(directory));
}

static void by_handle(void) {
    HANDLE file = open_new("plain", GENERIC_READ | GENERIC_WRITE | DELETE, 0), other;
    BY_HANDLE_FILE_INFORMATION information, second;
    FILE_BASIC_INFO basic;
    FILE_STANDARD_INFO standard;
    FILE_ATTRIBUTE_TAG_INFO tag;
    FILE_ID_INFO id;
    FILE_END_OF_FILE_INFO end;
    FILE_ALLOCATION_INFO allocation;
    FILE_DISPOSITION_INFO disposition;
    struct stat status;
    union {
        FILE_NAME_INFO info;
        FILE_RENAME_INFO rename;
        char bytes[2048];
    } name;
    char path[256];
    WCHAR wide[256];
    DWORD length;
    CHECK(link("plain", "second") == 0 && stat("plain", &status) == 0);
    CHECK(GetFileInformationByHandle(file, &information));
    CHECK(information.nNumberOfLinks == 2 && information.nFileSizeLow == 5 && information.dwFileAttributes == FILE_ATTRIBUTE_NORMAL);
    CHECK(((ULONGLONG)information.nFileIndexHigh << 32 | information.nFileIndexLow) == status.st_ino);
    other = open_new("second", 0, 0);
    CHECK(GetFileInformationByHandle(other, &second) && second.nFileIndexLow == information.nFileIndexLow &&
          second.dwVolumeSerialNumber == information.dwVolumeSerialNumber);
    CHECK(CloseHandle(other) && unlink("second") == 0);
    FAILS_WITH(GetFileInformationByHandle(file, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(GetFileInformationByHandle(BAD_HANDLE, &information), ERROR_INVALID_HANDLE);

    CHECK(GetFileInformationByHandleEx(file, FileBasicInfo, &basic, sizeof(basic)));
    CHECK(basic.FileAttributes == FILE_ATTRIBUTE_NORMAL && basic.LastWriteTime.QuadPart == 133000000000000001LL);
    CHECK(GetFileInformationByHandleEx(file, FileStandardInfo, &standard, sizeof(standard)));
    CHECK(standard.EndOfFile.QuadPart == 5 && standard.NumberOfLinks == 1 && !standard.Directory && !standard.DeletePending);
    CHECK(GetFileInformationByHandleEx(file, FileAttributeTagInfo, &tag, sizeof(tag)) && tag.ReparseTag == 0);
    CHECK(GetFileInformationByHandleEx(file, FileIdInfo, &id, sizeof(id)) && id.VolumeSerialNumber == status.st_dev);
    CHECK(memcmp(id.FileId.Identifier, &status.st_ino, 8) == 0);
    CHECK(GetFileInformationByHandleEx(file, FileNameInfo, &name, sizeof(name)));
    CHECK(name.info.FileNameLength > 6 * sizeof(WCHAR) &&
          memcmp((char *)name.info.FileName + name.info.FileNameLength - 6 * sizeof(WCHAR), L"/plain", 6 * sizeof(WCHAR)) == 0);
    FAILS_WITH(GetFileInformationByHandleEx(file, FileNameInfo, &name, sizeof(FILE_NAME_INFO) + 4), ERROR_MORE_DATA);
    FAILS_WITH(GetFileInformationByHandleEx(file, FileBasicInfo, &basic, sizeof(basic) - 1), ERROR_BAD_LENGTH);
    FAILS_WITH(GetFileInformationByHandleEx(file, FileBasicInfo, NULL, sizeof(basic)), ERROR_INVALID_PARAMETER);
    FAILS_WITH(GetFileInformationByHandleEx(file, FileStreamInfo, &name, sizeof(name)), ERROR_INVALID_PARAMETER);
    FAILS_WITH(GetFileInformationByHandleEx(BAD_HANDLE, FileBasicInfo, &basic, sizeof(basic)), ERROR_INVALID_HANDLE);
    other = CreateFileA("dirlink", 0, 7, NULL, OPEN_EXISTING, FILE_FLAG_OPEN_REPARSE_POINT | FILE_FLAG_BACKUP_SEMANTICS, NULL);
    CHECK(GetFileInformationByHandleEx(other, FileAttributeTagInfo, &tag, sizeof(tag)));
    CHECK(tag.ReparseTag == IO_REPARSE_TAG_SYMLINK && (tag.FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT));
    CHECK(CloseHandle(other));

    length = GetFinalPathNameByHandleA(file, path, sizeof(path), 0);
    CHECK(length == strlen(path) && length > 6 && strcmp(path + length - 6, "/plain") == 0);
    CHECK(GetFinalPathNameByHandleW(file, wide, 256, FILE_NAME_OPENED) == length && wcscmp(wide + length - 6, L"/plain") == 0);
    CHECK(GetFinalPathNameByHandleA(file, path, length, 0) == length + 1 && GetFinalPathNameByHandleW(file, NULL, 0, 0) == length + 1);
    FAILS_WITH(GetFinalPathNameByHandleA(BAD_HANDLE, path, sizeof(path), 0), ERROR_INVALID_HANDLE);
    FAILS_WITH(GetFinalPathNameByHandleA(file, path, sizeof(path), 0x100), ERROR_INVALID_PARAMETER);

    basic.LastWriteTime.QuadPart = 133000000000000002LL;
    basic.FileAttributes = FILE_ATTRIBUTE_READONLY;
    CHECK(SetFileInformationByHandle(file, FileBasicInfo, &basic, sizeof(basic)));
    CHECK(GetFileInformationByHandleEx(file, FileBasicInfo, &basic, sizeof(basic)));
    CHECK(basic.LastWriteTime.QuadPart == 133000000000000002LL && basic.FileAttributes == FILE_ATTRIBUTE_READONLY);
    disposition.DeleteFile = TRUE;
    FAILS_WITH(SetFileInformationByHandle(file, FileDispositionInfo, &disposition, sizeof(disposition)), ERROR_ACCESS_DENIED);
    basic.FileAttributes = FILE_ATTRIBUTE_NORMAL;
    CHECK(SetFileInformationByHandle(file, FileBasicInfo, &basic, sizeof(basic)));
    end.EndOfFile.QuadPart = 3;
    CHECK(SetFileInformationByHandle(file, FileEndOfFileInfo, &end, sizeof(end)) && GetFileSize(file, NULL) == 3);
    end.EndOfFile.QuadPart = -1;
    FAILS_WITH(SetFileInformationByHandle(file, FileEndOfFileInfo, &end, sizeof(end)), ERROR_INVALID_PARAMETER);
    allocation.AllocationSize.QuadPart = 4096;
    CHECK(SetFileInformationByHandle(file, FileAllocationInfo, &allocation, sizeof(allocation)) && GetFileSize(file, NULL) == 3);
    allocation.AllocationSize.QuadPart = 1;
    CHECK(SetFileInformationByHandle(file, FileAllocationInfo, &allocation, sizeof(allocation)) && GetFileSize(file, NULL) == 1);
    FAILS_WITH(SetFileInformationByHandle(file, FileNameInfo, &name, sizeof(name)), ERROR_INVALID_PARAMETER);
    FAILS_WITH(SetFileInformationByHandle(file, FileBasicInfo, &basic, 4), ERROR_BAD_LENGTH);
    FAILS_WITH(SetFileInformationByHandle(file, FileBasicInfo, NULL, 4), ERROR_INVALID_PARAMETER);
    FAILS_WITH(SetFileInformationByHandle(BAD_HANDLE, FileBasicInfo, &basic, sizeof(basic)), ERROR_INVALID_HANDLE);

    memset(&name, 0, sizeof(name));
    name.rename.FileNameLength = 7 * sizeof(WCHAR);
    memcpy(name.rename.FileName, L"renamed", 7 * sizeof(WCHAR));
    CHECK(SetFileInformationByHandle(file, FileRenameInfo, &name, sizeof(name)));
    CHECK(access("renamed", F_OK) == 0 && access("plain", F_OK) != 0);
    memcpy(name.rename.FileName, L".dot___", 7 * sizeof(WCHAR));
    name.rename.FileNameLength = 4 * sizeof(WCHAR);
    FAILS_WITH(SetFileInformationByHandle(file, FileRenameInfo, &name, sizeof(name)), ERROR_ALREADY_EXISTS);
    name.rename.ReplaceIfExists = TRUE;
    CHECK(SetFileInformationByHandle(file, FileRenameInfo, &name, sizeof(name)) && access("renamed", F_OK) != 0);
    name.rename.FileNameLength = sizeof(name);
    FAILS_WITH(SetFileInformationByHandle(file, FileRenameInfo, &name, sizeof(name)), ERROR_INVALID_PARAMETER);
    name.rename.FileNameLength = 0;
    FAILS_WITH(SetFileInformationByHandle(file, FileRenameInfo, &name, sizeof(name)), ERROR_INVALID_PARAMETER);

    CHECK(SetFileInformationByHandle(file, FileDispositionInfo, &disposition, sizeof(disposition)));
    CHECK(GetFileInformationByHandleEx(file, FileStandardInfo, &standard, sizeof(standard)) && standard.DeletePending);
    disposition.DeleteFile = FALSE;
    CHECK(SetFileInformationByHandle(file, FileDispositionInfo, &disposition, sizeof(disposition)));
    disposition.DeleteFile = TRUE;
    CHECK(SetFileInformationByHandle(file, FileDispositionInfo, &disposition, sizeof(disposition)));
    CHECK(access(".dot", F_OK) == 0 && CloseHandle(file) && access(".dot", F_OK) != 0);
    file = open_new("plain", GENERIC_READ, 0);
    FAILS_WITH(SetFileInformationByHandle(file, FileDispositionInfo, &disposition, sizeof(disposition)), ERROR_ACCESS_DENIED);
    FAILS_WITH(SetFileInformationByHandle(file, FileBasicInfo, &basic, sizeof(basic)), ERROR_ACCESS_DENIED);
    CHECK(unlink("plain") == 0);
    FAILS_WITH(GetFinalPathNameByHandleA(file, path, sizeof(path), 0), ERROR_FILE_NOT_FOUND);
    CHECK(GetFileInformationByHandle(file, &information) && information.nNumberOfLinks == 0);
    CHECK(CloseHandle(file));
}

static void disks(void) {
    ULARGE_INTEGER available, total, free_bytes;
    DWORD sectors, bytes, free_clusters, clusters;
    CHECK(GetDiskFreeSpaceExA("C:\\", &available, &total, &free_bytes));
    CHECK(total.QuadPart > 0 && available.QuadPart <= free_bytes.QuadPart && free_bytes.QuadPart <= total.QuadPart);
    CHECK(GetDiskFreeSpaceExW(NULL, NULL, &total, NULL) && total.QuadPart > 0);
    FAILS_WITH(GetDiskFreeSpaceExA("none", NULL, NULL, NULL), ERROR_PATH_NOT_FOUND);
    CHECK(GetDiskFreeSpaceA("/", &sectors, &bytes, &free_clusters, &clusters));
    CHECK(sectors > 0 && bytes == 512 && clusters > 0 && free_clusters <= clusters);
    CHECK(GetDiskFreeSpaceW(NULL, NULL, NULL, NULL, &clusters) && clusters > 0);
    FAILS_WITH(GetDiskFreeSpaceW(L"none\\x", NULL, NULL, NULL, NULL), ERROR_PATH_NOT_FOUND);
}

int main(void) {
    scratch_enter();
    attributes();
    times();
    by_handle();
    disks();
    scratch_leave();
    return check_failures;
}
