//! Cache operations: records of modules, and who keeps them.

use super::global_providers::Notification;
use super::hresult::{self, S_OK};
use super::module_call::call_module;
use super::object::{Object, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::iis::worker::Worker;
use crate::win32::arguments;
use crate::win32::boundary::{pointer, void};
use core::ptr::null_mut;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;

/// A record with the reference that its holder has.
#[derive(Clone, Copy)]
struct Record(*mut IHttpCacheSpecificData);

// SAFETY: records are counted by atomic numbers, and used on any thread.
unsafe impl Send for Record {}
// SAFETY: as above.
unsafe impl Sync for Record {}

/// # Safety
/// `$this` is a live object of its class.
macro_rules! call {
    ($what:literal, $this:expr, $method:ident $(, $argument:expr)*) => {
        call_module("(cache)", $what, || ((*(*$this).vtable).$method)($this $(, $argument)*))
    };
}

impl Record {
    fn reference(self) -> Self {
        // SAFETY: the holder has a reference.
        unsafe { call!("IHttpCacheSpecificData::ReferenceCacheData", self.0, ReferenceCacheData) };
        self
    }

    fn release(self) {
        // SAFETY: the reference is not used again.
        unsafe { call!("IHttpCacheSpecificData::DereferenceCacheData", self.0, DereferenceCacheData) };
    }

    fn key(self) -> *mut IHttpCacheKey {
        // SAFETY: the holder has a reference.
        unsafe { call!("IHttpCacheSpecificData::GetCacheKey", self.0, GetCacheKey) }
    }

    fn set_flushed(self) {
        // SAFETY: the holder has a reference.
        unsafe { call!("IHttpCacheSpecificData::SetFlushed", self.0, SetFlushed) };
    }
}

/// A record with the reference of the cache.
struct Kept(Record);

impl Drop for Kept {
    fn drop(&mut self) {
        self.0.release();
    }
}

/// So many records are kept of one cache.
const MOST: usize = 10_000;

/// Records with their keys' hashes.
type Hashed = Vec<(DWORD, Arc<Kept>)>;

/// What is kept where no module handles the operation: records by the name of their cache.
#[derive(Default)]
pub struct Records(Mutex<HashMap<String, Hashed>>);

impl Records {
    /// Nothing is kept any more.
    pub fn clean_up(&self) {
        let all = std::mem::take(&mut *self.0.lock());
        for (_, kept) in all.into_values().flatten() {
            kept.0.set_flushed();
        }
    }

    /// The records of a cache.
    fn of(&self, name: &str) -> Hashed {
        self.0.lock().get(name).cloned().unwrap_or_default()
    }

    /// Keeps a record with the reference that it comes with, unless there are too many.
    fn add(&self, name: String, hash: DWORD, record: Record) -> bool {
        let kept = Arc::new(Kept(record));
        let mut all = self.0.lock();
        let records = all.entry(name).or_default();
        let fits = records.len() < MOST;
        if fits {
            records.push((hash, kept));
        } else {
            // Its release is the module's code.
            drop(all);
            drop(kept);
        }
        fits
    }

    /// Takes records out; how many there were.
    fn take(&self, name: &str, chosen: &[Arc<Kept>]) -> usize {
        let taken: Hashed = {
            let mut all = self.0.lock();
            let Some(records) = all.get_mut(name) else { return 0 };
            records.extract_if(.., |(_, kept)| chosen.iter().any(|one| Arc::ptr_eq(one, kept))).collect()
        };
        taken.iter().for_each(|(_, kept)| kept.0.set_flushed());
        taken.len()
    }
}

/// # Safety
/// The key is a live object.
unsafe fn name_of(key: *mut IHttpCacheKey) -> String {
    // SAFETY: by contract; the name ends with a NUL.
    unsafe { arguments::wide(call!("IHttpCacheKey::GetCacheName", key, GetCacheName)) }.unwrap_or_default()
}

/// # Safety
/// The key is a live object.
unsafe fn hash_of(key: *mut IHttpCacheKey) -> DWORD {
    // SAFETY: by contract.
    unsafe { call!("IHttpCacheKey::GetHash", key, GetHash) }
}

/// DoCacheOperation.
///
/// # Safety
/// The key is a live object, `data` NULL or a place with NULL or a live record, and `trace` NULL or live.
pub unsafe fn operate(
    worker: &Worker,
    operation: CACHE_OPERATION,
    key: *mut IHttpCacheKey,
    data: *mut *mut IHttpCacheSpecificData,
    trace: *mut IHttpTraceContext,
) -> HRESULT {
    let needs_data = matches!(operation, CACHE_OPERATION_RETRIEVE | CACHE_OPERATION_ADD);
    if key.is_null()
        || !(CACHE_OPERATION_RETRIEVE..=CACHE_OPERATION_ENUM).contains(&operation)
        || (needs_data && data.is_null())
    {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    // SAFETY: by contract.
    let given = if operation == CACHE_OPERATION_ADD { unsafe { *data } } else { null_mut() };
    if operation == CACHE_OPERATION_ADD && given.is_null() {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    let provider: CacheProvider =
        Object::new(&PROVIDER, Operation { operation, key, given, record: Mutex::new(None), trace });
    if worker.notify(Notification::CacheOperation((&provider).into())) {
        let record = provider.record.lock().take();
        if operation == CACHE_OPERATION_RETRIEVE {
            let Some(record) = record else { return hresult::of(ERROR_FILE_NOT_FOUND) };
            // SAFETY: by contract.
            unsafe { *data = record.0 };
        } else if let Some(record) = record {
            record.release();
        }
        return S_OK;
    }
    if let Some(record) = provider.record.lock().take() {
        record.release();
    }
    // SAFETY: by contract.
    unsafe { keep(&worker.records, operation, key, data) }
}

/// What the host does where no module has handled the operation.
///
/// # Safety
/// As of `operate`.
unsafe fn keep(
    records: &Records,
    operation: CACHE_OPERATION,
    key: *mut IHttpCacheKey,
    data: *mut *mut IHttpCacheSpecificData,
) -> HRESULT {
    // SAFETY: by contract.
    let (name, hash) = unsafe { (name_of(key), hash_of(key)) };
    // SAFETY: keys of one cache are of one class, and records that are kept are alive.
    let is_equal = |other: Record| unsafe { call!("IHttpCacheKey::GetIsEqual", key, GetIsEqual, other.key()) };
    // SAFETY: as above.
    let is_prefix = |other: Record| unsafe { call!("IHttpCacheKey::GetIsPrefix", key, GetIsPrefix, other.key()) };
    let all = records.of(&name).into_iter();
    let chosen: Vec<Arc<Kept>> = match operation {
        CACHE_OPERATION_ENUM => all.map(|(_, kept)| kept).collect(),
        CACHE_OPERATION_FLUSH_PREFIX => all.map(|(_, kept)| kept).filter(|kept| is_prefix(kept.0)).collect(),
        _ => all.filter(|(known, kept)| *known == hash && is_equal(kept.0)).map(|(_, kept)| kept).collect(),
    };
    let not_found = hresult::of(ERROR_FILE_NOT_FOUND);
    match operation {
        CACHE_OPERATION_RETRIEVE => {
            let Some(kept) = chosen.first() else { return not_found };
            // SAFETY: by contract; the caller gets a reference of its own.
            unsafe { *data = kept.0.reference().0 };
        }
        CACHE_OPERATION_ADD => {
            records.take(&name, &chosen);
            // SAFETY: by contract; the cache gets a reference of its own.
            let record = Record(unsafe { *data }).reference();
            if !records.add(name, hash, record) {
                return hresult::of(ERROR_NOT_ENOUGH_MEMORY);
            }
        }
        CACHE_OPERATION_ENUM => {
            for kept in &chosen {
                // SAFETY: as above.
                unsafe { call!("IHttpCacheKey::Enum", key, Enum, kept.0.0) };
            }
        }
        CACHE_OPERATION_FLUSH_PREFIX => {
            records.take(&name, &chosen);
        }
        _ if records.take(&name, &chosen) == 0 => return not_found,
        _ => {}
    }
    S_OK
}

struct Operation {
    operation: CACHE_OPERATION,
    key: *mut IHttpCacheKey,
    given: *mut IHttpCacheSpecificData,
    /// What a module has answered with.
    record: Mutex<Option<Record>>,
    trace: *mut IHttpTraceContext,
}

/// The argument of OnGlobalCacheOperation.
type CacheProvider = Object<ICacheProvider, Operation>;

method!(IHttpEventProvider::SetErrorStatus as provider_error(this: CacheProvider, _error: HRESULT), void, {
    let _ = this;
});
method!(ICacheProvider::GetCacheOperation as provider_operation(this: CacheProvider) -> CACHE_OPERATION,
    || CACHE_OPERATION_RETRIEVE, { this.operation });
method!(ICacheProvider::GetCacheKey as provider_key(this: CacheProvider) -> *mut IHttpCacheKey, pointer, { this.key });
method!(ICacheProvider::GetCacheRecord as provider_record(this: CacheProvider) -> *mut IHttpCacheSpecificData, pointer, {
    let record = *this.record.lock();
    record.map_or(this.given, |record| record.0)
});
method!(ICacheProvider::SetCacheRecord as provider_set_record(this: CacheProvider, record: *mut IHttpCacheSpecificData),
    void, {
    if !record.is_null() {
        let before = this.record.lock().replace(Record(record));
        if let Some(before) = before {
            before.release();
        }
    }
});
method!(ICacheProvider::GetTraceContext as provider_trace(this: CacheProvider) -> *mut IHttpTraceContext, pointer, {
    this.trace
});

static PROVIDER: Vtable<ICacheProvider> = Vtable::new(ICacheProviderVtbl {
    base: IHttpEventProviderVtbl { SetErrorStatus: provider_error },
    GetCacheOperation: provider_operation,
    GetCacheKey: provider_key,
    GetCacheRecord: provider_record,
    SetCacheRecord: provider_set_record,
    GetTraceContext: provider_trace,
});
