//! Sites, applications, URLs, script maps and metadata.

use super::*;

crate::interfaces! {
    /// Performance counters of a server or a site.
    class IHttpPerfCounterInfo, IHttpPerfCounterInfoVtbl = "bdfc4c4a-12a4-4744-87d8-765eb320c59f" {
        Pure IncrementCounter: fn(dwCounterIndex: DWORD, dwValue: DWORD)
            = "VOID IncrementCounter(DWORD dwCounterIndex, DWORD dwValue = 1)";
        Pure DecrementCounter: fn(dwCounterIndex: DWORD, dwValue: DWORD)
            = "VOID DecrementCounter(DWORD dwCounterIndex, DWORD dwValue = 1)";
    }

    /// An application.
    class IHttpApplication, IHttpApplicationVtbl = "3f75d9e6-1075-422c-ad89-93a85f2d7bdc" {
        /// The folder of the application, not of the request.
        Pure GetApplicationPhysicalPath: fn() -> PCWSTR
            = "PCWSTR GetApplicationPhysicalPath() const";
        /// Such as /LM/W3SVC/1/ROOT/app.
        Pure GetApplicationId: fn() -> PCWSTR
            = "PCWSTR GetApplicationId() const";
        /// Such as MACHINE/WEBROOT/APPHOST/Default Web Site/app.
        Pure GetAppConfigPath: fn() -> PCWSTR
            = "PCWSTR GetAppConfigPath() const";
        Pure GetModuleContextContainer: fn() -> *mut IHttpModuleContextContainer
            = "IHttpModuleContextContainer *GetModuleContextContainer()";
    }

    /// The version since IIS 7.5: warming up.
    class IHttpApplication2, IHttpApplication2Vtbl : IHttpApplication, IHttpApplicationVtbl = "311a3b7a-b673-4a1c-8349-2e98a23cadcb" {
        /// Until EndApplicationWarmup other requests may get the page that stands in.
        Pure BeginApplicationWarmup: fn()
            = "VOID BeginApplicationWarmup()";
        Pure EndApplicationWarmup: fn()
            = "VOID EndApplicationWarmup()";
        Pure QueryIsWarmingUp: fn() -> BOOL
            = "BOOL QueryIsWarmingUp()";
    }

    /// The URI cache's entry for the current URL.
    class IHttpUrlInfo, IHttpUrlInfoVtbl = "7e0e6167-0094-49a1-8287-ecf6dc6e73a6" {
        Pure GetModuleContextContainer: fn() -> *mut IHttpModuleContextContainer
            = "IHttpModuleContextContainer *GetModuleContextContainer()";
        /// TRUE when the URL was asked for often enough (serverRuntime's frequentHitThreshold).
        Pure IsFrequentlyHit: fn() -> BOOL
            = "BOOL IsFrequentlyHit() const";
    }

    /// The entry of system.webServer/handlers that was chosen for the request.
    class IScriptMapInfo, IScriptMapInfoVtbl = "d7fe3d77-68bc-4d4a-851f-eec9fb68017c" {
        /// The attribute path, such as *.aspx.
        Pure GetPath: fn() -> PCWSTR
            = "PCWSTR GetPath() const";
        /// Verbs, each with its NUL, and one more NUL behind the last.
        Pure GetAllowedVerbs: fn() -> PCSTR
            = "PCSTR GetAllowedVerbs() const";
        /// The attribute modules, names with commas between them.
        Pure GetModules: fn(pcchModules: *mut DWORD) -> PCWSTR
            = "PCWSTR GetModules(DWORD *pcchModules = NULL) const";
        /// The attribute scriptProcessor.
        Pure GetScriptProcessor: fn(pcchScriptProcessor: *mut DWORD) -> PCWSTR
            = "PCWSTR GetScriptProcessor(DWORD *pcchScriptProcessor = NULL) const";
        /// The attribute type, for managed handlers.
        Pure GetManagedType: fn(pcchManagedType: *mut DWORD) -> PCWSTR
            = "PCWSTR GetManagedType(DWORD *pcchManagedType = NULL) const";
        /// The attribute allowPathInfo.
        Pure GetAllowPathInfoForScriptMappings: fn() -> BOOL
            = "BOOL GetAllowPathInfoForScriptMappings() const";
        /// The attribute requireAccess: 0 None, 1 Read, 2 Write, 3 Script, 4 Execute.
        Pure GetRequiredAccess: fn() -> DWORD
            = "DWORD GetRequiredAccess() const";
        /// The attribute resourceType: 0 File, 1 Directory, 2 Either, 3 Unspecified.
        Pure GetResourceType: fn() -> DWORD
            = "DWORD GetResourceType() const";
        /// TRUE for the path *.
        Pure GetIsStarScriptMap: fn() -> BOOL
            = "BOOL GetIsStarScriptMap() const";
        /// The attribute responseBufferLimit, in bytes.
        Pure GetResponseBufferLimit: fn() -> DWORD
            = "DWORD GetResponseBufferLimit() const";
        /// The attribute name.
        Pure GetName: fn() -> PCWSTR
            = "PCWSTR GetName() const";
    }

    /// What configuration says about the URL.
    class IMetadataInfo, IMetadataInfoVtbl = "48b10633-825d-495e-93b0-225380053e8e" {
        /// The configuration path of the URL, at least the one of its site.
        Pure GetMetaPath: fn() -> PCWSTR
            = "PCWSTR GetMetaPath() const";
        /// The folder of the virtual directory that holds the URL.
        Pure GetVrPath: fn() -> PCWSTR
            = "PCWSTR GetVrPath() const";
        /// The user of the virtual directory, or NULL.
        Pure GetVrToken: fn() -> *mut IHttpTokenEntry
            = "IHttpTokenEntry *GetVrToken()";
        /// Shared by all requests of the URL.
        Pure GetModuleContextContainer: fn() -> *mut IHttpModuleContextContainer
            = "IHttpModuleContextContainer *GetModuleContextContainer()";
    }

    /// Metadata with a reference count, from IHttpServer2::GetMetadata.
    class IReferencedMetadataInfo, IReferencedMetadataInfoVtbl : IMetadataInfo, IMetadataInfoVtbl = "3fc5c336-9ad7-45ea-af2f-31b59302c9fe" {
        Pure ReferenceMetadata: fn()
            = "VOID ReferenceMetadata()";
        Pure DereferenceMetadata: fn()
            = "VOID DereferenceMetadata()";
    }

    /// A site.
    class IHttpSite, IHttpSiteVtbl = "eb16a6ec-ba5d-436f-bf24-3ede13906450" {
        Pure GetSiteId: fn() -> DWORD
            = "DWORD GetSiteId() const";
        /// The name in system.applicationHost/sites.
        Pure GetSiteName: fn() -> PCWSTR
            = "PCWSTR GetSiteName() const";
        /// Lives as long as the site.
        Pure GetModuleContextContainer: fn() -> *mut IHttpModuleContextContainer
            = "IHttpModuleContextContainer *GetModuleContextContainer()";
        Pure GetPerfCounterInfo: fn() -> *mut IHttpPerfCounterInfo
            = "IHttpPerfCounterInfo *GetPerfCounterInfo()";
    }
}
