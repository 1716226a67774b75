//! Any target and Host give a canonical URL or an error, and a canonical path stays as it is.
//!
//! The first byte is the length of the Host header, 255 for none.
#![no_main]

use httpapi::net::url::{CookedUrl, UrlLimits};
use libfuzzer_sys::fuzz_target;
use std::net::SocketAddr;

fuzz_target!(|data: &[u8]| {
    let [length, rest @ ..] = data else { return };
    let (host, target) = match length {
        255 => (None, rest),
        length => {
            let (host, target) = rest.split_at(usize::from(*length).min(rest.len()));
            (Some(host), target)
        }
    };
    let local: SocketAddr = ([127, 0, 0, 1], 8080).into();
    let mut url = CookedUrl::default();
    if url.cook(false, target, host, local, &UrlLimits::default()).is_err() {
        assert!(url.full().is_empty());
        return;
    }
    let path = url.path();
    assert!(path.starts_with('/') && !path.contains("//") && !path.contains('\\') && !path.contains('\0'));
    assert!(path.split('/').all(|segment| segment != "." && segment != ".."));
    assert!(url.full().starts_with("http://") && url.query().is_none_or(|query| query.starts_with('?')));
    assert_eq!(url.full().len(), "http://".len() + url.host().len() + path.len() + url.query().unwrap_or("").len());
});
