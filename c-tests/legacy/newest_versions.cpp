// newest_versions.cpp: how modules reach the newer versions of the interfaces.
#include <httpserv.h>
#include <iiswebsocket.h>
#include <utility>

#if _WIN32_WINNT < 0x0602
#error "IHttpContext3 needs Windows 8"
#endif

static IHttpServer *g_pServer;

template <typename Old, typename New>
static HRESULT Upgrade(Old *pOld, New **ppNew)
{
    *ppNew = NULL;
    return HttpGetExtendedInterface(g_pServer, pOld, ppNew);
}

struct VERSIONS
{
    IHttpContext2 *pContext2; IHttpContext3 *pContext3; IHttpContext4 *pContext4;
    IHttpRequest2 *pRequest2; IHttpRequest3 *pRequest3; IHttpRequest4 *pRequest4;
    IHttpResponse2 *pResponse2; IHttpResponse3 *pResponse3; IHttpResponse4 *pResponse4;
    IHttpCachePolicy2 *pPolicy2; IHttpApplication2 *pApplication2; IHttpCompletionInfo2 *pCompletion2;
    IHttpModuleRegistrationInfo2 *pInfo2;
    IGlobalApplicationPreloadProvider2 *pPreload2;
};

#define RETURN_IF_FAILED(x) do { HRESULT __hr = (x); if (FAILED(__hr)) return __hr; } while (0)

HRESULT UpgradeAll(IHttpContext *pHttpContext, IHttpCompletionInfo *pInfo, IHttpModuleRegistrationInfo *pModuleInfo,
                   IGlobalApplicationPreloadProvider *pPreload, VERSIONS *p)
{
    IHttpServer2 *pServer2 = NULL;
    IHttpServer3 *pServer3 = NULL;

    RETURN_IF_FAILED(Upgrade(pHttpContext, &p->pContext2));
    RETURN_IF_FAILED(Upgrade(pHttpContext, &p->pContext3));
    RETURN_IF_FAILED(Upgrade(pHttpContext, &p->pContext4));
    RETURN_IF_FAILED(Upgrade(pHttpContext->GetRequest(), &p->pRequest2));
    RETURN_IF_FAILED(Upgrade(pHttpContext->GetRequest(), &p->pRequest3));
    RETURN_IF_FAILED(Upgrade(pHttpContext->GetRequest(), &p->pRequest4));
    RETURN_IF_FAILED(Upgrade(pHttpContext->GetResponse(), &p->pResponse2));
    RETURN_IF_FAILED(Upgrade(pHttpContext->GetResponse(), &p->pResponse3));
    RETURN_IF_FAILED(Upgrade(pHttpContext->GetResponse(), &p->pResponse4));
    RETURN_IF_FAILED(Upgrade(pHttpContext->GetResponse()->GetCachePolicy(), &p->pPolicy2));
    RETURN_IF_FAILED(Upgrade(pHttpContext->GetApplication(), &p->pApplication2));
    RETURN_IF_FAILED(Upgrade(pInfo, &p->pCompletion2));
    RETURN_IF_FAILED(Upgrade(pModuleInfo, &p->pInfo2));
    RETURN_IF_FAILED(Upgrade(pPreload, &p->pPreload2));
    RETURN_IF_FAILED(g_pServer->GetExtendedInterface(HTTP_SERVER_INTERFACE_V2, (VOID **) &pServer2));
    RETURN_IF_FAILED(g_pServer->GetExtendedInterface(HTTP_SERVER_INTERFACE_V3, reinterpret_cast<void **>(&pServer3)));
    return pServer2->GetExtendedInterface(__uuidof(IHttpContext), pHttpContext, __uuidof(*p->pContext3), (PVOID *) &p->pContext3);
}

REQUEST_NOTIFICATION_STATUS WINAPI
OnReadComplete(IHttpContext3 *pHttpContext, IHttpCompletionInfo2 *pCompletionInfo, VOID *pvCompletionContext)
{
    DWORD *pcb = static_cast<DWORD *>(pvCompletionContext);
    *pcb = pCompletionInfo->GetCompletionBytes();
    return pCompletionInfo->GetCompletedOperation() != 0 && pHttpContext->GetConnection()->IsConnected()
        ? RQ_NOTIFICATION_CONTINUE : RQ_NOTIFICATION_FINISH_REQUEST;
}

static VOID CALLBACK OnPosted(DWORD dwErrorCode, DWORD dwBytes, LPOVERLAPPED lpOverlapped)
{
    UNREFERENCED_PARAMETER(dwBytes);
    UNREFERENCED_PARAMETER(lpOverlapped);
    if (dwErrorCode != ERROR_SUCCESS) SetLastError(dwErrorCode);
}

class CCastingModule : public CHttpModule
{
    BYTE  m_buffer[2048];
    DWORD m_cb = 0;

public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *pHttpContext, IHttpEventProvider *) override
    {
        // No check: the server's objects are the newest.
        IHttpContext3 *pContext3 = (IHttpContext3 *) pHttpContext;
        IHttpRequest3 *pRequest3 = (IHttpRequest3 *) pHttpContext->GetRequest();
        IHttpResponse2 *pResponse2 = static_cast<IHttpResponse2 *>(pHttpContext->GetResponse());
        IHttpResponse4 *pResponse4 = static_cast<IHttpResponse4 *>(pHttpContext->GetResponse());
        PFN_ASYNC_COMPLETION pfn = OnReadComplete;
        BOOL fPending = FALSE;
        DWORD cb = 0;

        pContext3->EnableFullDuplex();
        pContext3->GetNamedContextContainer()->GetNamedContext(IIS_WEBSOCKET);
        pContext3->InheritServerVariable("APP_POOL_ID");
        pContext3->PostCompletion(0, OnPosted, this);
        HRESULT hr = pRequest3->ReadEntityBody(m_buffer, sizeof(m_buffer), TRUE, pfn, &m_cb, &cb, &fPending);
        if (FAILED(hr) || fPending)
            return fPending ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_FINISH_REQUEST;
        // The methods of the base class are still there under its name.
        hr = pRequest3->IHttpRequest::ReadEntityBody(m_buffer, sizeof(m_buffer), FALSE, &cb);
        hr = pHttpContext->GetRequest()->ReadEntityBody(m_buffer, sizeof(m_buffer), FALSE, &cb, NULL);
        hr = pResponse2->Flush(TRUE, TRUE, OnReadComplete, this, &cb, &fPending);
        hr = pResponse2->WriteEntityChunks(NULL, 0, TRUE, FALSE, OnReadComplete, NULL, &cb);
        if (pResponse4 != NULL && pHttpContext->GetConnection() != NULL)
        {
            pResponse4->SetTrailer("grpc-status", "0", 1, TRUE);
            if (pResponse4->GetTrailer("grpc-status") == nullptr)
                pResponse4->ResetStream(2);
            pResponse4->SetNeedGoAway();
            pResponse4->PushPromise("GET", L"/app.css", NULL, 0, NULL, NULL);
        }
        PBYTE pbToken;
        DWORD cbToken;
        static_cast<IHttpRequest2 *>(pRequest3)->GetChannelBindingToken(&pbToken, &cbToken);
        if (IHttpContext4 *pContext4 = dynamic_cast<IHttpContext4 *>(pHttpContext))
            cb = (DWORD) pContext4->GetRequestElapsedTime();
        return RQ_NOTIFICATION_CONTINUE;
    }
};

// typeid of the interfaces and of the enumerations

static const REQUEST_NOTIFICATION_STATUS c_rgStatus[] =
{
    RQ_NOTIFICATION_CONTINUE, REQUEST_NOTIFICATION_STATUS(1), static_cast<REQUEST_NOTIFICATION_STATUS>(2)
};
enum REQUEST_NOTIFICATION_STATUS Last() { return c_rgStatus[ARRAYSIZE(c_rgStatus) - 1]; }
enum GLOBAL_NOTIFICATION_STATUS Global() { return GL_NOTIFICATION_HANDLED; }
enum CACHE_OPERATION Operation() { return CACHE_OPERATION_ENUM; }
CHttpModule *Make() { return new CCastingModule(); }
