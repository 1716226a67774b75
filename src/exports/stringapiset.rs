//! `stringapiset.h`

use super::arguments::{store, units};
use super::boundary::boundary;
use crate::abi::windows::*;
use crate::win32::code_page::{self, CodePage};
use crate::win32::error::Win32Error;
use crate::win32::{compare, last_error};
use std::cmp::Ordering;

/// A code page, and whether the program asked for it by its number alone.
fn page_of(number: UINT) -> Result<(CodePage, bool), Win32Error> {
    match number {
        CP_ACP | CP_OEMCP | CP_THREAD_ACP => Ok((CodePage::Utf8, false)),
        _ => code_page::find(number).map(|page| (page, true)).ok_or(Win32Error(ERROR_INVALID_PARAMETER)),
    }
}

fn check(allowed: bool, code: DWORD) -> Result<(), Win32Error> {
    if allowed { Ok(()) } else { Err(Win32Error(code)) }
}

/// Copies a result, or tells its length where there is no room asked for.
///
/// # Safety
/// The buffer has `room` units.
unsafe fn give<T: Copy>(result: &[T], buffer: *mut T, room: usize) -> Result<INT, Win32Error> {
    let length = INT::try_from(result.len()).map_err(|_| Win32Error(ERROR_INVALID_PARAMETER))?;
    if room == 0 {
        return Ok(length);
    }
    // SAFETY: by contract.
    unsafe { result.as_ptr().copy_to(buffer, result.len().min(room)) };
    check(result.len() <= room, ERROR_INSUFFICIENT_BUFFER)?;
    Ok(length)
}

fn number_of(result: Result<INT, Win32Error>) -> INT {
    result.unwrap_or_else(|error| {
        last_error::set(error.0);
        0
    })
}

/// Text of a code page as wide text; the number of units, or what is needed where
/// `cchWideChar` is 0. A length of -1 says that the text ends with a NUL, which is converted too.
/// With CP_ACP and its kin, which are UTF-8 here, the flags of other code pages are passed over.
///
/// # Safety
/// The text and the buffer have the lengths that go with them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn MultiByteToWideChar(
    CodePage: UINT,
    dwFlags: DWORD,
    lpMultiByteStr: LPCSTR,
    cbMultiByte: INT,
    lpWideCharStr: LPWSTR,
    cchWideChar: INT,
) -> INT {
    boundary!(zero, "MultiByteToWideChar", {
        number_of((|| {
            let room = usize::try_from(cchWideChar).map_err(|_| Win32Error(ERROR_INVALID_PARAMETER))?;
            let sound = !lpMultiByteStr.is_null()
                && cbMultiByte != 0
                && (room == 0 || !lpWideCharStr.is_null())
                && lpMultiByteStr.addr() != lpWideCharStr.addr();
            check(sound, ERROR_INVALID_PARAMETER)?;
            let (page, exact) = page_of(CodePage)?;
            let known = MB_PRECOMPOSED | MB_COMPOSITE | MB_USEGLYPHCHARS | MB_ERR_INVALID_CHARS;
            let allowed = if exact && page == code_page::CodePage::Utf8 { MB_ERR_INVALID_CHARS } else { known };
            let both = MB_PRECOMPOSED | MB_COMPOSITE;
            check(dwFlags & !allowed == 0 && dwFlags & both != both, ERROR_INVALID_FLAGS)?;
            // SAFETY: by contract.
            let bytes = unsafe { units(lpMultiByteStr.cast::<u8>(), cbMultiByte) };
            let wide = code_page::decode(page, bytes, dwFlags & MB_ERR_INVALID_CHARS != 0)
                .map_err(|_| Win32Error(ERROR_NO_UNICODE_TRANSLATION))?;
            // SAFETY: by contract.
            unsafe { give(&wide, lpWideCharStr, room) }
        })())
    })
}

/// Wide text as text of a code page; the number of bytes, or what is needed where
/// `cbMultiByte` is 0. A length of -1 says that the text ends with a NUL, which is converted too.
/// With CP_ACP and its kin, which are UTF-8 here, the flags and the default character of other
/// code pages are passed over, and the default character is never used.
///
/// # Safety
/// The text and the buffer have the lengths that go with them; the last two are NULL, or may be
/// read and written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WideCharToMultiByte(
    CodePage: UINT,
    dwFlags: DWORD,
    lpWideCharStr: LPCWSTR,
    cchWideChar: INT,
    lpMultiByteStr: LPSTR,
    cbMultiByte: INT,
    lpDefaultChar: LPCSTR,
    lpUsedDefaultChar: *mut BOOL,
) -> INT {
    boundary!(zero, "WideCharToMultiByte", {
        number_of((|| {
            let room = usize::try_from(cbMultiByte).map_err(|_| Win32Error(ERROR_INVALID_PARAMETER))?;
            let sound = !lpWideCharStr.is_null()
                && cchWideChar != 0
                && (room == 0 || !lpMultiByteStr.is_null())
                && lpWideCharStr.addr() != lpMultiByteStr.addr();
            check(sound, ERROR_INVALID_PARAMETER)?;
            let (page, exact) = page_of(CodePage)?;
            let is_utf8 = page == code_page::CodePage::Utf8;
            if is_utf8 && exact {
                check(lpDefaultChar.is_null() && lpUsedDefaultChar.is_null(), ERROR_INVALID_PARAMETER)?;
            }
            let ansi = WC_COMPOSITECHECK | WC_DISCARDNS | WC_SEPCHARS | WC_DEFAULTCHAR | WC_NO_BEST_FIT_CHARS;
            let allowed = match (is_utf8, exact) {
                (true, true) => WC_ERR_INVALID_CHARS,
                (true, false) => ansi | WC_ERR_INVALID_CHARS,
                (false, _) => ansi,
            };
            check(dwFlags & !allowed == 0, ERROR_INVALID_FLAGS)?;
            // SAFETY: by contract; the default is one byte.
            let (wide, default) = unsafe {
                let default = if lpDefaultChar.is_null() { b'?' } else { lpDefaultChar.cast::<u8>().read() };
                (units(lpWideCharStr, cchWideChar), default)
            };
            let encoded = code_page::encode(page, wide, dwFlags & WC_ERR_INVALID_CHARS != 0, &[default])
                .map_err(|_| Win32Error(ERROR_NO_UNICODE_TRANSLATION))?;
            // SAFETY: by contract.
            unsafe {
                store(lpUsedDefaultChar, BOOL::from(encoded.used_default));
                give(&encoded.bytes, lpMultiByteStr.cast::<u8>(), room)
            }
        })())
    })
}

/// Compares unit by unit: CSTR_LESS_THAN, CSTR_EQUAL or CSTR_GREATER_THAN, 0 on failure.
///
/// # Safety
/// The texts have their lengths, or end with a NUL where that is -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn CompareStringOrdinal(
    lpString1: LPCWSTR,
    cchCount1: INT,
    lpString2: LPCWSTR,
    cchCount2: INT,
    bIgnoreCase: BOOL,
) -> INT {
    boundary!(zero, "CompareStringOrdinal", {
        if lpString1.is_null() || lpString2.is_null() || cchCount1 < -1 || cchCount2 < -1 {
            last_error::set(ERROR_INVALID_PARAMETER);
            return 0;
        }
        // SAFETY: by contract. A NUL at both ends changes nothing.
        let (first, second) = unsafe { (units(lpString1, cchCount1), units(lpString2, cchCount2)) };
        let bare = |text: &'static [WCHAR], length| if length < 0 { &text[..text.len() - 1] } else { text };
        let order = compare::ordinal(bare(first, cchCount1), bare(second, cchCount2), bIgnoreCase != 0);
        (match order {
            Ordering::Less => CSTR_LESS_THAN,
            Ordering::Equal => CSTR_EQUAL,
            Ordering::Greater => CSTR_GREATER_THAN,
        }) as INT
    })
}
