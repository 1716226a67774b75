//! `winnt.h`, `minwinbase.h`: locks and lists that live in the caller's memory.
//! Their sizes are those of Windows x64; what the words mean is ours.

use super::basetypes::*;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct RTL_SRWLOCK {
    pub Ptr: PVOID,
}
pub type SRWLOCK = RTL_SRWLOCK;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct RTL_CONDITION_VARIABLE {
    pub Ptr: PVOID,
}
pub type CONDITION_VARIABLE = RTL_CONDITION_VARIABLE;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct RTL_RUN_ONCE {
    pub Ptr: PVOID,
}
pub type INIT_ONCE = RTL_RUN_ONCE;

/// An element of a list that threads share.
#[repr(C, align(16))]
#[derive(Clone, Copy)]
pub struct SLIST_ENTRY {
    pub Next: *mut SLIST_ENTRY,
}

/// The head of a list that threads share.
#[repr(C, align(16))]
#[derive(Clone, Copy)]
pub struct SLIST_HEADER {
    pub Alignment: ULONGLONG,
    pub Region: ULONGLONG,
}

crate::declare! {
    /// Opaque: initialise it, enter it, delete it.
    structure RTL_CRITICAL_SECTION, PRTL_CRITICAL_SECTION {
        DebugInfo: PVOID;
        LockCount: LONG;
        RecursionCount: LONG;
        OwningThread: HANDLE;
        LockSemaphore: HANDLE;
        SpinCount: ULONG_PTR;
    }

    /// A slim reader/writer lock.
    shape RTL_SRWLOCK, PRTL_SRWLOCK {
        "Ptr" => Ptr;
        c "
typedef struct _RTL_SRWLOCK {
    PVOID Ptr;
} RTL_SRWLOCK, *PRTL_SRWLOCK;
"
    }

    shape RTL_CONDITION_VARIABLE, PRTL_CONDITION_VARIABLE {
        "Ptr" => Ptr;
        c "
typedef struct _RTL_CONDITION_VARIABLE {
    PVOID Ptr;
} RTL_CONDITION_VARIABLE, *PRTL_CONDITION_VARIABLE;
"
    }

    shape RTL_RUN_ONCE, PRTL_RUN_ONCE {
        "Ptr" => Ptr;
        c "
typedef union _RTL_RUN_ONCE {
    PVOID Ptr;
} RTL_RUN_ONCE, *PRTL_RUN_ONCE;
"
    }

    /// An element of a list that threads share.
    shape SLIST_ENTRY, PSLIST_ENTRY {
        "Next" => Next;
        c "
typedef struct __attribute__((aligned(16))) _SLIST_ENTRY {
    struct _SLIST_ENTRY *Next;
} SLIST_ENTRY, *PSLIST_ENTRY;
"
    }

    /// The head of a list that threads share. Initialise it, or let it be zero.
    shape SLIST_HEADER, PSLIST_HEADER {
        "Alignment" => Alignment;
        "Region" => Region;
        c "
typedef union __attribute__((aligned(16))) _SLIST_HEADER {
    __extension__ struct {
        ULONGLONG Alignment;
        ULONGLONG Region;
    };
} SLIST_HEADER, *PSLIST_HEADER;
"
    }

    constants ONE_TIME_INITIALISATION {
        INIT_ONCE_CHECK_ONLY: DWORD = 0x1;
        INIT_ONCE_ASYNC: DWORD = 0x2;
        INIT_ONCE_INIT_FAILED: DWORD = 0x4;
        CONDITION_VARIABLE_LOCKMODE_SHARED: ULONG = 0x1;
    }
}

pub type CRITICAL_SECTION = RTL_CRITICAL_SECTION;
pub type PCRITICAL_SECTION = PRTL_CRITICAL_SECTION;
pub type LPCRITICAL_SECTION = PRTL_CRITICAL_SECTION;
pub type PSRWLOCK = *mut SRWLOCK;
pub type PCONDITION_VARIABLE = *mut CONDITION_VARIABLE;
pub type PINIT_ONCE = *mut INIT_ONCE;
pub type LPINIT_ONCE = *mut INIT_ONCE;
