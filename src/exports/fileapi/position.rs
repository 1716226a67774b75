//! Positions and sizes.

use crate::abi::windows::*;
use crate::exports::arguments::{load, store};
use crate::exports::boundary::boundary;
use crate::exports::result::{bool_of, set};
use crate::win32::error::Win32Error;
use crate::win32::file::{File, Kind};
use crate::win32::handle_table::HANDLES;
use crate::win32::last_error;
use std::sync::Arc;

fn file(handle: HANDLE) -> Result<Arc<File>, Win32Error> {
    Ok(HANDLES.get_as(handle)?)
}

/// The lower half, which may have the value of a failure: then the last error tells them apart.
fn low_half(value: u64) -> DWORD {
    last_error::set(ERROR_SUCCESS);
    value as DWORD
}

fn failed(code: DWORD) -> DWORD {
    last_error::set(code);
    INVALID_SET_FILE_POINTER
}

/// Moves the position by a distance of 32 bits, or of 64 where `lpDistanceToMoveHigh` is given; the
/// lower half of where it is then, or INVALID_SET_FILE_POINTER with a last error that is not 0.
///
/// # Safety
/// `lpDistanceToMoveHigh` is NULL or may be read and written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetFilePointer(
    hFile: HANDLE,
    lDistanceToMove: LONG,
    lpDistanceToMoveHigh: PLONG,
    dwMoveMethod: DWORD,
) -> DWORD {
    boundary!(no_dword, "SetFilePointer", {
        // SAFETY: by contract.
        let high = unsafe { load(lpDistanceToMoveHigh) };
        let distance = match high {
            Some(high) => i64::from(high) << 32 | i64::from(lDistanceToMove.cast_unsigned()),
            None => lDistanceToMove.into(),
        };
        let moved = file(hFile).and_then(|file| {
            if high.is_none() && file.peek(distance, dwMoveMethod)? > i64::from(u32::MAX) {
                // The result would have no room.
                return Err(Win32Error(ERROR_INVALID_PARAMETER));
            }
            file.seek(distance, dwMoveMethod)
        });
        match moved {
            Ok(place) => {
                // SAFETY: by contract.
                unsafe { store(lpDistanceToMoveHigh, (place >> 32) as LONG) };
                low_half(place.cast_unsigned())
            }
            Err(error) => failed(error.0),
        }
    })
}

/// Moves the position; what is before the beginning is ERROR_NEGATIVE_SEEK.
///
/// # Safety
/// `lpNewFilePointer` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetFilePointerEx(
    hFile: HANDLE,
    liDistanceToMove: LARGE_INTEGER,
    lpNewFilePointer: PLARGE_INTEGER,
    dwMoveMethod: DWORD,
) -> BOOL {
    boundary!(bool, "SetFilePointerEx", {
        // SAFETY: every member of the union is a number.
        let distance = unsafe { liDistanceToMove.QuadPart };
        bool_of(file(hFile).and_then(|file| file.seek(distance, dwMoveMethod)).map(|place| {
            // SAFETY: by contract.
            unsafe { store(lpNewFilePointer, LARGE_INTEGER { QuadPart: place }) };
        }))
    })
}

/// Cuts or lengthens the file to its position.
#[unsafe(no_mangle)]
pub extern "C" fn SetEndOfFile(hFile: HANDLE) -> BOOL {
    boundary!(bool, "SetEndOfFile", { bool_of(file(hFile).and_then(|file| file.set_end())) })
}

/// The lower half of the file's size, or INVALID_FILE_SIZE with a last error that is not 0.
///
/// # Safety
/// `lpFileSizeHigh` is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetFileSize(hFile: HANDLE, lpFileSizeHigh: LPDWORD) -> DWORD {
    boundary!(no_dword, "GetFileSize", {
        match file(hFile).and_then(|file| file.length()) {
            Ok(length) => {
                // SAFETY: by contract.
                unsafe { store(lpFileSizeHigh, (length >> 32) as DWORD) };
                low_half(length)
            }
            Err(error) => failed(error.0),
        }
    })
}

/// The file's size.
///
/// # Safety
/// `lpFileSize` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetFileSizeEx(hFile: HANDLE, lpFileSize: PLARGE_INTEGER) -> BOOL {
    boundary!(bool, "GetFileSizeEx", {
        if lpFileSize.is_null() {
            return set(ERROR_INVALID_PARAMETER);
        }
        bool_of(file(hFile).and_then(|file| file.length()).map(|length| {
            // SAFETY: by contract, and not NULL.
            unsafe { store(lpFileSize, LARGE_INTEGER { QuadPart: length.cast_signed() }) };
        }))
    })
}

/// FILE_TYPE_DISK, FILE_TYPE_CHAR or FILE_TYPE_PIPE.
#[unsafe(no_mangle)]
pub extern "C" fn GetFileType(hFile: HANDLE) -> DWORD {
    boundary!(zero, "GetFileType", {
        match file(hFile) {
            Ok(file) => {
                last_error::set(ERROR_SUCCESS);
                match file.kind() {
                    Kind::Disk | Kind::Directory => FILE_TYPE_DISK,
                    Kind::Character => FILE_TYPE_CHAR,
                    Kind::Pipe => FILE_TYPE_PIPE,
                }
            }
            Err(error) => {
                last_error::set(error.0);
                FILE_TYPE_UNKNOWN
            }
        }
    })
}
