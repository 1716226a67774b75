// Adds a header to every response, as nginx's add_header does.
#include <httpserv.h>

class HeaderModule final : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnSendResponse(IHttpContext *context, ISendResponseProvider *) override {
        context->GetResponse()->SetHeader("X-Bench", "yes", 3, TRUE);
        return RQ_NOTIFICATION_CONTINUE;
    }
};

class HeaderFactory final : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(CHttpModule **module, IModuleAllocator *) override {
        *module = new HeaderModule;
        return S_OK;
    }
    void Terminate() override { delete this; }
};

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    return info->SetRequestNotifications(new HeaderFactory, RQ_SEND_RESPONSE, 0);
}
