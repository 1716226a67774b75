//! A body in chunks that the library frames: HTTP_SEND_RESPONSE_FLAG_AUTOMATIC_CHUNKING.

use super::response_head::length_of;
use super::response_parts::{Body, Chunks};
use crate::net::connection::Chunk;
use std::io::Write;
use std::sync::Arc;

/// Frames a part of a body; what stands before it goes to `head`. With the last part come
/// the end and the trailers.
pub fn frame(body: Body, last: bool, head: &mut Vec<u8>) -> Chunks {
    let Body { mut chunks, trailers } = body;
    let length = length_of(&chunks);
    let mut behind = Vec::new();
    // A chunk of no length would be the end.
    if length > 0 {
        // A Vec takes whatever it is given.
        let _ = write!(head, "{length:x}\r\n");
        behind.extend_from_slice(b"\r\n");
    } else {
        chunks.clear();
    }
    if last {
        behind.extend_from_slice(b"0\r\n");
        behind.extend_from_slice(&trailers);
        behind.extend_from_slice(b"\r\n");
    }
    if !behind.is_empty() {
        chunks.push(Chunk::Own(Arc::from(behind)));
    }
    chunks
}
