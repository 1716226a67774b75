// A global module: says what it is told of, and calls what tells it.
#include <httpserv.h>
#include <httpcach.h>
#include <wpframework.h>

#include <cstdio>
#include <cstring>
#include <cwchar>
#include <string>

namespace {

IHttpServer *g_server = nullptr;
HTTP_MODULE_ID g_id = nullptr;
std::string g_name;

std::string narrow(PCWSTR text) {
    std::string result;
    for (; text && *text; ++text) {
        result += static_cast<char>(*text);
    }
    return result;
}

void say(const std::string &text) { std::fprintf(stderr, "global: %s %s\n", g_name.c_str(), text.c_str()); }

const GUID provider_guid = {0x11111111, 0x2222, 0x3333, {1, 2, 3, 4, 5, 6, 7, 8}};

class Custom : public ICustomNotificationProvider {
public:
    explicit Custom(PCWSTR name) : name_(name) {}
    virtual ~Custom() {}
    PCWSTR QueryNotificationType() { return name_; }
    void SetErrorStatus(HRESULT) {}

private:
    PCWSTR name_;
};

// What the module keeps with a file.
class Kept : public IHttpStoredContext {
public:
    virtual ~Kept() {}
    void CleanupStoredContext() {
        say("kept gone");
        delete this;
    }
};

class Global : public CGlobalModule {
public:
    virtual ~Global() {}
    GLOBAL_NOTIFICATION_STATUS OnGlobalStopListening(IGlobalStopListeningProvider *provider) {
        say("stop " + std::to_string(provider->DrainRequestsGracefully()));
        return GL_NOTIFICATION_CONTINUE;
    }
    GLOBAL_NOTIFICATION_STATUS OnGlobalCacheCleanup() {
        say("cleanup");
        return GL_NOTIFICATION_CONTINUE;
    }
    GLOBAL_NOTIFICATION_STATUS OnGlobalHealthCheck() {
        say("health");
        return GL_NOTIFICATION_CONTINUE;
    }
    GLOBAL_NOTIFICATION_STATUS OnGlobalConfigurationChange(IGlobalConfigurationChangeProvider *provider) {
        say("configuration " + narrow(provider->GetChangePath()));
        return GL_NOTIFICATION_CONTINUE;
    }
    GLOBAL_NOTIFICATION_STATUS OnGlobalFileChange(IGlobalFileChangeProvider *provider) {
        say("file " + narrow(provider->GetFileName()) + " " + std::to_string(provider->GetFileMonitor() != nullptr));
        return GL_NOTIFICATION_CONTINUE;
    }
    GLOBAL_NOTIFICATION_STATUS OnGlobalPreBeginRequest(IPreBeginRequestProvider *provider) {
        say("pre-begin " + std::string(provider->GetHttpContext()->GetRequest()->GetHttpMethod()));
        return GL_NOTIFICATION_CONTINUE;
    }
    GLOBAL_NOTIFICATION_STATUS OnGlobalApplicationStart(IHttpApplicationStartProvider *provider) {
        say("start " + narrow(provider->GetApplication()->GetApplicationId()));
        return GL_NOTIFICATION_CONTINUE;
    }
    GLOBAL_NOTIFICATION_STATUS OnGlobalApplicationResolveModules(IHttpApplicationResolveModulesProvider *provider) {
        say("resolve " + narrow(provider->GetApplication()->GetAppConfigPath()));
        return GL_NOTIFICATION_CONTINUE;
    }
    GLOBAL_NOTIFICATION_STATUS OnGlobalApplicationStop(IHttpApplicationStopProvider *provider) {
        say("application-stop " + narrow(provider->GetApplication()->GetApplicationId()));
        return GL_NOTIFICATION_CONTINUE;
    }
    GLOBAL_NOTIFICATION_STATUS OnGlobalTraceEvent(IGlobalTraceEventProvider *provider) {
        HTTP_TRACE_EVENT *event = nullptr;
        IHttpContext *context = nullptr;
        const HRESULT result = provider->GetTraceEvent(&event);
        const HRESULT of = provider->GetCurrentHttpRequestContext(&context);
        say("trace " + std::to_string(result) + " " + std::to_string(event->dwEvent) + " " +
            std::to_string(provider->CheckSubscription(g_id)) + " " + std::to_string(of == S_OK && context));
        return GL_NOTIFICATION_CONTINUE;
    }
    GLOBAL_NOTIFICATION_STATUS OnGlobalCustomNotification(ICustomNotificationProvider *provider) {
        say("custom " + narrow(provider->QueryNotificationType()));
        return std::wcscmp(provider->QueryNotificationType(), L"handled") == 0 ? GL_NOTIFICATION_HANDLED
                                                                                 : GL_NOTIFICATION_CONTINUE;
    }
    void Terminate() {
        say("terminate");
        delete this;
    }
};

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) {
        PCSTR query = nullptr;
        DWORD length = 0;
        context->GetServerVariable("QUERY_STRING", &query, &length);
        const std::string what = query ? query : "";
        context->SetRequestHandled();
        std::string text = "done";
        if (what == "custom") {
            Custom continued(L"continued"), handled(L"handled");
            text = std::to_string(g_server->NotifyCustomNotification(&continued));
            text += " " + std::to_string(g_server->NotifyCustomNotification(&handled));
            text += " " + std::to_string(g_server->NotifyCustomNotification(nullptr));
        } else if (what == "trace") {
            IHttpTraceContext *trace = context->GetTraceContext();
            HTTP_TRACE_CONFIGURATION configuration = {};
            configuration.pProviderGuid = &provider_guid;
            HRESULT result = trace->GetTraceConfiguration(&configuration);
            text = std::to_string(result) + " " + std::to_string(configuration.fProviderEnabled);
            configuration.fProviderEnabled = TRUE;
            configuration.dwAreas = 2;
            configuration.dwVerbosity = 4;
            text += " " + std::to_string(trace->SetTraceConfiguration(g_id, &configuration));
            configuration.dwAreas = configuration.dwVerbosity = 0;
            trace->GetTraceConfiguration(&configuration);
            text += " " + std::to_string(configuration.dwAreas) + " " + std::to_string(configuration.dwVerbosity);
            HTTP_TRACE_EVENT event = {};
            event.pProviderGuid = &provider_guid;
            event.dwVerbosity = 4;
            event.dwArea = 2;
            event.dwEvent = 1;
            text += " " + std::to_string(trace->RaiseTraceEvent(&event));
            event.dwEvent = 2;
            text += " " + std::to_string(g_server->GetTraceContext()->RaiseTraceEvent(&event));
            // Too much of it, and another area.
            event.dwVerbosity = 5;
            trace->RaiseTraceEvent(&event);
            event.dwVerbosity = 4;
            event.dwArea = 1;
            trace->RaiseTraceEvent(&event);
            text += " " + std::to_string(trace->GetTraceActivityId() != nullptr);
            configuration.fProviderEnabled = FALSE;
            text += " " + std::to_string(trace->SetTraceConfiguration(g_id, &configuration));
            text += " " + std::to_string(trace->SetTraceConfiguration(g_id, &configuration) == HRESULT_FROM_WIN32(ERROR_NOT_FOUND));
            text += " " + std::to_string(trace->QuickTrace(L"one", L"two", S_OK, 4));
        } else if (what == "notify") {
            g_server->NotifyConfigurationChange(L"MACHINE/WEBROOT/APPHOST/x");
            g_server->NotifyFileChange(L"/no/such/file");
            g_server->ReportUnhealthy(L"test", E_FAIL);
        } else if (what.compare(0, 6, "watch:") == 0) {
            const std::wstring path(what.begin() + 6, what.end());
            IHttpFileMonitor *monitor = nullptr;
            const HRESULT none = g_server->RegisterFileChangeMonitor(L"/no/such/folder", nullptr, &monitor);
            const HRESULT result = g_server->RegisterFileChangeMonitor(path.c_str(), nullptr, &monitor);
            text = std::to_string(none == HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND) || none == HRESULT_FROM_WIN32(ERROR_PATH_NOT_FOUND)) +
                " " + std::to_string(result) + " " + std::to_string(monitor && monitor->GetModuleContextContainer());
            watched_ = monitor;
        } else if (what == "unwatch") {
            watched_->DereferenceFileMonitor();
            watched_ = nullptr;
        } else if (what == "facts") {
            IHttpServer2 *second = nullptr;
            void *none = context;
            g_server->GetExtendedInterface(HTTP_SERVER_INTERFACE_V2, reinterpret_cast<void **>(&second));
            IHttpContext3 *newer = nullptr;
            const HRESULT cast = HttpGetExtendedInterface(g_server, context, &newer);
            const HRESULT wrong = second->GetExtendedInterface(__uuidof(IHttpContext), context, __uuidof(IHttpRequest), &none);
            BOOL unknown = FALSE;
            text = std::to_string(g_server->IsCommandLineLaunch()) + " " + narrow(g_server->GetAppPoolName()) + " " +
                std::to_string(second == static_cast<void *>(g_server)) + " " +
                std::to_string(cast == S_OK && newer == static_cast<void *>(context)) + " " +
                std::to_string(wrong == HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED) && none == nullptr) + " " +
                std::to_string(g_server->SatisfiesPrecondition(L"integratedMode,bitness64", &unknown));
            text += std::to_string(g_server->SatisfiesPrecondition(L"bitness32", &unknown));
            text += std::to_string(unknown);
            text += std::to_string(g_server->SatisfiesPrecondition(L"weather", &unknown));
            text += std::to_string(unknown);
            g_server->IncrementThreadCount();
            g_server->DecrementThreadCount();
            g_server->GetPerfCounterInfo()->IncrementCounter(1, 2);
            IWpfSettings *settings = nullptr;
            DWORD room = 0, number = 1;
            text += " " + std::to_string(g_server->GetWorkerProcessSettings(&settings));
            const HRESULT small = settings->GetStringProperty(APP_POOL_NAME, nullptr, &room);
            text += " " + std::to_string(small == HRESULT_FROM_WIN32(ERROR_INSUFFICIENT_BUFFER)) + " " + std::to_string(room);
            text += " " + std::to_string(settings->GetDwordProperty(IDLE_TIMEOUT, &number));
            text += std::to_string(number);
            IDispensedHttpModuleContextContainer *container = g_server->DispenseContainer();
            text += " " + std::to_string(container->GetModuleContext(g_id) == nullptr);
            container->ReleaseContainer();
            IHttpFileInfo *info = nullptr;
            text += " " + std::to_string(g_server->GetFileInfo(L"/no/such/file", nullptr, nullptr, nullptr, nullptr, TRUE, &info, nullptr) < 0);
        } else if (what.compare(0, 5, "file:") == 0) {
            const std::wstring path(what.begin() + 5, what.end());
            IHttpFileInfo *info = nullptr;
            const HRESULT result = g_server->GetFileInfo(path.c_str(), nullptr, nullptr, nullptr, nullptr, TRUE, &info, nullptr);
            text = std::to_string(result);
            if (result == S_OK) {
                ULARGE_INTEGER size = {};
                info->GetSize(&size);
                USHORT tag = 0;
                const PCSTR etag = info->GetETag(&tag);
                DWORD seconds = 0;
                IFileKey *key = static_cast<IFileKey *>(info->GetCacheKey());
                text += " " + std::to_string(size.QuadPart) + " " + std::string(reinterpret_cast<const char *>(info->GetFileBuffer()), size.QuadPart) +
                    " " + std::to_string(std::strlen(etag) == tag) + " " + std::to_string(info->GetFileHandle() == INVALID_HANDLE_VALUE) +
                    " " + std::to_string(info->CheckIfFileHasChanged(nullptr)) + " " + std::to_string(info->GetHttpCacheAllowed(&seconds)) +
                    " " + std::to_string(narrow(key->GetPath()) == narrow(info->GetFilePath())) + narrow(key->GetCacheName()) +
                    std::to_string(key->GetIsEqual(key)) + std::to_string(key->GetIsPrefix(key));
                // A record of the cache, under its own key.
                IHttpCacheSpecificData *record = info, *found = nullptr;
                text += " " + std::to_string(g_server->DoCacheOperation(CACHE_OPERATION_RETRIEVE, key, &found, nullptr) == HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND));
                text += std::to_string(g_server->DoCacheOperation(CACHE_OPERATION_ADD, key, &record, nullptr));
                text += std::to_string(g_server->DoCacheOperation(CACHE_OPERATION_RETRIEVE, key, &found, nullptr));
                text += std::to_string(found == record);
                found->DereferenceCacheData();
                text += std::to_string(g_server->DoCacheOperation(CACHE_OPERATION_ENUM, key, nullptr, nullptr));
                text += std::to_string(record->GetFlushed());
                text += std::to_string(g_server->DoCacheOperation(CACHE_OPERATION_FLUSH_PREFIX, key, nullptr, nullptr));
                text += std::to_string(record->GetFlushed());
                text += std::to_string(g_server->DoCacheOperation(CACHE_OPERATION_DELETE, key, nullptr, nullptr) == HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND));
                BOOL expired = FALSE;
                record->DecrementTTL(&expired);
                text += " " + std::to_string(expired);
                record->DecrementTTL(&expired);
                text += std::to_string(expired);
                info->DereferenceCacheData();
            }
        } else if (what.compare(0, 5, "keep:") == 0) {
            // Whoever asks for a file that is kept has the same record, and what is stored with it.
            const std::wstring path(what.begin() + 5, what.end());
            IHttpFileInfo *one = nullptr, *two = nullptr, *own = nullptr;
            g_server->GetFileInfo(path.c_str(), nullptr, nullptr, nullptr, nullptr, TRUE, &one, nullptr);
            text = std::to_string(one->GetModuleContextContainer()->GetModuleContext(g_id) == nullptr);
            Kept *kept = new Kept;
            text += std::to_string(one->GetModuleContextContainer()->SetModuleContext(kept, g_id));
            g_server->GetFileInfo(path.c_str(), nullptr, nullptr, nullptr, nullptr, TRUE, &two, nullptr);
            text += " " + std::to_string(one == two) + std::to_string(two->GetModuleContextContainer()->GetModuleContext(g_id) == kept);
            BOOL expired = FALSE;
            one->DecrementTTL(&expired);
            two->DecrementTTL(&expired);
            text += " " + std::to_string(expired);
            two->ResetTTL();
            g_server->GetFileInfo(path.c_str(), nullptr, nullptr, nullptr, nullptr, FALSE, &own, nullptr);
            text += " " + std::to_string(own == one) + std::to_string(own->GetModuleContextContainer()->GetModuleContext(g_id) == kept);
            own->DereferenceCacheData();
            two->DereferenceCacheData();
            one->DereferenceCacheData();
        } else if (what == "own") {
            IHttpFileInfo *info = context->GetFileInfo();
            text = std::to_string(info && info->GetModuleContextContainer()->GetModuleContext(g_id));
        } else if (what == "flush") {
            context->GetFileInfo()->SetFlushed();
        } else if (what == "fragment") {
            char data[] = "fragment", read[16] = {};
            HTTP_DATA_CHUNK chunk = {};
            chunk.DataChunkType = HttpDataChunkFromMemory;
            chunk.FromMemory.pBuffer = data;
            chunk.FromMemory.BufferLength = 8;
            PCSTR host = nullptr;
            context->GetServerVariable("HTTP_HOST", &host, &length);
            PCSTR secure = nullptr;
            DWORD secure_length = 0;
            context->GetServerVariable("HTTPS", &secure, &secure_length);
            const std::string url = (std::string(secure) == "on" ? "https://" : "http://") + std::string(host) + "/piece";
            const std::wstring name(url.begin(), url.end());
            DWORD copied = 0;
            BYTE *place = reinterpret_cast<BYTE *>(read);
            text = std::to_string(g_server->AddFragmentToCache(&chunk, name.c_str()));
            text += " " + std::to_string(g_server->ReadFragmentFromCache(name.c_str(), place, 16, &copied));
            text += std::string(" ") + read + " " + std::to_string(copied);
            text += " " + std::to_string(g_server->RemoveFragmentFromCache(name.c_str()));
            const HRESULT again = g_server->RemoveFragmentFromCache(name.c_str());
            const HRESULT none = g_server->ReadFragmentFromCache(name.c_str(), place, 16, &copied);
            text += " " + std::to_string(again == HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND));
            text += " " + std::to_string(none == HRESULT_FROM_WIN32(ERROR_PATH_NOT_FOUND));
        }
        HTTP_DATA_CHUNK chunk = {};
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = const_cast<char *>(text.data());
        chunk.FromMemory.BufferLength = static_cast<ULONG>(text.size());
        DWORD sent = 0;
        context->GetResponse()->WriteEntityChunks(&chunk, 1, FALSE, FALSE, &sent, nullptr);
        return RQ_NOTIFICATION_CONTINUE;
    }

private:
    static IHttpFileMonitor *watched_;
};

IHttpFileMonitor *Module::watched_ = nullptr;

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

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    g_server = server;
    g_id = info->GetId();
    g_name = narrow(info->GetName());
    const DWORD all = GL_STOP_LISTENING | GL_CACHE_CLEANUP | GL_HEALTH_CHECK | GL_CONFIGURATION_CHANGE | GL_FILE_CHANGE |
        GL_PRE_BEGIN_REQUEST | GL_APPLICATION_START | GL_APPLICATION_RESOLVE_MODULES | GL_APPLICATION_STOP |
        GL_TRACE_EVENT | GL_CUSTOM_NOTIFICATION;
    HRESULT result = info->SetGlobalNotifications(new Global, all);
    if (result == S_OK) {
        result = info->SetRequestNotifications(new Factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
    }
    return result;
}
