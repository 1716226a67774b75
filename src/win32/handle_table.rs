//! Handles: an index and a generation, never a pointer.
//!
//! As on Windows a handle has 32 significant bits with the two lowest zero, so
//! that code may keep one in a DWORD. A freed index is used again as late as
//! possible, and then under another generation: a stale handle names nothing.

use super::object::{Object, ObjectRef, downcast};
use super::sync::{Mutex, global};
use crate::abi::windows::HANDLE;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

/// The handle is stale, foreign, or names an object of another kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidHandle;

/// No handle is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyHandles;

const INDEX_BITS: u32 = 20;
const GENERATION_BITS: u32 = 9;
const CHUNK: usize = if cfg!(portico_loom) { 2 } else { 1 << 10 };
const CHUNKS: usize = if cfg!(portico_loom) { 2 } else { (1 << INDEX_BITS) / CHUNK };
/// One index less than there could be, since no handle is NULL.
const INDICES: usize = CHUNK * CHUNKS - 1;

/// So many indices are free before one of them is used again.
const REST: usize = if cfg!(portico_loom) { 0 } else { 256 };

/// `HANDLE_FLAG_INHERIT` and `HANDLE_FLAG_PROTECT_FROM_CLOSE`.
pub const FLAG_INHERIT: u32 = 1;
pub const FLAG_PROTECT_FROM_CLOSE: u32 = 2;

#[derive(Default)]
struct Slot {
    generation: u32,
    flags: u32,
    object: Option<ObjectRef>,
}

type Chunk = Box<[Mutex<Slot>]>;

/// The slots stand in chunks that never move, so that a look-up locks one slot alone.
pub struct HandleTable {
    chunks: [OnceLock<Chunk>; CHUNKS],
    free: Mutex<Free>,
    /// Counts the closed handles to what is named often.
    closed: AtomicU64,
}

#[derive(Default)]
struct Free {
    /// Indices below this one have been handed out at least once.
    fresh: usize,
    /// Freed indices, the oldest first.
    rest: VecDeque<usize>,
}

/// Why a handle was not closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseError {
    Invalid,
    Protected,
}

impl Default for HandleTable {
    fn default() -> Self {
        Self::new()
    }
}

impl HandleTable {
    #[cfg(not(portico_loom))]
    pub const fn new() -> Self {
        Self {
            chunks: [const { OnceLock::new() }; CHUNKS],
            free: Mutex::new(Free { fresh: 0, rest: VecDeque::new() }),
            closed: AtomicU64::new(0),
        }
    }

    #[cfg(portico_loom)]
    pub fn new() -> Self {
        Self { chunks: [const { OnceLock::new() }; CHUNKS], free: Mutex::default(), closed: AtomicU64::new(0) }
    }

    /// A new handle to an object.
    pub fn insert(&self, object: ObjectRef) -> Result<HANDLE, TooManyHandles> {
        let index = self.free.lock().take().ok_or(TooManyHandles)?;
        object.handle_opened();
        if let Some(named) = object.named() {
            named.handle_opened();
        }
        let chunk = self.chunks[index / CHUNK].get_or_init(|| (0..CHUNK).map(|_| Mutex::default()).collect());
        let mut slot = chunk[index % CHUNK].lock();
        slot.object = Some(object);
        slot.flags = 0;
        Ok(encode(index, slot.generation))
    }

    /// The object that a handle names.
    pub fn get(&self, handle: HANDLE) -> Result<ObjectRef, InvalidHandle> {
        let slot = self.slot(handle).ok_or(InvalidHandle)?.lock();
        if slot.generation != generation_of(handle) {
            return Err(InvalidHandle);
        }
        slot.object.clone().ok_or(InvalidHandle)
    }

    /// The object that a handle names, of the kind that the caller wants.
    pub fn get_as<T: Object>(&self, handle: HANDLE) -> Result<Arc<T>, InvalidHandle> {
        downcast(self.get(handle)?).ok_or(InvalidHandle)
    }

    /// How many handles to objects that are named often were closed. One is forgotten before it is counted.
    pub fn closed(&self) -> u64 {
        self.closed.load(Ordering::SeqCst)
    }

    /// Closes a handle. What the object does at its end it does outside all locks of the table.
    pub fn close(&self, handle: HANDLE) -> Result<ObjectRef, CloseError> {
        let mut slot = self.slot(handle).ok_or(CloseError::Invalid)?.lock();
        if slot.generation != generation_of(handle) {
            return Err(CloseError::Invalid);
        }
        if slot.object.is_some() && slot.flags & FLAG_PROTECT_FROM_CLOSE != 0 {
            return Err(CloseError::Protected);
        }
        let object = slot.object.take().ok_or(CloseError::Invalid)?;
        slot.generation = (slot.generation + 1) % (1 << GENERATION_BITS);
        drop(slot);
        if object.is_named_often() {
            self.closed.fetch_add(1, Ordering::SeqCst);
        }
        self.free.lock().rest.push_back(index_of(handle));
        object.handle_closed();
        if let Some(named) = object.named() {
            named.handle_closed();
        }
        Ok(object)
    }

    /// The flags of a handle.
    pub fn flags(&self, handle: HANDLE) -> Result<u32, InvalidHandle> {
        self.with_slot(handle, |slot| slot.flags)
    }

    /// Changes the flags that `mask` names.
    pub fn set_flags(&self, handle: HANDLE, mask: u32, flags: u32) -> Result<(), InvalidHandle> {
        self.with_slot(handle, |slot| slot.flags = slot.flags & !mask | flags & mask)
    }

    fn with_slot<R>(&self, handle: HANDLE, f: impl FnOnce(&mut Slot) -> R) -> Result<R, InvalidHandle> {
        let mut slot = self.slot(handle).ok_or(InvalidHandle)?.lock();
        if slot.generation != generation_of(handle) || slot.object.is_none() {
            return Err(InvalidHandle);
        }
        Ok(f(&mut slot))
    }

    fn slot(&self, handle: HANDLE) -> Option<&Mutex<Slot>> {
        let value = handle.addr();
        // Bits that no handle has, among them those of INVALID_HANDLE_VALUE.
        if value & 0b11 != 0 || value >> (2 + INDEX_BITS + GENERATION_BITS) != 0 || value == 0 {
            return None;
        }
        let index = index_of(handle);
        self.chunks.get(index / CHUNK)?.get().map(|chunk| &chunk[index % CHUNK])
    }
}

impl Free {
    fn take(&mut self) -> Option<usize> {
        if self.rest.len() <= REST && self.fresh < INDICES {
            self.fresh += 1;
            return Some(self.fresh - 1);
        }
        self.rest.pop_front()
    }
}

fn encode(index: usize, generation: u32) -> HANDLE {
    // Index 0 is the value 4: no handle is NULL.
    let value = ((index + 1) << 2) | ((generation as usize) << (2 + INDEX_BITS));
    core::ptr::without_provenance_mut(value)
}

fn index_of(handle: HANDLE) -> usize {
    ((handle.addr() >> 2) & ((1 << INDEX_BITS) - 1)).wrapping_sub(1) & ((1 << INDEX_BITS) - 1)
}

fn generation_of(handle: HANDLE) -> u32 {
    (handle.addr() >> (2 + INDEX_BITS)) as u32
}

/// `GetCurrentThread()`: whichever thread asks.
pub const CURRENT_THREAD: usize = -2_isize as usize;

/// `GetCurrentProcess()`, and INVALID_HANDLE_VALUE.
pub const CURRENT_PROCESS: usize = -1_isize as usize;

/// Closes a handle. A pseudo-handle is left as it is.
pub fn close(handle: HANDLE) -> Result<(), CloseError> {
    if matches!(handle.addr(), CURRENT_PROCESS | CURRENT_THREAD) {
        return Ok(());
    }
    HANDLES.close(handle).map(drop)
}

/// The object that a handle or a pseudo-handle names.
pub fn object_of(handle: HANDLE) -> Result<ObjectRef, InvalidHandle> {
    if handle.addr() == CURRENT_THREAD {
        return super::current::thread().map(|thread| thread as ObjectRef).ok_or(InvalidHandle);
    }
    HANDLES.get(handle)
}

global! {
    /// The handles of the process.
    pub static HANDLES: HandleTable = HandleTable::new();
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[derive(Default)]
    struct Thing(AtomicUsize);
    struct Other;
    impl Object for Thing {
        fn handle_closed(&self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
    impl Object for Other {}

    #[test]
    fn a_handle_names_its_object_until_closed() {
        let table = HandleTable::new();
        let thing = Arc::new(Thing::default());
        let handle = table.insert(thing.clone()).unwrap();
        assert!(table.get_as::<Thing>(handle).is_ok());
        assert_eq!(table.get_as::<Other>(handle).err(), Some(InvalidHandle));
        assert!(table.close(handle).is_ok());
        assert_eq!(thing.0.load(Ordering::Relaxed), 1);
        assert_eq!(table.get(handle).err(), Some(InvalidHandle));
        assert_eq!(table.close(handle).err(), Some(CloseError::Invalid));
    }

    #[test]
    fn a_stale_handle_never_names_a_later_object() {
        let table = HandleTable::new();
        let stale = table.insert(Arc::new(Other)).unwrap();
        table.close(stale).unwrap();
        for _ in 0..100_000 {
            let later = table.insert(Arc::new(Other)).unwrap();
            assert_ne!(later, stale);
            assert!(table.get(stale).is_err());
            table.close(later).unwrap();
        }
    }

    #[test]
    fn what_is_no_handle_is_refused() {
        let table = HandleTable::new();
        table.insert(Arc::new(Other)).unwrap();
        for value in [0, 1, 2, 3, 5, 8, usize::MAX, usize::MAX - 3, 1 << 31, 0x7fff_fffc] {
            assert!(table.get(core::ptr::without_provenance_mut(value)).is_err(), "{value:#x}");
        }
    }

    #[test]
    fn handles_fit_into_31_bits_with_the_lowest_two_zero() {
        let table = HandleTable::new();
        for _ in 0..5000 {
            let handle = table.insert(Arc::new(Other)).unwrap();
            assert_eq!(handle.addr() & 3, 0);
            assert!(handle.addr() <= 0x7fff_ffff && !handle.is_null());
        }
    }

    #[test]
    fn a_protected_handle_stays() {
        let table = HandleTable::new();
        let handle = table.insert(Arc::new(Other)).unwrap();
        table.set_flags(handle, FLAG_PROTECT_FROM_CLOSE, FLAG_PROTECT_FROM_CLOSE).unwrap();
        assert_eq!(table.close(handle).err(), Some(CloseError::Protected));
        assert_eq!(table.flags(handle), Ok(FLAG_PROTECT_FROM_CLOSE));
        table.set_flags(handle, FLAG_PROTECT_FROM_CLOSE, 0).unwrap();
        assert!(table.close(handle).is_ok());
    }
}
