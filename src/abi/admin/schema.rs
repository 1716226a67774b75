//! Schemas and section definitions.

use super::*;

crate::interfaces! {
    class IAppHostElementSchema, IAppHostElementSchemaVtbl : IUnknown, IUnknownVtbl = "ef13d885-642c-4709-99ec-b89561c6bc69" {
        Pure get_Name: fn(pbstrName: *mut BSTR) -> HRESULT
            = "HRESULT get_Name(BSTR *pbstrName)";
        Pure get_DoesAllowUnschematizedProperties: fn(pfAllowUnschematized: *mut VARIANT_BOOL) -> HRESULT
            = "HRESULT get_DoesAllowUnschematizedProperties(VARIANT_BOOL *pfAllowUnschematized)";
        Pure GetMetadata: fn(bstrMetadataType: BSTR, pValue: *mut VARIANT) -> HRESULT
            = "HRESULT GetMetadata(BSTR bstrMetadataType, VARIANT *pValue)";
        Pure get_CollectionSchema: fn(ppCollectionSchema: *mut *mut IAppHostCollectionSchema) -> HRESULT
            = "HRESULT get_CollectionSchema(IAppHostCollectionSchema **ppCollectionSchema)";
        Pure get_ChildElementSchemas: fn(ppChildSchemas: *mut *mut IAppHostElementSchemaCollection) -> HRESULT
            = "HRESULT get_ChildElementSchemas(IAppHostElementSchemaCollection **ppChildSchemas)";
        Pure get_PropertySchemas: fn(ppPropertySchemas: *mut *mut IAppHostPropertySchemaCollection) -> HRESULT
            = "HRESULT get_PropertySchemas(IAppHostPropertySchemaCollection **ppPropertySchemas)";
        Pure get_IsCollectionDefault: fn(pfIsCollectionDefault: *mut VARIANT_BOOL) -> HRESULT
            = "HRESULT get_IsCollectionDefault(VARIANT_BOOL *pfIsCollectionDefault)";
    }

    class IAppHostElementSchemaCollection, IAppHostElementSchemaCollectionVtbl : IUnknown, IUnknownVtbl = "0344cdda-151e-4cbf-82da-66ae61e97754" {
        Pure get_Count: fn(pcCount: *mut DWORD) -> HRESULT
            = "HRESULT get_Count(DWORD *pcCount)";
        Pure get_Item: fn(cIndex: VARIANT, ppElementSchema: *mut *mut IAppHostElementSchema) -> HRESULT
            = "HRESULT get_Item(VARIANT cIndex, IAppHostElementSchema **ppElementSchema)";
    }

    class IAppHostCollectionSchema, IAppHostCollectionSchemaVtbl : IUnknown, IUnknownVtbl = "de095db1-5368-4d11-81f6-efef619b7bcf" {
        Pure get_AddElementNames: fn(pbstrElementName: *mut BSTR) -> HRESULT
            = "HRESULT get_AddElementNames(BSTR *pbstrElementName)";
        Pure GetAddElementSchema: fn(bstrElementName: BSTR, ppSchema: *mut *mut IAppHostElementSchema) -> HRESULT
            = "HRESULT GetAddElementSchema(BSTR bstrElementName, IAppHostElementSchema **ppSchema)";
        Pure get_RemoveElementSchema: fn(ppSchema: *mut *mut IAppHostElementSchema) -> HRESULT
            = "HRESULT get_RemoveElementSchema(IAppHostElementSchema **ppSchema)";
        Pure get_ClearElementSchema: fn(ppSchema: *mut *mut IAppHostElementSchema) -> HRESULT
            = "HRESULT get_ClearElementSchema(IAppHostElementSchema **ppSchema)";
        Pure get_IsMergeAppend: fn(pfIsMergeAppend: *mut VARIANT_BOOL) -> HRESULT
            = "HRESULT get_IsMergeAppend(VARIANT_BOOL *pfIsMergeAppend)";
        Pure GetMetadata: fn(bstrMetadataType: BSTR, pValue: *mut VARIANT) -> HRESULT
            = "HRESULT GetMetadata(BSTR bstrMetadataType, VARIANT *pValue)";
        Pure get_DoesAllowDuplicates: fn(pfAllowDuplicates: *mut VARIANT_BOOL) -> HRESULT
            = "HRESULT get_DoesAllowDuplicates(VARIANT_BOOL *pfAllowDuplicates)";
    }

    class IAppHostPropertySchema, IAppHostPropertySchemaVtbl : IUnknown, IUnknownVtbl = "450386db-7409-4667-935e-384dbbee2a9e" {
        Pure get_Name: fn(pbstrName: *mut BSTR) -> HRESULT
            = "HRESULT get_Name(BSTR *pbstrName)";
        Pure get_Type: fn(pbstrType: *mut BSTR) -> HRESULT
            = "HRESULT get_Type(BSTR *pbstrType)";
        Pure get_DefaultValue: fn(pDefaultValue: *mut VARIANT) -> HRESULT
            = "HRESULT get_DefaultValue(VARIANT *pDefaultValue)";
        Pure get_IsRequired: fn(pfIsRequired: *mut VARIANT_BOOL) -> HRESULT
            = "HRESULT get_IsRequired(VARIANT_BOOL *pfIsRequired)";
        Pure get_IsUniqueKey: fn(pfIsUniqueKey: *mut VARIANT_BOOL) -> HRESULT
            = "HRESULT get_IsUniqueKey(VARIANT_BOOL *pfIsUniqueKey)";
        Pure get_IsCombinedKey: fn(pfIsCombinedKey: *mut VARIANT_BOOL) -> HRESULT
            = "HRESULT get_IsCombinedKey(VARIANT_BOOL *pfIsCombinedKey)";
        Pure get_IsExpanded: fn(pfIsExpanded: *mut VARIANT_BOOL) -> HRESULT
            = "HRESULT get_IsExpanded(VARIANT_BOOL *pfIsExpanded)";
        Pure get_ValidationType: fn(pbstrValidationType: *mut BSTR) -> HRESULT
            = "HRESULT get_ValidationType(BSTR *pbstrValidationType)";
        Pure get_ValidationParameter: fn(pbstrValidationParameter: *mut BSTR) -> HRESULT
            = "HRESULT get_ValidationParameter(BSTR *pbstrValidationParameter)";
        Pure GetMetadata: fn(bstrMetadataType: BSTR, pValue: *mut VARIANT) -> HRESULT
            = "HRESULT GetMetadata(BSTR bstrMetadataType, VARIANT *pValue)";
        Pure get_IsCaseSensitive: fn(pfIsCaseSensitive: *mut VARIANT_BOOL) -> HRESULT
            = "HRESULT get_IsCaseSensitive(VARIANT_BOOL *pfIsCaseSensitive)";
        Pure get_PossibleValues: fn(ppValues: *mut *mut IAppHostConstantValueCollection) -> HRESULT
            = "HRESULT get_PossibleValues(IAppHostConstantValueCollection **ppValues)";
        Pure get_DoesAllowInfinite: fn(pfAllowInfinite: *mut VARIANT_BOOL) -> HRESULT
            = "HRESULT get_DoesAllowInfinite(VARIANT_BOOL *pfAllowInfinite)";
        Pure get_IsEncrypted: fn(pfIsEncrypted: *mut VARIANT_BOOL) -> HRESULT
            = "HRESULT get_IsEncrypted(VARIANT_BOOL *pfIsEncrypted)";
        Pure get_TimeSpanFormat: fn(pbstrTimeSpanFormat: *mut BSTR) -> HRESULT
            = "HRESULT get_TimeSpanFormat(BSTR *pbstrTimeSpanFormat)";
    }

    class IAppHostPropertySchemaCollection, IAppHostPropertySchemaCollectionVtbl : IUnknown, IUnknownVtbl = "8bed2c68-a5fb-4b28-8581-a0dc5267419f" {
        Pure get_Count: fn(pcCount: *mut DWORD) -> HRESULT
            = "HRESULT get_Count(DWORD *pcCount)";
        Pure get_Item: fn(cIndex: VARIANT, ppPropertySchema: *mut *mut IAppHostPropertySchema) -> HRESULT
            = "HRESULT get_Item(VARIANT cIndex, IAppHostPropertySchema **ppPropertySchema)";
    }

    class IAppHostConstantValue, IAppHostConstantValueVtbl : IUnknown, IUnknownVtbl = "0716caf8-7d05-4a46-8099-77594be91394" {
        Pure get_Name: fn(pbstrName: *mut BSTR) -> HRESULT
            = "HRESULT get_Name(BSTR *pbstrName)";
        Pure get_Value: fn(pdwValue: *mut DWORD) -> HRESULT
            = "HRESULT get_Value(DWORD *pdwValue)";
    }

    class IAppHostConstantValueCollection, IAppHostConstantValueCollectionVtbl : IUnknown, IUnknownVtbl = "5b5a68e6-8b9f-45e1-8199-a95ffccdffff" {
        Pure get_Count: fn(pcCount: *mut DWORD) -> HRESULT
            = "HRESULT get_Count(DWORD *pcCount)";
        Pure get_Item: fn(cIndex: VARIANT, ppConstantValue: *mut *mut IAppHostConstantValue) -> HRESULT
            = "HRESULT get_Item(VARIANT cIndex, IAppHostConstantValue **ppConstantValue)";
    }

    class IAppHostMethodSchema, IAppHostMethodSchemaVtbl : IUnknown, IUnknownVtbl = "2d9915fb-9d42-4328-b782-1b46819fab9e" {
        Pure get_Name: fn(pbstrName: *mut BSTR) -> HRESULT
            = "HRESULT get_Name(BSTR *pbstrName)";
        Pure get_InputSchema: fn(ppInputSchema: *mut *mut IAppHostElementSchema) -> HRESULT
            = "HRESULT get_InputSchema(IAppHostElementSchema **ppInputSchema)";
        Pure get_OutputSchema: fn(ppOutputSchema: *mut *mut IAppHostElementSchema) -> HRESULT
            = "HRESULT get_OutputSchema(IAppHostElementSchema **ppOutputSchema)";
        Pure GetMetadata: fn(bstrMetadataType: BSTR, pValue: *mut VARIANT) -> HRESULT
            = "HRESULT GetMetadata(BSTR bstrMetadataType, VARIANT *pValue)";
    }

    class IAppHostSectionDefinition, IAppHostSectionDefinitionVtbl : IUnknown, IUnknownVtbl = "c5c04795-321c-4014-8fd6-d44658799393" {
        Pure get_Name: fn(pbstrName: *mut BSTR) -> HRESULT
            = "HRESULT get_Name(BSTR *pbstrName)";
        Pure get_Type: fn(pbstrType: *mut BSTR) -> HRESULT
            = "HRESULT get_Type(BSTR *pbstrType)";
        Pure put_Type: fn(bstrType: BSTR) -> HRESULT
            = "HRESULT put_Type(BSTR bstrType)";
        Pure get_OverrideModeDefault: fn(pbstrOverrideModeDefault: *mut BSTR) -> HRESULT
            = "HRESULT get_OverrideModeDefault(BSTR *pbstrOverrideModeDefault)";
        Pure put_OverrideModeDefault: fn(bstrOverrideModeDefault: BSTR) -> HRESULT
            = "HRESULT put_OverrideModeDefault(BSTR bstrOverrideModeDefault)";
        Pure get_AllowDefinition: fn(pbstrAllowDefinition: *mut BSTR) -> HRESULT
            = "HRESULT get_AllowDefinition(BSTR *pbstrAllowDefinition)";
        Pure put_AllowDefinition: fn(bstrAllowDefinition: BSTR) -> HRESULT
            = "HRESULT put_AllowDefinition(BSTR bstrAllowDefinition)";
        Pure get_AllowLocation: fn(pbstrAllowLocation: *mut BSTR) -> HRESULT
            = "HRESULT get_AllowLocation(BSTR *pbstrAllowLocation)";
        Pure put_AllowLocation: fn(bstrAllowLocation: BSTR) -> HRESULT
            = "HRESULT put_AllowLocation(BSTR bstrAllowLocation)";
        Pure get_RequirePermission: fn(pfRequirePermission: *mut VARIANT_BOOL) -> HRESULT
            = "HRESULT get_RequirePermission(VARIANT_BOOL *pfRequirePermission)";
        Pure put_RequirePermission: fn(pfRequirePermission: VARIANT_BOOL) -> HRESULT
            = "HRESULT put_RequirePermission(VARIANT_BOOL pfRequirePermission)";
    }

    class IAppHostSectionDefinitionCollection, IAppHostSectionDefinitionCollectionVtbl : IUnknown, IUnknownVtbl = "b7d381ee-8860-47a1-8af4-1f33b2b1f325" {
        Pure get_Count: fn(pcCount: *mut ULONG) -> HRESULT
            = "HRESULT get_Count(ULONG *pcCount)";
        Pure get_Item: fn(varIndex: VARIANT, ppConfigSection: *mut *mut IAppHostSectionDefinition) -> HRESULT
            = "HRESULT get_Item(VARIANT varIndex, IAppHostSectionDefinition **ppConfigSection)";
        Pure AddSection: fn(bstrSectionName: BSTR, ppConfigSection: *mut *mut IAppHostSectionDefinition) -> HRESULT
            = "HRESULT AddSection(BSTR bstrSectionName, IAppHostSectionDefinition **ppConfigSection)";
        Pure DeleteSection: fn(varIndex: VARIANT) -> HRESULT
            = "HRESULT DeleteSection(VARIANT varIndex)";
    }

    class IAppHostSectionGroup, IAppHostSectionGroupVtbl : IUnknown, IUnknownVtbl = "0dd8a158-ebe6-4008-a1d9-b7ecc8f1104b" {
        Pure get_Count: fn(pcSectionGroup: *mut ULONG) -> HRESULT
            = "HRESULT get_Count(ULONG *pcSectionGroup)";
        Pure get_Item: fn(varIndex: VARIANT, ppSectionGroup: *mut *mut IAppHostSectionGroup) -> HRESULT
            = "HRESULT get_Item(VARIANT varIndex, IAppHostSectionGroup **ppSectionGroup)";
        Pure get_Sections: fn(ppSections: *mut *mut IAppHostSectionDefinitionCollection) -> HRESULT
            = "HRESULT get_Sections(IAppHostSectionDefinitionCollection **ppSections)";
        Pure AddSectionGroup: fn(bstrSectionGroupName: BSTR, ppSectionGroup: *mut *mut IAppHostSectionGroup) -> HRESULT
            = "HRESULT AddSectionGroup(BSTR bstrSectionGroupName, IAppHostSectionGroup **ppSectionGroup)";
        Pure DeleteSectionGroup: fn(varIndex: VARIANT) -> HRESULT
            = "HRESULT DeleteSectionGroup(VARIANT varIndex)";
        Pure get_Name: fn(pbstrName: *mut BSTR) -> HRESULT
            = "HRESULT get_Name(BSTR *pbstrName)";
        Pure get_Type: fn(pbstrType: *mut BSTR) -> HRESULT
            = "HRESULT get_Type(BSTR *pbstrType)";
        Pure put_Type: fn(bstrType: BSTR) -> HRESULT
            = "HRESULT put_Type(BSTR bstrType)";
    }
}
