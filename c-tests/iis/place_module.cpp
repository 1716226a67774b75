// Where a URL leads to: the getters of IHttpContext, MapPath, and OnMapPath.
#include "request_module.h"

#include <cwchar>
#include <vector>

namespace {

// What is kept for a URL; says when it goes.
class Kept : public IHttpStoredContext {
public:
    void CleanupStoredContext() override {
        std::fprintf(stderr, "kept: gone\n");
        delete this;
    }

    virtual ~Kept() {}
};

HTTP_MODULE_ID id;

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IHttpContext *context, IHttpEventProvider *) override {
        if (asks(context, "moved")) {
            say(context, "path %s", narrow(context->GetPhysicalPath()).c_str());
            context->GetRequest()->SetUrl(L"/moved.htm", 10, FALSE);
            show(context);
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) override {
        if (asks(context, "late")) {
            show(context);
            context->GetRequest()->SetUrl(L"/late.htm", 9, FALSE);
            show(context);
        } else if (asks(context, "map")) {
            map(context);
        } else if (asks(context, "url")) {
            url(context);
        } else if (asks(context, "logged")) {
            PCWSTR query = nullptr;
            DWORD length = 0;
            context->GetServerVariable("LOG_QUERY_STRING", &query, &length);
            context->SetServerVariable("LOG_QUERY_STRING", (std::wstring(query, length) + L"&user=me").c_str());
            context->GetRequest()->SetHttpMethod("MADE");
        } else if (!asks(context, "moved")) {
            show(context);
        }
        context->SetRequestHandled();
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnMapPath(IHttpContext *context, IMapPathProvider *provider) override {
        PCWSTR path = provider->GetPhysicalPath();
        const wchar_t *name = std::wcsrchr(path, L'/');
        say(context, "maps %s to %s", narrow(provider->GetUrl()).c_str(), narrow(name).c_str());
        if (asks(context, "override")) {
            static const wchar_t other[] = L"/other/place.htm and more";
            HRESULT wrong = provider->SetPhysicalPath(nullptr, 1);
            HRESULT result = provider->SetPhysicalPath(other, 16);
            say(context, "override %d %d", wrong == CODE(ERROR_INVALID_PARAMETER), result == S_OK);
        }
        if (asks(context, "inner")) {
            // There is no end where a mapping maps.
            say(context, "inner %s", narrow(std::wcsrchr(context->GetPhysicalPath(), L'/')).c_str());
        }
        provider->SetErrorStatus(S_OK);
        return RQ_NOTIFICATION_CONTINUE;
    }

private:
    static void show(IHttpContext *context) {
        DWORD path_length = 99, name_length = 99, translated_length = 99;
        PCWSTR path = context->GetPhysicalPath(&path_length), name = context->GetScriptName(&name_length),
               translated = context->GetScriptTranslated(&translated_length);
        say(context, "path %s name %s translated %s", narrow(path).c_str(), narrow(name).c_str(),
            narrow(translated).c_str());
        bool same = path_length == std::wcslen(path) && name_length == std::wcslen(name) &&
                    translated_length == std::wcslen(translated);
        bool fixed = path == context->GetPhysicalPath() && name == context->GetScriptName() &&
                     translated == context->GetScriptTranslated();
        if (!same || !fixed) {
            say(context, "lengths %d, fixed %d", same, fixed);
        }
    }

    static void map(IHttpContext *context) {
        PCWSTR url = L"/sub/../file name.txt?query";
        DWORD bytes = 0;
        HRESULT result = context->MapPath(url, nullptr, &bytes);
        say(context, "asked %d", result == CODE(ERROR_INSUFFICIENT_BUFFER));
        std::vector<WCHAR> buffer(bytes / sizeof(WCHAR) + 1, L'#');
        DWORD room = bytes - 1;
        result = context->MapPath(url, buffer.data(), &room);
        say(context, "too small %d %d", result == CODE(ERROR_INSUFFICIENT_BUFFER), room == bytes);
        say(context, "untouched %d", buffer[0] == L'#');
        room = bytes + 4;
        result = context->MapPath(url, buffer.data(), &room);
        say(context, "mapped %d %s", result == S_OK, narrow(buffer.data()).c_str());
        say(context, "bytes %d end %d", room == (std::wcslen(buffer.data()) + 1) * sizeof(WCHAR),
            buffer[bytes / sizeof(WCHAR)] == L'#');
        const HRESULT wrong = CODE(ERROR_INVALID_PARAMETER);
        say(context, "null %d %d", context->MapPath(nullptr, buffer.data(), &room) == wrong,
            context->MapPath(url, buffer.data(), nullptr) == wrong);
        say(context, "no path %d", context->MapPath(L"file", buffer.data(), &room) == wrong);
    }

    static void url(IHttpContext *context) {
        IHttpUrlInfo *info = context->GetUrlInfo();
        IHttpModuleContextContainer *container = info->GetModuleContextContainer();
        bool same = info == context->GetUrlInfo() && container == info->GetModuleContextContainer();
        bool kept = container->GetModuleContext(id) != nullptr;
        say(context, "frequent %d kept %d same %d", info->IsFrequentlyHit(), kept, same);
        if (!kept) {
            container->SetModuleContext(new Kept, id);
        }
    }
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    id = info->GetId();
    return info->SetRequestNotifications(new ModuleFactory<Module>,
                                         RQ_BEGIN_REQUEST | RQ_EXECUTE_REQUEST_HANDLER | RQ_MAP_PATH, 0);
}
