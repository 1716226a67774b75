// A module that registers for a notification and does not override its method.
#include <httpserv.h>

namespace {

class Module : public CHttpModule {};

class Factory : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(CHttpModule **module, IModuleAllocator *) {
        *module = new Module;
        return S_OK;
    }

    void Terminate() { delete this; }

    virtual ~Factory() {}
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    return info->SetRequestNotifications(new Factory, RQ_BEGIN_REQUEST, 0);
}
