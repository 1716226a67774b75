//! iiswebsocket.h: the WebSocket behind a request.

use super::*;

crate::interfaces! {
    /// The WebSocket of a request.
    class IWebSocketContext, IWebSocketContextVtbl : IHttpStoredContext, IHttpStoredContextVtbl = "" {
        /// Sends a fragment. Without fAsync the call blocks; with it, pfnCompletion follows
        /// when *pfCompletionExpected is TRUE.
        Pure WriteFragment: fn(pData: *mut c_void, pcbSent: *mut DWORD, fAsync: BOOL, fUTF8Encoded: BOOL, fFinalFragment: BOOL, pfnCompletion: PFN_WEBSOCKET_COMPLETION, pvCompletionContext: *mut c_void, pfCompletionExpected: *mut BOOL) -> HRESULT
            = "HRESULT WriteFragment(VOID *pData, DWORD *pcbSent, BOOL fAsync, BOOL fUTF8Encoded, BOOL fFinalFragment, PFN_WEBSOCKET_COMPLETION pfnCompletion = NULL, VOID *pvCompletionContext = NULL, BOOL *pfCompletionExpected = NULL)";
        /// Reads a fragment, or a part of one that the buffer cannot hold.
        Pure ReadFragment: fn(pData: *mut c_void, pcbData: *mut DWORD, fAsync: BOOL, pfUTF8Encoded: *mut BOOL, pfFinalFragment: *mut BOOL, pfConnectionClose: *mut BOOL, pfnCompletion: PFN_WEBSOCKET_COMPLETION, pvCompletionContext: *mut c_void, pfCompletionExpected: *mut BOOL) -> HRESULT
            = "HRESULT ReadFragment(VOID *pData, DWORD *pcbData, BOOL fAsync, BOOL *pfUTF8Encoded, BOOL *pfFinalFragment, BOOL *pfConnectionClose, PFN_WEBSOCKET_COMPLETION pfnCompletion = NULL, VOID *pvCompletionContext = NULL, BOOL *pfCompletionExpected = NULL)";
        /// Sends a close frame.
        Pure SendConnectionClose: fn(fAsync: BOOL, uStatusCode: USHORT, pszReason: LPCWSTR, pfnCompletion: PFN_WEBSOCKET_COMPLETION, pvCompletionContext: *mut c_void, pfCompletionExpected: *mut BOOL) -> HRESULT
            = "HRESULT SendConnectionClose(BOOL fAsync, USHORT uStatusCode, LPCWSTR pszReason = NULL, PFN_WEBSOCKET_COMPLETION pfnCompletion = NULL, VOID *pvCompletionContext = NULL, BOOL *pfCompletionExpected = NULL)";
        /// What the peer's close frame said.
        Pure GetCloseStatus: fn(pStatusCode: *mut USHORT, ppszReason: *mut LPCWSTR, pcchReason: *mut USHORT) -> HRESULT
            = "HRESULT GetCloseStatus(USHORT *pStatusCode, LPCWSTR *ppszReason = NULL, USHORT *pcchReason = NULL)";
        Pure CloseTcpConnection: fn()
            = "VOID CloseTcpConnection()";
        /// They complete with ERROR_OPERATION_ABORTED.
        Pure CancelOutstandingIO: fn()
            = "VOID CancelOutstandingIO()";
    }
}
