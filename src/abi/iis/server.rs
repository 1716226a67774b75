//! The server as modules see it.

use super::*;

crate::interfaces! {
    /// The server. RegisterModule gets it, and it lives as long as the process.
    class IHttpServer, IHttpServerVtbl = "eda2a40f-fb92-4d6d-b52b-c8c207380b4e" {
        /// TRUE when started from a command line and not as a service.
        Pure IsCommandLineLaunch: fn() -> BOOL
            = "BOOL IsCommandLineLaunch() const";
        Pure GetAppPoolName: fn() -> PCWSTR
            = "PCWSTR GetAppPoolName() const";
        /// Completions of the handle are given to the routine on the server's threads.
        Pure AssociateWithThreadPool: fn(hHandle: HANDLE, completionRoutine: LPOVERLAPPED_COMPLETION_ROUTINE) -> HRESULT
            = "HRESULT AssociateWithThreadPool(HANDLE hHandle, LPOVERLAPPED_COMPLETION_ROUTINE completionRoutine)";
        /// Allows one more thread, while this one blocks.
        Pure IncrementThreadCount: fn()
            = "VOID IncrementThreadCount()";
        Pure DecrementThreadCount: fn()
            = "VOID DecrementThreadCount()";
        /// The process is to be replaced.
        Pure ReportUnhealthy: fn(pszReasonString: PCWSTR, hrReason: HRESULT)
            = "VOID ReportUnhealthy(PCWSTR pszReasonString, HRESULT hrReason)";
        /// The process ends once another has taken over.
        Pure RecycleProcess: fn(pszReason: PCWSTR)
            = "VOID RecycleProcess(PCWSTR pszReason)";
        /// The configuration as the server sees it; without a reference for the caller.
        Pure GetAdminManager: fn() -> *mut IAppHostAdminManager
            = "IAppHostAdminManager *GetAdminManager() const";
        /// A file through the cache; DereferenceCacheData when done.
        Pure GetFileInfo: fn(pszPhysicalPath: PCWSTR, hUserToken: HANDLE, pSid: PSID, pszChangeNotificationPath: PCWSTR, hChangeNotificationToken: HANDLE, fCache: BOOL, ppFileInfo: *mut *mut IHttpFileInfo, pHttpTraceContext: *mut IHttpTraceContext) -> HRESULT
            = "HRESULT GetFileInfo(PCWSTR pszPhysicalPath, HANDLE hUserToken, PSID pSid, PCWSTR pszChangeNotificationPath, HANDLE hChangeNotificationToken, BOOL fCache, IHttpFileInfo **ppFileInfo, IHttpTraceContext *pHttpTraceContext = NULL)";
        /// Takes a URL out of the cache of responses.
        Pure FlushKernelCache: fn(pszUrl: PCWSTR) -> HRESULT
            = "HRESULT FlushKernelCache(PCWSTR pszUrl)";
        /// Calls OnGlobalCacheOperation of the modules until one has handled it.
        Pure DoCacheOperation: fn(cacheOperation: CACHE_OPERATION, pCacheKey: *mut IHttpCacheKey, ppCacheSpecificData: *mut *mut IHttpCacheSpecificData, pHttpTraceContext: *mut IHttpTraceContext) -> HRESULT
            = "HRESULT DoCacheOperation(CACHE_OPERATION cacheOperation, IHttpCacheKey *pCacheKey, IHttpCacheSpecificData **ppCacheSpecificData, IHttpTraceContext *pHttpTraceContext = NULL)";
        /// Calls OnGlobalCustomNotification of the modules that want it.
        Pure NotifyCustomNotification: fn(pCustomOutput: *mut ICustomNotificationProvider) -> GLOBAL_NOTIFICATION_STATUS
            = "GLOBAL_NOTIFICATION_STATUS NotifyCustomNotification(ICustomNotificationProvider *pCustomOutput)";
        Pure GetPerfCounterInfo: fn() -> *mut IHttpPerfCounterInfo
            = "IHttpPerfCounterInfo *GetPerfCounterInfo()";
        /// By its configuration path.
        Pure RecycleApplication: fn(pszAppConfigPath: PCWSTR)
            = "VOID RecycleApplication(PCWSTR pszAppConfigPath)";
        Pure NotifyConfigurationChange: fn(pszPath: PCWSTR)
            = "VOID NotifyConfigurationChange(PCWSTR pszPath)";
        Pure NotifyFileChange: fn(pszFileName: PCWSTR)
            = "VOID NotifyFileChange(PCWSTR pszFileName)";
        /// A new container; ReleaseContainer when done.
        Pure DispenseContainer: fn() -> *mut IDispensedHttpModuleContextContainer
            = "IDispensedHttpModuleContextContainer *DispenseContainer()";
        /// For chunks of the type HttpDataChunkFromFragmentCache.
        Pure AddFragmentToCache: fn(pDataChunk: *mut HTTP_DATA_CHUNK, pszFragmentName: PCWSTR) -> HRESULT
            = "HRESULT AddFragmentToCache(HTTP_DATA_CHUNK *pDataChunk, PCWSTR pszFragmentName)";
        Pure ReadFragmentFromCache: fn(pszFragmentName: PCWSTR, pvBuffer: *mut BYTE, cbSize: DWORD, pcbCopied: *mut DWORD) -> HRESULT
            = "HRESULT ReadFragmentFromCache(PCWSTR pszFragmentName, BYTE *pvBuffer, DWORD cbSize, DWORD *pcbCopied)";
        Pure RemoveFragmentFromCache: fn(pszFragmentName: PCWSTR) -> HRESULT
            = "HRESULT RemoveFragmentFromCache(PCWSTR pszFragmentName)";
        /// The settings of the process; see wpframework.h.
        Pure GetWorkerProcessSettings: fn(ppWorkerProcessSettings: *mut *mut IWpfSettings) -> HRESULT
            = "HRESULT GetWorkerProcessSettings(IWpfSettings **ppWorkerProcessSettings)";
        Pure GetProtocolManagerCustomInterface: fn(pProtocolManagerDll: PCWSTR, pProtocolManagerDllInitFunction: PCWSTR, dwCustomInterfaceId: DWORD, ppCustomInterface: *mut PVOID) -> HRESULT
            = "HRESULT GetProtocolManagerCustomInterface(PCWSTR pProtocolManagerDll, PCWSTR pProtocolManagerDllInitFunction, DWORD dwCustomInterfaceId, PVOID *ppCustomInterface)";
        /// Such as integratedMode, bitness64 or appPoolName=a.
        Pure SatisfiesPrecondition: fn(pszPrecondition: PCWSTR, pfUnknownPrecondition: *mut BOOL) -> BOOL
            = "BOOL SatisfiesPrecondition(PCWSTR pszPrecondition, BOOL *pfUnknownPrecondition = NULL) const";
        Pure GetTraceContext: fn() -> *mut IHttpTraceContext
            = "IHttpTraceContext *GetTraceContext() const";
        /// OnGlobalFileChange follows when the directory changes.
        Pure RegisterFileChangeMonitor: fn(pszPath: PCWSTR, hToken: HANDLE, ppFileMonitor: *mut *mut IHttpFileMonitor) -> HRESULT
            = "HRESULT RegisterFileChangeMonitor(PCWSTR pszPath, HANDLE hToken, IHttpFileMonitor **ppFileMonitor)";
        /// An IHttpServer2 or IHttpServer3.
        Pure GetExtendedInterface: fn(version: HTTP_SERVER_INTERFACE_VERSION, ppInterface: *mut PVOID) -> HRESULT
            = "HRESULT GetExtendedInterface(HTTP_SERVER_INTERFACE_VERSION version, PVOID *ppInterface)";
    }

    /// The version since IIS 7.5, from GetExtendedInterface(HTTP_SERVER_INTERFACE_V2).
    class IHttpServer2, IHttpServer2Vtbl : IHttpServer, IHttpServerVtbl = "34af637e-afe8-4556-bcc1-767f8e0b4a4e" {
        /// Logs a user on, through the cache; DereferenceCacheData when done.
        Pure GetToken: fn(pszUserName: PCWSTR, pszPassword: PCWSTR, dwLogonMethod: DWORD, ppTokenEntry: *mut *mut IHttpTokenEntry, pszDefaultDomain: PCWSTR, pSockAddr: PSOCKADDR, pHttpTraceContext: *mut IHttpTraceContext) -> HRESULT
            = "HRESULT GetToken(PCWSTR pszUserName, PCWSTR pszPassword, DWORD dwLogonMethod, IHttpTokenEntry **ppTokenEntry, PCWSTR pszDefaultDomain = NULL, PSOCKADDR pSockAddr = NULL, IHttpTraceContext *pHttpTraceContext = NULL)";
        /// The configuration file of the pool.
        Pure GetAppPoolConfigFile: fn(pcchConfigFilePath: *mut DWORD) -> PCWSTR
            = "PCWSTR GetAppPoolConfigFile(DWORD *pcchConfigFilePath = NULL) const";
        /// The object, known as Version1, as Version2; see HttpGetExtendedInterface.
        Pure GetExtendedInterface: fn(Version1: *const GUID, pInput: PVOID, Version2: *const GUID, ppOutput: *mut PVOID) -> HRESULT
            = "HRESULT GetExtendedInterface(const GUID &Version1, PVOID pInput, const GUID &Version2, PVOID *ppOutput)";
        Pure GetMetadata: fn(pszSiteName: PCWSTR, pszUrl: PCWSTR, ppMetadataInfo: *mut *mut IReferencedMetadataInfo) -> HRESULT
            = "HRESULT GetMetadata(PCWSTR pszSiteName, PCWSTR pszUrl, IReferencedMetadataInfo **ppMetadataInfo)";
        /// See wpframework.h; Release when done.
        Pure GetWorkerProcessFramework: fn(ppWorkerProcessFramework: *mut *mut IWorkerProcessFramework) -> HRESULT
            = "HRESULT GetWorkerProcessFramework(IWorkerProcessFramework **ppWorkerProcessFramework)";
    }

    /// The newest version.
    class IHttpServer3, IHttpServer3Vtbl : IHttpServer2, IHttpServer2Vtbl = "f7a66d59-c0a2-48b5-a88f-be5975c960fb" {
        /// As HttpQueryRequestProperty.
        Pure QueryRequestProperty: fn(id: HTTP_OPAQUE_ID, propertyId: HTTP_REQUEST_PROPERTY, pQualifier: PVOID, qualifierSize: ULONG, pOutput: PVOID, outputBufferSize: ULONG, pcbBytesReturned: PULONG, pOverlapped: LPOVERLAPPED) -> HRESULT
            = "HRESULT QueryRequestProperty(HTTP_OPAQUE_ID id, HTTP_REQUEST_PROPERTY propertyId, PVOID pQualifier, ULONG qualifierSize, PVOID pOutput, ULONG outputBufferSize, PULONG pcbBytesReturned, LPOVERLAPPED pOverlapped)";
    }
}
