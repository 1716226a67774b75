//! The response cache and the fragment cache.

use super::{code_of, queue_of, style_of};
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::exports::arguments::{load, wide};
use crate::exports::boundary::boundary;
use crate::httpapi::cache::{self, CacheUrl, Part, Policy};
use crate::httpapi::operation::{self, Ended, Style};
use crate::httpapi::queue::RequestQueue;
use crate::httpapi::response_parts::{part_of, read_chunk};
use crate::win32::caller_memory::CallerBuffer;
use crate::win32::error::Win32Error;
use core::ptr::null_mut;

const INVALID: Win32Error = Win32Error(ERROR_INVALID_PARAMETER);

/// Ends a call that does not wait in the caller's style.
///
/// # Safety
/// The OVERLAPPED is NULL or stays until the operation has ended; `bytes` is NULL or may be written.
unsafe fn end(queue: &RequestQueue, overlapped: LPOVERLAPPED, bytes: PULONG, ended: Ended) -> ULONG {
    // SAFETY: by contract.
    unsafe {
        let style: Style = style_of(queue, overlapped);
        code_of(operation::finish(queue, style, ended), style, bytes)
    }
}

fn ended(result: Result<(), Win32Error>) -> Ended {
    Ended::with(result.map_or_else(|error| error.0, |()| NO_ERROR))
}

/// Drops what a queue's caches have for a URL, or with HTTP_FLUSH_RESPONSE_FLAG_RECURSIVE for it and
/// all that is below it.
///
/// # Safety
/// The URL is NULL or ends with a NUL; the OVERLAPPED is NULL or stays until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpFlushResponseCache(
    RequestQueueHandle: HANDLE,
    UrlPrefix: PCWSTR,
    Flags: ULONG,
    Overlapped: LPOVERLAPPED,
) -> ULONG {
    boundary!(ulong, "HttpFlushResponseCache", {
        let queue = match queue_of(RequestQueueHandle) {
            Ok(queue) => queue,
            Err(error) => return error.0,
        };
        // SAFETY: by contract.
        let url = unsafe { wide(UrlPrefix) }.and_then(|url| CacheUrl::parse(&url));
        let Some(url) = url.filter(|_| Flags & !HTTP_FLUSH_RESPONSE_FLAG_RECURSIVE == 0) else {
            return ERROR_INVALID_PARAMETER;
        };
        queue.shared().cache().flush(&url, Flags & HTTP_FLUSH_RESPONSE_FLAG_RECURSIVE != 0);
        // SAFETY: by contract.
        unsafe { end(&queue, Overlapped, null_mut(), ended(Ok(()))) }
    })
}

/// Keeps bytes from memory or from a file under a name, for chunks of later responses.
///
/// # Safety
/// The name is NULL or ends with a NUL; the chunk with all it points to and the policy are NULL or may
/// be read; the OVERLAPPED is NULL or stays until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpAddFragmentToCache(
    RequestQueueHandle: HANDLE,
    UrlPrefix: PCWSTR,
    DataChunk: PHTTP_DATA_CHUNK,
    CachePolicy: PHTTP_CACHE_POLICY,
    Overlapped: LPOVERLAPPED,
) -> ULONG {
    boundary!(ulong, "HttpAddFragmentToCache", {
        let queue = match queue_of(RequestQueueHandle) {
            Ok(queue) => queue,
            Err(error) => return error.0,
        };
        // SAFETY: by contract.
        unsafe {
            let added = (|| {
                let name = wide(UrlPrefix).ok_or(INVALID)?;
                let policy = Policy::try_from(load(CachePolicy).ok_or(INVALID)?)?;
                let chunk = read_chunk(&load(DataChunk).ok_or(INVALID)?)?;
                cache::add(&queue, &name, &chunk, policy)
            })();
            end(&queue, Overlapped, null_mut(), ended(added))
        }
    })
}

/// Copies a fragment, or a part of it.
///
/// # Safety
/// The name is NULL or ends with a NUL; the range is NULL or may be read; the buffer has so many
/// bytes; the OVERLAPPED is NULL or stays until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpReadFragmentFromCache(
    RequestQueueHandle: HANDLE,
    UrlPrefix: PCWSTR,
    ByteRange: PHTTP_BYTE_RANGE,
    Buffer: PVOID,
    BufferLength: ULONG,
    BytesRead: PULONG,
    Overlapped: LPOVERLAPPED,
) -> ULONG {
    boundary!(ulong, "HttpReadFragmentFromCache", {
        let queue = match queue_of(RequestQueueHandle) {
            Ok(queue) => queue,
            Err(error) => return error.0,
        };
        // SAFETY: by contract.
        unsafe {
            let Some(name) = wide(UrlPrefix) else { return ERROR_INVALID_PARAMETER };
            if Buffer.is_null() && BufferLength > 0 {
                return ERROR_INVALID_PARAMETER;
            }
            let part = load(ByteRange).map_or(Part::ALL, |range| part_of(&range));
            let mut buffer = CallerBuffer::new(Buffer.cast(), BufferLength as usize);
            let read = cache::read(&queue, &name, part, &mut buffer);
            end(&queue, Overlapped, BytesRead, read)
        }
    })
}
