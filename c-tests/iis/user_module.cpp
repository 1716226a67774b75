// A user of a module's: set while the request is authenticated, then what the rest sees of it.
#include "request_module.h"

#include <atomic>

namespace {

class User : public IHttpUser {
public:
    explicit User(const char *tag, std::wstring name) : tag_(tag), name_(name) {}

    PCWSTR GetRemoteUserName() override { return L"sent"; }
    PCWSTR GetUserName() override { return name_.c_str(); }
    PCWSTR GetAuthenticationType() override { return L"Own"; }
    PCWSTR GetPassword() override { return L"secret"; }
    HANDLE GetImpersonationToken() override { return nullptr; }
    HANDLE GetPrimaryToken() override { return nullptr; }
    void ReferenceUser() override { references_++; }

    void DereferenceUser() override {
        if (--references_ == 0) {
            std::fprintf(stderr, "%s-gone: %ls\n", tag_.c_str(), name_.c_str());
            delete this;
        }
    }

    BOOL SupportsIsInRole() override { return FALSE; }
    HRESULT IsInRole(PCWSTR, BOOL *) override { return E_NOTIMPL; }
    PVOID GetUserVariable(PCSTR) override { return nullptr; }
    virtual ~User() {}

private:
    std::string tag_;
    std::wstring name_;
    std::atomic<int> references_{1};
};

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IHttpContext *context, IHttpEventProvider *) override {
        say(context, "at first %d", context->GetUser() != nullptr);
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnAuthenticateRequest(IHttpContext *context, IAuthenticationProvider *provider) override {
        if (asks(context, "null")) {
            provider->SetUser(nullptr);
        } else {
            std::string tag = context->GetRequest()->GetHeader("X-Tag");
            User *first = new User(tag.c_str(), L"first");
            provider->SetUser(first);
            say(context, "set %d", context->GetUser() == first);
            if (asks(context, "again")) {
                provider->SetUser(new User(tag.c_str(), L"second"));
                // The first one is still there.
                say(context, "first %s", narrow(first->GetUserName()).c_str());
            }
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnAuthorizeRequest(IHttpContext *context, IHttpEventProvider *) override {
        IHttpUser *user = context->GetUser();
        say(context, "original %d", static_cast<IHttpContext2 *>(context)->GetOriginalUser() == user);
        if (user) {
            std::string text;
            for (const char *name : {"AUTH_TYPE", "AUTH_USER", "LOGON_USER", "REMOTE_USER", "UNMAPPED_REMOTE_USER",
                                     "AUTH_PASSWORD"}) {
                PCSTR value = "?";
                DWORD length;
                context->GetServerVariable(name, &value, &length);
                text += std::string(" ") + value;
            }
            say(context, "variables%s", text.c_str());
            if (asks(context, "null")) {
                anonymous(context, user);
            }
        }
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }

private:
    static void anonymous(IHttpContext *context, IHttpUser *user) {
        say(context, "texts [%s] [%s] [%s] [%s]", narrow(user->GetRemoteUserName()).c_str(),
            narrow(user->GetUserName()).c_str(), narrow(user->GetAuthenticationType()).c_str(),
            narrow(user->GetPassword()).c_str());
        say(context, "tokens %d", user->GetImpersonationToken() == nullptr && user->GetPrimaryToken() == nullptr);
        BOOL none = 9, null = 9, some = 9;
        HRESULT result = user->IsInRole(L"", &none);
        user->IsInRole(nullptr, &null);
        user->IsInRole(L"Administrators", &some);
        say(context, "roles %d %d: %d %d %d", user->SupportsIsInRole(), result == S_OK, none, null, some);
        say(context, "no place %d", user->IsInRole(L"", nullptr) == CODE(ERROR_INVALID_PARAMETER));
        say(context, "variable %d", user->GetUserVariable(HTTP_USER_VARIABLE_SID) == nullptr);
        // A reference that is given back leaves the user to its request.
        user->ReferenceUser();
        user->DereferenceUser();
        say(context, "still %d", context->GetUser() == user && user->GetUserName()[0] == 0);
    }
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    return info->SetRequestNotifications(new ModuleFactory<Module>,
                                         RQ_BEGIN_REQUEST | RQ_AUTHENTICATE_REQUEST | RQ_AUTHORIZE_REQUEST, 0);
}
