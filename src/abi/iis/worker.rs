//! wpframework.h: the worker process.

use super::*;

crate::interfaces! {
    /// wpframework.h base: AddRef/Release without QueryInterface, return ULONG.
    class IWpfReferencedObject, IWpfReferencedObjectVtbl = "" {
        /// +1, returns count.
        Pure AddRef: fn() -> ULONG
            = "ULONG AddRef()";
        /// -1, returns count.
        Pure Release: fn() -> ULONG
            = "ULONG Release()";
    }

    /// From IHttpServer2::GetWorkerProcessFramework.
    class IWorkerProcessFramework, IWorkerProcessFrameworkVtbl : IWpfReferencedObject, IWpfReferencedObjectVtbl = "" {
        /// By WPF_INTERFACE_ID_ENUM.
        Pure GetWpfInterface: fn(WpfInterfaceId: WPF_INTERFACE_ID_ENUM, ppInterface: *mut PVOID) -> HRESULT
            = "HRESULT GetWpfInterface(WPF_INTERFACE_ID_ENUM WpfInterfaceId, PVOID *ppInterface)";
        /// Custom id.
        Pure GetCustomInterface: fn(InterfaceId: DWORD, ppInterface: *mut PVOID) -> HRESULT
            = "HRESULT GetCustomInterface(DWORD InterfaceId, PVOID *ppInterface)";
        /// Version numbers.
        Pure GetInterfaceVersion: fn(pdwMajorVersion: PDWORD, pdwMinorVersion: PDWORD) -> HRESULT
            = "HRESULT GetInterfaceVersion(PDWORD pdwMajorVersion, PDWORD pdwMinorVersion)";
    }

    class IWpfApplicationInfoUtil, IWpfApplicationInfoUtilVtbl : IWpfReferencedObject, IWpfReferencedObjectVtbl = "" {
        /// App id → virtual path (in/out char count) and site id.
        Pure GetApplicationPropertiesFromAppId: fn(pszAppId: PCWSTR, pszVirtualPath: PWSTR, pcchVirtualPath: *mut DWORD, pdwSiteId: *mut DWORD) -> HRESULT
            = "HRESULT GetApplicationPropertiesFromAppId(PCWSTR pszAppId, PWSTR pszVirtualPath, DWORD *pcchVirtualPath, DWORD *pdwSiteId)";
    }

    /// From IHttpServer::GetWorkerProcessSettings.
    class IWpfSettings, IWpfSettingsVtbl : IWpfReferencedObject, IWpfReferencedObjectVtbl = "" {
        /// WPF_SETTINGS_DWORD_ENUM value.
        Pure GetDwordProperty: fn(SettingId: WPF_SETTINGS_DWORD_ENUM, pdwSetting: *mut DWORD) -> HRESULT
            = "HRESULT GetDwordProperty(WPF_SETTINGS_DWORD_ENUM SettingId, DWORD *pdwSetting)";
        /// Memory limits.
        Pure GetUlonglongProperty: fn(SettingId: WPF_SETTINGS_ULONGLONG_ENUM, pSetting: *mut ULONGLONG) -> HRESULT
            = "HRESULT GetUlonglongProperty(WPF_SETTINGS_ULONGLONG_ENUM SettingId, ULONGLONG *pSetting)";
        /// *pcchSetting in/out characters.
        Pure GetStringProperty: fn(SettingId: WPF_SETTINGS_STRING_ENUM, pszSetting: PWSTR, pcchSetting: *mut DWORD) -> HRESULT
            = "HRESULT GetStringProperty(WPF_SETTINGS_STRING_ENUM SettingId, PWSTR pszSetting, DWORD *pcchSetting)";
        /// Flag.
        Pure GetBoolProperty: fn(SettingId: WPF_SETTINGS_BOOL_ENUM, pfSetting: *mut BOOL) -> HRESULT
            = "HRESULT GetBoolProperty(WPF_SETTINGS_BOOL_ENUM SettingId, BOOL *pfSetting)";
        /// Anonymous user token.
        Pure GetHandleProperty: fn(SettingId: WPF_SETTINGS_HANDLE_ENUM, phSetting: *mut HANDLE) -> HRESULT
            = "HRESULT GetHandleProperty(WPF_SETTINGS_HANDLE_ENUM SettingId, HANDLE *phSetting)";
    }

    class IWpfActions, IWpfActionsVtbl : IWpfReferencedObject, IWpfReferencedObjectVtbl = "" {
        /// Recycle with reason.
        Pure RecycleWorkerProcess: fn(pszReason: PCWSTR)
            = "VOID RecycleWorkerProcess(PCWSTR pszReason)";
        /// Fail the process, at once or at the next ping.
        Pure FailWorkerProcess: fn(pszReason: PCWSTR, hrFailureToReport: HRESULT, fFailOnNextPing: BOOL)
            = "VOID FailWorkerProcess(PCWSTR pszReason, HRESULT hrFailureToReport, BOOL fFailOnNextPing = FALSE)";
    }

    class IWpfExposeProtocolManagerCustomInterface, IWpfExposeProtocolManagerCustomInterfaceVtbl : IWpfReferencedObject, IWpfReferencedObjectVtbl = "" {
        /// See IHttpServer::GetProtocolManagerCustomInterface.
        Pure LoadProtocolManagerAndGetCustomInterface: fn(pProtocolManagerDll: PCWSTR, pProtocolManagerDllInitFunction: PCWSTR, dwCustomInterfaceId: DWORD, ppCustomInterface: *mut PVOID) -> HRESULT
            = "HRESULT LoadProtocolManagerAndGetCustomInterface(PCWSTR pProtocolManagerDll, PCWSTR pProtocolManagerDllInitFunction, DWORD dwCustomInterfaceId, PVOID *ppCustomInterface)";
    }

    class IWpfApplicationPreloadUtil, IWpfApplicationPreloadUtilVtbl : IWpfReferencedObject, IWpfReferencedObjectVtbl = "" {
        /// Preload configuration of an application: enabled flag, type BSTR, values SAFEARRAY.
        Pure GetApplicationPreloadInfo: fn(pszConfigPath: PCWSTR, pfEnabled: *mut BOOL, pbstrType: *mut BSTR, psaPreloadValues: *mut *mut SAFEARRAY) -> HRESULT
            = "HRESULT GetApplicationPreloadInfo(PCWSTR pszConfigPath, BOOL *pfEnabled, BSTR *pbstrType, SAFEARRAY **psaPreloadValues)";
        /// Reports failure.
        Pure ReportApplicationPreloadFailure: fn(pszConfigPath: PCWSTR, hrFailureCode: HRESULT, pszErrorString: PCWSTR) -> HRESULT
            = "HRESULT ReportApplicationPreloadFailure(PCWSTR pszConfigPath, HRESULT hrFailureCode, PCWSTR pszErrorString)";
    }
}
