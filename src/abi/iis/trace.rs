//! Tracing.

use super::*;

crate::interfaces! {
    /// Failed-request tracing / ETW hook.
    class IHttpTraceContext, IHttpTraceContextVtbl = "9f9098d5-915c-4294-a52e-66532a232bc9" {
        /// Caller fills pProviderGuid.
        Pure GetTraceConfiguration: fn(pHttpTraceConfiguration: *mut HTTP_TRACE_CONFIGURATION) -> HRESULT
            = "HRESULT GetTraceConfiguration(HTTP_TRACE_CONFIGURATION *pHttpTraceConfiguration)";
        /// Subscribes moduleId to an array of provider configurations (count default 1).
        Pure SetTraceConfiguration: fn(moduleId: HTTP_MODULE_ID, pHttpTraceConfiguration: *mut HTTP_TRACE_CONFIGURATION, cHttpTraceConfiguration: DWORD) -> HRESULT
            = "HRESULT SetTraceConfiguration(HTTP_MODULE_ID moduleId, HTTP_TRACE_CONFIGURATION *pHttpTraceConfiguration, DWORD cHttpTraceConfiguration = 1)";
        /// Emits an event to subscribers (GL_TRACE_EVENT).
        Pure RaiseTraceEvent: fn(pTraceEvent: *mut HTTP_TRACE_EVENT) -> HRESULT
            = "HRESULT RaiseTraceEvent(HTTP_TRACE_EVENT *pTraceEvent)";
        /// Pointer to a GUID for the request, or NULL.
        Pure GetTraceActivityId: fn() -> LPCGUID
            = "LPCGUID GetTraceActivityId()";
        /// Writes one or two texts + HRESULT at a level (default 4 information.
        Pure QuickTrace: fn(pszData1: PCWSTR, pszData2: PCWSTR, hrLastError: HRESULT, Level: UCHAR) -> HRESULT
            = "HRESULT QuickTrace(PCWSTR pszData1, PCWSTR pszData2 = NULL, HRESULT hrLastError = S_OK, UCHAR Level = 4)";
    }
}
