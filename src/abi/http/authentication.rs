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

    /// Domain and realm of Digest; lengths in bytes.
    structure HTTP_SERVER_AUTHENTICATION_DIGEST_PARAMS, PHTTP_SERVER_AUTHENTICATION_DIGEST_PARAMS {
        DomainNameLength: USHORT;
        DomainName: PWSTR;
        RealmLength: USHORT;
        Realm: PWSTR;
    }

    /// Realm of Basic; its length in bytes.
    structure HTTP_SERVER_AUTHENTICATION_BASIC_PARAMS, PHTTP_SERVER_AUTHENTICATION_BASIC_PARAMS {
        RealmLength: USHORT;
        Realm: PWSTR;
    }

    /// Which schemes the server offers and checks by itself.
    structure HTTP_SERVER_AUTHENTICATION_INFO, PHTTP_SERVER_AUTHENTICATION_INFO {
        Flags: HTTP_PROPERTY_FLAGS;
        /// HTTP_AUTH_ENABLE_… bits.
        AuthSchemes: ULONG;
        /// The program gets the data of mutual authentication and sends it itself.
        ReceiveMutualAuth: BOOLEAN;
        /// The security context comes in PackedContext.
        ReceiveContextHandle: BOOLEAN;
        /// Every request is authenticated, not every connection.
        DisableNTLMCredentialCaching: BOOLEAN;
        /// HTTP_AUTH_EX_FLAG_… bits.
        ExFlags: UCHAR;
        DigestParams: HTTP_SERVER_AUTHENTICATION_DIGEST_PARAMS;
        BasicParams: HTTP_SERVER_AUTHENTICATION_BASIC_PARAMS;
    }

    enumeration HTTP_SERVICE_BINDING_TYPE, PHTTP_SERVICE_BINDING_TYPE {
        HttpServiceBindingTypeNone = 0;
        HttpServiceBindingTypeW = 1;
        HttpServiceBindingTypeA = 2;
    }

    /// What the two below start with: Type tells which one it is.
    structure HTTP_SERVICE_BINDING_BASE, PHTTP_SERVICE_BINDING_BASE {
        Type: HTTP_SERVICE_BINDING_TYPE;
    }

    /// BufferSize is in bytes.
    structure HTTP_SERVICE_BINDING_A, PHTTP_SERVICE_BINDING_A {
        Base: HTTP_SERVICE_BINDING_BASE;
        Buffer: PCHAR;
        BufferSize: ULONG;
    }

    /// BufferSize is in bytes.
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

    /// How strictly the channel binding of a client is checked.
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

    /// Behind HttpRequestInfoTypeChannelBind; HttpReceiveClientCertificate gives it, too.
    structure HTTP_REQUEST_CHANNEL_BIND_STATUS, PHTTP_REQUEST_CHANNEL_BIND_STATUS {
        ServiceName: PHTTP_SERVICE_BINDING_BASE;
        ChannelToken: PUCHAR;
        ChannelTokenSize: ULONG;
        Flags: ULONG;
    }

    /// Behind HttpRequestInfoTypeSslTokenBinding.
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

    /// Behind HttpRequestInfoTypeAuth. Without success only the first two members and AuthType
    /// count.
    structure HTTP_REQUEST_AUTH_INFO, PHTTP_REQUEST_AUTH_INFO {
        AuthStatus: HTTP_AUTH_STATUS;
        /// What the security package said.
        SecStatus: SECURITY_STATUS;
        /// HTTP_REQUEST_AUTH_FLAG_….
        Flags: ULONG;
        AuthType: HTTP_REQUEST_AUTH_TYPE;
        /// For the program to close.
        AccessToken: HANDLE;
        ContextAttributes: ULONG;
        PackedContextLength: ULONG;
        PackedContextType: ULONG;
        PackedContext: PVOID;
        MutualAuthDataLength: ULONG;
        /// The value of a header WWW-Authenticate.
        pMutualAuthData: PCHAR;
        PackageNameLength: USHORT;
        pPackageName: PWSTR;
    }
}
