//! Pages.

use crate::abi::windows::*;
use crate::exports::arguments::store;
use crate::exports::boundary::boundary;
use crate::exports::result::{bool_of, handle_of, set};
use crate::win32::{last_error, virtual_memory};
use core::ptr::with_exposed_provenance_mut;

/// Reserves pages, at multiples of 64 KiB, commits reserved ones, or both.
/// There are no guard pages and no large ones.
#[unsafe(no_mangle)]
pub extern "C" fn VirtualAlloc(lpAddress: LPVOID, dwSize: SIZE_T, flAllocationType: DWORD, flProtect: DWORD) -> LPVOID {
    boundary!(pointer, "VirtualAlloc", {
        let place = virtual_memory::alloc(lpAddress.expose_provenance(), dwSize, flAllocationType, flProtect);
        handle_of(place.map(with_exposed_provenance_mut))
    })
}

/// Decommits pages, or with MEM_RELEASE and the size 0 gives back all that one call reserved.
///
/// # Safety
/// Nobody uses the pages any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn VirtualFree(lpAddress: LPVOID, dwSize: SIZE_T, dwFreeType: DWORD) -> BOOL {
    boundary!(bool, "VirtualFree", {
        // SAFETY: by contract.
        bool_of(unsafe { virtual_memory::free(lpAddress.expose_provenance(), dwSize, dwFreeType) })
    })
}

/// Changes the rights of pages that VirtualAlloc committed.
///
/// # Safety
/// Nobody needs the rights that the pages lose; `lpflOldProtect` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn VirtualProtect(
    lpAddress: LPVOID,
    dwSize: SIZE_T,
    flNewProtect: DWORD,
    lpflOldProtect: PDWORD,
) -> BOOL {
    boundary!(bool, "VirtualProtect", {
        if lpflOldProtect.is_null() {
            return set(ERROR_NOACCESS);
        }
        // SAFETY: by contract.
        let old = unsafe { virtual_memory::protect(lpAddress.expose_provenance(), dwSize, flNewProtect) };
        bool_of(old.map(|old| {
            // SAFETY: by contract, and not NULL.
            unsafe { store(lpflOldProtect, old) };
        }))
    })
}

/// What the pages from an address on are like; the size of the answer, or 0.
///
/// # Safety
/// The buffer has the length that goes with it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn VirtualQuery(
    lpAddress: LPCVOID,
    lpBuffer: PMEMORY_BASIC_INFORMATION,
    dwLength: SIZE_T,
) -> SIZE_T {
    boundary!(zero, "VirtualQuery", {
        let result = if dwLength < size_of::<MEMORY_BASIC_INFORMATION>() {
            Err(ERROR_BAD_LENGTH)
        } else if lpBuffer.is_null() {
            Err(ERROR_NOACCESS)
        } else {
            virtual_memory::query(lpAddress.addr()).map_err(|error| error.0)
        };
        match result {
            Ok(answer) => {
                // SAFETY: by contract, and not NULL.
                unsafe { store(lpBuffer, answer) };
                size_of::<MEMORY_BASIC_INFORMATION>()
            }
            Err(code) => {
                last_error::set(code);
                0
            }
        }
    })
}
