//! `winnt.h`, `guiddef.h`: two-word integers, identifiers and list links.

use super::basetypes::*;

/// The words of a 64-bit integer.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct LARGE_INTEGER_WORDS {
    pub LowPart: DWORD,
    pub HighPart: LONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct ULARGE_INTEGER_WORDS {
    pub LowPart: DWORD,
    pub HighPart: DWORD,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub union LARGE_INTEGER {
    pub u: LARGE_INTEGER_WORDS,
    pub QuadPart: LONGLONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub union ULARGE_INTEGER {
    pub u: ULARGE_INTEGER_WORDS,
    pub QuadPart: ULONGLONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct LIST_ENTRY {
    pub Flink: *mut LIST_ENTRY,
    pub Blink: *mut LIST_ENTRY,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct SINGLE_LIST_ENTRY {
    pub Next: *mut SINGLE_LIST_ENTRY,
}

crate::declare! {
    /// 100-nanosecond intervals since 1 January 1601, UTC.
    structure FILETIME, PFILETIME, LPFILETIME {
        dwLowDateTime: DWORD;
        dwHighDateTime: DWORD;
    }

    /// A signed 64-bit integer and its words.
    shape LARGE_INTEGER, PLARGE_INTEGER {
        "LowPart" => u.LowPart;
        "HighPart" => u.HighPart;
        "QuadPart" => QuadPart;
        c "
typedef union _LARGE_INTEGER {
    __extension__ struct {
        DWORD LowPart;
        LONG HighPart;
    };
    struct {
        DWORD LowPart;
        LONG HighPart;
    } u;
    LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER;
"
    }

    /// An unsigned 64-bit integer and its words.
    shape ULARGE_INTEGER, PULARGE_INTEGER {
        "LowPart" => u.LowPart;
        "HighPart" => u.HighPart;
        "QuadPart" => QuadPart;
        c "
typedef union _ULARGE_INTEGER {
    __extension__ struct {
        DWORD LowPart;
        DWORD HighPart;
    };
    struct {
        DWORD LowPart;
        DWORD HighPart;
    } u;
    ULONGLONG QuadPart;
} ULARGE_INTEGER, *PULARGE_INTEGER;
"
    }

    /// A link of a doubly linked list.
    shape LIST_ENTRY, PLIST_ENTRY {
        "Flink" => Flink;
        "Blink" => Blink;
        c "
typedef struct _LIST_ENTRY {
    struct _LIST_ENTRY *Flink;
    struct _LIST_ENTRY *Blink;
} LIST_ENTRY, *PLIST_ENTRY;
"
    }

    shape SINGLE_LIST_ENTRY, PSINGLE_LIST_ENTRY {
        "Next" => Next;
        c "
typedef struct _SINGLE_LIST_ENTRY {
    struct _SINGLE_LIST_ENTRY *Next;
} SINGLE_LIST_ENTRY, *PSINGLE_LIST_ENTRY;
"
    }
}
