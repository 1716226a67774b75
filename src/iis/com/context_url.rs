//! The methods of IHttpContext that tell where a request's URL leads to.

use super::context::ContextObject;
use super::hresult::{self, S_OK};
use super::object::method;
use crate::abi::iis::*;
use crate::iis::place::PlaceText;
use crate::net::url::{CookedUrl, UrlLimits};
use crate::win32::arguments::{copy_out, load, store, wide};
use crate::win32::boundary::{hresult as failed, pointer, text};
use crate::win32::text::to_wide;
use core::fmt::Write;
use core::net::{Ipv4Addr, SocketAddr};

/// What the getters return.
///
/// # Safety
/// The length is NULL or may be written.
unsafe fn give(place: &PlaceText, length: *mut DWORD) -> PCWSTR {
    // SAFETY: by contract.
    unsafe { store(length, place.wide.len()) };
    place.wide.as_ptr()
}

method!(pub(super) IHttpContext::GetUrlInfo as get_url_info(this: ContextObject) -> *mut IHttpUrlInfo, pointer, {
    this.url_info().as_interface()
});
method!(pub(super) IHttpContext::GetPhysicalPath as get_physical_path(this: ContextObject, length: *mut DWORD)
    -> PCWSTR, text, {
    // SAFETY: C++ gives a place that may be written, or NULL.
    unsafe { give(&this.physical_path(), length) }
});
method!(pub(super) IHttpContext::GetScriptName as get_script_name(this: ContextObject, length: *mut DWORD)
    -> PCWSTR, text, {
    // SAFETY: as above.
    unsafe { give(&this.script_name(), length) }
});
method!(pub(super) IHttpContext::GetScriptTranslated as get_script_translated(this: ContextObject, length: *mut DWORD)
    -> PCWSTR, text, {
    // SAFETY: as above.
    unsafe { give(&this.script_translated(), length) }
});

/// The canonical path of a URL that a module gives, without its query. Nothing in it is escaped.
fn path_of(url: &str) -> Option<String> {
    let path = url.split('?').next().filter(|path| path.starts_with('/'))?;
    let mut target = String::new();
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_' | b'~' | b'\\') {
            target.push(byte.into());
        } else {
            write!(target, "%{byte:02X}").ok()?;
        }
    }
    let mut cooked = CookedUrl::default();
    let local = SocketAddr::from((Ipv4Addr::LOCALHOST, 80));
    cooked.cook(false, target.as_bytes(), None, local, &UrlLimits::default()).ok()?;
    Some(cooked.path().to_owned())
}

method!(pub(super) IHttpContext::MapPath as map_path(
    this: ContextObject, url: PCWSTR, path: PWSTR, size: *mut DWORD) -> HRESULT, failed, {
    // SAFETY: C++ gives text that ends with a NUL, and a place that may be read, or NULL.
    let (Some(url), Some(room)) = (unsafe { (wide(url), load(size)) }) else {
        return hresult::of(ERROR_INVALID_PARAMETER);
    };
    let Some(url) = path_of(&url) else { return hresult::of(ERROR_INVALID_PARAMETER) };
    let mapped = to_wide(&this.map_path(&url));
    let needed = ((mapped.len() + 1) * size_of::<WCHAR>()) as DWORD;
    // SAFETY: C++ gives a place that may be written, and a buffer with so many bytes.
    unsafe {
        store(size, needed);
        if path.is_null() || room < needed {
            return hresult::of(ERROR_INSUFFICIENT_BUFFER);
        }
        copy_out(&mapped, path);
    }
    S_OK
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_to_map_is_canonical_and_stays_in_the_site() {
        for (url, path) in [
            ("/a/b.htm", Some("/a/b.htm")),
            ("/a?b=/c", Some("/a")),
            ("/a b%20", Some("/a b%20")),
            ("/a/../b", Some("/b")),
            ("/ä", Some("/ä")),
            ("a", None),
            ("", None),
        ] {
            assert_eq!(path_of(url).as_deref(), path, "{url}");
        }
        assert!(path_of("/../../etc/passwd").is_none_or(|path| path == "/etc/passwd"));
    }
}
