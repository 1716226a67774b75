//! IReadEntityProvider: what OnReadEntity sees of a piece of the body, and may replace.

use super::object::{Object, Owner, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::iis::context::Context;
use crate::win32::arguments::store;
use crate::win32::boundary::void;
use crate::win32::caller_memory::CallerBytes;
use core::ptr::null_mut;
use parking_lot::Mutex;
use std::sync::Weak;

/// Bytes and the room that they stand in.
#[derive(Clone, Copy, Debug)]
struct Piece {
    start: *mut c_void,
    bytes: DWORD,
    room: DWORD,
}

// SAFETY: whoever reads the body lends the memory for as long as the read lasts, and a module that
// replaces it for the request.
unsafe impl Send for Piece {}

pub struct Entity {
    owner: Owner,
    piece: Mutex<Piece>,
}

pub type ReadEntityProvider = Object<IReadEntityProvider, Entity>;

/// # Safety
/// The buffer is that of a read which lasts as long as the provider.
pub unsafe fn provider(context: &Weak<Context>, start: *mut c_void, bytes: DWORD, room: DWORD) -> ReadEntityProvider {
    let piece = Mutex::new(Piece { start, bytes, room });
    Object::new(&VTABLE, Entity { owner: Owner::new(context), piece })
}

impl Entity {
    /// What the modules have left.
    pub fn bytes(&self) -> CallerBytes {
        let piece = *self.piece.lock();
        let bytes = if piece.start.is_null() { 0 } else { piece.bytes.min(piece.room) };
        // SAFETY: by contract of `provider`, and of SetEntity.
        unsafe { CallerBytes::new(piece.start.cast(), bytes as usize) }
    }
}

method!(IHttpEventProvider::SetErrorStatus as set_error_status(this: ReadEntityProvider, error: HRESULT), void, {
    this.owner.set_error(error);
});
method!(IReadEntityProvider::GetEntity as get_entity(
    this: ReadEntityProvider, start: *mut PVOID, bytes: *mut DWORD, room: *mut DWORD), void, {
    let piece = *this.piece.lock();
    // SAFETY: C++ gives places that may be written, or NULL.
    unsafe {
        store(start, piece.start);
        store(bytes, piece.bytes);
        store(room, piece.room);
    }
});
method!(IReadEntityProvider::SetEntity as set_entity(
    this: ReadEntityProvider, start: PVOID, bytes: DWORD, room: DWORD), void, {
    let start = if bytes == 0 && room == 0 { null_mut() } else { start };
    *this.piece.lock() = Piece { start, bytes, room };
});

static VTABLE: Vtable<IReadEntityProvider> = Vtable::new(IReadEntityProviderVtbl {
    base: IHttpEventProviderVtbl { SetErrorStatus: set_error_status },
    GetEntity: get_entity,
    SetEntity: set_entity,
});
