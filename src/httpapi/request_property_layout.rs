//! Request properties in the caller's memory.
#![allow(unsafe_code)]

use super::operation::Ended;
use super::request_property::Value;
use crate::abi::windows::{ERROR_MORE_DATA, PVOID, ULONG};
use crate::win32::arguments::store;

/// Puts the value where it fits.
///
/// # Safety
/// The output is NULL or has so many bytes.
pub unsafe fn answer(value: &Value, output: PVOID, size: ULONG) -> Ended {
    // SAFETY: by contract.
    unsafe {
        match value {
            Value::Isb(value) => put(*value, output, size),
            Value::TcpInfoV0(value) => put(*value, output, size),
            Value::TcpInfoV1(value) => put(*value, output, size),
            Value::IdleTimeout(value) => put(*value, output, size),
            Value::Dscp(value) => put(*value, output, size),
            Value::Sni(value) => put(**value, output, size),
            Value::CipherInfo(value) => put(**value, output, size),
            Value::StreamError(value) => put(*value, output, size),
        }
    }
}

/// # Safety
/// As of `answer`.
unsafe fn put<T>(value: T, output: PVOID, size: ULONG) -> Ended {
    let needed = size_of::<T>();
    if output.is_null() || (size as usize) < needed {
        return Ended { code: ERROR_MORE_DATA, ..Ended::bytes(needed) };
    }
    // SAFETY: by contract.
    unsafe { store(output.cast(), value) };
    Ended::bytes(needed)
}
