// Says on standard error when it is loaded, told of a request, and let go.
#include <httpserv.h>

#include <cstdio>

namespace {

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IHttpContext *, IHttpEventProvider *) {
        std::fprintf(stderr, "lifecycle: OnBeginRequest\n");
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) {
        std::fprintf(stderr, "lifecycle: OnExecuteRequestHandler\n");
        context->SetRequestHandled();
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnEndRequest(IHttpContext *, IHttpEventProvider *) {
        std::fprintf(stderr, "lifecycle: OnEndRequest\n");
        return RQ_NOTIFICATION_CONTINUE;
    }

    void Dispose() {
        std::fprintf(stderr, "lifecycle: Dispose\n");
        delete this;
    }
};

class Factory : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(CHttpModule **module, IModuleAllocator *) {
        *module = new Module;
        return S_OK;
    }

    void Terminate() {
        std::fprintf(stderr, "lifecycle: Terminate\n");
        delete this;
    }

    virtual ~Factory() {}
};

}  // namespace

BOOL APIENTRY DllMain(HMODULE, DWORD reason, LPVOID) {
    std::fprintf(stderr, "lifecycle: DllMain %u\n", (unsigned)reason);
    return TRUE;
}

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    std::fprintf(stderr, "lifecycle: RegisterModule\n");
    return info->SetRequestNotifications(new Factory, RQ_BEGIN_REQUEST | RQ_EXECUTE_REQUEST_HANDLER | RQ_END_REQUEST, 0);
}
