//! Sites, applications, URLs, script maps and metadata.

use super::*;

crate::interfaces! {
    /// Perf counter helper for server or site.
    class IHttpPerfCounterInfo, IHttpPerfCounterInfoVtbl = "bdfc4c4a-12a4-4744-87d8-765eb320c59f" {
        /// Adds dwValue (default 1) to counter number dwCounterIndex.
        Pure IncrementCounter: fn(dwCounterIndex: DWORD, dwValue: DWORD)
            = "VOID IncrementCounter(DWORD dwCounterIndex, DWORD dwValue = 1)";
        /// Subtracts dwValue (default 1) from counter dwCounterIndex.
        Pure DecrementCounter: fn(dwCounterIndex: DWORD, dwValue: DWORD)
            = "VOID DecrementCounter(DWORD dwCounterIndex, DWORD dwValue = 1)";
    }

    /// One per application in the worker process.
    class IHttpApplication, IHttpApplicationVtbl = "3f75d9e6-1075-422c-ad89-93a85f2d7bdc" {
        /// Physical root of the application (not of the request).
        Pure GetApplicationPhysicalPath: fn() -> PCWSTR
            = "PCWSTR GetApplicationPhysicalPath() const";
        /// Metabase-style id: /LM/W3SVC/<siteId>/ROOT[/app].
        Pure GetApplicationId: fn() -> PCWSTR
            = "PCWSTR GetApplicationId() const";
        /// Configuration path: MACHINE/WEBROOT/APPHOST/<site name>[/app].
        Pure GetAppConfigPath: fn() -> PCWSTR
            = "PCWSTR GetAppConfigPath() const";
        /// Per-application container.
        Pure GetModuleContextContainer: fn() -> *mut IHttpModuleContextContainer
            = "IHttpModuleContextContainer *GetModuleContextContainer()";
    }

    /// Warm-up extension.
    class IHttpApplication2, IHttpApplication2Vtbl : IHttpApplication, IHttpApplicationVtbl = "311a3b7a-b673-4a1c-8349-2e98a23cadcb" {
        /// Marks the application as warming up (normal requests may be served by the
        /// initialization remap page).
        Pure BeginApplicationWarmup: fn()
            = "VOID BeginApplicationWarmup()";
        /// Clears the warm-up mark.
        Pure EndApplicationWarmup: fn()
            = "VOID EndApplicationWarmup()";
        /// TRUE while warming up.
        Pure QueryIsWarmingUp: fn() -> BOOL
            = "BOOL QueryIsWarmingUp()";
    }

    /// Entry of the URI cache for the current URL.
    class IHttpUrlInfo, IHttpUrlInfoVtbl = "7e0e6167-0094-49a1-8287-ecf6dc6e73a6" {
        /// Per-URL container.
        Pure GetModuleContextContainer: fn() -> *mut IHttpModuleContextContainer
            = "IHttpModuleContextContainer *GetModuleContextContainer()";
        /// TRUE when the URL has been requested at least serverRuntime/frequentHitThreshold
        /// times (default 2) within frequentHitTimePeriod (default 10 s).
        Pure IsFrequentlyHit: fn() -> BOOL
            = "BOOL IsFrequentlyHit() const";
    }

    /// One entry of system.webServer/handlers as chosen for the request.
    class IScriptMapInfo, IScriptMapInfoVtbl = "d7fe3d77-68bc-4d4a-851f-eec9fb68017c" {
        /// The handler path attribute, e.g.
        Pure GetPath: fn() -> PCWSTR
            = "PCWSTR GetPath() const";
        /// Narrow multi-string: verbs each NUL-terminated, extra NUL at end ("GET\0POST\0\0".
        Pure GetAllowedVerbs: fn() -> PCSTR
            = "PCSTR GetAllowedVerbs() const";
        /// Comma-separated module names from the modules attribute.
        Pure GetModules: fn(pcchModules: *mut DWORD) -> PCWSTR
            = "PCWSTR GetModules(DWORD *pcchModules = NULL) const";
        /// The scriptProcessor attribute (DLL or exe, arguments after "|").
        Pure GetScriptProcessor: fn(pcchScriptProcessor: *mut DWORD) -> PCWSTR
            = "PCWSTR GetScriptProcessor(DWORD *pcchScriptProcessor = NULL) const";
        /// The type attribute (managed type).
        Pure GetManagedType: fn(pcchManagedType: *mut DWORD) -> PCWSTR
            = "PCWSTR GetManagedType(DWORD *pcchManagedType = NULL) const";
        /// allowPathInfo as BOOL.
        Pure GetAllowPathInfoForScriptMappings: fn() -> BOOL
            = "BOOL GetAllowPathInfoForScriptMappings() const";
        /// requireAccess: None 0, Read 1, Write 2, Script 3 (default), Execute 4.
        Pure GetRequiredAccess: fn() -> DWORD
            = "DWORD GetRequiredAccess() const";
        /// resourceType: File 0, Directory 1, Either 2, Unspecified 3 (default).
        Pure GetResourceType: fn() -> DWORD
            = "DWORD GetResourceType() const";
        /// TRUE when the mapping is a wildcard ("*") mapping.
        Pure GetIsStarScriptMap: fn() -> BOOL
            = "BOOL GetIsStarScriptMap() const";
        /// responseBufferLimit in bytes.
        Pure GetResponseBufferLimit: fn() -> DWORD
            = "DWORD GetResponseBufferLimit() const";
        /// The handler name attribute.
        Pure GetName: fn() -> PCWSTR
            = "PCWSTR GetName() const";
    }

    /// Metadata-cache entry for the mapped URL.
    class IMetadataInfo, IMetadataInfoVtbl = "48b10633-825d-495e-93b0-225380053e8e" {
        /// Configuration path of the URL, at least MACHINE/WEBROOT/APPHOST/<site>/.
        Pure GetMetaPath: fn() -> PCWSTR
            = "PCWSTR GetMetaPath() const";
        /// Physical path of the virtual directory that holds the URL.
        Pure GetVrPath: fn() -> PCWSTR
            = "PCWSTR GetVrPath() const";
        /// Token entry for the configured virtual-directory (UNC) account.
        Pure GetVrToken: fn() -> *mut IHttpTokenEntry
            = "IHttpTokenEntry *GetVrToken()";
        /// Per-metadata container, shared across requests, synchronised.
        Pure GetModuleContextContainer: fn() -> *mut IHttpModuleContextContainer
            = "IHttpModuleContextContainer *GetModuleContextContainer()";
    }

    /// Ref-counted form, only returned by IHttpServer2::GetMetadata.
    class IReferencedMetadataInfo, IReferencedMetadataInfoVtbl : IMetadataInfo, IMetadataInfoVtbl = "3fc5c336-9ad7-45ea-af2f-31b59302c9fe" {
        /// Adds a reference.
        Pure ReferenceMetadata: fn()
            = "VOID ReferenceMetadata()";
        /// Drops a reference.
        Pure DereferenceMetadata: fn()
            = "VOID DereferenceMetadata()";
    }

    /// One per site in the worker process.
    class IHttpSite, IHttpSiteVtbl = "eb16a6ec-ba5d-436f-bf24-3ede13906450" {
        /// Numeric id.
        Pure GetSiteId: fn() -> DWORD
            = "DWORD GetSiteId() const";
        /// Wide site name as in sites section.
        Pure GetSiteName: fn() -> PCWSTR
            = "PCWSTR GetSiteName() const";
        /// Site-lifetime container, synchronised.
        Pure GetModuleContextContainer: fn() -> *mut IHttpModuleContextContainer
            = "IHttpModuleContextContainer *GetModuleContextContainer()";
        /// Site counters.
        Pure GetPerfCounterInfo: fn() -> *mut IHttpPerfCounterInfo
            = "IHttpPerfCounterInfo *GetPerfCounterInfo()";
    }
}
