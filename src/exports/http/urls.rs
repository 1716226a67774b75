//! The URLs of groups.

use super::{code, queue_of};
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::exports::arguments::{copy_out, store, wide};
use crate::exports::boundary::boundary;
use crate::httpapi::url_prefix::UrlPrefix;
use crate::httpapi::{service, session};
use crate::win32::error::Win32Error;
use crate::win32::{heap, text};
use std::sync::Arc;

const INVALID: Win32Error = Win32Error(ERROR_INVALID_PARAMETER);

/// Has the requests for a URL and what is below it go to the queue of a group.
///
/// # Safety
/// The URL is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpAddUrlToUrlGroup(
    UrlGroupId: HTTP_URL_GROUP_ID,
    pFullyQualifiedUrl: PCWSTR,
    UrlContext: HTTP_URL_CONTEXT,
    Reserved: ULONG,
) -> ULONG {
    boundary!(ulong, "HttpAddUrlToUrlGroup", {
        code((|| {
            let group = session::find_group(UrlGroupId)?;
            // SAFETY: by contract.
            let url = unsafe { wide(pFullyQualifiedUrl) }.ok_or(INVALID)?;
            if Reserved != 0 {
                return Err(INVALID);
            }
            service::add_url(&url, &group, UrlContext)
        })())
    })
}

/// Takes a URL out of a group, or with HTTP_URL_FLAG_REMOVE_ALL and no URL, all of them.
///
/// # Safety
/// The URL is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpRemoveUrlFromUrlGroup(
    UrlGroupId: HTTP_URL_GROUP_ID,
    pFullyQualifiedUrl: PCWSTR,
    Flags: ULONG,
) -> ULONG {
    boundary!(ulong, "HttpRemoveUrlFromUrlGroup", {
        code((|| {
            let group = session::find_group(UrlGroupId)?;
            // SAFETY: by contract.
            match (unsafe { wide(pFullyQualifiedUrl) }, Flags) {
                (Some(url), 0) => service::remove_url(&url, &group),
                (None, HTTP_URL_FLAG_REMOVE_ALL) => {
                    service::remove_urls(&group);
                    Ok(())
                }
                _ => Err(INVALID),
            }
        })())
    })
}

/// The group of a queue in which a URL was added.
///
/// # Safety
/// The URL is NULL or ends with a NUL; the id is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpFindUrlGroupId(
    FullyQualifiedUrl: PCWSTR,
    RequestQueueHandle: HANDLE,
    UrlGroupId: PHTTP_URL_GROUP_ID,
) -> ULONG {
    boundary!(ulong, "HttpFindUrlGroupId", {
        code((|| {
            // SAFETY: by contract.
            let url = unsafe { wide(FullyQualifiedUrl) }.ok_or(INVALID)?;
            if UrlGroupId.is_null() {
                return Err(INVALID);
            }
            let queue = queue_of(RequestQueueHandle)?;
            UrlPrefix::parse(&url).map_err(|_| INVALID)?;
            let of_queue = |bound: Option<Arc<_>>| bound.is_some_and(|bound| Arc::ptr_eq(&bound, queue.shared()));
            let group = service::group_of(&url).filter(|group| group.id() != HTTP_NULL_ID && of_queue(group.queue()));
            let id = group.ok_or(Win32Error(ERROR_FILE_NOT_FOUND))?.id();
            // SAFETY: by contract, and not NULL.
            unsafe { store(UrlGroupId, id) };
            Ok(())
        })())
    })
}

/// A URL in the form in which URLs are compared, in memory of the process's heap.
///
/// # Safety
/// The URL is NULL or ends with a NUL; the result is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpPrepareUrl(Reserved: PVOID, Flags: ULONG, Url: PCWSTR, PreparedUrl: *mut PWSTR) -> ULONG {
    boundary!(ulong, "HttpPrepareUrl", {
        code((|| {
            if !Reserved.is_null() || Flags != 0 || PreparedUrl.is_null() {
                return Err(INVALID);
            }
            // SAFETY: by contract.
            let url = unsafe { wide(Url) }.ok_or(INVALID)?;
            let prefix = UrlPrefix::parse(&url).map_err(|_| INVALID)?;
            let units = text::to_wide(&prefix.canonical());
            let memory = heap::alloc((units.len() + 1) * size_of::<WCHAR>());
            let memory = memory.ok_or(Win32Error(ERROR_NOT_ENOUGH_MEMORY))?.as_ptr().cast();
            // SAFETY: there is room for the text and a NUL; the rest is by contract.
            unsafe {
                copy_out(&units, memory);
                store(PreparedUrl, memory);
            }
            Ok(())
        })())
    })
}
