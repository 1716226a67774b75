//! Arguments of global notifications.

use super::*;

crate::interfaces! {
    /// Argument of OnGlobalPreBeginRequest.
    class IPreBeginRequestProvider, IPreBeginRequestProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "fb715d26-aff9-476a-8fc0-6b1acb3d1098" {
        /// Context of the request that is about to start.
        Pure GetHttpContext: fn() -> *mut IHttpContext
            = "IHttpContext *GetHttpContext()";
    }

    /// Argument of application start/stop.
    class IHttpApplicationProvider, IHttpApplicationProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "1de2c71c-c126-4512-aed3-f4f885e14997" {
        /// Application concerned.
        Pure GetApplication: fn() -> *mut IHttpApplication
            = "IHttpApplication *GetApplication()";
    }

    /// Argument of OnGlobalApplicationResolveModules: adds modules that are not in configuration
    /// (the managed engine uses it for managed modules).
    class IHttpApplicationResolveModulesProvider, IHttpApplicationResolveModulesProviderVtbl : IHttpApplicationProvider, IHttpApplicationProviderVtbl = "0617d9b9-e20f-4a9f-94f9-35403b3be01e" {
        /// Adds a child module under parentModuleId with a factory, name, type, preCondition
        /// and bit masks.
        Pure RegisterModule: fn(parentModuleId: HTTP_MODULE_ID, pModuleFactory: *mut IHttpModuleFactory, pszModuleName: PCWSTR, pszModuleType: PCWSTR, pszModulePreCondition: PCWSTR, dwRequestNotifications: DWORD, dwPostRequestNotifications: DWORD) -> HRESULT
            = "HRESULT RegisterModule(HTTP_MODULE_ID parentModuleId, IHttpModuleFactory *pModuleFactory, PCWSTR pszModuleName, PCWSTR pszModuleType, PCWSTR pszModulePreCondition, DWORD dwRequestNotifications, DWORD dwPostRequestNotifications)";
        /// Priority alias for one such module.
        Pure SetPriorityForRequestNotification: fn(pszModuleName: PCWSTR, dwRequestNotification: DWORD, pszPriorityAlias: PCWSTR) -> HRESULT
            = "HRESULT SetPriorityForRequestNotification(PCWSTR pszModuleName, DWORD dwRequestNotification, PCWSTR pszPriorityAlias)";
    }

    /// Run-time status query.
    class IGlobalRSCAQueryProvider, IGlobalRSCAQueryProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "63fdc43f-934a-4ee5-bcd8-7e7b50b75605" {
        /// Query function, e.g.
        Pure GetFunctionName: fn() -> PCWSTR
            = "PCWSTR GetFunctionName() const";
        /// Parameter text.
        Pure GetFunctionParameters: fn() -> PCWSTR
            = "PCWSTR GetFunctionParameters() const";
        /// (Re)allocates the provider-owned output buffer.
        Pure GetOutputBuffer: fn(cbBuffer: DWORD, ppbBuffer: *mut *mut BYTE) -> HRESULT
            = "HRESULT GetOutputBuffer(DWORD cbBuffer, BYTE **ppbBuffer)";
        /// Grows it and keeps cbBytesToCopy bytes.
        Pure ResizeOutputBuffer: fn(cbNewBuffer: DWORD, cbBytesToCopy: DWORD, ppbBuffer: *mut *mut BYTE) -> HRESULT
            = "HRESULT ResizeOutputBuffer(DWORD cbNewBuffer, DWORD cbBytesToCopy, BYTE **ppbBuffer)";
        /// Final size and HRESULT (default E_NOTIMPL when never called).
        Pure SetResult: fn(cbData: DWORD, hr: HRESULT)
            = "VOID SetResult(DWORD cbData, HRESULT hr)";
    }

    /// Argument of OnGlobalStopListening.
    class IGlobalStopListeningProvider, IGlobalStopListeningProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "41f9a601-e25d-4ac8-8a1f-635698a30ab9" {
        /// TRUE on recycle (finish current requests), FALSE on hard stop.
        Pure DrainRequestsGracefully: fn() -> BOOL
            = "BOOL DrainRequestsGracefully() const";
    }

    /// Argument of OnGlobalCacheOperation.
    class ICacheProvider, ICacheProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "58925fb9-7c5e-4684-833b-4a04e1286690" {
        /// CACHE_OPERATION value.
        Pure GetCacheOperation: fn() -> CACHE_OPERATION
            = "CACHE_OPERATION GetCacheOperation() const";
        /// Key.
        Pure GetCacheKey: fn() -> *mut IHttpCacheKey
            = "IHttpCacheKey *GetCacheKey() const";
        /// Record or NULL.
        Pure GetCacheRecord: fn() -> *mut IHttpCacheSpecificData
            = "IHttpCacheSpecificData *GetCacheRecord() const";
        /// Takes over a reference the caller has added.
        Pure SetCacheRecord: fn(pCacheRecord: *mut IHttpCacheSpecificData)
            = "VOID SetCacheRecord(IHttpCacheSpecificData *pCacheRecord)";
        /// May be NULL.
        Pure GetTraceContext: fn() -> *mut IHttpTraceContext
            = "IHttpTraceContext *GetTraceContext() const";
    }

    /// Argument of OnGlobalConfigurationChange.
    class IGlobalConfigurationChangeProvider, IGlobalConfigurationChangeProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "3405f3b4-b3d6-4b73-b5f5-4d8a3cc642ce" {
        /// Returns the changed configuration path directly .
        Pure GetChangePath: fn() -> PCWSTR
            = "PCWSTR GetChangePath() const";
    }

    /// Argument of OnGlobalFileChange.
    class IGlobalFileChangeProvider, IGlobalFileChangeProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "ece31ee5-0486-4fb0-a875-6739a2d7daf5" {
        /// Full path that changed.
        Pure GetFileName: fn() -> PCWSTR
            = "PCWSTR GetFileName() const";
        /// Monitor that reported it.
        Pure GetFileMonitor: fn() -> *mut IHttpFileMonitor
            = "IHttpFileMonitor *GetFileMonitor()";
    }

    /// Argument of OnGlobalTraceEvent.
    class IGlobalTraceEventProvider, IGlobalTraceEventProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "7c6bb150-0310-4718-a01f-6faceb62dc1d" {
        /// Event, provider-owned.
        Pure GetTraceEvent: fn(ppTraceEvent: *mut *mut HTTP_TRACE_EVENT) -> HRESULT
            = "HRESULT GetTraceEvent(HTTP_TRACE_EVENT **ppTraceEvent)";
        /// TRUE if the event matches the module's SetTraceConfiguration.
        Pure CheckSubscription: fn(ModuleId: HTTP_MODULE_ID) -> BOOL
            = "BOOL CheckSubscription(HTTP_MODULE_ID ModuleId)";
        /// Context for request events.
        Pure GetCurrentHttpRequestContext: fn(ppHttpContext: *mut *mut IHttpContext) -> HRESULT
            = "HRESULT GetCurrentHttpRequestContext(IHttpContext **ppHttpContext)";
    }

    /// Argument of OnGlobalThreadCleanup.
    class IGlobalThreadCleanupProvider, IGlobalThreadCleanupProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "6b36a149-8620-45a0-8197-00814a706e2e" {
        /// Application the thread worked for.
        Pure GetApplication: fn() -> *mut IHttpApplication
            = "IHttpApplication *GetApplication()";
    }

    /// Argument of OnGlobalApplicationPreload (preload/always-running).
    class IGlobalApplicationPreloadProvider, IGlobalApplicationPreloadProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "2111f8d6-0c41-4ff7-bd45-5c04c7e91a73" {
        /// Makes a synthetic request context without client connection.
        Pure CreateContext: fn(ppHttpContext: *mut *mut IHttpContext) -> HRESULT
            = "HRESULT CreateContext(IHttpContext **ppHttpContext)";
        /// Runs it as pHttpUser.
        Pure ExecuteRequest: fn(pHttpContext: *mut IHttpContext, pHttpUser: *mut IHttpUser) -> HRESULT
            = "HRESULT ExecuteRequest(IHttpContext *pHttpContext, IHttpUser *pHttpUser)";
    }

    /// Windows 8+ (header comment).
    class IGlobalApplicationPreloadProvider2, IGlobalApplicationPreloadProvider2Vtbl : IGlobalApplicationPreloadProvider, IGlobalApplicationPreloadProviderVtbl = "251db2dd-81e7-44ce-ae02-46529f2d71ea" {
        /// TRUE when this start replaces a recycled process.
        Pure IsProcessRecycled: fn() -> BOOL
            = "BOOL IsProcessRecycled() const";
    }

    /// Implemented by the module, returned from OnSuspendProcess.
    class IGlobalSuspendProcessCallback, IGlobalSuspendProcessCallbackVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "7fd8f303-1031-4e50-918a-b7b916fd6c54" {
        /// Called when the suspended worker process is resumed.
        Pure Resume: fn() -> HRESULT
            = "HRESULT Resume()";
    }
}
