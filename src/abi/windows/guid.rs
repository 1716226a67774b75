//! `guiddef.h`: identifiers of interfaces and classes.

use super::basetypes::*;

crate::declare! {
    /// A 128-bit identifier.
    structure GUID, LPGUID {
        Data1: DWORD;
        Data2: WORD;
        Data3: WORD;
        Data4: [BYTE; 8];
    }
}

pub type IID = GUID;
pub type CLSID = GUID;
pub type FMTID = GUID;
pub type REFGUID = *const GUID;
pub type LPCGUID = *const GUID;
pub type REFIID = *const GUID;
pub type REFCLSID = *const GUID;
