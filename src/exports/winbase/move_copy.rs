//! Moving, copying and linking files.

use crate::abi::windows::*;
use crate::exports::arguments::{ansi_path, load, wide_path};
use crate::exports::boundary::boundary;
use crate::exports::result::{bool_of, set};
use crate::win32::error::Win32Error;
use crate::win32::file_copy;
use crate::win32::file_names;
use core::ptr::null_mut;
use std::path::PathBuf;

/// Links to files and to directories are one kind here.
fn make_link(new: Name, target: Name, flags: DWORD) -> BOOLEAN {
    if flags & !(SYMBOLIC_LINK_FLAG_DIRECTORY | SYMBOLIC_LINK_FLAG_ALLOW_UNPRIVILEGED_CREATE) != 0 {
        return set(ERROR_INVALID_PARAMETER) as BOOLEAN;
    }
    bool_of((|| file_names::symbolic_link(&new?, &target?))()) as BOOLEAN
}

type Name = Result<PathBuf, Win32Error>;

fn go_on(_: u64, _: u64) -> DWORD {
    PROGRESS_CONTINUE
}

fn move_file(from: Name, to: Name, flags: DWORD) -> BOOL {
    bool_of((|| file_names::rename(&from?, &to?, flags, &mut go_on))())
}

fn copy_file(from: Name, to: Name, flags: DWORD) -> BOOL {
    bool_of((|| file_copy::copy(&from?, &to?, flags, &mut go_on))())
}

/// # Safety
/// The routine may be called with the data; `cancel` is NULL or may be read while the call lasts.
unsafe fn copy_file_ex(
    from: Name,
    to: Name,
    routine: LPPROGRESS_ROUTINE,
    data: LPVOID,
    cancel: PBOOL,
    flags: DWORD,
) -> BOOL {
    const RESTARTABLE_AND_HINTS: DWORD = COPY_FILE_FAIL_IF_EXISTS
        | COPY_FILE_RESTARTABLE
        | COPY_FILE_OPEN_SOURCE_FOR_WRITE
        | COPY_FILE_ALLOW_DECRYPTED_DESTINATION
        | COPY_FILE_NO_BUFFERING;
    if flags & !RESTARTABLE_AND_HINTS != 0 {
        return set(ERROR_INVALID_PARAMETER);
    }
    let mut routine = routine;
    let mut reason = CALLBACK_STREAM_SWITCH;
    let mut tell = |size: u64, done: u64| {
        // SAFETY: by contract.
        if unsafe { load(cancel) }.is_some_and(|cancel| cancel != 0) {
            return PROGRESS_CANCEL;
        }
        let Some(call) = routine else { return PROGRESS_CONTINUE };
        let number = |value: u64| LARGE_INTEGER { QuadPart: value.cast_signed() };
        let because = core::mem::replace(&mut reason, CALLBACK_CHUNK_FINISHED);
        let (size, done) = (number(size), number(done));
        // SAFETY: by contract. The handles of the two files are not given out.
        let answer = unsafe { call(size, done, size, done, 1, because, null_mut(), null_mut(), data) };
        if answer == PROGRESS_QUIET {
            routine = None;
        }
        answer
    };
    bool_of((|| file_copy::copy(&from?, &to?, flags, &mut tell))())
}

/// Renames a file or directory; a file is copied where the new name is in another file system. What has the
/// new name is left: ERROR_ALREADY_EXISTS.
///
/// # Safety
/// The names end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MoveFileA(lpExistingFileName: LPCSTR, lpNewFileName: LPCSTR) -> BOOL {
    boundary!(bool, "MoveFileA", {
        // SAFETY: by contract.
        let (from, to) = unsafe { (ansi_path(lpExistingFileName), ansi_path(lpNewFileName)) };
        move_file(from, to, MOVEFILE_COPY_ALLOWED)
    })
}

/// As MoveFileA, for wide text.
///
/// # Safety
/// The names end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MoveFileW(lpExistingFileName: LPCWSTR, lpNewFileName: LPCWSTR) -> BOOL {
    boundary!(bool, "MoveFileW", {
        // SAFETY: by contract.
        let (from, to) = unsafe { (wide_path(lpExistingFileName), wide_path(lpNewFileName)) };
        move_file(from, to, MOVEFILE_COPY_ALLOWED)
    })
}

/// Renames a file or directory as the flags say. MOVEFILE_DELAY_UNTIL_REBOOT is ERROR_NOT_SUPPORTED.
///
/// # Safety
/// The names end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MoveFileExA(lpExistingFileName: LPCSTR, lpNewFileName: LPCSTR, dwFlags: DWORD) -> BOOL {
    boundary!(bool, "MoveFileExA", {
        // SAFETY: by contract.
        let (from, to) = unsafe { (ansi_path(lpExistingFileName), ansi_path(lpNewFileName)) };
        move_file(from, to, dwFlags)
    })
}

/// As MoveFileExA, for wide text.
///
/// # Safety
/// The names end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MoveFileExW(lpExistingFileName: LPCWSTR, lpNewFileName: LPCWSTR, dwFlags: DWORD) -> BOOL {
    boundary!(bool, "MoveFileExW", {
        // SAFETY: by contract.
        let (from, to) = unsafe { (wide_path(lpExistingFileName), wide_path(lpNewFileName)) };
        move_file(from, to, dwFlags)
    })
}

/// Copies a file with its mode and its time of writing.
///
/// # Safety
/// The names end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CopyFileA(lpExistingFileName: LPCSTR, lpNewFileName: LPCSTR, bFailIfExists: BOOL) -> BOOL {
    boundary!(bool, "CopyFileA", {
        // SAFETY: by contract.
        let (from, to) = unsafe { (ansi_path(lpExistingFileName), ansi_path(lpNewFileName)) };
        copy_file(from, to, if bFailIfExists != 0 { COPY_FILE_FAIL_IF_EXISTS } else { 0 })
    })
}

/// As CopyFileA, for wide text.
///
/// # Safety
/// The names end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CopyFileW(lpExistingFileName: LPCWSTR, lpNewFileName: LPCWSTR, bFailIfExists: BOOL) -> BOOL {
    boundary!(bool, "CopyFileW", {
        // SAFETY: by contract.
        let (from, to) = unsafe { (wide_path(lpExistingFileName), wide_path(lpNewFileName)) };
        copy_file(from, to, if bFailIfExists != 0 { COPY_FILE_FAIL_IF_EXISTS } else { 0 })
    })
}

/// As CopyFile; the routine is told of each piece and may end it, as may `pbCancel`: ERROR_REQUEST_ABORTED.
///
/// # Safety
/// The names end with a NUL; the routine may be called with the data, `pbCancel` is NULL or may be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CopyFileExA(
    lpExistingFileName: LPCSTR,
    lpNewFileName: LPCSTR,
    lpProgressRoutine: LPPROGRESS_ROUTINE,
    lpData: LPVOID,
    pbCancel: PBOOL,
    dwCopyFlags: DWORD,
) -> BOOL {
    boundary!(bool, "CopyFileExA", {
        // SAFETY: by contract.
        let (from, to) = unsafe { (ansi_path(lpExistingFileName), ansi_path(lpNewFileName)) };
        // SAFETY: by contract.
        unsafe { copy_file_ex(from, to, lpProgressRoutine, lpData, pbCancel, dwCopyFlags) }
    })
}

/// As CopyFileExA, for wide text.
///
/// # Safety
/// The names end with a NUL; the routine may be called with the data, `pbCancel` is NULL or may be read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CopyFileExW(
    lpExistingFileName: LPCWSTR,
    lpNewFileName: LPCWSTR,
    lpProgressRoutine: LPPROGRESS_ROUTINE,
    lpData: LPVOID,
    pbCancel: PBOOL,
    dwCopyFlags: DWORD,
) -> BOOL {
    boundary!(bool, "CopyFileExW", {
        // SAFETY: by contract.
        let (from, to) = unsafe { (wide_path(lpExistingFileName), wide_path(lpNewFileName)) };
        // SAFETY: by contract.
        unsafe { copy_file_ex(from, to, lpProgressRoutine, lpData, pbCancel, dwCopyFlags) }
    })
}

/// One more name for a file.
///
/// # Safety
/// The names end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateHardLinkA(
    lpFileName: LPCSTR,
    lpExistingFileName: LPCSTR,
    _lpSecurityAttributes: LPSECURITY_ATTRIBUTES,
) -> BOOL {
    boundary!(bool, "CreateHardLinkA", {
        // SAFETY: by contract.
        let (new, existing) = unsafe { (ansi_path(lpFileName), ansi_path(lpExistingFileName)) };
        bool_of((|| file_names::link(&new?, &existing?))())
    })
}

/// As CreateHardLinkA, for wide text.
///
/// # Safety
/// The names end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateHardLinkW(
    lpFileName: LPCWSTR,
    lpExistingFileName: LPCWSTR,
    _lpSecurityAttributes: LPSECURITY_ATTRIBUTES,
) -> BOOL {
    boundary!(bool, "CreateHardLinkW", {
        // SAFETY: by contract.
        let (new, existing) = unsafe { (wide_path(lpFileName), wide_path(lpExistingFileName)) };
        bool_of((|| file_names::link(&new?, &existing?))())
    })
}

/// A link that leads to a path.
///
/// # Safety
/// The names end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateSymbolicLinkA(
    lpSymlinkFileName: LPCSTR,
    lpTargetFileName: LPCSTR,
    dwFlags: DWORD,
) -> BOOLEAN {
    boundary!(boolean, "CreateSymbolicLinkA", {
        // SAFETY: by contract.
        let (new, target) = unsafe { (ansi_path(lpSymlinkFileName), ansi_path(lpTargetFileName)) };
        make_link(new, target, dwFlags)
    })
}

/// As CreateSymbolicLinkA, for wide text.
///
/// # Safety
/// The names end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CreateSymbolicLinkW(
    lpSymlinkFileName: LPCWSTR,
    lpTargetFileName: LPCWSTR,
    dwFlags: DWORD,
) -> BOOLEAN {
    boundary!(boolean, "CreateSymbolicLinkW", {
        // SAFETY: by contract.
        let (new, target) = unsafe { (wide_path(lpSymlinkFileName), wide_path(lpTargetFileName)) };
        make_link(new, target, dwFlags)
    })
}
