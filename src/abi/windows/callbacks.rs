//! Types of functions that the program gives. They may unwind.

use super::basetypes::*;
use super::handles::LPOVERLAPPED;
use super::integers::LARGE_INTEGER;
use super::synchronization::PINIT_ONCE;

pub type LPTHREAD_START_ROUTINE = Option<unsafe extern "C-unwind" fn(lpThreadParameter: LPVOID) -> DWORD>;

pub type PFLS_CALLBACK_FUNCTION = Option<unsafe extern "C-unwind" fn(lpFlsData: PVOID)>;

pub type PAPCFUNC = Option<unsafe extern "C-unwind" fn(Parameter: ULONG_PTR)>;

pub type LPOVERLAPPED_COMPLETION_ROUTINE = Option<
    unsafe extern "C-unwind" fn(dwErrorCode: DWORD, dwNumberOfBytesTransfered: DWORD, lpOverlapped: LPOVERLAPPED),
>;

pub type PINIT_ONCE_FN =
    Option<unsafe extern "C-unwind" fn(InitOnce: PINIT_ONCE, Parameter: PVOID, Context: *mut PVOID) -> BOOL>;

/// Whatever GetProcAddress finds; the caller knows its type.
pub type FARPROC = Option<unsafe extern "C-unwind" fn() -> isize>;

pub type PTIMERAPCROUTINE = Option<
    unsafe extern "C-unwind" fn(lpArgToCompletionRoutine: LPVOID, dwTimerLowValue: DWORD, dwTimerHighValue: DWORD),
>;

pub type PHANDLER_ROUTINE = Option<unsafe extern "C-unwind" fn(CtrlType: DWORD) -> BOOL>;

/// What `_beginthread` runs; `_beginthread_proc_type` in C.
pub type BEGINTHREAD_PROC = Option<unsafe extern "C-unwind" fn(arglist: LPVOID)>;

pub type LPPROGRESS_ROUTINE = Option<
    unsafe extern "C-unwind" fn(
        TotalFileSize: LARGE_INTEGER,
        TotalBytesTransferred: LARGE_INTEGER,
        StreamSize: LARGE_INTEGER,
        StreamBytesTransferred: LARGE_INTEGER,
        dwStreamNumber: DWORD,
        dwCallbackReason: DWORD,
        hSourceFile: HANDLE,
        hDestinationFile: HANDLE,
        lpData: LPVOID,
    ) -> DWORD,
>;

/// What is called for arguments that a function of the C runtime cannot take.
pub type _invalid_parameter_handler = Option<
    unsafe extern "C-unwind" fn(
        expression: LPCWSTR,
        function: LPCWSTR,
        file: LPCWSTR,
        line: UINT,
        pReserved: ULONG_PTR,
    ),
>;
