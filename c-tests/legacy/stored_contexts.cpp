/********************************************************************
 *  stored_contexts.cpp - state on requests, connections, sites,
 *  applications, URLs and files.
 ********************************************************************/
#include <winsock2.h>
#include <windows.h>
#include <httpserv.h>
#include <new>

static HTTP_MODULE_ID g_ModuleId;

class CRequestContext : public IHttpStoredContext
{
public:
    CRequestContext() : m_dwStart(0), m_fAsync(FALSE) {}

    virtual VOID CleanupStoredContext(VOID) { delete this; }

    static CRequestContext * Get(IHttpContext * pHttpContext)
    {
        IHttpModuleContextContainer * pContainer = pHttpContext->GetModuleContextContainer();
        CRequestContext * pContext = (CRequestContext *) pContainer->GetModuleContext(g_ModuleId);
        if (pContext != NULL)
        {
            return pContext;
        }
        pContext = new(std::nothrow) CRequestContext;
        if (pContext == NULL)
        {
            return NULL;
        }
        HRESULT hr = pContainer->SetModuleContext(pContext, g_ModuleId);
        if (FAILED(hr))
        {
            pContext->CleanupStoredContext();
            if (hr == HRESULT_FROM_WIN32(ERROR_ALREADY_ASSIGNED))
                return (CRequestContext *) pContainer->GetModuleContext(g_ModuleId);
            return NULL;
        }
        return pContext;
    }

    DWORD m_dwStart;
    BOOL  m_fAsync;
};

// Reference counted; told of the client's disconnect.
class ASYNC_DISCONNECT_CONTEXT : public IHttpConnectionStoredContext
{
public:
    ASYNC_DISCONNECT_CONTEXT() : m_cRefs(1), m_hEvent(NULL)
    {
        m_hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    }

    VOID CleanupStoredContext() { DereferenceContext(); }

    VOID NotifyDisconnect()
    {
        if (InterlockedExchange(&m_fNotified, TRUE) == FALSE)
            SetEvent(m_hEvent);
    }

    VOID ReferenceContext() { InterlockedIncrement(&m_cRefs); }

    VOID DereferenceContext()
    {
        LONG cRefs = InterlockedDecrement(&m_cRefs);
        if (cRefs == 0)
        {
            delete this;
        }
    }

private:
    ~ASYNC_DISCONNECT_CONTEXT() { CloseHandle(m_hEvent); }

    mutable LONG  m_cRefs;
    volatile LONG m_fNotified = FALSE;
    HANDLE        m_hEvent;
};

template <class T>
class SiteData : public IHttpStoredContext
{
public:
    void CleanupStoredContext() override { delete this; }

    static HRESULT Attach(IHttpModuleContextContainer * pContainer, HTTP_MODULE_ID id, SiteData ** ppData)
    {
        *ppData = static_cast<SiteData *>(pContainer->GetModuleContext(id));
        if (*ppData == NULL)
        {
            *ppData = new SiteData();
            return pContainer->SetModuleContext(*ppData, id);
        }
        return S_FALSE;
    }

    T m_value;
};

class CContextModule : public CHttpModule
{
public:
    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IN IHttpContext * pHttpContext, IN IHttpEventProvider *)
    {
        IHttpConnection * pConnection = pHttpContext->GetConnection();
        HRESULT hr = S_OK;

        if (CRequestContext::Get(pHttpContext) == NULL || pConnection == NULL)
        {
            pHttpContext->GetResponse()->SetStatus(500, "Internal Server Error", 19, E_OUTOFMEMORY);
            return RQ_NOTIFICATION_FINISH_REQUEST;
        }

        IHttpConnectionModuleContextContainer * pContainer = pConnection->GetModuleContextContainer();
        ASYNC_DISCONNECT_CONTEXT * pDisconnect =
            static_cast<ASYNC_DISCONNECT_CONTEXT *>(pContainer->GetConnectionModuleContext(g_ModuleId));
        if (pDisconnect == NULL)
        {
            pDisconnect = new ASYNC_DISCONNECT_CONTEXT();
            pDisconnect->ReferenceContext();
            hr = pContainer->SetConnectionModuleContext(pDisconnect, g_ModuleId);
        }
        if (!pConnection->IsConnected())
        {
            pDisconnect->NotifyDisconnect();
        }

        SiteData<ULONGLONG> * pSite;
        SiteData<LARGE_INTEGER> * pApplication;
        if (SUCCEEDED(hr) &&
            SUCCEEDED(hr = SiteData<ULONGLONG>::Attach(pHttpContext->GetSite()->GetModuleContextContainer(), g_ModuleId, &pSite)) &&
            SUCCEEDED(hr = SiteData<LARGE_INTEGER>::Attach(pHttpContext->GetApplication()->GetModuleContextContainer(), g_ModuleId, &pApplication)))
        {
            pSite->m_value++;
            pApplication->m_value.QuadPart = 0;
            pHttpContext->GetSite()->GetPerfCounterInfo()->IncrementCounter(1);
        }

        if (pHttpContext->GetUrlInfo() != NULL && pHttpContext->GetUrlInfo()->IsFrequentlyHit())
            pHttpContext->GetUrlInfo()->GetModuleContextContainer()->GetModuleContext(g_ModuleId);
        if (IHttpFileInfo * pFile = pHttpContext->GetFileInfo())
        {
            ULARGE_INTEGER liSize;
            FILETIME ft;
            USHORT cchETag;
            pFile->GetSize(&liSize);
            pFile->GetLastModifiedTime(&ft);
            pFile->GetETag(&cchETag);
            pFile->GetModuleContextContainer();
        }
        return RQ_NOTIFICATION_CONTINUE;
    }
};

class CFactory : public IHttpModuleFactory
{
public:
    HRESULT GetHttpModule(CHttpModule ** ppModule, IModuleAllocator * pAllocator)
    {
        *ppModule = new(pAllocator->AllocateMemory(sizeof(CContextModule))) CContextModule;
        return *ppModule ? S_OK : E_OUTOFMEMORY;
    }
    void Terminate() { delete this; }
};

HRESULT WINAPI RegisterModule(DWORD, IHttpModuleRegistrationInfo * pModuleInfo, IHttpServer *)
{
    g_ModuleId = pModuleInfo->GetId();
    return pModuleInfo->SetRequestNotifications(new CFactory, RQ_BEGIN_REQUEST, 0);
}
