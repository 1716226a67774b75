//! The response and its cache policy.

use super::*;

crate::interfaces! {
    /// Output-cache policy of the response, from IHttpResponse::GetCachePolicy.
    class IHttpCachePolicy, IHttpCachePolicyVtbl = "cb1c40ca-70f2-41a0-add2-881f5ef57388" {
        /// Address of the live HTTP_CACHE_POLICY for http.sys.
        Pure GetKernelCachePolicy: fn() -> *mut HTTP_CACHE_POLICY
            = "HTTP_CACHE_POLICY *GetKernelCachePolicy()";
        /// Sets a one-way flag "some code will invalidate the kernel entry".
        Pure SetKernelCacheInvalidatorSet: fn()
            = "VOID SetKernelCacheInvalidatorSet()";
        /// Address of the live user-mode HTTP_CACHE_POLICY.
        Pure GetUserCachePolicy: fn() -> *mut HTTP_CACHE_POLICY
            = "HTTP_CACHE_POLICY *GetUserCachePolicy()";
        /// Copies and appends a header name to a comma list.
        Pure AppendVaryByHeader: fn(pszHeader: PCSTR) -> HRESULT
            = "HRESULT AppendVaryByHeader(PCSTR pszHeader)";
        /// Comma list built so far (empty string initially).
        Pure GetVaryByHeaders: fn() -> PCSTR
            = "PCSTR GetVaryByHeaders() const";
        /// Same for query parameters.
        Pure AppendVaryByQueryString: fn(pszParam: PCSTR) -> HRESULT
            = "HRESULT AppendVaryByQueryString(PCSTR pszParam)";
        /// Comma list of query parameters.
        Pure GetVaryByQueryStrings: fn() -> PCSTR
            = "PCSTR GetVaryByQueryStrings() const";
        /// Replaces the single custom vary value (copied).
        Pure SetVaryByValue: fn(pszValue: PCSTR) -> HRESULT
            = "HRESULT SetVaryByValue(PCSTR pszValue)";
        /// Current custom value, empty string initially.
        Pure GetVaryByValue: fn() -> PCSTR
            = "PCSTR GetVaryByValue() const";
        /// Initially TRUE.
        Pure IsUserCacheEnabled: fn() -> BOOL
            = "BOOL IsUserCacheEnabled() const";
        /// One-way switch.
        Pure DisableUserCache: fn()
            = "VOID DisableUserCache()";
        /// Initially FALSE.
        Pure IsCached: fn() -> BOOL
            = "BOOL IsCached() const";
        /// One-way flag set by the cache module when the response came from the cache.
        Pure SetIsCached: fn()
            = "VOID SetIsCached()";
        /// Reads the flag of SetKernelCacheInvalidatorSet.
        Pure GetKernelCacheInvalidatorSet: fn() -> BOOL
            = "BOOL GetKernelCacheInvalidatorSet() const";
    }

    /// IIS 7.5-level addition.
    class IHttpCachePolicy2, IHttpCachePolicy2Vtbl : IHttpCachePolicy, IHttpCachePolicyVtbl = "9f4ba807-050e-4495-ae55-8870f7e9194a" {
        /// TRUE after SetForceUpdate.
        Pure IsForceUpdateSet: fn() -> BOOL
            = "BOOL IsForceUpdateSet() const";
        /// Asks the cache module to refresh its entry for this request variation.
        Pure SetForceUpdate: fn()
            = "VOID SetForceUpdate()";
    }

    /// Mutable response, buffered by default.
    class IHttpResponse, IHttpResponseVtbl = "7e1c6b38-628f-4e6c-95dc-41237eb7f95e" {
        /// Non-const: live HTTP_RESPONSE (V2 in current headers): status, headers,
        /// pEntityChunks/EntityChunkCount buffered so far.
        Pure GetRawHttpResponse: fn() -> *mut HTTP_RESPONSE
            = "HTTP_RESPONSE *GetRawHttpResponse()";
        /// Const overload.
        Pure GetRawHttpResponseConst: fn() -> *const HTTP_RESPONSE
            = "const HTTP_RESPONSE *GetRawHttpResponse() const";
        /// See IHttpCachePolicy.
        Pure GetCachePolicy: fn() -> *mut IHttpCachePolicy
            = "IHttpCachePolicy *GetCachePolicy()";
        /// Stores status, reason (copied), sub-status, HRESULT for the error log/detailed
        /// error, optional exception object (AddRef'd by the server) and whether custom errors
        /// are skipped.
        Pure SetStatus: fn(statusCode: USHORT, pszReason: PCSTR, uSubStatus: USHORT, hrErrorToReport: HRESULT, pException: *mut IAppHostConfigException, fTrySkipCustomErrors: BOOL) -> HRESULT
            = "HRESULT SetStatus(USHORT statusCode, PCSTR pszReason, USHORT uSubStatus = 0, HRESULT hrErrorToReport = S_OK, IAppHostConfigException *pException = NULL, BOOL fTrySkipCustomErrors = FALSE)";
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
        /// By name.
        Pure GetHeaderByName: fn(pszHeaderName: PCSTR, pcchHeaderValue: *mut USHORT) -> PCSTR
            = "PCSTR GetHeader(PCSTR pszHeaderName, USHORT *pcchHeaderValue = NULL) const";
        /// By index (response numbering, 0..29).
        Pure GetHeaderById: fn(ulHeaderIndex: HTTP_HEADER_ID, pcchHeaderValue: *mut USHORT) -> PCSTR
            = "PCSTR GetHeader(HTTP_HEADER_ID ulHeaderIndex, USHORT *pcchHeaderValue = NULL) const";
        /// Drops body, headers and status back to defaults (200 OK).
        Pure Clear: fn()
            = "VOID Clear()";
        /// Drops headers and restores the default set.
        Pure ClearHeaders: fn()
            = "VOID ClearHeaders()";
        /// Connection is closed after this response completes (Connection: close).
        Pure SetNeedDisconnect: fn()
            = "VOID SetNeedDisconnect()";
        /// Immediate hard reset.
        Pure ResetConnection: fn()
            = "VOID ResetConnection()";
        /// One-way for this response.
        Pure DisableKernelCache: fn(reason: ULONG)
            = "VOID DisableKernelCache(ULONG reason = 9)";
        /// TRUE unless disabled.
        Pure GetKernelCacheEnabled: fn() -> BOOL
            = "BOOL GetKernelCacheEnabled() const";
        /// Status line and headers will not be sent (used for child/ISAPI raw output).
        Pure SuppressHeaders: fn()
            = "VOID SuppressHeaders()";
        /// Reads that flag.
        Pure GetHeadersSuppressed: fn() -> BOOL
            = "BOOL GetHeadersSuppressed() const";
        /// Sends what is buffered: at least status+headers the first time.
        Pure Flush: fn(fAsync: BOOL, fMoreData: BOOL, pcbSent: *mut DWORD, pfCompletionExpected: *mut BOOL) -> HRESULT
            = "HRESULT Flush(BOOL fAsync, BOOL fMoreData, DWORD *pcbSent, BOOL *pfCompletionExpected = NULL)";
        /// Clears any body, sets Location (relative URL made absolute) and, when
        /// fResetStatusCode is TRUE, status 302.
        Pure Redirect: fn(pszUrl: PCSTR, fResetStatusCode: BOOL, fIncludeParameters: BOOL) -> HRESULT
            = "HRESULT Redirect(PCSTR pszUrl, BOOL fResetStatusCode = TRUE, BOOL fIncludeParameters = FALSE)";
        /// Stores the chunk by reference (no copy.
        Pure WriteEntityChunkByReference: fn(pDataChunk: *mut HTTP_DATA_CHUNK, lInsertPosition: LONG) -> HRESULT
            = "HRESULT WriteEntityChunkByReference(HTTP_DATA_CHUNK *pDataChunk, LONG lInsertPosition = -1)";
        /// Appends nChunks chunks.
        Pure WriteEntityChunks: fn(pDataChunks: *mut HTTP_DATA_CHUNK, nChunks: DWORD, fAsync: BOOL, fMoreData: BOOL, pcbSent: *mut DWORD, pfCompletionExpected: *mut BOOL) -> HRESULT
            = "HRESULT WriteEntityChunks(HTTP_DATA_CHUNK *pDataChunks, DWORD nChunks, BOOL fAsync, BOOL fMoreData, DWORD *pcbSent, BOOL *pfCompletionExpected = NULL)";
        /// Turns buffering off for this response from now on (does not affect what
        /// OnSendResponse adds).
        Pure DisableBuffering: fn()
            = "VOID DisableBuffering()";
        /// Only pStatusCode is required.
        Pure GetStatus: fn(pStatusCode: *mut USHORT, pSubStatus: *mut USHORT, ppszReason: *mut PCSTR, pcchReason: *mut USHORT, phrErrorToReport: *mut HRESULT, ppszModule: *mut PCWSTR, pdwNotification: *mut DWORD, ppException: *mut *mut IAppHostConfigException, pfTrySkipCustomErrors: *mut BOOL)
            = "VOID GetStatus(USHORT *pStatusCode, USHORT *pSubStatus = NULL, PCSTR *ppszReason = NULL, USHORT *pcchReason = NULL, HRESULT *phrErrorToReport = NULL, PCWSTR *ppszModule = NULL, DWORD *pdwNotification = NULL, IAppHostConfigException **ppException = NULL, BOOL *pfTrySkipCustomErrors = NULL)";
        /// Text for the detailed error page.
        Pure SetErrorDescription: fn(pszDescription: PCWSTR, cchDescription: DWORD, fHtmlEncode: BOOL) -> HRESULT
            = "HRESULT SetErrorDescription(PCWSTR pszDescription, DWORD cchDescription, BOOL fHtmlEncode = TRUE)";
        /// Text or NULL/empty.
        Pure GetErrorDescription: fn(pcchDescription: *mut DWORD) -> PCWSTR
            = "PCWSTR GetErrorDescription(DWORD *pcchDescription = NULL)";
        /// Same protocol as on the request with response-sized arrays (30 and 31 entries).
        Pure GetHeaderChanges: fn(dwOldChangeNumber: DWORD, pdwNewChangeNumber: *mut DWORD, knownHeaderSnapshot: *mut PCSTR, pdwUnknownHeaderSnapshot: *mut DWORD, ppUnknownHeaderNameSnapshot: *mut *mut PCSTR, ppUnknownHeaderValueSnapshot: *mut *mut PCSTR, diffedKnownHeaderIndices: *mut DWORD, pdwDiffedUnknownHeaders: *mut DWORD, ppDiffedUnknownHeaderIndices: *mut *mut DWORD) -> HRESULT
            = "HRESULT GetHeaderChanges(DWORD dwOldChangeNumber, DWORD *pdwNewChangeNumber, PCSTR knownHeaderSnapshot[HttpHeaderResponseMaximum], DWORD *pdwUnknownHeaderSnapshot, PCSTR **ppUnknownHeaderNameSnapshot, PCSTR **ppUnknownHeaderValueSnapshot, DWORD diffedKnownHeaderIndices[HttpHeaderResponseMaximum+1], DWORD *pdwDiffedUnknownHeaders, DWORD **ppDiffedUnknownHeaderIndices)";
        /// Ends the connection at once with a reset to the client (no graceful end).
        Pure CloseConnection: fn()
            = "VOID CloseConnection()";
    }

    /// Callback forms (Windows 8+).
    class IHttpResponse2, IHttpResponse2Vtbl : IHttpResponse, IHttpResponseVtbl = "0822c871-f14e-4974-a1e6-5b3c1f09b76a" {
        /// As base, but async completion goes to pfnCompletionCallback.
        Pure WriteEntityChunks: fn(pDataChunks: *mut HTTP_DATA_CHUNK, nChunks: DWORD, fAsync: BOOL, fMoreData: BOOL, pfnCompletionCallback: PFN_ASYNC_COMPLETION, pvCompletionContext: *mut c_void, pcbSent: *mut DWORD, pfCompletionExpected: *mut BOOL) -> HRESULT
            = "HRESULT WriteEntityChunks(HTTP_DATA_CHUNK *pDataChunks, DWORD nChunks, BOOL fAsync, BOOL fMoreData, PFN_ASYNC_COMPLETION pfnCompletionCallback, VOID *pvCompletionContext, DWORD *pcbSent, BOOL *pfCompletionExpected = NULL)";
        /// As base, but async completion goes to the callback.
        Pure Flush: fn(fAsync: BOOL, fMoreData: BOOL, pfnCompletionCallback: PFN_ASYNC_COMPLETION, pvCompletionContext: *mut c_void, pcbSent: *mut DWORD, pfCompletionExpected: *mut BOOL) -> HRESULT
            = "HRESULT Flush(BOOL fAsync, BOOL fMoreData, PFN_ASYNC_COMPLETION pfnCompletionCallback, VOID *pvCompletionContext, DWORD *pcbSent, BOOL *pfCompletionExpected = NULL)";
    }

    /// Header comment: SPDY/3 and HTTP/2 push promise.
    class IHttpResponse3, IHttpResponse3Vtbl : IHttpResponse2, IHttpResponse2Vtbl = "19578e49-d080-45da-b673-96cb475d3c5d" {
        /// Announces a pushed resource (verb, path, optional query, cHeaders name/value arrays
        /// which may be NULL with 0).
        Pure PushPromise: fn(pszVerb: PCSTR, pwszPath: PCWSTR, pwszQuery: PCWSTR, cHeaders: DWORD, rgHeaderNames: *mut PCSTR, rgHeaderValues: *mut PCSTR) -> HRESULT
            = "HRESULT PushPromise(PCSTR pszVerb, PCWSTR pwszPath, PCWSTR pwszQuery, DWORD cHeaders, PCSTR *rgHeaderNames, PCSTR *rgHeaderValues)";
    }

    /// Header comment: HTTP/2 trailers, GOAWAY and RST_STREAM.
    class IHttpResponse4, IHttpResponse4Vtbl : IHttpResponse3, IHttpResponse3Vtbl = "1a2acc57-cae2-4f28-b4ab-00c8f96b12ec" {
        /// Removes a trailer by name.
        Pure DeleteTrailer: fn(pszHeaderName: PCSTR) -> HRESULT
            = "HRESULT DeleteTrailer(PCSTR pszHeaderName)";
        /// Value or NULL.
        Pure GetTrailer: fn(pszHeaderName: PCSTR, pcchHeaderValue: *mut USHORT) -> PCSTR
            = "PCSTR GetTrailer(PCSTR pszHeaderName, USHORT *pcchHeaderValue = NULL) const";
        /// HTTP/2 RST_STREAM with errorCode.
        Pure ResetStream: fn(errorCode: ULONG)
            = "VOID ResetStream(ULONG errorCode)";
        /// Ask for GOAWAY on the HTTP/2 connection after the response.
        Pure SetNeedGoAway: fn()
            = "VOID SetNeedGoAway()";
        /// Adds (fReplace FALSE) or replaces a trailer sent after the body.
        Pure SetTrailer: fn(pszHeaderName: PCSTR, pszHeaderValue: PCSTR, cchHeaderValue: USHORT, fReplace: BOOL) -> HRESULT
            = "HRESULT SetTrailer(PCSTR pszHeaderName, PCSTR pszHeaderValue, USHORT cchHeaderValue, BOOL fReplace)";
    }
}
