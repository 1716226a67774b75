//! Tracing.

use super::*;

crate::interfaces! {
    /// Trace events of a request or of the server.
    class IHttpTraceContext, IHttpTraceContextVtbl = "9f9098d5-915c-4294-a52e-66532a232bc9" {
        /// The caller fills pProviderGuid.
        Pure GetTraceConfiguration: fn(pHttpTraceConfiguration: *mut HTTP_TRACE_CONFIGURATION) -> HRESULT
            = "HRESULT GetTraceConfiguration(HTTP_TRACE_CONFIGURATION *pHttpTraceConfiguration)";
        /// Which events OnGlobalTraceEvent is to get.
        Pure SetTraceConfiguration: fn(moduleId: HTTP_MODULE_ID, pHttpTraceConfiguration: *mut HTTP_TRACE_CONFIGURATION, cHttpTraceConfiguration: DWORD) -> HRESULT
            = "HRESULT SetTraceConfiguration(HTTP_MODULE_ID moduleId, HTTP_TRACE_CONFIGURATION *pHttpTraceConfiguration, DWORD cHttpTraceConfiguration = 1)";
        Pure RaiseTraceEvent: fn(pTraceEvent: *mut HTTP_TRACE_EVENT) -> HRESULT
            = "HRESULT RaiseTraceEvent(HTTP_TRACE_EVENT *pTraceEvent)";
        /// Or NULL.
        Pure GetTraceActivityId: fn() -> LPCGUID
            = "LPCGUID GetTraceActivityId()";
        /// Raises an event with one or two texts.
        Pure QuickTrace: fn(pszData1: PCWSTR, pszData2: PCWSTR, hrLastError: HRESULT, Level: UCHAR) -> HRESULT
            = "HRESULT QuickTrace(PCWSTR pszData1, PCWSTR pszData2 = NULL, HRESULT hrLastError = S_OK, UCHAR Level = 4)";
    }
}
