//! The request's method and URL.

use super::{RequestObject, RequestState};
use crate::abi::iis::*;
use crate::httpapi::request_layout::cook;
use crate::iis::com::hresult::{self, S_OK};
use crate::iis::com::memory::WideText;
use crate::iis::com::object::method;
use crate::net::http1::known;
use crate::net::url::{CookedUrl, UrlLimits};
use crate::win32::arguments;
use crate::win32::boundary::{hresult as failed, text};
use crate::win32::text as wide_text;
use core::ffi::CStr;
use core::fmt::Write;
use core::net::{Ipv4Addr, SocketAddr};
use core::ptr::null;
use std::borrow::Cow;

#[derive(Default)]
pub struct State {
    changed: bool,
    forwarded: Option<WideText>,
}

/// Tells one URL of a request from another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct UrlKey(usize, USHORT);

/// What the URL says, decoded but for its query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Url {
    pub full: String,
    /// With the port.
    pub host: String,
    pub path: String,
    /// With the question mark.
    pub query: String,
}

/// Verbs from HttpVerbOPTIONS on.
const VERBS: [&CStr; 17] = [
    c"OPTIONS",
    c"GET",
    c"HEAD",
    c"POST",
    c"PUT",
    c"DELETE",
    c"TRACE",
    c"CONNECT",
    c"TRACK",
    c"MOVE",
    c"COPY",
    c"PROPFIND",
    c"PROPPATCH",
    c"MKCOL",
    c"LOCK",
    c"UNLOCK",
    c"SEARCH",
];

/// The longest URL that is taken, in characters.
const LONGEST: usize = 16 << 10;

impl RequestState {
    /// The verb that came, where it is one that has a number and nobody may have changed it.
    pub fn known_method(&self) -> Option<&'static str> {
        known::verb_name(self.unchanged()?.head().verb)
    }

    /// The verb, with a NUL behind it.
    pub fn method(&self) -> &[u8] {
        if let Some(wire) = self.unchanged()
            && let Some(verb) = verb_of(wire.head().verb.into())
        {
            return verb;
        }
        let _turn = self.url.lock();
        let v1 = self.v1();
        // SAFETY: the structure lives as long as the request, and an unknown verb has such a text.
        unsafe {
            match verb_of((*v1).Verb) {
                Some(verb) => verb,
                None => self.text((*v1).pUnknownVerb, (*v1).UnknownVerbLength.into()),
            }
        }
    }

    pub fn set_method(&self, method: &[u8]) -> HRESULT {
        let Ok(length) = USHORT::try_from(method.len()) else { return hresult::of(ERROR_INVALID_DATA) };
        let Some(text) = self.owner.memory.narrow(method) else { return hresult::of(ERROR_NOT_ENOUGH_MEMORY) };
        let verb = HTTP_VERB::from(known::verb(method, false));
        let (start, length) = if verb == HttpVerbUnknown { (text.as_ptr().cast(), length) } else { (null(), 0) };
        let _turn = self.url.lock();
        let v1 = self.changing();
        // SAFETY: the structure lives as long as the request.
        unsafe { ((*v1).Verb, (*v1).pUnknownVerb, (*v1).UnknownVerbLength) = (verb, start, length) };
        S_OK
    }

    pub fn url(&self) -> Url {
        let _turn = self.url.lock();
        self.url_in_turn()
    }

    /// Where the URL's path stands now: another one stands elsewhere.
    pub fn url_key(&self) -> UrlKey {
        if !self.is_changed() {
            return UrlKey::default();
        }
        let _turn = self.url.lock();
        // SAFETY: the structure lives as long as the request.
        let cooked = unsafe { &(*self.v1()).CookedUrl };
        UrlKey(cooked.pAbsPath.addr(), cooked.AbsPathLength)
    }

    /// The query, without its question mark.
    pub fn query(&self) -> Cow<'_, str> {
        match self.unchanged() {
            Some(wire) => without_mark(wire.url().query().unwrap_or_default()).into(),
            None => without_mark(&self.url().query).to_owned().into(),
        }
    }

    /// The decoded path alone.
    pub fn path(&self) -> Cow<'_, str> {
        if let Some(wire) = self.unchanged() {
            return wire.url().path().into();
        }
        let _turn = self.url.lock();
        // SAFETY: as in `url_in_turn`.
        let path = unsafe {
            let cooked = &(*self.v1()).CookedUrl;
            Self::wide(cooked.pAbsPath, cooked.AbsPathLength)
        };
        path.into()
    }

    fn url_in_turn(&self) -> Url {
        // SAFETY: the structure lives as long as the request, and its texts are as long as it says.
        unsafe {
            let cooked = &(*self.v1()).CookedUrl;
            Url {
                full: Self::wide(cooked.pFullUrl, cooked.FullUrlLength),
                host: Self::wide(cooked.pHost, cooked.HostLength),
                path: Self::wide(cooked.pAbsPath, cooked.AbsPathLength),
                query: Self::wide(cooked.pQueryString, cooked.QueryStringLength),
            }
        }
    }

    /// The target as it came, or as it was set.
    pub fn raw_url(&self) -> &[u8] {
        if let Some(wire) = self.unchanged() {
            return wire.head().target.of(wire.bytes());
        }
        let _turn = self.url.lock();
        // SAFETY: the structure lives as long as the request.
        unsafe { self.text((*self.v1()).pRawUrl, (*self.v1()).RawUrlLength.into()) }
    }

    pub fn forwarded_url(&self) -> Option<WideText> {
        self.url.lock().forwarded
    }

    pub fn forwarded_url_text(&self) -> Option<String> {
        // SAFETY: the text lives as long as the request, and ends with a NUL.
        self.forwarded_url().and_then(|url| unsafe { arguments::wide(url.as_ptr()) })
    }

    /// SetUrl. A URL of another server is kept aside, for whoever forwards the request.
    pub fn set_url(&self, text: &str, resets_query: bool) -> HRESULT {
        if text.is_empty() || text.len() > LONGEST {
            return hresult::of(ERROR_INVALID_PARAMETER);
        }
        let memory = &self.owner.memory;
        let mut state = self.url.lock();
        let url = self.url_in_turn();
        let target = match target_of(text, &url.host) {
            Target::Here(target) => target,
            Target::Elsewhere => {
                let Some(forwarded) = memory.wide_text(text) else { return hresult::of(ERROR_NOT_ENOUGH_MEMORY) };
                state.forwarded = Some(forwarded);
                state.changed = true;
                return S_OK;
            }
            Target::Nowhere => return hresult::of(ERROR_INVALID_PARAMETER),
        };
        let raw = with_query(&escaped(target.as_bytes()), &url.query, resets_query);
        let local = self.owner.wire.as_ref().map(|wire| wire.connection().local());
        let local = local.unwrap_or(SocketAddr::from((Ipv4Addr::LOCALHOST, 80)));
        let host = (!url.host.is_empty()).then_some(url.host.as_bytes());
        let mut cooked = CookedUrl::default();
        let secure = self.is_secure();
        if cooked.cook(secure, raw.as_bytes(), host, local, &UrlLimits::default()).is_err() {
            return hresult::of(ERROR_INVALID_PARAMETER);
        }
        let (Some(raw), Some(full)) = (memory.narrow(raw.as_bytes()), memory.wide(cooked.full())) else {
            return hresult::of(ERROR_NOT_ENOUGH_MEMORY);
        };
        // SAFETY: the structure lives as long as the request, and the text is the URL's.
        unsafe {
            let v1 = self.changing();
            ((*v1).pRawUrl, (*v1).RawUrlLength) = (raw.as_ptr().cast(), raw.len() as USHORT);
            (*v1).CookedUrl = core::mem::zeroed();
            cook(&mut (*v1).CookedUrl, full.as_ptr(), &cooked);
        }
        (state.changed, state.forwarded) = (true, None);
        drop(state);
        self.owner.url_changed(&url.path);
        S_OK
    }
}

fn without_mark(query: &str) -> &str {
    query.strip_prefix('?').unwrap_or(query)
}

/// The name of a known verb.
fn verb_of(verb: HTTP_VERB) -> Option<&'static [u8]> {
    let at = usize::try_from(verb.checked_sub(HttpVerbOPTIONS)?).ok()?;
    VERBS.get(at).map(|verb| verb.to_bytes())
}

#[derive(Debug, PartialEq, Eq)]
enum Target<'a> {
    Here(&'a str),
    Elsewhere,
    Nowhere,
}

/// Where a URL leads to from a host.
fn target_of<'a>(text: &'a str, host: &str) -> Target<'a> {
    if text.starts_with('/') {
        return Target::Here(text);
    }
    let behind = |scheme: &str| {
        text.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme)).then(|| &text[scheme.len()..])
    };
    let (rest, port) = match (behind("http://"), behind("https://")) {
        (Some(rest), _) => (rest, ":80"),
        (None, Some(rest)) => (rest, ":443"),
        (None, None) => return Target::Nowhere,
    };
    let (name, target) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let is_here =
        name.eq_ignore_ascii_case(host) || host.strip_suffix(port).is_some_and(|bare| bare.eq_ignore_ascii_case(name));
    match (name.is_empty(), is_here) {
        (true, _) => Target::Nowhere,
        (false, true) if target.starts_with('/') => Target::Here(target),
        (false, true) => Target::Here("/"),
        (false, false) => Target::Elsewhere,
    }
}

/// A URL as it goes over the wire: what may not stand there is escaped.
fn escaped(text: &[u8]) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.iter().copied() {
        if byte.is_ascii_graphic() {
            escaped.push(byte.into());
        } else {
            let written = write!(escaped, "%{byte:02X}");
            debug_assert!(written.is_ok(), "text takes all bytes");
        }
    }
    escaped
}

/// The target with the query from before, where it brings none and that one stays.
fn with_query(target: &str, before: &str, resets: bool) -> String {
    if resets || target.contains('?') { target.to_owned() } else { format!("{target}{}", escaped(before.as_bytes())) }
}

method!(pub(super) IHttpRequest::GetHttpMethod as get_method(this: RequestObject) -> PCSTR, text, {
    this.method().as_ptr().cast()
});
method!(pub(super) IHttpRequest::SetHttpMethod as set_method(this: RequestObject, method: PCSTR) -> HRESULT, failed, {
    if method.is_null() {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    // SAFETY: C++ gives text that ends with a NUL.
    match unsafe { CStr::from_ptr(method) }.to_bytes() {
        [] => hresult::of(ERROR_INVALID_PARAMETER),
        method => this.set_method(method),
    }
});
method!(pub(super) IHttpRequest::SetUrl as set_wide(this: RequestObject, url: PCWSTR, length: DWORD, resets: BOOL)
    -> HRESULT, failed, {
    if url.is_null() || length as usize > LONGEST {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    // SAFETY: by contract there are so many units.
    match wide_text::exact(unsafe { core::slice::from_raw_parts(url, length as usize) }) {
        Some(url) => this.set_url(url.trim_end_matches('\0'), resets != FALSE),
        None => hresult::of(ERROR_INVALID_PARAMETER),
    }
});
method!(pub(super) IHttpRequest::SetUrl as set_narrow(this: RequestObject, url: PCSTR, length: DWORD, resets: BOOL)
    -> HRESULT, failed, {
    if url.is_null() || length as usize > LONGEST {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    // SAFETY: by contract there are so many bytes.
    let url = unsafe { core::slice::from_raw_parts(url.cast::<u8>(), length as usize) };
    let url = str::from_utf8(url).map_or_else(|_| escaped(url), str::to_owned);
    this.set_url(url.trim_end_matches('\0'), resets != FALSE)
});
method!(pub(super) IHttpRequest::GetUrlChanged as get_changed(this: RequestObject) -> BOOL, || FALSE, {
    BOOL::from(this.url.lock().changed)
});
method!(pub(super) IHttpRequest::GetForwardedUrl as get_forwarded(this: RequestObject) -> PCWSTR, text, {
    this.forwarded_url().map_or(null(), WideText::as_ptr)
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn verbs_have_the_numbers_of_http_h() {
        for (verb, number) in VERBS.iter().zip(HttpVerbOPTIONS as u8..) {
            assert_eq!(known::verb_name(number).map(str::as_bytes), Some(verb.to_bytes()));
        }
    }

    #[test]
    fn a_url_leads_here_or_elsewhere() {
        for (text, host, target) in [
            ("/a?b", "h:80", Target::Here("/a?b")),
            ("http://h/a", "h:80", Target::Here("/a")),
            ("HTTP://H:80/a", "h:80", Target::Here("/a")),
            ("http://h", "h:80", Target::Here("/")),
            ("http://h:8080/a", "h:80", Target::Elsewhere),
            ("https://h/a", "h:80", Target::Elsewhere),
            ("http://other/a", "h:80", Target::Elsewhere),
            ("http:///a", "h:80", Target::Nowhere),
            ("ftp://h/a", "h:80", Target::Nowhere),
            ("a", "h:80", Target::Nowhere),
        ] {
            assert_eq!(target_of(text, host), target, "{text}");
        }
    }

    #[test]
    fn a_query_stays_unless_it_is_reset_or_another_one_comes() {
        assert_eq!(with_query("/a", "?x", false), "/a?x");
        assert_eq!(with_query("/a", "?x", true), "/a");
        assert_eq!(with_query("/a?y", "?x", false), "/a?y");
        assert_eq!(with_query("/a?", "?x", false), "/a?");
        assert_eq!(escaped("/ä b".as_bytes()), "/%C3%A4%20b");
    }
}
