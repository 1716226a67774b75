//! Service configuration: TLS bindings.

use super::config::*;
use super::headers::*;
use crate::abi::windows::*;

/// The arm that `ParamType` selects.
#[repr(C)]
#[derive(Clone, Copy)]
pub union HTTP_SERVICE_CONFIG_SSL_PARAM_EX_DATA {
    pub Http2WindowSizeParam: HTTP2_WINDOW_SIZE_PARAM,
    pub Http2SettingsLimitsParam: HTTP2_SETTINGS_LIMITS_PARAM,
    pub HttpPerformanceParam: HTTP_PERFORMANCE_PARAM,
    pub HttpTlsRestrictionsParam: HTTP_TLS_RESTRICTIONS_PARAM,
    pub HttpErrorHeadersParam: HTTP_ERROR_HEADERS_PARAM,
    pub HttpTlsSessionTicketKeysParam: HTTP_TLS_SESSION_TICKET_KEYS_PARAM,
    pub HttpCertConfigParam: HTTP_CERT_CONFIG_PARAM,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct HTTP_SERVICE_CONFIG_SSL_PARAM_EX {
    pub ParamType: HTTP_SSL_SERVICE_CONFIG_EX_PARAM_TYPE,
    pub Flags: ULONGLONG,
    pub Anonymous: HTTP_SERVICE_CONFIG_SSL_PARAM_EX_DATA,
}

crate::declare! {
    /// HTTP_SERVICE_CONFIG_SSL_PARAM.DefaultCertCheckMode.
    constants CERT_CHECK_MODES {
        HTTP_CERT_CHECK_MODE_NO_REVOCATION: ULONG = 0x00000001;
        HTTP_CERT_CHECK_MODE_CACHED_REVOCATION: ULONG = 0x00000002;
        HTTP_CERT_CHECK_MODE_USE_REVOCATION_FRESHNESS: ULONG = 0x00000004;
        HTTP_CERT_CHECK_MODE_CACHED_URLS: ULONG = 0x00000008;
        HTTP_CERT_CHECK_MODE_NO_AIA: ULONG = 0x00000010;
        HTTP_CERT_CHECK_MODE_NO_USAGE_CHECK: ULONG = 0x00010000;
    }

    /// HTTP_SERVICE_CONFIG_SSL_PARAM.DefaultFlags.
    constants SSL_FLAGS {
        HTTP_SERVICE_CONFIG_SSL_FLAG_USE_DS_MAPPER: ULONG = 0x00000001;
        HTTP_SERVICE_CONFIG_SSL_FLAG_NEGOTIATE_CLIENT_CERT: ULONG = 0x00000002;
        HTTP_SERVICE_CONFIG_SSL_FLAG_REJECT: ULONG = 0x00000008;
        HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_HTTP2: ULONG = 0x00000010;
        HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_QUIC: ULONG = 0x00000020;
        HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_TLS13: ULONG = 0x00000040;
        HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_OCSP_STAPLING: ULONG = 0x00000080;
        HTTP_SERVICE_CONFIG_SSL_FLAG_ENABLE_TOKEN_BINDING: ULONG = 0x00000100;
        HTTP_SERVICE_CONFIG_SSL_FLAG_LOG_EXTENDED_EVENTS: ULONG = 0x00000200;
        HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_LEGACY_TLS: ULONG = 0x00000400;
        HTTP_SERVICE_CONFIG_SSL_FLAG_ENABLE_SESSION_TICKET: ULONG = 0x00000800;
        HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_TLS12: ULONG = 0x00001000;
        HTTP_SERVICE_CONFIG_SSL_FLAG_ENABLE_CLIENT_CORRELATION: ULONG = 0x00002000;
        HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_SESSION_ID: ULONG = 0x00004000;
        HTTP_SERVICE_CONFIG_SSL_FLAG_ENABLE_CACHE_CLIENT_HELLO: ULONG = 0x00008000;
        HTTP_SERVICE_CONFIG_SSL_FLAG_NO_RAW_FILTER: ULONG = 0x00000004;
    }

    constants CERT_LENGTHS {
        HTTP_SSL_CERT_SHA_HASH_LENGTH: ULONG = 20;
        HTTP_SSL_CERT_STORE_NAME_LENGTH: ULONG = 128;
    }

    structure HTTP_SERVICE_CONFIG_SSL_KEY, PHTTP_SERVICE_CONFIG_SSL_KEY {
        pIpPort: PSOCKADDR;
    }

    structure HTTP_SERVICE_CONFIG_SSL_KEY_EX, PHTTP_SERVICE_CONFIG_SSL_KEY_EX {
        IpPort: SOCKADDR_STORAGE;
    }

    /// Host may start with *. and the address is 0.0.0.0 or [::] with the port.
    structure HTTP_SERVICE_CONFIG_SSL_SNI_KEY, PHTTP_SERVICE_CONFIG_SSL_SNI_KEY {
        IpPort: SOCKADDR_STORAGE;
        Host: PWSTR;
    }

    /// 0.0.0.0 or [::] with the port.
    structure HTTP_SERVICE_CONFIG_SSL_CCS_KEY, PHTTP_SERVICE_CONFIG_SSL_CCS_KEY {
        LocalAddress: SOCKADDR_STORAGE;
    }

    /// What a binding says about TLS.
    structure HTTP_SERVICE_CONFIG_SSL_PARAM, PHTTP_SERVICE_CONFIG_SSL_PARAM {
        SslHashLength: ULONG;
        /// The SHA-1 hash of the certificate.
        pSslHash: PVOID;
        AppId: GUID;
        /// NULL is MY.
        pSslCertStoreName: PWSTR;
        /// HTTP_CERT_CHECK_MODE_… bits.
        DefaultCertCheckMode: DWORD;
        /// In seconds.
        DefaultRevocationFreshnessTime: DWORD;
        /// In milliseconds.
        DefaultRevocationUrlRetrievalTimeout: DWORD;
        pDefaultSslCtlIdentifier: PWSTR;
        pDefaultSslCtlStoreName: PWSTR;
        /// HTTP_SERVICE_CONFIG_SSL_FLAG_… bits.
        DefaultFlags: DWORD;
    }

    enumeration HTTP_SSL_SERVICE_CONFIG_EX_PARAM_TYPE, PHTTP_SSL_SERVICE_CONFIG_EX_PARAM_TYPE {
        ExParamTypeHttp2Window = 0;
        ExParamTypeHttp2SettingsLimits = 1;
        ExParamTypeHttpPerformance = 2;
        ExParamTypeTlsRestrictions = 3;
        ExParamTypeErrorHeaders = 4;
        ExParamTypeTlsSessionTicketKeys = 5;
        ExParamTypeCertConfig = 6;
        ExParamTypeMax = 7;
    }

    structure HTTP2_WINDOW_SIZE_PARAM, PHTTP2_WINDOW_SIZE_PARAM {
        Http2ReceiveWindowSize: DWORD;
    }

    structure HTTP2_SETTINGS_LIMITS_PARAM, PHTTP2_SETTINGS_LIMITS_PARAM {
        Http2MaxSettingsPerFrame: DWORD;
        Http2MaxSettingsPerMinute: DWORD;
    }

    enumeration HTTP_PERFORMANCE_PARAM_TYPE, PHTTP_PERFORMANCE_PARAM_TYPE {
        PerformanceParamSendBufferingFlags = 0;
        PerformanceParamAggressiveICW = 1;
        PerformanceParamMaxSendBufferSize = 2;
        PerformanceParamMaxConcurrentClientStreams = 3;
        PerformanceParamMaxReceiveBufferSize = 4;
        PerformanceParamDecryptOnSspiThread = 5;
        PerformanceParamMax = 6;
    }

    structure HTTP_PERFORMANCE_PARAM, PHTTP_PERFORMANCE_PARAM {
        Type: HTTP_PERFORMANCE_PARAM_TYPE;
        BufferSize: ULONG;
        Buffer: PVOID;
    }

    structure HTTP_TLS_RESTRICTIONS_PARAM, PHTTP_TLS_RESTRICTIONS_PARAM {
        RestrictionCount: ULONG;
        TlsRestrictions: PVOID;
    }

    structure HTTP_ERROR_HEADERS_PARAM, PHTTP_ERROR_HEADERS_PARAM {
        StatusCode: USHORT;
        HeaderCount: USHORT;
        Headers: PHTTP_UNKNOWN_HEADER;
    }

    structure HTTP_TLS_SESSION_TICKET_KEYS_PARAM, PHTTP_TLS_SESSION_TICKET_KEYS_PARAM {
        SessionTicketKeyCount: ULONG;
        SessionTicketKeys: PVOID;
    }

    structure HTTP_CERT_CONFIG_ENTRY, PHTTP_CERT_CONFIG_ENTRY {
        CertHash: [BYTE; 20];
        CertStoreName: [WCHAR; 128];
    }

    structure HTTP_CERT_CONFIG_PARAM, PHTTP_CERT_CONFIG_PARAM {
        CertConfigCount: ULONG;
        CertConfigs: PHTTP_CERT_CONFIG_ENTRY;
    }

    shape HTTP_SERVICE_CONFIG_SSL_PARAM_EX, PHTTP_SERVICE_CONFIG_SSL_PARAM_EX {
        "ParamType" => ParamType;
        "Flags" => Flags;
        "Http2WindowSizeParam" => Anonymous.Http2WindowSizeParam;
        "Http2SettingsLimitsParam" => Anonymous.Http2SettingsLimitsParam;
        "HttpPerformanceParam" => Anonymous.HttpPerformanceParam;
        "HttpTlsRestrictionsParam" => Anonymous.HttpTlsRestrictionsParam;
        "HttpErrorHeadersParam" => Anonymous.HttpErrorHeadersParam;
        "HttpTlsSessionTicketKeysParam" => Anonymous.HttpTlsSessionTicketKeysParam;
        "HttpCertConfigParam" => Anonymous.HttpCertConfigParam;
        c "
typedef struct _HTTP_SERVICE_CONFIG_SSL_PARAM_EX {
    HTTP_SSL_SERVICE_CONFIG_EX_PARAM_TYPE ParamType;
    ULONGLONG Flags;
    __extension__ union {
        HTTP2_WINDOW_SIZE_PARAM Http2WindowSizeParam;
        HTTP2_SETTINGS_LIMITS_PARAM Http2SettingsLimitsParam;
        HTTP_PERFORMANCE_PARAM HttpPerformanceParam;
        HTTP_TLS_RESTRICTIONS_PARAM HttpTlsRestrictionsParam;
        HTTP_ERROR_HEADERS_PARAM HttpErrorHeadersParam;
        HTTP_TLS_SESSION_TICKET_KEYS_PARAM HttpTlsSessionTicketKeysParam;
        HTTP_CERT_CONFIG_PARAM HttpCertConfigParam;
    };
} HTTP_SERVICE_CONFIG_SSL_PARAM_EX, *PHTTP_SERVICE_CONFIG_SSL_PARAM_EX;
"
    }

    structure HTTP_SERVICE_CONFIG_SSL_SET, PHTTP_SERVICE_CONFIG_SSL_SET {
        KeyDesc: HTTP_SERVICE_CONFIG_SSL_KEY;
        ParamDesc: HTTP_SERVICE_CONFIG_SSL_PARAM;
    }

    structure HTTP_SERVICE_CONFIG_SSL_SNI_SET, PHTTP_SERVICE_CONFIG_SSL_SNI_SET {
        KeyDesc: HTTP_SERVICE_CONFIG_SSL_SNI_KEY;
        ParamDesc: HTTP_SERVICE_CONFIG_SSL_PARAM;
    }

    structure HTTP_SERVICE_CONFIG_SSL_CCS_SET, PHTTP_SERVICE_CONFIG_SSL_CCS_SET {
        KeyDesc: HTTP_SERVICE_CONFIG_SSL_CCS_KEY;
        ParamDesc: HTTP_SERVICE_CONFIG_SSL_PARAM;
    }

    structure HTTP_SERVICE_CONFIG_SSL_SET_EX, PHTTP_SERVICE_CONFIG_SSL_SET_EX {
        KeyDesc: HTTP_SERVICE_CONFIG_SSL_KEY_EX;
        ParamDesc: HTTP_SERVICE_CONFIG_SSL_PARAM_EX;
    }

    structure HTTP_SERVICE_CONFIG_SSL_SNI_SET_EX, PHTTP_SERVICE_CONFIG_SSL_SNI_SET_EX {
        KeyDesc: HTTP_SERVICE_CONFIG_SSL_SNI_KEY;
        ParamDesc: HTTP_SERVICE_CONFIG_SSL_PARAM_EX;
    }

    structure HTTP_SERVICE_CONFIG_SSL_CCS_SET_EX, PHTTP_SERVICE_CONFIG_SSL_CCS_SET_EX {
        KeyDesc: HTTP_SERVICE_CONFIG_SSL_CCS_KEY;
        ParamDesc: HTTP_SERVICE_CONFIG_SSL_PARAM_EX;
    }

    structure HTTP_SERVICE_CONFIG_SSL_QUERY, PHTTP_SERVICE_CONFIG_SSL_QUERY {
        QueryDesc: HTTP_SERVICE_CONFIG_QUERY_TYPE;
        KeyDesc: HTTP_SERVICE_CONFIG_SSL_KEY;
        dwToken: DWORD;
    }

    structure HTTP_SERVICE_CONFIG_SSL_SNI_QUERY, PHTTP_SERVICE_CONFIG_SSL_SNI_QUERY {
        QueryDesc: HTTP_SERVICE_CONFIG_QUERY_TYPE;
        KeyDesc: HTTP_SERVICE_CONFIG_SSL_SNI_KEY;
        dwToken: DWORD;
    }

    structure HTTP_SERVICE_CONFIG_SSL_CCS_QUERY, PHTTP_SERVICE_CONFIG_SSL_CCS_QUERY {
        QueryDesc: HTTP_SERVICE_CONFIG_QUERY_TYPE;
        KeyDesc: HTTP_SERVICE_CONFIG_SSL_CCS_KEY;
        dwToken: DWORD;
    }

    structure HTTP_SERVICE_CONFIG_SSL_QUERY_EX, PHTTP_SERVICE_CONFIG_SSL_QUERY_EX {
        QueryDesc: HTTP_SERVICE_CONFIG_QUERY_TYPE;
        KeyDesc: HTTP_SERVICE_CONFIG_SSL_KEY_EX;
        dwToken: DWORD;
        ParamType: HTTP_SSL_SERVICE_CONFIG_EX_PARAM_TYPE;
    }

    structure HTTP_SERVICE_CONFIG_SSL_SNI_QUERY_EX, PHTTP_SERVICE_CONFIG_SSL_SNI_QUERY_EX {
        QueryDesc: HTTP_SERVICE_CONFIG_QUERY_TYPE;
        KeyDesc: HTTP_SERVICE_CONFIG_SSL_SNI_KEY;
        dwToken: DWORD;
        ParamType: HTTP_SSL_SERVICE_CONFIG_EX_PARAM_TYPE;
    }

    structure HTTP_SERVICE_CONFIG_SSL_CCS_QUERY_EX, PHTTP_SERVICE_CONFIG_SSL_CCS_QUERY_EX {
        QueryDesc: HTTP_SERVICE_CONFIG_QUERY_TYPE;
        KeyDesc: HTTP_SERVICE_CONFIG_SSL_CCS_KEY;
        dwToken: DWORD;
        ParamType: HTTP_SSL_SERVICE_CONFIG_EX_PARAM_TYPE;
    }
}
