// Calls what other tests leave out, and says what of it was not as it should be.
#include <httpserv.h>
#include <httpcach.h>
#include <mstcpip.h>
#include <wpframework.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cwchar>
#include <string>

namespace {

IHttpServer *g_server = nullptr;
HTTP_MODULE_ID g_id = nullptr;

std::string narrow(PCWSTR text) {
    std::string result;
    for (; text && *text; ++text) {
        result += static_cast<char>(*text);
    }
    return result;
}

std::wstring wide(const std::string &text) { return std::wstring(text.begin(), text.end()); }

std::string g_wrong;

void check(bool right, const char *what) {
    if (!right) {
        g_wrong += std::string(" ") + what;
    }
}
#define CHECK(condition) check(condition, #condition)

// A record of a cache of the module's own.
class Record : public IHttpCacheSpecificData {
public:
    explicit Record(IHttpCacheKey *key) : key_(key) {}
    virtual ~Record() {}
    IHttpCacheKey *GetCacheKey() const { return key_; }
    void ReferenceCacheData() { ++references; }
    void DereferenceCacheData() { --references; }
    void ResetTTL() {}
    void DecrementTTL(BOOL *expired) { *expired = TRUE; }
    void SetFlushed() { flushed = TRUE; }
    BOOL GetFlushed() const { return flushed; }

    int references = 1;
    BOOL flushed = FALSE;

private:
    IHttpCacheKey *key_;
};

class Key : public IHttpCacheKey {
public:
    explicit Key(PCWSTR name, PCWSTR cache = L"SERVER-TEST") : name_(name), cache_(cache) {}
    virtual ~Key() {}
    DWORD GetHash() const { return static_cast<DWORD>(name_.size()); }
    PCWSTR GetCacheName() const { return cache_; }
    bool GetIsEqual(IHttpCacheKey *other) const { return name_ == static_cast<Key *>(other)->name_; }
    bool GetIsPrefix(IHttpCacheKey *other) const { return static_cast<Key *>(other)->name_.compare(0, name_.size(), name_) == 0; }
    void Enum(IHttpCacheSpecificData *) { ++enumerated; }

    int enumerated = 0;

private:
    std::wstring name_;
    PCWSTR cache_;
};

Key g_key(L"handled", L"HANDLED");
Record g_record(&g_key);

class Stored : public IHttpStoredContext {
public:
    virtual ~Stored() {}
    void CleanupStoredContext() { std::fprintf(stderr, "server: cleaned up\n"); }
};

Stored g_stored;

HRESULT win32(DWORD code) { return HRESULT_FROM_WIN32(code); }

void caches() {
    Key first(L"first"), second(L"second"), prefix(L"f");
    Record one(&first), two(&second);
    IHttpCacheSpecificData *data = &one;
    CHECK(g_server->DoCacheOperation(CACHE_OPERATION_ADD, &first, &data, nullptr) == S_OK);
    data = &two;
    CHECK(g_server->DoCacheOperation(CACHE_OPERATION_ADD, &second, &data, nullptr) == S_OK);
    CHECK(one.references == 2 && two.references == 2);
    data = nullptr;
    CHECK(g_server->DoCacheOperation(CACHE_OPERATION_RETRIEVE, &first, &data, nullptr) == S_OK);
    CHECK(data == &one && one.references == 3);
    data->DereferenceCacheData();
    CHECK(g_server->DoCacheOperation(CACHE_OPERATION_ENUM, &prefix, nullptr, nullptr) == S_OK);
    CHECK(prefix.enumerated == 2);
    CHECK(g_server->DoCacheOperation(CACHE_OPERATION_FLUSH_PREFIX, &prefix, nullptr, nullptr) == S_OK);
    CHECK(one.flushed && one.references == 1 && !two.flushed);
    CHECK(g_server->DoCacheOperation(CACHE_OPERATION_RETRIEVE, &first, &data, nullptr) == win32(ERROR_FILE_NOT_FOUND));
    CHECK(g_server->DoCacheOperation(CACHE_OPERATION_DELETE, &second, nullptr, nullptr) == S_OK);
    CHECK(two.flushed && two.references == 1);
    CHECK(g_server->DoCacheOperation(CACHE_OPERATION_RETRIEVE, nullptr, &data, nullptr) == win32(ERROR_INVALID_PARAMETER));
    CHECK(g_server->DoCacheOperation(CACHE_OPERATION_ADD, &first, nullptr, nullptr) == win32(ERROR_INVALID_PARAMETER));
    // A module answers for a cache of its own: OnGlobalCacheOperation below.
    data = nullptr;
    CHECK(g_server->DoCacheOperation(CACHE_OPERATION_RETRIEVE, &g_key, &data, nullptr) == S_OK);
    CHECK(data == &g_record && g_record.references == 2);
    if (data) {
        data->DereferenceCacheData();
    }
}

void files(IHttpContext *context, const std::string &path) {
    IHttpFileInfo *info = nullptr;
    CHECK(g_server->GetFileInfo(wide(path).c_str(), nullptr, nullptr, nullptr, nullptr, FALSE, &info, nullptr) == S_OK);
    if (!info) {
        return;
    }
    FILETIME time = {};
    info->GetLastModifiedTime(&time);
    CHECK(time.dwHighDateTime != 0);
    CHECK(std::strstr(info->GetLastModifiedString(), " GMT") != nullptr);
    CHECK(info->GetAttributes() == FILE_ATTRIBUTE_NORMAL);
    CHECK(info->AccessCheck(nullptr, nullptr) == S_OK);
    CHECK(!info->GetVrToken() && !info->GetVrPath());
    info->ReferenceCacheData();
    info->DereferenceCacheData();
    BOOL expired = FALSE;
    info->DecrementTTL(&expired);
    info->ResetTTL();
    info->DecrementTTL(&expired);
    CHECK(!expired);
    info->SetFlushed();
    CHECK(info->GetFlushed());
    CHECK(info->GetModuleContextContainer()->GetModuleContext(g_id) == nullptr);
    info->DereferenceCacheData();
    CHECK(context->GetFileInfo() == nullptr);
}

void metadata(IHttpContext *context) {
    IMetadataInfo *info = context->GetMetadata();
    CHECK(narrow(info->GetMetaPath()).find("MACHINE/WEBROOT/APPHOST/Default Web Site") == 0);
    CHECK(narrow(info->GetVrPath())[0] == '/');
    CHECK(!info->GetVrToken());
    IHttpModuleContextContainer *container = info->GetModuleContextContainer();
    const HRESULT stored = container->SetModuleContext(&g_stored, g_id);
    CHECK(stored == S_OK || stored == win32(ERROR_ALREADY_ASSIGNED));
    IHttpServer2 *server = static_cast<IHttpServer2 *>(g_server);
    IReferencedMetadataInfo *referenced = nullptr;
    CHECK(server->GetMetadata(L"Default Web Site", L"/", &referenced) == S_OK);
    if (referenced) {
        CHECK(narrow(referenced->GetMetaPath()) == narrow(info->GetMetaPath()));
        // It is the same for every request, and so is what modules keep there.
        CHECK(referenced->GetModuleContextContainer()->GetModuleContext(g_id) == &g_stored);
        referenced->ReferenceMetadata();
        referenced->DereferenceMetadata();
        referenced->DereferenceMetadata();
    }
    CHECK(server->GetMetadata(L"No Such Site", L"/", &referenced) == win32(ERROR_FILE_NOT_FOUND) && !referenced);
}

void framework() {
    IHttpServer2 *server = static_cast<IHttpServer2 *>(g_server);
    IWorkerProcessFramework *process = nullptr;
    CHECK(server->GetWorkerProcessFramework(&process) == S_OK);
    DWORD major = 0, minor = 1;
    CHECK(process->GetInterfaceVersion(&major, &minor) == S_OK && major == 10 && minor == 0);
    void *other = process;
    CHECK(process->GetCustomInterface(1, &other) == win32(ERROR_NOT_SUPPORTED) && !other);
    CHECK(process->GetWpfInterface(WPF_APPLICATION_PRELOAD_INFO_UTIL_ID, &other) == win32(ERROR_NOT_SUPPORTED));
    IWpfSettings *settings = nullptr;
    CHECK(process->GetWpfInterface(WPF_SETTINGS_ID, reinterpret_cast<void **>(&settings)) == S_OK);
    ULONGLONG memory = 1;
    CHECK(settings->GetUlonglongProperty(PERIODIC_RESTART_PRIVATE_MEMORY, &memory) == S_OK && memory == 0);
    BOOL hosted = FALSE;
    CHECK(settings->GetBoolProperty(ENABLED_HOSTABLE_WEB_CORE, &hosted) == S_OK && hosted);
    HANDLE token = &memory;
    CHECK(settings->GetHandleProperty(ANONYMOUS_USER_TOKEN, &token) == S_OK && !token);
    WCHAR name[32] = {};
    DWORD length = 32;
    CHECK(settings->GetStringProperty(APP_POOL_NAME, name, &length) == S_OK && narrow(name) == "DefaultAppPool");
    CHECK(settings->AddRef() == 2 && settings->Release() == 1 && settings->Release() == 0);
    IWpfApplicationInfoUtil *applications = nullptr;
    CHECK(process->GetWpfInterface(WPF_APPLICATION_INFO_UTIL_ID, reinterpret_cast<void **>(&applications)) == S_OK);
    DWORD site = 0;
    length = 32;
    CHECK(applications->GetApplicationPropertiesFromAppId(L"/LM/W3SVC/7/ROOT/app", name, &length, &site) == S_OK);
    CHECK(narrow(name) == "/app" && length == 4 && site == 7);
    length = 2;
    CHECK(applications->GetApplicationPropertiesFromAppId(L"/LM/W3SVC/7/ROOT/app", name, &length, &site) ==
        win32(ERROR_INSUFFICIENT_BUFFER));
    CHECK(applications->GetApplicationPropertiesFromAppId(L"nonsense", name, &length, &site) == win32(ERROR_INVALID_PARAMETER));
    applications->Release();
    IWpfActions *actions = nullptr;
    CHECK(process->GetWpfInterface(WPF_ACTIONS_ID, reinterpret_cast<void **>(&actions)) == S_OK);
    actions->FailWorkerProcess(L"not really", E_FAIL, FALSE);
    actions->Release();
    process->Release();
}

void server(IHttpContext *context) {
    CHECK(g_server->GetAdminManager() != nullptr);
    CHECK(g_server->FlushKernelCache(L"no URL") == win32(ERROR_INVALID_PARAMETER));
    PCSTR host = nullptr;
    DWORD length = 0;
    context->GetServerVariable("HTTP_HOST", &host, &length);
    CHECK(g_server->FlushKernelCache(wide("http://" + std::string(host) + "/").c_str()) == S_OK);
    void *other = context;
    CHECK(g_server->GetProtocolManagerCustomInterface(L"x.dll", L"Init", 1, &other) == win32(ERROR_FILE_NOT_FOUND));
    IHttpServer3 *newest = static_cast<IHttpServer3 *>(g_server);
    IHttpTokenEntry *token = nullptr;
    CHECK(newest->GetToken(L"user", L"password", 3, &token) == win32(ERROR_NOT_SUPPORTED) && !token);
    DWORD file = 1;
    CHECK(newest->GetAppPoolConfigFile(&file) != nullptr && file == std::wcslen(newest->GetAppPoolConfigFile()));
    ULONGLONG isb = 0;
    ULONG returned = 0;
    const HTTP_OPAQUE_ID id = context->GetRequest()->GetRawHttpRequest()->RequestId;
    CHECK(newest->QueryRequestProperty(id, HttpRequestPropertyIsb, nullptr, 0, &isb, sizeof(isb), &returned, nullptr) == S_OK);
    CHECK(returned == sizeof(isb) && isb > 0);
    CHECK(newest->QueryRequestProperty(id + 0x10000, HttpRequestPropertyIsb, nullptr, 0, &isb, sizeof(isb), &returned, nullptr) ==
        win32(ERROR_CONNECTION_INVALID));
    // The qualifier is looked at, and what has an OVERLAPPED ends within the call.
    ULONG64 fresh[1] = {0};
    TCP_INFO_v0 tcp = {};
    CHECK(newest->QueryRequestProperty(id, HttpRequestPropertyTcpInfoV0, fresh, sizeof fresh, &tcp, sizeof tcp, &returned, nullptr) == S_OK);
    CHECK(returned == sizeof tcp && tcp.State == TCPSTATE_ESTABLISHED);
    CHECK(newest->QueryRequestProperty(id, HttpRequestPropertyTcpInfoV0, fresh, 4, &tcp, sizeof tcp, nullptr, nullptr) ==
        win32(ERROR_INVALID_PARAMETER));
    CHECK(newest->QueryRequestProperty(id, HttpRequestPropertyTcpInfoV0, nullptr, 8, &tcp, sizeof tcp, nullptr, nullptr) ==
        win32(ERROR_INVALID_PARAMETER));
    OVERLAPPED operation = {};
    operation.hEvent = CreateEventA(nullptr, TRUE, FALSE, nullptr);
    CHECK(newest->QueryRequestProperty(id + 0x10000, HttpRequestPropertyIsb, nullptr, 0, &isb, sizeof isb, &returned, &operation) ==
        win32(ERROR_CONNECTION_INVALID));
    CHECK(WaitForSingleObject(operation.hEvent, 0) == WAIT_TIMEOUT);
    CHECK(newest->QueryRequestProperty(id, HttpRequestPropertyIsb, nullptr, 0, &isb, sizeof isb, &returned, &operation) == S_OK);
    CHECK(returned == sizeof isb && HasOverlappedIoCompleted(&operation) && operation.InternalHigh == sizeof isb);
    CHECK(WaitForSingleObject(operation.hEvent, 0) == WAIT_OBJECT_0);
    CloseHandle(operation.hEvent);
    IHttpPerfCounterInfo *counters = context->GetSite()->GetPerfCounterInfo();
    counters->IncrementCounter(1);
    counters->DecrementCounter(1);
    // A file whose completions come on the server's threads.
    HANDLE handle = CreateFileA("/dev/null", GENERIC_READ, FILE_SHARE_READ, nullptr, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, nullptr);
    CHECK(g_server->AssociateWithThreadPool(handle, nullptr) == win32(ERROR_INVALID_PARAMETER));
    CHECK(g_server->AssociateWithThreadPool(reinterpret_cast<HANDLE>(0x123450), [](DWORD, DWORD, LPOVERLAPPED) {}) ==
        win32(ERROR_INVALID_HANDLE));
    CHECK(g_server->AssociateWithThreadPool(handle, [](DWORD, DWORD, LPOVERLAPPED) {}) == S_OK);
    CHECK(g_server->AssociateWithThreadPool(handle, [](DWORD, DWORD, LPOVERLAPPED) {}) == win32(ERROR_INVALID_PARAMETER));
    CloseHandle(handle);
    IHttpContext4 *newer = static_cast<IHttpContext4 *>(context);
    CHECK(newer->GetRequestStartTime() > 0 && newer->GetRequestElapsedTime() < 60000);
    // All of them are ticks of one clock.
    DWORD event = 0, event_since = 0, module_since = 0;
    PCWSTR running = nullptr;
    CHECK(context->GetCurrentExecutionStats(&event, &event_since, &running, &module_since) == S_OK);
    const ULONGLONG now = GetTickCount64();
    CHECK(newer->GetRequestStartTime() <= now && now - newer->GetRequestStartTime() < 60000);
    CHECK(static_cast<DWORD>(now) - event_since < 60000 && static_cast<DWORD>(now) - module_since < 60000);
    INamedContextContainer *named = newer->GetNamedContextContainer();
    CHECK(named->SetNamedContext(nullptr, L"mine") == win32(ERROR_INVALID_PARAMETER));
    CHECK(named->SetNamedContext(&g_stored, L"mine") == S_OK && named->GetNamedContext(L"mine") == &g_stored);
    CHECK(named->SetNamedContext(&g_stored, L"mine") == win32(ERROR_ALREADY_ASSIGNED));
}

class Global : public CGlobalModule {
public:
    virtual ~Global() {}
    GLOBAL_NOTIFICATION_STATUS OnGlobalCacheOperation(ICacheProvider *provider) {
        if (std::wcscmp(provider->GetCacheKey()->GetCacheName(), L"HANDLED") != 0) {
            return GL_NOTIFICATION_CONTINUE;
        }
        CHECK(provider->GetCacheOperation() == CACHE_OPERATION_RETRIEVE && !provider->GetCacheRecord() && !provider->GetTraceContext());
        g_record.ReferenceCacheData();
        provider->SetCacheRecord(&g_record);
        CHECK(provider->GetCacheRecord() == &g_record);
        return GL_NOTIFICATION_HANDLED;
    }
    GLOBAL_NOTIFICATION_STATUS OnGlobalApplicationResolveModules(IHttpApplicationResolveModulesProvider *provider);
    void Terminate() { delete this; }
};

class Module : public CHttpModule {
public:
    explicit Module(bool added) : added_(added) {}

    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IHttpContext *context, IHttpEventProvider *) {
        // Of the module that was added to the application.
        context->GetResponse()->SetHeader("X-Added", "yes", 3, TRUE);
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnMapRequestHandler(IHttpContext *, IMapHandlerProvider *provider) {
        // Documented as not supported; samples call them.
        provider->SetScriptName(L"/script", 7);
        provider->SetFileInfo(nullptr);
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) {
        g_wrong = added_ ? " added" : "";
        PCSTR query = nullptr;
        DWORD length = 0;
        context->GetServerVariable("QUERY_STRING", &query, &length);
        const std::string what = query ? query : "";
        if (what == "recycle") {
            g_server->RecycleApplication(L"MACHINE/WEBROOT/APPHOST/Default Web Site");
        } else if (what == "process") {
            g_server->RecycleProcess(L"enough is enough");
        } else if (what == "actions") {
            IWorkerProcessFramework *process = nullptr;
            IWpfActions *actions = nullptr;
            static_cast<IHttpServer2 *>(g_server)->GetWorkerProcessFramework(&process);
            CHECK(process->GetWpfInterface(WPF_ACTIONS_ID, reinterpret_cast<void **>(&actions)) == S_OK);
            actions->RecycleWorkerProcess(L"and again");
            actions->Release();
            process->Release();
        } else {
            caches();
            files(context, what);
            metadata(context);
            framework();
            server(context);
        }
        const std::string text = g_wrong.empty() ? "right" : "wrong:" + g_wrong;
        HTTP_DATA_CHUNK chunk = {};
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = const_cast<char *>(text.data());
        chunk.FromMemory.BufferLength = static_cast<ULONG>(text.size());
        DWORD sent = 0;
        context->GetResponse()->WriteEntityChunks(&chunk, 1, FALSE, FALSE, &sent, nullptr);
        return RQ_NOTIFICATION_CONTINUE;
    }

private:
    bool added_;
};

class Factory : public IHttpModuleFactory {
public:
    explicit Factory(bool added) : added_(added) {}
    virtual ~Factory() {}

    HRESULT GetHttpModule(CHttpModule **module, IModuleAllocator *allocator) {
        // Its memory is the request's.
        CHECK(allocator->AllocateMemory(16) != nullptr);
        *module = new Module(added_);
        return S_OK;
    }

    void Terminate() {
        if (added_) {
            std::fprintf(stderr, "server: added module ends\n");
        }
        delete this;
    }

private:
    bool added_;
};

GLOBAL_NOTIFICATION_STATUS Global::OnGlobalApplicationResolveModules(IHttpApplicationResolveModulesProvider *provider) {
    CHECK(provider->RegisterModule(g_id, nullptr, L"Added", L"", L"", RQ_BEGIN_REQUEST, 0) == win32(ERROR_INVALID_PARAMETER));
    CHECK(provider->RegisterModule(g_id, new Factory(true), L"Added", L"", L"", RQ_BEGIN_REQUEST, 0) == S_OK);
    CHECK(provider->SetPriorityForRequestNotification(L"Added", RQ_BEGIN_REQUEST, PRIORITY_ALIAS_FIRST) == S_OK);
    CHECK(provider->SetPriorityForRequestNotification(L"None", RQ_BEGIN_REQUEST, PRIORITY_ALIAS_FIRST) ==
        win32(ERROR_INVALID_PARAMETER));
    return GL_NOTIFICATION_CONTINUE;
}

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    g_server = server;
    g_id = info->GetId();
    HRESULT result = info->SetGlobalNotifications(new Global, GL_CACHE_OPERATION | GL_APPLICATION_RESOLVE_MODULES);
    if (result == S_OK) {
        result = info->SetPriorityForGlobalNotification(GL_CACHE_OPERATION, PRIORITY_ALIAS_HIGH);
    }
    if (result == S_OK) {
        result = info->SetRequestNotifications(new Factory(false), RQ_MAP_REQUEST_HANDLER | RQ_EXECUTE_REQUEST_HANDLER, 0);
    }
    return result;
}
