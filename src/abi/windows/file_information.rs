//! `winbase.h`: what GetFileInformationByHandleEx and SetFileInformationByHandle carry.
//!
//! They stand behind the functions: a member is called DeleteFile, which UNICODE renames.

use crate::abi::windows::*;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct FILE_RENAME_INFO {
    pub Flags: DWORD,
    pub RootDirectory: HANDLE,
    pub FileNameLength: DWORD,
    pub FileName: [WCHAR; 1],
}

crate::declare! {
    structure FILE_NAME_INFO, PFILE_NAME_INFO {
        /// In bytes.
        FileNameLength: DWORD;
        FileName: [WCHAR; 1];
    }

    /// A new name. `FileNameLength` counts bytes.
    shape FILE_RENAME_INFO, PFILE_RENAME_INFO {
        "ReplaceIfExists" => Flags;
        "Flags" => Flags;
        "RootDirectory" => RootDirectory;
        "FileNameLength" => FileNameLength;
        "FileName" => FileName;
        c "
typedef struct _FILE_RENAME_INFO {
    __extension__ union {
        BOOLEAN ReplaceIfExists;
        DWORD Flags;
    };
    HANDLE RootDirectory;
    DWORD FileNameLength;
    WCHAR FileName[1];
} FILE_RENAME_INFO, *PFILE_RENAME_INFO;
"
    }

    structure FILE_DISPOSITION_INFO, PFILE_DISPOSITION_INFO {
        DeleteFile: BOOLEAN;
    }

    structure FILE_ALLOCATION_INFO, PFILE_ALLOCATION_INFO {
        AllocationSize: LARGE_INTEGER;
    }

    structure FILE_ATTRIBUTE_TAG_INFO, PFILE_ATTRIBUTE_TAG_INFO {
        FileAttributes: DWORD;
        ReparseTag: DWORD;
    }

    structure FILE_ID_128, PFILE_ID_128 {
        Identifier: [BYTE; 16];
    }

    structure FILE_ID_INFO, PFILE_ID_INFO {
        VolumeSerialNumber: ULONGLONG;
        FileId: FILE_ID_128;
    }
}
