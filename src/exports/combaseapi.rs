//! `combaseapi.h`

use super::arguments::{self, copy_out, store};
use super::boundary::boundary;
use crate::abi::windows::*;
use crate::win32::apartment::{self, Model};
use crate::win32::text::to_wide;
use crate::win32::{guid, heap};
use core::ptr::{NonNull, null_mut};

/// A block that whoever gets it frees with CoTaskMemFree; NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn CoTaskMemAlloc(cb: SIZE_T) -> LPVOID {
    boundary!(pointer, "CoTaskMemAlloc", { heap::alloc(cb).map_or(null_mut(), NonNull::as_ptr) })
}

/// Changes the size of a block: NULL gets a new one, the size 0 frees it.
///
/// # Safety
/// `pv` is NULL or such a block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CoTaskMemRealloc(pv: LPVOID, cb: SIZE_T) -> LPVOID {
    boundary!(pointer, "CoTaskMemRealloc", {
        if pv.is_null() {
            return CoTaskMemAlloc(cb);
        }
        // SAFETY: by contract.
        unsafe {
            if cb == 0 {
                heap::PROCESS.free(pv.expose_provenance());
                return null_mut();
            }
            heap::PROCESS.realloc(pv.expose_provenance(), cb, false, false).map_or(null_mut(), NonNull::as_ptr)
        }
    })
}

/// Frees a block; NULL is no error.
///
/// # Safety
/// `pv` is NULL or such a block that nobody uses any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CoTaskMemFree(pv: LPVOID) {
    boundary!(void, "CoTaskMemFree", {
        if !pv.is_null() {
            // SAFETY: by contract.
            unsafe { heap::PROCESS.free(pv.expose_provenance()) };
        }
    })
}

/// Says that the thread uses COM; S_FALSE where it has said so before. Nothing else follows from it.
#[unsafe(no_mangle)]
pub extern "C" fn CoInitializeEx(pvReserved: LPVOID, dwCoInit: DWORD) -> HRESULT {
    boundary!(hresult, "CoInitializeEx", {
        let known = COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE | COINIT_SPEED_OVER_MEMORY;
        if !pvReserved.is_null() || dwCoInit & !(known as DWORD) != 0 {
            return E_INVALIDARG;
        }
        let single = dwCoInit & COINIT_APARTMENTTHREADED as DWORD != 0;
        match apartment::enter(if single { Model::Single } else { Model::Multiple }) {
            Some(true) => S_OK,
            Some(false) => S_FALSE,
            None => RPC_E_CHANGED_MODE,
        }
    })
}

/// Takes back what CoInitialize or CoInitializeEx has said.
#[unsafe(no_mangle)]
pub extern "C" fn CoUninitialize() {
    boundary!(void, "CoUninitialize", { apartment::leave() })
}

/// A new identifier, which is random.
///
/// # Safety
/// `pguid` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CoCreateGuid(pguid: *mut GUID) -> HRESULT {
    boundary!(hresult, "CoCreateGuid", {
        if pguid.is_null() {
            return E_INVALIDARG;
        }
        // SAFETY: by contract.
        unsafe { store(pguid, guid::random()) };
        S_OK
    })
}

/// The identifier in braces, with its NUL 39 characters, which is what is returned; 0 where there is less room.
///
/// # Safety
/// The identifier may be read; the buffer has so many characters.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn StringFromGUID2(rguid: REFGUID, lpsz: LPOLESTR, cchMax: INT) -> INT {
    boundary!(zero, "StringFromGUID2", {
        // SAFETY: by contract.
        unsafe {
            let Some(identifier) = arguments::load(rguid) else { return 0 };
            let text = to_wide(&format!("{{{}}}", guid::text(&identifier)));
            if lpsz.is_null() || cchMax <= text.len() as INT {
                return 0;
            }
            copy_out(&text, lpsz);
            text.len() as INT + 1
        }
    })
}

/// # Safety
/// The identifier may be read; the pointer is NULL or may be written.
unsafe fn give_text(identifier: *const GUID, text: *mut LPOLESTR) -> HRESULT {
    // SAFETY: by contract; the block is as large as the text with its NUL.
    unsafe {
        let Some(identifier) = arguments::load(identifier).filter(|_| !text.is_null()) else { return E_INVALIDARG };
        let wide = to_wide(&format!("{{{}}}", guid::text(&identifier)));
        let Some(block) = heap::alloc((wide.len() + 1) * size_of::<WCHAR>()) else { return E_OUTOFMEMORY };
        copy_out(&wide, block.as_ptr().cast::<WCHAR>());
        store(text, block.as_ptr().cast());
        S_OK
    }
}

/// The class identifier in braces, for CoTaskMemFree.
///
/// # Safety
/// The identifier may be read; the pointer is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn StringFromCLSID(rclsid: REFCLSID, lplpsz: *mut LPOLESTR) -> HRESULT {
    // SAFETY: by contract.
    boundary!(hresult, "StringFromCLSID", { unsafe { give_text(rclsid, lplpsz) } })
}

/// The interface identifier in braces, for CoTaskMemFree.
///
/// # Safety
/// The identifier may be read; the pointer is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn StringFromIID(rclsid: REFIID, lplpsz: *mut LPOLESTR) -> HRESULT {
    // SAFETY: by contract.
    boundary!(hresult, "StringFromIID", { unsafe { give_text(rclsid, lplpsz) } })
}

/// # Safety
/// The text is NULL or ends with a NUL; the identifier is NULL or may be written.
unsafe fn read_text(text: LPCOLESTR, identifier: *mut GUID, no_identifier: HRESULT) -> HRESULT {
    if identifier.is_null() {
        return E_INVALIDARG;
    }
    // SAFETY: by contract.
    let parsed = match unsafe { arguments::wide(text) } {
        None => Some(GUID { Data1: 0, Data2: 0, Data3: 0, Data4: [0; 8] }),
        Some(text) => guid::parse_braced(&text),
    };
    let Some(parsed) = parsed else { return no_identifier };
    // SAFETY: by contract.
    unsafe { store(identifier, parsed) };
    S_OK
}

/// The class identifier of a text in braces; that of NULL is all zeros. Nobody knows names of classes.
///
/// # Safety
/// The text is NULL or ends with a NUL; the identifier is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CLSIDFromString(lpsz: LPCOLESTR, pclsid: *mut CLSID) -> HRESULT {
    // SAFETY: by contract.
    boundary!(hresult, "CLSIDFromString", { unsafe { read_text(lpsz, pclsid, CO_E_CLASSSTRING) } })
}

/// The interface identifier of a text in braces; that of NULL is all zeros.
///
/// # Safety
/// The text is NULL or ends with a NUL; the identifier is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn IIDFromString(lpsz: LPCOLESTR, lpiid: *mut IID) -> HRESULT {
    // SAFETY: by contract.
    boundary!(hresult, "IIDFromString", { unsafe { read_text(lpsz, lpiid, CO_E_IIDSTRING) } })
}
