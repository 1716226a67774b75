//! What is there beyond the functions of the first versions.

use crate::abi::http::*;
use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::httpapi::{features, library};

/// Whether a feature is there. Before HttpInitialize nothing is.
#[unsafe(no_mangle)]
pub extern "C" fn HttpIsFeatureSupported(FeatureId: HTTP_FEATURE_ID) -> BOOL {
    boundary!(bool, "HttpIsFeatureSupported", {
        let initialized = library::is_config() || library::is_server();
        (initialized && features::is_supported(FeatureId)).into()
    })
}

/// There are no extensions: ERROR_NOT_SUPPORTED.
///
/// # Safety
/// The buffer is NULL or has so many bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn HttpGetExtension(
    _Version: HTTPAPI_VERSION,
    _Extension: ULONG,
    Buffer: PVOID,
    BufferSize: ULONG,
) -> ULONG {
    boundary!(ulong, "HttpGetExtension", {
        if Buffer.is_null() || BufferSize == 0 { ERROR_INVALID_PARAMETER } else { ERROR_NOT_SUPPORTED }
    })
}
