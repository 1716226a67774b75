//! `unknwn.h`

use super::*;
use core::ffi::c_void;

crate::interfaces! {
    /// The base of every COM interface.
    class IUnknown, IUnknownVtbl = "00000000-0000-0000-c000-000000000046" {
        /// The same object as another interface, with a reference for the caller.
        Pure QueryInterface: fn(riid: *const GUID, ppvObject: *mut *mut c_void) -> HRESULT
            = "HRESULT QueryInterface(const GUID &riid, void **ppvObject)";
        Pure AddRef: fn() -> ULONG
            = "ULONG AddRef()";
        Pure Release: fn() -> ULONG
            = "ULONG Release()";
    }
}
