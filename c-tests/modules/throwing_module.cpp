// A module that lets an exception out: of OnBeginRequest, or of RegisterModule with THROW_EARLY.
#include <httpserv.h>

#include <stdexcept>

namespace {

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IHttpContext *, IHttpEventProvider *) {
        throw std::runtime_error("thrown in a module");
    }
};

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
#ifdef THROW_EARLY
    throw std::runtime_error("thrown in RegisterModule");
#endif
    return info->SetRequestNotifications(new Factory, RQ_BEGIN_REQUEST, 0);
}
