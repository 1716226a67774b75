//! `libloaderapi.h`

use super::arguments::{ansi, copy_out, store, wide};
use super::boundary::boundary;
use super::result::set;
use crate::abi::windows::*;
use crate::win32::loader::{self, ModuleError};
use crate::win32::sys::thread as system;
use crate::win32::{last_error, text};
use core::ptr::without_provenance_mut;

fn code(error: ModuleError) -> DWORD {
    match error {
        ModuleError::NotFound => ERROR_MOD_NOT_FOUND,
        ModuleError::BadFormat => ERROR_BAD_EXE_FORMAT,
        ModuleError::NoSuchName => ERROR_PROC_NOT_FOUND,
        ModuleError::InvalidHandle => ERROR_INVALID_HANDLE,
        ModuleError::Refused => ERROR_DLL_INIT_FAILED,
    }
}

fn module_of(result: Result<usize, ModuleError>) -> HMODULE {
    match result {
        Ok(module) => without_provenance_mut(module),
        Err(error) => {
            last_error::set(code(error));
            core::ptr::null_mut()
        }
    }
}

fn done(result: Result<(), ModuleError>) -> BOOL {
    result.map_or_else(|error| set(code(error)), |()| TRUE)
}

fn load(name: Option<String>) -> HMODULE {
    match name {
        Some(name) => module_of(loader::load(&name)),
        None => {
            last_error::set(ERROR_INVALID_PARAMETER);
            core::ptr::null_mut()
        }
    }
}

fn load_with_flags(name: Option<String>, file: HANDLE, flags: DWORD) -> HMODULE {
    // As data alone a module has no meaning to the dynamic linker.
    const DATA: DWORD = LOAD_LIBRARY_AS_DATAFILE | LOAD_LIBRARY_AS_DATAFILE_EXCLUSIVE | LOAD_LIBRARY_AS_IMAGE_RESOURCE;
    if !file.is_null() {
        last_error::set(ERROR_INVALID_PARAMETER);
        return core::ptr::null_mut();
    }
    if flags & DATA != 0 {
        last_error::set(ERROR_NOT_SUPPORTED);
        return core::ptr::null_mut();
    }
    load(name)
}

/// # Safety
/// `module` is NULL or may be written.
unsafe fn handle_ex(flags: DWORD, found: Result<usize, ModuleError>, module: *mut HMODULE) -> BOOL {
    const PIN: DWORD = GET_MODULE_HANDLE_EX_FLAG_PIN;
    const UNCHANGED: DWORD = GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT;
    const KNOWN: DWORD = PIN | UNCHANGED | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS;
    if module.is_null() || flags & !KNOWN != 0 || flags & PIN != 0 && flags & UNCHANGED != 0 {
        return set(ERROR_INVALID_PARAMETER);
    }
    let found = found.and_then(|found| {
        if flags & UNCHANGED == 0 {
            loader::reference(found, flags & PIN != 0)?;
        }
        Ok(found)
    });
    // SAFETY: by contract, and not NULL.
    unsafe { store(module, without_provenance_mut(found.unwrap_or(0))) };
    done(found.map(drop))
}

/// Copies units and a NUL; a buffer that is too small gets what fits, and ERROR_INSUFFICIENT_BUFFER.
///
/// # Safety
/// `buffer` may be written for `size` units.
unsafe fn copy_as_fits<T: Copy + Default>(units: &[T], buffer: *mut T, size: DWORD) -> DWORD {
    if buffer.is_null() || size == 0 {
        last_error::set(ERROR_INSUFFICIENT_BUFFER);
        return 0;
    }
    let fits = units.len().min(size as usize - 1);
    // SAFETY: by contract, and within the size.
    unsafe { copy_out(&units[..fits], buffer) };
    if fits < units.len() {
        last_error::set(ERROR_INSUFFICIENT_BUFFER);
        return size;
    }
    last_error::set(ERROR_SUCCESS);
    fits as DWORD
}

/// Loads a module: `x.dll` is x.so or libx.so, beside the program or where the system looks.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LoadLibraryA(lpLibFileName: LPCSTR) -> HMODULE {
    boundary!(pointer, "LoadLibraryA", {
        // SAFETY: by contract.
        load(unsafe { ansi(lpLibFileName) })
    })
}

/// As LoadLibraryA, for wide text.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LoadLibraryW(lpLibFileName: LPCWSTR) -> HMODULE {
    boundary!(pointer, "LoadLibraryW", {
        // SAFETY: by contract.
        load(unsafe { wide(lpLibFileName) })
    })
}

/// As LoadLibrary; flags that change the search change nothing.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LoadLibraryExA(lpLibFileName: LPCSTR, hFile: HANDLE, dwFlags: DWORD) -> HMODULE {
    boundary!(pointer, "LoadLibraryExA", {
        // SAFETY: by contract.
        load_with_flags(unsafe { ansi(lpLibFileName) }, hFile, dwFlags)
    })
}

/// As LoadLibraryExA, for wide text.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LoadLibraryExW(lpLibFileName: LPCWSTR, hFile: HANDLE, dwFlags: DWORD) -> HMODULE {
    boundary!(pointer, "LoadLibraryExW", {
        // SAFETY: by contract.
        load_with_flags(unsafe { wide(lpLibFileName) }, hFile, dwFlags)
    })
}

/// A module that is loaded, without a reference; NULL asks for the program.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetModuleHandleA(lpModuleName: LPCSTR) -> HMODULE {
    boundary!(pointer, "GetModuleHandleA", {
        // SAFETY: by contract.
        module_of(loader::find(unsafe { ansi(lpModuleName) }.as_deref()))
    })
}

/// As GetModuleHandleA, for wide text.
///
/// # Safety
/// The name is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetModuleHandleW(lpModuleName: LPCWSTR) -> HMODULE {
    boundary!(pointer, "GetModuleHandleW", {
        // SAFETY: by contract.
        module_of(loader::find(unsafe { wide(lpModuleName) }.as_deref()))
    })
}

/// As GetModuleHandle, with a reference unless the flags say no, or by an address in the module.
///
/// # Safety
/// The name is NULL or ends with a NUL, or is an address as the flags say; `phModule` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetModuleHandleExA(dwFlags: DWORD, lpModuleName: LPCSTR, phModule: *mut HMODULE) -> BOOL {
    boundary!(bool, "GetModuleHandleExA", {
        let found = if dwFlags & GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS != 0 {
            loader::containing(lpModuleName.addr())
        } else {
            // SAFETY: by contract.
            loader::find(unsafe { ansi(lpModuleName) }.as_deref())
        };
        // SAFETY: by contract.
        unsafe { handle_ex(dwFlags, found, phModule) }
    })
}

/// As GetModuleHandleExA, for wide text.
///
/// # Safety
/// The name is NULL or ends with a NUL, or is an address as the flags say; `phModule` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetModuleHandleExW(dwFlags: DWORD, lpModuleName: LPCWSTR, phModule: *mut HMODULE) -> BOOL {
    boundary!(bool, "GetModuleHandleExW", {
        let found = if dwFlags & GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS != 0 {
            loader::containing(lpModuleName.addr())
        } else {
            // SAFETY: by contract.
            loader::find(unsafe { wide(lpModuleName) }.as_deref())
        };
        // SAFETY: by contract.
        unsafe { handle_ex(dwFlags, found, phModule) }
    })
}

/// Gives a reference back; the last one unloads the module.
#[unsafe(no_mangle)]
pub extern "C" fn FreeLibrary(hLibModule: HMODULE) -> BOOL {
    boundary!(bool, "FreeLibrary", { done(loader::free(hLibModule.addr())) })
}

/// Frees the module whose code the thread may be in, and ends the thread.
///
/// # Safety
/// The stack may be unwound.
#[unsafe(no_mangle)]
pub unsafe extern "C-unwind" fn FreeLibraryAndExitThread(hLibModule: HMODULE, dwExitCode: DWORD) {
    boundary!(void, "FreeLibraryAndExitThread", {
        if let Some(thread) = crate::win32::current::thread() {
            thread.set_exit_code(dwExitCode);
            // The frames to be unwound may be the module's: it goes when the thread has ended.
            thread.free_at_end(hLibModule.addr());
        }
    });
    // SAFETY: by contract; nothing of ours is left on this frame.
    unsafe { system::exit() }
}

/// The address of an exported name.
///
/// # Safety
/// The name ends with a NUL, or is an ordinal, of which modules here have none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetProcAddress(hModule: HMODULE, lpProcName: LPCSTR) -> FARPROC {
    boundary!(none, "GetProcAddress", {
        const LARGEST_ORDINAL: usize = 0xFFFF;
        if lpProcName.addr() <= LARGEST_ORDINAL {
            last_error::set(ERROR_PROC_NOT_FOUND);
            return None;
        }
        // SAFETY: by contract.
        let name = unsafe { ansi(lpProcName) }.unwrap_or_default();
        match loader::address_of(hModule.addr(), &name) {
            // SAFETY: a function pointer and an address are one size; the caller knows the type.
            Ok(address) => unsafe { core::mem::transmute::<usize, FARPROC>(address) },
            Err(error) => {
                last_error::set(code(error));
                None
            }
        }
    })
}

/// Threads bring no calls into a module here, so there are none to switch off.
#[unsafe(no_mangle)]
pub extern "C" fn DisableThreadLibraryCalls(hLibModule: HMODULE) -> BOOL {
    boundary!(bool, "DisableThreadLibraryCalls", { done(loader::path(hLibModule.addr()).map(drop)) })
}

/// The file of a module; NULL asks for the program.
///
/// # Safety
/// `lpFilename` may be written for `nSize` units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetModuleFileNameA(hModule: HMODULE, lpFilename: LPSTR, nSize: DWORD) -> DWORD {
    boundary!(zero, "GetModuleFileNameA", {
        match loader::path(hModule.addr()) {
            // SAFETY: by contract.
            Ok(path) => unsafe { copy_as_fits(path.as_bytes(), lpFilename.cast::<u8>(), nSize) },
            Err(error) => {
                last_error::set(code(error));
                0
            }
        }
    })
}

/// As GetModuleFileNameA, for wide text.
///
/// # Safety
/// `lpFilename` may be written for `nSize` units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetModuleFileNameW(hModule: HMODULE, lpFilename: LPWSTR, nSize: DWORD) -> DWORD {
    boundary!(zero, "GetModuleFileNameW", {
        match loader::path(hModule.addr()) {
            // SAFETY: by contract.
            Ok(path) => unsafe { copy_as_fits(&text::to_wide(&path), lpFilename, nSize) },
            Err(error) => {
                last_error::set(code(error));
                0
            }
        }
    })
}
