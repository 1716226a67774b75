//! Files as memory.

use core::ffi::c_int;
use core::ptr::{null_mut, with_exposed_provenance_mut};
use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd};

/// Memory with the handle of a file and without a name.
pub fn anonymous(size: u64) -> io::Result<File> {
    // SAFETY: the name is text, and is for people who look.
    let number = unsafe { libc::memfd_create(c"portico-mapping".as_ptr(), libc::MFD_CLOEXEC) };
    if number < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: it was just made and is nobody else's.
    let file = File::from(unsafe { OwnedFd::from_raw_fd(number) });
    file.set_len(size)?;
    Ok(file)
}

/// A part of the file as memory: where it is. Changes are the file's if it is shared.
pub fn map(file: &File, offset: u64, size: usize, rights: c_int, shared: bool) -> io::Result<usize> {
    let flags = if shared { libc::MAP_SHARED } else { libc::MAP_PRIVATE };
    let offset = libc::off_t::try_from(offset).map_err(|_| io::Error::from_raw_os_error(libc::EOVERFLOW))?;
    // SAFETY: the system chooses a place where nothing is.
    let place = unsafe { libc::mmap(null_mut(), size, rights, flags, file.as_raw_fd(), offset) };
    if place == libc::MAP_FAILED { Err(io::Error::last_os_error()) } else { Ok(place.expose_provenance()) }
}

/// Writes what was changed in whole pages to the file.
///
/// # Safety
/// The pages are mapped.
pub unsafe fn flush(address: usize, size: usize) -> io::Result<()> {
    // SAFETY: by contract.
    if unsafe { libc::msync(with_exposed_provenance_mut(address), size, libc::MS_SYNC) } == 0 {
        Ok(())
    } else {
        Err(io::Error::last_os_error())
    }
}
