//! `processthreadsapi.h`, `winnt.h`: starting processes and limiting jobs.

use crate::abi::windows::*;

crate::declare! {
    structure STARTUPINFOA, LPSTARTUPINFOA {
        cb: DWORD;
        lpReserved: LPSTR;
        lpDesktop: LPSTR;
        lpTitle: LPSTR;
        dwX: DWORD;
        dwY: DWORD;
        dwXSize: DWORD;
        dwYSize: DWORD;
        dwXCountChars: DWORD;
        dwYCountChars: DWORD;
        dwFillAttribute: DWORD;
        dwFlags: DWORD;
        wShowWindow: WORD;
        cbReserved2: WORD;
        lpReserved2: LPBYTE;
        hStdInput: HANDLE;
        hStdOutput: HANDLE;
        hStdError: HANDLE;
    }

    structure STARTUPINFOW, LPSTARTUPINFOW {
        cb: DWORD;
        lpReserved: LPWSTR;
        lpDesktop: LPWSTR;
        lpTitle: LPWSTR;
        dwX: DWORD;
        dwY: DWORD;
        dwXSize: DWORD;
        dwYSize: DWORD;
        dwXCountChars: DWORD;
        dwYCountChars: DWORD;
        dwFillAttribute: DWORD;
        dwFlags: DWORD;
        wShowWindow: WORD;
        cbReserved2: WORD;
        lpReserved2: LPBYTE;
        hStdInput: HANDLE;
        hStdOutput: HANDLE;
        hStdError: HANDLE;
    }

    structure PROCESS_INFORMATION, PPROCESS_INFORMATION, LPPROCESS_INFORMATION {
        hProcess: HANDLE;
        hThread: HANDLE;
        dwProcessId: DWORD;
        dwThreadId: DWORD;
    }

    structure IO_COUNTERS, PIO_COUNTERS {
        ReadOperationCount: ULONGLONG;
        WriteOperationCount: ULONGLONG;
        OtherOperationCount: ULONGLONG;
        ReadTransferCount: ULONGLONG;
        WriteTransferCount: ULONGLONG;
        OtherTransferCount: ULONGLONG;
    }

    structure JOBOBJECT_BASIC_LIMIT_INFORMATION, PJOBOBJECT_BASIC_LIMIT_INFORMATION {
        PerProcessUserTimeLimit: LARGE_INTEGER;
        PerJobUserTimeLimit: LARGE_INTEGER;
        LimitFlags: DWORD;
        MinimumWorkingSetSize: SIZE_T;
        MaximumWorkingSetSize: SIZE_T;
        ActiveProcessLimit: DWORD;
        Affinity: ULONG_PTR;
        PriorityClass: DWORD;
        SchedulingClass: DWORD;
    }

    structure JOBOBJECT_EXTENDED_LIMIT_INFORMATION, PJOBOBJECT_EXTENDED_LIMIT_INFORMATION {
        BasicLimitInformation: JOBOBJECT_BASIC_LIMIT_INFORMATION;
        IoInfo: IO_COUNTERS;
        ProcessMemoryLimit: SIZE_T;
        JobMemoryLimit: SIZE_T;
        PeakProcessMemoryUsed: SIZE_T;
        PeakJobMemoryUsed: SIZE_T;
    }

    structure JOBOBJECT_BASIC_PROCESS_ID_LIST, PJOBOBJECT_BASIC_PROCESS_ID_LIST {
        NumberOfAssignedProcesses: DWORD;
        NumberOfProcessIdsInList: DWORD;
        ProcessIdList: [ULONG_PTR; 1];
    }

    structure OSVERSIONINFOA, POSVERSIONINFOA, LPOSVERSIONINFOA {
        dwOSVersionInfoSize: DWORD;
        dwMajorVersion: DWORD;
        dwMinorVersion: DWORD;
        dwBuildNumber: DWORD;
        dwPlatformId: DWORD;
        szCSDVersion: [CHAR; 128];
    }

    structure OSVERSIONINFOW, POSVERSIONINFOW, LPOSVERSIONINFOW {
        dwOSVersionInfoSize: DWORD;
        dwMajorVersion: DWORD;
        dwMinorVersion: DWORD;
        dwBuildNumber: DWORD;
        dwPlatformId: DWORD;
        szCSDVersion: [WCHAR; 128];
    }

    structure OSVERSIONINFOEXA, POSVERSIONINFOEXA, LPOSVERSIONINFOEXA {
        dwOSVersionInfoSize: DWORD;
        dwMajorVersion: DWORD;
        dwMinorVersion: DWORD;
        dwBuildNumber: DWORD;
        dwPlatformId: DWORD;
        szCSDVersion: [CHAR; 128];
        wServicePackMajor: WORD;
        wServicePackMinor: WORD;
        wSuiteMask: WORD;
        wProductType: BYTE;
        wReserved: BYTE;
    }

    structure OSVERSIONINFOEXW, POSVERSIONINFOEXW, LPOSVERSIONINFOEXW {
        dwOSVersionInfoSize: DWORD;
        dwMajorVersion: DWORD;
        dwMinorVersion: DWORD;
        dwBuildNumber: DWORD;
        dwPlatformId: DWORD;
        szCSDVersion: [WCHAR; 128];
        wServicePackMajor: WORD;
        wServicePackMinor: WORD;
        wSuiteMask: WORD;
        wProductType: BYTE;
        wReserved: BYTE;
    }

    enumeration COMPUTER_NAME_FORMAT {
        ComputerNameNetBIOS = 0;
        ComputerNameDnsHostname = 1;
        ComputerNameDnsDomain = 2;
        ComputerNameDnsFullyQualified = 3;
        ComputerNamePhysicalNetBIOS = 4;
        ComputerNamePhysicalDnsHostname = 5;
        ComputerNamePhysicalDnsDomain = 6;
        ComputerNamePhysicalDnsFullyQualified = 7;
        ComputerNameMax = 8;
    }
}
