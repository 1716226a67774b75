//! `sysinfoapi.h`: the machine.

use super::basetypes::*;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct SYSTEM_INFO {
    pub wProcessorArchitecture: WORD,
    pub wReserved: WORD,
    pub dwPageSize: DWORD,
    pub lpMinimumApplicationAddress: LPVOID,
    pub lpMaximumApplicationAddress: LPVOID,
    pub dwActiveProcessorMask: DWORD_PTR,
    pub dwNumberOfProcessors: DWORD,
    pub dwProcessorType: DWORD,
    pub dwAllocationGranularity: DWORD,
    pub wProcessorLevel: WORD,
    pub wProcessorRevision: WORD,
}

crate::declare! {
    shape SYSTEM_INFO, LPSYSTEM_INFO {
        "wProcessorArchitecture" => wProcessorArchitecture;
        "wReserved" => wReserved;
        "dwPageSize" => dwPageSize;
        "lpMinimumApplicationAddress" => lpMinimumApplicationAddress;
        "lpMaximumApplicationAddress" => lpMaximumApplicationAddress;
        "dwActiveProcessorMask" => dwActiveProcessorMask;
        "dwNumberOfProcessors" => dwNumberOfProcessors;
        "dwProcessorType" => dwProcessorType;
        "dwAllocationGranularity" => dwAllocationGranularity;
        "wProcessorLevel" => wProcessorLevel;
        "wProcessorRevision" => wProcessorRevision;
        c "
typedef struct _SYSTEM_INFO {
    __extension__ union {
        DWORD dwOemId;
        __extension__ struct {
            WORD wProcessorArchitecture;
            WORD wReserved;
        };
    };
    DWORD dwPageSize;
    LPVOID lpMinimumApplicationAddress;
    LPVOID lpMaximumApplicationAddress;
    DWORD_PTR dwActiveProcessorMask;
    DWORD dwNumberOfProcessors;
    DWORD dwProcessorType;
    DWORD dwAllocationGranularity;
    WORD wProcessorLevel;
    WORD wProcessorRevision;
} SYSTEM_INFO, *LPSYSTEM_INFO;
"
    }
}
