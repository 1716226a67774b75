//! The calling thread's last error, in Windows' numbers; errno never shows here.

use crate::abi::windows::DWORD;
use std::cell::Cell;

thread_local! {
    static LAST_ERROR: Cell<DWORD> = const { Cell::new(0) };
}

pub fn get() -> DWORD {
    LAST_ERROR.get()
}

pub fn set(code: DWORD) {
    LAST_ERROR.set(code);
}
