#ifndef PORTICO_WINCRYPT_H
#define PORTICO_WINCRYPT_H

#include "windef.h"
#include "winerror.h"

typedef ULONG_PTR HCRYPTPROV, HCRYPTKEY, HCRYPTHASH, HCRYPTPROV_LEGACY;
typedef ULONG_PTR HCRYPTPROV_OR_NCRYPT_KEY_HANDLE;
typedef void *HCERTSTORE;
typedef void *HCRYPTMSG;
typedef void *HCERTCHAINENGINE;
typedef unsigned int ALG_ID;

@declare windows::crypto

@declare windows::crypto_records

typedef const CERT_CONTEXT *PCCERT_CONTEXT;
typedef CRYPT_INTEGER_BLOB CRYPT_DATA_BLOB, *PCRYPT_DATA_BLOB, CRYPT_HASH_BLOB, *PCRYPT_HASH_BLOB,
    CRYPT_DIGEST_BLOB, *PCRYPT_DIGEST_BLOB, CRYPT_OBJID_BLOB, *PCRYPT_OBJID_BLOB, CERT_NAME_BLOB,
    *PCERT_NAME_BLOB, DATA_BLOB, *PDATA_BLOB, CERT_BLOB, *PCERT_BLOB, CRYPT_ATTR_BLOB, *PCRYPT_ATTR_BLOB;

/* What stands before the bytes of an exported key. */
typedef struct _PUBLICKEYSTRUC {
    BYTE bType;
    BYTE bVersion;
    WORD reserved;
    ALG_ID aiKeyAlg;
} BLOBHEADER, PUBLICKEYSTRUC;

#define CERT_STORE_PROV_MEMORY ((LPCSTR)2)
#define CERT_STORE_PROV_FILE ((LPCSTR)3)
#define CERT_STORE_PROV_SYSTEM_A ((LPCSTR)9)
#define CERT_STORE_PROV_SYSTEM_W ((LPCSTR)10)
#define CERT_STORE_PROV_SYSTEM CERT_STORE_PROV_SYSTEM_W
#define X509_NAME ((LPCSTR)7)
#define X509_CERT ((LPCSTR)1)
#define MS_ENH_RSA_AES_PROV_A "Microsoft Enhanced RSA and AES Cryptographic Provider"
#define MS_ENH_RSA_AES_PROV_W L"Microsoft Enhanced RSA and AES Cryptographic Provider"
#define MS_ENH_RSA_AES_PROV TEXT("Microsoft Enhanced RSA and AES Cryptographic Provider")

#endif
