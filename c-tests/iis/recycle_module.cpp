// Says which applications start and stop, holds one up while it starts, and has them start anew in every way.
#include <httpserv.h>
#include <wpframework.h>

#include <cstdio>
#include <string>
#include <unistd.h>

namespace {

IHttpServer *g_server = nullptr;

std::string narrow(PCWSTR text) {
    std::string result;
    for (; text && *text; ++text) {
        result += static_cast<char>(*text);
    }
    return result;
}

void say(const std::string &text) { std::fprintf(stderr, "recycle: %s\n", text.c_str()); }

class Global : public CGlobalModule {
public:
    virtual ~Global() {}
    GLOBAL_NOTIFICATION_STATUS OnGlobalApplicationStart(IHttpApplicationStartProvider *provider) {
        const std::string folder = narrow(provider->GetApplication()->GetApplicationPhysicalPath());
        say("start " + narrow(provider->GetApplication()->GetApplicationId()));
        // As long as the test wants it.
        while (access((folder + "/hold").c_str(), F_OK) == 0) {
            usleep(1000);
        }
        return GL_NOTIFICATION_CONTINUE;
    }
    GLOBAL_NOTIFICATION_STATUS OnGlobalApplicationStop(IHttpApplicationStopProvider *provider) {
        say("stop " + narrow(provider->GetApplication()->GetApplicationId()));
        return GL_NOTIFICATION_CONTINUE;
    }
    GLOBAL_NOTIFICATION_STATUS OnGlobalConfigurationChange(IGlobalConfigurationChangeProvider *provider) {
        say("changed " + narrow(provider->GetChangePath()));
        return GL_NOTIFICATION_CONTINUE;
    }
    void Terminate() { delete this; }
};

std::string settings(IWpfSettings *settings) {
    std::string text;
    for (int id = PERIODIC_RESTART_REQUESTS; id <= IDLE_TIMEOUT_ACTION; ++id) {
        DWORD value = 7777;
        const HRESULT result = settings->GetDwordProperty(static_cast<WPF_SETTINGS_DWORD_ENUM>(id), &value);
        text += (result == S_OK ? std::to_string(value) : "failed") + " ";
    }
    for (int id = PERIODIC_RESTART_VIRTUAL_MEMORY; id <= PERIODIC_RESTART_PRIVATE_MEMORY; ++id) {
        ULONGLONG value = 7777;
        const HRESULT result = settings->GetUlonglongProperty(static_cast<WPF_SETTINGS_ULONGLONG_ENUM>(id), &value);
        text += (result == S_OK ? std::to_string(value) : "failed") + " ";
    }
    BOOL hosted = 7;
    settings->GetBoolProperty(ENABLED_HOSTABLE_WEB_CORE, &hosted);
    return text + std::to_string(hosted) + " " + std::to_string(g_server->IsCommandLineLaunch());
}

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) {
        PCSTR query = nullptr;
        DWORD length = 0;
        context->GetServerVariable("QUERY_STRING", &query, &length);
        const std::string what = query ? query : "";
        context->SetRequestHandled();
        std::string text = "done";
        IWorkerProcessFramework *process = nullptr;
        IWpfActions *actions = nullptr;
        static_cast<IHttpServer2 *>(g_server)->GetWorkerProcessFramework(&process);
        process->GetWpfInterface(WPF_ACTIONS_ID, reinterpret_cast<void **>(&actions));
        if (what == "root") {
            g_server->RecycleApplication(L"machine/webroot/apphost/site");
        } else if (what == "below") {
            g_server->RecycleApplication(L"MACHINE/WEBROOT/APPHOST/Site/app");
        } else if (what == "process") {
            g_server->RecycleProcess(L"enough is enough");
        } else if (what == "actions") {
            actions->RecycleWorkerProcess(L"and again");
        } else if (what == "fail") {
            actions->FailWorkerProcess(L"not well", E_FAIL, FALSE);
        } else if (what == "settings") {
            IWpfSettings *known = nullptr;
            process->GetWpfInterface(WPF_SETTINGS_ID, reinterpret_cast<void **>(&known));
            text = settings(known);
            known->Release();
        }
        actions->Release();
        process->Release();
        HTTP_DATA_CHUNK chunk = {};
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = const_cast<char *>(text.data());
        chunk.FromMemory.BufferLength = static_cast<ULONG>(text.size());
        DWORD sent = 0;
        context->GetResponse()->WriteEntityChunks(&chunk, 1, FALSE, FALSE, &sent, nullptr);
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

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    g_server = server;
    const HRESULT result = info->SetGlobalNotifications(
        new Global, GL_APPLICATION_START | GL_APPLICATION_STOP | GL_CONFIGURATION_CHANGE);
    return FAILED(result) ? result : info->SetRequestNotifications(new Factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
