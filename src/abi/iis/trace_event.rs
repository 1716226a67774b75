//! `httptrace.h`: trace events and their configuration.

use crate::abi::windows::*;

crate::declare! {
    constants TRACE_LEVELS {
        HTTP_TRACE_EVENT_FLAG_STATIC_DESCRIPTIVE_FIELDS: DWORD = 0x01;
        HTTP_TRACE_LEVEL_START: DWORD = 6;
        HTTP_TRACE_LEVEL_END: DWORD = 7;
    }

    enumeration HTTP_TRACE_TYPE {
        HTTP_TRACE_TYPE_SHORT = 2;
        HTTP_TRACE_TYPE_LONG = 3;
        HTTP_TRACE_TYPE_BOOL = 11;
        HTTP_TRACE_TYPE_CHAR = 16;
        HTTP_TRACE_TYPE_BYTE = 17;
        HTTP_TRACE_TYPE_USHORT = 18;
        HTTP_TRACE_TYPE_ULONG = 19;
        HTTP_TRACE_TYPE_LONGLONG = 20;
        HTTP_TRACE_TYPE_ULONGLONG = 21;
        HTTP_TRACE_TYPE_LPCSTR = 30;
        HTTP_TRACE_TYPE_LPCWSTR = 31;
        HTTP_TRACE_TYPE_LPCGUID = 72;
    }

    /// One value of an event.
    structure HTTP_TRACE_EVENT_ITEM, PHTTP_TRACE_EVENT_ITEM {
        pszName: LPCWSTR;
        dwDataType: HTTP_TRACE_TYPE;
        pbData: PBYTE;
        cbData: DWORD;
        pszDataDescription: LPCWSTR;
    }

    /// An event; its data is valid during the call that raises it.
    structure HTTP_TRACE_EVENT, PHTTP_TRACE_EVENT {
        pProviderGuid: LPCGUID;
        dwArea: DWORD;
        pAreaGuid: LPCGUID;
        dwEvent: DWORD;
        pszEventName: LPCWSTR;
        dwEventVersion: DWORD;
        dwVerbosity: DWORD;
        pActivityGuid: LPCGUID;
        pRelatedActivityGuid: LPCGUID;
        dwTimeStamp: DWORD;
        dwFlags: DWORD;
        cEventItems: DWORD;
        pEventItems: PHTTP_TRACE_EVENT_ITEM;
    }

    /// What is asked of a provider.
    structure HTTP_TRACE_CONFIGURATION, PHTTP_TRACE_CONFIGURATION {
        pProviderGuid: LPCGUID;
        dwAreas: DWORD;
        dwVerbosity: DWORD;
        fProviderEnabled: BOOL;
    }
}
