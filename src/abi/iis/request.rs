//! The request as modules see and change it.

use super::*;

crate::interfaces! {
    /// The request as the client sent it and as modules have changed it.
    class IHttpRequest, IHttpRequestVtbl = "e8698f7e-576e-4cac-a309-67435355faef" {
        /// The request itself, an HTTP_REQUEST_V2; changes to it are seen by all.
        Pure GetRawHttpRequest: fn() -> *mut HTTP_REQUEST
            = "HTTP_REQUEST *GetRawHttpRequest()";
        Pure GetRawHttpRequestConst: fn() -> *const HTTP_REQUEST
            = "const HTTP_REQUEST *GetRawHttpRequest() const";
        /// A header by its name in any letter case, or NULL.
        Pure GetHeaderByName: fn(pszHeaderName: PCSTR, pcchHeaderValue: *mut USHORT) -> PCSTR
            = "PCSTR GetHeader(PCSTR pszHeaderName, USHORT *pcchHeaderValue = NULL) const";
        /// A header by its number for requests, or NULL.
        Pure GetHeaderById: fn(ulHeaderIndex: HTTP_HEADER_ID, pcchHeaderValue: *mut USHORT) -> PCSTR
            = "PCSTR GetHeader(HTTP_HEADER_ID ulHeaderIndex, USHORT *pcchHeaderValue = NULL) const";
        Pure SetHeaderByName: fn(pszHeaderName: PCSTR, pszHeaderValue: PCSTR, cchHeaderValue: USHORT, fReplace: BOOL) -> HRESULT
            = "HRESULT SetHeader(PCSTR pszHeaderName, PCSTR pszHeaderValue, USHORT cchHeaderValue, BOOL fReplace)";
        Pure SetHeaderById: fn(ulHeaderIndex: HTTP_HEADER_ID, pszHeaderValue: PCSTR, cchHeaderValue: USHORT, fReplace: BOOL) -> HRESULT
            = "HRESULT SetHeader(HTTP_HEADER_ID ulHeaderIndex, PCSTR pszHeaderValue, USHORT cchHeaderValue, BOOL fReplace)";
        Pure DeleteHeaderByName: fn(pszHeaderName: PCSTR) -> HRESULT
            = "HRESULT DeleteHeader(PCSTR pszHeaderName)";
        Pure DeleteHeaderById: fn(ulHeaderIndex: HTTP_HEADER_ID) -> HRESULT
            = "HRESULT DeleteHeader(HTTP_HEADER_ID ulHeaderIndex)";
        /// The verb.
        Pure GetHttpMethod: fn() -> PCSTR
            = "PCSTR GetHttpMethod() const";
        Pure SetHttpMethod: fn(pszHttpMethod: PCSTR) -> HRESULT
            = "HRESULT SetHttpMethod(PCSTR pszHttpMethod)";
        /// Replaces the URL for all that follows.
        Pure SetUrlWide: fn(pszUrl: PCWSTR, cchUrl: DWORD, fResetQueryString: BOOL) -> HRESULT
            = "HRESULT SetUrl(PCWSTR pszUrl, DWORD cchUrl, BOOL fResetQueryString)";
        Pure SetUrlNarrow: fn(pszUrl: PCSTR, cchUrl: DWORD, fResetQueryString: BOOL) -> HRESULT
            = "HRESULT SetUrl(PCSTR pszUrl, DWORD cchUrl, BOOL fResetQueryString)";
        /// TRUE after SetUrl.
        Pure GetUrlChanged: fn() -> BOOL
            = "BOOL GetUrlChanged() const";
        /// The URL that SetUrl gave when it is not one of this server, otherwise NULL.
        Pure GetForwardedUrl: fn() -> PCWSTR
            = "PCWSTR GetForwardedUrl() const";
        /// The server's end of the connection.
        Pure GetLocalAddress: fn() -> PSOCKADDR
            = "PSOCKADDR GetLocalAddress() const";
        /// The client's end of the connection.
        Pure GetRemoteAddress: fn() -> PSOCKADDR
            = "PSOCKADDR GetRemoteAddress() const";
        /// Reads from the body; ERROR_HANDLE_EOF at its end. When *pfCompletionPending is TRUE,
        /// OnAsyncCompletion follows.
        Pure ReadEntityBody: fn(pvBuffer: *mut c_void, cbBuffer: DWORD, fAsync: BOOL, pcbBytesReceived: *mut DWORD, pfCompletionPending: *mut BOOL) -> HRESULT
            = "HRESULT ReadEntityBody(VOID *pvBuffer, DWORD cbBuffer, BOOL fAsync, DWORD *pcbBytesReceived, BOOL *pfCompletionPending = NULL)";
        /// Puts bytes in front of what is still unread.
        Pure InsertEntityBody: fn(pvBuffer: *mut c_void, cbBuffer: DWORD) -> HRESULT
            = "HRESULT InsertEntityBody(VOID *pvBuffer, DWORD cbBuffer)";
        /// What is still unread.
        Pure GetRemainingEntityBytes: fn() -> DWORD
            = "DWORD GetRemainingEntityBytes()";
        Pure GetHttpVersion: fn(pMajorVersion: *mut USHORT, pMinorVersion: *mut USHORT)
            = "VOID GetHttpVersion(USHORT *pMajorVersion, USHORT *pMinorVersion) const";
        /// *ppClientCertInfo is NULL when the client has sent none.
        Pure GetClientCertificate: fn(ppClientCertInfo: *mut *mut HTTP_SSL_CLIENT_CERT_INFO, pfClientCertNegotiated: *mut BOOL) -> HRESULT
            = "HRESULT GetClientCertificate(HTTP_SSL_CLIENT_CERT_INFO **ppClientCertInfo, BOOL *pfClientCertNegotiated)";
        /// Asks the client for its certificate.
        Pure NegotiateClientCertificate: fn(fAsync: BOOL, pfCompletionPending: *mut BOOL) -> HRESULT
            = "HRESULT NegotiateClientCertificate(BOOL fAsync, BOOL *pfCompletionPending = NULL)";
        Pure GetSiteId: fn() -> DWORD
            = "DWORD GetSiteId() const";
        /// What has changed since a snapshot that the caller keeps; for managed code.
        Pure GetHeaderChanges: fn(dwOldChangeNumber: DWORD, pdwNewChangeNumber: *mut DWORD, knownHeaderSnapshot: *mut PCSTR, pdwUnknownHeaderSnapshot: *mut DWORD, ppUnknownHeaderNameSnapshot: *mut *mut PCSTR, ppUnknownHeaderValueSnapshot: *mut *mut PCSTR, diffedKnownHeaderIndices: *mut DWORD, pdwDiffedUnknownHeaders: *mut DWORD, ppDiffedUnknownHeaderIndices: *mut *mut DWORD) -> HRESULT
            = "HRESULT GetHeaderChanges(DWORD dwOldChangeNumber, DWORD *pdwNewChangeNumber, PCSTR knownHeaderSnapshot[HttpHeaderRequestMaximum], DWORD *pdwUnknownHeaderSnapshot, PCSTR **ppUnknownHeaderNameSnapshot, PCSTR **ppUnknownHeaderValueSnapshot, DWORD diffedKnownHeaderIndices[HttpHeaderRequestMaximum+1], DWORD *pdwDiffedUnknownHeaders, DWORD **ppDiffedUnknownHeaderIndices)";
    }

    /// The version since IIS 7.5: the channel binding token.
    class IHttpRequest2, IHttpRequest2Vtbl : IHttpRequest, IHttpRequestVtbl = "d9244ae1-51f8-4aa1-a66d-19277c33e610" {
        /// The token belongs to the server.
        Pure GetChannelBindingToken: fn(ppToken: *mut PBYTE, pTokenSize: *mut DWORD) -> HRESULT
            = "HRESULT GetChannelBindingToken(PBYTE *ppToken, DWORD *pTokenSize)";
    }

    /// The version since Windows 8: reading with a callback.
    class IHttpRequest3, IHttpRequest3Vtbl : IHttpRequest2, IHttpRequest2Vtbl = "b32e4e0f-4057-4feb-aeab-7b69c03c6314" {
        /// As the base's; an asynchronous completion goes to the callback instead of
        /// OnAsyncCompletion.
        Pure ReadEntityBody: fn(pvBuffer: *mut c_void, cbBuffer: DWORD, fAsync: BOOL, pfnCompletionCallback: PFN_ASYNC_COMPLETION, pvCompletionContext: *mut c_void, pcbBytesReceived: *mut DWORD, pfCompletionPending: *mut BOOL) -> HRESULT
            = "HRESULT ReadEntityBody(VOID *pvBuffer, DWORD cbBuffer, BOOL fAsync, PFN_ASYNC_COMPLETION pfnCompletionCallback, VOID *pvCompletionContext, DWORD *pcbBytesReceived, BOOL *pfCompletionPending = NULL)";
    }

    /// The newest version: reading with flags.
    class IHttpRequest4, IHttpRequest4Vtbl : IHttpRequest3, IHttpRequest3Vtbl = "3816f517-f631-49f0-8b51-16d6f0c6ffb2" {
        /// As the base's, with flags.
        Pure ReadEntityBody: fn(pvBuffer: *mut c_void, cbBuffer: DWORD, fAsync: BOOL, ulFlags: ULONG, pcbBytesReceived: *mut DWORD, pfCompletionPending: *mut BOOL) -> HRESULT
            = "HRESULT ReadEntityBody(VOID *pvBuffer, DWORD cbBuffer, BOOL fAsync, ULONG ulFlags, DWORD *pcbBytesReceived, BOOL *pfCompletionPending = NULL)";
    }
}
