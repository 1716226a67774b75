//! Arguments of global notifications.

use super::*;

crate::interfaces! {
    /// Argument of OnGlobalPreBeginRequest.
    class IPreBeginRequestProvider, IPreBeginRequestProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "fb715d26-aff9-476a-8fc0-6b1acb3d1098" {
        Pure GetHttpContext: fn() -> *mut IHttpContext
            = "IHttpContext *GetHttpContext()";
    }

    /// Argument of OnGlobalApplicationStart and OnGlobalApplicationStop.
    class IHttpApplicationProvider, IHttpApplicationProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "1de2c71c-c126-4512-aed3-f4f885e14997" {
        Pure GetApplication: fn() -> *mut IHttpApplication
            = "IHttpApplication *GetApplication()";
    }

    /// Argument of OnGlobalApplicationResolveModules: adds modules that configuration does not
    /// name.
    class IHttpApplicationResolveModulesProvider, IHttpApplicationResolveModulesProviderVtbl : IHttpApplicationProvider, IHttpApplicationProviderVtbl = "0617d9b9-e20f-4a9f-94f9-35403b3be01e" {
        Pure RegisterModule: fn(parentModuleId: HTTP_MODULE_ID, pModuleFactory: *mut IHttpModuleFactory, pszModuleName: PCWSTR, pszModuleType: PCWSTR, pszModulePreCondition: PCWSTR, dwRequestNotifications: DWORD, dwPostRequestNotifications: DWORD) -> HRESULT
            = "HRESULT RegisterModule(HTTP_MODULE_ID parentModuleId, IHttpModuleFactory *pModuleFactory, PCWSTR pszModuleName, PCWSTR pszModuleType, PCWSTR pszModulePreCondition, DWORD dwRequestNotifications, DWORD dwPostRequestNotifications)";
        Pure SetPriorityForRequestNotification: fn(pszModuleName: PCWSTR, dwRequestNotification: DWORD, pszPriorityAlias: PCWSTR) -> HRESULT
            = "HRESULT SetPriorityForRequestNotification(PCWSTR pszModuleName, DWORD dwRequestNotification, PCWSTR pszPriorityAlias)";
    }

    /// Argument of OnGlobalRSCAQuery: a query of the runtime status.
    class IGlobalRSCAQueryProvider, IGlobalRSCAQueryProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "63fdc43f-934a-4ee5-bcd8-7e7b50b75605" {
        Pure GetFunctionName: fn() -> PCWSTR
            = "PCWSTR GetFunctionName() const";
        Pure GetFunctionParameters: fn() -> PCWSTR
            = "PCWSTR GetFunctionParameters() const";
        /// The buffer belongs to the provider.
        Pure GetOutputBuffer: fn(cbBuffer: DWORD, ppbBuffer: *mut *mut BYTE) -> HRESULT
            = "HRESULT GetOutputBuffer(DWORD cbBuffer, BYTE **ppbBuffer)";
        /// Keeps the first cbBytesToCopy bytes.
        Pure ResizeOutputBuffer: fn(cbNewBuffer: DWORD, cbBytesToCopy: DWORD, ppbBuffer: *mut *mut BYTE) -> HRESULT
            = "HRESULT ResizeOutputBuffer(DWORD cbNewBuffer, DWORD cbBytesToCopy, BYTE **ppbBuffer)";
        /// E_NOTIMPL unless it is called.
        Pure SetResult: fn(cbData: DWORD, hr: HRESULT)
            = "VOID SetResult(DWORD cbData, HRESULT hr)";
    }

    /// Argument of OnGlobalStopListening.
    class IGlobalStopListeningProvider, IGlobalStopListeningProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "41f9a601-e25d-4ac8-8a1f-635698a30ab9" {
        /// TRUE when the requests in flight are to be finished.
        Pure DrainRequestsGracefully: fn() -> BOOL
            = "BOOL DrainRequestsGracefully() const";
    }

    /// Argument of OnGlobalCacheOperation.
    class ICacheProvider, ICacheProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "58925fb9-7c5e-4684-833b-4a04e1286690" {
        Pure GetCacheOperation: fn() -> CACHE_OPERATION
            = "CACHE_OPERATION GetCacheOperation() const";
        Pure GetCacheKey: fn() -> *mut IHttpCacheKey
            = "IHttpCacheKey *GetCacheKey() const";
        /// Or NULL.
        Pure GetCacheRecord: fn() -> *mut IHttpCacheSpecificData
            = "IHttpCacheSpecificData *GetCacheRecord() const";
        /// Takes over the caller's reference.
        Pure SetCacheRecord: fn(pCacheRecord: *mut IHttpCacheSpecificData)
            = "VOID SetCacheRecord(IHttpCacheSpecificData *pCacheRecord)";
        /// Or NULL.
        Pure GetTraceContext: fn() -> *mut IHttpTraceContext
            = "IHttpTraceContext *GetTraceContext() const";
    }

    /// Argument of OnGlobalConfigurationChange.
    class IGlobalConfigurationChangeProvider, IGlobalConfigurationChangeProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "3405f3b4-b3d6-4b73-b5f5-4d8a3cc642ce" {
        /// The configuration path that has changed.
        Pure GetChangePath: fn() -> PCWSTR
            = "PCWSTR GetChangePath() const";
    }

    /// Argument of OnGlobalFileChange.
    class IGlobalFileChangeProvider, IGlobalFileChangeProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "ece31ee5-0486-4fb0-a875-6739a2d7daf5" {
        /// The path that has changed.
        Pure GetFileName: fn() -> PCWSTR
            = "PCWSTR GetFileName() const";
        Pure GetFileMonitor: fn() -> *mut IHttpFileMonitor
            = "IHttpFileMonitor *GetFileMonitor()";
    }

    /// Argument of OnGlobalTraceEvent.
    class IGlobalTraceEventProvider, IGlobalTraceEventProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "7c6bb150-0310-4718-a01f-6faceb62dc1d" {
        /// Belongs to the provider.
        Pure GetTraceEvent: fn(ppTraceEvent: *mut *mut HTTP_TRACE_EVENT) -> HRESULT
            = "HRESULT GetTraceEvent(HTTP_TRACE_EVENT **ppTraceEvent)";
        /// TRUE when the module has subscribed to the event.
        Pure CheckSubscription: fn(ModuleId: HTTP_MODULE_ID) -> BOOL
            = "BOOL CheckSubscription(HTTP_MODULE_ID ModuleId)";
        /// The request that raised the event.
        Pure GetCurrentHttpRequestContext: fn(ppHttpContext: *mut *mut IHttpContext) -> HRESULT
            = "HRESULT GetCurrentHttpRequestContext(IHttpContext **ppHttpContext)";
    }

    /// Argument of OnGlobalThreadCleanup.
    class IGlobalThreadCleanupProvider, IGlobalThreadCleanupProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "6b36a149-8620-45a0-8197-00814a706e2e" {
        /// The application that the thread has worked for.
        Pure GetApplication: fn() -> *mut IHttpApplication
            = "IHttpApplication *GetApplication()";
    }

    /// Argument of OnGlobalApplicationPreload.
    class IGlobalApplicationPreloadProvider, IGlobalApplicationPreloadProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "2111f8d6-0c41-4ff7-bd45-5c04c7e91a73" {
        /// A request without a client.
        Pure CreateContext: fn(ppHttpContext: *mut *mut IHttpContext) -> HRESULT
            = "HRESULT CreateContext(IHttpContext **ppHttpContext)";
        Pure ExecuteRequest: fn(pHttpContext: *mut IHttpContext, pHttpUser: *mut IHttpUser) -> HRESULT
            = "HRESULT ExecuteRequest(IHttpContext *pHttpContext, IHttpUser *pHttpUser)";
    }

    /// The version since Windows 8.
    class IGlobalApplicationPreloadProvider2, IGlobalApplicationPreloadProvider2Vtbl : IGlobalApplicationPreloadProvider, IGlobalApplicationPreloadProviderVtbl = "251db2dd-81e7-44ce-ae02-46529f2d71ea" {
        /// TRUE when this process replaces another.
        Pure IsProcessRecycled: fn() -> BOOL
            = "BOOL IsProcessRecycled() const";
    }

    /// What OnSuspendProcess gives; the module implements it.
    class IGlobalSuspendProcessCallback, IGlobalSuspendProcessCallbackVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "7fd8f303-1031-4e50-918a-b7b916fd6c54" {
        /// The process goes on.
        Pure Resume: fn() -> HRESULT
            = "HRESULT Resume()";
    }
}
