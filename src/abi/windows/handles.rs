//! `minwinbase.h`: what travels with a handle.

use super::basetypes::*;

/// The two words of an offset, or the pointer that takes their place.
#[repr(C)]
#[derive(Clone, Copy)]
pub union OVERLAPPED_OFFSET {
    pub Words: OVERLAPPED_OFFSET_WORDS,
    pub Pointer: PVOID,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct OVERLAPPED_OFFSET_WORDS {
    pub Offset: DWORD,
    pub OffsetHigh: DWORD,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct OVERLAPPED {
    pub Internal: ULONG_PTR,
    pub InternalHigh: ULONG_PTR,
    pub Anonymous: OVERLAPPED_OFFSET,
    pub hEvent: HANDLE,
}

crate::declare! {
    /// The state of one asynchronous operation. `Internal` holds its NTSTATUS
    /// and `InternalHigh` its byte count once it has completed.
    shape OVERLAPPED, LPOVERLAPPED {
        "Internal" => Internal;
        "InternalHigh" => InternalHigh;
        "Offset" => Anonymous.Words.Offset;
        "OffsetHigh" => Anonymous.Words.OffsetHigh;
        "Pointer" => Anonymous.Pointer;
        "hEvent" => hEvent;
        c "
typedef struct _OVERLAPPED {
    ULONG_PTR Internal;
    ULONG_PTR InternalHigh;
    __extension__ union {
        __extension__ struct {
            DWORD Offset;
            DWORD OffsetHigh;
        };
        PVOID Pointer;
    };
    HANDLE hEvent;
} OVERLAPPED, *LPOVERLAPPED;
"
    }

    /// One packet as `GetQueuedCompletionStatusEx` returns it.
    structure OVERLAPPED_ENTRY, LPOVERLAPPED_ENTRY {
        lpCompletionKey: ULONG_PTR;
        lpOverlapped: LPOVERLAPPED;
        Internal: ULONG_PTR;
        dwNumberOfBytesTransferred: DWORD;
    }

    structure SECURITY_ATTRIBUTES, PSECURITY_ATTRIBUTES, LPSECURITY_ATTRIBUTES {
        nLength: DWORD;
        lpSecurityDescriptor: LPVOID;
        bInheritHandle: BOOL;
    }

    structure SYSTEMTIME, PSYSTEMTIME, LPSYSTEMTIME {
        wYear: WORD;
        wMonth: WORD;
        wDayOfWeek: WORD;
        wDay: WORD;
        wHour: WORD;
        wMinute: WORD;
        wSecond: WORD;
        wMilliseconds: WORD;
    }
}
