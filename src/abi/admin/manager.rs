//! Where configuration starts: managers, files, locations and extensions.

use super::*;

crate::interfaces! {
    class IAppHostAdminManager, IAppHostAdminManagerVtbl : IUnknown, IUnknownVtbl = "9be77978-73ed-4a9a-87fd-13f09fec1b13" {
        /// The section, such as system.webServer/handlers, as it is in effect at a path.
        Pure GetAdminSection: fn(bstrSectionName: BSTR, bstrPath: BSTR, ppAdminSection: *mut *mut IAppHostElement) -> HRESULT
            = "HRESULT GetAdminSection(BSTR bstrSectionName, BSTR bstrPath, IAppHostElement **ppAdminSection)";
        Pure GetMetadata: fn(bstrMetadataType: BSTR, pValue: *mut VARIANT) -> HRESULT
            = "HRESULT GetMetadata(BSTR bstrMetadataType, VARIANT *pValue)";
        Pure SetMetadata: fn(bstrMetadataType: BSTR, value: VARIANT) -> HRESULT
            = "HRESULT SetMetadata(BSTR bstrMetadataType, VARIANT value)";
        Pure get_ConfigManager: fn(ppConfigManager: *mut *mut IAppHostConfigManager) -> HRESULT
            = "HRESULT get_ConfigManager(IAppHostConfigManager **ppConfigManager)";
    }

    class IAppHostWritableAdminManager, IAppHostWritableAdminManagerVtbl : IAppHostAdminManager, IAppHostAdminManagerVtbl = "fa7660f6-7b3f-4237-a8bf-ed0ad0dcbbd9" {
        Pure CommitChanges: fn() -> HRESULT
            = "HRESULT CommitChanges()";
        Pure get_CommitPath: fn(pbstrCommitPath: *mut BSTR) -> HRESULT
            = "HRESULT get_CommitPath(BSTR *pbstrCommitPath)";
        Pure put_CommitPath: fn(bstrCommitPath: BSTR) -> HRESULT
            = "HRESULT put_CommitPath(BSTR bstrCommitPath)";
    }

    class IAppHostConfigManager, IAppHostConfigManagerVtbl : IUnknown, IUnknownVtbl = "8f6d760f-f0cb-4d69-b5f6-848b33e9bdc6" {
        /// The file of a path such as MACHINE/WEBROOT/APPHOST.
        Pure GetConfigFile: fn(bstrConfigPath: BSTR, ppConfigFile: *mut *mut IAppHostConfigFile) -> HRESULT
            = "HRESULT GetConfigFile(BSTR bstrConfigPath, IAppHostConfigFile **ppConfigFile)";
        /// The path above or here that has a file.
        Pure GetUniqueConfigPath: fn(bstrConfigPath: BSTR, pbstrUniquePath: *mut BSTR) -> HRESULT
            = "HRESULT GetUniqueConfigPath(BSTR bstrConfigPath, BSTR *pbstrUniquePath)";
    }

    class IAppHostConfigFile, IAppHostConfigFileVtbl : IUnknown, IUnknownVtbl = "ada4e6fb-e025-401e-a5d0-c3134a281f07" {
        Pure get_ConfigPath: fn(pbstrConfigPath: *mut BSTR) -> HRESULT
            = "HRESULT get_ConfigPath(BSTR *pbstrConfigPath)";
        Pure get_FilePath: fn(pbstrFilePath: *mut BSTR) -> HRESULT
            = "HRESULT get_FilePath(BSTR *pbstrFilePath)";
        Pure get_Locations: fn(ppLocations: *mut *mut IAppHostConfigLocationCollection) -> HRESULT
            = "HRESULT get_Locations(IAppHostConfigLocationCollection **ppLocations)";
        Pure GetAdminSection: fn(bstrSectionName: BSTR, bstrPath: BSTR, ppAdminSection: *mut *mut IAppHostElement) -> HRESULT
            = "HRESULT GetAdminSection(BSTR bstrSectionName, BSTR bstrPath, IAppHostElement **ppAdminSection)";
        Pure GetMetadata: fn(bstrMetadataType: BSTR, pValue: *mut VARIANT) -> HRESULT
            = "HRESULT GetMetadata(BSTR bstrMetadataType, VARIANT *pValue)";
        Pure SetMetadata: fn(bstrMetadataType: BSTR, value: VARIANT) -> HRESULT
            = "HRESULT SetMetadata(BSTR bstrMetadataType, VARIANT value)";
        /// Not implemented by IIS.
        Pure ClearInvalidSections: fn() -> HRESULT
            = "HRESULT ClearInvalidSections()";
        Pure get_RootSectionGroup: fn(ppSectionGroups: *mut *mut IAppHostSectionGroup) -> HRESULT
            = "HRESULT get_RootSectionGroup(IAppHostSectionGroup **ppSectionGroups)";
    }

    class IAppHostConfigLocation, IAppHostConfigLocationVtbl : IUnknown, IUnknownVtbl = "370af178-7758-4dad-8146-7391f6e18585" {
        Pure get_Path: fn(pbstrLocationPath: *mut BSTR) -> HRESULT
            = "HRESULT get_Path(BSTR *pbstrLocationPath)";
        Pure get_Count: fn(pcCount: *mut DWORD) -> HRESULT
            = "HRESULT get_Count(DWORD *pcCount)";
        /// By number or by name.
        Pure get_Item: fn(cIndex: VARIANT, ppSection: *mut *mut IAppHostElement) -> HRESULT
            = "HRESULT get_Item(VARIANT cIndex, IAppHostElement **ppSection)";
        /// ERROR_ALREADY_EXISTS when it is there.
        Pure AddConfigSection: fn(bstrSectionName: BSTR, ppAdminElement: *mut *mut IAppHostElement) -> HRESULT
            = "HRESULT AddConfigSection(BSTR bstrSectionName, IAppHostElement **ppAdminElement)";
        Pure DeleteConfigSection: fn(cIndex: VARIANT) -> HRESULT
            = "HRESULT DeleteConfigSection(VARIANT cIndex)";
    }

    class IAppHostConfigLocationCollection, IAppHostConfigLocationCollectionVtbl : IUnknown, IUnknownVtbl = "832a32f7-b3ea-4b8c-b260-9a2923001184" {
        Pure get_Count: fn(pcCount: *mut DWORD) -> HRESULT
            = "HRESULT get_Count(DWORD *pcCount)";
        /// By number or by path.
        Pure get_Item: fn(varIndex: VARIANT, ppLocation: *mut *mut IAppHostConfigLocation) -> HRESULT
            = "HRESULT get_Item(VARIANT varIndex, IAppHostConfigLocation **ppLocation)";
        /// ERROR_ALREADY_EXISTS when it is there.
        Pure AddLocation: fn(bstrLocationPath: BSTR, ppNewLocation: *mut *mut IAppHostConfigLocation) -> HRESULT
            = "HRESULT AddLocation(BSTR bstrLocationPath, IAppHostConfigLocation **ppNewLocation)";
        Pure DeleteLocation: fn(cIndex: VARIANT) -> HRESULT
            = "HRESULT DeleteLocation(VARIANT cIndex)";
        Pure RenameLocation: fn(varIndex: VARIANT, bstrLocationPath: BSTR) -> HRESULT
            = "HRESULT RenameLocation(VARIANT varIndex, BSTR bstrLocationPath)";
    }

    class IAppHostChangeHandler, IAppHostChangeHandlerVtbl : IUnknown, IUnknownVtbl = "09829352-87c2-418d-8d79-4133969a489d" {
        Pure OnSectionChanges: fn(bstrSectionName: BSTR, bstrConfigPath: BSTR) -> HRESULT
            = "HRESULT OnSectionChanges(BSTR bstrSectionName, BSTR bstrConfigPath)";
    }

    class IAppHostPathMapper, IAppHostPathMapperVtbl : IUnknown, IUnknownVtbl = "e7927575-5cc3-403b-822e-328a6b904bee" {
        Pure MapPath: fn(bstrConfigPath: BSTR, bstrMappedPhysicalPath: BSTR, pbstrNewPhysicalPath: *mut BSTR) -> HRESULT
            = "HRESULT MapPath(BSTR bstrConfigPath, BSTR bstrMappedPhysicalPath, BSTR *pbstrNewPhysicalPath)";
    }

    class IAppHostPathMapper2, IAppHostPathMapper2Vtbl : IUnknown, IUnknownVtbl = "0f80e901-8f4c-449a-bf90-13d5d082f187" {
        Pure MapPath: fn(bstrConfigPath: BSTR, bstrMappedPhysicalPath: BSTR, pbstrNewPhysicalPath: *mut BSTR, phImpersonationToken: *mut HANDLE) -> HRESULT
            = "HRESULT MapPath(BSTR bstrConfigPath, BSTR bstrMappedPhysicalPath, BSTR *pbstrNewPhysicalPath, HANDLE *phImpersonationToken)";
    }

    class IAppHostMappingExtension, IAppHostMappingExtensionVtbl : IUnknown, IUnknownVtbl = "31a83ea0-c0e4-4a2c-8a01-353cc2a4c60a" {
        Pure GetSiteNameFromSiteId: fn(dwSiteId: DWORD, pbstrSiteName: *mut BSTR) -> HRESULT
            = "HRESULT GetSiteNameFromSiteId(DWORD dwSiteId, BSTR *pbstrSiteName)";
        Pure GetSiteIdFromSiteName: fn(bstrSiteName: BSTR, pdwSiteId: *mut DWORD) -> HRESULT
            = "HRESULT GetSiteIdFromSiteName(BSTR bstrSiteName, DWORD *pdwSiteId)";
        Pure GetSiteElementFromSiteId: fn(dwSiteId: DWORD, ppSiteElement: *mut *mut IAppHostElement) -> HRESULT
            = "HRESULT GetSiteElementFromSiteId(DWORD dwSiteId, IAppHostElement **ppSiteElement)";
        Pure MapPath: fn(bstrSiteName: BSTR, bstrVirtualPath: BSTR, pbstrPhysicalPath: *mut BSTR, ppVirtualDirectoryElement: *mut *mut IAppHostElement, ppApplicationElement: *mut *mut IAppHostElement) -> HRESULT
            = "HRESULT MapPath(BSTR bstrSiteName, BSTR bstrVirtualPath, BSTR *pbstrPhysicalPath, IAppHostElement **ppVirtualDirectoryElement, IAppHostElement **ppApplicationElement)";
    }

    class IAppHostElementExtension, IAppHostElementExtensionVtbl : IUnknown, IUnknownVtbl = "518eb37d-1ff4-42dd-86c3-3140bc35b823" {
        Pure ProvideElement: fn(pNewElement: *mut IAppHostElement) -> HRESULT
            = "HRESULT ProvideElement(IAppHostElement *pNewElement)";
    }

    class IAppHostPropertyExtension, IAppHostPropertyExtensionVtbl : IUnknown, IUnknownVtbl = "88e220f3-33e8-4534-afac-b4a98eccf9ae" {
        Pure ProvideGetProperty: fn(pElement: *mut IAppHostElement, pProperty: *mut IAppHostProperty) -> HRESULT
            = "HRESULT ProvideGetProperty(IAppHostElement *pElement, IAppHostProperty *pProperty)";
    }
}
