//! Verbs and headers that the API knows by number.

use crate::abi::http::headers::*;

/// Names of request headers by HTTP_HEADER_ID.
pub const REQUEST_NAMES: [&str; HttpHeaderRequestMaximum as usize] = [
    "Cache-Control",
    "Connection",
    "Date",
    "Keep-Alive",
    "Pragma",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
    "Via",
    "Warning",
    "Allow",
    "Content-Length",
    "Content-Type",
    "Content-Encoding",
    "Content-Language",
    "Content-Location",
    "Content-MD5",
    "Content-Range",
    "Expires",
    "Last-Modified",
    "Accept",
    "Accept-Charset",
    "Accept-Encoding",
    "Accept-Language",
    "Authorization",
    "Cookie",
    "Expect",
    "From",
    "Host",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "If-Range",
    "If-Unmodified-Since",
    "Max-Forwards",
    "Proxy-Authorization",
    "Referer",
    "Range",
    "TE",
    "Translate",
    "User-Agent",
];

/// Names of response headers from 20 on; those below are the request's.
const RESPONSE_NAMES: [&str; 10] = [
    "Accept-Ranges",
    "Age",
    "ETag",
    "Location",
    "Proxy-Authenticate",
    "Retry-After",
    "Server",
    "Set-Cookie",
    "Vary",
    "WWW-Authenticate",
];

/// The first number that requests and responses use differently.
const SHARED: usize = HttpHeaderAcceptRanges as usize;

pub const CONNECTION: u8 = HttpHeaderConnection as u8;
pub const TRANSFER_ENCODING: u8 = HttpHeaderTransferEncoding as u8;
pub const UPGRADE: u8 = HttpHeaderUpgrade as u8;
pub const CONTENT_LENGTH: u8 = HttpHeaderContentLength as u8;
pub const EXPECT: u8 = HttpHeaderExpect as u8;
pub const HOST: u8 = HttpHeaderHost as u8;

/// The name of a request header's number.
pub fn request_name(id: u8) -> Option<&'static str> {
    REQUEST_NAMES.get(usize::from(id)).copied()
}

/// The name of a response header's number.
pub fn response_name(id: u8) -> Option<&'static str> {
    let id = usize::from(id);
    if id < SHARED { Some(REQUEST_NAMES[id]) } else { RESPONSE_NAMES.get(id - SHARED).copied() }
}

/// For each length of a name the numbers of the request headers that long. The first
/// letter nearly always decides among them.
const BY_LENGTH: [&[u8]; 20] = [
    &[],
    &[],
    &[38],
    &[8],
    &[2, 27, 28],
    &[10, 37],
    &[4, 20, 25, 26],
    &[5, 7, 9, 18, 36],
    &[29, 32],
    &[39],
    &[1, 3, 40],
    &[16],
    &[12, 34],
    &[0, 17, 19, 24, 31],
    &[11, 21],
    &[22, 23],
    &[13, 14, 15],
    &[6, 30],
    &[],
    &[33, 35],
];

/// The number of a request header, whatever its letters' case.
#[inline]
pub fn request_id(name: &[u8]) -> Option<u8> {
    let candidates = BY_LENGTH.get(name.len())?;
    let first = name.first()?.to_ascii_uppercase();
    candidates.iter().copied().find(|id| {
        let known = REQUEST_NAMES[usize::from(*id)].as_bytes();
        // Most clients write them as they are written here, which is seen sooner.
        known[0] == first && (known == name || known.eq_ignore_ascii_case(name))
    })
}

/// The number of a response header, whatever its letters' case.
pub fn response_id(name: &[u8]) -> Option<u8> {
    request_id(name).filter(|id| usize::from(*id) < SHARED).or_else(|| {
        let names = RESPONSE_NAMES.iter().zip(SHARED as u8..);
        names.into_iter().find_map(|(known, id)| known.as_bytes().eq_ignore_ascii_case(name).then_some(id))
    })
}

/// Verbs by HTTP_VERB, from HttpVerbOPTIONS on.
const VERBS: [&str; 17] = [
    "OPTIONS",
    "GET",
    "HEAD",
    "POST",
    "PUT",
    "DELETE",
    "TRACE",
    "CONNECT",
    "TRACK",
    "MOVE",
    "COPY",
    "PROPFIND",
    "PROPPATCH",
    "MKCOL",
    "LOCK",
    "UNLOCK",
    "SEARCH",
];

/// The HTTP_VERB of a token; `HttpVerbUnknown` when it has no number of its own.
#[inline]
pub fn verb(token: &[u8], any_case: bool) -> u8 {
    if token == b"GET" {
        return HttpVerbGET as u8;
    }
    let same =
        |known: &str| if any_case { known.as_bytes().eq_ignore_ascii_case(token) } else { known.as_bytes() == token };
    VERBS
        .iter()
        .zip(HttpVerbOPTIONS as u8..)
        .find_map(|(known, id)| same(known).then_some(id))
        .unwrap_or(HttpVerbUnknown as u8)
}

/// The text of a verb's number.
pub fn verb_name(verb: u8) -> Option<&'static str> {
    VERBS.get(usize::from(verb.checked_sub(HttpVerbOPTIONS as u8)?)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_header_is_found_by_its_name_in_any_case() {
        for (id, name) in REQUEST_NAMES.iter().enumerate() {
            for spelling in [name.to_string(), name.to_lowercase(), name.to_uppercase()] {
                assert_eq!(request_id(spelling.as_bytes()), Some(id as u8), "{spelling}");
            }
            assert_eq!(request_id(format!("{name}x").as_bytes()), None);
        }
        for id in 0..HttpHeaderResponseMaximum as u8 {
            let name = response_name(id).expect("a name");
            assert_eq!(response_id(name.to_lowercase().as_bytes()), Some(id), "{name}");
        }
        assert_eq!(response_name(HttpHeaderResponseMaximum as u8), None);
        assert_eq!(request_name(HttpHeaderRequestMaximum as u8), None);
        assert_eq!(request_id(b""), None);
        assert_eq!(request_id(b"Origin"), None);
    }

    #[test]
    fn numbers_are_those_of_the_header_file() {
        let expected = [
            (HttpHeaderCacheControl, "Cache-Control"),
            (HttpHeaderTransferEncoding, "Transfer-Encoding"),
            (HttpHeaderContentMd5, "Content-MD5"),
            (HttpHeaderLastModified, "Last-Modified"),
            (HttpHeaderCookie, "Cookie"),
            (HttpHeaderHost, "Host"),
            (HttpHeaderTe, "TE"),
            (HttpHeaderUserAgent, "User-Agent"),
        ];
        for (id, name) in expected {
            assert_eq!(request_name(id as u8), Some(name));
        }
        assert_eq!(response_name(HttpHeaderAcceptRanges as u8), Some("Accept-Ranges"));
        assert_eq!(response_name(HttpHeaderServer as u8), Some("Server"));
        assert_eq!(response_name(HttpHeaderWwwAuthenticate as u8), Some("WWW-Authenticate"));
        assert_eq!(response_name(HttpHeaderContentType as u8), Some("Content-Type"));
    }

    #[test]
    fn verbs_are_exact_unless_asked_otherwise() {
        for id in HttpVerbOPTIONS as u8..HttpVerbMaximum as u8 {
            let name = verb_name(id).expect("a name");
            assert_eq!(verb(name.as_bytes(), false), id);
            assert_eq!(verb(name.to_lowercase().as_bytes(), false), HttpVerbUnknown as u8);
            assert_eq!(verb(name.to_lowercase().as_bytes(), true), id);
        }
        assert_eq!(verb(b"SEARCH", false), HttpVerbSEARCH as u8);
        assert_eq!(verb(b"PATCH", true), HttpVerbUnknown as u8);
        assert_eq!(verb_name(HttpVerbUnknown as u8), None);
        assert_eq!(verb_name(HttpVerbMaximum as u8), None);
    }
}
