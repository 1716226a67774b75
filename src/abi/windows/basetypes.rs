//! The scalar types. Their C side is the template of `basetsd.h` and `minwindef.h`.

use core::ffi::{c_char, c_void};

pub type BOOL = i32;
pub type BOOLEAN = u8;
pub type BYTE = u8;
pub type CHAR = c_char;
pub type UCHAR = u8;
pub type SHORT = i16;
pub type USHORT = u16;
pub type WORD = u16;
pub type INT = i32;
pub type UINT = u32;
pub type LONG = i32;
pub type ULONG = u32;
pub type DWORD = u32;
pub type LONGLONG = i64;
pub type ULONGLONG = u64;
pub type ULONG64 = u64;
pub type DWORD64 = u64;
pub type DWORDLONG = u64;
pub type LONG_PTR = isize;
pub type ULONG_PTR = usize;
pub type DWORD_PTR = usize;
pub type SIZE_T = usize;
pub type HRESULT = i32;
pub type NTSTATUS = i32;
pub type SECURITY_STATUS = i32;
pub type HANDLE = *mut c_void;
pub type HMODULE = *mut c_void;
pub type PVOID = *mut c_void;
pub type LPVOID = *mut c_void;
pub type VOID = ();
pub type INT_PTR = isize;
pub type UINT_PTR = usize;
pub type SSIZE_T = isize;
pub type LONG64 = i64;
pub type INT64 = i64;
pub type UINT64 = u64;
pub type DWORD32 = u32;
pub type FLOAT = f32;
pub type DOUBLE = f64;
pub type ACCESS_MASK = DWORD;
pub type HINSTANCE = *mut c_void;
pub type HKEY = *mut c_void;
pub type HWND = *mut c_void;
pub type PSID = *mut c_void;
pub type PSECURITY_DESCRIPTOR = *mut c_void;
pub type HCERTSTORE = *mut c_void;
pub type SOCKET = usize;

pub type PBYTE = *mut BYTE;
pub type LPBYTE = *mut BYTE;
pub type PLONG = *mut LONG;
pub type PLONGLONG = *mut LONGLONG;
pub type PBOOL = *mut BOOL;
pub type PUCHAR = *mut UCHAR;
pub type PUSHORT = *mut USHORT;
pub type PULONG = *mut ULONG;
pub type PDWORD = *mut DWORD;
pub type LPDWORD = *mut DWORD;
pub type HLOCAL = HANDLE;
pub type HGLOBAL = HANDLE;
pub type LCID = DWORD;
pub type LPCVOID = *const c_void;
pub type PULONGLONG = *mut ULONGLONG;
pub type PHANDLE = *mut HANDLE;

/// One unit of wide text: the width of the C compiler's `wchar_t`.
#[cfg(not(feature = "utf16"))]
pub type WCHAR = u32;
/// One unit of wide text: the width of `wchar_t` under `-fshort-wchar`.
#[cfg(feature = "utf16")]
pub type WCHAR = u16;

pub type PSTR = *mut CHAR;
pub type PCSTR = *const CHAR;
pub type LPSTR = *mut CHAR;
pub type LPCSTR = *const CHAR;
pub type PCHAR = *mut CHAR;
pub type PWSTR = *mut WCHAR;
pub type PCWSTR = *const WCHAR;
pub type LPWSTR = *mut WCHAR;
pub type LPCWSTR = *const WCHAR;
pub type PWCHAR = *mut WCHAR;

pub const TRUE: BOOL = 1;
pub const FALSE: BOOL = 0;

pub type PULONG_PTR = *mut ULONG_PTR;
pub type LPHANDLE = *mut HANDLE;
pub type PUINT = *mut UINT;
pub type LPLONG = *mut LONG;
