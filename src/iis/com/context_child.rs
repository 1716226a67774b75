//! The methods of IHttpContext for child requests.

use super::context::ContextObject;
use super::foreign::User;
use super::hresult::{self, S_OK};
use super::object::method;
use crate::abi::iis::*;
use crate::iis::child::{self, Executed};
use crate::win32::arguments::store;
use crate::win32::boundary::{hresult as failed, pointer};
use core::ptr::null_mut;

method!(pub(super) IHttpContext::CloneContext as clone(
    this: ContextObject, flags: DWORD, clone: *mut *mut IHttpContext) -> HRESULT, failed, {
    if clone.is_null() {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    let (context, result) = match child::clone(&this.shared(), flags) {
        Ok(context) => (context.interface.as_interface(), S_OK),
        Err(error) => (null_mut(), error),
    };
    // SAFETY: C++ gives a place that may be written.
    unsafe { store(clone, context) };
    result
});
method!(pub(super) IHttpContext::ReleaseClonedContext as release(this: ContextObject) -> HRESULT, failed, {
    // The object is there until the method has returned.
    let context = this.shared();
    if child::release(&context) { S_OK } else { hresult::of(ERROR_INVALID_PARAMETER) }
});
method!(pub(super) IHttpContext::ExecuteRequest as execute(
    this: ContextObject, asynchronous: BOOL, clone: *mut IHttpContext, flags: DWORD, user: *mut IHttpUser,
    expected: *mut BOOL) -> HRESULT, failed, {
    if asynchronous == FALSE {
        return hresult::of(ERROR_NOT_SUPPORTED);
    }
    // SAFETY: C++ gives a user that it has a reference of, or NULL.
    let user = unsafe { User::new(user) };
    let executed = child::execute(&this.shared(), clone, flags, user, expected.is_null());
    let (pending, result) = match executed {
        Ok(Executed::Ended) => (FALSE, S_OK),
        Ok(Executed::Pending) => (TRUE, S_OK),
        Err(error) => (FALSE, error),
    };
    // SAFETY: C++ gives a place that may be written, or NULL.
    unsafe { store(expected, pending) };
    result
});
method!(pub(super) IHttpContext::GetExecuteFlags as get_flags(this: ContextObject) -> DWORD, || 0, {
    this.child().map_or(0, |child| child.flags())
});
method!(pub(super) IHttpContext::GetParentContext as get_parent(this: ContextObject) -> *mut IHttpContext, pointer, {
    this.parent().map_or(null_mut(), |parent| parent.interface.as_interface())
});
method!(pub(super) IHttpContext::GetRootContext as get_root(this: ContextObject) -> *mut IHttpContext, pointer, {
    let mut root = this.parent();
    while let Some(parent) = root.as_ref().and_then(|context| context.parent()) {
        root = Some(parent);
    }
    root.map_or(null_mut(), |root| root.interface.as_interface())
});
