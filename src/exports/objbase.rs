//! `objbase.h`

use super::combaseapi::CoInitializeEx;
use crate::abi::windows::*;

/// As CoInitializeEx with COINIT_APARTMENTTHREADED.
#[unsafe(no_mangle)]
pub extern "C" fn CoInitialize(pvReserved: LPVOID) -> HRESULT {
    CoInitializeEx(pvReserved, COINIT_APARTMENTTHREADED as DWORD)
}
