// Answers with what it is told of the site, the application, and the handlers entry.
#include <httpserv.h>

#include <cstring>
#include <cwchar>
#include <string>

namespace {

std::string narrow(PCWSTR text) {
    std::string result;
    for (; text && *text; ++text) {
        result.push_back(*text < 0x80 ? static_cast<char>(*text) : '?');
    }
    return result;
}

void say(IHttpContext *context, const std::string &line) {
    const std::string text = line + "\n";
    HTTP_DATA_CHUNK chunk = {};
    chunk.DataChunkType = HttpDataChunkFromMemory;
    chunk.FromMemory.pBuffer = const_cast<char *>(text.data());
    chunk.FromMemory.BufferLength = static_cast<ULONG>(text.size());
    DWORD sent = 0;
    context->GetResponse()->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent, nullptr);
}

void say_map(IHttpContext *context, const char *what, IScriptMapInfo *map) {
    if (map == nullptr) {
        return say(context, std::string(what) + ": none");
    }
    DWORD length = 0;
    std::string verbs;
    for (PCSTR verb = map->GetAllowedVerbs(); *verb; verb += std::strlen(verb) + 1) {
        verbs += std::string(verb) + ";";
    }
    const std::string modules = narrow(map->GetModules(&length));
    say(context, std::string(what) + ": " + narrow(map->GetName()) + " " + narrow(map->GetPath()) + " " + verbs + " " +
                     modules + " " + std::to_string(length) + " access " + std::to_string(map->GetRequiredAccess()) +
                     " type " + std::to_string(map->GetResourceType()) + " star " +
                     std::to_string(map->GetIsStarScriptMap()) + " info " +
                     std::to_string(map->GetAllowPathInfoForScriptMappings()) + " limit " +
                     std::to_string(map->GetResponseBufferLimit()) + " processor '" +
                     narrow(map->GetScriptProcessor(nullptr)) + "' managed '" + narrow(map->GetManagedType(nullptr)) + "'");
}

// An entry of the module's own, in the request's memory.
class OwnMap : public IScriptMapInfo {
public:
    PCWSTR GetPath() const { return L"/own"; }
    PCSTR GetAllowedVerbs() const { return "*\0"; }
    PCWSTR GetModules(DWORD *length) const {
        if (length) *length = 5;
        return L"facts";
    }
    PCWSTR GetScriptProcessor(DWORD *length) const {
        if (length) *length = 0;
        return nullptr;
    }
    PCWSTR GetManagedType(DWORD *length) const {
        if (length) *length = 0;
        return nullptr;
    }
    BOOL GetAllowPathInfoForScriptMappings() const { return TRUE; }
    DWORD GetRequiredAccess() const { return 0; }
    DWORD GetResourceType() const { return 3; }
    BOOL GetIsStarScriptMap() const { return FALSE; }
    DWORD GetResponseBufferLimit() const { return 4194304; }
    PCWSTR GetName() const { return L"own"; }
};

class Stored : public IHttpStoredContext {
public:
    void CleanupStoredContext() { delete this; }
    virtual ~Stored() {}
};

HTTP_MODULE_ID g_id = nullptr;

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IHttpContext *context, IHttpEventProvider *) {
        before_ = context->GetScriptMap() == nullptr;
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnMapRequestHandler(IHttpContext *context, IMapHandlerProvider *provider) {
        if (std::wcscmp(context->GetScriptName(), L"/map-it") == 0) {
            provider->SetScriptMap(new (context->AllocateRequestMemory(sizeof(OwnMap))) OwnMap);
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) {
        IHttpSite *site = context->GetSite();
        IHttpApplication2 *application = static_cast<IHttpApplication2 *>(context->GetApplication());
        say(context, "site " + std::to_string(site->GetSiteId()) + " " + narrow(site->GetSiteName()));
        say(context, "application " + narrow(application->GetApplicationId()));
        say(context, "config " + narrow(application->GetAppConfigPath()));
        say(context, "folder " + narrow(application->GetApplicationPhysicalPath()));
        say(context, "file " + narrow(context->GetPhysicalPath()));
        say(context, "script " + narrow(context->GetScriptName()));
        site->GetPerfCounterInfo()->IncrementCounter(1);
        application->BeginApplicationWarmup();
        const BOOL during = application->QueryIsWarmingUp();
        application->EndApplicationWarmup();
        say(context, "warming " + std::to_string(during) + std::to_string(application->QueryIsWarmingUp()));
        for (IHttpModuleContextContainer *container :
             {site->GetModuleContextContainer(), application->GetModuleContextContainer()}) {
            Stored *stored = new Stored;
            const HRESULT result = container->SetModuleContext(stored, g_id);
            if (FAILED(result)) {
                delete stored;
            }
            say(context, FAILED(result) ? "known" : "stored");
        }
        say(context, before_ ? "no map before" : "a map before");
        say_map(context, "map", context->GetScriptMap());

        IScriptMapInfo *found = nullptr;
        HRESULT result = context->MapHandler(site->GetSiteId(), site->GetSiteName(), L"/page.facts?query", "GET", &found);
        say_map(context, "found", SUCCEEDED(result) ? found : nullptr);
        result = context->MapHandler(site->GetSiteId(), nullptr, L"/nothing/here", "GET", &found, TRUE);
        say(context, "not found " + std::to_string(result == HRESULT_FROM_WIN32(ERROR_NOT_FOUND)) +
                         std::to_string(found == nullptr));
        result = context->MapHandler(99, L"No such site", L"/", "GET", &found);
        say(context, "no site " + std::to_string(result == HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND)));
        result = context->MapHandler(1, nullptr, nullptr, "GET", &found);
        say(context, "no url " + std::to_string(result == HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER)));
        PCWSTR value = nullptr;
        DWORD length = 0;
        for (const char *name : {"PATH_INFO", "PATH_TRANSLATED"}) {
            context->GetServerVariable(name, &value, &length);
            say(context, std::string(name) + " " + narrow(value));
        }
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }

private:
    bool before_ = false;
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
    g_id = info->GetId();
    return info->SetRequestNotifications(
        new Factory, RQ_BEGIN_REQUEST | RQ_MAP_REQUEST_HANDLER | RQ_EXECUTE_REQUEST_HANDLER, 0);
}
