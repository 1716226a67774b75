// Refuses where it is called Refuser.
#include <httpserv.h>

#include <cstdio>
#include <cwchar>

namespace {

class Factory : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(CHttpModule **, IModuleAllocator *) { return E_FAIL; }

    void Terminate() { delete this; }

    virtual ~Factory() {}
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    if (std::wcscmp(info->GetName(), L"Refuser") == 0) {
        return E_ACCESSDENIED;
    }
    return info->SetRequestNotifications(new Factory, RQ_BEGIN_REQUEST, 0);
}
