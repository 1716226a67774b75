//! IUnknown of counted objects.

use crate::abi::admin::*;
use crate::iis::com::hresult::S_OK;
use crate::iis::com::object::Object;
use crate::iis::com::type_info::Typed;
use crate::win32::arguments::{load, store};
use crate::win32::boundary::{hresult as failed, run, zero};
use core::ptr::null_mut;
use std::sync::Arc;

/// Gives an object to C++ with one reference, which `Release` takes back.
pub fn hand_out<I, C: Typed, T: Send + Sync>(object: Object<C, T>) -> *mut I {
    Arc::into_raw(Arc::new(object)).cast_mut().cast()
}

/// The slots of IUnknown for objects that `hand_out` gives.
pub const fn unknown<C: Typed, T: Send + Sync>() -> IUnknownVtbl {
    IUnknownVtbl { QueryInterface: query_interface::<C, T>, AddRef: add_ref::<C, T>, Release: release::<C, T> }
}

/// Adds a reference for C++.
///
/// # Safety
/// The object is one that `hand_out` gave and is still there, or stands in an `Arc`.
unsafe fn count_up<C: Typed, T: Send + Sync>(object: *const Object<C, T>) -> ULONG {
    // SAFETY: by contract.
    let counted = unsafe {
        Arc::increment_strong_count(object);
        Arc::from_raw(object)
    };
    let count = Arc::strong_count(&counted);
    // The reference is the caller's.
    let _ = Arc::into_raw(counted);
    ULONG::try_from(count).unwrap_or(ULONG::MAX)
}

unsafe extern "C-unwind" fn add_ref<C: Typed, T: Send + Sync>(this: *mut IUnknown) -> ULONG {
    // SAFETY: this vtable is only used by objects of that type.
    run("IUnknown::AddRef", || unsafe { count_up(this.cast_const().cast::<Object<C, T>>()) }, zero)
}

unsafe extern "C-unwind" fn release<C: Typed, T: Send + Sync>(this: *mut IUnknown) -> ULONG {
    let body = || {
        // SAFETY: as above, and the caller gives its reference back.
        let object = unsafe { Arc::from_raw(this.cast_const().cast::<Object<C, T>>()) };
        ULONG::try_from(Arc::strong_count(&object) - 1).unwrap_or(ULONG::MAX)
    };
    run("IUnknown::Release", body, zero)
}

unsafe extern "C-unwind" fn query_interface<C: Typed, T: Send + Sync>(
    this: *mut IUnknown,
    riid: *const GUID,
    object: *mut *mut c_void,
) -> HRESULT {
    let body = || {
        if object.is_null() {
            return E_POINTER;
        }
        // SAFETY: callers pass an identifier and room for a pointer.
        let wanted = unsafe { load(riid) };
        let is_ours = wanted.is_some_and(|wanted| {
            let wanted = text(&wanted);
            wanted == C::INTERFACE.iid || wanted == <IUnknown as crate::abi::interface::Class>::INTERFACE.iid
        });
        if !is_ours {
            // SAFETY: it is not NULL.
            unsafe { store(object, null_mut()) };
            return E_NOINTERFACE;
        }
        // SAFETY: as in add_ref.
        unsafe {
            count_up(this.cast_const().cast::<Object<C, T>>());
            store(object, this.cast());
        }
        S_OK
    };
    run("IUnknown::QueryInterface", body, failed)
}

/// As the tables have identifiers.
fn text(id: &GUID) -> String {
    let [a, b, c, d, e, f, g, h] = id.Data4;
    let (one, two, three) = (id.Data1, id.Data2, id.Data3);
    format!("{one:08x}-{two:04x}-{three:04x}-{a:02x}{b:02x}-{c:02x}{d:02x}{e:02x}{f:02x}{g:02x}{h:02x}")
}
