//! Slots as thread-local ones, whose values are handed to a function at the end.
//!
//! There are no fibers: each thread is its only one. `FlsFree` ends the values of all threads, so
//! each thread's values stand where the others find them. No lock is held while a function runs.

use super::current;
use super::error::Win32Error;
use crate::abi::windows::*;
use core::ptr::{null, with_exposed_provenance_mut};
use parking_lot::Mutex;
use std::cell::Cell;
use std::sync::Arc;

/// What is called with a value that is not NULL.
pub type Callback = Option<unsafe extern "C-unwind" fn(PVOID)>;

pub const SLOTS: usize = FLS_MAXIMUM_AVAILABLE as usize;

/// The slots that are taken, each with its function, and the threads that hold values.
static SHARED: Mutex<Shared> = Mutex::new(Shared { slots: Vec::new(), threads: Vec::new() });

struct Shared {
    slots: Vec<Option<Callback>>,
    threads: Vec<Arc<Values>>,
}

#[derive(Default)]
struct Values(Mutex<Vec<usize>>);

impl Values {
    fn take(&self, slot: usize) -> usize {
        self.0.lock().get_mut(slot).map_or(0, core::mem::take)
    }
}

/// Ends the values of its thread when the thread ends.
struct Guard {
    values: Arc<Values>,
}

thread_local! {
    /// The calling thread's values, for as long as the guard lives.
    static VALUES: Cell<*const Values> = const { Cell::new(null()) };
    static GUARD: Guard = {
        // First, so that a thread that is waited for has called its functions when it counts as ended.
        current::id();
        let values = Arc::new(Values::default());
        SHARED.lock().threads.push(values.clone());
        VALUES.set(Arc::as_ptr(&values));
        Guard { values }
    };
}

/// How often the values are looked through, since functions can store new ones.
const ROUNDS: usize = 4;

impl Drop for Guard {
    fn drop(&mut self) {
        for _ in 0..ROUNDS {
            let count = self.values.0.lock().len();
            let mut called = false;
            for slot in 0..count {
                let callback = SHARED.lock().slots.get(slot).copied().flatten();
                let value = self.values.take(slot);
                called |= call(callback.flatten(), value);
            }
            if !called {
                break;
            }
        }
        VALUES.set(null());
        SHARED.lock().threads.retain(|values| !Arc::ptr_eq(values, &self.values));
    }
}

fn call(callback: Callback, value: usize) -> bool {
    match callback {
        Some(callback) if value != 0 => {
            // SAFETY: who took the slot gave the function for this.
            unsafe { callback(with_exposed_provenance_mut(value)) };
            true
        }
        _ => false,
    }
}

/// Takes a slot that is NULL in every thread.
pub fn alloc(callback: Callback) -> Option<usize> {
    let mut shared = SHARED.lock();
    let slot = match shared.slots.iter().position(Option::is_none) {
        Some(slot) => slot,
        None if shared.slots.len() == SLOTS => return None,
        None => {
            shared.slots.push(None);
            shared.slots.len() - 1
        }
    };
    // A thread may have stored a value without having the slot.
    shared.threads.iter().for_each(|values| {
        values.take(slot);
    });
    shared.slots[slot] = Some(callback);
    Some(slot)
}

/// What is to be done next for a slot that is given back. Nothing in it has to be dropped.
#[derive(Clone, Copy)]
pub enum Freeing {
    /// The function is to be called with a value of some thread, and then it is to be asked again.
    Call(unsafe extern "C-unwind" fn(PVOID), usize),
    Done,
}

/// Gives a slot back; the values of all threads are ended on this one, one by one. `called` counts
/// the values that were: a function may store new ones, which are forgotten some time.
pub fn free(slot: usize, called: usize) -> Result<Freeing, Win32Error> {
    let mut shared = SHARED.lock();
    let callback = shared.slots.get(slot).copied().flatten().ok_or(Win32Error(ERROR_INVALID_PARAMETER))?;
    let mut values = shared.threads.iter().map(|values| values.take(slot));
    if let Some(callback) = callback
        && called < ROUNDS * shared.threads.len()
        && let Some(value) = values.find(|value| *value != 0)
    {
        return Ok(Freeing::Call(callback, value));
    }
    // Without a function the values are only forgotten.
    values.for_each(drop);
    shared.slots[slot] = None;
    Ok(Freeing::Done)
}

/// The calling thread's values; `None` past its end.
fn values() -> Option<*const Values> {
    // After the guard is gone its place is NULL.
    let _ = GUARD.try_with(|_| ());
    Some(VALUES.get()).filter(|values| !values.is_null())
}

/// The calling thread's value of a slot that is taken.
pub fn get(slot: usize) -> Result<usize, Win32Error> {
    if slot >= SLOTS {
        return Err(Win32Error(ERROR_INVALID_PARAMETER));
    }
    let Some(values) = values() else { return Ok(0) };
    // SAFETY: the guard of this thread keeps them.
    Ok(unsafe { (*values).0.lock().get(slot).copied().unwrap_or(0) })
}

/// Stores the calling thread's value.
pub fn set(slot: usize, value: usize) -> Result<(), Win32Error> {
    if SHARED.lock().slots.get(slot).is_none_or(Option::is_none) {
        return Err(Win32Error(ERROR_INVALID_PARAMETER));
    }
    let values = values().ok_or(Win32Error(ERROR_NOT_ENOUGH_MEMORY))?;
    // SAFETY: the guard of this thread keeps them.
    let mut values = unsafe { (*values).0.lock() };
    if values.len() <= slot {
        values.resize(slot + 1, 0);
    }
    values[slot] = value;
    Ok(())
}
