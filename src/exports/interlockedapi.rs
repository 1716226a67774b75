//! `interlockedapi.h`: lists. The other functions are inline, in the header.

use super::boundary::boundary;
use crate::abi::windows::*;
use crate::win32::slist::{Entry, Header};
use core::ptr::null_mut;

/// # Safety
/// The pointer is NULL or points to a header that lives for the call.
unsafe fn header<'a>(list: PSLIST_HEADER) -> Option<&'a Header> {
    // SAFETY: by contract; sixteen zeros are an empty list.
    unsafe { list.cast::<Header>().as_ref() }
}

/// Makes an empty list; a header of zeros is one too.
///
/// # Safety
/// `ListHead` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn InitializeSListHead(ListHead: PSLIST_HEADER) {
    boundary!(void, "InitializeSListHead", {
        if !ListHead.is_null() {
            // SAFETY: by contract, and not NULL.
            unsafe { ListHead.cast::<Header>().write(Header::default()) };
        }
    })
}

/// Puts an element in front; what was the first one before.
///
/// # Safety
/// `ListHead` points to a list; the element is the list's until it is taken.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn InterlockedPushEntrySList(ListHead: PSLIST_HEADER, ListEntry: PSLIST_ENTRY) -> PSLIST_ENTRY {
    boundary!(pointer, "InterlockedPushEntrySList", {
        let entry = ListEntry.cast::<Entry>();
        // SAFETY: by contract.
        match unsafe { header(ListHead) } {
            // SAFETY: by contract, and not NULL.
            Some(list) if !entry.is_null() => unsafe { list.push(entry, entry, 1) }.cast(),
            _ => null_mut(),
        }
    })
}

/// Puts a chain of `Count` elements in front; what was the first one before.
///
/// # Safety
/// `ListHead` points to a list; the chain from `List` to `ListEnd` is the list's until it is taken.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn InterlockedPushListSListEx(
    ListHead: PSLIST_HEADER,
    List: PSLIST_ENTRY,
    ListEnd: PSLIST_ENTRY,
    Count: ULONG,
) -> PSLIST_ENTRY {
    boundary!(pointer, "InterlockedPushListSListEx", {
        // SAFETY: by contract.
        match unsafe { header(ListHead) } {
            Some(list) if !List.is_null() && !ListEnd.is_null() => {
                // SAFETY: by contract, and not NULL.
                unsafe { list.push(List.cast(), ListEnd.cast(), Count as u16) }.cast()
            }
            _ => null_mut(),
        }
    })
}

/// Takes the first element, or NULL.
///
/// # Safety
/// `ListHead` points to a list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn InterlockedPopEntrySList(ListHead: PSLIST_HEADER) -> PSLIST_ENTRY {
    boundary!(pointer, "InterlockedPopEntrySList", {
        // SAFETY: by contract.
        unsafe { header(ListHead) }.map_or(null_mut(), |list| list.pop().cast())
    })
}

/// Takes all elements as one chain, or NULL.
///
/// # Safety
/// `ListHead` points to a list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn InterlockedFlushSList(ListHead: PSLIST_HEADER) -> PSLIST_ENTRY {
    boundary!(pointer, "InterlockedFlushSList", {
        // SAFETY: by contract.
        unsafe { header(ListHead) }.map_or(null_mut(), |list| list.flush().cast())
    })
}

/// How many elements there are, in 16 bits.
///
/// # Safety
/// `ListHead` points to a list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn QueryDepthSList(ListHead: PSLIST_HEADER) -> USHORT {
    boundary!(zero, "QueryDepthSList", {
        // SAFETY: by contract.
        unsafe { header(ListHead) }.map_or(0, Header::depth)
    })
}
