//! Slots that have no method yet.

use crate::abi::iis::{E_NOTIMPL, HRESULT};

unsafe extern "C-unwind" fn not_implemented() -> HRESULT {
    E_NOTIMPL
}

union Slot<F: Copy> {
    from: unsafe extern "C-unwind" fn() -> HRESULT,
    to: F,
}

/// A method that answers E_NOTIMPL, whatever it is called with.
pub const fn missing<F: Copy>() -> F {
    assert!(size_of::<F>() == size_of::<usize>());
    // SAFETY: both are function pointers, and callers clean up their own arguments.
    unsafe { Slot { from: not_implemented }.to }
}
