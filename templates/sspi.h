#ifndef PORTICO_SSPI_H
#define PORTICO_SSPI_H

#include "winnt.h"
#include "winerror.h"

#ifndef __SECSTATUS_DEFINED__
typedef LONG SECURITY_STATUS;
#define __SECSTATUS_DEFINED__
#endif
#define SEC_ENTRY
#define SEC_TEXT TEXT
#define SEC_FAR
typedef WCHAR SEC_WCHAR;
typedef CHAR SEC_CHAR;
typedef LARGE_INTEGER TimeStamp, *PTimeStamp, SECURITY_INTEGER, *PSECURITY_INTEGER;

@declare windows::sspi

typedef SecHandle CredHandle, *PCredHandle, CtxtHandle, *PCtxtHandle;
#define SecInvalidateHandle(handle)                                   \
    ((void)(((PSecHandle)(handle))->dwLower = ((ULONG_PTR)(INT_PTR)-1), \
            ((PSecHandle)(handle))->dwUpper = ((ULONG_PTR)(INT_PTR)-1)))
#define SecIsValidHandle(handle)                                          \
    ((((PSecHandle)(handle))->dwLower != ((ULONG_PTR)(INT_PTR)-1)) &&     \
     (((PSecHandle)(handle))->dwUpper != ((ULONG_PTR)(INT_PTR)-1)))

/* Channel binding data, as HTTP_REQUEST_CHANNEL_BIND_STATUS points to it. */
typedef struct _SEC_CHANNEL_BINDINGS {
    ULONG dwInitiatorAddrType;
    ULONG cbInitiatorLength;
    ULONG dwInitiatorOffset;
    ULONG dwAcceptorAddrType;
    ULONG cbAcceptorLength;
    ULONG dwAcceptorOffset;
    ULONG cbApplicationDataLength;
    ULONG dwApplicationDataOffset;
} SEC_CHANNEL_BINDINGS, *PSEC_CHANNEL_BINDINGS;

#define NTLMSP_NAME TEXT("NTLM")
#define NEGOSSP_NAME TEXT("Negotiate")
#define MICROSOFT_KERBEROS_NAME TEXT("Kerberos")
#define WDIGEST_SP_NAME TEXT("WDigest")

#endif
