//! FindFirstFile and its kin.

use super::open::no_handle;
use crate::abi::windows::*;
use crate::exports::arguments::{self, store};
use crate::exports::boundary::boundary;
use crate::exports::result::{bool_of, set};
use crate::win32::error::Win32Error;
use crate::win32::find_file::{Found, Search};
use crate::win32::handle_table::HANDLES;
use crate::win32::text::to_wide;
use crate::win32::time::to_file_time;
use std::os::unix::ffi::OsStrExt;
use std::path::PathBuf;
use std::sync::Arc;

/// A name as an array, cut so that its NUL has room.
fn array<T: Copy + Default, const N: usize>(units: &[T]) -> [T; N] {
    let mut array = [T::default(); N];
    let length = units.len().min(N - 1);
    array[..length].copy_from_slice(&units[..length]);
    array
}

fn reparse_tag(found: &Found) -> DWORD {
    if found.facts.attributes & FILE_ATTRIBUTE_REPARSE_POINT != 0 { IO_REPARSE_TAG_SYMLINK } else { 0 }
}

fn ansi_data(found: &Found) -> WIN32_FIND_DATAA {
    let name: Vec<CHAR> = found.name.as_bytes().iter().map(|byte| *byte as CHAR).collect();
    WIN32_FIND_DATAA {
        dwFileAttributes: found.facts.attributes,
        ftCreationTime: to_file_time(found.facts.creation),
        ftLastAccessTime: to_file_time(found.facts.access),
        ftLastWriteTime: to_file_time(found.facts.write),
        nFileSizeHigh: (found.facts.size >> 32) as DWORD,
        nFileSizeLow: found.facts.size as DWORD,
        dwReserved0: reparse_tag(found),
        dwReserved1: 0,
        cFileName: array(&name),
        cAlternateFileName: [0; 14],
    }
}

fn wide_data(found: &Found) -> WIN32_FIND_DATAW {
    WIN32_FIND_DATAW {
        dwFileAttributes: found.facts.attributes,
        ftCreationTime: to_file_time(found.facts.creation),
        ftLastAccessTime: to_file_time(found.facts.access),
        ftLastWriteTime: to_file_time(found.facts.write),
        nFileSizeHigh: (found.facts.size >> 32) as DWORD,
        nFileSizeLow: found.facts.size as DWORD,
        dwReserved0: reparse_tag(found),
        dwReserved1: 0,
        cFileName: array(&to_wide(&found.name.to_string_lossy())),
        cAlternateFileName: [0; 14],
    }
}

/// # Safety
/// The data is NULL or may be written.
unsafe fn first<T>(
    path: Result<PathBuf, Win32Error>,
    directories_only: bool,
    data: *mut T,
    as_data: fn(&Found) -> T,
) -> HANDLE {
    if data.is_null() {
        return no_handle(ERROR_INVALID_PARAMETER);
    }
    let begun = path.and_then(|path| Search::begin(&path, directories_only));
    let handle = begun.and_then(|(search, found)| {
        let handle = HANDLES.insert(Arc::new(search))?;
        // SAFETY: by contract, and not NULL.
        unsafe { store(data, as_data(&found)) };
        Ok(handle)
    });
    handle.unwrap_or_else(|error| no_handle(error.0))
}

/// What FindFirstFileEx takes: whether only directories are looked for.
fn checked(level: FINDEX_INFO_LEVELS, operation: FINDEX_SEARCH_OPS, flags: DWORD) -> Option<bool> {
    let known = FIND_FIRST_EX_CASE_SENSITIVE | FIND_FIRST_EX_LARGE_FETCH;
    let valid = matches!(level, FindExInfoStandard | FindExInfoBasic) && flags & !known == 0;
    match operation {
        FindExSearchNameMatch if valid => Some(false),
        FindExSearchLimitToDirectories if valid => Some(true),
        _ => None,
    }
}

/// # Safety
/// The data is NULL or may be written.
unsafe fn next<T>(search: HANDLE, data: *mut T, as_data: fn(&Found) -> T) -> BOOL {
    if data.is_null() {
        return set(ERROR_INVALID_PARAMETER);
    }
    let found = HANDLES.get_as::<Search>(search).map_err(Win32Error::from).and_then(|search| search.next());
    // SAFETY: by contract, and not NULL.
    bool_of(found.map(|found| unsafe { store(data, as_data(&found)) }))
}

/// Begins a search: the last part of the path may hold `*` and `?`. Letters are the same only in the same
/// case. INVALID_HANDLE_VALUE where nothing is found; FindClose ends the search.
///
/// # Safety
/// The path ends with a NUL; the data may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn FindFirstFileA(lpFileName: LPCSTR, lpFindFileData: LPWIN32_FIND_DATAA) -> HANDLE {
    boundary!(no_handle, "FindFirstFileA", {
        // SAFETY: by contract.
        unsafe { first(arguments::ansi_pattern(lpFileName), false, lpFindFileData, ansi_data) }
    })
}

/// As FindFirstFile, where wanted for directories alone.
///
/// # Safety
/// As of FindFirstFile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn FindFirstFileExA(
    lpFileName: LPCSTR,
    fInfoLevelId: FINDEX_INFO_LEVELS,
    lpFindFileData: LPVOID,
    fSearchOp: FINDEX_SEARCH_OPS,
    lpSearchFilter: LPVOID,
    dwAdditionalFlags: DWORD,
) -> HANDLE {
    boundary!(no_handle, "FindFirstFileExA", {
        match checked(fInfoLevelId, fSearchOp, dwAdditionalFlags) {
            Some(only) if lpSearchFilter.is_null() => {
                // SAFETY: by contract.
                unsafe { first(arguments::ansi_pattern(lpFileName), only, lpFindFileData.cast(), ansi_data) }
            }
            _ => no_handle(ERROR_INVALID_PARAMETER),
        }
    })
}

/// The next one; ERROR_NO_MORE_FILES at the end.
///
/// # Safety
/// The data may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn FindNextFileA(hFindFile: HANDLE, lpFindFileData: LPWIN32_FIND_DATAA) -> BOOL {
    boundary!(bool, "FindNextFileA", {
        // SAFETY: by contract.
        unsafe { next(hFindFile, lpFindFileData, ansi_data) }
    })
}

/// As FindFirstFileA, for wide text.
///
/// # Safety
/// The path ends with a NUL; the data may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn FindFirstFileW(lpFileName: LPCWSTR, lpFindFileData: LPWIN32_FIND_DATAW) -> HANDLE {
    boundary!(no_handle, "FindFirstFileW", {
        // SAFETY: by contract.
        unsafe { first(arguments::wide_pattern(lpFileName), false, lpFindFileData, wide_data) }
    })
}

/// As FindFirstFileExA, for wide text.
///
/// # Safety
/// As of FindFirstFile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn FindFirstFileExW(
    lpFileName: LPCWSTR,
    fInfoLevelId: FINDEX_INFO_LEVELS,
    lpFindFileData: LPVOID,
    fSearchOp: FINDEX_SEARCH_OPS,
    lpSearchFilter: LPVOID,
    dwAdditionalFlags: DWORD,
) -> HANDLE {
    boundary!(no_handle, "FindFirstFileExW", {
        match checked(fInfoLevelId, fSearchOp, dwAdditionalFlags) {
            Some(only) if lpSearchFilter.is_null() => {
                // SAFETY: by contract.
                unsafe { first(arguments::wide_pattern(lpFileName), only, lpFindFileData.cast(), wide_data) }
            }
            _ => no_handle(ERROR_INVALID_PARAMETER),
        }
    })
}

/// As FindNextFileA, for wide text.
///
/// # Safety
/// The data may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn FindNextFileW(hFindFile: HANDLE, lpFindFileData: LPWIN32_FIND_DATAW) -> BOOL {
    boundary!(bool, "FindNextFileW", {
        // SAFETY: by contract.
        unsafe { next(hFindFile, lpFindFileData, wide_data) }
    })
}

/// Ends a search.
#[unsafe(no_mangle)]
pub extern "C" fn FindClose(hFindFile: HANDLE) -> BOOL {
    boundary!(bool, "FindClose", {
        match HANDLES.get_as::<Search>(hFindFile) {
            Ok(_) => bool_of(HANDLES.close(hFindFile).map(drop)),
            Err(error) => bool_of(Err(error)),
        }
    })
}
