//! VARIANTs.

use crate::abi::windows::*;
use crate::exports::arguments::load;
use crate::exports::boundary::boundary;
use crate::win32::bstr;
use crate::win32::variant::{self, ChangeError};

/// Empty, with the rest of it in a known state.
const EMPTY: VARIANT = VARIANT {
    vt: 0,
    wReserved1: 0,
    wReserved2: 0,
    wReserved3: 0,
    value: VARIANT_VALUE { record: [core::ptr::null_mut(); 2] },
};

/// Calls AddRef or Release.
///
/// # Safety
/// NULL or an object with the table of IUnknown.
unsafe fn count(object: PVOID, slot: usize) {
    if object.is_null() {
        return;
    }
    // SAFETY: by contract the object begins with the pointer to its table.
    unsafe {
        let table = object.cast::<*const unsafe extern "C-unwind" fn(PVOID) -> ULONG>().read();
        (*table.add(slot))(object);
    }
}

const ADD_REF: usize = 1;
const RELEASE: usize = 2;

/// Makes it empty without a look at what it holds.
///
/// # Safety
/// `pvarg` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn VariantInit(pvarg: *mut VARIANTARG) {
    boundary!(void, "VariantInit", {
        if !pvarg.is_null() {
            // SAFETY: by contract. As on Windows only the kind is sure to be written.
            unsafe { (*pvarg).vt = VT_EMPTY as VARTYPE };
        }
    })
}

/// Frees what it holds and makes it empty. A kind that does not exist is left alone:
/// DISP_E_BADVARTYPE. Arrays and records are not freed, since nothing here makes them.
///
/// # Safety
/// It holds what its kind says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn VariantClear(pvarg: *mut VARIANTARG) -> HRESULT {
    boundary!(hresult, "VariantClear", {
        if pvarg.is_null() {
            return E_INVALIDARG;
        }
        // SAFETY: by contract.
        unsafe { clear(pvarg) }
    })
}

/// # Safety
/// As VariantClear, and not NULL.
unsafe fn clear(pvarg: *mut VARIANT) -> HRESULT {
    // SAFETY: by contract. It is empty before foreign code runs.
    unsafe {
        let kind = (*pvarg).vt;
        if !variant::is_known(kind) {
            return DISP_E_BADVARTYPE;
        }
        let value = (*pvarg).value;
        (*pvarg).vt = VT_EMPTY as VARTYPE;
        match VARENUM::from(kind) {
            VT_BSTR => bstr::free(value.bstrVal),
            VT_UNKNOWN | VT_DISPATCH => count(value.punkVal, RELEASE),
            _ => {}
        }
    }
    S_OK
}

/// Copies a value with its text; an object gets one more reference.
///
/// # Safety
/// Both hold what their kinds say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn VariantCopy(pvargDest: *mut VARIANTARG, pvargSrc: *const VARIANTARG) -> HRESULT {
    boundary!(hresult, "VariantCopy", {
        if pvargDest.is_null() || pvargSrc.is_null() {
            return E_INVALIDARG;
        }
        if pvargDest.cast_const() == pvargSrc {
            return S_OK;
        }
        // SAFETY: by contract, and neither is NULL.
        unsafe {
            let mut copy = *pvargSrc;
            if !variant::is_known(copy.vt) {
                return DISP_E_BADVARTYPE;
            }
            match VARENUM::from(copy.vt) {
                VT_BSTR => match bstr::copy(copy.value.bstrVal) {
                    Some(text) => copy.value.bstrVal = text,
                    None => return E_OUTOFMEMORY,
                },
                VT_UNKNOWN | VT_DISPATCH => count(copy.value.punkVal, ADD_REF),
                // There is no function to copy these with.
                kind if kind & VT_BYREF == 0 && (kind & VT_ARRAY != 0 || kind == VT_RECORD) => return E_NOTIMPL,
                _ => {}
            }
            let cleared = clear(pvargDest);
            if cleared < 0 {
                clear(&raw mut copy);
                return cleared;
            }
            *pvargDest = copy;
        }
        S_OK
    })
}

/// What it holds by value or by reference; NULL holds no value.
///
/// # Safety
/// It holds what its kind says.
unsafe fn value_of(source: &VARIANT) -> Result<variant::Value, ChangeError> {
    const BYREF: VARTYPE = VT_BYREF as VARTYPE;
    let (mut kind, mut value) = (source.vt, source.value);
    if !variant::is_known(kind) {
        return Err(ChangeError::BadType);
    }
    // SAFETY: by contract.
    unsafe {
        if kind == BYREF | VT_VARIANT as VARTYPE {
            let inner = load(value.byref.cast::<VARIANT>()).ok_or(ChangeError::TypeMismatch)?;
            (kind, value) = (inner.vt, inner.value);
        }
        if kind & BYREF != 0 {
            let from = value.byref;
            value = VARIANT_VALUE { ullVal: 0 };
            let bytes = match VARENUM::from(kind & !BYREF) {
                VT_I1 | VT_UI1 => 1,
                VT_I2 | VT_UI2 | VT_BOOL => 2,
                VT_I4 | VT_UI4 | VT_INT | VT_UINT | VT_R4 => 4,
                VT_I8 | VT_UI8 | VT_R8 | VT_DATE | VT_BSTR => 8,
                _ => return Err(ChangeError::TypeMismatch),
            };
            if from.is_null() {
                return Err(ChangeError::TypeMismatch);
            }
            from.cast::<u8>().copy_to((&raw mut value).cast(), bytes);
            kind &= !BYREF;
        }
        if !variant::is_known(kind) {
            return Err(ChangeError::BadType);
        }
        variant::read(kind, &value).ok_or(ChangeError::TypeMismatch)
    }
}

/// Converts between integers, numbers, booleans and text. Both may be the same.
///
/// # Safety
/// Both hold what their kinds say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn VariantChangeType(
    pvargDest: *mut VARIANTARG,
    pvarSrc: *const VARIANTARG,
    wFlags: USHORT,
    vt: VARTYPE,
) -> HRESULT {
    boundary!(hresult, "VariantChangeType", {
        // SAFETY: by contract.
        unsafe { change_type(pvargDest, pvarSrc, wFlags, vt) }
    })
}

/// As VariantChangeType; all locales are alike.
///
/// # Safety
/// Both hold what their kinds say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn VariantChangeTypeEx(
    pvargDest: *mut VARIANTARG,
    pvarSrc: *const VARIANTARG,
    _lcid: LCID,
    wFlags: USHORT,
    vt: VARTYPE,
) -> HRESULT {
    boundary!(hresult, "VariantChangeTypeEx", {
        // SAFETY: by contract.
        unsafe { change_type(pvargDest, pvarSrc, wFlags, vt) }
    })
}

/// # Safety
/// As VariantChangeType.
unsafe fn change_type(to: *mut VARIANT, from: *const VARIANT, flags: USHORT, kind: VARTYPE) -> HRESULT {
    if to.is_null() || from.is_null() {
        return E_INVALIDARG;
    }
    // SAFETY: by contract, and neither is NULL.
    unsafe {
        if (*from).vt == kind {
            return VariantCopy(to, from);
        }
        let words = DWORD::from(flags) & VARIANT_ALPHABOOL != 0;
        let value = match value_of(&*from).and_then(|value| variant::change(value, kind, words)) {
            Ok(value) => value,
            Err(error) => return error.into(),
        };
        let Some(value) = variant::write(kind, &value) else { return E_OUTOFMEMORY };
        let result = VARIANT { vt: kind, value, ..EMPTY };
        let cleared = clear(to);
        if cleared < 0 {
            let mut result = result;
            clear(&raw mut result);
            return cleared;
        }
        *to = result;
    }
    S_OK
}
