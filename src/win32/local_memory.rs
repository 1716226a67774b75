//! The memory of `LocalAlloc` and `GlobalAlloc`, which are one.
//!
//! A fixed block is a block of the process's heap and its own handle. A movable one has a handle
//! that is no address; its block is at the same place as long as it is locked.

use super::error::Win32Error;
use super::heap::PROCESS;
use crate::abi::windows::*;
use core::ffi::c_void;
use core::ptr::with_exposed_provenance_mut;
use parking_lot::Mutex;

/// Handles of movable blocks are no addresses that a program can have.
const HANDLE_BASE: usize = 1 << 61;
/// A handle is the number of its place and how often that was taken before.
const PLACE_BITS: u32 = 28;
const STEP: usize = 16;
/// The most locks that are counted.
const MOST_LOCKS: u8 = 255;

struct Movable {
    /// 0 where the block was discarded.
    block: usize,
    locks: u8,
}

/// A place for a movable block.
#[derive(Default)]
struct Place {
    uses: u32,
    movable: Option<Movable>,
}

impl Place {
    fn handle(&self, number: usize) -> usize {
        HANDLE_BASE | ((self.uses as usize) << PLACE_BITS) | (number * STEP)
    }
}

static MOVABLE: Mutex<Vec<Place>> = Mutex::new(Vec::new());

const BAD: Win32Error = Win32Error(ERROR_INVALID_HANDLE);
const FULL: Win32Error = Win32Error(ERROR_NOT_ENOUGH_MEMORY);

/// Runs `body` with a movable block; `None` where the handle is a fixed block's.
fn movable<R>(
    handle: usize,
    body: impl FnOnce(&mut Option<Movable>) -> Result<R, Win32Error>,
) -> Option<Result<R, Win32Error>> {
    let number = (handle.checked_sub(HANDLE_BASE)? & ((1 << PLACE_BITS) - 1)) / STEP;
    let mut all = MOVABLE.lock();
    Some(match all.get_mut(number).filter(|place| place.movable.is_some() && place.handle(number) == handle) {
        Some(place) => body(&mut place.movable),
        None => Err(BAD),
    })
}

/// The block of a place that is taken.
fn taken(place: &mut Option<Movable>) -> Result<&mut Movable, Win32Error> {
    place.as_mut().ok_or(BAD)
}

fn block(size: usize, zero: bool) -> Result<usize, Win32Error> {
    PROCESS.alloc(size, zero).map(|block| block.expose_provenance().get()).ok_or(FULL)
}

/// A block; its handle. A movable block of no bytes is a discarded one.
pub fn alloc(flags: UINT, size: usize) -> Result<usize, Win32Error> {
    let zero = flags & LMEM_ZEROINIT != 0;
    if flags & LMEM_MOVEABLE == 0 {
        return block(size, zero);
    }
    let block = if size == 0 { 0 } else { block(size, zero)? };
    let mut all = MOVABLE.lock();
    let number = all.iter().position(|place| place.movable.is_none()).unwrap_or(all.len());
    if number == all.len() {
        if (number * STEP) >> PLACE_BITS != 0 {
            drop(all);
            // SAFETY: the block was made above, where there is one.
            unsafe { PROCESS.free(block) };
            return Err(FULL);
        }
        all.push(Place::default());
    }
    let place = &mut all[number];
    place.uses = place.uses.wrapping_add(1);
    place.movable = Some(Movable { block, locks: 0 });
    Ok(place.handle(number))
}

/// Changes the size of a block; its handle, which is another where a fixed block has moved.
///
/// # Safety
/// The handle is one of ours.
pub unsafe fn realloc(handle: usize, size: usize, flags: UINT) -> Result<usize, Win32Error> {
    let zero = flags & LMEM_ZEROINIT != 0;
    let modify = flags & LMEM_MODIFY != 0;
    let result = movable(handle, |place| {
        let movable = taken(place)?;
        if modify {
            return Ok(handle);
        }
        match (movable.block, size) {
            (_, 0) if movable.locks > 0 => return Err(BAD),
            (block, 0) => {
                // SAFETY: the block is ours, and not locked.
                unsafe { PROCESS.free(block) };
                movable.block = 0;
            }
            (0, size) => movable.block = block(size, zero)?,
            (block, size) => {
                let in_place = movable.locks > 0 && flags & LMEM_MOVEABLE == 0;
                // SAFETY: the block is ours; who has locked it has allowed it to move.
                let moved = unsafe { PROCESS.realloc(block, size, zero, in_place) }?;
                movable.block = moved.expose_provenance().get();
            }
        }
        Ok(handle)
    });
    result.unwrap_or_else(|| {
        // SAFETY: by contract.
        unsafe {
            PROCESS.size(handle).ok_or(BAD)?;
            if modify {
                return Ok(handle);
            }
            let in_place = flags & LMEM_MOVEABLE == 0;
            Ok(PROCESS.realloc(handle, size, zero, in_place)?.expose_provenance().get())
        }
    })
}

/// Gives a block back.
///
/// # Safety
/// The handle is one of ours, and nobody uses the block any more.
pub unsafe fn free(handle: usize) -> Result<(), Win32Error> {
    let freed = movable(handle, |place| {
        let movable = place.take().ok_or(BAD)?;
        if movable.block != 0 {
            // SAFETY: the block is ours.
            unsafe { PROCESS.free(movable.block) };
        }
        Ok(())
    });
    // SAFETY: by contract.
    freed.unwrap_or_else(|| if unsafe { PROCESS.free(handle) } { Ok(()) } else { Err(BAD) })
}

/// The address of a block, which stays there until it is unlocked as often.
///
/// # Safety
/// The handle is one of ours.
pub unsafe fn lock(handle: usize) -> Result<*mut c_void, Win32Error> {
    let locked = movable(handle, |place| {
        let movable = taken(place)?;
        if movable.block == 0 {
            return Err(Win32Error(ERROR_DISCARDED));
        }
        movable.locks = movable.locks.saturating_add(1);
        Ok(with_exposed_provenance_mut(movable.block))
    });
    locked.unwrap_or_else(|| {
        // SAFETY: by contract.
        unsafe { PROCESS.size(handle) }.ok_or(BAD)?;
        Ok(with_exposed_provenance_mut(handle))
    })
}

/// What is left after an unlock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlocked {
    StillLocked,
    NotLocked,
    /// It was not locked before.
    WasNot,
    /// It cannot be locked.
    Fixed,
}

/// One lock less.
///
/// # Safety
/// The handle is one of ours.
pub unsafe fn unlock(handle: usize) -> Result<Unlocked, Win32Error> {
    let unlocked = movable(handle, |place| {
        let movable = taken(place)?;
        Ok(match movable.locks {
            0 => Unlocked::WasNot,
            MOST_LOCKS => Unlocked::StillLocked,
            _ => {
                movable.locks -= 1;
                if movable.locks > 0 { Unlocked::StillLocked } else { Unlocked::NotLocked }
            }
        })
    });
    // SAFETY: by contract.
    unlocked.unwrap_or_else(|| unsafe { PROCESS.size(handle) }.map(|_| Unlocked::Fixed).ok_or(BAD))
}

/// The bytes of a block.
///
/// # Safety
/// The handle is one of ours.
pub unsafe fn size(handle: usize) -> Result<usize, Win32Error> {
    let size = movable(handle, |place| {
        let block = taken(place)?.block;
        // SAFETY: the block is ours.
        Ok(if block == 0 { 0 } else { unsafe { PROCESS.size(block) }.ok_or(BAD)? })
    });
    // SAFETY: by contract.
    size.unwrap_or_else(|| unsafe { PROCESS.size(handle) }.ok_or(BAD))
}

/// The number of locks, and whether the block was discarded.
///
/// # Safety
/// The handle is one of ours.
pub unsafe fn flags(handle: usize) -> Result<UINT, Win32Error> {
    let flags = movable(handle, |place| {
        let movable = taken(place)?;
        Ok(UINT::from(movable.locks) | if movable.block == 0 { LMEM_DISCARDED } else { 0 })
    });
    // SAFETY: by contract.
    flags.unwrap_or_else(|| unsafe { PROCESS.size(handle) }.map(|_| 0).ok_or(BAD))
}

/// The handle of the block at an address.
///
/// # Safety
/// A block of ours begins there.
pub unsafe fn handle_of(address: *mut c_void) -> Result<usize, Win32Error> {
    if address.is_null() {
        return Err(BAD);
    }
    let address = address.expose_provenance();
    let is_there = |place: &Place| place.movable.as_ref().is_some_and(|movable| movable.block == address);
    let all = MOVABLE.lock();
    match all.iter().enumerate().find(|(_, place)| is_there(place)) {
        Some((number, place)) => Ok(place.handle(number)),
        // SAFETY: by contract.
        None => unsafe { PROCESS.size(address) }.map(|_| address).ok_or(BAD),
    }
}
