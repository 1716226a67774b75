//! `sysinfoapi.h`

use super::arguments::{copy_out, load, store};
use super::boundary::boundary;
use super::result::set;
use crate::abi::windows::*;
use crate::win32::system_info::{self, NameForm, VERSION};
use crate::win32::text::to_wide;
use crate::win32::{time, time_zone};

/// Milliseconds since the machine was started; they begin anew after 49.7 days.
#[unsafe(no_mangle)]
pub extern "C" fn GetTickCount() -> DWORD {
    boundary!(zero, "GetTickCount", { time::tick_count() as DWORD })
}

/// Milliseconds since the machine was started.
#[unsafe(no_mangle)]
pub extern "C" fn GetTickCount64() -> ULONGLONG {
    boundary!(zero, "GetTickCount64", { time::tick_count() })
}

/// Now, in UTC.
///
/// # Safety
/// `lpSystemTimeAsFileTime` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetSystemTimeAsFileTime(lpSystemTimeAsFileTime: LPFILETIME) {
    boundary!(void, "GetSystemTimeAsFileTime", {
        // SAFETY: by contract.
        unsafe { store(lpSystemTimeAsFileTime, time::to_file_time(time::now())) }
    })
}

/// Now, in UTC, as exactly as the machine can tell.
///
/// # Safety
/// `lpSystemTimeAsFileTime` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetSystemTimePreciseAsFileTime(lpSystemTimeAsFileTime: LPFILETIME) {
    boundary!(void, "GetSystemTimePreciseAsFileTime", {
        // SAFETY: by contract.
        unsafe { store(lpSystemTimeAsFileTime, time::to_file_time(time::now())) }
    })
}

/// The date and time in UTC.
///
/// # Safety
/// `lpSystemTime` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetSystemTime(lpSystemTime: LPSYSTEMTIME) {
    boundary!(void, "GetSystemTime", {
        if let Some(fields) = time::fields_of(time::now()) {
            // SAFETY: by contract.
            unsafe { store(lpSystemTime, fields) }
        }
    })
}

/// The date and time in the machine's zone.
///
/// # Safety
/// `lpSystemTime` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetLocalTime(lpSystemTime: LPSYSTEMTIME) {
    boundary!(void, "GetLocalTime", {
        let now = time::now();
        if let Some(fields) = time::fields_of(time_zone::to_local(now).unwrap_or(now)) {
            // SAFETY: by contract.
            unsafe { store(lpSystemTime, fields) }
        }
    })
}

/// The machine. The processors are those that this process may use.
///
/// # Safety
/// `lpSystemInfo` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetSystemInfo(lpSystemInfo: LPSYSTEM_INFO) {
    boundary!(void, "GetSystemInfo", {
        // SAFETY: by contract.
        unsafe { store(lpSystemInfo, system_info::system_info()) }
    })
}

/// As GetSystemInfo.
///
/// # Safety
/// `lpSystemInfo` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetNativeSystemInfo(lpSystemInfo: LPSYSTEM_INFO) {
    boundary!(void, "GetNativeSystemInfo", {
        // SAFETY: by contract.
        unsafe { store(lpSystemInfo, system_info::system_info()) }
    })
}

/// The version of Windows whose behaviour this is: major, minor and build in one number.
#[unsafe(no_mangle)]
pub extern "C" fn GetVersion() -> DWORD {
    boundary!(zero, "GetVersion", { VERSION.2 << 16 | VERSION.1 << 8 | VERSION.0 })
}

/// Fills the part that both forms of a version record have, or the longer form, by its size.
macro_rules! version {
    ($to:expr, $short:ident, $long:ident) => {{
        // SAFETY: by the callers' contract the size may be read.
        let size = unsafe { load($to.cast::<DWORD>()) }.unwrap_or(0) as usize;
        if size != size_of::<$short>() && size != size_of::<$long>() {
            return set(ERROR_INSUFFICIENT_BUFFER);
        }
        let record = $long {
            dwOSVersionInfoSize: size as DWORD,
            dwMajorVersion: VERSION.0,
            dwMinorVersion: VERSION.1,
            dwBuildNumber: VERSION.2,
            dwPlatformId: 2,
            szCSDVersion: [0; 128],
            wServicePackMajor: 0,
            wServicePackMinor: 0,
            wSuiteMask: 0,
            wProductType: 1,
            wReserved: 0,
        };
        // SAFETY: the caller says that so many bytes may be written; no record is longer.
        unsafe { (&raw const record).cast::<u8>().copy_to($to.cast(), size) };
        TRUE
    }};
}

/// The version of Windows whose behaviour this is. The record may be an OSVERSIONINFOEXA.
///
/// # Safety
/// `lpVersionInformation` has the size that it says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetVersionExA(lpVersionInformation: LPOSVERSIONINFOA) -> BOOL {
    boundary!(bool, "GetVersionExA", { version!(lpVersionInformation, OSVERSIONINFOA, OSVERSIONINFOEXA) })
}

/// The version of Windows whose behaviour this is. The record may be an OSVERSIONINFOEXW.
///
/// # Safety
/// `lpVersionInformation` has the size that it says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetVersionExW(lpVersionInformation: LPOSVERSIONINFOW) -> BOOL {
    boundary!(bool, "GetVersionExW", { version!(lpVersionInformation, OSVERSIONINFOW, OSVERSIONINFOEXW) })
}

fn form_of(name: COMPUTER_NAME_FORMAT) -> Option<NameForm> {
    Some(match name {
        ComputerNameNetBIOS | ComputerNamePhysicalNetBIOS => NameForm::NetBios,
        ComputerNameDnsHostname | ComputerNamePhysicalDnsHostname => NameForm::Host,
        ComputerNameDnsDomain | ComputerNamePhysicalDnsDomain => NameForm::Domain,
        ComputerNameDnsFullyQualified | ComputerNamePhysicalDnsFullyQualified => NameForm::Full,
        _ => return None,
    })
}

/// Copies a name with its NUL; the size counts it only where the buffer is too small.
///
/// # Safety
/// `size` may be read and written, `buffer` has so many units.
pub unsafe fn give_name<T: Copy + Default>(name: &[T], buffer: *mut T, size: LPDWORD, too_small: DWORD) -> BOOL {
    // SAFETY: by contract.
    let Some(room) = (unsafe { load(size) }) else { return set(ERROR_INVALID_PARAMETER) };
    if buffer.is_null() && room != 0 {
        return set(ERROR_INVALID_PARAMETER);
    }
    if room as usize <= name.len() {
        // SAFETY: by contract.
        unsafe { store(size, name.len() as DWORD + 1) };
        return set(too_small);
    }
    // SAFETY: by contract; there is room for the name and its NUL.
    unsafe {
        copy_out(name, buffer);
        store(size, name.len() as DWORD);
    }
    TRUE
}

/// One of the names of this computer. ERROR_MORE_DATA: the size says how much room it needs.
///
/// # Safety
/// `nSize` may be read and written, `lpBuffer` has so many units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetComputerNameExA(NameType: COMPUTER_NAME_FORMAT, lpBuffer: LPSTR, nSize: LPDWORD) -> BOOL {
    boundary!(bool, "GetComputerNameExA", {
        let Some(form) = form_of(NameType) else { return set(ERROR_INVALID_PARAMETER) };
        let name = system_info::computer_name(form);
        // SAFETY: by contract.
        unsafe { give_name(name.as_bytes(), lpBuffer.cast::<u8>(), nSize, ERROR_MORE_DATA) }
    })
}

/// One of the names of this computer. ERROR_MORE_DATA: the size says how much room it needs.
///
/// # Safety
/// `nSize` may be read and written, `lpBuffer` has so many units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetComputerNameExW(NameType: COMPUTER_NAME_FORMAT, lpBuffer: LPWSTR, nSize: LPDWORD) -> BOOL {
    boundary!(bool, "GetComputerNameExW", {
        let Some(form) = form_of(NameType) else { return set(ERROR_INVALID_PARAMETER) };
        let name = to_wide(&system_info::computer_name(form));
        // SAFETY: by contract.
        unsafe { give_name(&name, lpBuffer, nSize, ERROR_MORE_DATA) }
    })
}
