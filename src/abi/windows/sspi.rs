//! `sspi.h`, `secext.h`, `schannel.h`: security packages.

use crate::abi::windows::*;

crate::declare! {
    /// Buffers.
    constants values {
        SECBUFFER_EMPTY: DWORD = 0;
        SECBUFFER_VERSION: DWORD = 0;
        SECBUFFER_DATA: DWORD = 1;
        SECBUFFER_TOKEN: DWORD = 2;
        SECBUFFER_PKG_PARAMS: DWORD = 3;
        SECBUFFER_MISSING: DWORD = 4;
        SECBUFFER_EXTRA: DWORD = 5;
        SECBUFFER_STREAM_TRAILER: DWORD = 6;
        SECBUFFER_STREAM_HEADER: DWORD = 7;
        SECBUFFER_PADDING: DWORD = 9;
        SECBUFFER_STREAM: DWORD = 0xA;
        SECBUFFER_CHANNEL_BINDINGS: DWORD = 0xE;
        SECBUFFER_TARGET_HOST: DWORD = 0x10;
        SECBUFFER_ALERT: DWORD = 0x11;
        SECBUFFER_APPLICATION_PROTOCOLS: DWORD = 0x12;
        SECBUFFER_READONLY: DWORD = 0x80000000;
        SECBUFFER_ATTRMASK: DWORD = 0xF0000000;
    }

    /// Credentials and contexts.
    constants values {
        SECPKG_CRED_INBOUND: DWORD = 1;
        SECPKG_CRED_OUTBOUND: DWORD = 2;
        SECPKG_CRED_BOTH: DWORD = 3;
        SECPKG_CRED_DEFAULT: DWORD = 4;
        ASC_REQ_DELEGATE: DWORD = 1;
        ASC_RET_DELEGATE: DWORD = 1;
        ISC_REQ_DELEGATE: DWORD = 1;
        ISC_RET_DELEGATE: DWORD = 1;
        ASC_REQ_MUTUAL_AUTH: DWORD = 2;
        ASC_RET_MUTUAL_AUTH: DWORD = 2;
        ISC_REQ_MUTUAL_AUTH: DWORD = 2;
        ISC_RET_MUTUAL_AUTH: DWORD = 2;
        ASC_REQ_REPLAY_DETECT: DWORD = 4;
        ASC_RET_REPLAY_DETECT: DWORD = 4;
        ISC_REQ_REPLAY_DETECT: DWORD = 4;
        ISC_RET_REPLAY_DETECT: DWORD = 4;
        ASC_REQ_SEQUENCE_DETECT: DWORD = 8;
        ASC_RET_SEQUENCE_DETECT: DWORD = 8;
        ISC_REQ_SEQUENCE_DETECT: DWORD = 8;
        ISC_RET_SEQUENCE_DETECT: DWORD = 8;
        ASC_REQ_CONFIDENTIALITY: DWORD = 0x10;
        ASC_RET_CONFIDENTIALITY: DWORD = 0x10;
        ISC_REQ_CONFIDENTIALITY: DWORD = 0x10;
        ISC_RET_CONFIDENTIALITY: DWORD = 0x10;
        ASC_REQ_USE_SESSION_KEY: DWORD = 0x20;
        ASC_RET_USE_SESSION_KEY: DWORD = 0x20;
        ISC_REQ_USE_SESSION_KEY: DWORD = 0x20;
        ISC_RET_USE_SESSION_KEY: DWORD = 0x20;
        ASC_REQ_ALLOCATE_MEMORY: DWORD = 0x100;
        ISC_REQ_ALLOCATE_MEMORY: DWORD = 0x100;
        ASC_REQ_CONNECTION: DWORD = 0x800;
        ASC_RET_CONNECTION: DWORD = 0x800;
        ISC_REQ_CONNECTION: DWORD = 0x800;
        ISC_RET_CONNECTION: DWORD = 0x800;
        ISC_REQ_EXTENDED_ERROR: DWORD = 0x4000;
        ISC_RET_EXTENDED_ERROR: DWORD = 0x4000;
        ASC_REQ_EXTENDED_ERROR: DWORD = 0x8000;
        ASC_RET_EXTENDED_ERROR: DWORD = 0x8000;
        ISC_REQ_STREAM: DWORD = 0x8000;
        ISC_RET_STREAM: DWORD = 0x8000;
        ASC_REQ_STREAM: DWORD = 0x10000;
        ASC_RET_STREAM: DWORD = 0x10000;
        ISC_REQ_INTEGRITY: DWORD = 0x10000;
        ISC_RET_INTEGRITY: DWORD = 0x10000;
        ASC_REQ_INTEGRITY: DWORD = 0x20000;
        ASC_RET_INTEGRITY: DWORD = 0x20000;
        ISC_REQ_IDENTIFY: DWORD = 0x20000;
        ISC_RET_IDENTIFY: DWORD = 0x20000;
        ASC_REQ_IDENTIFY: DWORD = 0x80000;
        ASC_RET_IDENTIFY: DWORD = 0x80000;
        ISC_REQ_MANUAL_CRED_VALIDATION: DWORD = 0x80000;
        ISC_RET_MANUAL_CRED_VALIDATION: DWORD = 0x80000;
        SECURITY_NATIVE_DREP: DWORD = 0x10;
        SECURITY_NETWORK_DREP: DWORD = 0;
    }

    /// Attributes of contexts and packages.
    constants values {
        SECPKG_ATTR_SIZES: DWORD = 0;
        SECPKG_ATTR_NAMES: DWORD = 1;
        SECPKG_ATTR_LIFESPAN: DWORD = 2;
        SECPKG_ATTR_DCE_INFO: DWORD = 3;
        SECPKG_ATTR_STREAM_SIZES: DWORD = 4;
        SECPKG_ATTR_KEY_INFO: DWORD = 5;
        SECPKG_ATTR_AUTHORITY: DWORD = 6;
        SECPKG_ATTR_SESSION_KEY: DWORD = 9;
        SECPKG_ATTR_PACKAGE_INFO: DWORD = 0xA;
        SECPKG_ATTR_NEGOTIATION_INFO: DWORD = 0xC;
        SECPKG_ATTR_FLAGS: DWORD = 0xE;
        SECPKG_ATTR_ACCESS_TOKEN: DWORD = 0x12;
        SECPKG_ATTR_UNIQUE_BINDINGS: DWORD = 0x19;
        SECPKG_ATTR_ENDPOINT_BINDINGS: DWORD = 0x1A;
        SECPKG_ATTR_CLIENT_SPECIFIED_TARGET: DWORD = 0x1B;
        SECPKG_ATTR_REMOTE_CERT_CONTEXT: DWORD = 0x53;
        SECPKG_ATTR_LOCAL_CERT_CONTEXT: DWORD = 0x54;
        SECPKG_ATTR_CONNECTION_INFO: DWORD = 0x5A;
        SECPKG_ATTR_CIPHER_INFO: DWORD = 0x64;
        SECPKG_FLAG_INTEGRITY: DWORD = 1;
        SECPKG_FLAG_PRIVACY: DWORD = 2;
        SECPKG_FLAG_TOKEN_ONLY: DWORD = 4;
        SECPKG_FLAG_DATAGRAM: DWORD = 8;
        SECPKG_FLAG_CONNECTION: DWORD = 0x10;
        SECPKG_FLAG_MULTI_REQUIRED: DWORD = 0x20;
        SECPKG_FLAG_CLIENT_ONLY: DWORD = 0x40;
        SECPKG_FLAG_EXTENDED_ERROR: DWORD = 0x80;
        SECPKG_FLAG_IMPERSONATION: DWORD = 0x100;
        SECPKG_FLAG_ACCEPT_WIN32_NAME: DWORD = 0x200;
        SECPKG_FLAG_STREAM: DWORD = 0x400;
        SECPKG_FLAG_NEGOTIABLE: DWORD = 0x800;
        SECPKG_FLAG_GSS_COMPATIBLE: DWORD = 0x1000;
        SECPKG_FLAG_LOGON: DWORD = 0x2000;
        SECPKG_FLAG_ASCII_BUFFERS: DWORD = 0x4000;
        SECPKG_FLAG_FRAGMENT: DWORD = 0x8000;
        SECPKG_FLAG_MUTUAL_AUTH: DWORD = 0x10000;
        SECPKG_FLAG_DELEGATION: DWORD = 0x20000;
    }

    /// Protocols of `schannel.h`.
    constants values {
        SP_PROT_NONE: DWORD = 0;
        SP_PROT_PCT1_SERVER: DWORD = 1;
        SP_PROT_PCT1_CLIENT: DWORD = 2;
        SP_PROT_SSL2_SERVER: DWORD = 4;
        SP_PROT_SSL2_CLIENT: DWORD = 8;
        SP_PROT_SSL3_SERVER: DWORD = 0x10;
        SP_PROT_SSL3_CLIENT: DWORD = 0x20;
        SP_PROT_TLS1_0_SERVER: DWORD = 0x40;
        SP_PROT_TLS1_SERVER: DWORD = 0x40;
        SP_PROT_TLS1_0_CLIENT: DWORD = 0x80;
        SP_PROT_TLS1_CLIENT: DWORD = 0x80;
        SP_PROT_TLS1_1_SERVER: DWORD = 0x100;
        SP_PROT_TLS1_1_CLIENT: DWORD = 0x200;
        SP_PROT_TLS1_2_SERVER: DWORD = 0x400;
        SP_PROT_TLS1_2_CLIENT: DWORD = 0x800;
        SP_PROT_TLS1_3PLUS_SERVER: DWORD = 0x1000;
        SP_PROT_TLS1_3_SERVER: DWORD = 0x1000;
        SP_PROT_TLS1_3PLUS_CLIENT: DWORD = 0x2000;
        SP_PROT_TLS1_3_CLIENT: DWORD = 0x2000;
        SP_PROT_DTLS1_0_SERVER: DWORD = 0x10000;
        SP_PROT_DTLS_SERVER: DWORD = 0x10000;
        SP_PROT_DTLS1_0_CLIENT: DWORD = 0x20000;
        SP_PROT_DTLS_CLIENT: DWORD = 0x20000;
        SP_PROT_DTLS1_2_SERVER: DWORD = 0x40000;
        SP_PROT_DTLS1_2_CLIENT: DWORD = 0x80000;
        SP_PROT_UNI_SERVER: DWORD = 0x40000000;
        SP_PROT_UNI_CLIENT: DWORD = 0x80000000;
        SP_PROT_ALL: DWORD = 0xFFFFFFFF;
    }

    /// Credentials of `schannel.h`.
    constants values {
        SCH_CRED_FORMAT_CERT_CONTEXT: DWORD = 0;
        SCH_CRED_FORMAT_CERT_HASH: DWORD = 1;
        SCH_CRED_V1: DWORD = 1;
        SCH_CRED_X509_CERTCHAIN: DWORD = 1;
        SCH_CRED_FORMAT_CERT_HASH_STORE: DWORD = 2;
        SCH_CRED_NO_SYSTEM_MAPPER: DWORD = 2;
        SCH_CRED_V2: DWORD = 2;
        SCH_CRED_VERSION: DWORD = 2;
        SCH_CRED_X509_CAPI: DWORD = 2;
        SCH_CRED_CERT_CONTEXT: DWORD = 3;
        SCH_CRED_V3: DWORD = 3;
        SCH_CRED_NO_SERVERNAME_CHECK: DWORD = 4;
        SCH_CRED_MANUAL_CRED_VALIDATION: DWORD = 8;
        SCH_CRED_MAX_SUPPORTED_ALPN_IDS: DWORD = 0x10;
        SCH_CRED_MAX_SUPPORTED_CHAINING_MODES: DWORD = 0x10;
        SCH_CRED_MAX_SUPPORTED_CRYPTO_SETTINGS: DWORD = 0x10;
        SCH_CRED_MAX_SUPPORTED_PARAMETERS: DWORD = 0x10;
        SCH_CRED_NO_DEFAULT_CREDS: DWORD = 0x10;
        SCH_CRED_AUTO_CRED_VALIDATION: DWORD = 0x20;
        SCH_CRED_USE_DEFAULT_CREDS: DWORD = 0x40;
        SCH_CRED_MAX_SUPPORTED_CERTS: DWORD = 0x64;
        SCH_CRED_DISABLE_RECONNECTS: DWORD = 0x80;
        SCH_CRED_MAX_STORE_NAME_SIZE: DWORD = 0x80;
        SCH_CRED_MAX_SUPPORTED_ALGS: DWORD = 0x100;
        SCH_CRED_REVOCATION_CHECK_END_CERT: DWORD = 0x100;
        SCH_CRED_REVOCATION_CHECK_CHAIN: DWORD = 0x200;
        SCH_CRED_REVOCATION_CHECK_CHAIN_EXCLUDE_ROOT: DWORD = 0x400;
        SCH_CRED_IGNORE_NO_REVOCATION_CHECK: DWORD = 0x800;
        SCH_CRED_IGNORE_REVOCATION_OFFLINE: DWORD = 0x1000;
        SCH_CRED_RESTRICTED_ROOTS: DWORD = 0x2000;
        SCH_CRED_REVOCATION_CHECK_CACHE_ONLY: DWORD = 0x4000;
        SCH_CRED_CACHE_ONLY_URL_RETRIEVAL: DWORD = 0x8000;
        SCH_CRED_MEMORY_STORE_CERT: DWORD = 0x10000;
        SCH_CRED_CACHE_ONLY_URL_RETRIEVAL_ON_CREATE: DWORD = 0x20000;
        SCH_CRED_SNI_CREDENTIAL: DWORD = 0x80000;
        SCH_CRED_SNI_ENABLE_OCSP: DWORD = 0x100000;
        SCH_USE_STRONG_CRYPTO: DWORD = 0x400000;
        SCH_CRED_DEFERRED_CRED_VALIDATION: DWORD = 0x4000000;
        SCHANNEL_CRED_VERSION: DWORD = 4;
        SCH_CREDENTIALS_VERSION: DWORD = 5;
        SCHANNEL_RENEGOTIATE: DWORD = 0;
        SCHANNEL_SHUTDOWN: DWORD = 1;
        SCHANNEL_ALERT: DWORD = 2;
        SCHANNEL_SESSION: DWORD = 3;
    }

    enumeration EXTENDED_NAME_FORMAT, PEXTENDED_NAME_FORMAT {
        NameUnknown = 0;
        NameFullyQualifiedDN = 1;
        NameSamCompatible = 2;
        NameDisplay = 3;
        NameUniqueId = 6;
        NameCanonical = 7;
        NameUserPrincipal = 8;
        NameCanonicalEx = 9;
        NameServicePrincipal = 10;
        NameDnsDomain = 12;
        NameGivenName = 13;
        NameSurname = 14;
    }

    structure SecHandle, PSecHandle {
        dwLower: ULONG_PTR;
        dwUpper: ULONG_PTR;
    }

    structure SecBuffer, PSecBuffer {
        cbBuffer: DWORD;
        BufferType: DWORD;
        pvBuffer: PVOID;
    }

    structure SecBufferDesc, PSecBufferDesc {
        ulVersion: DWORD;
        cBuffers: DWORD;
        pBuffers: PSecBuffer;
    }

    structure SecPkgContext_Sizes, PSecPkgContext_Sizes {
        cbMaxToken: DWORD;
        cbMaxSignature: DWORD;
        cbBlockSize: DWORD;
        cbSecurityTrailer: DWORD;
    }

    structure SecPkgContext_StreamSizes, PSecPkgContext_StreamSizes {
        cbHeader: DWORD;
        cbTrailer: DWORD;
        cbMaximumMessage: DWORD;
        cBuffers: DWORD;
        cbBlockSize: DWORD;
    }

    constants values {
        SZ_ALG_MAX_SIZE: DWORD = 64;
        SECPKGCONTEXT_CIPHERINFO_V1: DWORD = 1;
    }

    /// Behind HttpRequestPropertyTlsCipherInfo. Numbers of suites and protocols are those of TLS.
    structure SecPkgContext_CipherInfo, PSecPkgContext_CipherInfo {
        dwVersion: DWORD;
        dwProtocol: DWORD;
        dwCipherSuite: DWORD;
        dwBaseCipherSuite: DWORD;
        szCipherSuite: [WCHAR; 64];
        szCipher: [WCHAR; 64];
        dwCipherLen: DWORD;
        dwCipherBlockLen: DWORD;
        szHash: [WCHAR; 64];
        dwHashLen: DWORD;
        szExchange: [WCHAR; 64];
        dwMinExchangeLen: DWORD;
        dwMaxExchangeLen: DWORD;
        szCertificate: [WCHAR; 64];
        dwKeyType: DWORD;
    }

    structure SecPkgContext_ConnectionInfo, PSecPkgContext_ConnectionInfo {
        dwProtocol: DWORD;
        aiCipher: DWORD;
        dwCipherStrength: DWORD;
        aiHash: DWORD;
        dwHashStrength: DWORD;
        aiExch: DWORD;
        dwExchStrength: DWORD;
    }
}
