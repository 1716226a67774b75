//! `synchapi.h`: critical sections.

use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::win32::critical_section::CriticalSection;

/// The section that the caller's memory holds. A NULL is the caller's error on Windows too, where
/// it ends the process; here it is left alone.
///
/// # Safety
/// The pointer is NULL or points to a CRITICAL_SECTION that lives for the call.
unsafe fn section<'a>(pointer: LPCRITICAL_SECTION) -> Option<&'a CriticalSection> {
    // SAFETY: by contract; the type has the size and the alignment of a CRITICAL_SECTION, and any
    // bytes that InitializeCriticalSection or zeroing left are a value of it.
    unsafe { pointer.cast::<CriticalSection>().as_ref() }
}

/// # Safety
/// The pointer is NULL or may be written.
unsafe fn initialize(pointer: LPCRITICAL_SECTION, spin_count: DWORD) {
    if !pointer.is_null() {
        // SAFETY: by contract; nobody uses the section before it is initialised.
        unsafe { pointer.cast::<CriticalSection>().write(CriticalSection::new(spin_count as usize)) };
    }
}

/// Makes a section; it needs no other resource.
///
/// # Safety
/// `lpCriticalSection` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn InitializeCriticalSection(lpCriticalSection: LPCRITICAL_SECTION) {
    boundary!(void, "InitializeCriticalSection", {
        // SAFETY: by contract.
        unsafe { initialize(lpCriticalSection, 0) }
    })
}

/// Makes a section with a spin count.
///
/// # Safety
/// `lpCriticalSection` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn InitializeCriticalSectionAndSpinCount(
    lpCriticalSection: LPCRITICAL_SECTION,
    dwSpinCount: DWORD,
) -> BOOL {
    boundary!(bool, "InitializeCriticalSectionAndSpinCount", {
        // SAFETY: by contract.
        unsafe { initialize(lpCriticalSection, dwSpinCount) };
        TRUE
    })
}

/// Makes a section with a spin count; the flags change nothing here.
///
/// # Safety
/// `lpCriticalSection` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn InitializeCriticalSectionEx(
    lpCriticalSection: LPCRITICAL_SECTION,
    dwSpinCount: DWORD,
    _Flags: DWORD,
) -> BOOL {
    boundary!(bool, "InitializeCriticalSectionEx", {
        // SAFETY: by contract.
        unsafe { initialize(lpCriticalSection, dwSpinCount) };
        TRUE
    })
}

/// Changes the spin count; what it was.
///
/// # Safety
/// `lpCriticalSection` points to an initialised section.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetCriticalSectionSpinCount(
    lpCriticalSection: LPCRITICAL_SECTION,
    dwSpinCount: DWORD,
) -> DWORD {
    boundary!(zero, "SetCriticalSectionSpinCount", {
        // SAFETY: by contract.
        unsafe { section(lpCriticalSection) }.map_or(0, |section| section.set_spin_count(dwSpinCount as usize) as DWORD)
    })
}

/// Waits for the section and owns it, once more if it was owned already.
///
/// # Safety
/// `lpCriticalSection` points to an initialised section.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn EnterCriticalSection(lpCriticalSection: LPCRITICAL_SECTION) {
    boundary!(void, "EnterCriticalSection", {
        // SAFETY: by contract.
        if let Some(section) = unsafe { section(lpCriticalSection) } {
            section.enter();
        }
    })
}

/// Owns the section if nobody else does.
///
/// # Safety
/// `lpCriticalSection` points to an initialised section.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn TryEnterCriticalSection(lpCriticalSection: LPCRITICAL_SECTION) -> BOOL {
    boundary!(bool, "TryEnterCriticalSection", {
        // SAFETY: by contract.
        BOOL::from(unsafe { section(lpCriticalSection) }.is_some_and(CriticalSection::try_enter))
    })
}

/// Leaves the section once.
///
/// # Safety
/// `lpCriticalSection` points to an initialised section.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn LeaveCriticalSection(lpCriticalSection: LPCRITICAL_SECTION) {
    boundary!(void, "LeaveCriticalSection", {
        // SAFETY: by contract.
        if let Some(section) = unsafe { section(lpCriticalSection) } {
            section.leave();
        }
    })
}

/// Ends a section that nobody owns.
///
/// # Safety
/// `lpCriticalSection` points to an initialised section.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn DeleteCriticalSection(lpCriticalSection: LPCRITICAL_SECTION) {
    // It holds nothing but its bytes.
    let _ = lpCriticalSection;
}
