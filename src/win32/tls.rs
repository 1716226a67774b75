//! Thread-local slots.
//!
//! A slot's number of uses goes up with each `TlsAlloc`; a value that a thread stored
//! in an earlier use counts as NULL, so that freeing a slot needs no visit to any thread.

use super::error::Win32Error;
use crate::abi::windows::*;
use parking_lot::Mutex;
use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicU32, Ordering};

/// As many as on Windows.
pub const SLOTS: usize = 1088;
/// So many need no memory of their own, and hold until the very end of a thread.
const QUICK: usize = 64;

static TAKEN: Mutex<[bool; SLOTS]> = Mutex::new([false; SLOTS]);
static USES: [AtomicU32; SLOTS] = [const { AtomicU32::new(0) }; SLOTS];

/// In which use of the slot the value was stored, and the value.
type Value = (u32, usize);

thread_local! {
    static FIRST: [Cell<Value>; QUICK] = const { [const { Cell::new((0, 0)) }; QUICK] };
    static REST: RefCell<Vec<Value>> = const { RefCell::new(Vec::new()) };
}

/// Takes a slot that is NULL in every thread.
pub fn alloc() -> Option<usize> {
    let mut taken = TAKEN.lock();
    let slot = taken.iter().position(|taken| !taken)?;
    taken[slot] = true;
    USES[slot].fetch_add(1, Ordering::Relaxed);
    Some(slot)
}

/// Gives a slot back.
pub fn free(slot: usize) -> Result<(), Win32Error> {
    let mut taken = TAKEN.lock();
    match taken.get_mut(slot) {
        Some(taken) if *taken => {
            *taken = false;
            Ok(())
        }
        _ => Err(Win32Error(ERROR_INVALID_PARAMETER)),
    }
}

/// The calling thread's value. Whether the slot was taken is not looked at.
pub fn get(slot: usize) -> Result<usize, Win32Error> {
    let uses = USES.get(slot).ok_or(Win32Error(ERROR_INVALID_PARAMETER))?.load(Ordering::Relaxed);
    let stored = if slot < QUICK {
        FIRST.with(|values| values[slot].get())
    } else {
        // Past the thread's end nothing is stored.
        REST.try_with(|values| values.borrow().get(slot - QUICK).copied()).ok().flatten().unwrap_or_default()
    };
    Ok(if stored.0 == uses { stored.1 } else { 0 })
}

/// Stores the calling thread's value.
pub fn set(slot: usize, value: usize) -> Result<(), Win32Error> {
    let uses = USES.get(slot).ok_or(Win32Error(ERROR_INVALID_PARAMETER))?.load(Ordering::Relaxed);
    if slot < QUICK {
        FIRST.with(|values| values[slot].set((uses, value)));
        return Ok(());
    }
    let stored = REST.try_with(|values| {
        let mut values = values.borrow_mut();
        let at = slot - QUICK;
        if values.len() <= at {
            values.resize(at + 1, (0, 0));
        }
        values[at] = (uses, value);
    });
    stored.map_err(|_| Win32Error(ERROR_NOT_ENOUGH_MEMORY))
}
