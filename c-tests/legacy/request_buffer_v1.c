/*++
    request_buffer_v1.c

    Receive buffers: HTTP_REQUEST_V1 with _WIN32_WINNT below Vista, the known and
    unknown headers, the addresses and the certificate of a request.
--*/
#define WIN32_LEAN_AND_MEAN
#define _WIN32_WINNT 0x0500
#include <winsock2.h>
#include <windows.h>
#include <ws2tcpip.h>
#include <http.h>
#include <tchar.h>
#include <stdio.h>
#include <stdlib.h>

#define ALLOC_MEM(cb)  malloc(cb)
#define FREE_MEM(ptr)  free(ptr)
#define REQUEST_BUFFER_SIZE (sizeof(HTTP_REQUEST) + 2048)

C_ASSERT(sizeof(HTTP_REQUEST) == sizeof(HTTP_REQUEST_V1));
C_ASSERT(sizeof(HTTP_RESPONSE) == sizeof(HTTP_RESPONSE_V1));
C_ASSERT(sizeof(HTTP_REQUEST_V2) > sizeof(HTTP_REQUEST_V1));
C_ASSERT(FIELD_OFFSET(HTTP_REQUEST, RequestId) == 16);
C_ASSERT(ARRAYSIZE(((PHTTP_REQUEST) 0)->Headers.KnownHeaders) == HttpHeaderRequestMaximum);

static LPCTSTR g_rgszVerbs[HttpVerbMaximum] =
{
    _T("Unparsed"), _T("Unknown"), _T("Invalid"), _T("OPTIONS"), _T("GET"), _T("HEAD"), _T("POST"), _T("PUT"),
    _T("DELETE"), _T("TRACE"), _T("CONNECT"), _T("TRACK"), _T("MOVE"), _T("COPY"), _T("PROPFIND"),
    _T("PROPPATCH"), _T("MKCOL"), _T("LOCK"), _T("UNLOCK"), _T("SEARCH")
};

static void PrintAddress(const char *pszName, const SOCKADDR *pAddress)
{
    if (pAddress == NULL)
    {
        return;
    }
    switch (pAddress->sa_family)
    {
    case AF_INET:
        {
            PSOCKADDR_IN pIn = (PSOCKADDR_IN) pAddress;
            UCHAR *pb = (UCHAR *) &pIn->sin_addr.S_un.S_addr;
            printf("%s %u.%u.%u.%u:%hu\n", pszName, pb[0], pb[1], pb[2], pb[3], pIn->sin_port);
        }
        break;
    case AF_INET6:
        {
            const SOCKADDR_IN6 *pIn6 = (const SOCKADDR_IN6 *) pAddress;
            printf("%s [%x:...]:%hu scope %u\n", pszName, pIn6->sin6_addr.u.Word[0], pIn6->sin6_port,
                   (unsigned) pIn6->sin6_scope_id);
        }
        break;
    }
}

VOID DumpRequest(__in PHTTP_REQUEST pRequest, __in_opt LPCSTR pszPrefix, __out_opt PULONG pcHeaders)
{
    ULONG i, cHeaders = 0;
    PHTTP_SSL_INFO pSsl = pRequest->pSslInfo;

    UNREFERENCED_PARAMETER(pszPrefix);

    _tprintf(_T("%s\n"), g_rgszVerbs[min(pRequest->Verb, HttpVerbMaximum - 1)]);
    printf("HTTP/%hu.%hu %.*s (%I64u bytes)\n", pRequest->Version.MajorVersion, pRequest->Version.MinorVersion,
           (int) pRequest->RawUrlLength, pRequest->pRawUrl, pRequest->BytesReceived);

    for (i = 0; i < HttpHeaderRequestMaximum; i++)
    {
        HTTP_KNOWN_HEADER *pHeader = &pRequest->Headers.KnownHeaders[i];
        if (pHeader->RawValueLength != 0)
        {
            printf("%lu: %.*s\n", (unsigned long) i, pHeader->RawValueLength, pHeader->pRawValue);
            ++cHeaders;
        }
    }
    for (i = 0; i < pRequest->Headers.UnknownHeaderCount; i++)
    {
        PHTTP_UNKNOWN_HEADER pUnknown = pRequest->Headers.pUnknownHeaders + i;
        printf("%.*s: %.*s\n", pUnknown->NameLength, pUnknown->pName, pUnknown->RawValueLength, pUnknown->pRawValue);
        ++cHeaders;
    }
    if (pRequest->Verb == HttpVerbUnknown)
    {
        printf("verb %.*s\n", (int) pRequest->UnknownVerbLength, pRequest->pUnknownVerb);
    }
    PrintAddress("from", pRequest->Address.pRemoteAddress);
    PrintAddress("to", pRequest->Address.pLocalAddress);
    if (pSsl && pSsl->SslClientCertNegotiated && pSsl->pClientCertInfo != NULL)
    {
        HTTP_SSL_CLIENT_CERT_INFO *pCert = pSsl->pClientCertInfo;
        printf("client certificate: 0x%08X, %u bytes, key %hu\n", (unsigned) pCert->CertFlags,
               (unsigned) pCert->CertEncodedSize, pSsl->ConnectionKeySize);
    }
    if (!HTTP_IS_NULL_ID(&pRequest->RawConnectionId) && HTTP_GREATER_EQUAL_VERSION(pRequest->Version, 1, 1))
    {
        printf("context 0x%I64x\n", pRequest->UrlContext);
    }
    if (pcHeaders)
    {
        *pcHeaders = cHeaders;
    }
}

PHTTP_REQUEST GrowBuffer(PHTTP_REQUEST pRequest, ULONG *pcbBuffer, DWORD cbNeeded)
{
    PCHAR pBuffer;

    FREE_MEM(pRequest);
    *pcbBuffer = max((ULONG) REQUEST_BUFFER_SIZE, cbNeeded);
    pBuffer = (PCHAR) ALLOC_MEM(*pcbBuffer);
    if (NULL == pBuffer)
    {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    ZeroMemory(pBuffer, *pcbBuffer);
    return (PHTTP_REQUEST) pBuffer;
}
