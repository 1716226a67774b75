//! Redirect.

use super::headers::{answer, name};
use super::{ResponseObject, ResponseState};
use crate::abi::iis::*;
use crate::httpapi::request::Request;
use crate::iis::com::hresult;
use crate::iis::com::object::method;
use crate::iis::error_page::escape;
use crate::net::url::escaped_path;
use crate::win32::boundary::hresult as failed;

impl ResponseState {
    /// Has the client ask for another URL: 302 unless the status is to stay.
    pub fn redirect(&self, url: &str, reset_status: bool, with_query: bool) -> Result<(), HRESULT> {
        if url.bytes().any(|byte| byte < b' ' || byte == 0x7F) {
            return Err(hresult::of(ERROR_INVALID_PARAMETER));
        }
        let mut location = match &self.owner.wire {
            Some(wire) => absolute(wire, url),
            None => url.to_owned(),
        };
        let query = self.owner.wire.as_ref().and_then(|wire| wire.url().query());
        if let Some(query) = query.filter(|_| with_query).map(|query| query.trim_start_matches('?'))
            && !query.is_empty()
        {
            location.push(if location.contains('?') { '&' } else { '?' });
            location.push_str(query);
        }
        let document = format!(
            "<head><title>Document Moved</title></head>\n<body><h1>Object Moved</h1>\
             This document may be found <a HREF=\"{}\">here</a></body>",
            escape(&location)
        );
        self.drop_body();
        self.set_header("Location", &location)?;
        self.set_header("Content-Type", "text/html; charset=UTF-8")?;
        self.add_redirect_headers();
        if reset_status {
            self.set_status(302, "", 0);
        }
        self.write(document.as_bytes())
    }
}

/// A URL as seen from that of the request.
fn absolute(wire: &Request, url: &str) -> String {
    if has_scheme(url) {
        return url.to_owned();
    }
    let current = wire.url();
    let scheme = current.full().split_once(':').map_or("http", |(scheme, _)| scheme);
    if url.starts_with("//") {
        return format!("{scheme}:{url}");
    }
    // As the client has said it: a port that is the default one is not told.
    let host =
        wire.field(HttpHeaderHost).and_then(|host| core::str::from_utf8(host).ok()).filter(|host| !host.is_empty());
    let host = host.unwrap_or_else(|| current.host());
    let path = current.path();
    let base = escaped_path(match url.as_bytes().first() {
        Some(b'/') => "",
        None | Some(b'?') => path,
        Some(_) => &path[..path.rfind('/').map_or(0, |at| at + 1)],
    });
    format!("{scheme}://{host}{base}{url}")
}

/// Whether a URL says of itself what it is: letters, digits, `+`, `-` and `.` before a colon.
fn has_scheme(url: &str) -> bool {
    url.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

method!(pub(super) IHttpResponse::Redirect as redirect(
    this: ResponseObject, url: PCSTR, reset_status: BOOL, with_query: BOOL) -> HRESULT, failed, {
    // SAFETY: C++ gives text that ends with a NUL.
    let url = unsafe { name(url) }.and_then(|url| {
        core::str::from_utf8(url).map_err(|_| hresult::of(ERROR_INVALID_PARAMETER))
    });
    answer(url.and_then(|url| this.redirect(url, reset_status != FALSE, with_query != FALSE)))
});

#[cfg(test)]
mod tests {
    use super::has_scheme;

    #[test]
    fn urls_that_stand_alone() {
        for (url, alone) in [
            ("http://a/", true),
            ("mailto:x", true),
            ("/a:b", false),
            ("a/b?u=http://c", false),
            ("?x:y", false),
            ("", false),
            ("1a:b", false),
        ] {
            assert_eq!(has_scheme(url), alone, "{url}");
        }
    }
}
