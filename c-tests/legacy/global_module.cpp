// A global module that overrides everything.
#define WIN32_LEAN_AND_MEAN
#include <string>
#include <vector>
#include <Windows.h>
#include <HttpServ.h>
#include <strsafe.h>

class CEventWriter
{
public:
    BOOL Write(LPCWSTR szNotification)
    {
        m_lines.push_back(szNotification);
        return TRUE;
    }
private:
    std::vector<std::wstring> m_lines;
};

class CResumeCallback : public IGlobalSuspendProcessCallback
{
public:
    HRESULT Resume() override { return S_OK; }
    VOID SetErrorStatus(HRESULT hrError) override { UNREFERENCED_PARAMETER(hrError); }
};

class MyGlobalModule : public CGlobalModule, private CEventWriter
{
public:
    GLOBAL_NOTIFICATION_STATUS
    OnGlobalStopListening(
        IN IGlobalStopListeningProvider * pProvider
    ) override
    {
        return Finish(pProvider->DrainRequestsGracefully() ? L"drain" : L"stop");
    }

    GLOBAL_NOTIFICATION_STATUS OnGlobalCacheCleanup(VOID) override { return Finish(L"OnGlobalCacheCleanup"); }

    GLOBAL_NOTIFICATION_STATUS OnGlobalCacheOperation(IN ICacheProvider * pProvider) override
    {
        switch (pProvider->GetCacheOperation())
        {
        case CACHE_OPERATION_RETRIEVE:
        case CACHE_OPERATION_ADD:
        case CACHE_OPERATION_DELETE:
        case CACHE_OPERATION_FLUSH_PREFIX:
        case CACHE_OPERATION_ENUM:
            break;
        }
        IHttpCacheKey * pKey = pProvider->GetCacheKey();
        return Finish(pKey->GetCacheName());
    }

    GLOBAL_NOTIFICATION_STATUS OnGlobalHealthCheck(VOID) override { return GL_NOTIFICATION_CONTINUE; }

    GLOBAL_NOTIFICATION_STATUS OnGlobalConfigurationChange(IN IGlobalConfigurationChangeProvider * pProvider) override
    {
        PCWSTR pwszChangePath = pProvider->GetChangePath();
        if (NULL != pwszChangePath && wcscmp(pwszChangePath, L"MACHINE/WEBROOT") == 0)
            return GL_NOTIFICATION_CONTINUE;
        return Finish(pwszChangePath);
    }

    GLOBAL_NOTIFICATION_STATUS OnGlobalFileChange(IN IGlobalFileChangeProvider * pProvider) override
    {
        IHttpFileMonitor * pMonitor = pProvider->GetFileMonitor();
        pMonitor->GetModuleContextContainer();
        return Finish(pProvider->GetFileName());
    }

    GLOBAL_NOTIFICATION_STATUS OnGlobalPreBeginRequest(IN IPreBeginRequestProvider * pProvider) override
    {
        IHttpContext *pContext = pProvider->GetHttpContext();
        pContext->DisableNotifications(RQ_LOG_REQUEST, RQ_END_REQUEST);
        return GL_NOTIFICATION_CONTINUE;
    }

    GLOBAL_NOTIFICATION_STATUS OnGlobalApplicationStart(IN IHttpApplicationStartProvider * pProvider) override
    {
        return Finish(pProvider->GetApplication()->GetApplicationPhysicalPath());
    }

    GLOBAL_NOTIFICATION_STATUS
    OnGlobalApplicationResolveModules(IN IHttpApplicationResolveModulesProvider * pProvider) override
    {
        HRESULT hr = pProvider->SetPriorityForRequestNotification(L"Child", RQ_BEGIN_REQUEST, PRIORITY_ALIAS_HIGH);
        return FAILED(hr) ? GL_NOTIFICATION_CONTINUE : GL_NOTIFICATION_HANDLED;
    }

    GLOBAL_NOTIFICATION_STATUS OnGlobalApplicationStop(IN IHttpApplicationStopProvider * pProvider) override
    {
        return Finish(pProvider->GetApplication()->GetApplicationId());
    }

    GLOBAL_NOTIFICATION_STATUS OnGlobalRSCAQuery(IN IGlobalRSCAQueryProvider * pProvider) override
    {
        BYTE * pbBuffer = NULL;
        DWORD cb = 4096;
        if (SUCCEEDED(pProvider->GetOutputBuffer(cb, &pbBuffer)))
        {
            pProvider->ResizeOutputBuffer(cb * 2, cb, &pbBuffer);
            pProvider->SetResult(cb, S_OK);
        }
        return Finish(pProvider->GetFunctionName());
    }

    GLOBAL_NOTIFICATION_STATUS OnGlobalTraceEvent(IN IGlobalTraceEventProvider * pProvider) override
    {
        HTTP_TRACE_EVENT * pTraceEvent;
        IHttpContext * pContext;
        if (pProvider->CheckSubscription(m_id) && SUCCEEDED(pProvider->GetTraceEvent(&pTraceEvent)) &&
            SUCCEEDED(pProvider->GetCurrentHttpRequestContext(&pContext)))
        {
            return Finish(pTraceEvent->pszEventName);
        }
        return GL_NOTIFICATION_CONTINUE;
    }

    GLOBAL_NOTIFICATION_STATUS OnGlobalCustomNotification(IN ICustomNotificationProvider * pProvider) override
    {
        return Finish(pProvider->QueryNotificationType());
    }

    GLOBAL_NOTIFICATION_STATUS OnGlobalThreadCleanup(IN IGlobalThreadCleanupProvider * pProvider) override
    {
        return Finish(pProvider->GetApplication()->GetAppConfigPath());
    }

    GLOBAL_NOTIFICATION_STATUS OnGlobalApplicationPreload(IN IGlobalApplicationPreloadProvider * pProvider) override
    {
        IHttpContext *pHttpContext = NULL;
        IGlobalApplicationPreloadProvider2 *p2 = static_cast<IGlobalApplicationPreloadProvider2 *>(pProvider);
        if (!p2->IsProcessRecycled() && SUCCEEDED(pProvider->CreateContext(&pHttpContext)))
        {
            pHttpContext->GetRequest()->SetUrl("/warmup", 7, FALSE);
            pProvider->ExecuteRequest(pHttpContext, NULL);
            pHttpContext->ReleaseClonedContext();
        }
        return GL_NOTIFICATION_CONTINUE;
    }

    GLOBAL_NOTIFICATION_STATUS OnSuspendProcess(IGlobalSuspendProcessCallback ** ppCallback) override
    {
        static CResumeCallback s_callback;
        *ppCallback = &s_callback;
        return GL_NOTIFICATION_CONTINUE;
    }

    VOID Terminate() override
    {
        delete this;
    }

    explicit MyGlobalModule(HTTP_MODULE_ID id) : m_id(id) {}

private:
    GLOBAL_NOTIFICATION_STATUS Finish(PCWSTR pwsz)
    {
        Write(pwsz);
        return GL_NOTIFICATION_CONTINUE;
    }

    HTTP_MODULE_ID m_id;
};

HRESULT __stdcall RegisterModule(DWORD dwServerVersion, IHttpModuleRegistrationInfo * pModuleInfo, IHttpServer * pGlobalInfo)
{
    UNREFERENCED_PARAMETER(dwServerVersion);
    UNREFERENCED_PARAMETER(pGlobalInfo);

    MyGlobalModule * pGlobalModule = new MyGlobalModule(pModuleInfo->GetId());
    if (NULL == pGlobalModule)
    {
        return E_OUTOFMEMORY;
    }
    pModuleInfo->SetPriorityForGlobalNotification(GL_PRE_BEGIN_REQUEST, L"HIGH");
    return pModuleInfo->SetGlobalNotifications(pGlobalModule,
        GL_STOP_LISTENING | GL_CACHE_CLEANUP | GL_CACHE_OPERATION | GL_HEALTH_CHECK | GL_CONFIGURATION_CHANGE |
        GL_FILE_CHANGE | GL_PRE_BEGIN_REQUEST | GL_APPLICATION_START | GL_APPLICATION_RESOLVE_MODULES |
        GL_APPLICATION_STOP | GL_RSCA_QUERY | GL_TRACE_EVENT | GL_CUSTOM_NOTIFICATION | GL_THREAD_CLEANUP |
        GL_APPLICATION_PRELOAD | GL_SUSPEND_PROCESS);
}
