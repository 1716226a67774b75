//! What httpapi.dll exports and `http.h` does not declare. Nobody outside knows the parameters,
//! so none is looked at.

use crate::abi::windows::*;

#[unsafe(no_mangle)]
pub extern "C" fn HttpControlService() -> ULONG {
    ERROR_NOT_SUPPORTED
}

#[unsafe(no_mangle)]
pub extern "C" fn HttpCreateRequestQueueEx() -> ULONG {
    ERROR_NOT_SUPPORTED
}

#[unsafe(no_mangle)]
pub extern "C" fn HttpDelegateRequest() -> ULONG {
    ERROR_NOT_SUPPORTED
}

#[unsafe(no_mangle)]
pub extern "C" fn HttpEvaluateRequest() -> ULONG {
    ERROR_NOT_SUPPORTED
}

#[unsafe(no_mangle)]
pub extern "C" fn HttpGetCounters() -> ULONG {
    ERROR_NOT_SUPPORTED
}
