//! IDispensedHttpModuleContextContainer: a container that a module made for itself.

use super::containers::Stored;
use super::object::{Object, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::win32::boundary::{hresult as failed, pointer, void};
use core::ptr::from_ref;
use std::sync::Arc;

type Dispensed = Object<IDispensedHttpModuleContextContainer, Stored>;

/// A new container, which is the caller's until ReleaseContainer.
pub fn new() -> *mut IDispensedHttpModuleContextContainer {
    Arc::into_raw(Arc::new(Dispensed::new(&VTABLE, Stored::default()))).cast_mut().cast()
}

method!(IHttpModuleContextContainer::GetModuleContext as get(this: Dispensed, module: HTTP_MODULE_ID)
    -> *mut IHttpStoredContext, pointer, { this.get(module) });
method!(IHttpModuleContextContainer::SetModuleContext as set(
    this: Dispensed, context: *mut IHttpStoredContext, module: HTTP_MODULE_ID) -> HRESULT, failed, {
    this.set(context, module)
});
method!(IDispensedHttpModuleContextContainer::ReleaseContainer as release(this: Dispensed), void, {
    // SAFETY: the container came from an Arc, whose one reference the caller gives up.
    unsafe { Arc::decrement_strong_count(from_ref(this)) };
});

static VTABLE: Vtable<IDispensedHttpModuleContextContainer> = Vtable::new(IDispensedHttpModuleContextContainerVtbl {
    base: IHttpModuleContextContainerVtbl { GetModuleContext: get, SetModuleContext: set },
    ReleaseContainer: release,
});
