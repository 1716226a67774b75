//! Protocol and API versions, and what a program may ask of the library.

use crate::abi::windows::*;

crate::declare! {
    /// Version of HTTP.
    structure HTTP_VERSION, PHTTP_VERSION {
        MajorVersion: USHORT;
        MinorVersion: USHORT;
    }

    /// Version of the API.
    structure HTTPAPI_VERSION, PHTTPAPI_VERSION {
        HttpApiMajorVersion: USHORT;
        HttpApiMinorVersion: USHORT;
    }

    /// Flags of HttpInitialize and HttpTerminate.
    constants INITIALIZE_FLAGS {
        HTTP_INITIALIZE_SERVER: ULONG = 0x00000001;
        HTTP_INITIALIZE_CONFIG: ULONG = 0x00000002;
        HTTP_DEMAND_CBT: ULONG = 0x00000004;
    }

    /// Questions for HttpIsFeatureSupported.
    enumeration HTTP_FEATURE_ID, PHTTP_FEATURE_ID {
        HttpFeatureUnknown = 0;
        HttpFeatureResponseTrailers = 1;
        HttpFeatureApiTimings = 2;
        HttpFeatureDelegateEx = 3;
        HttpFeatureHttp3 = 4;
        HttpFeatureTlsSessionTickets = 5;
        HttpFeatureDisableTlsSessionId = 6;
        HttpFeatureTlsDualCerts = 7;
        HttpFeatureAutomaticChunkedEncoding = 8;
        HttpFeatureDedicatedReqQueueDelegationType = 9;
        HttpFeatureFastForwardResponse = 10;
        HttpFeatureCacheTlsClientHello = 11;
        HttpFeatureIdleConnectionTimeoutRequestProperty = 12;
        HttpFeatureDisableAiaFlag = 13;
        HttpFeatureDscp = 14;
        HttpFeatureQueryCipherInfo = 15;
        HttpFeatureQueryInitialPacketTtl = 16;
        HttpFeatureTlsHandshakePerformanceCounters = 17;
        HttpFeatureLast = 18;
        HttpFeaturemax = 0xFFFFFFFF;
    }
}

/// HTTP versions, as `http.h` has them as initialisers.
pub const HTTP_VERSION_UNKNOWN: HTTP_VERSION = HTTP_VERSION { MajorVersion: 0, MinorVersion: 0 };
pub const HTTP_VERSION_0_9: HTTP_VERSION = HTTP_VERSION { MajorVersion: 0, MinorVersion: 9 };
pub const HTTP_VERSION_1_0: HTTP_VERSION = HTTP_VERSION { MajorVersion: 1, MinorVersion: 0 };
pub const HTTP_VERSION_1_1: HTTP_VERSION = HTTP_VERSION { MajorVersion: 1, MinorVersion: 1 };
pub const HTTP_VERSION_2_0: HTTP_VERSION = HTTP_VERSION { MajorVersion: 2, MinorVersion: 0 };
pub const HTTP_VERSION_3_0: HTTP_VERSION = HTTP_VERSION { MajorVersion: 3, MinorVersion: 0 };

/// Versions of the API.
pub const HTTPAPI_VERSION_1: HTTPAPI_VERSION = HTTPAPI_VERSION { HttpApiMajorVersion: 1, HttpApiMinorVersion: 0 };
pub const HTTPAPI_VERSION_2: HTTPAPI_VERSION = HTTPAPI_VERSION { HttpApiMajorVersion: 2, HttpApiMinorVersion: 0 };
