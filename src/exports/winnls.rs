//! `winnls.h`

use super::arguments::store;
use super::boundary::boundary;
use super::result::set;
use crate::abi::windows::*;
use crate::win32::code_page;

/// The ANSI code page: UTF-8.
#[unsafe(no_mangle)]
pub extern "C" fn GetACP() -> UINT {
    code_page::UTF8
}

/// The OEM code page: UTF-8.
#[unsafe(no_mangle)]
pub extern "C" fn GetOEMCP() -> UINT {
    code_page::UTF8
}

/// Whether text can be converted from and to a code page, given by its own number.
#[unsafe(no_mangle)]
pub extern "C" fn IsValidCodePage(CodePage: UINT) -> BOOL {
    boundary!(bool, "IsValidCodePage", { BOOL::from(code_page::find(CodePage).is_some()) })
}

/// No byte of a code page here is the first of two: UTF-8 has no such bytes as Windows means them.
#[unsafe(no_mangle)]
pub extern "C" fn IsDBCSLeadByte(_TestChar: BYTE) -> BOOL {
    FALSE
}

/// As IsDBCSLeadByte.
#[unsafe(no_mangle)]
pub extern "C" fn IsDBCSLeadByteEx(_CodePage: UINT, _TestChar: BYTE) -> BOOL {
    FALSE
}

/// How long a character of a code page can be, and what stands for what it does not have.
///
/// # Safety
/// `lpCPInfo` may be written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetCPInfo(CodePage: UINT, lpCPInfo: LPCPINFO) -> BOOL {
    boundary!(bool, "GetCPInfo", {
        let page = match CodePage {
            CP_ACP | CP_OEMCP | CP_THREAD_ACP => Some(code_page::CodePage::Utf8),
            _ => code_page::find(CodePage),
        };
        let Some(page) = page.filter(|_| !lpCPInfo.is_null()) else { return set(ERROR_INVALID_PARAMETER) };
        let longest = if page == code_page::CodePage::Utf8 { 4 } else { 1 };
        // SAFETY: by contract, and not NULL.
        unsafe { store(lpCPInfo, CPINFO { MaxCharSize: longest, DefaultChar: [b'?', 0], LeadByte: [0; 12] }) };
        TRUE
    })
}
