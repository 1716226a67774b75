//! `minwinbase.h`, `fileapi.h`: what is known about a file.

use crate::abi::windows::*;

crate::declare! {
    structure WIN32_FIND_DATAA, PWIN32_FIND_DATAA, LPWIN32_FIND_DATAA {
        dwFileAttributes: DWORD;
        ftCreationTime: FILETIME;
        ftLastAccessTime: FILETIME;
        ftLastWriteTime: FILETIME;
        nFileSizeHigh: DWORD;
        nFileSizeLow: DWORD;
        dwReserved0: DWORD;
        dwReserved1: DWORD;
        cFileName: [CHAR; 260];
        cAlternateFileName: [CHAR; 14];
    }

    structure WIN32_FIND_DATAW, PWIN32_FIND_DATAW, LPWIN32_FIND_DATAW {
        dwFileAttributes: DWORD;
        ftCreationTime: FILETIME;
        ftLastAccessTime: FILETIME;
        ftLastWriteTime: FILETIME;
        nFileSizeHigh: DWORD;
        nFileSizeLow: DWORD;
        dwReserved0: DWORD;
        dwReserved1: DWORD;
        cFileName: [WCHAR; 260];
        cAlternateFileName: [WCHAR; 14];
    }

    structure WIN32_FILE_ATTRIBUTE_DATA, LPWIN32_FILE_ATTRIBUTE_DATA {
        dwFileAttributes: DWORD;
        ftCreationTime: FILETIME;
        ftLastAccessTime: FILETIME;
        ftLastWriteTime: FILETIME;
        nFileSizeHigh: DWORD;
        nFileSizeLow: DWORD;
    }

    structure BY_HANDLE_FILE_INFORMATION, PBY_HANDLE_FILE_INFORMATION, LPBY_HANDLE_FILE_INFORMATION {
        dwFileAttributes: DWORD;
        ftCreationTime: FILETIME;
        ftLastAccessTime: FILETIME;
        ftLastWriteTime: FILETIME;
        dwVolumeSerialNumber: DWORD;
        nFileSizeHigh: DWORD;
        nFileSizeLow: DWORD;
        nNumberOfLinks: DWORD;
        nFileIndexHigh: DWORD;
        nFileIndexLow: DWORD;
    }

    structure FILE_NOTIFY_INFORMATION, PFILE_NOTIFY_INFORMATION {
        NextEntryOffset: DWORD;
        Action: DWORD;
        FileNameLength: DWORD;
        FileName: [WCHAR; 1];
    }

    structure FILE_BASIC_INFO, PFILE_BASIC_INFO {
        CreationTime: LARGE_INTEGER;
        LastAccessTime: LARGE_INTEGER;
        LastWriteTime: LARGE_INTEGER;
        ChangeTime: LARGE_INTEGER;
        FileAttributes: DWORD;
    }

    structure FILE_STANDARD_INFO, PFILE_STANDARD_INFO {
        AllocationSize: LARGE_INTEGER;
        EndOfFile: LARGE_INTEGER;
        NumberOfLinks: DWORD;
        DeletePending: BOOLEAN;
        Directory: BOOLEAN;
    }

    structure FILE_END_OF_FILE_INFO, PFILE_END_OF_FILE_INFO {
        EndOfFile: LARGE_INTEGER;
    }
}
