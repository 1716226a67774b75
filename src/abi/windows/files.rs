//! `winnt.h`, `fileapi.h`, `winbase.h`: access rights, files and directories.

use crate::abi::windows::*;

crate::declare! {
    /// Access rights that every kind of object has.
    constants values {
        DELETE: DWORD = 0x10000;
        READ_CONTROL: DWORD = 0x20000;
        WRITE_DAC: DWORD = 0x40000;
        WRITE_OWNER: DWORD = 0x80000;
        SYNCHRONIZE: DWORD = 0x100000;
        STANDARD_RIGHTS_REQUIRED: DWORD = 0xF0000;
        STANDARD_RIGHTS_READ: DWORD = 0x20000;
        STANDARD_RIGHTS_WRITE: DWORD = 0x20000;
        STANDARD_RIGHTS_EXECUTE: DWORD = 0x20000;
        STANDARD_RIGHTS_ALL: DWORD = 0x1F0000;
        SPECIFIC_RIGHTS_ALL: DWORD = 0xFFFF;
        ACCESS_SYSTEM_SECURITY: DWORD = 0x1000000;
        MAXIMUM_ALLOWED: DWORD = 0x2000000;
        GENERIC_READ: DWORD = 0x80000000;
        GENERIC_WRITE: DWORD = 0x40000000;
        GENERIC_EXECUTE: DWORD = 0x20000000;
        GENERIC_ALL: DWORD = 0x10000000;
    }

    /// Access rights of files and directories.
    constants values {
        FILE_READ_DATA: DWORD = 1;
        FILE_LIST_DIRECTORY: DWORD = 1;
        FILE_WRITE_DATA: DWORD = 2;
        FILE_ADD_FILE: DWORD = 2;
        FILE_APPEND_DATA: DWORD = 4;
        FILE_ADD_SUBDIRECTORY: DWORD = 4;
        FILE_CREATE_PIPE_INSTANCE: DWORD = 4;
        FILE_READ_EA: DWORD = 8;
        FILE_WRITE_EA: DWORD = 0x10;
        FILE_EXECUTE: DWORD = 0x20;
        FILE_TRAVERSE: DWORD = 0x20;
        FILE_DELETE_CHILD: DWORD = 0x40;
        FILE_READ_ATTRIBUTES: DWORD = 0x80;
        FILE_WRITE_ATTRIBUTES: DWORD = 0x100;
        FILE_ALL_ACCESS: DWORD = 0x1F01FF;
        FILE_GENERIC_READ: DWORD = 0x120089;
        FILE_GENERIC_WRITE: DWORD = 0x120116;
        FILE_GENERIC_EXECUTE: DWORD = 0x1200A0;
    }

    /// How others may open the file.
    constants values {
        FILE_SHARE_READ: DWORD = 1;
        FILE_SHARE_WRITE: DWORD = 2;
        FILE_SHARE_DELETE: DWORD = 4;
    }

    /// What `CreateFile` does when the file exists or does not.
    constants values {
        CREATE_NEW: DWORD = 1;
        CREATE_ALWAYS: DWORD = 2;
        OPEN_EXISTING: DWORD = 3;
        OPEN_ALWAYS: DWORD = 4;
        TRUNCATE_EXISTING: DWORD = 5;
    }

    /// Attributes.
    constants values {
        FILE_ATTRIBUTE_READONLY: DWORD = 1;
        FILE_ATTRIBUTE_HIDDEN: DWORD = 2;
        FILE_ATTRIBUTE_SYSTEM: DWORD = 4;
        FILE_ATTRIBUTE_DIRECTORY: DWORD = 0x10;
        FILE_ATTRIBUTE_ARCHIVE: DWORD = 0x20;
        FILE_ATTRIBUTE_DEVICE: DWORD = 0x40;
        FILE_ATTRIBUTE_NORMAL: DWORD = 0x80;
        FILE_ATTRIBUTE_TEMPORARY: DWORD = 0x100;
        FILE_ATTRIBUTE_SPARSE_FILE: DWORD = 0x200;
        FILE_ATTRIBUTE_REPARSE_POINT: DWORD = 0x400;
        FILE_ATTRIBUTE_COMPRESSED: DWORD = 0x800;
        FILE_ATTRIBUTE_OFFLINE: DWORD = 0x1000;
        FILE_ATTRIBUTE_NOT_CONTENT_INDEXED: DWORD = 0x2000;
        FILE_ATTRIBUTE_ENCRYPTED: DWORD = 0x4000;
        FILE_ATTRIBUTE_INTEGRITY_STREAM: DWORD = 0x8000;
        FILE_ATTRIBUTE_VIRTUAL: DWORD = 0x10000;
        FILE_ATTRIBUTE_NO_SCRUB_DATA: DWORD = 0x20000;
        FILE_ATTRIBUTE_EA: DWORD = 0x40000;
        FILE_ATTRIBUTE_RECALL_ON_OPEN: DWORD = 0x40000;
        FILE_ATTRIBUTE_PINNED: DWORD = 0x80000;
        FILE_ATTRIBUTE_UNPINNED: DWORD = 0x100000;
        FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS: DWORD = 0x400000;
    }

    /// Flags of `CreateFile`.
    constants values {
        FILE_FLAG_WRITE_THROUGH: DWORD = 0x80000000;
        FILE_FLAG_OVERLAPPED: DWORD = 0x40000000;
        FILE_FLAG_NO_BUFFERING: DWORD = 0x20000000;
        FILE_FLAG_RANDOM_ACCESS: DWORD = 0x10000000;
        FILE_FLAG_SEQUENTIAL_SCAN: DWORD = 0x8000000;
        FILE_FLAG_DELETE_ON_CLOSE: DWORD = 0x4000000;
        FILE_FLAG_BACKUP_SEMANTICS: DWORD = 0x2000000;
        FILE_FLAG_POSIX_SEMANTICS: DWORD = 0x1000000;
        FILE_FLAG_SESSION_AWARE: DWORD = 0x800000;
        FILE_FLAG_OPEN_REPARSE_POINT: DWORD = 0x200000;
        FILE_FLAG_OPEN_NO_RECALL: DWORD = 0x100000;
        FILE_FLAG_FIRST_PIPE_INSTANCE: DWORD = 0x80000;
        SECURITY_SQOS_PRESENT: DWORD = 0x100000;
    }

    /// Change notifications.
    constants values {
        FILE_NOTIFY_CHANGE_FILE_NAME: DWORD = 1;
        FILE_NOTIFY_CHANGE_DIR_NAME: DWORD = 2;
        FILE_NOTIFY_CHANGE_ATTRIBUTES: DWORD = 4;
        FILE_NOTIFY_CHANGE_SIZE: DWORD = 8;
        FILE_NOTIFY_CHANGE_LAST_WRITE: DWORD = 0x10;
        FILE_NOTIFY_CHANGE_LAST_ACCESS: DWORD = 0x20;
        FILE_NOTIFY_CHANGE_CREATION: DWORD = 0x40;
        FILE_NOTIFY_CHANGE_SECURITY: DWORD = 0x100;
        FILE_ACTION_ADDED: DWORD = 1;
        FILE_ACTION_REMOVED: DWORD = 2;
        FILE_ACTION_MODIFIED: DWORD = 3;
        FILE_ACTION_RENAMED_OLD_NAME: DWORD = 4;
        FILE_ACTION_RENAMED_NEW_NAME: DWORD = 5;
    }

    /// Positions, kinds and failures.
    constants values {
        FILE_BEGIN: DWORD = 0;
        FILE_CURRENT: DWORD = 1;
        FILE_END: DWORD = 2;
        INVALID_FILE_SIZE: DWORD = 0xFFFFFFFF;
        INVALID_SET_FILE_POINTER: DWORD = 0xFFFFFFFF;
        INVALID_FILE_ATTRIBUTES: DWORD = 0xFFFFFFFF;
        FILE_TYPE_UNKNOWN: DWORD = 0;
        FILE_TYPE_DISK: DWORD = 1;
        FILE_TYPE_CHAR: DWORD = 2;
        FILE_TYPE_PIPE: DWORD = 3;
        FILE_TYPE_REMOTE: DWORD = 0x8000;
    }

    /// `SetFileCompletionNotificationModes`.
    constants values {
        FILE_SKIP_COMPLETION_PORT_ON_SUCCESS: DWORD = 1;
        FILE_SKIP_SET_EVENT_ON_HANDLE: DWORD = 2;
    }

    /// Moving, copying and locking.
    constants values {
        MOVEFILE_REPLACE_EXISTING: DWORD = 1;
        MOVEFILE_COPY_ALLOWED: DWORD = 2;
        MOVEFILE_DELAY_UNTIL_REBOOT: DWORD = 4;
        MOVEFILE_WRITE_THROUGH: DWORD = 8;
        COPY_FILE_FAIL_IF_EXISTS: DWORD = 1;
        COPY_FILE_RESTARTABLE: DWORD = 2;
        COPY_FILE_OPEN_SOURCE_FOR_WRITE: DWORD = 4;
        COPY_FILE_ALLOW_DECRYPTED_DESTINATION: DWORD = 8;
        COPY_FILE_COPY_SYMLINK: DWORD = 0x800;
        COPY_FILE_NO_BUFFERING: DWORD = 0x1000;
        PROGRESS_CONTINUE: DWORD = 0;
        PROGRESS_CANCEL: DWORD = 1;
        PROGRESS_STOP: DWORD = 2;
        PROGRESS_QUIET: DWORD = 3;
        CALLBACK_CHUNK_FINISHED: DWORD = 0;
        CALLBACK_STREAM_SWITCH: DWORD = 1;
        IO_REPARSE_TAG_SYMLINK: DWORD = 0xA000000C;
        SYMBOLIC_LINK_FLAG_DIRECTORY: DWORD = 1;
        SYMBOLIC_LINK_FLAG_ALLOW_UNPRIVILEGED_CREATE: DWORD = 2;
        LOCKFILE_FAIL_IMMEDIATELY: DWORD = 1;
        LOCKFILE_EXCLUSIVE_LOCK: DWORD = 2;
        REPLACEFILE_WRITE_THROUGH: DWORD = 1;
        REPLACEFILE_IGNORE_MERGE_ERRORS: DWORD = 2;
        FIND_FIRST_EX_CASE_SENSITIVE: DWORD = 1;
        FIND_FIRST_EX_LARGE_FETCH: DWORD = 2;
        DRIVE_UNKNOWN: DWORD = 0;
        DRIVE_NO_ROOT_DIR: DWORD = 1;
        DRIVE_REMOVABLE: DWORD = 2;
        DRIVE_FIXED: DWORD = 3;
        DRIVE_REMOTE: DWORD = 4;
        DRIVE_CDROM: DWORD = 5;
        DRIVE_RAMDISK: DWORD = 6;
        VOLUME_NAME_DOS: DWORD = 0;
        VOLUME_NAME_GUID: DWORD = 1;
        VOLUME_NAME_NONE: DWORD = 4;
        VOLUME_NAME_NT: DWORD = 2;
        FILE_NAME_NORMALIZED: DWORD = 0;
        FILE_NAME_OPENED: DWORD = 8;
    }

    enumeration GET_FILEEX_INFO_LEVELS {
        GetFileExInfoStandard = 0;
        GetFileExMaxInfoLevel = 1;
    }

    enumeration FINDEX_INFO_LEVELS {
        FindExInfoStandard = 0;
        FindExInfoBasic = 1;
        FindExInfoMaxInfoLevel = 2;
    }

    enumeration FINDEX_SEARCH_OPS {
        FindExSearchNameMatch = 0;
        FindExSearchLimitToDirectories = 1;
        FindExSearchLimitToDevices = 2;
        FindExSearchMaxSearchOp = 3;
    }

    enumeration FILE_INFO_BY_HANDLE_CLASS, PFILE_INFO_BY_HANDLE_CLASS {
        FileBasicInfo = 0;
        FileStandardInfo = 1;
        FileNameInfo = 2;
        FileRenameInfo = 3;
        FileDispositionInfo = 4;
        FileAllocationInfo = 5;
        FileEndOfFileInfo = 6;
        FileStreamInfo = 7;
        FileCompressionInfo = 8;
        FileAttributeTagInfo = 9;
        FileIdBothDirectoryInfo = 10;
        FileIdBothDirectoryRestartInfo = 11;
        FileIoPriorityHintInfo = 12;
        FileRemoteProtocolInfo = 13;
        FileFullDirectoryInfo = 14;
        FileFullDirectoryRestartInfo = 15;
        FileStorageInfo = 16;
        FileAlignmentInfo = 17;
        FileIdInfo = 18;
        FileIdExtdDirectoryInfo = 19;
        FileIdExtdDirectoryRestartInfo = 20;
        FileDispositionInfoEx = 21;
        FileRenameInfoEx = 22;
        FileCaseSensitiveInfo = 23;
        FileNormalizedNameInfo = 24;
        MaximumFileInfoByHandleClass = 25;
    }
}
