//! Memory for modules that is freed as a whole: with the request, or with the connection.

use crate::abi::windows::WCHAR;
use crate::win32::text;
use bumpalo::Bump;
use core::alloc::Layout;
use core::ffi::c_void;
use core::ptr::{NonNull, null_mut};
use parking_lot::Mutex;

/// As malloc aligns.
const ALIGNMENT: usize = 16;

/// No allocation is larger than this, so that sums of lengths do not overflow.
const LARGEST: usize = 1 << 30;

#[derive(Default)]
pub struct Memory(Mutex<Bump>);

/// Wide text in such memory, with a NUL behind it; it lives as long as the memory does.
#[derive(Clone, Copy, Debug)]
pub struct WideText {
    start: *const WCHAR,
    length: u32,
}

// SAFETY: the text does not change.
unsafe impl Send for WideText {}
// SAFETY: as above.
unsafe impl Sync for WideText {}

impl WideText {
    pub fn as_ptr(self) -> *const WCHAR {
        self.start
    }

    /// In units, without the NUL.
    pub fn len(self) -> u32 {
        self.length
    }

    pub fn is_empty(self) -> bool {
        self.length == 0
    }
}

/// Such memory for texts of whoever has a lock of his own.
#[derive(Default)]
pub struct Texts(Bump);

impl Texts {
    /// The memory without its texts, where it is not more than this.
    pub fn emptied(mut self, most: usize) -> Self {
        if self.0.allocated_bytes() > most {
            return Self::default();
        }
        self.0.reset();
        self
    }

    /// Texts one behind the other, with a NUL behind the last.
    pub fn narrow_of(&self, parts: &[&[u8]]) -> Option<&[u8]> {
        narrow_in(|size| self.0.try_alloc_layout(Layout::from_size_align(size, 1).ok()?).ok(), parts)
    }
}

/// Copies texts into a block that lives as long as the caller says.
fn narrow_in<'a>(block: impl FnOnce(usize) -> Option<NonNull<u8>>, parts: &[&[u8]]) -> Option<&'a [u8]> {
    let length = parts.iter().map(|part| part.len()).sum::<usize>();
    let block = block(length + 1)?;
    let mut at = block;
    // SAFETY: the block has room for all of them, is nobody else's, and stays as long as the memory that it is of.
    unsafe {
        for part in parts {
            at.copy_from_nonoverlapping(NonNull::from(*part).cast(), part.len());
            at = at.add(part.len());
        }
        at.write(0);
        Some(core::slice::from_raw_parts(block.as_ptr(), length))
    }
}

impl Memory {
    /// Memory for a module; NULL where there is none. No destructor is ever run in it.
    pub fn allocate(&self, size: usize) -> *mut c_void {
        self.block(size).map_or(null_mut(), |block| block.as_ptr().cast())
    }

    fn block(&self, size: usize) -> Option<NonNull<u8>> {
        let layout = Layout::from_size_align(size.min(LARGEST + 1), ALIGNMENT).ok()?;
        if size > LARGEST {
            return None;
        }
        self.0.lock().try_alloc_layout(layout).ok()
    }

    /// A copy of text with a NUL behind it.
    pub fn narrow(&self, bytes: &[u8]) -> Option<&[u8]> {
        self.narrow_of(&[bytes])
    }

    /// Texts one behind the other, with a NUL behind the last.
    pub fn narrow_of(&self, parts: &[&[u8]]) -> Option<&[u8]> {
        narrow_in(|size| self.block(size), parts)
    }

    /// Room for so many values, which have to be written before they are read.
    pub fn array<T: Copy>(&self, count: usize) -> Option<NonNull<T>> {
        const { assert!(align_of::<T>() <= ALIGNMENT) };
        Some(self.block(count.checked_mul(size_of::<T>())?)?.cast())
    }

    /// A copy of values.
    pub fn copy<T: Copy>(&self, values: &[T]) -> Option<NonNull<T>> {
        let array = self.array(values.len())?;
        // SAFETY: the array has room for them and is nobody else's.
        unsafe { array.copy_from_nonoverlapping(NonNull::from(values).cast(), values.len()) };
        Some(array)
    }

    /// As `wide`, as what may be kept beside the memory.
    pub fn wide_text(&self, text: &str) -> Option<WideText> {
        let wide = self.wide(text)?;
        Some(WideText { start: wide.as_ptr(), length: wide.len() as u32 })
    }

    /// Text as wide characters with a NUL behind them, which the result leaves out.
    pub fn wide(&self, text: &str) -> Option<&[WCHAR]> {
        let length = text::wide_length(text);
        let block = self.block((length + 1) * size_of::<WCHAR>())?.cast::<WCHAR>();
        let mut at = block;
        // SAFETY: as above; the block is aligned for wide characters.
        unsafe {
            text::for_each_unit(text, |unit| {
                at.write(unit);
                at = at.add(1);
            });
            at.write(0);
            Some(core::slice::from_raw_parts(block.as_ptr(), length))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_of_few_texts_is_used_again_and_that_of_many_is_not() {
        let texts = Texts::default();
        assert_eq!(texts.narrow_of(&[b"one", b" and ", b"another"]).unwrap(), b"one and another");
        let texts = texts.emptied(1 << 10);
        assert!(texts.0.allocated_bytes() > 0);
        assert_eq!(texts.narrow_of(&[b"third"]).unwrap(), b"third");
        assert!(texts.narrow_of(&[&[b'x'; 2 << 10]]).is_some());
        assert_eq!(texts.emptied(1 << 10).0.allocated_bytes(), 0);
    }
}
