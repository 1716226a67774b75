//! IHttpFileInfo: a file of the cache, counted by its references.

use super::containers::{Container, container};
use super::hresult::{self, S_OK};
use super::object::{Object, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::iis::file_cache::{Content, FileInfo};
use crate::win32::arguments::store;
use crate::win32::boundary::{hresult as failed, pointer, text, void};
use crate::win32::handle_table::{HANDLES, close};
use crate::win32::text::to_wide;
use core::ptr::{from_ref, null, null_mut, without_provenance_mut};
use core::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

/// The TTL of a record begins with this.
const FULL_TTL: u32 = 2;

pub struct FileState {
    file: Arc<FileInfo>,
    path: Box<[WCHAR]>,
    etag: Box<[u8]>,
    last_modified: Box<[u8]>,
    /// Of a file that is not kept in memory; closed with the record.
    handle: OnceLock<usize>,
    container: Container,
    key: FileKey,
    ttl: AtomicU32,
    flushed: AtomicBool,
}

pub type FileObject = Object<IHttpFileInfo, FileState>;

/// The key of a file: its path, with a NUL behind it.
type FileKey = Object<IFileKey, Box<[WCHAR]>>;

fn with_nul<T: Default>(mut units: Vec<T>) -> Box<[T]> {
    units.push(T::default());
    units.into()
}

/// For a caller that has a reference of its own.
pub fn hand_out(record: Arc<FileObject>) -> *mut IHttpFileInfo {
    Arc::into_raw(record).cast_mut().cast()
}

impl FileState {
    /// The cache does not have it any more.
    pub fn flush(&self) {
        self.flushed.store(true, Ordering::Relaxed);
    }

    pub fn is_flushed(&self) -> bool {
        self.flushed.load(Ordering::Relaxed)
    }

    /// What modules have stored with it goes before they do.
    pub fn empty(&self) {
        self.container.empty();
    }
}

pub fn record(file: Arc<FileInfo>) -> Arc<FileObject> {
    let path: Box<[WCHAR]> = with_nul(to_wide(&file.path().to_string_lossy()));
    Arc::new(Object::new(
        &VTABLE,
        FileState {
            etag: with_nul(file.etag().as_bytes().to_vec()),
            last_modified: with_nul(file.last_modified().as_bytes().to_vec()),
            key: Object::new(&KEY, path.clone()),
            path,
            file,
            handle: OnceLock::new(),
            container: container(),
            ttl: AtomicU32::new(FULL_TTL),
            flushed: AtomicBool::new(false),
        },
    ))
}

impl Drop for FileState {
    fn drop(&mut self) {
        if let Some(handle) = self.handle.get() {
            // Nobody else was told of it as theirs.
            let _ = close(without_provenance_mut(*handle));
        }
    }
}

/// INVALID_HANDLE_VALUE.
fn no_handle() -> HANDLE {
    without_provenance_mut(usize::MAX)
}

/// The path as a number, the same in whatever case it is written.
fn hash(path: &[WCHAR]) -> DWORD {
    path.iter().fold(0x811C_9DC5, |hash: u32, unit| (hash ^ crate::win32::text::code(*unit)).wrapping_mul(0x0100_0193))
}

method!(IHttpCacheKey::GetHash as key_hash(this: FileKey) -> DWORD, || 0, { hash(this) });
method!(IHttpCacheKey::GetCacheName as key_cache(this: FileKey) -> PCWSTR, text, {
    let _ = this;
    const NAME: [WCHAR; 5] = [b'F' as WCHAR, b'I' as WCHAR, b'L' as WCHAR, b'E' as WCHAR, 0];
    const { &NAME }.as_ptr()
});
method!(IHttpCacheKey::GetIsEqual as key_is_equal(this: FileKey, other: *mut IHttpCacheKey) -> bool, || false, {
    // SAFETY: by contract the other key is one of a file, whose path ends with a NUL.
    let other = unsafe { path_of(other) };
    other == &***this
});
method!(IHttpCacheKey::GetIsPrefix as key_is_prefix(this: FileKey, other: *mut IHttpCacheKey) -> bool, || false, {
    let own = &this[..this.len() - 1];
    // SAFETY: as above.
    unsafe { path_of(other) }.starts_with(own)
});
method!(IHttpCacheKey::Enum as key_enum(this: FileKey, _record: *mut IHttpCacheSpecificData), void, {
    let _ = this;
});
method!(IFileKey::GetPath as key_path(this: FileKey) -> PCWSTR, text, { this.as_ptr() });

/// # Safety
/// NULL, or a live key of a file; whosever it is, its path ends with a NUL.
unsafe fn path_of<'a>(key: *mut IHttpCacheKey) -> &'a [WCHAR] {
    if key.is_null() {
        return &[];
    }
    let key = key.cast::<IFileKey>();
    // SAFETY: by contract.
    unsafe {
        let path = super::module_call::call_module("(cache)", "IFileKey::GetPath", || ((*(*key).vtable).GetPath)(key));
        if path.is_null() { &[] } else { crate::win32::arguments::units(path, -1) }
    }
}

static KEY: Vtable<IFileKey> = Vtable::new(IFileKeyVtbl {
    base: IHttpCacheKeyVtbl {
        GetHash: key_hash,
        GetCacheName: key_cache,
        GetIsEqual: key_is_equal,
        GetIsPrefix: key_is_prefix,
        Enum: key_enum,
    },
    GetPath: key_path,
});

method!(IHttpCacheSpecificData::GetCacheKey as cache_key(this: FileObject) -> *mut IHttpCacheKey, pointer, {
    this.key.as_interface()
});
method!(IHttpCacheSpecificData::ReferenceCacheData as reference(this: FileObject), void, {
    // SAFETY: the object came from an Arc, of which the caller has a reference.
    unsafe { Arc::increment_strong_count(from_ref(this)) };
});
method!(IHttpCacheSpecificData::DereferenceCacheData as dereference(this: FileObject), void, {
    // SAFETY: the caller gives up its reference.
    unsafe { Arc::decrement_strong_count(from_ref(this)) };
});
method!(IHttpCacheSpecificData::ResetTTL as reset_ttl(this: FileObject), void, {
    this.ttl.store(FULL_TTL, Ordering::Relaxed);
});
method!(IHttpCacheSpecificData::DecrementTTL as decrement_ttl(this: FileObject, expired: *mut BOOL), void, {
    let left = this.ttl.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |ttl| Some(ttl.saturating_sub(1)));
    let left = left.unwrap_or_else(|ttl| ttl).saturating_sub(1);
    // SAFETY: C++ gives a place that may be written, or NULL.
    unsafe { store(expired, BOOL::from(left == 0)) };
});
method!(IHttpCacheSpecificData::SetFlushed as set_flushed(this: FileObject), void, {
    this.flush();
});
method!(IHttpCacheSpecificData::GetFlushed as get_flushed(this: FileObject) -> BOOL, || FALSE, {
    BOOL::from(this.is_flushed())
});
method!(IHttpFileInfo::GetAttributes as attributes(this: FileObject) -> DWORD, || 0, { this.file.attributes() });
method!(IHttpFileInfo::GetSize as size(this: FileObject, size: *mut ULARGE_INTEGER), void, {
    // SAFETY: C++ gives a place that may be written, or NULL.
    unsafe { store(size, ULARGE_INTEGER { QuadPart: this.file.size() }) };
});
method!(IHttpFileInfo::GetFileBuffer as buffer(this: FileObject) -> *const BYTE, text, {
    match this.file.content() {
        Content::Kept(bytes) => bytes.as_ptr(),
        Content::Open(_) => null(),
    }
});
method!(IHttpFileInfo::GetFileHandle as handle(this: FileObject) -> HANDLE, no_handle, {
    let Content::Open(file) = this.file.content() else { return no_handle() };
    if let Some(handle) = this.handle.get() {
        return without_provenance_mut(*handle);
    }
    let Ok(handle) = HANDLES.insert(file.clone()) else { return no_handle() };
    let kept = *this.handle.get_or_init(|| handle.addr());
    if kept != handle.addr() {
        // Another thread was faster.
        let _ = close(handle);
    }
    without_provenance_mut(kept)
});
method!(IHttpFileInfo::GetFilePath as file_path(this: FileObject) -> PCWSTR, text, { this.path.as_ptr() });
method!(IHttpFileInfo::GetETag as etag(this: FileObject, length: *mut USHORT) -> PCSTR, text, {
    // SAFETY: C++ gives a place that may be written, or NULL.
    unsafe { store(length, (this.etag.len() - 1) as USHORT) };
    this.etag.as_ptr().cast()
});
method!(IHttpFileInfo::GetLastModifiedTime as last_modified_time(this: FileObject, time: *mut FILETIME), void, {
    // SAFETY: as above.
    unsafe { store(time, this.file.modified()) };
});
method!(IHttpFileInfo::GetLastModifiedString as last_modified(this: FileObject) -> PCSTR, text, {
    this.last_modified.as_ptr().cast()
});
method!(IHttpFileInfo::GetHttpCacheAllowed as cache_allowed(this: FileObject, seconds: *mut DWORD) -> BOOL, || FALSE, {
    let _ = this;
    // The library's cache keeps responses as long as the application says, and nothing watches the files behind them.
    // SAFETY: as above.
    unsafe { store(seconds, 0) };
    FALSE
});
method!(IHttpFileInfo::AccessCheck as access_check(this: FileObject, token: HANDLE, _sid: PSID) -> HRESULT, failed, {
    let _ = this;
    // The process reads as itself, whoever the user is.
    if token.is_null() { S_OK } else { hresult::of(ERROR_NOT_SUPPORTED) }
});
method!(IHttpFileInfo::GetVrToken as vr_token(this: FileObject) -> HANDLE, null_mut, {
    let _ = this;
    null_mut()
});
method!(IHttpFileInfo::GetVrPath as vr_path(this: FileObject) -> PCWSTR, text, {
    let _ = this;
    null()
});
method!(IHttpFileInfo::GetModuleContextContainer as file_container(this: FileObject)
    -> *mut IHttpModuleContextContainer, pointer, { this.container.as_interface() });
method!(IHttpFileInfo::CheckIfFileHasChanged as has_changed(this: FileObject, _token: HANDLE) -> BOOL, || TRUE, {
    BOOL::from(this.file.has_changed())
});

static VTABLE: Vtable<IHttpFileInfo> = Vtable::new(IHttpFileInfoVtbl {
    base: IHttpCacheSpecificDataVtbl {
        GetCacheKey: cache_key,
        ReferenceCacheData: reference,
        DereferenceCacheData: dereference,
        ResetTTL: reset_ttl,
        DecrementTTL: decrement_ttl,
        SetFlushed: set_flushed,
        GetFlushed: get_flushed,
    },
    GetAttributes: attributes,
    GetSize: size,
    GetFileBuffer: buffer,
    GetFileHandle: handle,
    GetFilePath: file_path,
    GetETag: etag,
    GetLastModifiedTime: last_modified_time,
    GetLastModifiedString: last_modified,
    GetHttpCacheAllowed: cache_allowed,
    AccessCheck: access_check,
    GetVrToken: vr_token,
    GetVrPath: vr_path,
    GetModuleContextContainer: file_container,
    CheckIfFileHasChanged: has_changed,
});
