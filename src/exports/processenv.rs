//! `processenv.h`

use super::arguments::{self, give};
use super::boundary::boundary;
use super::result::{bool_of, set};
use crate::abi::windows::*;
use crate::win32::text::to_wide;
use crate::win32::{environment, heap, last_error, standard_handles};
use core::ptr::{NonNull, null_mut};
use std::sync::OnceLock;

fn no_answer(code: DWORD) -> DWORD {
    last_error::set(code);
    0
}

fn variable(name: Option<String>) -> Result<String, DWORD> {
    let value =
        name.ok_or(ERROR_INVALID_PARAMETER).and_then(|name| environment::get(&name).ok_or(ERROR_ENVVAR_NOT_FOUND));
    // An empty value has the length 0, as a failure has.
    last_error::set(value.as_ref().map_or_else(|code| *code, |_| ERROR_SUCCESS));
    value
}

/// The value of a variable: its length, or with its NUL what it needs. Capitals in the name
/// make a difference only where there are two such variables.
///
/// # Safety
/// The name ends with a NUL; the buffer has `nSize` units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetEnvironmentVariableA(lpName: LPCSTR, lpBuffer: LPSTR, nSize: DWORD) -> DWORD {
    boundary!(zero, "GetEnvironmentVariableA", {
        // SAFETY: by contract.
        unsafe {
            let Ok(value) = variable(arguments::ansi(lpName)) else { return 0 };
            give(value.as_bytes(), lpBuffer.cast::<u8>(), nSize)
        }
    })
}

/// As GetEnvironmentVariableA, for wide text.
///
/// # Safety
/// The name ends with a NUL; the buffer has `nSize` units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetEnvironmentVariableW(lpName: LPCWSTR, lpBuffer: LPWSTR, nSize: DWORD) -> DWORD {
    boundary!(zero, "GetEnvironmentVariableW", {
        // SAFETY: by contract.
        unsafe {
            let Ok(value) = variable(arguments::wide(lpName)) else { return 0 };
            give(&to_wide(&value), lpBuffer, nSize)
        }
    })
}

fn set_variable(name: Option<String>, value: Option<String>) -> BOOL {
    let Some(name) = name else { return set(ERROR_INVALID_PARAMETER) };
    bool_of(environment::set(&name, value.as_deref()))
}

/// Sets a variable; NULL removes it. It is the process's own, which `getenv` reads without a lock.
///
/// # Safety
/// The name ends with a NUL, the value too or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetEnvironmentVariableA(lpName: LPCSTR, lpValue: LPCSTR) -> BOOL {
    boundary!(bool, "SetEnvironmentVariableA", {
        // SAFETY: by contract.
        unsafe { set_variable(arguments::ansi(lpName), arguments::ansi(lpValue)) }
    })
}

/// As SetEnvironmentVariableA, for wide text.
///
/// # Safety
/// The name ends with a NUL, the value too or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetEnvironmentVariableW(lpName: LPCWSTR, lpValue: LPCWSTR) -> BOOL {
    boundary!(bool, "SetEnvironmentVariableW", {
        // SAFETY: by contract.
        unsafe { set_variable(arguments::wide(lpName), arguments::wide(lpValue)) }
    })
}

/// Puts values in the places of `%NAME%`. What it needs with its NUL, copied where it fits.
///
/// # Safety
/// The text ends with a NUL; the buffer has `nSize` units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ExpandEnvironmentStringsA(lpSrc: LPCSTR, lpDst: LPSTR, nSize: DWORD) -> DWORD {
    boundary!(zero, "ExpandEnvironmentStringsA", {
        // SAFETY: by contract.
        unsafe {
            let Some(text) = arguments::ansi(lpSrc) else { return no_answer(ERROR_INVALID_PARAMETER) };
            let text = environment::expand(&text);
            give(text.as_bytes(), lpDst.cast::<u8>(), nSize);
            text.len() as DWORD + 1
        }
    })
}

/// As ExpandEnvironmentStringsA, for wide text.
///
/// # Safety
/// The text ends with a NUL; the buffer has `nSize` units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ExpandEnvironmentStringsW(lpSrc: LPCWSTR, lpDst: LPWSTR, nSize: DWORD) -> DWORD {
    boundary!(zero, "ExpandEnvironmentStringsW", {
        // SAFETY: by contract.
        unsafe {
            let Some(text) = arguments::wide(lpSrc) else { return no_answer(ERROR_INVALID_PARAMETER) };
            let text = to_wide(&environment::expand(&text));
            give(&text, lpDst, nSize);
            text.len() as DWORD + 1
        }
    })
}

/// A block of the process's heap with each text and its NUL, and one NUL more.
fn block<T: Copy + Default>(texts: impl Iterator<Item = Vec<T>>) -> *mut T {
    let mut all: Vec<T> = Vec::new();
    for text in texts {
        all.extend(text);
        all.push(T::default());
    }
    if all.is_empty() {
        all.push(T::default());
    }
    all.push(T::default());
    let Some(block) = heap::alloc(size_of_val(all.as_slice())) else {
        last_error::set(ERROR_NOT_ENOUGH_MEMORY);
        return null_mut();
    };
    let block: NonNull<T> = block.cast();
    // SAFETY: the block is as large as the slice.
    unsafe { all.as_ptr().copy_to(block.as_ptr(), all.len()) };
    block.as_ptr()
}

/// All variables as `NAME=value`, each with its NUL, and a NUL at the end.
#[unsafe(no_mangle)]
pub extern "C" fn GetEnvironmentStringsA() -> LPSTR {
    boundary!(pointer, "GetEnvironmentStringsA", {
        block(environment::all().into_iter().map(String::into_bytes)).cast()
    })
}

/// As GetEnvironmentStringsA, for wide text.
#[unsafe(no_mangle)]
pub extern "C" fn GetEnvironmentStringsW() -> LPWSTR {
    boundary!(pointer, "GetEnvironmentStringsW", { block(environment::all().iter().map(|line| to_wide(line))) })
}

/// # Safety
/// NULL, or what a call above has given.
unsafe fn free_block(block: usize) -> BOOL {
    // SAFETY: by contract.
    if unsafe { heap::PROCESS.free(block) } { TRUE } else { set(ERROR_INVALID_PARAMETER) }
}

/// Frees what GetEnvironmentStringsA gave.
///
/// # Safety
/// Nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn FreeEnvironmentStringsA(penv: LPSTR) -> BOOL {
    boundary!(bool, "FreeEnvironmentStringsA", {
        // SAFETY: by contract.
        unsafe { free_block(penv.expose_provenance()) }
    })
}

/// Frees what GetEnvironmentStringsW gave.
///
/// # Safety
/// Nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn FreeEnvironmentStringsW(penv: LPWSTR) -> BOOL {
    boundary!(bool, "FreeEnvironmentStringsW", {
        // SAFETY: by contract.
        unsafe { free_block(penv.expose_provenance()) }
    })
}

/// The command line as one text, quoted where Windows would need it. It stays.
#[unsafe(no_mangle)]
pub extern "C" fn GetCommandLineA() -> LPSTR {
    static LINE: OnceLock<Vec<u8>> = OnceLock::new();
    boundary!(pointer, "GetCommandLineA", {
        LINE.get_or_init(|| (environment::command_line() + "\0").into_bytes()).as_ptr().cast_mut().cast()
    })
}

/// As GetCommandLineA, for wide text.
#[unsafe(no_mangle)]
pub extern "C" fn GetCommandLineW() -> LPWSTR {
    static LINE: OnceLock<Vec<WCHAR>> = OnceLock::new();
    boundary!(pointer, "GetCommandLineW", {
        LINE.get_or_init(|| to_wide(&(environment::command_line() + "\0"))).as_ptr().cast_mut()
    })
}

/// The current directory: its length, or with its NUL what it needs.
///
/// # Safety
/// The buffer has so many units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetCurrentDirectoryA(nBufferLength: DWORD, lpBuffer: LPSTR) -> DWORD {
    boundary!(zero, "GetCurrentDirectoryA", {
        match environment::current_directory() {
            // SAFETY: by contract.
            Ok(path) => unsafe { give(path.as_bytes(), lpBuffer.cast::<u8>(), nBufferLength) },
            Err(error) => no_answer(error.0),
        }
    })
}

/// As GetCurrentDirectoryA, for wide text.
///
/// # Safety
/// The buffer has so many units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetCurrentDirectoryW(nBufferLength: DWORD, lpBuffer: LPWSTR) -> DWORD {
    boundary!(zero, "GetCurrentDirectoryW", {
        match environment::current_directory() {
            // SAFETY: by contract.
            Ok(path) => unsafe { give(&to_wide(&path), lpBuffer, nBufferLength) },
            Err(error) => no_answer(error.0),
        }
    })
}

fn set_directory(path: Option<String>) -> BOOL {
    let Some(path) = path else { return set(ERROR_INVALID_PARAMETER) };
    bool_of(environment::set_current_directory(&path))
}

/// Changes the current directory of the process. Backslashes are slashes.
///
/// # Safety
/// The path ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetCurrentDirectoryA(lpPathName: LPCSTR) -> BOOL {
    boundary!(bool, "SetCurrentDirectoryA", {
        // SAFETY: by contract.
        set_directory(unsafe { arguments::ansi(lpPathName) })
    })
}

/// As SetCurrentDirectoryA, for wide text.
///
/// # Safety
/// The path ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetCurrentDirectoryW(lpPathName: LPCWSTR) -> BOOL {
    boundary!(bool, "SetCurrentDirectoryW", {
        // SAFETY: by contract.
        set_directory(unsafe { arguments::wide(lpPathName) })
    })
}

/// The handle of STD_INPUT_HANDLE, STD_OUTPUT_HANDLE or STD_ERROR_HANDLE; NULL where there is none.
#[unsafe(no_mangle)]
pub extern "C" fn GetStdHandle(nStdHandle: DWORD) -> HANDLE {
    boundary!(no_handle, "GetStdHandle", {
        standard_handles::get(nStdHandle).unwrap_or_else(|error| {
            last_error::set(error.0);
            core::ptr::without_provenance_mut(usize::MAX)
        })
    })
}

/// Has GetStdHandle give another handle. What C and C++ write to stays.
#[unsafe(no_mangle)]
pub extern "C" fn SetStdHandle(nStdHandle: DWORD, hHandle: HANDLE) -> BOOL {
    boundary!(bool, "SetStdHandle", { bool_of(standard_handles::set(nStdHandle, hHandle)) })
}
