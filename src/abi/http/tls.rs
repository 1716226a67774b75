//! What a request tells of its TLS connection.

use crate::abi::windows::*;

crate::declare! {
    /// Client certificate (DER). CertFlags: 0/SSPI status or CERT_E_* chain status. Token: close
    /// it. CertDeniedByMapper reserved.
    structure HTTP_SSL_CLIENT_CERT_INFO, PHTTP_SSL_CLIENT_CERT_INFO {
        CertFlags: ULONG;
        CertEncodedSize: ULONG;
        pCertEncoded: PUCHAR;
        Token: HANDLE;
        CertDeniedByMapper: BOOLEAN;
    }

    /// HTTP_REQUEST.pSslInfo; NULL on plain connections. Sizes of key in bytes; issuer/subject byte
    /// strings NUL-terminated.
    structure HTTP_SSL_INFO, PHTTP_SSL_INFO {
        ServerCertKeySize: USHORT;
        ConnectionKeySize: USHORT;
        ServerCertIssuerSize: ULONG;
        ServerCertSubjectSize: ULONG;
        pServerCertIssuer: PCSTR;
        pServerCertSubject: PCSTR;
        pClientCertInfo: PHTTP_SSL_CLIENT_CERT_INFO;
        /// Non-zero: client cert already available (pClientCertInfo may still be NULL until
        /// received)
        SslClientCertNegotiated: ULONG;
    }

    /// HttpRequestInfoTypeSslProtocol; SecPkgContext_ConnectionInfo values. Statistics only.
    structure HTTP_SSL_PROTOCOL_INFO, PHTTP_SSL_PROTOCOL_INFO {
        Protocol: ULONG;
        CipherType: ULONG;
        CipherStrength: ULONG;
        HashType: ULONG;
        HashStrength: ULONG;
        KeyExchangeType: ULONG;
        KeyExchangeStrength: ULONG;
    }

    /// Flags of HttpReceiveClientCertificate.
    constants CLIENT_CERTIFICATE_FLAGS {
        HTTP_RECEIVE_SECURE_CHANNEL_TOKEN: ULONG = 0x00000001;
        HTTP_RECEIVE_FULL_CHAIN: ULONG = 0x00000002;
    }
}
