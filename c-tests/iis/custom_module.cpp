// Answers custom notifications: at once, later, or with an end.
#include <httpserv.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <cwchar>
#include <string>
#include <thread>

namespace {

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnCustomRequestNotification(IHttpContext *context, ICustomNotificationProvider *provider) {
        PCSTR query = nullptr;
        DWORD length = 0;
        context->GetServerVariable("QUERY_STRING", &query, &length);
        std::fprintf(stderr, "custom: told %d\n", std::wcscmp(provider->QueryNotificationType(), L"test"));
        if (query && std::strcmp(query, "custom-pending") == 0) {
            std::thread([context] {
                std::this_thread::sleep_for(std::chrono::milliseconds(30));
                context->PostCompletion(3);
            }).detach();
            return RQ_NOTIFICATION_PENDING;
        }
        return query && std::strcmp(query, "custom-finish") == 0 ? RQ_NOTIFICATION_FINISH_REQUEST
                                                                  : RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnAsyncCompletion(
        IHttpContext *, DWORD event, BOOL, IHttpEventProvider *provider, IHttpCompletionInfo *info) {
        ICustomNotificationProvider *custom = static_cast<ICustomNotificationProvider *>(provider);
        std::fprintf(stderr, "custom: completion %x bytes %u %d\n", static_cast<unsigned>(event),
            static_cast<unsigned>(info->GetCompletionBytes()), std::wcscmp(custom->QueryNotificationType(), L"test"));
        return RQ_NOTIFICATION_CONTINUE;
    }
};

class Factory : public IHttpModuleFactory {
public:
    virtual ~Factory() {}

    HRESULT GetHttpModule(CHttpModule **module, IModuleAllocator *) {
        *module = new Module;
        return S_OK;
    }

    void Terminate() { delete this; }
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    return info->SetRequestNotifications(new Factory, RQ_CUSTOM_NOTIFICATION, 0);
}
