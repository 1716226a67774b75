//! The HTTP_REQUEST itself, and what is read from it alone.

use super::RequestObject;
use super::RequestState;
use crate::abi::iis::*;
use crate::httpapi::queue::Version;
use crate::httpapi::request::Request;
use crate::httpapi::request_layout::{lay_out_without_token, room};
use crate::iis::com::memory::Memory;
use crate::iis::com::object::method;
use crate::win32::arguments::store;
use crate::win32::boundary::{pointer, text, void};
use crate::win32::caller_memory::CallerBuffer;
use crate::win32::text as wide_text;
use core::ptr::NonNull;
use std::sync::atomic::Ordering;

/// The structure in the request's memory. Modules have its address and may write to it.
#[derive(Clone, Copy)]
pub struct Raw(NonNull<HTTP_REQUEST_V2>);

// SAFETY: it is memory of the request's; the methods take turns, and modules answer for themselves.
unsafe impl Send for Raw {}
// SAFETY: as above.
unsafe impl Sync for Raw {}

impl Raw {
    pub fn as_ptr(self) -> *mut HTTP_REQUEST_V2 {
        self.0.as_ptr()
    }

    /// Of a request that has come over the wire.
    fn of(request: &Request, memory: &Memory) -> Option<Self> {
        let size = room(Version::Two, request);
        let block = memory.array::<u128>(size.div_ceil(size_of::<u128>()))?;
        // SAFETY: the block has so many bytes and is nobody else's.
        let mut buffer = unsafe { CallerBuffer::new(block.as_ptr().cast(), size) };
        lay_out_without_token(Version::Two, request, &mut buffer, false);
        Some(Self(block.cast()))
    }

    /// Of a request that nobody has sent.
    fn empty(memory: &Memory) -> Option<Self> {
        let block = memory.array::<HTTP_REQUEST_V2>(1)?;
        let url = memory.narrow(b"/")?;
        // SAFETY: the block is the structure's, for which zero is a value.
        unsafe {
            block.write_bytes(0, 1);
            let v1 = &mut (*block.as_ptr()).Base;
            v1.Version = HTTP_VERSION { MajorVersion: 1, MinorVersion: 1 };
            v1.Verb = HttpVerbGET;
            (v1.pRawUrl, v1.RawUrlLength) = (url.as_ptr().cast(), 1);
        }
        Some(Self(block))
    }
}

impl RequestState {
    /// Whether it may be another one than it came.
    pub fn is_changed(&self) -> bool {
        self.is_changed.load(Ordering::Acquire)
    }

    /// The request as it came, while the structure says the same.
    pub(super) fn unchanged(&self) -> Option<&Request> {
        self.owner.wire.as_deref().filter(|_| !self.is_changed())
    }

    pub(super) fn raw(&self) -> *mut HTTP_REQUEST_V2 {
        let raw = self.raw.get_or_init(|| {
            let memory = &self.owner.memory;
            let raw = match &self.owner.wire {
                Some(wire) => Raw::of(wire, memory),
                None => Raw::empty(memory),
            };
            raw.expect("there is memory for a request")
        });
        raw.as_ptr()
    }

    /// The structure as version 1 has it, which is all of it that matters here.
    pub(super) fn v1(&self) -> *mut HTTP_REQUEST_V1 {
        self.raw().cast()
    }

    /// The structure for whoever changes it.
    pub(super) fn changing(&self) -> *mut HTTP_REQUEST_V1 {
        let v1 = self.v1();
        self.is_changed.store(true, Ordering::Release);
        v1
    }

    /// Makes this request, at which nobody has looked yet, one like another. Texts are shared:
    /// whoever does this keeps the other request alive as long as this one.
    pub fn imitate(&self, other: &RequestState, with_headers: bool) {
        let Some(block) = self.owner.memory.array::<HTTP_REQUEST_V2>(1) else { return };
        let headers = other.headers.lock();
        let url = other.url.lock();
        // SAFETY: both are such structures, and the new one is nobody else's.
        unsafe {
            block.copy_from_nonoverlapping(NonNull::new_unchecked(other.raw()), 1);
            let v1 = &mut (*block.as_ptr()).Base;
            v1.EntityChunkCount = 0;
            v1.pEntityChunks = core::ptr::null_mut();
            if with_headers {
                // What is changed in one array is not to be seen in the other.
                let unknown = super::headers::unknown_of(&v1.Headers);
                let copy = self.owner.memory.copy(unknown);
                v1.Headers.UnknownHeaderCount = if copy.is_some() { v1.Headers.UnknownHeaderCount } else { 0 };
                v1.Headers.pUnknownHeaders = copy.map_or(core::ptr::null_mut(), NonNull::as_ptr);
            } else {
                v1.Headers = core::mem::zeroed();
            }
        }
        drop((headers, url));
        let _ = self.raw.set(Raw(block));
        self.changing();
    }

    /// HTTP_REQUEST.Flags.
    pub fn flags(&self) -> u32 {
        // SAFETY: the structure lives as long as the request.
        unsafe { (*self.v1()).Flags }
    }

    /// Whether the request came by TLS.
    pub fn is_secure(&self) -> bool {
        // SAFETY: as above.
        unsafe { !(*self.v1()).pSslInfo.is_null() }
    }

    /// The protocol's version.
    pub fn version(&self) -> (u16, u16) {
        // SAFETY: as above.
        let version = unsafe { (*self.v1()).Version };
        (version.MajorVersion, version.MinorVersion)
    }

    /// Text of the structure's, or of what a module has put there.
    ///
    /// # Safety
    /// The pointer is NULL or that of so many bytes that live as long as the request.
    pub(super) unsafe fn text(&self, start: PCSTR, length: usize) -> &[u8] {
        if start.is_null() {
            // With its NUL behind it, as every text is.
            return c"".to_bytes();
        }
        // SAFETY: by contract.
        unsafe { core::slice::from_raw_parts(start.cast(), length) }
    }

    /// Wide text of the structure's, of a length in bytes.
    ///
    /// # Safety
    /// The pointer is NULL or that of so many bytes.
    pub(super) unsafe fn wide(start: PCWSTR, bytes: u16) -> String {
        if start.is_null() {
            return String::new();
        }
        let units = usize::from(bytes) / size_of::<WCHAR>();
        // SAFETY: by contract.
        wide_text::from_wide(unsafe { core::slice::from_raw_parts(start, units) })
    }
}

method!(pub(super) IHttpRequest::GetRawHttpRequest as get(this: RequestObject) -> *mut HTTP_REQUEST, pointer, {
    this.changing().cast()
});
method!(pub(super) IHttpRequest::GetRawHttpRequest as get_const(this: RequestObject) -> *const HTTP_REQUEST, text, {
    // Modules write through it all the same.
    this.changing().cast()
});
method!(pub(super) IHttpRequest::GetLocalAddress as get_local_address(this: RequestObject) -> PSOCKADDR, pointer, {
    // SAFETY: the structure lives as long as the request.
    unsafe { (*this.v1()).Address.pLocalAddress }
});
method!(pub(super) IHttpRequest::GetRemoteAddress as get_remote_address(this: RequestObject) -> PSOCKADDR, pointer, {
    // SAFETY: as above.
    unsafe { (*this.v1()).Address.pRemoteAddress }
});
method!(pub(super) IHttpRequest::GetHttpVersion as get_version(this: RequestObject, major: *mut USHORT, minor: *mut USHORT),
    void, {
    let version = this.version();
    // SAFETY: C++ gives places that may be written, or NULL.
    unsafe {
        store(major, version.0);
        store(minor, version.1);
    }
});
method!(pub(super) IHttpRequest::GetSiteId as get_site_id(this: RequestObject) -> DWORD, || 0, {
    this.owner.application.site_id()
});
