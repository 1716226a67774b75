//! Types of functions that the program gives. They may unwind.

use super::basetypes::*;
use super::handles::LPOVERLAPPED;

pub type LPTHREAD_START_ROUTINE = Option<unsafe extern "C-unwind" fn(lpThreadParameter: LPVOID) -> DWORD>;

pub type PFLS_CALLBACK_FUNCTION = Option<unsafe extern "C-unwind" fn(lpFlsData: PVOID)>;

pub type PAPCFUNC = Option<unsafe extern "C-unwind" fn(Parameter: ULONG_PTR)>;

pub type LPOVERLAPPED_COMPLETION_ROUTINE = Option<
    unsafe extern "C-unwind" fn(dwErrorCode: DWORD, dwNumberOfBytesTransfered: DWORD, lpOverlapped: LPOVERLAPPED),
>;
