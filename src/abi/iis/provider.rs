//! Arguments of request notifications.

use super::*;

crate::interfaces! {
    /// Base of all notification arguments.
    class IHttpEventProvider, IHttpEventProviderVtbl = "6f3f657d-2fb8-43c6-a096-5064b41f0580" {
        /// Records the HRESULT that explains a failure for tracing/other modules.
        Pure SetErrorStatus: fn(hrError: HRESULT)
            = "VOID SetErrorStatus(HRESULT hrError)";
    }

    /// Argument of OnAsyncCompletion.
    class IHttpCompletionInfo, IHttpCompletionInfoVtbl = "49dd20e3-d9c0-463c-8821-f3413b55cc00" {
        /// Bytes transferred, or the cbBytes of PostCompletion.
        Pure GetCompletionBytes: fn() -> DWORD
            = "DWORD GetCompletionBytes() const";
        /// HRESULT of the operation (S_OK, 0x80070026 at body end, 0x800703E3 aborted,
        /// 0x80072746-class resets).
        Pure GetCompletionStatus: fn() -> HRESULT
            = "HRESULT GetCompletionStatus() const";
    }

    /// Windows 8+ (header comment).
    class IHttpCompletionInfo2, IHttpCompletionInfo2Vtbl : IHttpCompletionInfo, IHttpCompletionInfoVtbl = "53129f70-0196-47ec-b16c-127906e2afeb" {
        /// Code of the operation that finished.
        Pure GetCompletedOperation: fn() -> DWORD
            = "DWORD GetCompletedOperation() const";
    }

    /// Implemented by modules.
    class ICustomNotificationProvider, ICustomNotificationProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "671e6d34-9380-4df4-b453-91129df02b24" {
        /// Unique wide name.
        Pure QueryNotificationType: fn() -> PCWSTR
            = "PCWSTR QueryNotificationType()";
    }

    /// Argument of OnAuthenticateRequest.
    class IAuthenticationProvider, IAuthenticationProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "304d51d0-0307-45ed-83fd-dd3fc032fdfc" {
        /// Non-NULL: request is authenticated as pUser.
        Pure SetUser: fn(pUser: *mut IHttpUser)
            = "VOID SetUser(IHttpUser *pUser)";
    }

    /// Argument of OnMapRequestHandler.
    class IMapHandlerProvider, IMapHandlerProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "fea3ce6b-e346-47e7-b2a6-ad265baeff2c" {
        /// Documented as unsupported (a sample calls it nevertheless).
        Pure SetScriptName: fn(pszScriptName: PCWSTR, cchScriptName: DWORD) -> HRESULT
            = "HRESULT SetScriptName(PCWSTR pszScriptName, DWORD cchScriptName)";
        /// Overrides the chosen handler with pScriptMap.
        Pure SetScriptMap: fn(pScriptMap: *mut IScriptMapInfo)
            = "VOID SetScriptMap(IScriptMapInfo *pScriptMap)";
        /// Documented as unsupported (a sample calls it).
        Pure SetFileInfo: fn(pFileInfo: *mut IHttpFileInfo)
            = "VOID SetFileInfo(IHttpFileInfo *pFileInfo)";
    }

    /// Argument of OnMapPath.
    class IMapPathProvider, IMapPathProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "8efdf557-a8f1-4bc9-b462-6df3b038a59a" {
        /// Relative URL that is being mapped.
        Pure GetUrl: fn() -> PCWSTR
            = "PCWSTR GetUrl() const";
        /// Path computed so far (directory, no default document).
        Pure GetPhysicalPath: fn() -> PCWSTR
            = "PCWSTR GetPhysicalPath() const";
        /// Replaces the result.
        Pure SetPhysicalPath: fn(pszPhysicalPath: PCWSTR, cchPhysicalPath: DWORD) -> HRESULT
            = "HRESULT SetPhysicalPath(PCWSTR pszPhysicalPath, DWORD cchPhysicalPath)";
    }

    /// Argument of OnSendResponse.
    class ISendResponseProvider, ISendResponseProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "57f2e7bc-0bcf-4a9f-94a4-10e55c6e5b51" {
        /// TRUE when this send carries status+headers (first send and not suppressed).
        Pure GetHeadersBeingSent: fn() -> BOOL
            = "BOOL GetHeadersBeingSent() const";
        /// HTTP_SEND_RESPONSE_FLAG_*: DISCONNECT 1, MORE_DATA 2, BUFFER_DATA 4, ENABLE_NAGLING
        /// 8, PROCESS_RANGES 0x20, OPAQUE 0x40 (http.h).
        Pure GetFlags: fn() -> DWORD
            = "DWORD GetFlags() const";
        /// Replaces the flags for this send.
        Pure SetFlags: fn(dwFlags: DWORD)
            = "VOID SetFlags(DWORD dwFlags)";
        /// HTTP_LOG_DATA* (HTTP_LOG_FIELDS_DATA when Type is HttpLogDataTypeFields).
        Pure GetLogData: fn() -> *mut HTTP_LOG_DATA
            = "HTTP_LOG_DATA *GetLogData() const";
        /// Submits changed log data.
        Pure SetLogData: fn(pLogData: *mut HTTP_LOG_DATA) -> HRESULT
            = "HRESULT SetLogData(HTTP_LOG_DATA *pLogData)";
        /// TRUE on the last send, when the log record is complete.
        Pure GetReadyToLogData: fn() -> BOOL
            = "BOOL GetReadyToLogData() const";
    }

    /// Argument of OnReadEntity.
    class IReadEntityProvider, IReadEntityProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "fe6d905a-99b8-49fd-b389-cfc809562b81" {
        /// Buffer pointer, valid bytes, capacity (capacity ≥ bytes).
        Pure GetEntity: fn(ppBuffer: *mut PVOID, pcbData: *mut DWORD, pcbBuffer: *mut DWORD)
            = "VOID GetEntity(PVOID *ppBuffer, DWORD *pcbData, DWORD *pcbBuffer)";
        /// Replaces the data just read with pBuffer (bytes, capacity).
        Pure SetEntity: fn(pBuffer: PVOID, cbData: DWORD, cbBuffer: DWORD)
            = "VOID SetEntity(PVOID pBuffer, DWORD cbData, DWORD cbBuffer)";
    }
}
