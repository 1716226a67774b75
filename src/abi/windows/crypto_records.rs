//! `wincrypt.h`: certificates.

use crate::abi::windows::*;

crate::declare! {
    structure CRYPT_INTEGER_BLOB, PCRYPT_INTEGER_BLOB {
        cbData: DWORD;
        pbData: PBYTE;
    }

    structure CRYPT_BIT_BLOB, PCRYPT_BIT_BLOB {
        cbData: DWORD;
        pbData: PBYTE;
        cUnusedBits: DWORD;
    }

    structure CRYPT_ALGORITHM_IDENTIFIER, PCRYPT_ALGORITHM_IDENTIFIER {
        pszObjId: LPSTR;
        Parameters: CRYPT_INTEGER_BLOB;
    }

    structure CERT_PUBLIC_KEY_INFO, PCERT_PUBLIC_KEY_INFO {
        Algorithm: CRYPT_ALGORITHM_IDENTIFIER;
        PublicKey: CRYPT_BIT_BLOB;
    }

    structure CERT_EXTENSION, PCERT_EXTENSION {
        pszObjId: LPSTR;
        fCritical: BOOL;
        Value: CRYPT_INTEGER_BLOB;
    }

    structure CERT_INFO, PCERT_INFO {
        dwVersion: DWORD;
        SerialNumber: CRYPT_INTEGER_BLOB;
        SignatureAlgorithm: CRYPT_ALGORITHM_IDENTIFIER;
        Issuer: CRYPT_INTEGER_BLOB;
        NotBefore: FILETIME;
        NotAfter: FILETIME;
        Subject: CRYPT_INTEGER_BLOB;
        SubjectPublicKeyInfo: CERT_PUBLIC_KEY_INFO;
        IssuerUniqueId: CRYPT_BIT_BLOB;
        SubjectUniqueId: CRYPT_BIT_BLOB;
        cExtension: DWORD;
        rgExtension: PCERT_EXTENSION;
    }

    structure CERT_CONTEXT, PCERT_CONTEXT {
        dwCertEncodingType: DWORD;
        pbCertEncoded: PBYTE;
        cbCertEncoded: DWORD;
        pCertInfo: PCERT_INFO;
        hCertStore: HCERTSTORE;
    }
}
