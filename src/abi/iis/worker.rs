//! wpframework.h: the worker process.

use super::*;

crate::interfaces! {
    /// A reference count without QueryInterface; both methods return the new count.
    class IWpfReferencedObject, IWpfReferencedObjectVtbl = "" {
        Pure AddRef: fn() -> ULONG
            = "ULONG AddRef()";
        Pure Release: fn() -> ULONG
            = "ULONG Release()";
    }

    /// The worker process, from IHttpServer2::GetWorkerProcessFramework.
    class IWorkerProcessFramework, IWorkerProcessFrameworkVtbl : IWpfReferencedObject, IWpfReferencedObjectVtbl = "" {
        Pure GetWpfInterface: fn(WpfInterfaceId: WPF_INTERFACE_ID_ENUM, ppInterface: *mut PVOID) -> HRESULT
            = "HRESULT GetWpfInterface(WPF_INTERFACE_ID_ENUM WpfInterfaceId, PVOID *ppInterface)";
        Pure GetCustomInterface: fn(InterfaceId: DWORD, ppInterface: *mut PVOID) -> HRESULT
            = "HRESULT GetCustomInterface(DWORD InterfaceId, PVOID *ppInterface)";
        Pure GetInterfaceVersion: fn(pdwMajorVersion: PDWORD, pdwMinorVersion: PDWORD) -> HRESULT
            = "HRESULT GetInterfaceVersion(PDWORD pdwMajorVersion, PDWORD pdwMinorVersion)";
    }

    class IWpfApplicationInfoUtil, IWpfApplicationInfoUtilVtbl : IWpfReferencedObject, IWpfReferencedObjectVtbl = "" {
        /// The virtual path and the site of an application id.
        Pure GetApplicationPropertiesFromAppId: fn(pszAppId: PCWSTR, pszVirtualPath: PWSTR, pcchVirtualPath: *mut DWORD, pdwSiteId: *mut DWORD) -> HRESULT
            = "HRESULT GetApplicationPropertiesFromAppId(PCWSTR pszAppId, PWSTR pszVirtualPath, DWORD *pcchVirtualPath, DWORD *pdwSiteId)";
    }

    /// Settings of the pool, from IHttpServer::GetWorkerProcessSettings.
    class IWpfSettings, IWpfSettingsVtbl : IWpfReferencedObject, IWpfReferencedObjectVtbl = "" {
        Pure GetDwordProperty: fn(SettingId: WPF_SETTINGS_DWORD_ENUM, pdwSetting: *mut DWORD) -> HRESULT
            = "HRESULT GetDwordProperty(WPF_SETTINGS_DWORD_ENUM SettingId, DWORD *pdwSetting)";
        Pure GetUlonglongProperty: fn(SettingId: WPF_SETTINGS_ULONGLONG_ENUM, pSetting: *mut ULONGLONG) -> HRESULT
            = "HRESULT GetUlonglongProperty(WPF_SETTINGS_ULONGLONG_ENUM SettingId, ULONGLONG *pSetting)";
        /// *pcchSetting is in characters, and set.
        Pure GetStringProperty: fn(SettingId: WPF_SETTINGS_STRING_ENUM, pszSetting: PWSTR, pcchSetting: *mut DWORD) -> HRESULT
            = "HRESULT GetStringProperty(WPF_SETTINGS_STRING_ENUM SettingId, PWSTR pszSetting, DWORD *pcchSetting)";
        Pure GetBoolProperty: fn(SettingId: WPF_SETTINGS_BOOL_ENUM, pfSetting: *mut BOOL) -> HRESULT
            = "HRESULT GetBoolProperty(WPF_SETTINGS_BOOL_ENUM SettingId, BOOL *pfSetting)";
        Pure GetHandleProperty: fn(SettingId: WPF_SETTINGS_HANDLE_ENUM, phSetting: *mut HANDLE) -> HRESULT
            = "HRESULT GetHandleProperty(WPF_SETTINGS_HANDLE_ENUM SettingId, HANDLE *phSetting)";
    }

    class IWpfActions, IWpfActionsVtbl : IWpfReferencedObject, IWpfReferencedObjectVtbl = "" {
        Pure RecycleWorkerProcess: fn(pszReason: PCWSTR)
            = "VOID RecycleWorkerProcess(PCWSTR pszReason)";
        /// Ends the process, at once or when it is next asked whether it is well.
        Pure FailWorkerProcess: fn(pszReason: PCWSTR, hrFailureToReport: HRESULT, fFailOnNextPing: BOOL)
            = "VOID FailWorkerProcess(PCWSTR pszReason, HRESULT hrFailureToReport, BOOL fFailOnNextPing = FALSE)";
    }

    class IWpfExposeProtocolManagerCustomInterface, IWpfExposeProtocolManagerCustomInterfaceVtbl : IWpfReferencedObject, IWpfReferencedObjectVtbl = "" {
        Pure LoadProtocolManagerAndGetCustomInterface: fn(pProtocolManagerDll: PCWSTR, pProtocolManagerDllInitFunction: PCWSTR, dwCustomInterfaceId: DWORD, ppCustomInterface: *mut PVOID) -> HRESULT
            = "HRESULT LoadProtocolManagerAndGetCustomInterface(PCWSTR pProtocolManagerDll, PCWSTR pProtocolManagerDllInitFunction, DWORD dwCustomInterfaceId, PVOID *ppCustomInterface)";
    }

    class IWpfApplicationPreloadUtil, IWpfApplicationPreloadUtilVtbl : IWpfReferencedObject, IWpfReferencedObjectVtbl = "" {
        Pure GetApplicationPreloadInfo: fn(pszConfigPath: PCWSTR, pfEnabled: *mut BOOL, pbstrType: *mut BSTR, psaPreloadValues: *mut *mut SAFEARRAY) -> HRESULT
            = "HRESULT GetApplicationPreloadInfo(PCWSTR pszConfigPath, BOOL *pfEnabled, BSTR *pbstrType, SAFEARRAY **psaPreloadValues)";
        Pure ReportApplicationPreloadFailure: fn(pszConfigPath: PCWSTR, hrFailureCode: HRESULT, pszErrorString: PCWSTR) -> HRESULT
            = "HRESULT ReportApplicationPreloadFailure(PCWSTR pszConfigPath, HRESULT hrFailureCode, PCWSTR pszErrorString)";
    }
}
