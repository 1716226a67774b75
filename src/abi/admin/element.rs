//! Elements, properties, methods and errors.

use super::*;

crate::interfaces! {
    class IAppHostElement, IAppHostElementVtbl : IUnknown, IUnknownVtbl = "64ff8ccc-b287-4dae-b08a-a72cbf45f453" {
        Pure get_Name: fn(pbstrName: *mut BSTR) -> HRESULT
            = "HRESULT get_Name(BSTR *pbstrName)";
        /// Its add, remove and clear elements.
        Pure get_Collection: fn(ppCollection: *mut *mut IAppHostElementCollection) -> HRESULT
            = "HRESULT get_Collection(IAppHostElementCollection **ppCollection)";
        /// Its attributes.
        Pure get_Properties: fn(ppProperties: *mut *mut IAppHostPropertyCollection) -> HRESULT
            = "HRESULT get_Properties(IAppHostPropertyCollection **ppProperties)";
        /// Its other elements.
        Pure get_ChildElements: fn(ppElements: *mut *mut IAppHostChildElementCollection) -> HRESULT
            = "HRESULT get_ChildElements(IAppHostChildElementCollection **ppElements)";
        /// ERROR_NOT_SUPPORTED for an unknown type.
        Pure GetMetadata: fn(bstrMetadataType: BSTR, pValue: *mut VARIANT) -> HRESULT
            = "HRESULT GetMetadata(BSTR bstrMetadataType, VARIANT *pValue)";
        /// ERROR_NOT_SUPPORTED for an unknown type.
        Pure SetMetadata: fn(bstrMetadataType: BSTR, value: VARIANT) -> HRESULT
            = "HRESULT SetMetadata(BSTR bstrMetadataType, VARIANT value)";
        Pure get_Schema: fn(ppSchema: *mut *mut IAppHostElementSchema) -> HRESULT
            = "HRESULT get_Schema(IAppHostElementSchema **ppSchema)";
        Pure GetElementByName: fn(bstrSubName: BSTR, ppElement: *mut *mut IAppHostElement) -> HRESULT
            = "HRESULT GetElementByName(BSTR bstrSubName, IAppHostElement **ppElement)";
        Pure GetPropertyByName: fn(bstrSubName: BSTR, ppProperty: *mut *mut IAppHostProperty) -> HRESULT
            = "HRESULT GetPropertyByName(BSTR bstrSubName, IAppHostProperty **ppProperty)";
        /// Takes away what is set here.
        Pure Clear: fn() -> HRESULT
            = "HRESULT Clear()";
        Pure get_Methods: fn(ppMethods: *mut *mut IAppHostMethodCollection) -> HRESULT
            = "HRESULT get_Methods(IAppHostMethodCollection **ppMethods)";
    }

    class IAppHostElementCollection, IAppHostElementCollectionVtbl : IUnknown, IUnknownVtbl = "c8550bff-5281-4b1e-ac34-99b6fa38464d" {
        Pure get_Count: fn(pcElementCount: *mut DWORD) -> HRESULT
            = "HRESULT get_Count(DWORD *pcElementCount)";
        /// By number: VT_UI4, VT_I4, VT_I2 or VT_INT.
        Pure get_Item: fn(cIndex: VARIANT, ppElement: *mut *mut IAppHostElement) -> HRESULT
            = "HRESULT get_Item(VARIANT cIndex, IAppHostElement **ppElement)";
        /// cPosition -1 is behind the others.
        Pure AddElement: fn(pElement: *mut IAppHostElement, cPosition: INT) -> HRESULT
            = "HRESULT AddElement(IAppHostElement *pElement, INT cPosition)";
        Pure DeleteElement: fn(cIndex: VARIANT) -> HRESULT
            = "HRESULT DeleteElement(VARIANT cIndex)";
        Pure Clear: fn() -> HRESULT
            = "HRESULT Clear()";
        /// ERROR_INVALID_INDEX for an unknown name.
        Pure CreateNewElement: fn(bstrElementName: BSTR, ppElement: *mut *mut IAppHostElement) -> HRESULT
            = "HRESULT CreateNewElement(BSTR bstrElementName, IAppHostElement **ppElement)";
        Pure get_Schema: fn(ppSchema: *mut *mut IAppHostCollectionSchema) -> HRESULT
            = "HRESULT get_Schema(IAppHostCollectionSchema **ppSchema)";
    }

    class IAppHostChildElementCollection, IAppHostChildElementCollectionVtbl : IUnknown, IUnknownVtbl = "08a90f5f-0702-48d6-b45f-02a9885a9768" {
        Pure get_Count: fn(pcCount: *mut DWORD) -> HRESULT
            = "HRESULT get_Count(DWORD *pcCount)";
        /// By number.
        Pure get_Item: fn(cIndex: VARIANT, ppElement: *mut *mut IAppHostElement) -> HRESULT
            = "HRESULT get_Item(VARIANT cIndex, IAppHostElement **ppElement)";
    }

    class IAppHostProperty, IAppHostPropertyVtbl : IUnknown, IUnknownVtbl = "ed35f7a1-5024-4e7b-a44d-07ddaf4b524d" {
        Pure get_Name: fn(pbstrName: *mut BSTR) -> HRESULT
            = "HRESULT get_Name(BSTR *pbstrName)";
        /// The value with its type.
        Pure get_Value: fn(pVariant: *mut VARIANT) -> HRESULT
            = "HRESULT get_Value(VARIANT *pVariant)";
        /// Checked against the schema.
        Pure put_Value: fn(value: VARIANT) -> HRESULT
            = "HRESULT put_Value(VARIANT value)";
        Pure Clear: fn() -> HRESULT
            = "HRESULT Clear()";
        /// The value as text.
        Pure get_StringValue: fn(pbstrValue: *mut BSTR) -> HRESULT
            = "HRESULT get_StringValue(BSTR *pbstrValue)";
        /// What is wrong with the value, or NULL.
        Pure get_Exception: fn(ppException: *mut *mut IAppHostPropertyException) -> HRESULT
            = "HRESULT get_Exception(IAppHostPropertyException **ppException)";
        Pure GetMetadata: fn(bstrMetadataType: BSTR, pValue: *mut VARIANT) -> HRESULT
            = "HRESULT GetMetadata(BSTR bstrMetadataType, VARIANT *pValue)";
        Pure SetMetadata: fn(bstrMetadataType: BSTR, value: VARIANT) -> HRESULT
            = "HRESULT SetMetadata(BSTR bstrMetadataType, VARIANT value)";
        Pure get_Schema: fn(ppSchema: *mut *mut IAppHostPropertySchema) -> HRESULT
            = "HRESULT get_Schema(IAppHostPropertySchema **ppSchema)";
    }

    class IAppHostPropertyCollection, IAppHostPropertyCollectionVtbl : IUnknown, IUnknownVtbl = "0191775e-bcff-445a-b4f4-3bdda54e2816" {
        Pure get_Count: fn(pcCount: *mut DWORD) -> HRESULT
            = "HRESULT get_Count(DWORD *pcCount)";
        /// By number or by name.
        Pure get_Item: fn(cIndex: VARIANT, ppProperty: *mut *mut IAppHostProperty) -> HRESULT
            = "HRESULT get_Item(VARIANT cIndex, IAppHostProperty **ppProperty)";
    }

    class IAppHostConfigException, IAppHostConfigExceptionVtbl : IUnknown, IUnknownVtbl = "4dfa1df3-8900-4bc7-bbb5-d1a458c52410" {
        Pure get_LineNumber: fn(pcLineNumber: *mut ULONG) -> HRESULT
            = "HRESULT get_LineNumber(ULONG *pcLineNumber)";
        Pure get_FileName: fn(pbstrFileName: *mut BSTR) -> HRESULT
            = "HRESULT get_FileName(BSTR *pbstrFileName)";
        Pure get_ConfigPath: fn(pbstrConfigPath: *mut BSTR) -> HRESULT
            = "HRESULT get_ConfigPath(BSTR *pbstrConfigPath)";
        Pure get_ErrorLine: fn(pbstrErrorLine: *mut BSTR) -> HRESULT
            = "HRESULT get_ErrorLine(BSTR *pbstrErrorLine)";
        Pure get_PreErrorLine: fn(pbstrPreErrorLine: *mut BSTR) -> HRESULT
            = "HRESULT get_PreErrorLine(BSTR *pbstrPreErrorLine)";
        Pure get_PostErrorLine: fn(pbstrPostErrorLine: *mut BSTR) -> HRESULT
            = "HRESULT get_PostErrorLine(BSTR *pbstrPostErrorLine)";
        Pure get_ErrorString: fn(pbstrErrorString: *mut BSTR) -> HRESULT
            = "HRESULT get_ErrorString(BSTR *pbstrErrorString)";
    }

    class IAppHostPropertyException, IAppHostPropertyExceptionVtbl : IAppHostConfigException, IAppHostConfigExceptionVtbl = "eafe4895-a929-41ea-b14d-613e23f62b71" {
        Pure get_InvalidValue: fn(pbstrValue: *mut BSTR) -> HRESULT
            = "HRESULT get_InvalidValue(BSTR *pbstrValue)";
        Pure get_ValidationFailureReason: fn(pbstrValidationReason: *mut BSTR) -> HRESULT
            = "HRESULT get_ValidationFailureReason(BSTR *pbstrValidationReason)";
        Pure get_ValidationFailureParameters: fn(pParameterArray: *mut *mut SAFEARRAY) -> HRESULT
            = "HRESULT get_ValidationFailureParameters(SAFEARRAY **pParameterArray)";
    }

    class IAppHostMethod, IAppHostMethodVtbl : IUnknown, IUnknownVtbl = "7883ca1c-1112-4447-84c3-52fbeb38069d" {
        Pure get_Name: fn(pbstrName: *mut BSTR) -> HRESULT
            = "HRESULT get_Name(BSTR *pbstrName)";
        Pure get_Schema: fn(ppMethodSchema: *mut *mut IAppHostMethodSchema) -> HRESULT
            = "HRESULT get_Schema(IAppHostMethodSchema **ppMethodSchema)";
        Pure CreateInstance: fn(ppMethodInstance: *mut *mut IAppHostMethodInstance) -> HRESULT
            = "HRESULT CreateInstance(IAppHostMethodInstance **ppMethodInstance)";
    }

    class IAppHostMethodCollection, IAppHostMethodCollectionVtbl : IUnknown, IUnknownVtbl = "d6c7cd8f-bb8d-4f96-b591-d3a5f1320269" {
        Pure get_Count: fn(pcCount: *mut DWORD) -> HRESULT
            = "HRESULT get_Count(DWORD *pcCount)";
        Pure get_Item: fn(cIndex: VARIANT, ppMethod: *mut *mut IAppHostMethod) -> HRESULT
            = "HRESULT get_Item(VARIANT cIndex, IAppHostMethod **ppMethod)";
    }

    class IAppHostMethodInstance, IAppHostMethodInstanceVtbl : IUnknown, IUnknownVtbl = "b80f3c42-60e0-4ae0-9007-f52852d3dbed" {
        Pure get_Input: fn(ppInputElement: *mut *mut IAppHostElement) -> HRESULT
            = "HRESULT get_Input(IAppHostElement **ppInputElement)";
        Pure get_Output: fn(ppOutputElement: *mut *mut IAppHostElement) -> HRESULT
            = "HRESULT get_Output(IAppHostElement **ppOutputElement)";
        Pure Execute: fn() -> HRESULT
            = "HRESULT Execute()";
        Pure GetMetadata: fn(bstrMetadataType: BSTR, pValue: *mut VARIANT) -> HRESULT
            = "HRESULT GetMetadata(BSTR bstrMetadataType, VARIANT *pValue)";
        Pure SetMetadata: fn(bstrMetadataType: BSTR, value: VARIANT) -> HRESULT
            = "HRESULT SetMetadata(BSTR bstrMetadataType, VARIANT value)";
    }

    class IAppHostMethodExtension, IAppHostMethodExtensionVtbl : IUnknown, IUnknownVtbl = "70184ac9-7673-4770-96b1-445ce035cf70" {
        Pure ProvideMethod: fn(pMethod: *mut IAppHostMethod, pMethodInstance: *mut IAppHostMethodInstance, pElement: *mut IAppHostElement) -> HRESULT
            = "HRESULT ProvideMethod(IAppHostMethod *pMethod, IAppHostMethodInstance *pMethodInstance, IAppHostElement *pElement)";
    }
}
