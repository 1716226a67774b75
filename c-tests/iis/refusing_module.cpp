// Refuses where it is called Refuser, and does not want to be loaded where the environment says so.
#include <httpserv.h>

#include <cstdio>
#include <cstdlib>
#include <cwchar>

namespace {

class Factory : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(CHttpModule **, IModuleAllocator *) { return E_FAIL; }

    void Terminate() { delete this; }

    virtual ~Factory() {}
};

}  // namespace

BOOL WINAPI DllMain(HINSTANCE, DWORD reason, LPVOID) {
    return reason != DLL_PROCESS_ATTACH || std::getenv("PORTICO_TEST_REFUSE") == NULL;
}

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    if (std::wcscmp(info->GetName(), L"Refuser") == 0) {
        return E_ACCESSDENIED;
    }
    return info->SetRequestNotifications(new Factory, RQ_BEGIN_REQUEST, 0);
}
