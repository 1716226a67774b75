// Says what it is told of. It is loaded under several names, and its name says its priority.
#include <httpserv.h>

#include <cstdio>
#include <cstring>
#include <string>

namespace {

std::string narrow(PCWSTR text) {
    std::string result;
    for (; *text; ++text) {
        result += static_cast<char>(*text);
    }
    return result;
}

class Module : public CHttpModule {
public:
    explicit Module(const std::string &name) : name_(name) {}

#define EVENT(method, provider)                                                          \
    REQUEST_NOTIFICATION_STATUS method(IHttpContext *context, provider *argument) {       \
        return told(context, #method, argument);                                          \
    }
    EVENT(OnBeginRequest, IHttpEventProvider)
    EVENT(OnPostBeginRequest, IHttpEventProvider)
    EVENT(OnAuthenticateRequest, IAuthenticationProvider)
    EVENT(OnPostAuthenticateRequest, IHttpEventProvider)
    EVENT(OnAuthorizeRequest, IHttpEventProvider)
    EVENT(OnPostAuthorizeRequest, IHttpEventProvider)
    EVENT(OnResolveRequestCache, IHttpEventProvider)
    EVENT(OnPostResolveRequestCache, IHttpEventProvider)
    EVENT(OnMapRequestHandler, IMapHandlerProvider)
    EVENT(OnPostMapRequestHandler, IHttpEventProvider)
    EVENT(OnAcquireRequestState, IHttpEventProvider)
    EVENT(OnPostAcquireRequestState, IHttpEventProvider)
    EVENT(OnPreExecuteRequestHandler, IHttpEventProvider)
    EVENT(OnPostPreExecuteRequestHandler, IHttpEventProvider)
    EVENT(OnExecuteRequestHandler, IHttpEventProvider)
    EVENT(OnPostExecuteRequestHandler, IHttpEventProvider)
    EVENT(OnReleaseRequestState, IHttpEventProvider)
    EVENT(OnPostReleaseRequestState, IHttpEventProvider)
    EVENT(OnUpdateRequestCache, IHttpEventProvider)
    EVENT(OnPostUpdateRequestCache, IHttpEventProvider)
    EVENT(OnLogRequest, IHttpEventProvider)
    EVENT(OnPostLogRequest, IHttpEventProvider)
    EVENT(OnEndRequest, IHttpEventProvider)
    EVENT(OnPostEndRequest, IHttpEventProvider)
    EVENT(OnSendResponse, ISendResponseProvider)
#undef EVENT

private:
    // The query says which module does what where: ?plain:OnBeginRequest:finish
    REQUEST_NOTIFICATION_STATUS told(IHttpContext *context, const char *method, IHttpEventProvider *provider) {
        DWORD event = 0;
        PCWSTR running = nullptr;
        const HRESULT result = context->GetCurrentExecutionStats(&event, nullptr, &running);
        const bool right = result == S_OK && running && narrow(running) == name_ && provider;
        std::fprintf(stderr, "order: %s %s%s\n", name_.c_str(), method, right ? "" : " wrong statistics");
        PCSTR query = nullptr;
        DWORD length = 0;
        context->GetServerVariable("QUERY_STRING", &query, &length);
        const std::string start = name_ + ":" + method + ":";
        if (query && std::strncmp(query, start.c_str(), start.size()) == 0) {
            const std::string what = query + start.size();
            if (what == "finish") {
                return RQ_NOTIFICATION_FINISH_REQUEST;
            }
            if (what == "handled") {
                context->SetRequestHandled();
            }
            if (what == "disable") {
                context->DisableNotifications(RQ_LOG_REQUEST | RQ_SEND_RESPONSE, RQ_END_REQUEST);
            }
            if (what == "last") {
                std::fprintf(stderr, "order: last %d %d\n",
                    context->GetIsLastNotification(RQ_NOTIFICATION_CONTINUE),
                    context->GetIsLastNotification(RQ_NOTIFICATION_FINISH_REQUEST));
            }
            if (what == "merge") {
                DWORD next = 0;
                BOOL post = FALSE;
                CHttpModule *module = nullptr;
                IHttpEventProvider *argument = nullptr;
                while (context->GetNextNotification(RQ_NOTIFICATION_CONTINUE, &next, &post, &module, &argument)) {
                    std::fprintf(stderr, "order: %s merged %x %d %d %d\n", name_.c_str(), static_cast<unsigned>(next),
                        post, module == this, argument != nullptr);
                }
            }
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

    std::string name_;
};

class Factory : public IHttpModuleFactory {
public:
    explicit Factory(const std::string &name) : name_(name) {}
    virtual ~Factory() {}

    HRESULT GetHttpModule(CHttpModule **module, IModuleAllocator *) {
        *module = new Module(name_);
        return S_OK;
    }

    void Terminate() { delete this; }

private:
    std::string name_;
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    const std::string name = narrow(info->GetName());
    if (!info->GetId()) {
        return E_FAIL;
    }
    if (name == "inert") {
        // It is there and wants nothing.
        return S_OK;
    }
    PCWSTR priority = PRIORITY_ALIAS_MEDIUM;
    if (name == "first") {
        priority = PRIORITY_ALIAS_FIRST;
    } else if (name == "high") {
        priority = PRIORITY_ALIAS_HIGH;
    } else if (name == "low") {
        priority = PRIORITY_ALIAS_LOW;
    } else if (name == "last") {
        priority = PRIORITY_ALIAS_LAST;
    }
    const DWORD all = 0xFFF;
    // A wrong word, no event, and a mask that is none are refused; so is a second registration.
    if (info->SetPriorityForRequestNotification(RQ_BEGIN_REQUEST, L"SOMETIMES") != HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER) ||
        info->SetPriorityForRequestNotification(0, PRIORITY_ALIAS_LOW) != HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER) ||
        info->SetRequestNotifications(nullptr, all, all) != HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER)) {
        return E_FAIL;
    }
    HRESULT result = info->SetRequestNotifications(new Factory(name), all | RQ_SEND_RESPONSE, all);
    if (result == S_OK && name != "plain" && name != "plain2") {
        result = info->SetPriorityForRequestNotification(all | RQ_SEND_RESPONSE, priority);
    }
    if (result == S_OK && name == "plain2") {
        // Its post-notifications come first, its notifications in their turn.
        IHttpModuleRegistrationInfo2 *newest = nullptr;
        result = HttpGetExtendedInterface(server, info, &newest);
        if (result == S_OK) {
            result = newest->SetPriorityForPostRequestNotification(RQ_BEGIN_REQUEST, PRIORITY_ALIAS_FIRST);
        }
    }
    return result;
}
