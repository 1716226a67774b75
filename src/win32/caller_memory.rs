//! Memory that a caller lends for as long as an operation runs.

use core::ops::Range;
use core::slice;

/// Bytes that the caller leaves alone until the operation has ended.
#[derive(Clone, Copy, Debug)]
pub struct CallerBytes {
    start: *const u8,
    length: usize,
}

// SAFETY: the bytes may be read from any thread, by the contract of `new`.
unsafe impl Send for CallerBytes {}
// SAFETY: nobody writes them.
unsafe impl Sync for CallerBytes {}

impl CallerBytes {
    pub const EMPTY: Self = Self { start: core::ptr::null(), length: 0 };

    /// # Safety
    /// `start` points to `length` bytes that stay as they are until the operation has ended;
    /// it may be NULL where there are none.
    pub unsafe fn new(start: *const u8, length: usize) -> Self {
        Self { start, length }
    }

    pub fn len(&self) -> usize {
        self.length
    }

    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    pub fn as_ptr(&self) -> *const u8 {
        self.start
    }

    pub fn as_slice(&self) -> &[u8] {
        if self.length == 0 {
            return &[];
        }
        // SAFETY: by the contract of `new`.
        unsafe { slice::from_raw_parts(self.start, self.length) }
    }

    /// Some of the bytes; a range beyond them is cut.
    pub fn part(self, range: Range<usize>) -> Self {
        let end = range.end.min(self.length);
        let start = range.start.min(end);
        Self { start: self.start.wrapping_add(start), length: end - start }
    }
}

/// A buffer that belongs to the operation alone until it has ended.
#[derive(Debug)]
pub struct CallerBuffer {
    start: *mut u8,
    length: usize,
}

// SAFETY: whichever thread ends the operation writes, by the contract of `new`.
unsafe impl Send for CallerBuffer {}
// SAFETY: writing needs `&mut`.
unsafe impl Sync for CallerBuffer {}

impl CallerBuffer {
    /// # Safety
    /// `start` points to `length` bytes that nobody else uses until the operation has ended;
    /// it may be NULL where there are none.
    pub unsafe fn new(start: *mut u8, length: usize) -> Self {
        Self { start, length }
    }

    pub fn len(&self) -> usize {
        self.length
    }

    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Two buffers, the first of that many bytes, or of all there are.
    pub fn split_at(self, at: usize) -> (Self, Self) {
        let at = at.min(self.length);
        (Self { length: at, ..self }, Self { start: self.start.wrapping_add(at), length: self.length - at })
    }

    pub fn as_mut_ptr(&mut self) -> *mut u8 {
        self.start
    }

    pub fn as_mut_slice(&mut self) -> &mut [u8] {
        if self.length == 0 {
            return &mut [];
        }
        // SAFETY: by the contract of `new`; what callers leave uninitialised is bytes all the same,
        // and the operation only writes.
        unsafe { slice::from_raw_parts_mut(self.start, self.length) }
    }
}
