//! `conio.h`: keys. Standard input is the console.

use super::boundary::boundary;
use crate::abi::windows::*;
use crate::win32::sys::terminal;

/// The next key, which is not shown; of a pipe or file the next byte, and -1 at its end.
#[unsafe(no_mangle)]
pub extern "C" fn _getch() -> INT {
    boundary!(zero, "_getch", { terminal::read_key().map_or(-1, INT::from) })
}

/// Not 0 where _getch would not wait.
#[unsafe(no_mangle)]
pub extern "C" fn _kbhit() -> INT {
    boundary!(zero, "_kbhit", { INT::from(terminal::has_key()) })
}
