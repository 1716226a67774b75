//! Stand-ins until the Win32 tables are merged.
use super::basetypes::*;
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SOCKADDR_STORAGE {
    pub ss_family: u16,
    pub rest: [u64; 15],
}
pub type PSOCKADDR = *mut core::ffi::c_void;
pub type PSECURITY_DESCRIPTOR = PVOID;
#[repr(C)]
#[derive(Clone, Copy)]
pub struct GUID {
    pub Data1: u32,
    pub Data2: u16,
    pub Data3: u16,
    pub Data4: [u8; 8],
}
pub type ULARGE_INTEGER = u64;
pub type LPCGUID = *const GUID;
pub type PSID = PVOID;
pub type BSTR = *mut WCHAR;
pub type VARIANT_BOOL = i16;
#[repr(C)]
#[derive(Clone, Copy)]
pub struct VARIANT {
    pub vt: u16,
    pub data: [u64; 2],
}
#[repr(C)]
pub struct SAFEARRAY {
    pub dims: u16,
}
pub type LPOVERLAPPED_COMPLETION_ROUTINE = Option<unsafe extern "C-unwind" fn(DWORD, DWORD, super::LPOVERLAPPED)>;
