//! The response and its cache policy.

use super::*;

crate::interfaces! {
    /// Output-cache policy of the response, from IHttpResponse::GetCachePolicy.
    class IHttpCachePolicy, IHttpCachePolicyVtbl = "cb1c40ca-70f2-41a0-add2-881f5ef57388" {
        /// The policy of the cache of responses; changes take effect.
        Pure GetKernelCachePolicy: fn() -> *mut HTTP_CACHE_POLICY
            = "HTTP_CACHE_POLICY *GetKernelCachePolicy()";
        /// Says that somebody will invalidate the cached response.
        Pure SetKernelCacheInvalidatorSet: fn()
            = "VOID SetKernelCacheInvalidatorSet()";
        /// The policy of the output cache; changes take effect.
        Pure GetUserCachePolicy: fn() -> *mut HTTP_CACHE_POLICY
            = "HTTP_CACHE_POLICY *GetUserCachePolicy()";
        /// Adds a header name to the list.
        Pure AppendVaryByHeader: fn(pszHeader: PCSTR) -> HRESULT
            = "HRESULT AppendVaryByHeader(PCSTR pszHeader)";
        /// The list, with commas; empty at first.
        Pure GetVaryByHeaders: fn() -> PCSTR
            = "PCSTR GetVaryByHeaders() const";
        /// Adds a query parameter to the list.
        Pure AppendVaryByQueryString: fn(pszParam: PCSTR) -> HRESULT
            = "HRESULT AppendVaryByQueryString(PCSTR pszParam)";
        /// The list, with commas; empty at first.
        Pure GetVaryByQueryStrings: fn() -> PCSTR
            = "PCSTR GetVaryByQueryStrings() const";
        /// Sets the value that tells variants apart.
        Pure SetVaryByValue: fn(pszValue: PCSTR) -> HRESULT
            = "HRESULT SetVaryByValue(PCSTR pszValue)";
        /// That value; empty at first.
        Pure GetVaryByValue: fn() -> PCSTR
            = "PCSTR GetVaryByValue() const";
        /// TRUE until DisableUserCache.
        Pure IsUserCacheEnabled: fn() -> BOOL
            = "BOOL IsUserCacheEnabled() const";
        /// There is no way back.
        Pure DisableUserCache: fn()
            = "VOID DisableUserCache()";
        /// TRUE after SetIsCached.
        Pure IsCached: fn() -> BOOL
            = "BOOL IsCached() const";
        /// Said when the response came from the cache.
        Pure SetIsCached: fn()
            = "VOID SetIsCached()";
        /// TRUE after SetKernelCacheInvalidatorSet.
        Pure GetKernelCacheInvalidatorSet: fn() -> BOOL
            = "BOOL GetKernelCacheInvalidatorSet() const";
    }

    /// The version since IIS 7.5.
    class IHttpCachePolicy2, IHttpCachePolicy2Vtbl : IHttpCachePolicy, IHttpCachePolicyVtbl = "9f4ba807-050e-4495-ae55-8870f7e9194a" {
        /// TRUE after SetForceUpdate.
        Pure IsForceUpdateSet: fn() -> BOOL
            = "BOOL IsForceUpdateSet() const";
        /// Has the cached response replaced by this one.
        Pure SetForceUpdate: fn()
            = "VOID SetForceUpdate()";
    }

    /// The response; buffered unless a module says otherwise.
    class IHttpResponse, IHttpResponseVtbl = "7e1c6b38-628f-4e6c-95dc-41237eb7f95e" {
        /// The response itself, an HTTP_RESPONSE_V2, with the chunks buffered so far.
        Pure GetRawHttpResponse: fn() -> *mut HTTP_RESPONSE
            = "HTTP_RESPONSE *GetRawHttpResponse()";
        Pure GetRawHttpResponseConst: fn() -> *const HTTP_RESPONSE
            = "const HTTP_RESPONSE *GetRawHttpResponse() const";
        Pure GetCachePolicy: fn() -> *mut IHttpCachePolicy
            = "IHttpCachePolicy *GetCachePolicy()";
        /// Sets status and reason. hrErrorToReport and pException are shown in the detailed
        /// error page; fTrySkipCustomErrors keeps the body as it is.
        Pure SetStatus: fn(statusCode: USHORT, pszReason: PCSTR, uSubStatus: USHORT, hrErrorToReport: HRESULT, pException: *mut IAppHostConfigException, fTrySkipCustomErrors: BOOL) -> HRESULT
            = "HRESULT SetStatus(USHORT statusCode, PCSTR pszReason, USHORT uSubStatus = 0, HRESULT hrErrorToReport = S_OK, IAppHostConfigException *pException = NULL, BOOL fTrySkipCustomErrors = FALSE)";
        Pure SetHeaderByName: fn(pszHeaderName: PCSTR, pszHeaderValue: PCSTR, cchHeaderValue: USHORT, fReplace: BOOL) -> HRESULT
            = "HRESULT SetHeader(PCSTR pszHeaderName, PCSTR pszHeaderValue, USHORT cchHeaderValue, BOOL fReplace)";
        Pure SetHeaderById: fn(ulHeaderIndex: HTTP_HEADER_ID, pszHeaderValue: PCSTR, cchHeaderValue: USHORT, fReplace: BOOL) -> HRESULT
            = "HRESULT SetHeader(HTTP_HEADER_ID ulHeaderIndex, PCSTR pszHeaderValue, USHORT cchHeaderValue, BOOL fReplace)";
        Pure DeleteHeaderByName: fn(pszHeaderName: PCSTR) -> HRESULT
            = "HRESULT DeleteHeader(PCSTR pszHeaderName)";
        Pure DeleteHeaderById: fn(ulHeaderIndex: HTTP_HEADER_ID) -> HRESULT
            = "HRESULT DeleteHeader(HTTP_HEADER_ID ulHeaderIndex)";
        Pure GetHeaderByName: fn(pszHeaderName: PCSTR, pcchHeaderValue: *mut USHORT) -> PCSTR
            = "PCSTR GetHeader(PCSTR pszHeaderName, USHORT *pcchHeaderValue = NULL) const";
        /// A header by its number for responses, or NULL.
        Pure GetHeaderById: fn(ulHeaderIndex: HTTP_HEADER_ID, pcchHeaderValue: *mut USHORT) -> PCSTR
            = "PCSTR GetHeader(HTTP_HEADER_ID ulHeaderIndex, USHORT *pcchHeaderValue = NULL) const";
        /// Back to 200, the default headers and no body.
        Pure Clear: fn()
            = "VOID Clear()";
        /// Back to the default headers.
        Pure ClearHeaders: fn()
            = "VOID ClearHeaders()";
        /// The connection is closed after this response.
        Pure SetNeedDisconnect: fn()
            = "VOID SetNeedDisconnect()";
        /// Resets the connection at once; the request goes on.
        Pure ResetConnection: fn()
            = "VOID ResetConnection()";
        /// This response is not cached by the server below the modules.
        Pure DisableKernelCache: fn(reason: ULONG)
            = "VOID DisableKernelCache(ULONG reason = 9)";
        /// TRUE unless that was said; no promise of caching.
        Pure GetKernelCacheEnabled: fn() -> BOOL
            = "BOOL GetKernelCacheEnabled() const";
        /// Status line and headers will not be sent.
        Pure SuppressHeaders: fn()
            = "VOID SuppressHeaders()";
        /// TRUE after SuppressHeaders.
        Pure GetHeadersSuppressed: fn() -> BOOL
            = "BOOL GetHeadersSuppressed() const";
        /// Sends what is buffered, at first with status and headers. fMoreData FALSE ends the
        /// response. When *pfCompletionExpected is TRUE, OnAsyncCompletion follows.
        Pure Flush: fn(fAsync: BOOL, fMoreData: BOOL, pcbSent: *mut DWORD, pfCompletionExpected: *mut BOOL) -> HRESULT
            = "HRESULT Flush(BOOL fAsync, BOOL fMoreData, DWORD *pcbSent, BOOL *pfCompletionExpected = NULL)";
        /// Sets Location, drops the body, and sets the status to 302 unless fResetStatusCode is
        /// FALSE.
        Pure Redirect: fn(pszUrl: PCSTR, fResetStatusCode: BOOL, fIncludeParameters: BOOL) -> HRESULT
            = "HRESULT Redirect(PCSTR pszUrl, BOOL fResetStatusCode = TRUE, BOOL fIncludeParameters = FALSE)";
        /// Adds a chunk without copying it: the memory must live to the end of the response.
        /// Position -1 is behind the others.
        Pure WriteEntityChunkByReference: fn(pDataChunk: *mut HTTP_DATA_CHUNK, lInsertPosition: LONG) -> HRESULT
            = "HRESULT WriteEntityChunkByReference(HTTP_DATA_CHUNK *pDataChunk, LONG lInsertPosition = -1)";
        /// Adds chunks; unbuffered, sends them as well, and the rest is as with Flush.
        Pure WriteEntityChunks: fn(pDataChunks: *mut HTTP_DATA_CHUNK, nChunks: DWORD, fAsync: BOOL, fMoreData: BOOL, pcbSent: *mut DWORD, pfCompletionExpected: *mut BOOL) -> HRESULT
            = "HRESULT WriteEntityChunks(HTTP_DATA_CHUNK *pDataChunks, DWORD nChunks, BOOL fAsync, BOOL fMoreData, DWORD *pcbSent, BOOL *pfCompletionExpected = NULL)";
        /// From now on what is written is sent.
        Pure DisableBuffering: fn()
            = "VOID DisableBuffering()";
        /// All but pStatusCode may be NULL.
        Pure GetStatus: fn(pStatusCode: *mut USHORT, pSubStatus: *mut USHORT, ppszReason: *mut PCSTR, pcchReason: *mut USHORT, phrErrorToReport: *mut HRESULT, ppszModule: *mut PCWSTR, pdwNotification: *mut DWORD, ppException: *mut *mut IAppHostConfigException, pfTrySkipCustomErrors: *mut BOOL)
            = "VOID GetStatus(USHORT *pStatusCode, USHORT *pSubStatus = NULL, PCSTR *ppszReason = NULL, USHORT *pcchReason = NULL, HRESULT *phrErrorToReport = NULL, PCWSTR *ppszModule = NULL, DWORD *pdwNotification = NULL, IAppHostConfigException **ppException = NULL, BOOL *pfTrySkipCustomErrors = NULL)";
        /// Sets the text of the detailed error page.
        Pure SetErrorDescription: fn(pszDescription: PCWSTR, cchDescription: DWORD, fHtmlEncode: BOOL) -> HRESULT
            = "HRESULT SetErrorDescription(PCWSTR pszDescription, DWORD cchDescription, BOOL fHtmlEncode = TRUE)";
        Pure GetErrorDescription: fn(pcchDescription: *mut DWORD) -> PCWSTR
            = "PCWSTR GetErrorDescription(DWORD *pcchDescription = NULL)";
        /// As IHttpRequest::GetHeaderChanges.
        Pure GetHeaderChanges: fn(dwOldChangeNumber: DWORD, pdwNewChangeNumber: *mut DWORD, knownHeaderSnapshot: *mut PCSTR, pdwUnknownHeaderSnapshot: *mut DWORD, ppUnknownHeaderNameSnapshot: *mut *mut PCSTR, ppUnknownHeaderValueSnapshot: *mut *mut PCSTR, diffedKnownHeaderIndices: *mut DWORD, pdwDiffedUnknownHeaders: *mut DWORD, ppDiffedUnknownHeaderIndices: *mut *mut DWORD) -> HRESULT
            = "HRESULT GetHeaderChanges(DWORD dwOldChangeNumber, DWORD *pdwNewChangeNumber, PCSTR knownHeaderSnapshot[HttpHeaderResponseMaximum], DWORD *pdwUnknownHeaderSnapshot, PCSTR **ppUnknownHeaderNameSnapshot, PCSTR **ppUnknownHeaderValueSnapshot, DWORD diffedKnownHeaderIndices[HttpHeaderResponseMaximum+1], DWORD *pdwDiffedUnknownHeaders, DWORD **ppDiffedUnknownHeaderIndices)";
        /// Resets the connection.
        Pure CloseConnection: fn()
            = "VOID CloseConnection()";
    }

    /// The version since Windows 8: sending with a callback.
    class IHttpResponse2, IHttpResponse2Vtbl : IHttpResponse, IHttpResponseVtbl = "0822c871-f14e-4974-a1e6-5b3c1f09b76a" {
        /// As the base's; an asynchronous completion goes to the callback.
        Pure WriteEntityChunks: fn(pDataChunks: *mut HTTP_DATA_CHUNK, nChunks: DWORD, fAsync: BOOL, fMoreData: BOOL, pfnCompletionCallback: PFN_ASYNC_COMPLETION, pvCompletionContext: *mut c_void, pcbSent: *mut DWORD, pfCompletionExpected: *mut BOOL) -> HRESULT
            = "HRESULT WriteEntityChunks(HTTP_DATA_CHUNK *pDataChunks, DWORD nChunks, BOOL fAsync, BOOL fMoreData, PFN_ASYNC_COMPLETION pfnCompletionCallback, VOID *pvCompletionContext, DWORD *pcbSent, BOOL *pfCompletionExpected = NULL)";
        /// As the base's; an asynchronous completion goes to the callback.
        Pure Flush: fn(fAsync: BOOL, fMoreData: BOOL, pfnCompletionCallback: PFN_ASYNC_COMPLETION, pvCompletionContext: *mut c_void, pcbSent: *mut DWORD, pfCompletionExpected: *mut BOOL) -> HRESULT
            = "HRESULT Flush(BOOL fAsync, BOOL fMoreData, PFN_ASYNC_COMPLETION pfnCompletionCallback, VOID *pvCompletionContext, DWORD *pcbSent, BOOL *pfCompletionExpected = NULL)";
    }

    /// The version since Windows 10: server push.
    class IHttpResponse3, IHttpResponse3Vtbl : IHttpResponse2, IHttpResponse2Vtbl = "19578e49-d080-45da-b673-96cb475d3c5d" {
        /// Does nothing, and succeeds, where the protocol has no push.
        Pure PushPromise: fn(pszVerb: PCSTR, pwszPath: PCWSTR, pwszQuery: PCWSTR, cHeaders: DWORD, rgHeaderNames: *mut PCSTR, rgHeaderValues: *mut PCSTR) -> HRESULT
            = "HRESULT PushPromise(PCSTR pszVerb, PCWSTR pwszPath, PCWSTR pwszQuery, DWORD cHeaders, PCSTR *rgHeaderNames, PCSTR *rgHeaderValues)";
    }

    /// The version since Windows Server 2022: trailers, GOAWAY and RST_STREAM.
    class IHttpResponse4, IHttpResponse4Vtbl : IHttpResponse3, IHttpResponse3Vtbl = "1a2acc57-cae2-4f28-b4ab-00c8f96b12ec" {
        Pure DeleteTrailer: fn(pszHeaderName: PCSTR) -> HRESULT
            = "HRESULT DeleteTrailer(PCSTR pszHeaderName)";
        Pure GetTrailer: fn(pszHeaderName: PCSTR, pcchHeaderValue: *mut USHORT) -> PCSTR
            = "PCSTR GetTrailer(PCSTR pszHeaderName, USHORT *pcchHeaderValue = NULL) const";
        /// Ends the stream with RST_STREAM.
        Pure ResetStream: fn(errorCode: ULONG)
            = "VOID ResetStream(ULONG errorCode)";
        /// GOAWAY follows this response.
        Pure SetNeedGoAway: fn()
            = "VOID SetNeedGoAway()";
        Pure SetTrailer: fn(pszHeaderName: PCSTR, pszHeaderValue: PCSTR, cchHeaderValue: USHORT, fReplace: BOOL) -> HRESULT
            = "HRESULT SetTrailer(PCSTR pszHeaderName, PCSTR pszHeaderValue, USHORT cchHeaderValue, BOOL fReplace)";
    }
}
