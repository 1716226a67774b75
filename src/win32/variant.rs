//! Conversion of values between the kinds of a VARIANT.

use super::text::{from_wide, to_wide};
use crate::abi::windows::*;

/// A value without its kind. All integers fit the one.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Empty,
    Bool(bool),
    Integer(i128),
    Real(f64),
    Text(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeError {
    Overflow,
    TypeMismatch,
    BadType,
}

impl From<ChangeError> for HRESULT {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Overflow => DISP_E_OVERFLOW,
            ChangeError::TypeMismatch => DISP_E_TYPEMISMATCH,
            ChangeError::BadType => DISP_E_BADVARTYPE,
        }
    }
}

/// The least and the greatest integer of a kind.
fn range(kind: VARENUM) -> Option<(i128, i128)> {
    Some(match kind {
        VT_I1 => (i8::MIN.into(), i8::MAX.into()),
        VT_UI1 => (0, u8::MAX.into()),
        VT_I2 => (i16::MIN.into(), i16::MAX.into()),
        VT_UI2 => (0, u16::MAX.into()),
        VT_I4 | VT_INT | VT_ERROR => (i32::MIN.into(), i32::MAX.into()),
        VT_UI4 | VT_UINT => (0, u32::MAX.into()),
        VT_I8 => (i64::MIN.into(), i64::MAX.into()),
        VT_UI8 => (0, u64::MAX.into()),
        _ => return None,
    })
}

/// Whether a kind is one that a VARIANT may have, flags aside.
pub fn is_known(kind: VARTYPE) -> bool {
    const FLAGS: VARTYPE = (VT_ARRAY | VT_BYREF) as VARTYPE;
    let bare = VARENUM::from(kind & !FLAGS);
    let flags = kind & FLAGS;
    match bare {
        VT_EMPTY | VT_NULL => flags == 0,
        VT_VARIANT => flags != 0,
        VT_I2..=VT_UNKNOWN | VT_DECIMAL | VT_I1..=VT_UINT | VT_RECORD => true,
        _ => false,
    }
}

/// The value as the kind that is wanted. `words` says "True" and "False" instead of -1 and 0.
pub fn change(value: Value, kind: VARTYPE, words: bool) -> Result<Value, ChangeError> {
    match VARENUM::from(kind) {
        VT_EMPTY if value == Value::Empty => Ok(value),
        VT_BOOL => to_bool(value).map(Value::Bool),
        VT_BSTR => Ok(Value::Text(to_text(value, words))),
        VT_R8 | VT_DATE => to_real(value).map(Value::Real),
        VT_R4 => match to_real(value)? {
            real if real.is_finite() && real.abs() > f64::from(f32::MAX) => Err(ChangeError::Overflow),
            real => Ok(Value::Real(real)),
        },
        other => match range(other).filter(|_| other != VT_ERROR) {
            Some(range) => to_integer(value, range).map(Value::Integer),
            None if is_known(kind) => Err(ChangeError::TypeMismatch),
            None => Err(ChangeError::BadType),
        },
    }
}

fn to_bool(value: Value) -> Result<bool, ChangeError> {
    Ok(match value {
        Value::Empty => false,
        Value::Bool(value) => value,
        Value::Integer(number) => number != 0,
        Value::Real(number) => number != 0.0,
        Value::Text(text) if text.trim().eq_ignore_ascii_case("true") => true,
        Value::Text(text) if text.trim().eq_ignore_ascii_case("false") => false,
        Value::Text(text) => number_of(&text)? != 0.0,
    })
}

fn to_text(value: Value, words: bool) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Bool(value) if words => if value { "True" } else { "False" }.to_owned(),
        Value::Bool(value) => if value { "-1" } else { "0" }.to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Text(text) => text,
    }
}

fn to_real(value: Value) -> Result<f64, ChangeError> {
    Ok(match value {
        Value::Empty => 0.0,
        Value::Bool(value) => -f64::from(u8::from(value)),
        Value::Integer(number) => number as f64,
        Value::Real(number) => number,
        Value::Text(text) => number_of(&text)?,
    })
}

/// TRUE is all bits set: -1, or the greatest number of a kind without a sign.
fn to_integer(value: Value, (least, greatest): (i128, i128)) -> Result<i128, ChangeError> {
    let number = match value {
        Value::Empty | Value::Bool(false) => 0,
        Value::Bool(true) => return Ok(if least < 0 { -1 } else { greatest }),
        Value::Integer(number) => number,
        Value::Real(number) => rounded(number)?,
        Value::Text(text) => match text.trim().parse::<i128>() {
            Ok(number) => number,
            Err(_) => rounded(number_of(&text)?)?,
        },
    };
    if (least..=greatest).contains(&number) { Ok(number) } else { Err(ChangeError::Overflow) }
}

/// To the nearest integer, and from the middle to the even one.
fn rounded(number: f64) -> Result<i128, ChangeError> {
    if number.abs() > 1e30 || number.is_nan() {
        return Err(ChangeError::Overflow);
    }
    Ok(number.round_ties_even() as i128)
}

/// A number that fills the text, blanks around it aside.
fn number_of(text: &str) -> Result<f64, ChangeError> {
    let text = text.trim();
    let plain = text.chars().all(|letter| letter.is_ascii_digit() || "+-.eE".contains(letter));
    let number = text.parse::<f64>().ok().filter(|_| plain).ok_or(ChangeError::TypeMismatch)?;
    if number.is_finite() { Ok(number) } else { Err(ChangeError::Overflow) }
}

/// What a VARIANT holds by value; `None` for kinds that are not converted.
///
/// # Safety
/// The union holds what the kind says; a string is NULL or one of ours.
pub unsafe fn read(kind: VARTYPE, value: &VARIANT_VALUE) -> Option<Value> {
    // SAFETY: by contract.
    Some(unsafe {
        match VARENUM::from(kind) {
            VT_EMPTY => Value::Empty,
            VT_BOOL => Value::Bool(value.boolVal != 0),
            VT_I1 => Value::Integer((value.bVal as i8).into()),
            VT_UI1 => Value::Integer(value.bVal.into()),
            VT_I2 => Value::Integer(value.iVal.into()),
            VT_UI2 => Value::Integer(value.uiVal.into()),
            VT_I4 | VT_INT => Value::Integer(value.lVal.into()),
            VT_UI4 | VT_UINT => Value::Integer(value.ulVal.into()),
            VT_I8 => Value::Integer(value.llVal.into()),
            VT_UI8 => Value::Integer(value.ullVal.into()),
            VT_R4 => Value::Real(value.fltVal.into()),
            VT_R8 | VT_DATE => Value::Real(value.dblVal),
            VT_BSTR => Value::Text(from_wide(super::bstr::units(value.bstrVal))),
            _ => return None,
        }
    })
}

/// The value as the contents of a VARIANT of that kind; `None` without memory for its text.
pub fn write(kind: VARTYPE, value: &Value) -> Option<VARIANT_VALUE> {
    // Integers are written as wide as they can be, so that the bytes behind them are defined.
    Some(match value {
        Value::Empty => VARIANT_VALUE { ullVal: 0 },
        Value::Bool(value) => VARIANT_VALUE { ullVal: if *value { 0xFFFF } else { 0 } },
        Value::Integer(number) => {
            let bytes = match VARENUM::from(kind) {
                VT_I1 | VT_UI1 => 1,
                VT_I2 | VT_UI2 => 2,
                VT_I8 | VT_UI8 => 8,
                _ => 4,
            };
            VARIANT_VALUE { ullVal: *number as u64 & (u64::MAX >> (64 - 8 * bytes)) }
        }
        Value::Real(number) if VARENUM::from(kind) == VT_R4 => {
            VARIANT_VALUE { ullVal: u64::from((*number as f32).to_bits()) }
        }
        Value::Real(number) => VARIANT_VALUE { dblVal: *number },
        Value::Text(text) => VARIANT_VALUE { bstrVal: super::bstr::from_units(&to_wide(text))? },
    })
}
