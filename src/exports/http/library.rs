//! Initialisation.

use super::code;
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::httpapi::library;

/// Says that the program uses the API; every call wants its HttpTerminate.
#[unsafe(no_mangle)]
pub extern "C" fn HttpInitialize(Version: HTTPAPI_VERSION, Flags: ULONG, pReserved: PVOID) -> ULONG {
    boundary!(ulong, "HttpInitialize", {
        let known = matches!((Version.HttpApiMajorVersion, Version.HttpApiMinorVersion), (1 | 2, 0));
        if !pReserved.is_null() || !known {
            return ERROR_INVALID_PARAMETER;
        }
        code(library::initialize(Flags))
    })
}

/// Takes an HttpInitialize with the same flags back.
#[unsafe(no_mangle)]
pub extern "C" fn HttpTerminate(Flags: ULONG, pReserved: PVOID) -> ULONG {
    boundary!(ulong, "HttpTerminate", {
        if !pReserved.is_null() {
            return ERROR_INVALID_PARAMETER;
        }
        code(library::terminate(Flags))
    })
}
