// Faults in the way that the query says.
#include <httpserv.h>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

namespace {

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnAcquireRequestState(IHttpContext *context, IHttpEventProvider *) {
        PCSTR query = nullptr;
        DWORD length = 0;
        context->GetServerVariable("QUERY_STRING", &query, &length);
        if (std::strcmp(query, "segv") == 0) {
            *static_cast<volatile int *>(nullptr) = 1;
        } else if (std::strcmp(query, "raise") == 0) {
            std::raise(SIGBUS);
        } else if (std::strcmp(query, "abort") == 0) {
            std::abort();
        } else if (std::strcmp(query, "throw") == 0) {
            throw std::runtime_error("thrown in a module");
        }
        return RQ_NOTIFICATION_CONTINUE;
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
    return info->SetRequestNotifications(new Factory, RQ_ACQUIRE_REQUEST_STATE, 0);
}
