//! The second witness for the Win32 structures: windows-sys, by the members that both name.
//!
//! Left out: SOCKADDR_STORAGE, which is the platform's own here, and SLIST_ENTRY, where windows-sys
//! lacks the alignment of 16 that Windows documents.

use crate::witness::records;

#[test]
fn foundation_records_agree() {
    let compared = records!(windows_sys::Win32::Foundation, httpapi::abi::windows {
        DECIMAL { wReserved, Hi32 }
        FILETIME { dwLowDateTime, dwHighDateTime }
        LUID { LowPart, HighPart }
        SYSTEMTIME { wYear, wMonth, wDayOfWeek, wDay, wHour, wMinute, wSecond, wMilliseconds }
    });
    println!("ledger: windows-sys agrees on {compared} structures of Win32::Foundation");
}

#[test]
fn networking_winsock_records_agree() {
    let compared = records!(windows_sys::Win32::Networking::WinSock, httpapi::abi::windows {
        IN6_ADDR { }
        IN_ADDR { }
        SOCKADDR { sa_family, sa_data }
        SOCKADDR_IN { sin_family, sin_port, sin_addr, sin_zero }
        SOCKADDR_IN6 { sin6_family, sin6_port, sin6_flowinfo, sin6_addr }
        SOCKADDR_INET { Ipv4, Ipv6, si_family }
        SOCKET_ADDRESS { lpSockaddr, iSockaddrLength }
        SOCKET_ADDRESS_LIST { iAddressCount, Address }
        WSABUF { len, buf }
    });
    println!("ledger: windows-sys agrees on {compared} structures of Win32::Networking::WinSock");
}

#[test]
fn security_records_agree() {
    let compared = records!(windows_sys::Win32::Security, httpapi::abi::windows {
        ACCESS_ALLOWED_ACE { Header, Mask, SidStart }
        ACCESS_DENIED_ACE { Header, Mask, SidStart }
        ACE_HEADER { AceType, AceFlags, AceSize }
        ACL { AclRevision, Sbz1, AclSize, AceCount, Sbz2 }
        GENERIC_MAPPING { GenericRead, GenericWrite, GenericExecute, GenericAll }
        LUID_AND_ATTRIBUTES { Luid, Attributes }
        PRIVILEGE_SET { PrivilegeCount, Control, Privilege }
        SECURITY_ATTRIBUTES { nLength, lpSecurityDescriptor, bInheritHandle }
        SECURITY_DESCRIPTOR { Revision, Sbz1, Control, Owner, Group, Sacl, Dacl }
        SID { Revision, SubAuthorityCount, IdentifierAuthority, SubAuthority }
        SID_AND_ATTRIBUTES { Sid, Attributes }
        SID_IDENTIFIER_AUTHORITY { Value }
        TOKEN_DEFAULT_DACL { DefaultDacl }
        TOKEN_ELEVATION { TokenIsElevated }
        TOKEN_GROUPS { GroupCount, Groups }
        TOKEN_MANDATORY_LABEL { Label }
        TOKEN_OWNER { Owner }
        TOKEN_PRIMARY_GROUP { PrimaryGroup }
        TOKEN_PRIVILEGES { PrivilegeCount, Privileges }
        TOKEN_SOURCE { SourceName, SourceIdentifier }
        TOKEN_STATISTICS { TokenId, AuthenticationId, ExpirationTime, TokenType, ImpersonationLevel, DynamicCharged, DynamicAvailable, GroupCount, PrivilegeCount, ModifiedId }
        TOKEN_USER { User }
    });
    println!("ledger: windows-sys agrees on {compared} structures of Win32::Security");
}

#[test]
fn security_authentication_identity_records_agree() {
    let compared = records!(windows_sys::Win32::Security::Authentication::Identity, httpapi::abi::windows {
        SecBuffer { cbBuffer, BufferType, pvBuffer }
        SecBufferDesc { ulVersion, cBuffers, pBuffers }
        SecPkgContext_ConnectionInfo { dwProtocol, aiCipher, dwCipherStrength, aiHash, dwHashStrength, aiExch, dwExchStrength }
        SecPkgContext_Sizes { cbMaxToken, cbMaxSignature, cbBlockSize, cbSecurityTrailer }
        SecPkgContext_StreamSizes { cbHeader, cbTrailer, cbMaximumMessage, cBuffers, cbBlockSize }
    });
    println!("ledger: windows-sys agrees on {compared} structures of Win32::Security::Authentication::Identity");
}

#[test]
fn security_credentials_records_agree() {
    let compared = records!(windows_sys::Win32::Security::Credentials, httpapi::abi::windows {
        SecHandle { dwLower, dwUpper }
    });
    println!("ledger: windows-sys agrees on {compared} structures of Win32::Security::Credentials");
}

#[test]
fn security_cryptography_records_agree() {
    let compared = records!(windows_sys::Win32::Security::Cryptography, httpapi::abi::windows {
        CERT_CONTEXT { dwCertEncodingType, pbCertEncoded, cbCertEncoded, pCertInfo, hCertStore }
        CERT_EXTENSION { pszObjId, fCritical, Value }
        CERT_INFO { dwVersion, SerialNumber, SignatureAlgorithm, Issuer, NotBefore, NotAfter, Subject, SubjectPublicKeyInfo, IssuerUniqueId, SubjectUniqueId, cExtension, rgExtension }
        CERT_PUBLIC_KEY_INFO { Algorithm, PublicKey }
        CRYPT_ALGORITHM_IDENTIFIER { pszObjId, Parameters }
        CRYPT_BIT_BLOB { cbData, pbData, cUnusedBits }
        CRYPT_INTEGER_BLOB { cbData, pbData }
    });
    println!("ledger: windows-sys agrees on {compared} structures of Win32::Security::Cryptography");
}

#[test]
fn storage_filesystem_records_agree() {
    let compared = records!(windows_sys::Win32::Storage::FileSystem, httpapi::abi::windows {
        BY_HANDLE_FILE_INFORMATION { dwFileAttributes, ftCreationTime, ftLastAccessTime, ftLastWriteTime, dwVolumeSerialNumber, nFileSizeHigh, nFileSizeLow, nNumberOfLinks, nFileIndexHigh, nFileIndexLow }
        FILE_BASIC_INFO { CreationTime, LastAccessTime, LastWriteTime, ChangeTime, FileAttributes }
        FILE_END_OF_FILE_INFO { EndOfFile }
        FILE_NOTIFY_INFORMATION { NextEntryOffset, Action, FileNameLength, FileName }
        FILE_STANDARD_INFO { AllocationSize, EndOfFile, NumberOfLinks, DeletePending, Directory }
        WIN32_FILE_ATTRIBUTE_DATA { dwFileAttributes, ftCreationTime, ftLastAccessTime, ftLastWriteTime, nFileSizeHigh, nFileSizeLow }
        WIN32_FIND_DATAA { dwFileAttributes, ftCreationTime, ftLastAccessTime, ftLastWriteTime, nFileSizeHigh, nFileSizeLow, dwReserved0, dwReserved1, cFileName, cAlternateFileName }
        WIN32_FIND_DATAW { dwFileAttributes, ftCreationTime, ftLastAccessTime, ftLastWriteTime, nFileSizeHigh, nFileSizeLow, dwReserved0, dwReserved1, cFileName, cAlternateFileName }
    });
    println!("ledger: windows-sys agrees on {compared} structures of Win32::Storage::FileSystem");
}

#[test]
fn system_com_records_agree() {
    let compared = records!(windows_sys::Win32::System::Com, httpapi::abi::windows {
        CY { int64 }
        SAFEARRAY { cDims, fFeatures, cbElements, cLocks, pvData, rgsabound }
        SAFEARRAYBOUND { cElements, lLbound }
    });
    println!("ledger: windows-sys agrees on {compared} structures of Win32::System::Com");
}

#[test]
fn system_console_records_agree() {
    let compared = records!(windows_sys::Win32::System::Console, httpapi::abi::windows {
        CONSOLE_SCREEN_BUFFER_INFO { dwSize, dwCursorPosition, wAttributes, srWindow, dwMaximumWindowSize }
        COORD { X, Y }
        SMALL_RECT { Left, Top, Right, Bottom }
    });
    println!("ledger: windows-sys agrees on {compared} structures of Win32::System::Console");
}

#[test]
fn system_diagnostics_etw_records_agree() {
    let compared = records!(windows_sys::Win32::System::Diagnostics::Etw, httpapi::abi::windows {
        EVENT_DESCRIPTOR { Id, Version, Channel, Level, Opcode, Task, Keyword }
    });
    println!("ledger: windows-sys agrees on {compared} structures of Win32::System::Diagnostics::Etw");
}

#[test]
fn system_io_records_agree() {
    let compared = records!(windows_sys::Win32::System::IO, httpapi::abi::windows {
        OVERLAPPED { Internal, InternalHigh, hEvent }
        OVERLAPPED_ENTRY { lpCompletionKey, lpOverlapped, Internal, dwNumberOfBytesTransferred }
    });
    println!("ledger: windows-sys agrees on {compared} structures of Win32::System::IO");
}

#[test]
fn system_jobobjects_records_agree() {
    let compared = records!(windows_sys::Win32::System::JobObjects, httpapi::abi::windows {
        JOBOBJECT_BASIC_LIMIT_INFORMATION { PerProcessUserTimeLimit, PerJobUserTimeLimit, LimitFlags, MinimumWorkingSetSize, MaximumWorkingSetSize, ActiveProcessLimit, Affinity, PriorityClass, SchedulingClass }
        JOBOBJECT_BASIC_PROCESS_ID_LIST { NumberOfAssignedProcesses, NumberOfProcessIdsInList, ProcessIdList }
        JOBOBJECT_EXTENDED_LIMIT_INFORMATION { BasicLimitInformation, IoInfo, ProcessMemoryLimit, JobMemoryLimit, PeakProcessMemoryUsed, PeakJobMemoryUsed }
    });
    println!("ledger: windows-sys agrees on {compared} structures of Win32::System::JobObjects");
}

#[test]
fn system_kernel_records_agree() {
    let compared = records!(windows_sys::Win32::System::Kernel, httpapi::abi::windows {
        LIST_ENTRY { Flink, Blink }
        SINGLE_LIST_ENTRY { Next }
        SLIST_HEADER { }
    });
    println!("ledger: windows-sys agrees on {compared} structures of Win32::System::Kernel");
}

#[test]
fn system_memory_records_agree() {
    let compared = records!(windows_sys::Win32::System::Memory, httpapi::abi::windows {
        MEMORY_BASIC_INFORMATION { BaseAddress, AllocationBase, AllocationProtect, RegionSize, State, Protect, Type }
    });
    println!("ledger: windows-sys agrees on {compared} structures of Win32::System::Memory");
}

#[test]
fn system_services_records_agree() {
    let compared = records!(windows_sys::Win32::System::Services, httpapi::abi::windows {
        ENUM_SERVICE_STATUSA { lpServiceName, lpDisplayName, ServiceStatus }
        ENUM_SERVICE_STATUSW { lpServiceName, lpDisplayName, ServiceStatus }
        SC_ACTION { Type, Delay }
        SERVICE_DESCRIPTIONA { lpDescription }
        SERVICE_DESCRIPTIONW { lpDescription }
        SERVICE_FAILURE_ACTIONSA { dwResetPeriod, lpRebootMsg, lpCommand, cActions, lpsaActions }
        SERVICE_FAILURE_ACTIONSW { dwResetPeriod, lpRebootMsg, lpCommand, cActions, lpsaActions }
        SERVICE_STATUS { dwServiceType, dwCurrentState, dwControlsAccepted, dwWin32ExitCode, dwServiceSpecificExitCode, dwCheckPoint, dwWaitHint }
        SERVICE_STATUS_PROCESS { dwServiceType, dwCurrentState, dwControlsAccepted, dwWin32ExitCode, dwServiceSpecificExitCode, dwCheckPoint, dwWaitHint, dwProcessId, dwServiceFlags }
    });
    println!("ledger: windows-sys agrees on {compared} structures of Win32::System::Services");
}

#[test]
fn system_systeminformation_records_agree() {
    let compared = records!(windows_sys::Win32::System::SystemInformation, httpapi::abi::windows {
        MEMORYSTATUS { dwLength, dwMemoryLoad, dwTotalPhys, dwAvailPhys, dwTotalPageFile, dwAvailPageFile, dwTotalVirtual, dwAvailVirtual }
        MEMORYSTATUSEX { dwLength, dwMemoryLoad, ullTotalPhys, ullAvailPhys, ullTotalPageFile, ullAvailPageFile, ullTotalVirtual, ullAvailVirtual, ullAvailExtendedVirtual }
        OSVERSIONINFOA { dwOSVersionInfoSize, dwMajorVersion, dwMinorVersion, dwBuildNumber, dwPlatformId, szCSDVersion }
        OSVERSIONINFOEXA { dwOSVersionInfoSize, dwMajorVersion, dwMinorVersion, dwBuildNumber, dwPlatformId, szCSDVersion, wServicePackMajor, wServicePackMinor, wSuiteMask, wProductType, wReserved }
        OSVERSIONINFOEXW { dwOSVersionInfoSize, dwMajorVersion, dwMinorVersion, dwBuildNumber, dwPlatformId, szCSDVersion, wServicePackMajor, wServicePackMinor, wSuiteMask, wProductType, wReserved }
        OSVERSIONINFOW { dwOSVersionInfoSize, dwMajorVersion, dwMinorVersion, dwBuildNumber, dwPlatformId, szCSDVersion }
    });
    println!("ledger: windows-sys agrees on {compared} structures of Win32::System::SystemInformation");
}

#[test]
fn system_threading_records_agree() {
    let compared = records!(windows_sys::Win32::System::Threading, httpapi::abi::windows {
        IO_COUNTERS { ReadOperationCount, WriteOperationCount, OtherOperationCount, ReadTransferCount, WriteTransferCount, OtherTransferCount }
        PROCESS_INFORMATION { hProcess, hThread, dwProcessId, dwThreadId }
        STARTUPINFOA { cb, lpReserved, lpDesktop, lpTitle, dwX, dwY, dwXSize, dwYSize, dwXCountChars, dwYCountChars, dwFillAttribute, dwFlags, wShowWindow, cbReserved2, lpReserved2, hStdInput, hStdOutput, hStdError }
        STARTUPINFOW { cb, lpReserved, lpDesktop, lpTitle, dwX, dwY, dwXSize, dwYSize, dwXCountChars, dwYCountChars, dwFillAttribute, dwFlags, wShowWindow, cbReserved2, lpReserved2, hStdInput, hStdOutput, hStdError }
    });
    println!("ledger: windows-sys agrees on {compared} structures of Win32::System::Threading");
}

#[test]
fn system_time_records_agree() {
    let compared = records!(windows_sys::Win32::System::Time, httpapi::abi::windows {
        DYNAMIC_TIME_ZONE_INFORMATION { Bias, StandardName, StandardDate, StandardBias, DaylightName, DaylightDate, DaylightBias, TimeZoneKeyName, DynamicDaylightTimeDisabled }
        TIME_ZONE_INFORMATION { Bias, StandardName, StandardDate, StandardBias, DaylightName, DaylightDate, DaylightBias }
    });
    println!("ledger: windows-sys agrees on {compared} structures of Win32::System::Time");
}

#[test]
fn system_variant_records_agree() {
    let compared = records!(windows_sys::Win32::System::Variant, httpapi::abi::windows {
        VARIANT { }
    });
    println!("ledger: windows-sys agrees on {compared} structures of Win32::System::Variant");
}
