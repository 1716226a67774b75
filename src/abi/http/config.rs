//! Service configuration, TLS bindings aside.

use crate::abi::windows::*;

crate::declare! {
    /// The stores of HttpSetServiceConfiguration.
    enumeration HTTP_SERVICE_CONFIG_ID, PHTTP_SERVICE_CONFIG_ID {
        HttpServiceConfigIPListenList = 0;
        HttpServiceConfigSSLCertInfo = 1;
        HttpServiceConfigUrlAclInfo = 2;
        HttpServiceConfigTimeout = 3;
        HttpServiceConfigCache = 4;
        HttpServiceConfigSslSniCertInfo = 5;
        HttpServiceConfigSslCcsCertInfo = 6;
        HttpServiceConfigSetting = 7;
        HttpServiceConfigSslCertInfoEx = 8;
        HttpServiceConfigSslSniCertInfoEx = 9;
        HttpServiceConfigSslCcsCertInfoEx = 10;
        HttpServiceConfigSslScopedCcsCertInfo = 11;
        HttpServiceConfigSslScopedCcsCertInfoEx = 12;
        HttpServiceConfigMax = 13;
    }

    enumeration HTTP_SERVICE_CONFIG_QUERY_TYPE, PHTTP_SERVICE_CONFIG_QUERY_TYPE {
        HttpServiceConfigQueryExact = 0;
        HttpServiceConfigQueryNext = 1;
        HttpServiceConfigQueryMax = 2;
    }

    enumeration HTTP_SERVICE_CONFIG_TIMEOUT_KEY, PHTTP_SERVICE_CONFIG_TIMEOUT_KEY {
        IdleConnectionTimeout = 0;
        HeaderWaitTimeout = 1;
    }

    alias HTTP_SERVICE_CONFIG_TIMEOUT_PARAM, PHTTP_SERVICE_CONFIG_TIMEOUT_PARAM { USHORT }

    /// In seconds, for connections that belong to no program yet. 0 is not allowed.
    structure HTTP_SERVICE_CONFIG_TIMEOUT_SET, PHTTP_SERVICE_CONFIG_TIMEOUT_SET {
        KeyDesc: HTTP_SERVICE_CONFIG_TIMEOUT_KEY;
        ParamDesc: HTTP_SERVICE_CONFIG_TIMEOUT_PARAM;
    }

    enumeration HTTP_SERVICE_CONFIG_SETTING_KEY, PHTTP_SERVICE_CONFIG_SETTING_KEY {
        HttpNone = 0;
        HttpTlsThrottle = 1;
    }

    alias HTTP_SERVICE_CONFIG_SETTING_PARAM, PHTTP_SERVICE_CONFIG_SETTING_PARAM { ULONG }

    /// A record of HttpServiceConfigSetting.
    structure HTTP_SERVICE_CONFIG_SETTING_SET, PHTTP_SERVICE_CONFIG_SETTING_SET {
        KeyDesc: HTTP_SERVICE_CONFIG_SETTING_KEY;
        ParamDesc: HTTP_SERVICE_CONFIG_SETTING_PARAM;
    }

    structure HTTP_SERVICE_CONFIG_IP_LISTEN_PARAM, PHTTP_SERVICE_CONFIG_IP_LISTEN_PARAM {
        AddrLength: USHORT;
        pAddress: PSOCKADDR;
    }

    /// AddrCount addresses, of which the type has the first.
    structure HTTP_SERVICE_CONFIG_IP_LISTEN_QUERY, PHTTP_SERVICE_CONFIG_IP_LISTEN_QUERY {
        AddrCount: ULONG;
        AddrList: [SOCKADDR_STORAGE; 1];
    }

    structure HTTP_SERVICE_CONFIG_URLACL_KEY, PHTTP_SERVICE_CONFIG_URLACL_KEY {
        pUrlPrefix: PWSTR;
    }

    /// A security descriptor as text (SDDL).
    structure HTTP_SERVICE_CONFIG_URLACL_PARAM, PHTTP_SERVICE_CONFIG_URLACL_PARAM {
        pStringSecurityDescriptor: PWSTR;
    }

    structure HTTP_SERVICE_CONFIG_URLACL_SET, PHTTP_SERVICE_CONFIG_URLACL_SET {
        KeyDesc: HTTP_SERVICE_CONFIG_URLACL_KEY;
        ParamDesc: HTTP_SERVICE_CONFIG_URLACL_PARAM;
    }

    structure HTTP_SERVICE_CONFIG_URLACL_QUERY, PHTTP_SERVICE_CONFIG_URLACL_QUERY {
        QueryDesc: HTTP_SERVICE_CONFIG_QUERY_TYPE;
        KeyDesc: HTTP_SERVICE_CONFIG_URLACL_KEY;
        dwToken: DWORD;
    }

    enumeration HTTP_SERVICE_CONFIG_CACHE_KEY, PHTTP_SERVICE_CONFIG_CACHE_KEY {
        MaxCacheResponseSize = 0;
        CacheRangeChunkSize = 1;
    }

    alias HTTP_SERVICE_CONFIG_CACHE_PARAM, PHTTP_SERVICE_CONFIG_CACHE_PARAM { ULONG }

    structure HTTP_SERVICE_CONFIG_CACHE_SET, PHTTP_SERVICE_CONFIG_CACHE_SET {
        KeyDesc: HTTP_SERVICE_CONFIG_CACHE_KEY;
        ParamDesc: HTTP_SERVICE_CONFIG_CACHE_PARAM;
    }
}
