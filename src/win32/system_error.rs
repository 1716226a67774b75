//! The system's error numbers and the Win32 codes that stand for them: the one table.

use super::error::Win32Error;
use crate::abi::windows::*;
use std::io;

const PAIRS: &[(i32, DWORD)] = &[
    (libc::EPERM, ERROR_ACCESS_DENIED),
    (libc::ENOENT, ERROR_FILE_NOT_FOUND),
    (libc::EINTR, ERROR_OPERATION_ABORTED),
    (libc::EIO, ERROR_IO_DEVICE),
    (libc::ENXIO, ERROR_FILE_NOT_FOUND),
    (libc::EBADF, ERROR_INVALID_HANDLE),
    (libc::EAGAIN, ERROR_NO_DATA),
    (libc::ENOMEM, ERROR_NOT_ENOUGH_MEMORY),
    (libc::EACCES, ERROR_ACCESS_DENIED),
    (libc::EFAULT, ERROR_NOACCESS),
    (libc::EBUSY, ERROR_BUSY),
    (libc::EEXIST, ERROR_ALREADY_EXISTS),
    (libc::EXDEV, ERROR_NOT_SAME_DEVICE),
    (libc::ENODEV, ERROR_BAD_DEVICE),
    // Something on the way is no directory.
    (libc::ENOTDIR, ERROR_PATH_NOT_FOUND),
    (libc::EISDIR, ERROR_ACCESS_DENIED),
    (libc::EINVAL, ERROR_INVALID_PARAMETER),
    (libc::ENFILE, ERROR_TOO_MANY_OPEN_FILES),
    (libc::EMFILE, ERROR_TOO_MANY_OPEN_FILES),
    (libc::ETXTBSY, ERROR_SHARING_VIOLATION),
    (libc::EFBIG, ERROR_FILE_TOO_LARGE),
    (libc::ENOSPC, ERROR_DISK_FULL),
    (libc::ESPIPE, ERROR_SEEK_ON_DEVICE),
    (libc::EROFS, ERROR_WRITE_PROTECT),
    (libc::EMLINK, ERROR_TOO_MANY_LINKS),
    (libc::EPIPE, ERROR_NO_DATA),
    (libc::ENAMETOOLONG, ERROR_FILENAME_EXCED_RANGE),
    (libc::ENOTEMPTY, ERROR_DIR_NOT_EMPTY),
    (libc::ELOOP, ERROR_CANT_RESOLVE_FILENAME),
    (libc::EOVERFLOW, ERROR_FILE_TOO_LARGE),
    (libc::EOPNOTSUPP, ERROR_NOT_SUPPORTED),
    (libc::ENOSYS, ERROR_CALL_NOT_IMPLEMENTED),
    (libc::EDQUOT, ERROR_DISK_FULL),
    (libc::ESTALE, ERROR_FILE_INVALID),
];

/// The Win32 code of a system error. What the table does not know is a failing device.
pub fn win32_of(error: &io::Error) -> DWORD {
    match error.raw_os_error() {
        Some(number) => PAIRS.iter().find(|(known, _)| *known == number).map_or(ERROR_GEN_FAILURE, |(_, code)| *code),
        None => match error.kind() {
            io::ErrorKind::InvalidInput => ERROR_INVALID_PARAMETER,
            io::ErrorKind::WriteZero => ERROR_WRITE_FAULT,
            _ => ERROR_GEN_FAILURE,
        },
    }
}

impl From<io::Error> for Win32Error {
    fn from(error: io::Error) -> Self {
        Self(win32_of(&error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_stands_once() {
        for (at, (number, _)) in PAIRS.iter().enumerate() {
            assert!(PAIRS[at + 1..].iter().all(|(other, _)| other != number), "{number}");
        }
    }

    #[test]
    fn numbers_have_their_codes() {
        assert_eq!(Win32Error::from(io::Error::from_raw_os_error(libc::EACCES)), Win32Error(ERROR_ACCESS_DENIED));
        assert_eq!(Win32Error::from(io::Error::from_raw_os_error(libc::EDOM)), Win32Error(ERROR_GEN_FAILURE));
    }
}
