//! `securitybaseapi.h`: security identifiers, as data.

use super::arguments::{load, store};
use super::boundary::boundary;
use super::result::set;
use crate::abi::windows::*;
use crate::win32::{heap, last_error, sid};
use core::ptr::null_mut;

/// The bytes of an identifier; `None` for NULL and what is none.
///
/// # Safety
/// `pSid` is NULL or may be read as far as its head says, while the bytes are used.
pub(super) unsafe fn bytes_of<'a>(pSid: PSID) -> Option<&'a [u8]> {
    if pSid.is_null() {
        return None;
    }
    let bytes = pSid.cast_const().cast::<u8>();
    // SAFETY: by contract.
    unsafe {
        let (revision, count) = (*bytes, *bytes.add(1));
        sid::is_valid(revision, count).then(|| core::slice::from_raw_parts(bytes, sid::length(count)))
    }
}

/// Whether it has the known revision and no more sub-authorities than there may be.
///
/// # Safety
/// `pSid` is NULL or may be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn IsValidSid(pSid: PSID) -> BOOL {
    boundary!(bool, "IsValidSid", {
        // SAFETY: by contract.
        if unsafe { bytes_of(pSid) }.is_some() { TRUE } else { set(ERROR_INVALID_SID) }
    })
}

/// How many bytes it has; 0 where it is not valid.
///
/// # Safety
/// `pSid` is NULL or may be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetLengthSid(pSid: PSID) -> DWORD {
    // SAFETY: by contract.
    boundary!(zero, "GetLengthSid", { unsafe { bytes_of(pSid) }.map_or(0, |bytes| bytes.len() as DWORD) })
}

/// How many bytes one with so many sub-authorities has.
#[unsafe(no_mangle)]
pub extern "C" fn GetSidLengthRequired(nSubAuthorityCount: UCHAR) -> DWORD {
    boundary!(zero, "GetSidLengthRequired", { sid::length(nSubAuthorityCount) as DWORD })
}

/// Copies one into a buffer.
///
/// # Safety
/// The buffer has so many bytes; `pSourceSid` is NULL or may be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CopySid(nDestinationSidLength: DWORD, pDestinationSid: PSID, pSourceSid: PSID) -> BOOL {
    boundary!(bool, "CopySid", {
        // SAFETY: by contract.
        unsafe {
            let Some(bytes) = bytes_of(pSourceSid) else { return set(ERROR_INVALID_SID) };
            if pDestinationSid.is_null() {
                return set(ERROR_INVALID_PARAMETER);
            }
            if (nDestinationSidLength as usize) < bytes.len() {
                return set(ERROR_INSUFFICIENT_BUFFER);
            }
            bytes.as_ptr().copy_to(pDestinationSid.cast(), bytes.len());
        }
        TRUE
    })
}

/// Whether both are valid and the same.
///
/// # Safety
/// Both are NULL or may be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn EqualSid(pSid1: PSID, pSid2: PSID) -> BOOL {
    boundary!(bool, "EqualSid", {
        // SAFETY: by contract.
        let (Some(left), Some(right)) = (unsafe { bytes_of(pSid1) }, unsafe { bytes_of(pSid2) }) else {
            return set(ERROR_INVALID_SID);
        };
        last_error::set(ERROR_SUCCESS);
        BOOL::from(left == right)
    })
}

/// Writes the head of one; its sub-authorities are to be filled in.
///
/// # Safety
/// `Sid` is NULL or has GetSidLengthRequired's bytes; the authority is NULL or may be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn InitializeSid(
    Sid: PSID,
    pIdentifierAuthority: PSID_IDENTIFIER_AUTHORITY,
    nSubAuthorityCount: BYTE,
) -> BOOL {
    boundary!(bool, "InitializeSid", {
        // SAFETY: by contract.
        unsafe {
            let Some(authority) = load(pIdentifierAuthority).filter(|_| !Sid.is_null()) else {
                return set(ERROR_INVALID_PARAMETER);
            };
            let empty = [0; SID_MAX_SUB_AUTHORITIES as usize];
            let bytes = empty.get(..usize::from(nSubAuthorityCount)).and_then(|none| sid::bytes(authority.Value, none));
            let Some(bytes) = bytes else { return set(ERROR_INVALID_PARAMETER) };
            bytes.as_ptr().copy_to(Sid.cast(), bytes.len());
        }
        TRUE
    })
}

/// A new one, for FreeSid.
///
/// # Safety
/// The authority is NULL or may be read; `pSid` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn AllocateAndInitializeSid(
    pIdentifierAuthority: PSID_IDENTIFIER_AUTHORITY,
    nSubAuthorityCount: BYTE,
    nSubAuthority0: DWORD,
    nSubAuthority1: DWORD,
    nSubAuthority2: DWORD,
    nSubAuthority3: DWORD,
    nSubAuthority4: DWORD,
    nSubAuthority5: DWORD,
    nSubAuthority6: DWORD,
    nSubAuthority7: DWORD,
    pSid: *mut PSID,
) -> BOOL {
    boundary!(bool, "AllocateAndInitializeSid", {
        let numbers = [
            nSubAuthority0,
            nSubAuthority1,
            nSubAuthority2,
            nSubAuthority3,
            nSubAuthority4,
            nSubAuthority5,
            nSubAuthority6,
            nSubAuthority7,
        ];
        // SAFETY: by contract; the block is as large as the bytes.
        unsafe {
            let authority = load(pIdentifierAuthority).filter(|_| !pSid.is_null());
            let (Some(authority), Some(numbers)) = (authority, numbers.get(..usize::from(nSubAuthorityCount))) else {
                return set(ERROR_INVALID_PARAMETER);
            };
            let Some(bytes) = sid::bytes(authority.Value, numbers) else { return set(ERROR_INVALID_PARAMETER) };
            let Some(block) = heap::alloc(bytes.len()) else { return set(ERROR_NOT_ENOUGH_MEMORY) };
            bytes.as_ptr().copy_to(block.as_ptr().cast(), bytes.len());
            store(pSid, block.as_ptr());
        }
        TRUE
    })
}

/// Frees what AllocateAndInitializeSid gave. NULL where that was so, else what was passed.
///
/// # Safety
/// Nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn FreeSid(pSid: PSID) -> PVOID {
    boundary!(pointer, "FreeSid", {
        // SAFETY: by contract.
        if pSid.is_null() || unsafe { heap::PROCESS.free(pSid.expose_provenance()) } { null_mut() } else { pSid }
    })
}

/// Where its authority stands.
///
/// # Safety
/// `pSid` is NULL or may be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetSidIdentifierAuthority(pSid: PSID) -> PSID_IDENTIFIER_AUTHORITY {
    boundary!(pointer, "GetSidIdentifierAuthority", {
        // SAFETY: by contract the head is there.
        if pSid.is_null() { null_mut() } else { unsafe { pSid.cast::<u8>().add(2).cast() } }
    })
}

/// Where the number of its sub-authorities stands.
///
/// # Safety
/// `pSid` is NULL or may be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetSidSubAuthorityCount(pSid: PSID) -> PUCHAR {
    boundary!(pointer, "GetSidSubAuthorityCount", {
        // SAFETY: by contract the head is there.
        if pSid.is_null() { null_mut() } else { unsafe { pSid.cast::<u8>().add(1).cast() } }
    })
}

/// Where one of its sub-authorities stands.
///
/// # Safety
/// `pSid` is NULL or has so many.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetSidSubAuthority(pSid: PSID, nSubAuthority: DWORD) -> PDWORD {
    boundary!(pointer, "GetSidSubAuthority", {
        if pSid.is_null() || nSubAuthority >= SID_MAX_SUB_AUTHORITIES {
            return null_mut();
        }
        // SAFETY: by contract.
        unsafe { pSid.cast::<u8>().add(sid::length(nSubAuthority as u8)).cast() }
    })
}
