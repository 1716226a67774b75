//! Standard input, output and error as handles.

use super::error::Win32Error;
use super::file::{File, Kind, Mode};
use super::handle_table::HANDLES;
use super::sys::files::access_mode;
use crate::abi::windows::*;
use parking_lot::Mutex;
use std::io;
use std::os::fd::AsFd;
use std::sync::Arc;

/// By number from the first; as numbers, since handles are.
static HANDLES_OF_NUMBERS: Mutex<[Option<usize>; 3]> = Mutex::new([None; 3]);

fn place(number: DWORD) -> Result<usize, Win32Error> {
    match number {
        STD_INPUT_HANDLE => Ok(0),
        STD_OUTPUT_HANDLE => Ok(1),
        STD_ERROR_HANDLE => Ok(2),
        _ => Err(Win32Error(ERROR_INVALID_HANDLE)),
    }
}

fn opened(place: usize) -> Option<Arc<File>> {
    let copy = match place {
        0 => io::stdin().as_fd().try_clone_to_owned(),
        1 => io::stdout().as_fd().try_clone_to_owned(),
        _ => io::stderr().as_fd().try_clone_to_owned(),
    };
    // A program may have been started without them.
    let file = std::fs::File::from(copy.ok()?);
    let kind = Kind::of(&file.metadata().ok()?);
    let (reads, writes) = access_mode(file.as_fd());
    let mut access = SYNCHRONIZE | FILE_READ_ATTRIBUTES;
    if reads {
        access |= FILE_GENERIC_READ;
    }
    if writes {
        access |= FILE_GENERIC_WRITE;
    }
    Some(Arc::new(File::new(file, kind, Mode { access, ..Mode::default() }, None)))
}

/// The handle of a number; NULL where the process has no such file.
pub fn get(number: DWORD) -> Result<HANDLE, Win32Error> {
    let place = place(number)?;
    let mut handles = HANDLES_OF_NUMBERS.lock();
    let handle = match handles[place] {
        Some(handle) => handle,
        None => match opened(place) {
            Some(file) => HANDLES.insert(file)?.addr(),
            None => 0,
        },
    };
    handles[place] = Some(handle);
    Ok(core::ptr::without_provenance_mut(handle))
}

/// Another handle for a number. What C writes to is not changed.
pub fn set(number: DWORD, handle: HANDLE) -> Result<(), Win32Error> {
    HANDLES_OF_NUMBERS.lock()[place(number)?] = Some(handle.addr());
    Ok(())
}
