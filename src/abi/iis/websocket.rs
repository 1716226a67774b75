//! iiswebsocket.h: the WebSocket behind a request.

use super::*;

crate::interfaces! {
    /// iiswebsocket.h, under NTDDI_WIN8.
    class IWebSocketContext, IWebSocketContextVtbl : IHttpStoredContext, IHttpStoredContextVtbl = "" {
        /// Sends one frame/fragment.
        Pure WriteFragment: fn(pData: *mut c_void, pcbSent: *mut DWORD, fAsync: BOOL, fUTF8Encoded: BOOL, fFinalFragment: BOOL, pfnCompletion: PFN_WEBSOCKET_COMPLETION, pvCompletionContext: *mut c_void, pfCompletionExpected: *mut BOOL) -> HRESULT
            = "HRESULT WriteFragment(VOID *pData, DWORD *pcbSent, BOOL fAsync, BOOL fUTF8Encoded, BOOL fFinalFragment, PFN_WEBSOCKET_COMPLETION pfnCompletion = NULL, VOID *pvCompletionContext = NULL, BOOL *pfCompletionExpected = NULL)";
        /// Reads into pData.
        Pure ReadFragment: fn(pData: *mut c_void, pcbData: *mut DWORD, fAsync: BOOL, pfUTF8Encoded: *mut BOOL, pfFinalFragment: *mut BOOL, pfConnectionClose: *mut BOOL, pfnCompletion: PFN_WEBSOCKET_COMPLETION, pvCompletionContext: *mut c_void, pfCompletionExpected: *mut BOOL) -> HRESULT
            = "HRESULT ReadFragment(VOID *pData, DWORD *pcbData, BOOL fAsync, BOOL *pfUTF8Encoded, BOOL *pfFinalFragment, BOOL *pfConnectionClose, PFN_WEBSOCKET_COMPLETION pfnCompletion = NULL, VOID *pvCompletionContext = NULL, BOOL *pfCompletionExpected = NULL)";
        /// Sends a close frame with uStatusCode (USHORT by value.
        Pure SendConnectionClose: fn(fAsync: BOOL, uStatusCode: USHORT, pszReason: LPCWSTR, pfnCompletion: PFN_WEBSOCKET_COMPLETION, pvCompletionContext: *mut c_void, pfCompletionExpected: *mut BOOL) -> HRESULT
            = "HRESULT SendConnectionClose(BOOL fAsync, USHORT uStatusCode, LPCWSTR pszReason = NULL, PFN_WEBSOCKET_COMPLETION pfnCompletion = NULL, VOID *pvCompletionContext = NULL, BOOL *pfCompletionExpected = NULL)";
        /// Status and reason the peer sent.
        Pure GetCloseStatus: fn(pStatusCode: *mut USHORT, ppszReason: *mut LPCWSTR, pcchReason: *mut USHORT) -> HRESULT
            = "HRESULT GetCloseStatus(USHORT *pStatusCode, LPCWSTR *ppszReason = NULL, USHORT *pcchReason = NULL)";
        /// Starts the TCP close.
        Pure CloseTcpConnection: fn()
            = "VOID CloseTcpConnection()";
        /// Aborts pending read and write: their callbacks get
        /// HRESULT_FROM_WIN32(ERROR_OPERATION_ABORTED) = 0x800703E3.
        Pure CancelOutstandingIO: fn()
            = "VOID CancelOutstandingIO()";
    }
}
