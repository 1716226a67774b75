//! The server as modules see it.

use super::*;

crate::interfaces! {
    /// Process-wide entry point, handed to RegisterModule.
    class IHttpServer, IHttpServerVtbl = "eda2a40f-fb92-4d6d-b52b-c8c207380b4e" {
        /// TRUE when started from a command line (IIS Express / w3wp -debug), FALSE under WAS.
        Pure IsCommandLineLaunch: fn() -> BOOL
            = "BOOL IsCommandLineLaunch() const";
        /// Wide name.
        Pure GetAppPoolName: fn() -> PCWSTR
            = "PCWSTR GetAppPoolName() const";
        /// Binds a file/pipe/socket handle to the pool's completion port.
        Pure AssociateWithThreadPool: fn(hHandle: HANDLE, completionRoutine: LPOVERLAPPED_COMPLETION_ROUTINE) -> HRESULT
            = "HRESULT AssociateWithThreadPool(HANDLE hHandle, LPOVERLAPPED_COMPLETION_ROUTINE completionRoutine)";
        /// Raise the soft pool limit by one while blocking (max 256).
        Pure IncrementThreadCount: fn()
            = "VOID IncrementThreadCount()";
        /// Undo.
        Pure DecrementThreadCount: fn()
            = "VOID DecrementThreadCount()";
        /// Reports the worker process as unhealthy, which leads to replacement.
        Pure ReportUnhealthy: fn(pszReasonString: PCWSTR, hrReason: HRESULT)
            = "VOID ReportUnhealthy(PCWSTR pszReasonString, HRESULT hrReason)";
        /// Requests overlapped recycle of the worker process.
        Pure RecycleProcess: fn(pszReason: PCWSTR)
            = "VOID RecycleProcess(PCWSTR pszReason)";
        /// Borrowed IAppHostAdminManager.
        Pure GetAdminManager: fn() -> *mut IAppHostAdminManager
            = "IAppHostAdminManager *GetAdminManager() const";
        /// Opens/looks up a file record: *ppFileInfo referenced for the caller
        /// (DereferenceCacheData when done).
        Pure GetFileInfo: fn(pszPhysicalPath: PCWSTR, hUserToken: HANDLE, pSid: PSID, pszChangeNotificationPath: PCWSTR, hChangeNotificationToken: HANDLE, fCache: BOOL, ppFileInfo: *mut *mut IHttpFileInfo, pHttpTraceContext: *mut IHttpTraceContext) -> HRESULT
            = "HRESULT GetFileInfo(PCWSTR pszPhysicalPath, HANDLE hUserToken, PSID pSid, PCWSTR pszChangeNotificationPath, HANDLE hChangeNotificationToken, BOOL fCache, IHttpFileInfo **ppFileInfo, IHttpTraceContext *pHttpTraceContext = NULL)";
        /// Drops one URL from the kernel cache.
        Pure FlushKernelCache: fn(pszUrl: PCWSTR) -> HRESULT
            = "HRESULT FlushKernelCache(PCWSTR pszUrl)";
        /// Runs RETRIEVE/ADD/DELETE/FLUSH_PREFIX/ENUM through GL_CACHE_OPERATION modules.
        Pure DoCacheOperation: fn(cacheOperation: CACHE_OPERATION, pCacheKey: *mut IHttpCacheKey, ppCacheSpecificData: *mut *mut IHttpCacheSpecificData, pHttpTraceContext: *mut IHttpTraceContext) -> HRESULT
            = "HRESULT DoCacheOperation(CACHE_OPERATION cacheOperation, IHttpCacheKey *pCacheKey, IHttpCacheSpecificData **ppCacheSpecificData, IHttpTraceContext *pHttpTraceContext = NULL)";
        /// Delivers GL_CUSTOM_NOTIFICATION to registered global modules.
        Pure NotifyCustomNotification: fn(pCustomOutput: *mut ICustomNotificationProvider) -> GLOBAL_NOTIFICATION_STATUS
            = "GLOBAL_NOTIFICATION_STATUS NotifyCustomNotification(ICustomNotificationProvider *pCustomOutput)";
        /// Server-level counters.
        Pure GetPerfCounterInfo: fn() -> *mut IHttpPerfCounterInfo
            = "IHttpPerfCounterInfo *GetPerfCounterInfo()";
        /// Recycles one application by configuration path.
        Pure RecycleApplication: fn(pszAppConfigPath: PCWSTR)
            = "VOID RecycleApplication(PCWSTR pszAppConfigPath)";
        /// Raises GL_CONFIGURATION_CHANGE for a path.
        Pure NotifyConfigurationChange: fn(pszPath: PCWSTR)
            = "VOID NotifyConfigurationChange(PCWSTR pszPath)";
        /// Raises GL_FILE_CHANGE for a file.
        Pure NotifyFileChange: fn(pszFileName: PCWSTR)
            = "VOID NotifyFileChange(PCWSTR pszFileName)";
        /// New container owned by the caller.
        Pure DispenseContainer: fn() -> *mut IDispensedHttpModuleContextContainer
            = "IDispensedHttpModuleContextContainer *DispenseContainer()";
        /// Adds a data chunk under a fragment name for HttpDataChunkFromFragmentCache.
        Pure AddFragmentToCache: fn(pDataChunk: *mut HTTP_DATA_CHUNK, pszFragmentName: PCWSTR) -> HRESULT
            = "HRESULT AddFragmentToCache(HTTP_DATA_CHUNK *pDataChunk, PCWSTR pszFragmentName)";
        /// Copies a fragment.
        Pure ReadFragmentFromCache: fn(pszFragmentName: PCWSTR, pvBuffer: *mut BYTE, cbSize: DWORD, pcbCopied: *mut DWORD) -> HRESULT
            = "HRESULT ReadFragmentFromCache(PCWSTR pszFragmentName, BYTE *pvBuffer, DWORD cbSize, DWORD *pcbCopied)";
        /// ERROR_FILE_NOT_FOUND when missing.
        Pure RemoveFragmentFromCache: fn(pszFragmentName: PCWSTR) -> HRESULT
            = "HRESULT RemoveFragmentFromCache(PCWSTR pszFragmentName)";
        /// IWpfSettings, lifetime controlled by the server (no Release by the caller according
        /// to docs).
        Pure GetWorkerProcessSettings: fn(ppWorkerProcessSettings: *mut *mut IWpfSettings) -> HRESULT
            = "HRESULT GetWorkerProcessSettings(IWpfSettings **ppWorkerProcessSettings)";
        /// Loads a protocol manager DLL and asks it for an interface.
        Pure GetProtocolManagerCustomInterface: fn(pProtocolManagerDll: PCWSTR, pProtocolManagerDllInitFunction: PCWSTR, dwCustomInterfaceId: DWORD, ppCustomInterface: *mut PVOID) -> HRESULT
            = "HRESULT GetProtocolManagerCustomInterface(PCWSTR pProtocolManagerDll, PCWSTR pProtocolManagerDllInitFunction, DWORD dwCustomInterfaceId, PVOID *ppCustomInterface)";
        /// Evaluates a preCondition string (comma list): integratedMode/ISAPIMode,
        /// runtimeVersionvX.Y, bitness32/64, appPoolName=a;b.
        Pure SatisfiesPrecondition: fn(pszPrecondition: PCWSTR, pfUnknownPrecondition: *mut BOOL) -> BOOL
            = "BOOL SatisfiesPrecondition(PCWSTR pszPrecondition, BOOL *pfUnknownPrecondition = NULL) const";
        /// Server-level trace context.
        Pure GetTraceContext: fn() -> *mut IHttpTraceContext
            = "IHttpTraceContext *GetTraceContext() const";
        /// Watches a directory.
        Pure RegisterFileChangeMonitor: fn(pszPath: PCWSTR, hToken: HANDLE, ppFileMonitor: *mut *mut IHttpFileMonitor) -> HRESULT
            = "HRESULT RegisterFileChangeMonitor(PCWSTR pszPath, HANDLE hToken, IHttpFileMonitor **ppFileMonitor)";
        /// version HTTP_SERVER_INTERFACE_V2 (0) → *ppInterface = IHttpServer2*.
        Pure GetExtendedInterface: fn(version: HTTP_SERVER_INTERFACE_VERSION, ppInterface: *mut PVOID) -> HRESULT
            = "HRESULT GetExtendedInterface(HTTP_SERVER_INTERFACE_VERSION version, PVOID *ppInterface)";
    }

    /// Reached by IHttpServer::GetExtendedInterface(V2).
    class IHttpServer2, IHttpServer2Vtbl : IHttpServer, IHttpServerVtbl = "34af637e-afe8-4556-bcc1-767f8e0b4a4e" {
        /// Logs a user on (LOGON32_* method) and returns a referenced token-cache entry.
        Pure GetToken: fn(pszUserName: PCWSTR, pszPassword: PCWSTR, dwLogonMethod: DWORD, ppTokenEntry: *mut *mut IHttpTokenEntry, pszDefaultDomain: PCWSTR, pSockAddr: PSOCKADDR, pHttpTraceContext: *mut IHttpTraceContext) -> HRESULT
            = "HRESULT GetToken(PCWSTR pszUserName, PCWSTR pszPassword, DWORD dwLogonMethod, IHttpTokenEntry **ppTokenEntry, PCWSTR pszDefaultDomain = NULL, PSOCKADDR pSockAddr = NULL, IHttpTraceContext *pHttpTraceContext = NULL)";
        /// Wide path of the pool's applicationHost.config copy.
        Pure GetAppPoolConfigFile: fn(pcchConfigFilePath: *mut DWORD) -> PCWSTR
            = "PCWSTR GetAppPoolConfigFile(DWORD *pcchConfigFilePath = NULL) const";
        /// Given (IID1, pointer of that type, IID2) returns the same object as IID2 type.
        Pure GetExtendedInterface: fn(Version1: *const GUID, pInput: PVOID, Version2: *const GUID, ppOutput: *mut PVOID) -> HRESULT
            = "HRESULT GetExtendedInterface(const GUID &Version1, PVOID pInput, const GUID &Version2, PVOID *ppOutput)";
        /// Looks up metadata of (site name, url).
        Pure GetMetadata: fn(pszSiteName: PCWSTR, pszUrl: PCWSTR, ppMetadataInfo: *mut *mut IReferencedMetadataInfo) -> HRESULT
            = "HRESULT GetMetadata(PCWSTR pszSiteName, PCWSTR pszUrl, IReferencedMetadataInfo **ppMetadataInfo)";
        /// IWorkerProcessFramework (wpframework.h), ref-counted.
        Pure GetWorkerProcessFramework: fn(ppWorkerProcessFramework: *mut *mut IWorkerProcessFramework) -> HRESULT
            = "HRESULT GetWorkerProcessFramework(IWorkerProcessFramework **ppWorkerProcessFramework)";
    }

    /// Newest SDKs.
    class IHttpServer3, IHttpServer3Vtbl : IHttpServer2, IHttpServer2Vtbl = "f7a66d59-c0a2-48b5-a88f-be5975c960fb" {
        /// Front end of HttpQueryRequestProperty of the HTTP Server API (same argument
        /// meaning).
        Pure QueryRequestProperty: fn(id: HTTP_OPAQUE_ID, propertyId: HTTP_REQUEST_PROPERTY, pQualifier: PVOID, qualifierSize: ULONG, pOutput: PVOID, outputBufferSize: ULONG, pcbBytesReturned: PULONG, pOverlapped: LPOVERLAPPED) -> HRESULT
            = "HRESULT QueryRequestProperty(HTTP_OPAQUE_ID id, HTTP_REQUEST_PROPERTY propertyId, PVOID pQualifier, ULONG qualifierSize, PVOID pOutput, ULONG outputBufferSize, PULONG pcbBytesReturned, LPOVERLAPPED pOverlapped)";
    }
}
