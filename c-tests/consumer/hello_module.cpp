#include <windows.h>
#include <httpserv.h>
#include <new>

#pragma comment(lib, "httpapi.lib")

class HelloModule : public CHttpModule
{
public:
    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IN IHttpContext *pHttpContext, IN IHttpEventProvider *pProvider)
    {
        UNREFERENCED_PARAMETER(pProvider);
        pHttpContext->GetResponse()->SetHeader("X-Hello", "module", 6, TRUE);
        return RQ_NOTIFICATION_CONTINUE;
    }
};

class HelloFactory final : public IHttpModuleFactory
{
public:
    HRESULT GetHttpModule(OUT CHttpModule **ppModule, IN IModuleAllocator *pAllocator)
    {
        UNREFERENCED_PARAMETER(pAllocator);
        *ppModule = new (std::nothrow) HelloModule;
        return *ppModule ? S_OK : E_OUTOFMEMORY;
    }

    void Terminate() { delete this; }
};

HRESULT __stdcall RegisterModule(DWORD dwServerVersion, IHttpModuleRegistrationInfo *pModuleInfo, IHttpServer *pGlobalInfo)
{
    UNREFERENCED_PARAMETER(dwServerVersion);
    UNREFERENCED_PARAMETER(pGlobalInfo);

    return pModuleInfo->SetRequestNotifications(new HelloFactory, RQ_BEGIN_REQUEST, 0);
}
