//! What a module implements and registers.

use super::*;

crate::interfaces! {
    /// Base of request modules.
    class CHttpModule, CHttpModuleVtbl = "" {
        Unhandled OnBeginRequest: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IHttpEventProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnBeginRequest(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)";
        Unhandled OnPostBeginRequest: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IHttpEventProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnPostBeginRequest(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)";
        Unhandled OnAuthenticateRequest: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IAuthenticationProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnAuthenticateRequest(IHttpContext *pHttpContext, IAuthenticationProvider *pProvider)";
        Unhandled OnPostAuthenticateRequest: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IHttpEventProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnPostAuthenticateRequest(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)";
        Unhandled OnAuthorizeRequest: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IHttpEventProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnAuthorizeRequest(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)";
        Unhandled OnPostAuthorizeRequest: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IHttpEventProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnPostAuthorizeRequest(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)";
        Unhandled OnResolveRequestCache: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IHttpEventProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnResolveRequestCache(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)";
        Unhandled OnPostResolveRequestCache: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IHttpEventProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnPostResolveRequestCache(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)";
        Unhandled OnMapRequestHandler: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IMapHandlerProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnMapRequestHandler(IHttpContext *pHttpContext, IMapHandlerProvider *pProvider)";
        Unhandled OnPostMapRequestHandler: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IHttpEventProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnPostMapRequestHandler(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)";
        Unhandled OnAcquireRequestState: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IHttpEventProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnAcquireRequestState(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)";
        Unhandled OnPostAcquireRequestState: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IHttpEventProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnPostAcquireRequestState(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)";
        Unhandled OnPreExecuteRequestHandler: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IHttpEventProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnPreExecuteRequestHandler(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)";
        Unhandled OnPostPreExecuteRequestHandler: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IHttpEventProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnPostPreExecuteRequestHandler(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)";
        Unhandled OnExecuteRequestHandler: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IHttpEventProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)";
        Unhandled OnPostExecuteRequestHandler: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IHttpEventProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnPostExecuteRequestHandler(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)";
        Unhandled OnReleaseRequestState: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IHttpEventProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnReleaseRequestState(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)";
        Unhandled OnPostReleaseRequestState: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IHttpEventProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnPostReleaseRequestState(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)";
        Unhandled OnUpdateRequestCache: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IHttpEventProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnUpdateRequestCache(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)";
        Unhandled OnPostUpdateRequestCache: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IHttpEventProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnPostUpdateRequestCache(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)";
        Unhandled OnLogRequest: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IHttpEventProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnLogRequest(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)";
        Unhandled OnPostLogRequest: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IHttpEventProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnPostLogRequest(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)";
        Unhandled OnEndRequest: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IHttpEventProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnEndRequest(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)";
        Unhandled OnPostEndRequest: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IHttpEventProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnPostEndRequest(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)";
        Unhandled OnSendResponse: fn(pHttpContext: *mut IHttpContext, pProvider: *mut ISendResponseProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnSendResponse(IHttpContext *pHttpContext, ISendResponseProvider *pProvider)";
        Unhandled OnMapPath: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IMapPathProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnMapPath(IHttpContext *pHttpContext, IMapPathProvider *pProvider)";
        Unhandled OnReadEntity: fn(pHttpContext: *mut IHttpContext, pProvider: *mut IReadEntityProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnReadEntity(IHttpContext *pHttpContext, IReadEntityProvider *pProvider)";
        Unhandled OnCustomRequestNotification: fn(pHttpContext: *mut IHttpContext, pProvider: *mut ICustomNotificationProvider) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnCustomRequestNotification(IHttpContext *pHttpContext, ICustomNotificationProvider *pProvider)";
        Unhandled OnAsyncCompletion: fn(pHttpContext: *mut IHttpContext, dwNotification: DWORD, fPostNotification: BOOL, pProvider: *mut IHttpEventProvider, pCompletionInfo: *mut IHttpCompletionInfo) -> REQUEST_NOTIFICATION_STATUS
            = "REQUEST_NOTIFICATION_STATUS OnAsyncCompletion(IHttpContext *pHttpContext, DWORD dwNotification, BOOL fPostNotification, IHttpEventProvider *pProvider, IHttpCompletionInfo *pCompletionInfo)";
        Delete Dispose: fn()
            = "VOID Dispose()";
        /// The complete and the deleting destructor, last; the host never calls them.
        Destructor DestroyComplete: fn() = "~CHttpModule()";
        Destructor DestroyDeleting: fn() = "~CHttpModule()";
    }

    /// Base of global modules; Terminate has to be overridden.
    class CGlobalModule, CGlobalModuleVtbl = "" {
        Unhandled OnGlobalStopListening: fn(pProvider: *mut IGlobalStopListeningProvider) -> GLOBAL_NOTIFICATION_STATUS
            = "GLOBAL_NOTIFICATION_STATUS OnGlobalStopListening(IGlobalStopListeningProvider *pProvider)";
        Unhandled OnGlobalCacheCleanup: fn() -> GLOBAL_NOTIFICATION_STATUS
            = "GLOBAL_NOTIFICATION_STATUS OnGlobalCacheCleanup()";
        Unhandled OnGlobalCacheOperation: fn(pProvider: *mut ICacheProvider) -> GLOBAL_NOTIFICATION_STATUS
            = "GLOBAL_NOTIFICATION_STATUS OnGlobalCacheOperation(ICacheProvider *pProvider)";
        Unhandled OnGlobalHealthCheck: fn() -> GLOBAL_NOTIFICATION_STATUS
            = "GLOBAL_NOTIFICATION_STATUS OnGlobalHealthCheck()";
        Unhandled OnGlobalConfigurationChange: fn(pProvider: *mut IGlobalConfigurationChangeProvider) -> GLOBAL_NOTIFICATION_STATUS
            = "GLOBAL_NOTIFICATION_STATUS OnGlobalConfigurationChange(IGlobalConfigurationChangeProvider *pProvider)";
        Unhandled OnGlobalFileChange: fn(pProvider: *mut IGlobalFileChangeProvider) -> GLOBAL_NOTIFICATION_STATUS
            = "GLOBAL_NOTIFICATION_STATUS OnGlobalFileChange(IGlobalFileChangeProvider *pProvider)";
        Unhandled OnGlobalPreBeginRequest: fn(pProvider: *mut IPreBeginRequestProvider) -> GLOBAL_NOTIFICATION_STATUS
            = "GLOBAL_NOTIFICATION_STATUS OnGlobalPreBeginRequest(IPreBeginRequestProvider *pProvider)";
        Unhandled OnGlobalApplicationStart: fn(pProvider: *mut IHttpApplicationStartProvider) -> GLOBAL_NOTIFICATION_STATUS
            = "GLOBAL_NOTIFICATION_STATUS OnGlobalApplicationStart(IHttpApplicationStartProvider *pProvider)";
        Unhandled OnGlobalApplicationResolveModules: fn(pProvider: *mut IHttpApplicationResolveModulesProvider) -> GLOBAL_NOTIFICATION_STATUS
            = "GLOBAL_NOTIFICATION_STATUS OnGlobalApplicationResolveModules(IHttpApplicationResolveModulesProvider *pProvider)";
        Unhandled OnGlobalApplicationStop: fn(pProvider: *mut IHttpApplicationStopProvider) -> GLOBAL_NOTIFICATION_STATUS
            = "GLOBAL_NOTIFICATION_STATUS OnGlobalApplicationStop(IHttpApplicationStopProvider *pProvider)";
        Unhandled OnGlobalRSCAQuery: fn(pProvider: *mut IGlobalRSCAQueryProvider) -> GLOBAL_NOTIFICATION_STATUS
            = "GLOBAL_NOTIFICATION_STATUS OnGlobalRSCAQuery(IGlobalRSCAQueryProvider *pProvider)";
        Unhandled OnGlobalTraceEvent: fn(pProvider: *mut IGlobalTraceEventProvider) -> GLOBAL_NOTIFICATION_STATUS
            = "GLOBAL_NOTIFICATION_STATUS OnGlobalTraceEvent(IGlobalTraceEventProvider *pProvider)";
        Unhandled OnGlobalCustomNotification: fn(pProvider: *mut ICustomNotificationProvider) -> GLOBAL_NOTIFICATION_STATUS
            = "GLOBAL_NOTIFICATION_STATUS OnGlobalCustomNotification(ICustomNotificationProvider *pProvider)";
        /// Called once, when the module is unloaded.
        Pure Terminate: fn()
            = "VOID Terminate()";
        Unhandled OnGlobalThreadCleanup: fn(pProvider: *mut IGlobalThreadCleanupProvider) -> GLOBAL_NOTIFICATION_STATUS
            = "GLOBAL_NOTIFICATION_STATUS OnGlobalThreadCleanup(IGlobalThreadCleanupProvider *pProvider)";
        Unhandled OnGlobalApplicationPreload: fn(pProvider: *mut IGlobalApplicationPreloadProvider) -> GLOBAL_NOTIFICATION_STATUS
            = "GLOBAL_NOTIFICATION_STATUS OnGlobalApplicationPreload(IGlobalApplicationPreloadProvider *pProvider)";
        Unhandled OnSuspendProcess: fn(pCallback: *mut *mut IGlobalSuspendProcessCallback) -> GLOBAL_NOTIFICATION_STATUS
            = "GLOBAL_NOTIFICATION_STATUS OnSuspendProcess(IGlobalSuspendProcessCallback **pCallback)";
    }

    /// Memory for a module, given to GetHttpModule.
    class IModuleAllocator, IModuleAllocatorVtbl = "85c1679c-0b21-491c-afb5-c7b5c86464c4" {
        /// Memory that is freed at the end of the request.
        Pure AllocateMemory: fn(cbAllocation: DWORD) -> *mut c_void
            = "VOID *AllocateMemory(DWORD cbAllocation)";
    }

    /// Makes the module of each request; implemented by the module, registered once.
    class IHttpModuleFactory, IHttpModuleFactoryVtbl = "ba32d330-9ea8-4b9e-89f1-8c76a323277f" {
        /// The module of one request.
        Pure GetHttpModule: fn(ppModule: *mut *mut CHttpModule, pAllocator: *mut IModuleAllocator) -> HRESULT
            = "HRESULT GetHttpModule(CHttpModule **ppModule, IModuleAllocator *pAllocator)";
        /// Called once, when the module is unloaded.
        Pure Terminate: fn()
            = "VOID Terminate()";
    }

    /// How a module registers. The pointer is valid during RegisterModule only; the id stays.
    class IHttpModuleRegistrationInfo, IHttpModuleRegistrationInfoVtbl = "07e5beb3-b798-459d-a98a-e6c485b2b3bc" {
        /// The name in system.webServer/globalModules.
        Pure GetName: fn() -> PCWSTR
            = "PCWSTR GetName() const";
        /// Never NULL; the same as long as the process lives.
        Pure GetId: fn() -> HTTP_MODULE_ID
            = "HTTP_MODULE_ID GetId() const";
        /// Which notifications, RQ_… bits, the factory's modules get.
        Pure SetRequestNotifications: fn(pModuleFactory: *mut IHttpModuleFactory, dwRequestNotifications: DWORD, dwPostRequestNotifications: DWORD) -> HRESULT
            = "HRESULT SetRequestNotifications(IHttpModuleFactory *pModuleFactory, DWORD dwRequestNotifications, DWORD dwPostRequestNotifications)";
        /// Which notifications, GL_… bits, the module gets.
        Pure SetGlobalNotifications: fn(pGlobalModule: *mut CGlobalModule, dwGlobalNotifications: DWORD) -> HRESULT
            = "HRESULT SetGlobalNotifications(CGlobalModule *pGlobalModule, DWORD dwGlobalNotifications)";
        /// One of PRIORITY_ALIAS_….
        Pure SetPriorityForRequestNotification: fn(dwRequestNotification: DWORD, pszPriority: PCWSTR) -> HRESULT
            = "HRESULT SetPriorityForRequestNotification(DWORD dwRequestNotification, PCWSTR pszPriority)";
        Pure SetPriorityForGlobalNotification: fn(dwGlobalNotification: DWORD, pszPriority: PCWSTR) -> HRESULT
            = "HRESULT SetPriorityForGlobalNotification(DWORD dwGlobalNotification, PCWSTR pszPriority)";
    }

    /// The newest version.
    class IHttpModuleRegistrationInfo2, IHttpModuleRegistrationInfo2Vtbl : IHttpModuleRegistrationInfo, IHttpModuleRegistrationInfoVtbl = "4fd11cbf-8cc5-418e-8000-c9e765f88533" {
        Pure SetPriorityForPostRequestNotification: fn(dwPostRequestNotification: DWORD, pszPriority: PCWSTR) -> HRESULT
            = "HRESULT SetPriorityForPostRequestNotification(DWORD dwPostRequestNotification, PCWSTR pszPriority)";
    }
}
