/*
 * handler_module.cpp - answers requests as a handler, reading and writing
 * asynchronously; another module chooses it with a script map of its own.
 */
#include <windows.h>
#include <httpserv.h>
#include <memory>
#include <string>

#define BUFFER_SIZE 4096
#define CHUNKS 3

class CScriptMap : public IScriptMapInfo
{
public:
    PCWSTR GetPath() const override { return L"*.echo"; }
    PCSTR GetAllowedVerbs() const override { return "GET\0POST\0"; }
    PCWSTR GetModules(OUT DWORD * pcchModules = NULL) const override { return Text(L"EchoModule", pcchModules); }
    PCWSTR GetScriptProcessor(OUT DWORD * pcchScriptProcessor = NULL) const override { return Text(L"", pcchScriptProcessor); }
    PCWSTR GetManagedType(OUT DWORD * pcchManagedType = NULL) const override { return Text(L"", pcchManagedType); }
    BOOL GetAllowPathInfoForScriptMappings() const override { return FALSE; }
    DWORD GetRequiredAccess() const override { return 3; }
    DWORD GetResourceType() const override { return 3; }
    BOOL GetIsStarScriptMap() const override { return FALSE; }
    DWORD GetResponseBufferLimit() const override { return 4 * 1024 * 1024; }
    PCWSTR GetName() const override { return L"Echo"; }

private:
    static PCWSTR Text(PCWSTR psz, DWORD *pcch)
    {
        if (pcch)
            *pcch = (DWORD) wcslen(psz);
        return psz;
    }
};

static CScriptMap g_scriptMap;

class CEchoModule : public CHttpModule
{
    enum State { Idle, Reading, Writing, Done };

    State           m_state;
    PBYTE           m_pbBuffer;
    DWORD           m_cbRead;
    HTTP_DATA_CHUNK m_rgChunks[CHUNKS];

public:
    CEchoModule() : m_state(Idle), m_pbBuffer(NULL), m_cbRead(0)
    {
        ZeroMemory(m_rgChunks, sizeof(m_rgChunks));
    }

    REQUEST_NOTIFICATION_STATUS OnMapRequestHandler(IHttpContext *pHttpContext, IMapHandlerProvider *pProvider) override
    {
        DWORD cch = 0;
        PCWSTR pszScriptName = pHttpContext->GetScriptName(&cch);
        if (cch > 5 && wcscmp(pszScriptName + cch - 5, L".echo") == 0)
            pProvider->SetScriptMap(&g_scriptMap);
        else
            pProvider->SetScriptName(pszScriptName, cch);
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *pHttpContext, IHttpEventProvider *pProvider) override
    {
        IScriptMapInfo *pMap = pHttpContext->GetScriptMap();
        if (pMap == NULL || lstrcmpName(pMap->GetName()))
            return RQ_NOTIFICATION_CONTINUE;
        m_pbBuffer = static_cast<PBYTE>(pHttpContext->AllocateRequestMemory(BUFFER_SIZE));
        if (!m_pbBuffer)
        {
            pProvider->SetErrorStatus(E_OUTOFMEMORY);
            pHttpContext->GetResponse()->SetStatus(500, "Internal Server Error", 0, E_OUTOFMEMORY, NULL, TRUE);
            return RQ_NOTIFICATION_FINISH_REQUEST;
        }
        pHttpContext->GetResponse()->DisableBuffering();
        return Pump(pHttpContext);
    }

    REQUEST_NOTIFICATION_STATUS OnAsyncCompletion(IHttpContext *pHttpContext, DWORD dwNotification,
        BOOL fPostNotification, IHttpEventProvider *pProvider, IHttpCompletionInfo *pCompletionInfo) override
    {
        const HRESULT hr = pCompletionInfo->GetCompletionStatus();
        const DWORD cb = pCompletionInfo->GetCompletionBytes();
        if (hr == HRESULT_FROM_WIN32(ERROR_HANDLE_EOF))
            m_state = Done;
        else if (FAILED(hr))
            return RQ_NOTIFICATION_FINISH_REQUEST;
        else if (m_state == Reading)
            m_cbRead = cb;
        return Pump(pHttpContext);
    }

private:
    static bool lstrcmpName(PCWSTR psz) { return wcscmp(psz, g_scriptMap.GetName()) != 0; }

    REQUEST_NOTIFICATION_STATUS Pump(IHttpContext *pHttpContext)
    {
        IHttpRequest *pRequest = pHttpContext->GetRequest();
        IHttpResponse *pResponse = pHttpContext->GetResponse();
        HRESULT hr = S_OK;
        BOOL fPending = FALSE;
        DWORD cb = 0;

        while (pRequest->GetRemainingEntityBytes() != 0 && m_state != Done)
        {
            m_state = Reading;
            hr = pRequest->ReadEntityBody(m_pbBuffer, BUFFER_SIZE, TRUE, &m_cbRead, &fPending);
            if (FAILED(hr))
            {
                // End of data is no error.
                if (ERROR_HANDLE_EOF != (hr & 0x0000FFFF))
                    return RQ_NOTIFICATION_FINISH_REQUEST;
                break;
            }
            if (fPending)
                return RQ_NOTIFICATION_PENDING;
        }

        m_rgChunks[0].DataChunkType = HttpDataChunkFromMemory;
        m_rgChunks[0].FromMemory.pBuffer = m_pbBuffer;
        m_rgChunks[0].FromMemory.BufferLength = m_cbRead;
        m_state = Writing;
        hr = pResponse->WriteEntityChunks(m_rgChunks, 1, TRUE, TRUE, &cb, &fPending);
        if (SUCCEEDED(hr) && fPending)
            return RQ_NOTIFICATION_PENDING;
        hr = pResponse->WriteEntityChunkByReference(&m_rgChunks[0]);
        hr = pResponse->WriteEntityChunkByReference(&m_rgChunks[1], 0);
        hr = pResponse->Flush(TRUE, FALSE, &cb, &fPending);
        if (SUCCEEDED(hr) && fPending)
            return RQ_NOTIFICATION_PENDING;
        hr = pResponse->Flush(FALSE, TRUE, NULL);
        pHttpContext->PostCompletion(0);
        pHttpContext->SetRequestHandled();
        pHttpContext->IndicateCompletion(RQ_NOTIFICATION_FINISH_REQUEST);
        return RQ_NOTIFICATION_PENDING;
    }
};

// Function-level overloads: NULL, 0 and nullptr for the optional parameters.
HRESULT CallWithDefaults(IHttpContext *pHttpContext)
{
    PCSTR pszValue;
    PCWSTR pwszValue;
    DWORD cch;
    USHORT us, usSub;
    HRESULT hr = pHttpContext->GetServerVariable("REMOTE_ADDR", &pszValue, &cch);
    if (FAILED(hr))
        return hr;
    if (FAILED(hr = pHttpContext->GetServerVariable("LOGON_USER", &pwszValue, &cch)))
        return hr;
    pHttpContext->SetServerVariable("X", L"y");
    pHttpContext->GetPhysicalPath();
    pHttpContext->GetPhysicalPath(NULL);
    pHttpContext->GetScriptTranslated(nullptr);
    pHttpContext->GetRequest()->GetHeader("X-Forwarded-For");
    pHttpContext->GetRequest()->GetHeader("X-Forwarded-For", &us);
    pHttpContext->GetRequest()->GetHeader(HttpHeaderHost, NULL);
    pHttpContext->GetRequest()->SetHeader("X", "y", 1, TRUE);
    pHttpContext->GetRequest()->SetHeader(HttpHeaderHost, "h", 1, true);
    pHttpContext->GetRequest()->SetUrl(L"/new", 4, FALSE);
    pHttpContext->GetRequest()->SetUrl("/new", 4, TRUE);
    pHttpContext->GetResponse()->GetStatus(&us);
    pHttpContext->GetResponse()->GetStatus(&us, &usSub, &pszValue, NULL, &hr);
    pHttpContext->GetResponse()->SetStatus(404, "Not Found");
    pHttpContext->GetResponse()->SetStatus(200, "OK", 0, S_OK, NULL);
    pHttpContext->GetResponse()->SetStatus(200, "OK", 0, 0, 0, 0);
    pHttpContext->GetResponse()->Redirect("/login");
    pHttpContext->GetResponse()->Redirect("/login", FALSE, TRUE);
    pHttpContext->GetResponse()->DisableKernelCache();
    pHttpContext->GetResponse()->DisableKernelCache(9);
    if (pHttpContext->GetResponse()->GetHeader(HttpHeaderContentType) == NULL)
        return E_NOT_SET;
    WCHAR szPath[MAX_PATH];
    DWORD cbPath = sizeof(szPath);
    hr = pHttpContext->MapPath(L"/x", szPath, &cbPath);
    if (hr == HRESULT_FROM_WIN32(ERROR_INSUFFICIENT_BUFFER) || hr == __HRESULT_FROM_WIN32(ERROR_MORE_DATA))
        return S_FALSE;
    IHttpContext *pChild = NULL;
    BOOL fExpected;
    if (SUCCEEDED(hr = pHttpContext->CloneContext(CLONE_FLAG_BASICS | CLONE_FLAG_HEADERS | CLONE_FLAG_ENTITY, &pChild)))
    {
        hr = pHttpContext->ExecuteRequest(TRUE, pChild, EXECUTE_FLAG_NO_HEADERS, NULL, &fExpected);
        pChild->ReleaseClonedContext();
    }
    const HTTP_REQUEST *pRaw = const_cast<const IHttpRequest *>(pHttpContext->GetRequest())->GetRawHttpRequest();
    HTTP_RESPONSE *pRawResponse = pHttpContext->GetResponse()->GetRawHttpResponse();
    return pRaw->pSslInfo != NULL && pRawResponse->EntityChunkCount > 0 ? S_OK : S_FALSE;
}
