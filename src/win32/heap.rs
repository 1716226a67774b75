//! Heaps: blocks that know their size and the heap they are from.
//!
//! The memory is the C library's, so that sanitizers and valgrind see every block.

use super::current;
use super::error::Win32Error;
use crate::abi::windows::*;
use core::ffi::c_void;
use core::ptr::NonNull;
use parking_lot::{Condvar, Mutex};
use std::collections::HashSet;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// What stands before each block. Its size keeps the alignment that malloc gives.
#[repr(C)]
#[derive(Clone, Copy)]
struct Header {
    size: usize,
    heap: u32,
    check: u32,
}

const HEADER: usize = size_of::<Header>();
/// Blocks are aligned to this.
const ALIGNMENT: usize = 16;
const PAGE: usize = 4096;

impl Header {
    fn new(block: usize, size: usize, heap: u32) -> Self {
        Self { size, heap, check: Self::check_of(block, size, heap) }
    }

    /// Changes with the place and the size, so that a stray pointer is noticed.
    fn check_of(block: usize, size: usize, heap: u32) -> u32 {
        let mixed = (block ^ size.rotate_left(32) ^ heap as usize).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> 32) as u32 | 1
    }
}

/// Where the C library's chunk of a block begins.
fn chunk(block: usize) -> *mut Header {
    core::ptr::with_exposed_provenance_mut(block - HEADER)
}

/// The blocks of a heap that can be destroyed.
#[derive(Default)]
struct Blocks {
    known: HashSet<usize>,
    used: usize,
}

pub struct Heap {
    id: u32,
    /// The most bytes in all, 0 for no limit.
    limit: usize,
    /// The process's heap keeps no list.
    blocks: Option<Mutex<Blocks>>,
    gate: Gate,
}

/// Lets one thread in alone between `HeapLock` and `HeapUnlock`.
struct Gate {
    /// The thread that has the heap for itself, 0 for none.
    owner: AtomicU32,
    depth: Mutex<u32>,
    opened: Condvar,
}

impl Gate {
    const fn new() -> Self {
        Self { owner: AtomicU32::new(0), depth: Mutex::new(0), opened: Condvar::new() }
    }

    fn pass(&self) {
        let owner = self.owner.load(Ordering::Acquire);
        if owner != 0 && owner != current::id() {
            let mut depth = self.depth.lock();
            while *depth > 0 {
                self.opened.wait(&mut depth);
            }
        }
    }
}

impl Heap {
    const fn process() -> Self {
        Self { id: 1, limit: 0, blocks: None, gate: Gate::new() }
    }

    /// A new block; its content is zero where that is asked for.
    pub fn alloc(&self, size: usize, zero: bool) -> Option<NonNull<c_void>> {
        self.gate.pass();
        let total = size.checked_add(HEADER).filter(|total| *total <= isize::MAX as usize)?;
        let mut blocks = self.blocks.as_ref().map(|blocks| blocks.lock());
        if let Some(blocks) = &blocks
            && self.exceeds(blocks.used, total)
        {
            return None;
        }
        // SAFETY: the C library gives memory of that size or NULL.
        let memory = unsafe { if zero { libc::calloc(1, total) } else { libc::malloc(total) } };
        let memory = NonNull::new(memory)?;
        let block = memory.expose_provenance().get() + HEADER;
        if let Some(blocks) = &mut blocks {
            blocks.known.insert(block);
            blocks.used += total;
        }
        // SAFETY: the header is the start of that memory.
        unsafe { memory.cast().write(Header::new(block, size, self.id)) };
        // SAFETY: not past the end of it.
        Some(unsafe { memory.byte_add(HEADER) })
    }

    fn exceeds(&self, used: usize, more: usize) -> bool {
        self.limit != 0 && used.saturating_add(more) > self.limit
    }

    /// The header of a block of this heap.
    fn header(&self, block: usize) -> Option<Header> {
        if block < PAGE || !block.is_multiple_of(ALIGNMENT) {
            return None;
        }
        // SAFETY: the caller says that a block begins there; what is before it may be read.
        let header = unsafe { chunk(block).read() };
        (header.heap == self.id && header.check == Header::check_of(block, header.size, self.id)).then_some(header)
    }

    /// The size that a block was asked for with.
    ///
    /// # Safety
    /// A heap's block begins there, or on a heap of the program's own: anything.
    pub unsafe fn size(&self, block: usize) -> Option<usize> {
        self.gate.pass();
        if let Some(blocks) = &self.blocks
            && !blocks.lock().known.contains(&block)
        {
            return None;
        }
        self.header(block).map(|header| header.size)
    }

    /// Gives a block back; `false` where it is none of this heap.
    ///
    /// # Safety
    /// As for `size`; nobody uses the block any more.
    pub unsafe fn free(&self, block: usize) -> bool {
        self.gate.pass();
        let header = match &self.blocks {
            Some(blocks) => {
                let mut blocks = blocks.lock();
                let header = if blocks.known.contains(&block) { self.header(block) } else { None };
                if let Some(header) = header {
                    blocks.known.remove(&block);
                    blocks.used -= header.size + HEADER;
                }
                header
            }
            None => self.header(block),
        };
        if header.is_none() {
            return false;
        }
        // SAFETY: the header was found whole, so the chunk is ours and is given back once.
        unsafe {
            (*chunk(block)).check = 0;
            libc::free(chunk(block).cast());
        }
        true
    }

    /// Makes a block larger or smaller.
    ///
    /// # Safety
    /// As for `size`; after a success nobody uses the old place any more.
    pub unsafe fn realloc(
        &self,
        block: usize,
        size: usize,
        zero: bool,
        in_place: bool,
    ) -> Result<NonNull<c_void>, Win32Error> {
        self.gate.pass();
        let mut blocks = self.blocks.as_ref().map(|blocks| blocks.lock());
        if blocks.as_ref().is_some_and(|blocks| !blocks.known.contains(&block)) {
            return Err(Win32Error(ERROR_INVALID_PARAMETER));
        }
        let old = self.header(block).ok_or(Win32Error(ERROR_INVALID_PARAMETER))?;
        let full = Win32Error(ERROR_NOT_ENOUGH_MEMORY);
        let total = size.checked_add(HEADER).filter(|total| *total <= isize::MAX as usize).ok_or(full)?;
        if let Some(blocks) = &blocks
            && self.exceeds(blocks.used - old.size - HEADER, total)
        {
            return Err(full);
        }
        let memory: *mut c_void = if in_place {
            // SAFETY: the chunk is the C library's.
            if total > unsafe { libc::malloc_usable_size(chunk(block).cast()) } {
                return Err(full);
            }
            chunk(block).cast()
        } else {
            // SAFETY: the chunk is the C library's, and by contract nobody uses it after a success.
            unsafe { libc::realloc(chunk(block).cast(), total) }
        };
        let memory = NonNull::new(memory).ok_or(full)?;
        let new = memory.expose_provenance().get() + HEADER;
        if let Some(blocks) = &mut blocks {
            blocks.known.remove(&block);
            blocks.known.insert(new);
            blocks.used = blocks.used - old.size + size;
        }
        // SAFETY: the memory has `total` bytes: the header, then the block.
        unsafe {
            memory.cast().write(Header::new(new, size, self.id));
            let content = memory.byte_add(HEADER);
            if zero && size > old.size {
                content.byte_add(old.size).cast::<u8>().write_bytes(0, size - old.size);
            }
            Ok(content)
        }
    }

    /// Whether a block, or each block that is known, is whole.
    ///
    /// # Safety
    /// As for `size`.
    pub unsafe fn is_valid(&self, block: Option<usize>) -> bool {
        match block {
            // SAFETY: by contract.
            Some(block) => unsafe { self.size(block) }.is_some(),
            None => {
                self.gate.pass();
                let Some(blocks) = &self.blocks else { return true };
                blocks.lock().known.iter().all(|block| self.header(*block).is_some())
            }
        }
    }

    /// Takes the heap for the calling thread alone. Calls that other threads are in already end.
    pub fn lock(&self) {
        loop {
            self.gate.pass();
            let mut depth = self.gate.depth.lock();
            let owner = self.gate.owner.load(Ordering::Relaxed);
            if *depth == 0 || owner == current::id() {
                *depth += 1;
                self.gate.owner.store(current::id(), Ordering::Release);
                return;
            }
        }
    }

    /// Gives the heap back to all; `false` where the calling thread does not have it.
    pub fn unlock(&self) -> bool {
        let mut depth = self.gate.depth.lock();
        if *depth == 0 || self.gate.owner.load(Ordering::Relaxed) != current::id() {
            return false;
        }
        *depth -= 1;
        if *depth == 0 {
            self.gate.owner.store(0, Ordering::Release);
            self.gate.opened.notify_all();
        }
        true
    }
}

impl Drop for Heap {
    fn drop(&mut self) {
        let Some(blocks) = &mut self.blocks else { return };
        for block in blocks.get_mut().known.drain() {
            // SAFETY: every block that is known is a chunk of the C library's.
            unsafe { libc::free(chunk(block).cast()) };
        }
    }
}

/// The heap of the process.
pub static PROCESS: Heap = Heap::process();

/// Heaps that the program made, and what numbers their handles have.
static HEAPS: Mutex<Heaps> = Mutex::new(Heaps { made: 1, places: Vec::new() });

struct Heaps {
    /// How many heaps there have been.
    made: u32,
    places: Vec<Option<Arc<Heap>>>,
}

/// Handles of heaps are above all handles of objects.
const HANDLE_BASE: usize = 1 << 60;
const PLACE_BITS: u32 = 24;
const PROCESS_HANDLE: usize = HANDLE_BASE | 1 << PLACE_BITS;

/// A heap that a handle names.
pub enum HeapRef {
    Process,
    Private(Arc<Heap>),
}

impl Deref for HeapRef {
    type Target = Heap;

    fn deref(&self) -> &Heap {
        match self {
            Self::Process => &PROCESS,
            Self::Private(heap) => heap,
        }
    }
}

/// The handle of the process's heap.
pub fn process_handle() -> usize {
    PROCESS_HANDLE
}

/// A new heap. With a limit, the blocks and what belongs to them take no more than that.
pub fn create(limit: usize) -> Result<usize, Win32Error> {
    let full = Win32Error(ERROR_NOT_ENOUGH_MEMORY);
    let mut heaps = HEAPS.lock();
    let id = heaps.made.checked_add(1).ok_or(full)?;
    let limit = limit.checked_next_multiple_of(PAGE).ok_or(full)?;
    let heap = Arc::new(Heap { id, limit, blocks: Some(Mutex::default()), gate: Gate::new() });
    let place = match heaps.places.iter().position(Option::is_none) {
        Some(place) => place,
        None if heaps.places.len() >> PLACE_BITS != 0 => return Err(full),
        None => {
            heaps.places.push(None);
            heaps.places.len() - 1
        }
    };
    heaps.places[place] = Some(heap);
    heaps.made = id;
    Ok(HANDLE_BASE | (id as usize) << PLACE_BITS | place)
}

fn place_of(handle: usize) -> Option<(usize, u32)> {
    let number = handle.checked_sub(HANDLE_BASE)?;
    let id = u32::try_from(number >> PLACE_BITS).ok()?;
    Some((number & ((1 << PLACE_BITS) - 1), id))
}

/// The heap of that handle.
pub fn find(handle: usize) -> Result<HeapRef, Win32Error> {
    if handle == PROCESS_HANDLE {
        return Ok(HeapRef::Process);
    }
    let bad = Win32Error(ERROR_INVALID_HANDLE);
    let (place, id) = place_of(handle).ok_or(bad)?;
    let heaps = HEAPS.lock();
    let heap = heaps.places.get(place).and_then(Option::as_ref).filter(|heap| heap.id == id);
    heap.cloned().map(HeapRef::Private).ok_or(bad)
}

/// Destroys a heap with all its blocks.
pub fn destroy(handle: usize) -> Result<(), Win32Error> {
    let bad = Win32Error(ERROR_INVALID_HANDLE);
    let (place, id) = place_of(handle).ok_or(bad)?;
    let heap = {
        let mut heaps = HEAPS.lock();
        let slot = heaps.places.get_mut(place).ok_or(bad)?;
        slot.take_if(|heap| heap.id == id).ok_or(bad)?
    };
    drop(heap);
    Ok(())
}

/// A block of the process's heap.
pub fn alloc(size: usize) -> Option<NonNull<c_void>> {
    PROCESS.alloc(size, false)
}
