//! `winnt.h`, `winbase.h`: heaps and pages.

use crate::abi::windows::*;

crate::declare! {
    /// Heaps.
    constants values {
        HEAP_NO_SERIALIZE: DWORD = 1;
        HEAP_GROWABLE: DWORD = 2;
        HEAP_GENERATE_EXCEPTIONS: DWORD = 4;
        HEAP_ZERO_MEMORY: DWORD = 8;
        HEAP_REALLOC_IN_PLACE_ONLY: DWORD = 0x10;
        HEAP_CREATE_ENABLE_EXECUTE: DWORD = 0x40000;
        GMEM_FIXED: DWORD = 0;
        GMEM_MOVEABLE: DWORD = 2;
        GMEM_ZEROINIT: DWORD = 0x40;
        GMEM_MODIFY: DWORD = 0x80;
        GMEM_DISCARDABLE: DWORD = 0x100;
        GMEM_DISCARDED: DWORD = 0x4000;
        GMEM_LOCKCOUNT: DWORD = 0xFF;
        GMEM_INVALID_HANDLE: DWORD = 0x8000;
        GMEM_SHARE: DWORD = 0x2000;
        GPTR: DWORD = 0x40;
        GHND: DWORD = 0x42;
        LMEM_FIXED: DWORD = 0;
        LMEM_MOVEABLE: DWORD = 2;
        LMEM_ZEROINIT: DWORD = 0x40;
        LMEM_MODIFY: DWORD = 0x80;
        LMEM_DISCARDABLE: DWORD = 0xF00;
        LMEM_DISCARDED: DWORD = 0x4000;
        LMEM_LOCKCOUNT: DWORD = 0xFF;
        LMEM_INVALID_HANDLE: DWORD = 0x8000;
        NONZEROLHND: DWORD = 2;
        NONZEROLPTR: DWORD = 0;
        LPTR: DWORD = 0x40;
        LHND: DWORD = 0x42;
    }

    /// Pages.
    constants values {
        PAGE_NOACCESS: DWORD = 1;
        PAGE_READONLY: DWORD = 2;
        PAGE_READWRITE: DWORD = 4;
        PAGE_WRITECOPY: DWORD = 8;
        PAGE_EXECUTE: DWORD = 0x10;
        PAGE_EXECUTE_READ: DWORD = 0x20;
        PAGE_EXECUTE_READWRITE: DWORD = 0x40;
        PAGE_EXECUTE_WRITECOPY: DWORD = 0x80;
        PAGE_GUARD: DWORD = 0x100;
        PAGE_NOCACHE: DWORD = 0x200;
        PAGE_WRITECOMBINE: DWORD = 0x400;
        MEM_COMMIT: DWORD = 0x1000;
        MEM_RESERVE: DWORD = 0x2000;
        MEM_DECOMMIT: DWORD = 0x4000;
        MEM_RELEASE: DWORD = 0x8000;
        MEM_FREE: DWORD = 0x10000;
        MEM_PRIVATE: DWORD = 0x20000;
        MEM_MAPPED: DWORD = 0x40000;
        MEM_IMAGE: DWORD = 0x1000000;
        MEM_RESET: DWORD = 0x80000;
        MEM_TOP_DOWN: DWORD = 0x100000;
        MEM_LARGE_PAGES: DWORD = 0x20000000;
        SEC_COMMIT: DWORD = 0x8000000;
        SEC_IMAGE: DWORD = 0x1000000;
        SEC_RESERVE: DWORD = 0x4000000;
        SEC_NOCACHE: DWORD = 0x10000000;
        SEC_LARGE_PAGES: DWORD = 0x80000000;
    }

    /// File mappings.
    constants values {
        SECTION_QUERY: DWORD = 1;
        SECTION_MAP_WRITE: DWORD = 2;
        SECTION_MAP_READ: DWORD = 4;
        SECTION_MAP_EXECUTE: DWORD = 8;
        SECTION_EXTEND_SIZE: DWORD = 0x10;
        SECTION_ALL_ACCESS: DWORD = 0xF001F;
        FILE_MAP_COPY: DWORD = 1;
        FILE_MAP_WRITE: DWORD = 2;
        FILE_MAP_READ: DWORD = 4;
        FILE_MAP_ALL_ACCESS: DWORD = 0xF001F;
        FILE_MAP_EXECUTE: DWORD = 0x20;
    }

    structure MEMORY_BASIC_INFORMATION, PMEMORY_BASIC_INFORMATION {
        BaseAddress: PVOID;
        AllocationBase: PVOID;
        AllocationProtect: DWORD;
        RegionSize: SIZE_T;
        State: DWORD;
        Protect: DWORD;
        Type: DWORD;
    }

    structure MEMORYSTATUSEX, LPMEMORYSTATUSEX {
        dwLength: DWORD;
        dwMemoryLoad: DWORD;
        ullTotalPhys: ULONGLONG;
        ullAvailPhys: ULONGLONG;
        ullTotalPageFile: ULONGLONG;
        ullAvailPageFile: ULONGLONG;
        ullTotalVirtual: ULONGLONG;
        ullAvailVirtual: ULONGLONG;
        ullAvailExtendedVirtual: ULONGLONG;
    }

    structure MEMORYSTATUS, LPMEMORYSTATUS {
        dwLength: DWORD;
        dwMemoryLoad: DWORD;
        dwTotalPhys: SIZE_T;
        dwAvailPhys: SIZE_T;
        dwTotalPageFile: SIZE_T;
        dwAvailPageFile: SIZE_T;
        dwTotalVirtual: SIZE_T;
        dwAvailVirtual: SIZE_T;
    }
}
