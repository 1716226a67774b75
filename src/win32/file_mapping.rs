//! `CreateFileMapping` and the views of what it makes.

use super::error::Win32Error;
use super::file::{File, Kind};
use super::names::{self, NameError, Named};
use super::object::Object;
use super::sys::{mappings, pages};
use super::system_info::{ALLOCATION_GRANULARITY, page_size};
use crate::abi::windows::*;
use core::ffi::c_int;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;

/// A file, or memory of its own, of which parts can be mapped.
pub struct FileMapping {
    file: fs::File,
    size: u64,
    protect: DWORD,
    named: Named,
}

impl Object for FileMapping {
    fn named(&self) -> Option<&Named> {
        Some(&self.named)
    }
}

/// Where views begin, and how many bytes of whole pages they have.
static VIEWS: Mutex<BTreeMap<usize, usize>> = Mutex::new(BTreeMap::new());

const DENIED: Win32Error = Win32Error(ERROR_ACCESS_DENIED);
const BAD_PARAMETER: Win32Error = Win32Error(ERROR_INVALID_PARAMETER);
const BAD_ADDRESS: Win32Error = Win32Error(ERROR_INVALID_ADDRESS);

const EXECUTABLE: DWORD = PAGE_EXECUTE_READ | PAGE_EXECUTE_READWRITE | PAGE_EXECUTE_WRITECOPY;
const WRITABLE: DWORD = PAGE_READWRITE | PAGE_EXECUTE_READWRITE;

/// A handle to a new mapping, or to the one that has the name; whether it was there already. Without
/// a file it is memory.
pub fn create(
    file: Option<&File>,
    protect: DWORD,
    size: u64,
    name: Option<&str>,
) -> Result<(HANDLE, bool), Win32Error> {
    let attributes = SEC_COMMIT | SEC_RESERVE;
    if !matches!(
        protect & !attributes,
        PAGE_READONLY
            | PAGE_READWRITE
            | PAGE_WRITECOPY
            | PAGE_EXECUTE_READ
            | PAGE_EXECUTE_READWRITE
            | PAGE_EXECUTE_WRITECOPY
    ) {
        return Err(BAD_PARAMETER);
    }
    // What is there is not made larger by somebody who only wants a handle to it.
    if let Some(name) = name.filter(|name| !name.is_empty()) {
        match names::open::<FileMapping>(name) {
            Ok(handle) => return Ok((handle, true)),
            Err(error) if error != Win32Error::from(NameError::NotFound) => return Err(error),
            Err(_) => {}
        }
    }
    let protect = protect & !attributes;
    let (file, size) = match file {
        Some(file) => of_file(file, protect, size)?,
        None if size == 0 => return Err(BAD_PARAMETER),
        None => (mappings::anonymous(size)?, size),
    };
    names::create(name, || Arc::new(FileMapping { file, size, protect, named: Named::default() }))
}

/// The file again, and how much of it is mapped; 0 is all of it.
fn of_file(file: &File, protect: DWORD, size: u64) -> Result<(fs::File, u64), Win32Error> {
    if file.kind() != Kind::Disk {
        return Err(Win32Error(ERROR_BAD_EXE_FORMAT));
    }
    let writes = protect & WRITABLE != 0;
    if !file.is_readable() || (writes && !file.is_writable()) {
        return Err(DENIED);
    }
    let length = file.metadata()?.len();
    let size = if size == 0 { length } else { size };
    if size == 0 {
        return Err(Win32Error(ERROR_FILE_INVALID));
    }
    let again = file.file().try_clone()?;
    if size > length {
        if !writes {
            return Err(Win32Error(ERROR_NOT_ENOUGH_MEMORY));
        }
        again.set_len(size)?;
    }
    Ok((again, size))
}

impl FileMapping {
    /// Maps a part, 0 bytes for all from the offset on: where it is.
    pub fn map(&self, access: DWORD, offset: u64, bytes: usize) -> Result<usize, Win32Error> {
        let (rights, shared) = self.rights(access)?;
        if !offset.is_multiple_of(ALLOCATION_GRANULARITY as u64) {
            return Err(Win32Error(ERROR_MAPPED_ALIGNMENT));
        }
        let rest = self.size.checked_sub(offset).filter(|rest| *rest > 0).ok_or(DENIED)?;
        let bytes = if bytes == 0 { usize::try_from(rest).map_err(|_| DENIED)? } else { bytes };
        if bytes as u64 > rest {
            return Err(DENIED);
        }
        let mut views = VIEWS.lock();
        let place = mappings::map(&self.file, offset, bytes, rights, shared)?;
        views.insert(place, bytes.next_multiple_of(page_size()));
        Ok(place)
    }

    /// The system's rights for an access, and whether changes are the file's.
    fn rights(&self, access: DWORD) -> Result<(c_int, bool), Win32Error> {
        let mut rights = libc::PROT_READ;
        let mut shared = true;
        // FILE_MAP_ALL_ACCESS has the bit of FILE_MAP_COPY, too.
        if access & FILE_MAP_WRITE != 0 {
            if self.protect & WRITABLE == 0 {
                return Err(DENIED);
            }
            rights |= libc::PROT_WRITE;
        } else if access & FILE_MAP_COPY != 0 {
            rights |= libc::PROT_WRITE;
            shared = false;
        } else if access & (FILE_MAP_READ | FILE_MAP_EXECUTE) == 0 {
            return Err(BAD_PARAMETER);
        }
        if access & FILE_MAP_EXECUTE != 0 {
            if self.protect & EXECUTABLE == 0 {
                return Err(DENIED);
            }
            rights |= libc::PROT_EXEC;
        }
        Ok((rights, shared))
    }
}

/// Gives a view back.
///
/// # Safety
/// Nobody uses it any more.
pub unsafe fn unmap(address: usize) -> Result<(), Win32Error> {
    let mut views = VIEWS.lock();
    let size = views.remove(&address).ok_or(BAD_ADDRESS)?;
    // SAFETY: the pages are the view's, and by contract nobody uses them.
    unsafe { pages::release(address, size) };
    Ok(())
}

/// Writes what was changed in a part of a view, 0 bytes for all from the address on.
pub fn flush(address: usize, bytes: usize) -> Result<(), Win32Error> {
    let views = VIEWS.lock();
    let (begin, size) = views.range(..=address).next_back().ok_or(BAD_ADDRESS)?;
    let end = begin + size;
    if address >= end || bytes > end - address {
        return Err(BAD_ADDRESS);
    }
    let end = if bytes == 0 { end } else { address + bytes };
    let begin = address - address % page_size();
    // SAFETY: the view is mapped as long as the lock is held.
    unsafe { mappings::flush(begin, end - begin) }?;
    Ok(())
}
