// Says who a request is from by its headers, with roles, and writes responses that may be kept.
#include "request_module.h"

#include <atomic>

namespace {

class User : public IHttpUser {
public:
    User(const char *name, const char *roles)
        : name_(name, name + std::strlen(name)), roles_(roles ? std::wstring(roles, roles + std::strlen(roles)) : L""),
          knows_(roles != nullptr) {}

    PCWSTR GetRemoteUserName() override { return name_.c_str(); }
    PCWSTR GetUserName() override { return name_.c_str(); }
    PCWSTR GetAuthenticationType() override { return L"Own"; }
    PCWSTR GetPassword() override { return L""; }
    HANDLE GetImpersonationToken() override { return nullptr; }
    HANDLE GetPrimaryToken() override { return nullptr; }
    void ReferenceUser() override { references_++; }

    void DereferenceUser() override {
        if (--references_ == 0) {
            delete this;
        }
    }

    BOOL SupportsIsInRole() override { return knows_; }

    HRESULT IsInRole(PCWSTR role, BOOL *result) override {
        if (roles_ == L"broken") {
            *result = TRUE;
            return E_FAIL;
        }
        *result = (L"," + roles_ + L",").find(L"," + std::wstring(role) + L",") != std::wstring::npos;
        return S_OK;
    }

    PVOID GetUserVariable(PCSTR) override { return nullptr; }
    virtual ~User() {}

private:
    std::wstring name_, roles_;
    BOOL knows_;
    std::atomic<int> references_{1};
};

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnAuthenticateRequest(IHttpContext *context, IAuthenticationProvider *provider) override {
        if (PCSTR name = context->GetRequest()->GetHeader("X-User")) {
            provider->SetUser(new User(name, context->GetRequest()->GetHeader("X-Roles")));
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) override {
        static std::atomic<int> made{0};
        IHttpResponse *response = context->GetResponse();
        HTTP_CACHE_POLICY *policy = response->GetCachePolicy()->GetKernelCachePolicy();
        policy->Policy = HttpCachePolicyUserInvalidates;
        response->SetHeader("Content-Type", "text/plain", 10, TRUE);
        std::string text = "made " + std::to_string(++made);
        HTTP_DATA_CHUNK chunk = {};
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = &text[0];
        chunk.FromMemory.BufferLength = ULONG(text.size());
        DWORD sent;
        response->WriteEntityChunks(&chunk, 1, FALSE, FALSE, &sent);
        return RQ_NOTIFICATION_CONTINUE;
    }
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    return info->SetRequestNotifications(new ModuleFactory<Module>, RQ_AUTHENTICATE_REQUEST | RQ_EXECUTE_REQUEST_HANDLER, 0);
}
