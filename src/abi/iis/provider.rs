//! Arguments of request notifications.

use super::*;

crate::interfaces! {
    /// Base of all notification arguments.
    class IHttpEventProvider, IHttpEventProviderVtbl = "6f3f657d-2fb8-43c6-a096-5064b41f0580" {
        /// Says why the notification failed, for tracing.
        Pure SetErrorStatus: fn(hrError: HRESULT)
            = "VOID SetErrorStatus(HRESULT hrError)";
    }

    /// Argument of OnAsyncCompletion.
    class IHttpCompletionInfo, IHttpCompletionInfoVtbl = "49dd20e3-d9c0-463c-8821-f3413b55cc00" {
        /// The bytes, or what PostCompletion was given.
        Pure GetCompletionBytes: fn() -> DWORD
            = "DWORD GetCompletionBytes() const";
        /// How the operation ended.
        Pure GetCompletionStatus: fn() -> HRESULT
            = "HRESULT GetCompletionStatus() const";
    }

    /// The version since Windows 8.
    class IHttpCompletionInfo2, IHttpCompletionInfo2Vtbl : IHttpCompletionInfo, IHttpCompletionInfoVtbl = "53129f70-0196-47ec-b16c-127906e2afeb" {
        Pure GetCompletedOperation: fn() -> DWORD
            = "DWORD GetCompletedOperation() const";
    }

    /// A notification of a module's own making; the module implements it.
    class ICustomNotificationProvider, ICustomNotificationProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "671e6d34-9380-4df4-b453-91129df02b24" {
        /// A name that tells it from others.
        Pure QueryNotificationType: fn() -> PCWSTR
            = "PCWSTR QueryNotificationType()";
    }

    /// Argument of OnAuthenticateRequest.
    class IAuthenticationProvider, IAuthenticationProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "304d51d0-0307-45ed-83fd-dd3fc032fdfc" {
        /// The request is that user's from now on.
        Pure SetUser: fn(pUser: *mut IHttpUser)
            = "VOID SetUser(IHttpUser *pUser)";
    }

    /// Argument of OnMapRequestHandler.
    class IMapHandlerProvider, IMapHandlerProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "fea3ce6b-e346-47e7-b2a6-ad265baeff2c" {
        /// Not supported by IIS.
        Pure SetScriptName: fn(pszScriptName: PCWSTR, cchScriptName: DWORD) -> HRESULT
            = "HRESULT SetScriptName(PCWSTR pszScriptName, DWORD cchScriptName)";
        /// Chooses the handler.
        Pure SetScriptMap: fn(pScriptMap: *mut IScriptMapInfo)
            = "VOID SetScriptMap(IScriptMapInfo *pScriptMap)";
        /// Not supported by IIS.
        Pure SetFileInfo: fn(pFileInfo: *mut IHttpFileInfo)
            = "VOID SetFileInfo(IHttpFileInfo *pFileInfo)";
    }

    /// Argument of OnMapPath.
    class IMapPathProvider, IMapPathProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "8efdf557-a8f1-4bc9-b462-6df3b038a59a" {
        /// The URL that is being mapped.
        Pure GetUrl: fn() -> PCWSTR
            = "PCWSTR GetUrl() const";
        /// Its path so far.
        Pure GetPhysicalPath: fn() -> PCWSTR
            = "PCWSTR GetPhysicalPath() const";
        Pure SetPhysicalPath: fn(pszPhysicalPath: PCWSTR, cchPhysicalPath: DWORD) -> HRESULT
            = "HRESULT SetPhysicalPath(PCWSTR pszPhysicalPath, DWORD cchPhysicalPath)";
    }

    /// Argument of OnSendResponse.
    class ISendResponseProvider, ISendResponseProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "57f2e7bc-0bcf-4a9f-94a4-10e55c6e5b51" {
        /// TRUE when status and headers are sent now.
        Pure GetHeadersBeingSent: fn() -> BOOL
            = "BOOL GetHeadersBeingSent() const";
        /// HTTP_SEND_RESPONSE_FLAG_… bits.
        Pure GetFlags: fn() -> DWORD
            = "DWORD GetFlags() const";
        Pure SetFlags: fn(dwFlags: DWORD)
            = "VOID SetFlags(DWORD dwFlags)";
        /// An HTTP_LOG_FIELDS_DATA when its Type says so.
        Pure GetLogData: fn() -> *mut HTTP_LOG_DATA
            = "HTTP_LOG_DATA *GetLogData() const";
        Pure SetLogData: fn(pLogData: *mut HTTP_LOG_DATA) -> HRESULT
            = "HRESULT SetLogData(HTTP_LOG_DATA *pLogData)";
        /// TRUE with the last send, when the record is complete.
        Pure GetReadyToLogData: fn() -> BOOL
            = "BOOL GetReadyToLogData() const";
    }

    /// Argument of OnReadEntity.
    class IReadEntityProvider, IReadEntityProviderVtbl : IHttpEventProvider, IHttpEventProviderVtbl = "fe6d905a-99b8-49fd-b389-cfc809562b81" {
        /// What was read, its bytes, and the size of its buffer.
        Pure GetEntity: fn(ppBuffer: *mut PVOID, pcbData: *mut DWORD, pcbBuffer: *mut DWORD)
            = "VOID GetEntity(PVOID *ppBuffer, DWORD *pcbData, DWORD *pcbBuffer)";
        Pure SetEntity: fn(pBuffer: PVOID, cbData: DWORD, cbBuffer: DWORD)
            = "VOID SetEntity(PVOID pBuffer, DWORD cbData, DWORD cbBuffer)";
    }
}
