//! What a request tells of its TLS connection.

use crate::abi::windows::*;

crate::declare! {
    /// The certificate of a client (DER). CertFlags is 0 or says what is wrong with it; Token
    /// is for the program to close.
    structure HTTP_SSL_CLIENT_CERT_INFO, PHTTP_SSL_CLIENT_CERT_INFO {
        CertFlags: ULONG;
        CertEncodedSize: ULONG;
        pCertEncoded: PUCHAR;
        Token: HANDLE;
        CertDeniedByMapper: BOOLEAN;
    }

    /// What is known about the TLS of a connection; sizes are in bytes.
    structure HTTP_SSL_INFO, PHTTP_SSL_INFO {
        ServerCertKeySize: USHORT;
        ConnectionKeySize: USHORT;
        ServerCertIssuerSize: ULONG;
        ServerCertSubjectSize: ULONG;
        pServerCertIssuer: PCSTR;
        pServerCertSubject: PCSTR;
        pClientCertInfo: PHTTP_SSL_CLIENT_CERT_INFO;
        /// Not 0: the client has sent its certificate.
        SslClientCertNegotiated: ULONG;
    }

    /// Behind HttpRequestInfoTypeSslProtocol; the numbers are those of
    /// SecPkgContext_ConnectionInfo.
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
