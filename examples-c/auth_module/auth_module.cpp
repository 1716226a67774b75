// An IIS module that knows users by a key: who names none of them in X-Api-Key is not let in.
//
//     portico run --module auth_module=./auth_module.so --root .
#include <httpserv.h>

#include <cstring>
#include <new>

namespace {

struct Account {
    const char *key;
    PCWSTR name;
    bool writes;
};

// A program that is in earnest keeps them elsewhere.
const Account ACCOUNTS[] = {{"apple-pie", L"alice", true}, {"banana-split", L"bob", false}};

// A request has a reference to its user, and so has each child request.
class KeyUser : public IHttpUser {
public:
    explicit KeyUser(const Account &account) : account_(account) {}

    PCWSTR GetRemoteUserName() { return account_.name; }
    PCWSTR GetUserName() { return account_.name; }
    PCWSTR GetAuthenticationType() { return L"Key"; }
    PCWSTR GetPassword() { return L""; }
    HANDLE GetImpersonationToken() { return nullptr; }
    HANDLE GetPrimaryToken() { return nullptr; }

    VOID ReferenceUser() { InterlockedIncrement(&references_); }

    VOID DereferenceUser() {
        if (InterlockedDecrement(&references_) == 0) {
            delete this;
        }
    }

    BOOL SupportsIsInRole() { return TRUE; }

    HRESULT IsInRole(PCWSTR role, BOOL *is_in_role) {
        if (!role || !is_in_role) {
            return HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER);
        }
        *is_in_role = account_.writes && lstrcmpiW(role, L"writers") == 0;
        return S_OK;
    }

    PVOID GetUserVariable(PCSTR) { return nullptr; }

private:
    virtual ~KeyUser() {}

    const Account &account_;
    LONG references_ = 1;
};

class AuthModule : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnAuthenticateRequest(IN IHttpContext *context, IN IAuthenticationProvider *provider) {
        USHORT length = 0;
        PCSTR key = context->GetRequest()->GetHeader("X-Api-Key", &length);
        for (const Account &account : ACCOUNTS) {
            if (key && length == std::strlen(account.key) && std::memcmp(key, account.key, length) == 0) {
                IHttpUser *user = new (std::nothrow) KeyUser(account);
                if (!user) {
                    provider->SetErrorStatus(HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_MEMORY));
                    return RQ_NOTIFICATION_FINISH_REQUEST;
                }
                provider->SetUser(user);
                return RQ_NOTIFICATION_CONTINUE;
            }
        }
        context->GetResponse()->SetStatus(401, "Unauthorized");
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }

    REQUEST_NOTIFICATION_STATUS OnAuthorizeRequest(IN IHttpContext *context, IN IHttpEventProvider *provider) {
        PCSTR method = context->GetRequest()->GetHttpMethod();
        if (std::strcmp(method, "GET") == 0 || std::strcmp(method, "HEAD") == 0) {
            return RQ_NOTIFICATION_CONTINUE;
        }
        BOOL may = FALSE;
        const HRESULT result = context->GetUser()->IsInRole(L"writers", &may);
        if (FAILED(result)) {
            provider->SetErrorStatus(result);
            return RQ_NOTIFICATION_FINISH_REQUEST;
        }
        if (!may) {
            context->GetResponse()->SetStatus(403, "Forbidden");
            return RQ_NOTIFICATION_FINISH_REQUEST;
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IN IHttpContext *context, IN IHttpEventProvider *provider) {
        PCSTR name = nullptr;
        DWORD length = 0;
        HRESULT result = context->GetServerVariable("LOGON_USER", &name, &length);
        if (SUCCEEDED(result)) {
            // The name lives as long as the request.
            HTTP_DATA_CHUNK chunk = {};
            DWORD sent = 0;
            chunk.DataChunkType = HttpDataChunkFromMemory;
            chunk.FromMemory.pBuffer = const_cast<char *>(name);
            chunk.FromMemory.BufferLength = length;
            result = context->GetResponse()->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent);
        }
        if (FAILED(result)) {
            provider->SetErrorStatus(result);
        }
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }
};

class AuthFactory : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(OUT CHttpModule **module, IN IModuleAllocator *) {
        *module = new (std::nothrow) AuthModule;
        return *module ? S_OK : HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_MEMORY);
    }

    void Terminate() { delete this; }

    virtual ~AuthFactory() {}
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    IHttpModuleFactory *factory = new (std::nothrow) AuthFactory;
    if (!factory) {
        return HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_MEMORY);
    }
    return info->SetRequestNotifications(
        factory, RQ_AUTHENTICATE_REQUEST | RQ_AUTHORIZE_REQUEST | RQ_EXECUTE_REQUEST_HANDLER, 0);
}
