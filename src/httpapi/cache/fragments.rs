//! Parts of responses that the application keeps by name.

use super::super::operation::Ended;
use super::super::queue::RequestQueue;
use super::super::service;
use super::super::settings::INVALID;
use super::store::Item;
use super::url::CacheUrl;
use super::{Cache, Policy};
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::net::connection::Chunk;
use crate::win32::caller_memory::CallerBuffer;
use crate::win32::error::Win32Error;
use crate::win32::sys::clock::coarse_milliseconds;
use std::sync::Arc;

/// A part of a fragment. Its length may be HTTP_BYTE_RANGE_TO_EOF.
#[derive(Clone, Copy)]
pub struct Part {
    pub start: u64,
    pub length: u64,
}

impl Part {
    pub const ALL: Self = Self { start: 0, length: HTTP_BYTE_RANGE_TO_EOF };
}

/// The bytes of chunks in memory of our own, if there are no more than `most`.
pub fn gather(chunks: &[Chunk], most: usize) -> Result<Arc<[u8]>, Win32Error> {
    let all = chunks.iter().try_fold(0_u64, |sum, chunk| sum.checked_add(chunk.len()));
    let all = all.and_then(|all| usize::try_from(all).ok()).filter(|all| *all <= most);
    let mut bytes = Vec::with_capacity(all.ok_or(Win32Error(ERROR_NOT_ENOUGH_MEMORY))?);
    for chunk in chunks {
        match chunk {
            Chunk::Memory(part) => bytes.extend_from_slice(part.as_slice()),
            Chunk::Own(part) => bytes.extend_from_slice(part),
            Chunk::File { file, place, length } => {
                let start = bytes.len();
                bytes.resize(start + *length as usize, 0);
                file.read_part(&mut bytes[start..], *place)?;
            }
        }
    }
    Ok(bytes.into())
}

/// Keeps a chunk under a name, which has to lie below a URL of the queue.
pub fn add(queue: &RequestQueue, name: &str, chunk: &Chunk, policy: Policy) -> Result<(), Win32Error> {
    let url = CacheUrl::parse(name).ok_or(INVALID)?;
    let owner = service::owner(queue.shared(), url.prefix()).ok_or(INVALID)?;
    if policy == Policy::Not {
        return Err(INVALID);
    }
    let cache = queue.shared().cache();
    let name = url.name();
    let now = coarse_milliseconds();
    let ends = policy.end(now);
    if ends <= now {
        cache.fragments.remove(&name);
        return Ok(());
    }
    let size = usize::try_from(chunk.len()).unwrap_or(usize::MAX);
    let room = cache.room(size.saturating_add(name.len())).ok_or(Win32Error(ERROR_NOT_ENOUGH_MEMORY))?;
    let bytes = gather(std::slice::from_ref(chunk), size)?;
    cache.fragments.put(&name, Item::new(bytes, owner, ends, now, room));
    cache.start_scavenger();
    // The URL may have gone meanwhile, and the queue with it.
    if service::owner(queue.shared(), url.prefix()) != Some(owner) {
        cache.fragments.remove(&name);
    }
    Ok(())
}

impl Cache {
    /// A part of a fragment, as a chunk of a send.
    pub fn fragment(&self, name: &str, part: Part) -> Result<Chunk, Win32Error> {
        let url = CacheUrl::parse(name).ok_or(INVALID)?;
        let item = self.fragments.get(&url.name(), coarse_milliseconds()).ok_or(Win32Error(ERROR_PATH_NOT_FOUND))?;
        let all = item.value.len() as u64;
        let there = all.checked_sub(part.start).ok_or(INVALID)?;
        let length = if part.length == HTTP_BYTE_RANGE_TO_EOF { there } else { part.length };
        match length {
            length if length > there => Err(INVALID),
            length if length == all => Ok(Chunk::Own(item.value.clone())),
            length => Ok(Chunk::Own(item.value.clone()).part(part.start..part.start + length)),
        }
    }
}

/// Copies a part of a fragment. Where the buffer is too small nothing is copied, and the size is
/// told that is needed.
pub fn read(queue: &RequestQueue, name: &str, part: Part, buffer: &mut CallerBuffer) -> Ended {
    let chunk = match queue.shared().cache().fragment(name, part) {
        Ok(chunk) => chunk,
        Err(error) => return Ended::with(error.0),
    };
    let Chunk::Own(bytes) = chunk else { return Ended::with(ERROR_INVALID_DATA) };
    match buffer.as_mut_slice().get_mut(..bytes.len()) {
        Some(place) => {
            place.copy_from_slice(&bytes);
            Ended::bytes(bytes.len())
        }
        None => Ended { code: ERROR_MORE_DATA, ..Ended::bytes(bytes.len()) },
    }
}
