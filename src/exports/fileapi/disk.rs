//! Room on disks.

use crate::abi::windows::*;
use crate::exports::arguments::{ansi_path, store, wide_path};
use crate::exports::boundary::boundary;
use crate::exports::result::bool_of;
use crate::win32::error::Win32Error;
use crate::win32::path;
use crate::win32::sys::files::{Room, room};
use std::path::PathBuf;

/// NULL asks for the disk of the current directory.
fn room_at(given: bool, path: Result<PathBuf, Win32Error>) -> Result<Room, Win32Error> {
    let path = if given { path? } else { PathBuf::from(".") };
    room(&path).map_err(|error| match path::not_found(&path, error.into()) {
        // What is asked for is a directory.
        Win32Error(ERROR_FILE_NOT_FOUND) => Win32Error(ERROR_PATH_NOT_FOUND),
        error => error,
    })
}

/// # Safety
/// Each is NULL or may be written.
unsafe fn tell(room: &Room, available: PULARGE_INTEGER, total: PULARGE_INTEGER, free: PULARGE_INTEGER) {
    // SAFETY: by contract.
    unsafe {
        store(available, ULARGE_INTEGER { QuadPart: room.available });
        store(total, ULARGE_INTEGER { QuadPart: room.total });
        store(free, ULARGE_INTEGER { QuadPart: room.free });
    }
}

/// # Safety
/// Each is NULL or may be written.
unsafe fn tell_clusters(room: &Room, sectors: LPDWORD, bytes: LPDWORD, free: LPDWORD, total: LPDWORD) {
    const SECTOR: u64 = 512;
    let clusters = |bytes: u64| DWORD::try_from(bytes / room.block.max(1)).unwrap_or(DWORD::MAX);
    // SAFETY: by contract.
    unsafe {
        store(sectors, (room.block / SECTOR).max(1) as DWORD);
        store(bytes, SECTOR.min(room.block.max(1)) as DWORD);
        store(free, clusters(room.available));
        store(total, clusters(room.total));
    }
}

/// The room on the disk of a directory, in bytes: for the caller, in all, and free.
///
/// # Safety
/// The name is NULL or ends with a NUL; each number is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetDiskFreeSpaceExA(
    lpDirectoryName: LPCSTR,
    lpFreeBytesAvailableToCaller: PULARGE_INTEGER,
    lpTotalNumberOfBytes: PULARGE_INTEGER,
    lpTotalNumberOfFreeBytes: PULARGE_INTEGER,
) -> BOOL {
    boundary!(bool, "GetDiskFreeSpaceExA", {
        // SAFETY: by contract.
        unsafe {
            bool_of(room_at(!lpDirectoryName.is_null(), ansi_path(lpDirectoryName)).map(|room| {
                tell(&room, lpFreeBytesAvailableToCaller, lpTotalNumberOfBytes, lpTotalNumberOfFreeBytes);
            }))
        }
    })
}

/// As GetDiskFreeSpaceExA, for wide text.
///
/// # Safety
/// The name is NULL or ends with a NUL; each number is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetDiskFreeSpaceExW(
    lpDirectoryName: LPCWSTR,
    lpFreeBytesAvailableToCaller: PULARGE_INTEGER,
    lpTotalNumberOfBytes: PULARGE_INTEGER,
    lpTotalNumberOfFreeBytes: PULARGE_INTEGER,
) -> BOOL {
    boundary!(bool, "GetDiskFreeSpaceExW", {
        // SAFETY: by contract.
        unsafe {
            bool_of(room_at(!lpDirectoryName.is_null(), wide_path(lpDirectoryName)).map(|room| {
                tell(&room, lpFreeBytesAvailableToCaller, lpTotalNumberOfBytes, lpTotalNumberOfFreeBytes);
            }))
        }
    })
}

/// The room on the disk of a directory in clusters, as many as 32 bits can say.
///
/// # Safety
/// The name is NULL or ends with a NUL; each number is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetDiskFreeSpaceA(
    lpRootPathName: LPCSTR,
    lpSectorsPerCluster: LPDWORD,
    lpBytesPerSector: LPDWORD,
    lpNumberOfFreeClusters: LPDWORD,
    lpTotalNumberOfClusters: LPDWORD,
) -> BOOL {
    boundary!(bool, "GetDiskFreeSpaceA", {
        // SAFETY: by contract.
        unsafe {
            bool_of(room_at(!lpRootPathName.is_null(), ansi_path(lpRootPathName)).map(|room| {
                tell_clusters(
                    &room,
                    lpSectorsPerCluster,
                    lpBytesPerSector,
                    lpNumberOfFreeClusters,
                    lpTotalNumberOfClusters,
                );
            }))
        }
    })
}

/// As GetDiskFreeSpaceA, for wide text.
///
/// # Safety
/// The name is NULL or ends with a NUL; each number is NULL or may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetDiskFreeSpaceW(
    lpRootPathName: LPCWSTR,
    lpSectorsPerCluster: LPDWORD,
    lpBytesPerSector: LPDWORD,
    lpNumberOfFreeClusters: LPDWORD,
    lpTotalNumberOfClusters: LPDWORD,
) -> BOOL {
    boundary!(bool, "GetDiskFreeSpaceW", {
        // SAFETY: by contract.
        unsafe {
            bool_of(room_at(!lpRootPathName.is_null(), wide_path(lpRootPathName)).map(|room| {
                tell_clusters(
                    &room,
                    lpSectorsPerCluster,
                    lpBytesPerSector,
                    lpNumberOfFreeClusters,
                    lpTotalNumberOfClusters,
                );
            }))
        }
    })
}
