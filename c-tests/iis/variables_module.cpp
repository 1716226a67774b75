// Server variables: those that the client asks for, and those that are set.
#include "request_module.h"

#include <sstream>

namespace {

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) override {
        if (asks(context, "arguments")) {
            arguments(context);
        } else if (asks(context, "changes")) {
            changes(context);
        } else if (asks(context, "inherit")) {
            inherit(context);
        } else {
            std::istringstream words(or_null(context->GetRequest()->GetHeader("X-Ask")));
            std::string word;
            while (words >> word) {
                std::string::size_type equals = word.find('=');
                if (equals == std::string::npos) {
                    show(context, word);
                    continue;
                }
                std::string name = word.substr(0, equals), value = word.substr(equals + 1);
                std::wstring wide(value.begin(), value.end());
                HRESULT result = context->SetServerVariable(name.c_str(), value == "NULL" ? nullptr : wide.c_str());
                if (result != S_OK) {
                    say(context, "%s not set: 0x%08X", name.c_str(), unsigned(result));
                }
            }
        }
        context->SetRequestHandled();
        return RQ_NOTIFICATION_CONTINUE;
    }

private:
    static void show(IHttpContext *context, const std::string &name) {
        PCSTR value = "?";
        PCWSTR wide = L"?";
        DWORD length = 99, wide_length = 99;
        HRESULT result = context->GetServerVariable(name.c_str(), &value, &length);
        HRESULT wide_result = context->GetServerVariable(name.c_str(), &wide, &wide_length);
        if (result != S_OK) {
            say(context, "%s 0x%08X %d %d %u", name.c_str(), unsigned(result), result == wide_result,
                value == nullptr && wide == nullptr, length + wide_length);
            return;
        }
        std::string text;
        for (const char *at = value; *at; at++) {
            text += *at == '\n' ? std::string("\\n") : *at == '\r' ? std::string("\\r") : std::string(1, *at);
        }
        say(context, "%s=%s", name.c_str(), text.c_str());
        bool same = wide_result == S_OK && length == std::strlen(value) && wide_length == std::wcslen(wide);
        for (DWORD i = 0; i < length && same && length == wide_length; i++) {
            same = wide[i] == WCHAR(static_cast<unsigned char>(value[i]));
        }
        if (!same) {
            say(context, "%s differs as wide text", name.c_str());
        }
    }

    static void arguments(IHttpContext *context) {
        const HRESULT wrong = CODE(ERROR_INVALID_PARAMETER);
        PCSTR value;
        PCWSTR wide;
        DWORD length;
        say(context, "no name %d %d", context->GetServerVariable(nullptr, &value, &length) == wrong,
            context->GetServerVariable(nullptr, &wide, &length) == wrong);
        say(context, "no place %d %d",
            context->GetServerVariable("URL", static_cast<PCSTR *>(nullptr), &length) == wrong,
            context->GetServerVariable("URL", static_cast<PCWSTR *>(nullptr), &length) == wrong);
        say(context, "no length %d", context->GetServerVariable("URL", &value, nullptr) == S_OK);
        say(context, "set no name %d %d", context->SetServerVariable(nullptr, L"x") == wrong,
            context->SetServerVariable("", L"x") == wrong);
        IHttpContext3 *third = static_cast<IHttpContext3 *>(context);
        say(context, "inherit %d %d %d", third->InheritServerVariable("URL") == S_OK,
            third->InheritServerVariable("URL", TRUE) < 0, third->InheritServerVariable(nullptr) == wrong);
    }

    // A clone takes over what its parent has; its own changes are its own.
    static void inherit(IHttpContext *context) {
        IHttpContext *clone = nullptr;
        HRESULT result = context->CloneContext(CLONE_FLAG_BASICS | CLONE_FLAG_HEADERS, &clone);
        if (result != S_OK) {
            say(context, "no clone: 0x%08X", unsigned(result));
            return;
        }
        context->SetServerVariable("OWN", L"the parent's");
        PCSTR value = "?";
        DWORD length;
        say(context, "before %d", clone->GetServerVariable("OWN", &value, &length) == CODE(ERROR_INVALID_INDEX));
        IHttpContext3 *third = static_cast<IHttpContext3 *>(clone);
        result = third->InheritServerVariable("OWN", TRUE);
        clone->GetServerVariable("OWN", &value, &length);
        say(context, "inherited %d %s", result == S_OK, or_null(value));
        result = third->InheritServerVariable("REMOTE_ADDR");
        clone->GetServerVariable("REMOTE_ADDR", &value, &length);
        say(context, "of the host %d %s", result == S_OK, or_null(value));
        say(context, "none %d %d", third->InheritServerVariable("NONE") == S_OK,
            third->InheritServerVariable("NONE", TRUE) == CODE(ERROR_INVALID_INDEX));
        clone->SetServerVariable("OWN", L"the clone's");
        clone->GetRequest()->SetHeader("X-Own", "the clone's", 11, TRUE);
        clone->GetRequest()->SetHeader(HttpHeaderFrom, "clone", 5, TRUE);
        clone->GetRequest()->SetUrl(L"/clone", 6, TRUE);
        show(context, "OWN");
        show(context, "HTTP_X_OWN");
        show(context, "HTTP_FROM");
        show(context, "URL");
        say(context, "in the clone %s %s %s", clone->GetRequest()->GetHeader("X-Own"),
            clone->GetRequest()->GetHeader(HttpHeaderFrom), clone->GetRequest()->GetRawHttpRequest()->pRawUrl);
        say(context, "released %d", clone->ReleaseClonedContext() == S_OK);
    }

    struct Snapshot {
        DWORD number = 0, count = 0;
        PCSTR *names = nullptr;
        PCWSTR *values = nullptr;
    };

    static void compare(IHttpContext *context, Snapshot &snapshot, const char *what) {
        DWORD before = snapshot.number, different_count = 99, *different = nullptr;
        HRESULT result = context->GetServerVarChanges(snapshot.number, &snapshot.number, &snapshot.count,
                                                      &snapshot.names, &snapshot.values, &different_count, &different);
        std::string text;
        for (DWORD i = 0; i < different_count; i++) {
            text += std::string(" ") + snapshot.names[different[i]] + "=" + narrow(snapshot.values[different[i]]);
        }
        say(context, "%s: %d new number %d end %d:%s", what, result == S_OK, snapshot.number != before,
            different[different_count] == DWORD(-1), text.c_str());
    }

    static void changes(IHttpContext *context) {
        Snapshot snapshot;
        compare(context, snapshot, "first");
        context->SetServerVariable("OWN", L"1");
        context->SetServerVariable("URL", L"/elsewhere");
        compare(context, snapshot, "set");
        compare(context, snapshot, "same");
        context->SetServerVariable("own", nullptr);
        context->SetServerVariable("Third", L"3");
        compare(context, snapshot, "removed");
        context->SetServerVariable("OWN", L"4");
        compare(context, snapshot, "again");
        say(context, "null %d", context->GetServerVarChanges(0, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr) ==
                                    CODE(ERROR_INVALID_PARAMETER));
    }
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    return info->SetRequestNotifications(new ModuleFactory<Module>, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
