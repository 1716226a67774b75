// every_request_method.cpp: a tracing module that overrides each method of CHttpModule
// with the signature of the documentation.
#include "stdafx.h"
#include <httpserv.h>

#pragma warning( disable : 4290 )

HTTP_MODULE_ID  g_pModuleId = NULL;
IHttpServer *   g_pHttpServer = NULL;
PCWSTR          g_pszModuleName = NULL;

#define TRACE_METHOD(pHttpContext) Trace(pHttpContext, __FUNCTION__)

class CTracingModule final : public CHttpModule
{
public:
    CTracingModule() : m_cNotifications(0) {}

    virtual
    REQUEST_NOTIFICATION_STATUS
    OnBeginRequest(
        _In_ IHttpContext *     pHttpContext,
        _In_ IHttpEventProvider * pProvider
    ) override
    {
        UNREFERENCED_PARAMETER(pProvider);
        return TRACE_METHOD(pHttpContext);
    }

    REQUEST_NOTIFICATION_STATUS
    OnPostBeginRequest(
        IN IHttpContext *       pHttpContext,
        IN IHttpEventProvider * pProvider
    ) override
    {
        pProvider->SetErrorStatus(S_OK);
        return TRACE_METHOD(pHttpContext);
    }

    virtual
    REQUEST_NOTIFICATION_STATUS
    OnAuthenticateRequest(
        _In_ IHttpContext *     pHttpContext,
        _In_ IAuthenticationProvider * pProvider
    ) override
    {
        UNREFERENCED_PARAMETER(pProvider);
        return TRACE_METHOD(pHttpContext);
    }

    REQUEST_NOTIFICATION_STATUS
    OnPostAuthenticateRequest(
        IN IHttpContext *       pHttpContext,
        IN IHttpEventProvider * pProvider
    ) override
    {
        pProvider->SetErrorStatus(S_OK);
        return TRACE_METHOD(pHttpContext);
    }

    virtual
    REQUEST_NOTIFICATION_STATUS
    OnAuthorizeRequest(
        _In_ IHttpContext *     pHttpContext,
        _In_ IHttpEventProvider * pProvider
    ) override
    {
        UNREFERENCED_PARAMETER(pProvider);
        return TRACE_METHOD(pHttpContext);
    }

    REQUEST_NOTIFICATION_STATUS
    OnPostAuthorizeRequest(
        IN IHttpContext *       pHttpContext,
        IN IHttpEventProvider * pProvider
    ) override
    {
        pProvider->SetErrorStatus(S_OK);
        return TRACE_METHOD(pHttpContext);
    }

    virtual
    REQUEST_NOTIFICATION_STATUS
    OnResolveRequestCache(
        _In_ IHttpContext *     pHttpContext,
        _In_ IHttpEventProvider * pProvider
    ) override
    {
        UNREFERENCED_PARAMETER(pProvider);
        return TRACE_METHOD(pHttpContext);
    }

    REQUEST_NOTIFICATION_STATUS
    OnPostResolveRequestCache(
        IN IHttpContext *       pHttpContext,
        IN IHttpEventProvider * pProvider
    ) override
    {
        pProvider->SetErrorStatus(S_OK);
        return TRACE_METHOD(pHttpContext);
    }

    virtual
    REQUEST_NOTIFICATION_STATUS
    OnMapRequestHandler(
        _In_ IHttpContext *     pHttpContext,
        _In_ IMapHandlerProvider * pProvider
    ) override
    {
        UNREFERENCED_PARAMETER(pProvider);
        return TRACE_METHOD(pHttpContext);
    }

    REQUEST_NOTIFICATION_STATUS
    OnPostMapRequestHandler(
        IN IHttpContext *       pHttpContext,
        IN IHttpEventProvider * pProvider
    ) override
    {
        pProvider->SetErrorStatus(S_OK);
        return TRACE_METHOD(pHttpContext);
    }

    virtual
    REQUEST_NOTIFICATION_STATUS
    OnAcquireRequestState(
        _In_ IHttpContext *     pHttpContext,
        _In_ IHttpEventProvider * pProvider
    ) override
    {
        UNREFERENCED_PARAMETER(pProvider);
        return TRACE_METHOD(pHttpContext);
    }

    REQUEST_NOTIFICATION_STATUS
    OnPostAcquireRequestState(
        IN IHttpContext *       pHttpContext,
        IN IHttpEventProvider * pProvider
    ) override
    {
        pProvider->SetErrorStatus(S_OK);
        return TRACE_METHOD(pHttpContext);
    }

    virtual
    REQUEST_NOTIFICATION_STATUS
    OnPreExecuteRequestHandler(
        _In_ IHttpContext *     pHttpContext,
        _In_ IHttpEventProvider * pProvider
    ) override
    {
        UNREFERENCED_PARAMETER(pProvider);
        return TRACE_METHOD(pHttpContext);
    }

    REQUEST_NOTIFICATION_STATUS
    OnPostPreExecuteRequestHandler(
        IN IHttpContext *       pHttpContext,
        IN IHttpEventProvider * pProvider
    ) override
    {
        pProvider->SetErrorStatus(S_OK);
        return TRACE_METHOD(pHttpContext);
    }

    virtual
    REQUEST_NOTIFICATION_STATUS
    OnExecuteRequestHandler(
        _In_ IHttpContext *     pHttpContext,
        _In_ IHttpEventProvider * pProvider
    ) override
    {
        UNREFERENCED_PARAMETER(pProvider);
        return TRACE_METHOD(pHttpContext);
    }

    REQUEST_NOTIFICATION_STATUS
    OnPostExecuteRequestHandler(
        IN IHttpContext *       pHttpContext,
        IN IHttpEventProvider * pProvider
    ) override
    {
        pProvider->SetErrorStatus(S_OK);
        return TRACE_METHOD(pHttpContext);
    }

    virtual
    REQUEST_NOTIFICATION_STATUS
    OnReleaseRequestState(
        _In_ IHttpContext *     pHttpContext,
        _In_ IHttpEventProvider * pProvider
    ) override
    {
        UNREFERENCED_PARAMETER(pProvider);
        return TRACE_METHOD(pHttpContext);
    }

    REQUEST_NOTIFICATION_STATUS
    OnPostReleaseRequestState(
        IN IHttpContext *       pHttpContext,
        IN IHttpEventProvider * pProvider
    ) override
    {
        pProvider->SetErrorStatus(S_OK);
        return TRACE_METHOD(pHttpContext);
    }

    virtual
    REQUEST_NOTIFICATION_STATUS
    OnUpdateRequestCache(
        _In_ IHttpContext *     pHttpContext,
        _In_ IHttpEventProvider * pProvider
    ) override
    {
        UNREFERENCED_PARAMETER(pProvider);
        return TRACE_METHOD(pHttpContext);
    }

    REQUEST_NOTIFICATION_STATUS
    OnPostUpdateRequestCache(
        IN IHttpContext *       pHttpContext,
        IN IHttpEventProvider * pProvider
    ) override
    {
        pProvider->SetErrorStatus(S_OK);
        return TRACE_METHOD(pHttpContext);
    }

    virtual
    REQUEST_NOTIFICATION_STATUS
    OnLogRequest(
        _In_ IHttpContext *     pHttpContext,
        _In_ IHttpEventProvider * pProvider
    ) override
    {
        UNREFERENCED_PARAMETER(pProvider);
        return TRACE_METHOD(pHttpContext);
    }

    REQUEST_NOTIFICATION_STATUS
    OnPostLogRequest(
        IN IHttpContext *       pHttpContext,
        IN IHttpEventProvider * pProvider
    ) override
    {
        pProvider->SetErrorStatus(S_OK);
        return TRACE_METHOD(pHttpContext);
    }

    virtual
    REQUEST_NOTIFICATION_STATUS
    OnEndRequest(
        _In_ IHttpContext *     pHttpContext,
        _In_ IHttpEventProvider * pProvider
    ) override
    {
        UNREFERENCED_PARAMETER(pProvider);
        return TRACE_METHOD(pHttpContext);
    }

    REQUEST_NOTIFICATION_STATUS
    OnPostEndRequest(
        IN IHttpContext *       pHttpContext,
        IN IHttpEventProvider * pProvider
    ) override
    {
        pProvider->SetErrorStatus(S_OK);
        return TRACE_METHOD(pHttpContext);
    }

    REQUEST_NOTIFICATION_STATUS
    OnSendResponse(
        IN IHttpContext * pHttpContext,
        IN ISendResponseProvider * pProvider
    ) override
    {
        if (pProvider->GetHeadersBeingSent() && (pProvider->GetFlags() & HTTP_SEND_RESPONSE_FLAG_MORE_DATA) == 0)
        {
            pProvider->SetFlags(pProvider->GetFlags() | HTTP_SEND_RESPONSE_FLAG_DISCONNECT);
        }
        if (pProvider->GetReadyToLogData())
        {
            HTTP_LOG_DATA * pLogData = pProvider->GetLogData();
            if (pLogData != NULL && pLogData->Type == HttpLogDataTypeFields)
            {
                ((HTTP_LOG_FIELDS_DATA *) pLogData)->SubStatus = 1;
                pProvider->SetLogData(pLogData);
            }
        }
        return TRACE_METHOD(pHttpContext);
    }

    REQUEST_NOTIFICATION_STATUS
    OnMapPath(
        IN IHttpContext * pHttpContext,
        IN IMapPathProvider * pProvider
    ) override
    {
        if (wcscmp(pProvider->GetUrl(), L"/secret") == 0)
        {
            pProvider->SetPhysicalPath(pProvider->GetPhysicalPath(), (DWORD) wcslen(pProvider->GetPhysicalPath()));
        }
        return TRACE_METHOD(pHttpContext);
    }

    REQUEST_NOTIFICATION_STATUS
    OnReadEntity(
        IN IHttpContext * pHttpContext,
        IN IReadEntityProvider * pProvider
    ) override
    {
        PVOID pvBuffer;
        DWORD cbData, cbBuffer;
        pProvider->GetEntity(&pvBuffer, &cbData, &cbBuffer);
        pProvider->SetEntity(pvBuffer, cbData, cbBuffer);
        return TRACE_METHOD(pHttpContext);
    }

    REQUEST_NOTIFICATION_STATUS
    OnCustomRequestNotification(
        IN IHttpContext * pHttpContext,
        IN ICustomNotificationProvider * pProvider
    ) override
    {
        if (0 == wcscmp(pProvider->QueryNotificationType(), L"Contoso"))
            return RQ_NOTIFICATION_FINISH_REQUEST;
        return TRACE_METHOD(pHttpContext);
    }

    REQUEST_NOTIFICATION_STATUS
    OnAsyncCompletion(
        IN IHttpContext * pHttpContext,
        IN DWORD dwNotification,
        IN BOOL fPostNotification,
        IN IHttpEventProvider * pProvider,
        IN IHttpCompletionInfo * pCompletionInfo
    ) override
    {
        UNREFERENCED_PARAMETER(pProvider);
        switch (dwNotification)
        {
        case RQ_BEGIN_REQUEST:
        case RQ_SEND_RESPONSE:
        case RQ_MAP_PATH:
            break;
        default:
            if (fPostNotification && FAILED(pCompletionInfo->GetCompletionStatus()))
                return RQ_NOTIFICATION_FINISH_REQUEST;
        }
        m_cNotifications += pCompletionInfo->GetCompletionBytes();
        return TRACE_METHOD(pHttpContext);
    }

    VOID Dispose() override
    {
        // Allocated from the request's memory: nothing to free.
        this->~CTracingModule();
    }

private:
    ~CTracingModule() {}

    REQUEST_NOTIFICATION_STATUS Trace(IHttpContext *pHttpContext, PCSTR pszMethod)
    {
        DWORD dwNotification = 0;
        PCWSTR pszModule;
        ++m_cNotifications;
        pHttpContext->GetCurrentExecutionStats(&dwNotification, NULL, &pszModule);
        OutputDebugStringA(pszMethod);
        return RQ_NOTIFICATION_CONTINUE;
    }

    DWORD m_cNotifications;
};

class CTracingModuleFactory : public IHttpModuleFactory
{
public:
    virtual HRESULT GetHttpModule(OUT CHttpModule **ppModule, IN IModuleAllocator *pAllocator)
    {
        if (ppModule == NULL)
        {
            return HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER);
        }
        void *pv = pAllocator->AllocateMemory(sizeof(CTracingModule));
        if (pv == NULL)
            return E_OUTOFMEMORY;
        *ppModule = new (pv) CTracingModule();
        return S_OK;
    }

    virtual void Terminate() { delete this; }
};

extern "C" __declspec(dllexport)
HRESULT WINAPI RegisterModule(DWORD dwServerVersion, IHttpModuleRegistrationInfo *pModuleInfo, IHttpServer *pHttpServer)
{
    HRESULT hr = S_OK;
    const DWORD dwAll = RQ_BEGIN_REQUEST | RQ_AUTHENTICATE_REQUEST | RQ_AUTHORIZE_REQUEST | RQ_RESOLVE_REQUEST_CACHE |
        RQ_MAP_REQUEST_HANDLER | RQ_ACQUIRE_REQUEST_STATE | RQ_PRE_EXECUTE_REQUEST_HANDLER | RQ_EXECUTE_REQUEST_HANDLER |
        RQ_RELEASE_REQUEST_STATE | RQ_UPDATE_REQUEST_CACHE | RQ_LOG_REQUEST | RQ_END_REQUEST;

    g_pHttpServer = pHttpServer;
    g_pModuleId = pModuleInfo->GetId();
    g_pszModuleName = pModuleInfo->GetName();

    if (dwServerVersion < 7)
    {
        return HRESULT_FROM_WIN32(ERROR_OLD_WIN_VERSION);
    }

    hr = pModuleInfo->SetRequestNotifications(new CTracingModuleFactory(),
        dwAll | RQ_CUSTOM_NOTIFICATION | RQ_SEND_RESPONSE | RQ_READ_ENTITY | RQ_MAP_PATH, dwAll);
    if (FAILED(hr))
        goto Finished;

    if (FAILED(hr = pModuleInfo->SetPriorityForRequestNotification(RQ_BEGIN_REQUEST, PRIORITY_ALIAS_FIRST)))
        goto Finished;

    hr = pModuleInfo->SetPriorityForRequestNotification(RQ_SEND_RESPONSE, PRIORITY_ALIAS_LAST);

Finished:
    return hr;
}

BOOL APIENTRY DllMain(HMODULE hModule, DWORD ul_reason_for_call, LPVOID lpReserved)
{
    switch (ul_reason_for_call)
    {
    case DLL_PROCESS_ATTACH:
    case DLL_THREAD_ATTACH:
    case DLL_THREAD_DETACH:
    case DLL_PROCESS_DETACH:
        break;
    }
    return TRUE;
}
