// websocket_module.cpp: an echo over the WebSocket of a request.
#include <windows.h>
#include <httpserv.h>
#include <IISWebSocket.h>

#define RETURN_IF_FALSE(b) if (!(b)) return

class CWebSocketHandler
{
public:
    explicit CWebSocketHandler(IHttpContext3 *pHttpContext)
        : m_pHttpContext(pHttpContext), m_pWebSocketContext(NULL), m_cOutstandingIo(0), m_fClosing(FALSE), m_dwBytes(0)
    {
    }

    HRESULT ProcessRequest()
    {
        INamedContextContainer *pContainer = m_pHttpContext->GetNamedContextContainer();
        m_pWebSocketContext = (IWebSocketContext *) pContainer->GetNamedContext(IIS_WEBSOCKET);
        if (m_pWebSocketContext == NULL)
        {
            return HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND);
        }
        m_pHttpContext->EnableFullDuplex();
        return DoRead();
    }

private:
    HRESULT DoRead()
    {
        HRESULT hr;
        BOOL fCompletionExpected = FALSE, fUtf8 = FALSE, fFinal = FALSE, fClose = FALSE;
        do
        {
            m_dwBytes = sizeof(m_rgbBuffer);
            hr = m_pWebSocketContext->ReadFragment(m_rgbBuffer, &m_dwBytes, TRUE, &fUtf8, &fFinal, &fClose,
                                                   OnReadIoCompletion, this, &fCompletionExpected);
            if (FAILED(hr) || fCompletionExpected)
                break;
            hr = DoWrite(m_dwBytes, fUtf8, fFinal);
        } while (SUCCEEDED(hr) && !fClose);
        return hr;
    }

    HRESULT DoWrite(DWORD cb, BOOL fUtf8, BOOL fFinal)
    {
        BOOL fExpected;
        InterlockedIncrement(&m_cOutstandingIo);
        return m_pWebSocketContext->WriteFragment(m_rgbBuffer, &cb, TRUE, fUtf8, fFinal, OnWriteIoCompletion, this, &fExpected);
    }

    VOID Close(BOOL fError)
    {
        USHORT uStatus = 1000;
        LPCWSTR pszReason = NULL;
        USHORT cchReason;
        BOOL fExpected = FALSE;

        m_pWebSocketContext->GetCloseStatus(&uStatus);
        m_pWebSocketContext->GetCloseStatus(&uStatus, &pszReason, &cchReason);
        // The status by pointer, by value, and left out.
        m_pWebSocketContext->SendConnectionClose(TRUE, &uStatus, pszReason, OnWriteIoCompletion, this, &fExpected);
        m_pWebSocketContext->SendConnectionClose(TRUE, uStatus, pszReason, OnWriteIoCompletion, this, &fExpected);
        m_pWebSocketContext->SendConnectionClose(TRUE, fError ? 1011 : 1000, L"bye");
        m_pWebSocketContext->SendConnectionClose(FALSE, NULL, NULL);
        m_pWebSocketContext->SendConnectionClose(FALSE);
        m_pWebSocketContext->CancelOutstandingIO();
        m_pWebSocketContext->CloseTcpConnection();
    }

    static VOID WINAPI OnReadIoCompletion(HRESULT hrError, VOID *pvCompletionContext, DWORD cbIO, BOOL fUTF8Encoded,
                                          BOOL fFinalFragment, BOOL fClose)
    {
        CWebSocketHandler *pThis = static_cast<CWebSocketHandler *>(pvCompletionContext);
        RETURN_IF_FALSE(pThis != NULL);
        if (FAILED(hrError) || fClose)
        {
            pThis->Close(FAILED(hrError));
            pThis->m_pHttpContext->IndicateCompletion(RQ_NOTIFICATION_FINISH_REQUEST);
            return;
        }
        pThis->DoWrite(cbIO, fUTF8Encoded, fFinalFragment);
    }

    static VOID WINAPI OnWriteIoCompletion(HRESULT hrError, VOID *pvContext, DWORD, BOOL, BOOL, BOOL)
    {
        CWebSocketHandler *pThis = reinterpret_cast<CWebSocketHandler *>(pvContext);
        if (InterlockedDecrement(&pThis->m_cOutstandingIo) == 0 && SUCCEEDED(hrError) && !pThis->m_fClosing)
            pThis->DoRead();
    }

    IHttpContext3 *     m_pHttpContext;
    IWebSocketContext * m_pWebSocketContext;
    LONG                m_cOutstandingIo;
    BOOL                m_fClosing;
    DWORD               m_dwBytes;
    BYTE                m_rgbBuffer[8192];
};

class CWebSocketModule : public CHttpModule
{
public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IN IHttpContext *pHttpContext, IN IHttpEventProvider *)
    {
        PCSTR pszValue = NULL;
        DWORD cch = 0;
        DWORD cbSent = 0;
        BOOL fExpected = FALSE;

        if (FAILED(pHttpContext->GetServerVariable(IIS_WEBSOCKET_SERVER_VARIABLE, &pszValue, &cch)) ||
            pHttpContext->GetRequest()->GetHeader(HttpHeaderUpgrade) == NULL)
            return RQ_NOTIFICATION_CONTINUE;
        pHttpContext->GetResponse()->ClearHeaders();
        pHttpContext->GetResponse()->SetStatus(101, "Switching Protocols");
        if (SUCCEEDED(pHttpContext->GetResponse()->Flush(TRUE, TRUE, &cbSent, &fExpected)) && !fExpected)
        {
            m_pHandler = new CWebSocketHandler(reinterpret_cast<IHttpContext3 *>(pHttpContext));
            if (SUCCEEDED(m_pHandler->ProcessRequest()))
                return RQ_NOTIFICATION_PENDING;
        }
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }

private:
    CWebSocketHandler *m_pHandler;
};
CHttpModule *CreateModule() { return new CWebSocketModule; }
