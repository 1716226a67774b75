//! The request context.

use super::*;

crate::interfaces! {
    /// The context of one request: everything that belongs to it is reached from here.
    class IHttpContext, IHttpContextVtbl = "424c1b8c-a1ba-44d7-ac98-9f8f457701a5" {
        Pure GetSite: fn() -> *mut IHttpSite
            = "IHttpSite *GetSite()";
        Pure GetApplication: fn() -> *mut IHttpApplication
            = "IHttpApplication *GetApplication()";
        /// NULL for requests that the server makes itself.
        Pure GetConnection: fn() -> *mut IHttpConnection
            = "IHttpConnection *GetConnection()";
        Pure GetRequest: fn() -> *mut IHttpRequest
            = "IHttpRequest *GetRequest()";
        Pure GetResponse: fn() -> *mut IHttpResponse
            = "IHttpResponse *GetResponse()";
        /// TRUE once status and headers have been sent.
        Pure GetResponseHeadersSent: fn() -> BOOL
            = "BOOL GetResponseHeadersSent() const";
        /// NULL before authentication.
        Pure GetUser: fn() -> *mut IHttpUser
            = "IHttpUser *GetUser() const";
        /// Lives as long as the request.
        Pure GetModuleContextContainer: fn() -> *mut IHttpModuleContextContainer
            = "IHttpModuleContextContainer *GetModuleContextContainer()";
        /// Goes on with a pending request on this thread, as if the notification had returned
        /// this.
        Pure IndicateCompletion: fn(notificationStatus: REQUEST_NOTIFICATION_STATUS)
            = "VOID IndicateCompletion(REQUEST_NOTIFICATION_STATUS notificationStatus)";
        /// Has OnAsyncCompletion called on another thread, with this number of bytes.
        Pure PostCompletion: fn(cbBytes: DWORD) -> HRESULT
            = "HRESULT PostCompletion(DWORD cbBytes)";
        /// The module does not get these notifications of this request.
        Pure DisableNotifications: fn(dwNotifications: DWORD, dwPostNotifications: DWORD)
            = "VOID DisableNotifications(DWORD dwNotifications, DWORD dwPostNotifications)";
        Pure GetNextNotification: fn(status: REQUEST_NOTIFICATION_STATUS, pdwNotification: *mut DWORD, pfIsPostNotification: *mut BOOL, ppModuleInfo: *mut *mut CHttpModule, ppRequestOutput: *mut *mut IHttpEventProvider) -> BOOL
            = "BOOL GetNextNotification(REQUEST_NOTIFICATION_STATUS status, DWORD *pdwNotification, BOOL *pfIsPostNotification, CHttpModule **ppModuleInfo, IHttpEventProvider **ppRequestOutput)";
        Pure GetIsLastNotification: fn(status: REQUEST_NOTIFICATION_STATUS) -> BOOL
            = "BOOL GetIsLastNotification(REQUEST_NOTIFICATION_STATUS status)";
        /// Runs a clone of the request; OnAsyncCompletion follows when *pfCompletionExpected is
        /// TRUE.
        Pure ExecuteRequest: fn(fAsync: BOOL, pHttpContext: *mut IHttpContext, dwExecuteFlags: DWORD, pHttpUser: *mut IHttpUser, pfCompletionExpected: *mut BOOL) -> HRESULT
            = "HRESULT ExecuteRequest(BOOL fAsync, IHttpContext *pHttpContext, DWORD dwExecuteFlags, IHttpUser *pHttpUser, BOOL *pfCompletionExpected = NULL)";
        /// The flags that ExecuteRequest was given for this context.
        Pure GetExecuteFlags: fn() -> DWORD
            = "DWORD GetExecuteFlags() const";
        /// A server variable, such as REMOTE_ADDR or HTTP_HOST.
        Pure GetServerVariableWide: fn(pszVariableName: PCSTR, ppszValue: *mut PCWSTR, pcchValueLength: *mut DWORD) -> HRESULT
            = "HRESULT GetServerVariable(PCSTR pszVariableName, PCWSTR *ppszValue, DWORD *pcchValueLength)";
        Pure GetServerVariableNarrow: fn(pszVariableName: PCSTR, ppszValue: *mut PCSTR, pcchValueLength: *mut DWORD) -> HRESULT
            = "HRESULT GetServerVariable(PCSTR pszVariableName, PCSTR *ppszValue, DWORD *pcchValueLength)";
        Pure SetServerVariable: fn(pszVariableName: PCSTR, pszVariableValue: PCWSTR) -> HRESULT
            = "HRESULT SetServerVariable(PCSTR pszVariableName, PCWSTR pszVariableValue)";
        /// Memory that is freed at the end of the request.
        Pure AllocateRequestMemory: fn(cbAllocation: DWORD) -> *mut c_void
            = "VOID *AllocateRequestMemory(DWORD cbAllocation)";
        Pure GetUrlInfo: fn() -> *mut IHttpUrlInfo
            = "IHttpUrlInfo *GetUrlInfo()";
        Pure GetMetadata: fn() -> *mut IMetadataInfo
            = "IMetadataInfo *GetMetadata()";
        /// The file or folder that the URL is mapped to.
        Pure GetPhysicalPath: fn(pcchPhysicalPath: *mut DWORD) -> PCWSTR
            = "PCWSTR GetPhysicalPath(DWORD *pcchPhysicalPath = NULL)";
        /// The URL's path without path information.
        Pure GetScriptName: fn(pcchScriptName: *mut DWORD) -> PCWSTR
            = "PCWSTR GetScriptName(DWORD *pcchScriptName = NULL) const";
        /// The file of GetScriptName.
        Pure GetScriptTranslated: fn(pcchScriptTranslated: *mut DWORD) -> PCWSTR
            = "PCWSTR GetScriptTranslated(DWORD *pcchScriptTranslated = NULL)";
        /// The handler, once it is chosen.
        Pure GetScriptMap: fn() -> *mut IScriptMapInfo
            = "IScriptMapInfo *GetScriptMap() const";
        /// No other handler is called.
        Pure SetRequestHandled: fn()
            = "VOID SetRequestHandled()";
        Pure GetFileInfo: fn() -> *mut IHttpFileInfo
            = "IHttpFileInfo *GetFileInfo() const";
        /// The path of a URL of this site; *pcbPhysicalPath is in bytes.
        Pure MapPath: fn(pszUrl: PCWSTR, pszPhysicalPath: PWSTR, pcbPhysicalPath: *mut DWORD) -> HRESULT
            = "HRESULT MapPath(PCWSTR pszUrl, PWSTR pszPhysicalPath, DWORD *pcbPhysicalPath)";
        /// Calls OnCustomRequestNotification of the modules that want it.
        Pure NotifyCustomNotification: fn(pCustomOutput: *mut ICustomNotificationProvider, pfCompletionExpected: *mut BOOL) -> HRESULT
            = "HRESULT NotifyCustomNotification(ICustomNotificationProvider *pCustomOutput, BOOL *pfCompletionExpected)";
        /// NULL unless this is a clone.
        Pure GetParentContext: fn() -> *mut IHttpContext
            = "IHttpContext *GetParentContext() const";
        Pure GetRootContext: fn() -> *mut IHttpContext
            = "IHttpContext *GetRootContext() const";
        /// A copy of the parts that CLONE_FLAG_… names, for ExecuteRequest.
        Pure CloneContext: fn(dwCloneFlags: DWORD, ppHttpContext: *mut *mut IHttpContext) -> HRESULT
            = "HRESULT CloneContext(DWORD dwCloneFlags, IHttpContext **ppHttpContext)";
        /// Called on the clone.
        Pure ReleaseClonedContext: fn() -> HRESULT
            = "HRESULT ReleaseClonedContext()";
        /// Which notification and which module is at work, and since when.
        Pure GetCurrentExecutionStats: fn(pdwNotification: *mut DWORD, pdwNotificationStartTickCount: *mut DWORD, ppszModule: *mut PCWSTR, pdwModuleStartTickCount: *mut DWORD, pdwAsyncNotification: *mut DWORD, pdwAsyncNotificationStartTickCount: *mut DWORD) -> HRESULT
            = "HRESULT GetCurrentExecutionStats(DWORD *pdwNotification, DWORD *pdwNotificationStartTickCount = NULL, PCWSTR *ppszModule = NULL, DWORD *pdwModuleStartTickCount = NULL, DWORD *pdwAsyncNotification = NULL, DWORD *pdwAsyncNotificationStartTickCount = NULL) const";
        Pure GetTraceContext: fn() -> *mut IHttpTraceContext
            = "IHttpTraceContext *GetTraceContext() const";
        /// As IHttpRequest::GetHeaderChanges, for server variables.
        Pure GetServerVarChanges: fn(dwOldChangeNumber: DWORD, pdwNewChangeNumber: *mut DWORD, pdwVariableSnapshot: *mut DWORD, ppVariableNameSnapshot: *mut *mut PCSTR, ppVariableValueSnapshot: *mut *mut PCWSTR, pdwDiffedVariables: *mut DWORD, ppDiffedVariableIndices: *mut *mut DWORD) -> HRESULT
            = "HRESULT GetServerVarChanges(DWORD dwOldChangeNumber, DWORD *pdwNewChangeNumber, DWORD *pdwVariableSnapshot, PCSTR **ppVariableNameSnapshot, PCWSTR **ppVariableValueSnapshot, DWORD *pdwDiffedVariables, DWORD **ppDiffedVariableIndices)";
        /// Cancels what is pending; it completes with ERROR_OPERATION_ABORTED.
        Pure CancelIo: fn() -> HRESULT
            = "HRESULT CancelIo()";
        /// The handler of a URL, without running it.
        Pure MapHandler: fn(dwSiteId: DWORD, pszSiteName: PCWSTR, pszUrl: PCWSTR, pszVerb: PCSTR, ppScriptMap: *mut *mut IScriptMapInfo, fIgnoreWildcardMappings: BOOL) -> HRESULT
            = "HRESULT MapHandler(DWORD dwSiteId, PCWSTR pszSiteName, PCWSTR pszUrl, PCSTR pszVerb, IScriptMapInfo **ppScriptMap, BOOL fIgnoreWildcardMappings = FALSE)";
        /// There is no version to ask for.
        Pure GetExtendedInterface: fn(version: HTTP_CONTEXT_INTERFACE_VERSION, ppInterface: *mut PVOID) -> HRESULT
            = "HRESULT GetExtendedInterface(HTTP_CONTEXT_INTERFACE_VERSION version, PVOID *ppInterface)";
    }

    /// The version since Windows 7.
    class IHttpContext2, IHttpContext2Vtbl : IHttpContext, IHttpContextVtbl = "c986182c-cf4a-4482-8205-0dbbc1fd6cee" {
        /// The user of the request that this one was cloned from, or NULL.
        Pure GetOriginalUser: fn() -> *mut IHttpUser
            = "IHttpUser *GetOriginalUser() const";
    }

    /// The version since Windows 8.
    class IHttpContext3, IHttpContext3Vtbl : IHttpContext2, IHttpContext2Vtbl = "bf53c022-ca4b-4349-a38e-a4b78ad897fb" {
        Pure GetNamedContextContainer: fn() -> *mut INamedContextContainer
            = "INamedContextContainer *GetNamedContextContainer()";
        /// One read and one write may be pending at the same time.
        Pure EnableFullDuplex: fn()
            = "VOID EnableFullDuplex()";
        /// Takes a variable over from the parent.
        Pure InheritServerVariable: fn(szName: PCSTR, fFailIfNotExist: BOOL) -> HRESULT
            = "HRESULT InheritServerVariable(PCSTR szName, BOOL fFailIfNotExist = FALSE)";
        /// Calls the routine on another thread; pvCompletionContext is its third argument.
        Pure PostCompletion: fn(cbBytes: DWORD, pfnCompletionRoutine: LPOVERLAPPED_COMPLETION_ROUTINE, pvCompletionContext: *mut c_void) -> HRESULT
            = "HRESULT PostCompletion(DWORD cbBytes, LPOVERLAPPED_COMPLETION_ROUTINE pfnCompletionRoutine, VOID *pvCompletionContext)";
    }

    /// The newest version: how long the request has taken.
    class IHttpContext4, IHttpContext4Vtbl : IHttpContext3, IHttpContext3Vtbl = "2c9463d8-4ec4-4622-8917-d486321a9443" {
        /// As GetTickCount64 was then.
        Pure GetRequestStartTime: fn() -> ULONGLONG
            = "ULONGLONG GetRequestStartTime()";
        /// In milliseconds.
        Pure GetRequestElapsedTime: fn() -> ULONGLONG
            = "ULONGLONG GetRequestElapsedTime()";
    }
}
