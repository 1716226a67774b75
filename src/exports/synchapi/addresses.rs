//! `synchapi.h`: waits on addresses.

use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::exports::result::set;
use crate::win32::{address, wait};
use std::sync::atomic::Ordering::Acquire;
use std::sync::atomic::{AtomicU8, AtomicU16, AtomicU32, AtomicU64};

/// Sleeps while the value at the address is the one that is compared, until woken.
///
/// # Safety
/// Both addresses may be read at this size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WaitOnAddress(
    Address: PVOID,
    CompareAddress: PVOID,
    AddressSize: SIZE_T,
    dwMilliseconds: DWORD,
) -> BOOL {
    boundary!(bool, "WaitOnAddress", {
        if Address.is_null() || CompareAddress.is_null() || !matches!(AddressSize, 1 | 2 | 4 | 8) {
            return set(ERROR_INVALID_PARAMETER);
        }
        if !Address.addr().is_multiple_of(AddressSize) {
            return set(ERROR_INVALID_PARAMETER);
        }
        // SAFETY: by contract, and aligned; others may write the value meanwhile, so it is read as an
        // atomic. What was written before it is seen then.
        let same = || unsafe {
            match AddressSize {
                1 => AtomicU8::from_ptr(Address.cast()).load(Acquire) == CompareAddress.cast::<u8>().read_unaligned(),
                2 => AtomicU16::from_ptr(Address.cast()).load(Acquire) == CompareAddress.cast::<u16>().read_unaligned(),
                4 => AtomicU32::from_ptr(Address.cast()).load(Acquire) == CompareAddress.cast::<u32>().read_unaligned(),
                _ => AtomicU64::from_ptr(Address.cast()).load(Acquire) == CompareAddress.cast::<u64>().read_unaligned(),
            }
        };
        if address::wait(Address.addr(), wait::deadline(dwMilliseconds), same, || {}) {
            return TRUE;
        }
        set(ERROR_TIMEOUT)
    })
}

/// Wakes one thread that waits on the address.
///
/// # Safety
/// Only the address is used.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WakeByAddressSingle(Address: PVOID) {
    boundary!(void, "WakeByAddressSingle", {
        address::wake_one(Address.addr());
    })
}

/// Wakes all threads that wait on the address.
///
/// # Safety
/// Only the address is used.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WakeByAddressAll(Address: PVOID) {
    boundary!(void, "WakeByAddressAll", { address::wake_all(Address.addr()) })
}
