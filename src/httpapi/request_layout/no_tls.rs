//! In the place of `tls` where the library is built without it: no request has come that way.

use super::Writer;
use crate::abi::http::HTTP_REQUEST_V1;
use crate::abi::windows::PVOID;
use crate::httpapi::request::Request;

pub fn size(_: &Request) -> usize {
    0
}

pub fn protocol_size(_: &Request) -> usize {
    0
}

/// # Safety
/// Nothing is done.
pub unsafe fn put_protocol(_: &mut Writer, _: &Request) -> Option<(usize, PVOID)> {
    None
}

pub fn channel_token(_: &Request) -> Vec<u8> {
    Vec::new()
}

/// # Safety
/// Nothing is done.
pub unsafe fn put(_: &mut HTTP_REQUEST_V1, _: &mut Writer, _: &Request) {}

/// # Safety
/// Nothing is done.
pub unsafe fn put_texts(_: &mut HTTP_REQUEST_V1, _: &mut Writer, _: &Request) {}
