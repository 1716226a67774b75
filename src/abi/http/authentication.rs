//! Authentication settings and results, and channel binding.

use super::property::*;
use crate::abi::windows::*;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct HTTP_CHANNEL_BIND_INFO {
    pub Hardening: HTTP_AUTHENTICATION_HARDENING_LEVELS,
    pub Flags: ULONG,
    pub ServiceNames: *mut PHTTP_SERVICE_BINDING_BASE,
    pub NumberOfServiceNames: ULONG,
}

crate::declare! {
    /// Schemes of HTTP_SERVER_AUTHENTICATION_INFO.
    constants AUTH_SCHEMES {
        HTTP_AUTH_ENABLE_BASIC: ULONG = 0x00000001;
        HTTP_AUTH_ENABLE_DIGEST: ULONG = 0x00000002;
        HTTP_AUTH_ENABLE_NTLM: ULONG = 0x00000004;
        HTTP_AUTH_ENABLE_NEGOTIATE: ULONG = 0x00000008;
        HTTP_AUTH_ENABLE_KERBEROS: ULONG = 0x00000010;
        HTTP_AUTH_ENABLE_ALL: ULONG = 0x0000001F;
    }

    constants AUTH_EX_FLAGS {
        HTTP_AUTH_EX_FLAG_ENABLE_KERBEROS_CREDENTIAL_CACHING: ULONG = 0x00000001;
        HTTP_AUTH_EX_FLAG_CAPTURE_CREDENTIAL: ULONG = 0x00000002;
    }

    /// Digest domain and realm, lengths in bytes.
    structure HTTP_SERVER_AUTHENTICATION_DIGEST_PARAMS, PHTTP_SERVER_AUTHENTICATION_DIGEST_PARAMS {
        DomainNameLength: USHORT;
        DomainName: PWSTR;
        RealmLength: USHORT;
        Realm: PWSTR;
    }

    /// Basic realm.
    structure HTTP_SERVER_AUTHENTICATION_BASIC_PARAMS, PHTTP_SERVER_AUTHENTICATION_BASIC_PARAMS {
        RealmLength: USHORT;
        Realm: PWSTR;
    }

    /// Enables kernel authentication (properties 0 and 8).
    structure HTTP_SERVER_AUTHENTICATION_INFO, PHTTP_SERVER_AUTHENTICATION_INFO {
        Flags: HTTP_PROPERTY_FLAGS;
        /// HTTP_AUTH_ENABLE_* bits.
        AuthSchemes: ULONG;
        /// App wants mutual-auth data and sends it itself.
        ReceiveMutualAuth: BOOLEAN;
        /// Serialised context in PackedContext.
        ReceiveContextHandle: BOOLEAN;
        /// NTLM per request instead of per connection.
        DisableNTLMCredentialCaching: BOOLEAN;
        /// 1 Kerberos credential caching, 2 capture credential.
        ExFlags: UCHAR;
        DigestParams: HTTP_SERVER_AUTHENTICATION_DIGEST_PARAMS;
        BasicParams: HTTP_SERVER_AUTHENTICATION_BASIC_PARAMS;
    }

    enumeration HTTP_SERVICE_BINDING_TYPE, PHTTP_SERVICE_BINDING_TYPE {
        HttpServiceBindingTypeNone = 0;
        HttpServiceBindingTypeW = 1;
        HttpServiceBindingTypeA = 2;
    }

    /// Header of the two service-binding variants; Type 0 none, 1 W, 2 A.
    structure HTTP_SERVICE_BINDING_BASE, PHTTP_SERVICE_BINDING_BASE {
        Type: HTTP_SERVICE_BINDING_TYPE;
    }

    /// Service name bytes; BufferSize in bytes.
    structure HTTP_SERVICE_BINDING_A, PHTTP_SERVICE_BINDING_A {
        Base: HTTP_SERVICE_BINDING_BASE;
        Buffer: PCHAR;
        BufferSize: ULONG;
    }

    /// Service name wide text; BufferSize in bytes.
    structure HTTP_SERVICE_BINDING_W, PHTTP_SERVICE_BINDING_W {
        Base: HTTP_SERVICE_BINDING_BASE;
        Buffer: PWCHAR;
        BufferSize: ULONG;
    }

    enumeration HTTP_AUTHENTICATION_HARDENING_LEVELS, PHTTP_AUTHENTICATION_HARDENING_LEVELS {
        HttpAuthenticationHardeningLegacy = 0;
        HttpAuthenticationHardeningMedium = 1;
        HttpAuthenticationHardeningStrict = 2;
    }

    constants CHANNEL_BIND_FLAGS {
        HTTP_CHANNEL_BIND_PROXY: ULONG = 0x00000001;
        HTTP_CHANNEL_BIND_PROXY_COHOSTING: ULONG = 0x00000020;
        HTTP_CHANNEL_BIND_NO_SERVICE_NAME_CHECK: ULONG = 0x00000002;
        HTTP_CHANNEL_BIND_DOTLESS_SERVICE: ULONG = 0x00000004;
        HTTP_CHANNEL_BIND_SECURE_CHANNEL_TOKEN: ULONG = 0x00000008;
        HTTP_CHANNEL_BIND_CLIENT_SERVICE: ULONG = 0x00000010;
    }

    /// Extended protection policy: Hardening 0 legacy (no check), 1 medium (check if client
    /// supports), 2 strict.
    shape HTTP_CHANNEL_BIND_INFO, PHTTP_CHANNEL_BIND_INFO {
        "Hardening" => Hardening;
        "Flags" => Flags;
        "ServiceNames" => ServiceNames;
        "NumberOfServiceNames" => NumberOfServiceNames;
        c "
typedef struct _HTTP_CHANNEL_BIND_INFO {
    HTTP_AUTHENTICATION_HARDENING_LEVELS Hardening;
    ULONG Flags;
    PHTTP_SERVICE_BINDING_BASE *ServiceNames;
    ULONG NumberOfServiceNames;
} HTTP_CHANNEL_BIND_INFO, *PHTTP_CHANNEL_BIND_INFO;
"
    }

    /// pInfo of HttpRequestInfoTypeChannelBind; also output of HttpReceiveClientCertificate with
    /// flag 1.
    structure HTTP_REQUEST_CHANNEL_BIND_STATUS, PHTTP_REQUEST_CHANNEL_BIND_STATUS {
        ServiceName: PHTTP_SERVICE_BINDING_BASE;
        ChannelToken: PUCHAR;
        ChannelTokenSize: ULONG;
        Flags: ULONG;
    }

    /// TLS token binding data (feature abandoned by browsers).
    structure HTTP_REQUEST_TOKEN_BINDING_INFO, PHTTP_REQUEST_TOKEN_BINDING_INFO {
        TokenBinding: PUCHAR;
        TokenBindingSize: ULONG;
        EKM: PUCHAR;
        EKMSize: ULONG;
        KeyType: UCHAR;
    }

    enumeration HTTP_AUTH_STATUS, PHTTP_AUTH_STATUS {
        HttpAuthStatusSuccess = 0;
        HttpAuthStatusNotAuthenticated = 1;
        HttpAuthStatusFailure = 2;
    }

    enumeration HTTP_REQUEST_AUTH_TYPE, PHTTP_REQUEST_AUTH_TYPE {
        HttpRequestAuthTypeNone = 0;
        HttpRequestAuthTypeBasic = 1;
        HttpRequestAuthTypeDigest = 2;
        HttpRequestAuthTypeNTLM = 3;
        HttpRequestAuthTypeNegotiate = 4;
        HttpRequestAuthTypeKerberos = 5;
    }

    constants REQUEST_AUTH_FLAGS {
        HTTP_REQUEST_AUTH_FLAG_TOKEN_FOR_CACHED_CRED: ULONG = 0x00000001;
    }

    /// pInfo of HttpRequestInfoTypeAuth. If AuthStatus is not Success only AuthStatus, SecStatus,
    /// AuthType are meaningful.
    structure HTTP_REQUEST_AUTH_INFO, PHTTP_REQUEST_AUTH_INFO {
        AuthStatus: HTTP_AUTH_STATUS;
        /// SECURITY_STATUS of AcceptSecurityContext.
        SecStatus: SECURITY_STATUS;
        /// 1 = token from cached NTLM credential.
        Flags: ULONG;
        AuthType: HTTP_REQUEST_AUTH_TYPE;
        /// App must CloseHandle.
        AccessToken: HANDLE;
        ContextAttributes: ULONG;
        PackedContextLength: ULONG;
        PackedContextType: ULONG;
        PackedContext: PVOID;
        MutualAuthDataLength: ULONG;
        /// e.g. "Negotiate <base64>".
        pMutualAuthData: PCHAR;
        PackageNameLength: USHORT;
        pPackageName: PWSTR;
    }
}
