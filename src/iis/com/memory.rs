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
        let block = self.block(bytes.len() + 1)?;
        // SAFETY: the block has room for both, is nobody else's, and stays as long as `self`.
        unsafe {
            block.copy_from_nonoverlapping(NonNull::from(bytes).cast(), bytes.len());
            block.add(bytes.len()).write(0);
            Some(core::slice::from_raw_parts(block.as_ptr(), bytes.len()))
        }
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
