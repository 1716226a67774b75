//! `heapapi.h`

use super::boundary::boundary;
use super::result::{bool_of, handle_of, set};
use crate::abi::windows::*;
use crate::win32::error::Win32Error;
use crate::win32::{heap, last_error};
use core::ptr::{NonNull, null_mut, without_provenance_mut};

fn handle(number: usize) -> HANDLE {
    without_provenance_mut(number)
}

/// The heap of the process. It is not destroyed.
#[unsafe(no_mangle)]
pub extern "C" fn GetProcessHeap() -> HANDLE {
    handle(heap::process_handle())
}

/// Makes a heap; a maximum size other than 0 limits it.
/// HEAP_GENERATE_EXCEPTIONS changes nothing: a call that fails returns NULL.
#[unsafe(no_mangle)]
pub extern "C" fn HeapCreate(flOptions: DWORD, dwInitialSize: SIZE_T, dwMaximumSize: SIZE_T) -> HANDLE {
    boundary!(pointer, "HeapCreate", {
        handle_of((|| {
            let known = HEAP_NO_SERIALIZE | HEAP_GENERATE_EXCEPTIONS | HEAP_CREATE_ENABLE_EXECUTE;
            if flOptions & !known != 0 || (dwMaximumSize != 0 && dwInitialSize > dwMaximumSize) {
                return Err(Win32Error(ERROR_INVALID_PARAMETER));
            }
            heap::create(dwMaximumSize).map(handle)
        })())
    })
}

/// Destroys a heap and frees its blocks.
#[unsafe(no_mangle)]
pub extern "C" fn HeapDestroy(hHeap: HANDLE) -> BOOL {
    boundary!(bool, "HeapDestroy", { bool_of(heap::destroy(hHeap.addr())) })
}

fn block_of(result: Result<NonNull<core::ffi::c_void>, Win32Error>) -> LPVOID {
    match result {
        Ok(block) => block.as_ptr(),
        Err(error) => {
            last_error::set(error.0);
            null_mut()
        }
    }
}

/// A block of a heap, aligned to 16 bytes; NULL where there is no memory for it.
#[unsafe(no_mangle)]
pub extern "C" fn HeapAlloc(hHeap: HANDLE, dwFlags: DWORD, dwBytes: SIZE_T) -> LPVOID {
    boundary!(pointer, "HeapAlloc", {
        block_of(heap::find(hHeap.addr()).and_then(|heap| {
            heap.alloc(dwBytes, dwFlags & HEAP_ZERO_MEMORY != 0).ok_or(Win32Error(ERROR_NOT_ENOUGH_MEMORY))
        }))
    })
}

/// Changes the size of a block, which may move without HEAP_REALLOC_IN_PLACE_ONLY.
///
/// # Safety
/// `lpMem` is a block of the heap.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HeapReAlloc(hHeap: HANDLE, dwFlags: DWORD, lpMem: LPVOID, dwBytes: SIZE_T) -> LPVOID {
    boundary!(pointer, "HeapReAlloc", {
        let (zero, in_place) = (dwFlags & HEAP_ZERO_MEMORY != 0, dwFlags & HEAP_REALLOC_IN_PLACE_ONLY != 0);
        let heap = heap::find(hHeap.addr());
        // SAFETY: by contract.
        block_of(heap.and_then(|heap| unsafe { heap.realloc(lpMem.expose_provenance(), dwBytes, zero, in_place) }))
    })
}

/// Frees a block; NULL is no error.
///
/// # Safety
/// `lpMem` is NULL or a block of the heap that nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HeapFree(hHeap: HANDLE, _dwFlags: DWORD, lpMem: LPVOID) -> BOOL {
    boundary!(bool, "HeapFree", {
        bool_of(heap::find(hHeap.addr()).and_then(|heap| {
            // SAFETY: by contract.
            let freed = lpMem.is_null() || unsafe { heap.free(lpMem.expose_provenance()) };
            if freed { Ok(()) } else { Err(Win32Error(ERROR_INVALID_PARAMETER)) }
        }))
    })
}

/// The size that the block was asked for with, or (SIZE_T)-1.
///
/// # Safety
/// `lpMem` is a block of the heap.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HeapSize(hHeap: HANDLE, _dwFlags: DWORD, lpMem: LPVOID) -> SIZE_T {
    boundary!(no_size, "HeapSize", {
        let size = heap::find(hHeap.addr()).and_then(|heap| {
            // SAFETY: by contract.
            unsafe { heap.size(lpMem.expose_provenance()) }.ok_or(Win32Error(ERROR_INVALID_PARAMETER))
        });
        size.unwrap_or_else(|error| {
            last_error::set(error.0);
            SIZE_T::MAX
        })
    })
}

/// Whether a block, or with NULL the heap, is whole.
///
/// # Safety
/// `lpMem` is NULL or a block of the heap.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HeapValidate(hHeap: HANDLE, _dwFlags: DWORD, lpMem: LPVOID) -> BOOL {
    boundary!(bool, "HeapValidate", {
        let block = (!lpMem.is_null()).then(|| lpMem.expose_provenance());
        // SAFETY: by contract.
        match heap::find(hHeap.addr()).map(|heap| unsafe { heap.is_valid(block) }) {
            Ok(valid) => BOOL::from(valid),
            Err(error) => set(error.0),
        }
    })
}

/// Keeps other threads out of the heap until HeapUnlock.
#[unsafe(no_mangle)]
pub extern "C" fn HeapLock(hHeap: HANDLE) -> BOOL {
    boundary!(bool, "HeapLock", { bool_of(heap::find(hHeap.addr()).map(|heap| heap.lock())) })
}

/// Ends what HeapLock began.
#[unsafe(no_mangle)]
pub extern "C" fn HeapUnlock(hHeap: HANDLE) -> BOOL {
    boundary!(bool, "HeapUnlock", {
        bool_of(
            heap::find(hHeap.addr()).and_then(
                |heap| {
                    if heap.unlock() { Ok(()) } else { Err(Win32Error(ERROR_NOT_OWNER)) }
                },
            ),
        )
    })
}
