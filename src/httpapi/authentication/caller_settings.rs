//! HTTP_SERVER_AUTHENTICATION_INFO in the caller's memory.
#![allow(unsafe_code)]

use super::settings::{Authentication, Kind};
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::win32::error::Win32Error;
use crate::win32::text;
use core::slice;

const UNIT: usize = size_of::<WCHAR>();

/// What the caller says; `None` where it takes back what was said.
///
/// # Safety
/// The realm is NULL or has so many bytes.
pub unsafe fn read(info: &HTTP_SERVER_AUTHENTICATION_INFO, kind: Kind) -> Result<Option<Authentication>, Win32Error> {
    if !info.Flags.present() {
        return Ok(None);
    }
    let basic = &info.BasicParams;
    let length = usize::from(basic.RealmLength);
    if length % UNIT != 0 || (length > 0 && basic.Realm.is_null()) {
        return Err(Win32Error(ERROR_INVALID_PARAMETER));
    }
    let realm = if length == 0 {
        String::new()
    } else {
        // SAFETY: by contract.
        let units = unsafe { slice::from_raw_parts(basic.Realm, length / UNIT) };
        text::exact(units).ok_or(Win32Error(ERROR_INVALID_PARAMETER))?
    };
    let settings = Authentication {
        schemes: info.AuthSchemes,
        receive_mutual_auth: info.ReceiveMutualAuth,
        receive_context_handle: info.ReceiveContextHandle,
        disable_ntlm_credential_caching: info.DisableNTLMCredentialCaching,
        realm,
    };
    settings.check(kind, info.ExFlags)?;
    Ok(Some(settings))
}

/// How much room the settings take.
pub fn size(settings: &Authentication) -> usize {
    let behind = if settings.realm.is_empty() { 0 } else { (text::wide_length(&settings.realm) + 1) * UNIT };
    size_of::<HTTP_SERVER_AUTHENTICATION_INFO>() + behind
}

/// Lays the settings into memory: the structure, and the realm with a NUL behind it.
///
/// # Safety
/// There is as much room as `size` says.
pub unsafe fn write(settings: Option<&Authentication>, to: *mut HTTP_SERVER_AUTHENTICATION_INFO) {
    let none = Authentication::default();
    let told = settings.unwrap_or(&none);
    let mut realm = core::ptr::null_mut();
    let mut units = Vec::new();
    if !told.realm.is_empty() {
        units = text::to_wide(&told.realm);
        realm = to.wrapping_add(1).cast::<WCHAR>();
    }
    let info = HTTP_SERVER_AUTHENTICATION_INFO {
        Flags: HTTP_PROPERTY_FLAGS { Bits: settings.is_some().into() },
        AuthSchemes: told.schemes,
        ReceiveMutualAuth: told.receive_mutual_auth,
        ReceiveContextHandle: told.receive_context_handle,
        DisableNTLMCredentialCaching: told.disable_ntlm_credential_caching,
        ExFlags: 0,
        DigestParams: HTTP_SERVER_AUTHENTICATION_DIGEST_PARAMS {
            DomainNameLength: 0,
            DomainName: core::ptr::null_mut(),
            RealmLength: 0,
            Realm: core::ptr::null_mut(),
        },
        BasicParams: HTTP_SERVER_AUTHENTICATION_BASIC_PARAMS {
            // It came with such a length.
            RealmLength: (units.len() * UNIT) as USHORT,
            Realm: realm,
        },
    };
    // SAFETY: by contract; the realm stands behind the structure.
    unsafe {
        to.write_unaligned(info);
        if !realm.is_null() {
            for (at, unit) in units.iter().chain(&[0]).enumerate() {
                realm.add(at).write_unaligned(*unit);
            }
        }
    }
}
