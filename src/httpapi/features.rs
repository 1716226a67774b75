//! What a program may ask for before it uses it.

use crate::abi::http::*;

/// Features that are there. Whoever adds one adds it here.
const SUPPORTED: [HTTP_FEATURE_ID; 4] = [
    HttpFeatureResponseTrailers,
    HttpFeatureAutomaticChunkedEncoding,
    HttpFeatureIdleConnectionTimeoutRequestProperty,
    HttpFeatureDscp,
];

/// Those that are there with TLS.
const OF_TLS: [HTTP_FEATURE_ID; 4] =
    [HttpFeatureTlsSessionTickets, HttpFeatureDisableTlsSessionId, HttpFeatureTlsDualCerts, HttpFeatureQueryCipherInfo];

pub fn is_supported(feature: HTTP_FEATURE_ID) -> bool {
    SUPPORTED.contains(&feature) || (cfg!(feature = "tls") && OF_TLS.contains(&feature))
}
