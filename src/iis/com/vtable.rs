//! Vtables as the Itanium C++ ABI wants them.

use super::type_info::{TypeInfo, Typed};

/// A vtable with the two words that stand before its first slot.
///
/// An object starts with the address of `slots`.
#[repr(C)]
pub struct Vtable<C: Typed> {
    offset_to_top: isize,
    type_info: *const TypeInfo,
    pub slots: C::Vtbl,
}

// SAFETY: it never changes, and what it points to is Sync or code.
unsafe impl<C: Typed> Sync for Vtable<C> {}

impl<C: Typed> Vtable<C> {
    pub const fn new(slots: C::Vtbl) -> Self {
        Self { offset_to_top: 0, type_info: C::TYPE_INFO, slots }
    }
}
