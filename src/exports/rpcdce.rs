//! `rpcdce.h`: universally unique identifiers.

use super::arguments::{ansi, copy_out, load, store, wide};
use super::boundary::boundary;
use crate::abi::windows::*;
use crate::win32::text::to_wide;
use crate::win32::{guid, heap};
use core::ptr::null_mut;

/// A new identifier, which is random.
///
/// # Safety
/// `Uuid` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn UuidCreate(Uuid: *mut GUID) -> RPC_STATUS {
    boundary!(rpc, "UuidCreate", {
        if Uuid.is_null() {
            return RPC_S_INVALID_ARG;
        }
        // SAFETY: by contract.
        unsafe { store(Uuid, guid::random()) };
        RPC_S_OK
    })
}

/// A copy for RpcStringFree.
///
/// # Safety
/// `to` may be written.
unsafe fn give<T: Copy + Default>(text: &[T], to: *mut *mut T) -> RPC_STATUS {
    let Some(block) = heap::alloc((text.len() + 1) * size_of::<T>()) else { return RPC_S_OUT_OF_MEMORY };
    // SAFETY: the block is as large as the text with its NUL; else by contract.
    unsafe {
        copy_out(text, block.as_ptr().cast::<T>());
        store(to, block.as_ptr().cast());
    }
    RPC_S_OK
}

/// The identifier as text in small letters, for RpcStringFreeA.
///
/// # Safety
/// The identifier is NULL or may be read; the pointer is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn UuidToStringA(Uuid: *const GUID, StringUuid: *mut RPC_CSTR) -> RPC_STATUS {
    boundary!(rpc, "UuidToStringA", {
        // SAFETY: by contract.
        unsafe {
            let Some(identifier) = load(Uuid).filter(|_| !StringUuid.is_null()) else { return RPC_S_INVALID_ARG };
            give(guid::text(&identifier).to_lowercase().as_bytes(), StringUuid)
        }
    })
}

/// As UuidToStringA, for wide text.
///
/// # Safety
/// The identifier is NULL or may be read; the pointer is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn UuidToStringW(Uuid: *const GUID, StringUuid: *mut RPC_WSTR) -> RPC_STATUS {
    boundary!(rpc, "UuidToStringW", {
        // SAFETY: by contract.
        unsafe {
            let Some(identifier) = load(Uuid).filter(|_| !StringUuid.is_null()) else { return RPC_S_INVALID_ARG };
            give(&to_wide(&guid::text(&identifier).to_lowercase()), StringUuid)
        }
    })
}

/// # Safety
/// The identifier is NULL or may be written.
unsafe fn read(text: Option<String>, to: *mut GUID) -> RPC_STATUS {
    if to.is_null() {
        return RPC_S_INVALID_ARG;
    }
    let parsed = match text {
        None => Some(GUID { Data1: 0, Data2: 0, Data3: 0, Data4: [0; 8] }),
        Some(text) => guid::parse(&text),
    };
    let Some(parsed) = parsed else { return RPC_S_INVALID_STRING_UUID };
    // SAFETY: by contract.
    unsafe { store(to, parsed) };
    RPC_S_OK
}

/// The identifier of a text; that of NULL is all zeros.
///
/// # Safety
/// The text is NULL or ends with a NUL; the identifier is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn UuidFromStringA(StringUuid: RPC_CSTR, Uuid: *mut GUID) -> RPC_STATUS {
    // SAFETY: by contract.
    boundary!(rpc, "UuidFromStringA", { unsafe { read(ansi(StringUuid.cast_const().cast()), Uuid) } })
}

/// As UuidFromStringA, for wide text.
///
/// # Safety
/// The text is NULL or ends with a NUL; the identifier is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn UuidFromStringW(StringUuid: RPC_WSTR, Uuid: *mut GUID) -> RPC_STATUS {
    // SAFETY: by contract.
    boundary!(rpc, "UuidFromStringW", { unsafe { read(wide(StringUuid), Uuid) } })
}

/// # Safety
/// The pointer is NULL or leads to NULL or to a block that nobody uses any more.
unsafe fn free<T>(text: *mut *mut T) -> RPC_STATUS {
    // SAFETY: by contract.
    unsafe {
        let Some(block) = load(text) else { return RPC_S_INVALID_ARG };
        if !block.is_null() {
            heap::PROCESS.free(block.expose_provenance());
        }
        store(text, null_mut());
    }
    RPC_S_OK
}

/// Frees a text and sets the pointer to NULL.
///
/// # Safety
/// The pointer is NULL or leads to NULL or to such a text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn RpcStringFreeA(String: *mut RPC_CSTR) -> RPC_STATUS {
    // SAFETY: by contract.
    boundary!(rpc, "RpcStringFreeA", { unsafe { free(String) } })
}

/// As RpcStringFreeA, for wide text.
///
/// # Safety
/// The pointer is NULL or leads to NULL or to such a text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn RpcStringFreeW(String: *mut RPC_WSTR) -> RPC_STATUS {
    // SAFETY: by contract.
    boundary!(rpc, "RpcStringFreeW", { unsafe { free(String) } })
}
