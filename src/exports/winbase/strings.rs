//! The `lstr…` functions.

use crate::abi::windows::*;
use crate::exports::arguments::{copy_out, units};
use crate::exports::boundary::boundary;
use crate::win32::compare;
use crate::win32::text::to_wide;
use core::ptr::null_mut;

/// Text without its NUL; `None` for NULL.
///
/// # Safety
/// The text is NULL or ends with a NUL, and stays while it is looked at.
unsafe fn bare<'a, T: Copy + Default + PartialEq>(text: *const T) -> Option<&'a [T]> {
    if text.is_null() {
        return None;
    }
    // SAFETY: by contract.
    unsafe { units(text, -1) }.split_last().map(|(_, text)| text)
}

/// Copies text behind what is there, at most so many units with the NUL; NULL where one is NULL.
///
/// # Safety
/// The buffer holds text where `behind` says so, and has room.
unsafe fn copy<T: Copy + Default + PartialEq>(to: *mut T, from: *const T, behind: bool, most: usize) -> *mut T {
    // SAFETY: by contract.
    unsafe {
        let Some(text) = bare(from).filter(|_| !to.is_null() && most > 0) else { return null_mut() };
        // The two may overlap: what is copied is known before the first unit is written.
        let text = text[..text.len().min(most - 1)].to_vec();
        let length = if behind { bare(to).map_or(0, <[T]>::len) } else { 0 };
        copy_out(&text, to.add(length));
    }
    to
}

/// # Safety
/// The texts are NULL or end with a NUL. NULL comes before all text.
unsafe fn order(first: Option<Vec<WCHAR>>, second: Option<Vec<WCHAR>>, ignore_case: bool) -> INT {
    match (first, second) {
        (Some(first), Some(second)) => compare::words(&first, &second, ignore_case) as INT,
        (first, second) => first.is_some().cmp(&second.is_some()) as INT,
    }
}

/// # Safety
/// NULL, or it ends with a NUL.
unsafe fn wide(text: LPCWSTR) -> Option<Vec<WCHAR>> {
    // SAFETY: by contract.
    unsafe { bare(text) }.map(<[WCHAR]>::to_vec)
}

/// # Safety
/// NULL, or it ends with a NUL.
unsafe fn ansi(text: LPCSTR) -> Option<Vec<WCHAR>> {
    // SAFETY: by contract.
    unsafe { crate::exports::arguments::ansi(text) }.map(|text| to_wide(&text))
}

/// The units of text without its NUL; 0 for NULL.
///
/// # Safety
/// The text is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lstrlenA(lpString: LPCSTR) -> INT {
    boundary!(zero, "lstrlenA", {
        // SAFETY: by contract.
        unsafe { bare(lpString.cast::<u8>()) }.map_or(0, |text| text.len() as INT)
    })
}

/// Copies text; NULL where one of the two is NULL.
///
/// # Safety
/// The text ends with a NUL, and the buffer has room for it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lstrcpyA(lpString1: LPSTR, lpString2: LPCSTR) -> LPSTR {
    boundary!(pointer, "lstrcpyA", {
        // SAFETY: by contract.
        unsafe { copy(lpString1.cast::<u8>(), lpString2.cast::<u8>(), false, usize::MAX) }.cast()
    })
}

/// Copies as much of the text as fits with a NUL.
///
/// # Safety
/// The text ends with a NUL, and the buffer has so many units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lstrcpynA(lpString1: LPSTR, lpString2: LPCSTR, iMaxLength: INT) -> LPSTR {
    boundary!(pointer, "lstrcpynA", {
        let most = usize::try_from(iMaxLength).unwrap_or(0);
        // SAFETY: by contract.
        unsafe { copy(lpString1.cast::<u8>(), lpString2.cast::<u8>(), false, most) }.cast()
    })
}

/// Copies text behind text; NULL where one of the two is NULL.
///
/// # Safety
/// Both texts end with a NUL, and the buffer has room for both.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lstrcatA(lpString1: LPSTR, lpString2: LPCSTR) -> LPSTR {
    boundary!(pointer, "lstrcatA", {
        // SAFETY: by contract.
        unsafe { copy(lpString1.cast::<u8>(), lpString2.cast::<u8>(), true, usize::MAX) }.cast()
    })
}

/// Compares as a person sorts words: signs, digits, letters; small letters before capitals.
///
/// # Safety
/// The texts are NULL or end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lstrcmpA(lpString1: LPCSTR, lpString2: LPCSTR) -> INT {
    boundary!(zero, "lstrcmpA", {
        // SAFETY: by contract.
        unsafe { order(ansi(lpString1), ansi(lpString2), false) }
    })
}

/// As lstrcmpA, with capitals for small letters.
///
/// # Safety
/// The texts are NULL or end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lstrcmpiA(lpString1: LPCSTR, lpString2: LPCSTR) -> INT {
    boundary!(zero, "lstrcmpiA", {
        // SAFETY: by contract.
        unsafe { order(ansi(lpString1), ansi(lpString2), true) }
    })
}

/// The units of text without its NUL; 0 for NULL.
///
/// # Safety
/// The text is NULL or ends with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lstrlenW(lpString: LPCWSTR) -> INT {
    boundary!(zero, "lstrlenW", {
        // SAFETY: by contract.
        unsafe { bare(lpString) }.map_or(0, |text| text.len() as INT)
    })
}

/// Copies text; NULL where one of the two is NULL.
///
/// # Safety
/// The text ends with a NUL, and the buffer has room for it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lstrcpyW(lpString1: LPWSTR, lpString2: LPCWSTR) -> LPWSTR {
    boundary!(pointer, "lstrcpyW", {
        // SAFETY: by contract.
        unsafe { copy(lpString1, lpString2, false, usize::MAX) }
    })
}

/// Copies as much of the text as fits with a NUL.
///
/// # Safety
/// The text ends with a NUL, and the buffer has so many units.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lstrcpynW(lpString1: LPWSTR, lpString2: LPCWSTR, iMaxLength: INT) -> LPWSTR {
    boundary!(pointer, "lstrcpynW", {
        let most = usize::try_from(iMaxLength).unwrap_or(0);
        // SAFETY: by contract.
        unsafe { copy(lpString1, lpString2, false, most) }
    })
}

/// Copies text behind text; NULL where one of the two is NULL.
///
/// # Safety
/// Both texts end with a NUL, and the buffer has room for both.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lstrcatW(lpString1: LPWSTR, lpString2: LPCWSTR) -> LPWSTR {
    boundary!(pointer, "lstrcatW", {
        // SAFETY: by contract.
        unsafe { copy(lpString1, lpString2, true, usize::MAX) }
    })
}

/// Compares as a person sorts words: signs, digits, letters; small letters before capitals.
///
/// # Safety
/// The texts are NULL or end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lstrcmpW(lpString1: LPCWSTR, lpString2: LPCWSTR) -> INT {
    boundary!(zero, "lstrcmpW", {
        // SAFETY: by contract.
        unsafe { order(wide(lpString1), wide(lpString2), false) }
    })
}

/// As lstrcmpW, with capitals for small letters.
///
/// # Safety
/// The texts are NULL or end with a NUL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lstrcmpiW(lpString1: LPCWSTR, lpString2: LPCWSTR) -> INT {
    boundary!(zero, "lstrcmpiW", {
        // SAFETY: by contract.
        unsafe { order(wide(lpString1), wide(lpString2), true) }
    })
}
