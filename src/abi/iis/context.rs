//! The request context.

use super::*;

crate::interfaces! {
    /// The request.
    class IHttpContext, IHttpContextVtbl = "424c1b8c-a1ba-44d7-ac98-9f8f457701a5" {
        /// Borrowed IHttpSite.
        Pure GetSite: fn() -> *mut IHttpSite
            = "IHttpSite *GetSite()";
        /// Borrowed IHttpApplication.
        Pure GetApplication: fn() -> *mut IHttpApplication
            = "IHttpApplication *GetApplication()";
        /// Borrowed IHttpConnection, can be NULL for preload/warm-up requests.
        Pure GetConnection: fn() -> *mut IHttpConnection
            = "IHttpConnection *GetConnection()";
        /// Borrowed IHttpRequest (cast to newer versions allowed).
        Pure GetRequest: fn() -> *mut IHttpRequest
            = "IHttpRequest *GetRequest()";
        /// Borrowed IHttpResponse.
        Pure GetResponse: fn() -> *mut IHttpResponse
            = "IHttpResponse *GetResponse()";
        /// TRUE once status+headers went out.
        Pure GetResponseHeadersSent: fn() -> BOOL
            = "BOOL GetResponseHeadersSent() const";
        /// Borrowed IHttpUser or NULL before authentication.
        Pure GetUser: fn() -> *mut IHttpUser
            = "IHttpUser *GetUser() const";
        /// Request-lifetime container, not synchronised.
        Pure GetModuleContextContainer: fn() -> *mut IHttpModuleContextContainer
            = "IHttpModuleContextContainer *GetModuleContextContainer()";
        /// Resume a PENDING request on the calling thread, with notificationStatus as the
        /// result of the suspended notification.
        Pure IndicateCompletion: fn(notificationStatus: REQUEST_NOTIFICATION_STATUS)
            = "VOID IndicateCompletion(REQUEST_NOTIFICATION_STATUS notificationStatus)";
        /// Queue a completion to the thread pool: OnAsyncCompletion is called later with
        /// GetCompletionBytes = cbBytes and status S_OK.
        Pure PostCompletion: fn(cbBytes: DWORD) -> HRESULT
            = "HRESULT PostCompletion(DWORD cbBytes)";
        /// Switches off the listed deterministic notifications (events, post-events) of the
        /// calling module for this request only.
        Pure DisableNotifications: fn(dwNotifications: DWORD, dwPostNotifications: DWORD)
            = "VOID DisableNotifications(DWORD dwNotifications, DWORD dwPostNotifications)";
        Pure GetNextNotification: fn(status: REQUEST_NOTIFICATION_STATUS, pdwNotification: *mut DWORD, pfIsPostNotification: *mut BOOL, ppModuleInfo: *mut *mut CHttpModule, ppRequestOutput: *mut *mut IHttpEventProvider) -> BOOL
            = "BOOL GetNextNotification(REQUEST_NOTIFICATION_STATUS status, DWORD *pdwNotification, BOOL *pfIsPostNotification, CHttpModule **ppModuleInfo, IHttpEventProvider **ppRequestOutput)";
        /// Docs wording is contradictory (says TRUE when more are pending).
        Pure GetIsLastNotification: fn(status: REQUEST_NOTIFICATION_STATUS) -> BOOL
            = "BOOL GetIsLastNotification(REQUEST_NOTIFICATION_STATUS status)";
        /// Runs a child context through the pipeline.
        Pure ExecuteRequest: fn(fAsync: BOOL, pHttpContext: *mut IHttpContext, dwExecuteFlags: DWORD, pHttpUser: *mut IHttpUser, pfCompletionExpected: *mut BOOL) -> HRESULT
            = "HRESULT ExecuteRequest(BOOL fAsync, IHttpContext *pHttpContext, DWORD dwExecuteFlags, IHttpUser *pHttpUser, BOOL *pfCompletionExpected = NULL)";
        /// EXECUTE_FLAG_* the context was started with.
        Pure GetExecuteFlags: fn() -> DWORD
            = "DWORD GetExecuteFlags() const";
        /// Wide result (PCWSTR).
        Pure GetServerVariableWide: fn(pszVariableName: PCSTR, ppszValue: *mut PCWSTR, pcchValueLength: *mut DWORD) -> HRESULT
            = "HRESULT GetServerVariable(PCSTR pszVariableName, PCWSTR *ppszValue, DWORD *pcchValueLength)";
        /// Narrow result (PCSTR).
        Pure GetServerVariableNarrow: fn(pszVariableName: PCSTR, ppszValue: *mut PCSTR, pcchValueLength: *mut DWORD) -> HRESULT
            = "HRESULT GetServerVariable(PCSTR pszVariableName, PCSTR *ppszValue, DWORD *pcchValueLength)";
        /// Creates or replaces a variable (value copied).
        Pure SetServerVariable: fn(pszVariableName: PCSTR, pszVariableValue: PCWSTR) -> HRESULT
            = "HRESULT SetServerVariable(PCSTR pszVariableName, PCWSTR pszVariableValue)";
        /// Arena memory freed at end of request.
        Pure AllocateRequestMemory: fn(cbAllocation: DWORD) -> *mut c_void
            = "VOID *AllocateRequestMemory(DWORD cbAllocation)";
        /// Borrowed.
        Pure GetUrlInfo: fn() -> *mut IHttpUrlInfo
            = "IHttpUrlInfo *GetUrlInfo()";
        /// Borrowed.
        Pure GetMetadata: fn() -> *mut IMetadataInfo
            = "IMetadataInfo *GetMetadata()";
        /// Mapped file path of the request (after default document).
        Pure GetPhysicalPath: fn(pcchPhysicalPath: *mut DWORD) -> PCWSTR
            = "PCWSTR GetPhysicalPath(DWORD *pcchPhysicalPath = NULL)";
        /// URL path of the script (without path-info).
        Pure GetScriptName: fn(pcchScriptName: *mut DWORD) -> PCWSTR
            = "PCWSTR GetScriptName(DWORD *pcchScriptName = NULL) const";
        /// Physical path belonging to GetScriptName.
        Pure GetScriptTranslated: fn(pcchScriptTranslated: *mut DWORD) -> PCWSTR
            = "PCWSTR GetScriptTranslated(DWORD *pcchScriptTranslated = NULL)";
        /// Chosen handler entry.
        Pure GetScriptMap: fn() -> *mut IScriptMapInfo
            = "IScriptMapInfo *GetScriptMap() const";
        /// Marks that a handler has served the request: the remaining modules of the handler
        /// list are not called.
        Pure SetRequestHandled: fn()
            = "VOID SetRequestHandled()";
        /// File-cache entry of the mapped file, borrowed.
        Pure GetFileInfo: fn() -> *mut IHttpFileInfo
            = "IHttpFileInfo *GetFileInfo() const";
        /// Maps a URL of this site to a physical path (fires RQ_MAP_PATH).
        Pure MapPath: fn(pszUrl: PCWSTR, pszPhysicalPath: PWSTR, pcbPhysicalPath: *mut DWORD) -> HRESULT
            = "HRESULT MapPath(PCWSTR pszUrl, PWSTR pszPhysicalPath, DWORD *pcbPhysicalPath)";
        /// Delivers RQ_CUSTOM_NOTIFICATION to every registered module on this request.
        Pure NotifyCustomNotification: fn(pCustomOutput: *mut ICustomNotificationProvider, pfCompletionExpected: *mut BOOL) -> HRESULT
            = "HRESULT NotifyCustomNotification(ICustomNotificationProvider *pCustomOutput, BOOL *pfCompletionExpected)";
        /// NULL when not a child.
        Pure GetParentContext: fn() -> *mut IHttpContext
            = "IHttpContext *GetParentContext() const";
        /// Docs: NULL when this is the root itself (a surprising rule.
        Pure GetRootContext: fn() -> *mut IHttpContext
            = "IHttpContext *GetRootContext() const";
        /// Creates a child request in *ppHttpContext with the parts named by CLONE_FLAG_*.
        Pure CloneContext: fn(dwCloneFlags: DWORD, ppHttpContext: *mut *mut IHttpContext) -> HRESULT
            = "HRESULT CloneContext(DWORD dwCloneFlags, IHttpContext **ppHttpContext)";
        /// Called on the child.
        Pure ReleaseClonedContext: fn() -> HRESULT
            = "HRESULT ReleaseClonedContext()";
        /// Diagnostics: current notification bit, start tick, module name, module start tick,
        /// async notification bit and its start tick.
        Pure GetCurrentExecutionStats: fn(pdwNotification: *mut DWORD, pdwNotificationStartTickCount: *mut DWORD, ppszModule: *mut PCWSTR, pdwModuleStartTickCount: *mut DWORD, pdwAsyncNotification: *mut DWORD, pdwAsyncNotificationStartTickCount: *mut DWORD) -> HRESULT
            = "HRESULT GetCurrentExecutionStats(DWORD *pdwNotification, DWORD *pdwNotificationStartTickCount = NULL, PCWSTR *ppszModule = NULL, DWORD *pdwModuleStartTickCount = NULL, DWORD *pdwAsyncNotification = NULL, DWORD *pdwAsyncNotificationStartTickCount = NULL) const";
        /// Per-request trace context.
        Pure GetTraceContext: fn() -> *mut IHttpTraceContext
            = "IHttpTraceContext *GetTraceContext() const";
        /// Change-tracking for server variables (managed pipeline).
        Pure GetServerVarChanges: fn(dwOldChangeNumber: DWORD, pdwNewChangeNumber: *mut DWORD, pdwVariableSnapshot: *mut DWORD, ppVariableNameSnapshot: *mut *mut PCSTR, ppVariableValueSnapshot: *mut *mut PCWSTR, pdwDiffedVariables: *mut DWORD, ppDiffedVariableIndices: *mut *mut DWORD) -> HRESULT
            = "HRESULT GetServerVarChanges(DWORD dwOldChangeNumber, DWORD *pdwNewChangeNumber, DWORD *pdwVariableSnapshot, PCSTR **ppVariableNameSnapshot, PCWSTR **ppVariableValueSnapshot, DWORD *pdwDiffedVariables, DWORD **ppDiffedVariableIndices)";
        /// Cancels outstanding async send/receive of this request.
        Pure CancelIo: fn() -> HRESULT
            = "HRESULT CancelIo()";
        /// Finds the handlers entry for (site, url, verb) without running it.
        Pure MapHandler: fn(dwSiteId: DWORD, pszSiteName: PCWSTR, pszUrl: PCWSTR, pszVerb: PCSTR, ppScriptMap: *mut *mut IScriptMapInfo, fIgnoreWildcardMappings: BOOL) -> HRESULT
            = "HRESULT MapHandler(DWORD dwSiteId, PCWSTR pszSiteName, PCWSTR pszUrl, PCSTR pszVerb, IScriptMapInfo **ppScriptMap, BOOL fIgnoreWildcardMappings = FALSE)";
        /// Deprecated, the version enum is empty.
        Pure GetExtendedInterface: fn(version: HTTP_CONTEXT_INTERFACE_VERSION, ppInterface: *mut PVOID) -> HRESULT
            = "HRESULT GetExtendedInterface(HTTP_CONTEXT_INTERFACE_VERSION version, PVOID *ppInterface)";
    }

    /// Windows 7+ (header comment).
    class IHttpContext2, IHttpContext2Vtbl : IHttpContext, IHttpContextVtbl = "c986182c-cf4a-4482-8205-0dbbc1fd6cee" {
        /// User of the original (root) request, may be NULL.
        Pure GetOriginalUser: fn() -> *mut IHttpUser
            = "IHttpUser *GetOriginalUser() const";
    }

    /// Windows 8+ (header comment).
    class IHttpContext3, IHttpContext3Vtbl : IHttpContext2, IHttpContext2Vtbl = "bf53c022-ca4b-4349-a38e-a4b78ad897fb" {
        /// Request-scoped named bag.
        Pure GetNamedContextContainer: fn() -> *mut INamedContextContainer
            = "INamedContextContainer *GetNamedContextContainer()";
        /// Allows one read and one write outstanding at once.
        Pure EnableFullDuplex: fn()
            = "VOID EnableFullDuplex()";
        /// Copies the variable from the parent context into this child.
        Pure InheritServerVariable: fn(szName: PCSTR, fFailIfNotExist: BOOL) -> HRESULT
            = "HRESULT InheritServerVariable(PCSTR szName, BOOL fFailIfNotExist = FALSE)";
        /// Queues pfnCompletionRoutine(status, cbBytes, overlapped) with pvCompletionContext to
        /// the pool instead of OnAsyncCompletion.
        Pure PostCompletion: fn(cbBytes: DWORD, pfnCompletionRoutine: LPOVERLAPPED_COMPLETION_ROUTINE, pvCompletionContext: *mut c_void) -> HRESULT
            = "HRESULT PostCompletion(DWORD cbBytes, LPOVERLAPPED_COMPLETION_ROUTINE pfnCompletionRoutine, VOID *pvCompletionContext)";
    }

    /// Header comment says "Windows 9".
    class IHttpContext4, IHttpContext4Vtbl : IHttpContext3, IHttpContext3Vtbl = "2c9463d8-4ec4-4622-8917-d486321a9443" {
        /// GetTickCount64 value at request start, ms.
        Pure GetRequestStartTime: fn() -> ULONGLONG
            = "ULONGLONG GetRequestStartTime()";
        /// Milliseconds since start.
        Pure GetRequestElapsedTime: fn() -> ULONGLONG
            = "ULONGLONG GetRequestElapsedTime()";
    }
}
