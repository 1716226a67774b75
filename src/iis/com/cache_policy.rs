//! IHttpCachePolicy.

use super::hresult::{self, S_OK};
use super::object::{Object, Owner, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::httpapi::cache::Policy;
use crate::iis::context::Context;
use crate::win32::boundary::{hresult as failed, pointer, text, void};
use core::cell::UnsafeCell;
use core::ffi::CStr;
use parking_lot::Mutex;
use std::sync::Weak;
use std::sync::atomic::{AtomicBool, Ordering};

/// A structure that modules change in its place.
struct Open(UnsafeCell<HTTP_CACHE_POLICY>);

// SAFETY: what modules write there is plain numbers, and theirs to order.
unsafe impl Send for Open {}
// SAFETY: as above.
unsafe impl Sync for Open {}

impl Open {
    fn new() -> Self {
        Self(UnsafeCell::new(HTTP_CACHE_POLICY { Policy: HttpCachePolicyNocache, SecondsToLive: 0 }))
    }
}

/// Text in the request's memory.
struct List(Mutex<PCSTR>);

// SAFETY: the text does not change.
unsafe impl Send for List {}
// SAFETY: as above.
unsafe impl Sync for List {}

impl List {
    fn new() -> Self {
        Self(Mutex::new(c"".as_ptr()))
    }

    fn get(&self) -> PCSTR {
        *self.0.lock()
    }

    /// Adds an item behind a comma.
    fn add(&self, owner: &Context, item: &[u8]) -> HRESULT {
        let mut place = self.0.lock();
        // SAFETY: it is a text of ours.
        let before = unsafe { CStr::from_ptr(*place) }.to_bytes();
        let separator: &[u8] = if before.is_empty() { b"" } else { b"," };
        match owner.memory.narrow(&[before, separator, item].concat()) {
            Some(text) => *place = text.as_ptr().cast(),
            None => return hresult::of(ERROR_NOT_ENOUGH_MEMORY),
        }
        S_OK
    }
}

pub struct CachePolicy {
    owner: Owner,
    kernel: Open,
    user: Open,
    headers: List,
    query_strings: List,
    value: List,
    user_cache_disabled: AtomicBool,
    cached: AtomicBool,
    invalidator: AtomicBool,
    force_update: AtomicBool,
}

pub type CachePolicyObject = Object<IHttpCachePolicy2, CachePolicy>;

pub fn new(context: &Weak<Context>) -> CachePolicyObject {
    Object::new(
        &VTABLE,
        CachePolicy {
            owner: Owner::new(context),
            kernel: Open::new(),
            user: Open::new(),
            headers: List::new(),
            query_strings: List::new(),
            value: List::new(),
            user_cache_disabled: AtomicBool::new(false),
            cached: AtomicBool::new(false),
            invalidator: AtomicBool::new(false),
            force_update: AtomicBool::new(false),
        },
    )
}

impl CachePolicy {
    /// What the cache of the HTTP API is told; numbers that are no policy keep nothing.
    pub fn kernel_policy(&self) -> Policy {
        // SAFETY: it is there as long as `self`.
        Policy::try_from(unsafe { *self.kernel.0.get() }).unwrap_or(Policy::Not)
    }

    /// What the output cache is told.
    pub fn user_policy(&self) -> Policy {
        // SAFETY: as above.
        Policy::try_from(unsafe { *self.user.0.get() }).unwrap_or(Policy::Not)
    }
}

/// # Safety
/// The text is NULL or ends with a NUL.
unsafe fn bytes<'a>(text: PCSTR) -> Option<&'a [u8]> {
    // SAFETY: by contract.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_bytes())
}

macro_rules! flag {
    ($set:ident, $set_name:ident, $get:ident, $get_name:ident, $interface:ident, $field:ident, $meaning:expr) => {
        method!($interface::$set_name as $set(this: CachePolicyObject), void, {
            this.$field.store(true, Ordering::Relaxed);
        });
        method!($interface::$get_name as $get(this: CachePolicyObject) -> BOOL, || FALSE, {
            BOOL::from(this.$field.load(Ordering::Relaxed) == $meaning)
        });
    };
}

method!(IHttpCachePolicy::GetKernelCachePolicy as get_kernel(this: CachePolicyObject)
    -> *mut HTTP_CACHE_POLICY, pointer, { this.kernel.0.get() });
method!(IHttpCachePolicy::GetUserCachePolicy as get_user(this: CachePolicyObject)
    -> *mut HTTP_CACHE_POLICY, pointer, { this.user.0.get() });
method!(IHttpCachePolicy::AppendVaryByHeader as append_header(this: CachePolicyObject, item: PCSTR)
    -> HRESULT, failed, {
    // SAFETY: C++ gives NULL or text that ends with a NUL.
    unsafe { bytes(item) }.map_or(S_OK, |item| this.headers.add(&this.owner, item))
});
method!(IHttpCachePolicy::GetVaryByHeaders as get_headers(this: CachePolicyObject) -> PCSTR, text, {
    this.headers.get()
});
method!(IHttpCachePolicy::AppendVaryByQueryString as append_query_string(this: CachePolicyObject, item: PCSTR)
    -> HRESULT, failed, {
    // SAFETY: as above.
    unsafe { bytes(item) }.map_or(S_OK, |item| this.query_strings.add(&this.owner, item))
});
method!(IHttpCachePolicy::GetVaryByQueryStrings as get_query_strings(this: CachePolicyObject) -> PCSTR, text, {
    this.query_strings.get()
});
method!(IHttpCachePolicy::SetVaryByValue as set_value(this: CachePolicyObject, value: PCSTR) -> HRESULT, failed, {
    // SAFETY: as above.
    let Some(value) = (unsafe { bytes(value) }) else { return E_INVALIDARG };
    if value.len() > usize::from(USHORT::MAX) {
        return hresult::of(ERROR_ARITHMETIC_OVERFLOW);
    }
    let Some(copy) = this.owner.memory.narrow(value) else { return E_OUTOFMEMORY };
    *this.value.0.lock() = copy.as_ptr().cast();
    S_OK
});
method!(IHttpCachePolicy::GetVaryByValue as get_value(this: CachePolicyObject) -> PCSTR, text, { this.value.get() });
flag!(
    disable_user,
    DisableUserCache,
    is_user_enabled,
    IsUserCacheEnabled,
    IHttpCachePolicy,
    user_cache_disabled,
    false
);
flag!(set_cached, SetIsCached, is_cached, IsCached, IHttpCachePolicy, cached, true);
flag!(
    set_invalidator,
    SetKernelCacheInvalidatorSet,
    get_invalidator,
    GetKernelCacheInvalidatorSet,
    IHttpCachePolicy,
    invalidator,
    true
);
flag!(set_force_update, SetForceUpdate, is_force_update_set, IsForceUpdateSet, IHttpCachePolicy2, force_update, true);

static VTABLE: Vtable<IHttpCachePolicy2> = Vtable::new(IHttpCachePolicy2Vtbl {
    base: IHttpCachePolicyVtbl {
        GetKernelCachePolicy: get_kernel,
        SetKernelCacheInvalidatorSet: set_invalidator,
        GetUserCachePolicy: get_user,
        AppendVaryByHeader: append_header,
        GetVaryByHeaders: get_headers,
        AppendVaryByQueryString: append_query_string,
        GetVaryByQueryStrings: get_query_strings,
        SetVaryByValue: set_value,
        GetVaryByValue: get_value,
        IsUserCacheEnabled: is_user_enabled,
        DisableUserCache: disable_user,
        IsCached: is_cached,
        SetIsCached: set_cached,
        GetKernelCacheInvalidatorSet: get_invalidator,
    },
    IsForceUpdateSet: is_force_update_set,
    SetForceUpdate: set_force_update,
});
