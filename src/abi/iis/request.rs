//! The request as modules see and change it.

use super::*;

crate::interfaces! {
    /// Mutable view of the request.
    class IHttpRequest, IHttpRequestVtbl = "e8698f7e-576e-4cac-a309-67435355faef" {
        /// Non-const: pointer to the live HTTP_REQUEST (really HTTP_REQUEST_V2 in current
        /// http.h).
        Pure GetRawHttpRequest: fn() -> *mut HTTP_REQUEST
            = "HTTP_REQUEST *GetRawHttpRequest()";
        /// Const overload, same object.
        Pure GetRawHttpRequestConst: fn() -> *const HTTP_REQUEST
            = "const HTTP_REQUEST *GetRawHttpRequest() const";
        /// By name, case-insensitive.
        Pure GetHeaderByName: fn(pszHeaderName: PCSTR, pcchHeaderValue: *mut USHORT) -> PCSTR
            = "PCSTR GetHeader(PCSTR pszHeaderName, USHORT *pcchHeaderValue = NULL) const";
        /// By known-header index (request numbering, 0..40).
        Pure GetHeaderById: fn(ulHeaderIndex: HTTP_HEADER_ID, pcchHeaderValue: *mut USHORT) -> PCSTR
            = "PCSTR GetHeader(HTTP_HEADER_ID ulHeaderIndex, USHORT *pcchHeaderValue = NULL) const";
        /// By name.
        Pure SetHeaderByName: fn(pszHeaderName: PCSTR, pszHeaderValue: PCSTR, cchHeaderValue: USHORT, fReplace: BOOL) -> HRESULT
            = "HRESULT SetHeader(PCSTR pszHeaderName, PCSTR pszHeaderValue, USHORT cchHeaderValue, BOOL fReplace)";
        /// By index.
        Pure SetHeaderById: fn(ulHeaderIndex: HTTP_HEADER_ID, pszHeaderValue: PCSTR, cchHeaderValue: USHORT, fReplace: BOOL) -> HRESULT
            = "HRESULT SetHeader(HTTP_HEADER_ID ulHeaderIndex, PCSTR pszHeaderValue, USHORT cchHeaderValue, BOOL fReplace)";
        /// By name.
        Pure DeleteHeaderByName: fn(pszHeaderName: PCSTR) -> HRESULT
            = "HRESULT DeleteHeader(PCSTR pszHeaderName)";
        /// By index.
        Pure DeleteHeaderById: fn(ulHeaderIndex: HTTP_HEADER_ID) -> HRESULT
            = "HRESULT DeleteHeader(HTTP_HEADER_ID ulHeaderIndex)";
        /// Verb as narrow string ("GET").
        Pure GetHttpMethod: fn() -> PCSTR
            = "PCSTR GetHttpMethod() const";
        /// Replaces the verb for later processing and logging.
        Pure SetHttpMethod: fn(pszHttpMethod: PCSTR) -> HRESULT
            = "HRESULT SetHttpMethod(PCSTR pszHttpMethod)";
        /// PCWSTR overload (declared first).
        Pure SetUrlWide: fn(pszUrl: PCWSTR, cchUrl: DWORD, fResetQueryString: BOOL) -> HRESULT
            = "HRESULT SetUrl(PCWSTR pszUrl, DWORD cchUrl, BOOL fResetQueryString)";
        /// PCSTR overload.
        Pure SetUrlNarrow: fn(pszUrl: PCSTR, cchUrl: DWORD, fResetQueryString: BOOL) -> HRESULT
            = "HRESULT SetUrl(PCSTR pszUrl, DWORD cchUrl, BOOL fResetQueryString)";
        /// TRUE after SetUrl changed the URL.
        Pure GetUrlChanged: fn() -> BOOL
            = "BOOL GetUrlChanged() const";
        /// Non-NULL only after SetUrl with a URL that is not local to this server.
        Pure GetForwardedUrl: fn() -> PCWSTR
            = "PCWSTR GetForwardedUrl() const";
        /// SOCKADDR* (IPv4 or IPv6) of the local end.
        Pure GetLocalAddress: fn() -> PSOCKADDR
            = "PSOCKADDR GetLocalAddress() const";
        /// SOCKADDR* of the peer.
        Pure GetRemoteAddress: fn() -> PSOCKADDR
            = "PSOCKADDR GetRemoteAddress() const";
        /// Fills pvBuffer.
        Pure ReadEntityBody: fn(pvBuffer: *mut c_void, cbBuffer: DWORD, fAsync: BOOL, pcbBytesReceived: *mut DWORD, pfCompletionPending: *mut BOOL) -> HRESULT
            = "HRESULT ReadEntityBody(VOID *pvBuffer, DWORD cbBuffer, BOOL fAsync, DWORD *pcbBytesReceived, BOOL *pfCompletionPending = NULL)";
        /// Queues cbBuffer bytes in front of the unread remainder.
        Pure InsertEntityBody: fn(pvBuffer: *mut c_void, cbBuffer: DWORD) -> HRESULT
            = "HRESULT InsertEntityBody(VOID *pvBuffer, DWORD cbBuffer)";
        /// Bytes not yet read by modules (known length minus read, plus inserted).
        Pure GetRemainingEntityBytes: fn() -> DWORD
            = "DWORD GetRemainingEntityBytes()";
        /// Writes major and minor (1,1 / 1,0 / 2,0).
        Pure GetHttpVersion: fn(pMajorVersion: *mut USHORT, pMinorVersion: *mut USHORT)
            = "VOID GetHttpVersion(USHORT *pMajorVersion, USHORT *pMinorVersion) const";
        /// S_OK does not imply a certificate: *ppClientCertInfo may be NULL.
        Pure GetClientCertificate: fn(ppClientCertInfo: *mut *mut HTTP_SSL_CLIENT_CERT_INFO, pfClientCertNegotiated: *mut BOOL) -> HRESULT
            = "HRESULT GetClientCertificate(HTTP_SSL_CLIENT_CERT_INFO **ppClientCertInfo, BOOL *pfClientCertNegotiated)";
        /// Starts TLS client-cert negotiation.
        Pure NegotiateClientCertificate: fn(fAsync: BOOL, pfCompletionPending: *mut BOOL) -> HRESULT
            = "HRESULT NegotiateClientCertificate(BOOL fAsync, BOOL *pfCompletionPending = NULL)";
        /// Numeric site id (same as IHttpSite::GetSiteId).
        Pure GetSiteId: fn() -> DWORD
            = "DWORD GetSiteId() const";
        /// Infrastructure for the managed pipeline: compares the caller's snapshot with the
        /// live headers.
        Pure GetHeaderChanges: fn(dwOldChangeNumber: DWORD, pdwNewChangeNumber: *mut DWORD, knownHeaderSnapshot: *mut PCSTR, pdwUnknownHeaderSnapshot: *mut DWORD, ppUnknownHeaderNameSnapshot: *mut *mut PCSTR, ppUnknownHeaderValueSnapshot: *mut *mut PCSTR, diffedKnownHeaderIndices: *mut DWORD, pdwDiffedUnknownHeaders: *mut DWORD, ppDiffedUnknownHeaderIndices: *mut *mut DWORD) -> HRESULT
            = "HRESULT GetHeaderChanges(DWORD dwOldChangeNumber, DWORD *pdwNewChangeNumber, PCSTR knownHeaderSnapshot[HttpHeaderRequestMaximum], DWORD *pdwUnknownHeaderSnapshot, PCSTR **ppUnknownHeaderNameSnapshot, PCSTR **ppUnknownHeaderValueSnapshot, DWORD diffedKnownHeaderIndices[HttpHeaderRequestMaximum+1], DWORD *pdwDiffedUnknownHeaders, DWORD **ppDiffedUnknownHeaderIndices)";
    }

    /// Extended-protection addition (IIS 7.5 level).
    class IHttpRequest2, IHttpRequest2Vtbl : IHttpRequest, IHttpRequestVtbl = "d9244ae1-51f8-4aa1-a66d-19277c33e610" {
        /// Returns pointer and byte count of the TLS channel-binding token, server-owned.
        Pure GetChannelBindingToken: fn(ppToken: *mut PBYTE, pTokenSize: *mut DWORD) -> HRESULT
            = "HRESULT GetChannelBindingToken(PBYTE *ppToken, DWORD *pTokenSize)";
    }

    /// Adds a callback form of ReadEntityBody (Windows 8+).
    class IHttpRequest3, IHttpRequest3Vtbl : IHttpRequest2, IHttpRequest2Vtbl = "b32e4e0f-4057-4feb-aeab-7b69c03c6314" {
        /// As the base method, but an async completion calls
        /// pfnCompletionCallback(pHttpContext3, pCompletionInfo2, pvCompletionContext) instead
        /// of OnAsyncCompletion.
        Pure ReadEntityBody: fn(pvBuffer: *mut c_void, cbBuffer: DWORD, fAsync: BOOL, pfnCompletionCallback: PFN_ASYNC_COMPLETION, pvCompletionContext: *mut c_void, pcbBytesReceived: *mut DWORD, pfCompletionPending: *mut BOOL) -> HRESULT
            = "HRESULT ReadEntityBody(VOID *pvBuffer, DWORD cbBuffer, BOOL fAsync, PFN_ASYNC_COMPLETION pfnCompletionCallback, VOID *pvCompletionContext, DWORD *pcbBytesReceived, BOOL *pfCompletionPending = NULL)";
    }

    /// Latest SDKs only.
    class IHttpRequest4, IHttpRequest4Vtbl : IHttpRequest3, IHttpRequest3Vtbl = "3816f517-f631-49f0-8b51-16d6f0c6ffb2" {
        /// Adds ulFlags before pcbBytesReceived.
        Pure ReadEntityBody: fn(pvBuffer: *mut c_void, cbBuffer: DWORD, fAsync: BOOL, ulFlags: ULONG, pcbBytesReceived: *mut DWORD, pfCompletionPending: *mut BOOL) -> HRESULT
            = "HRESULT ReadEntityBody(VOID *pvBuffer, DWORD cbBuffer, BOOL fAsync, ULONG ulFlags, DWORD *pcbBytesReceived, BOOL *pfCompletionPending = NULL)";
    }
}
