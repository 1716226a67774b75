// Preloads applications, as the query of nobody asks for: says what it sees of requests that no client has sent.
#include <httpserv.h>

#include <atomic>
#include <cstdio>
#include <string>
#include <thread>

namespace {

std::atomic<int> g_stored{0};

std::string narrow(PCWSTR text) {
    std::string result;
    for (; text && *text; ++text) {
        result += static_cast<char>(*text);
    }
    return result;
}

void say(const std::string &text) { std::fprintf(stderr, "preload: %s\n", text.c_str()); }

class Stored : public IHttpStoredContext {
public:
    Stored() { ++g_stored; }
    void CleanupStoredContext() override {
        --g_stored;
        delete this;
    }

private:
    virtual ~Stored() {}
};

// Who a request without a client runs as.
class User : public IHttpUser {
public:
    PCWSTR GetRemoteUserName() override { return L"warm"; }
    PCWSTR GetUserName() override { return L"warm"; }
    PCWSTR GetAuthenticationType() override { return L"Test"; }
    PCWSTR GetPassword() override { return L""; }
    HANDLE GetImpersonationToken() override { return NULL; }
    HANDLE GetPrimaryToken() override { return NULL; }
    VOID ReferenceUser() override { ++references_; }
    VOID DereferenceUser() override { --references_; }
    BOOL SupportsIsInRole() override { return FALSE; }
    HRESULT IsInRole(PCWSTR, BOOL *) override { return E_NOTIMPL; }
    PVOID GetUserVariable(PCSTR) override { return NULL; }
    int references() const { return references_; }

private:
    std::atomic<int> references_{1};
};

HTTP_MODULE_ID g_id = nullptr;
IHttpServer *g_server = nullptr;

class Global final : public CGlobalModule {
public:
    GLOBAL_NOTIFICATION_STATUS OnGlobalApplicationStart(IHttpApplicationStartProvider *provider) override {
        say("start " + narrow(provider->GetApplication()->GetApplicationId()));
        return GL_NOTIFICATION_CONTINUE;
    }

    GLOBAL_NOTIFICATION_STATUS OnGlobalThreadCleanup(IGlobalThreadCleanupProvider *provider) override {
        say("thread leaves " + narrow(provider->GetApplication()->GetApplicationId()));
        return GL_NOTIFICATION_CONTINUE;
    }

    GLOBAL_NOTIFICATION_STATUS OnGlobalApplicationPreload(IGlobalApplicationPreloadProvider *provider) override {
        IGlobalApplicationPreloadProvider2 *newer = nullptr;
        const HRESULT result = HttpGetExtendedInterface(g_server, provider, &newer);
        say("preload " + std::to_string(result) + " recycled " + std::to_string(newer ? newer->IsProcessRecycled() : 7));
        IHttpContext *context = nullptr, *unused = nullptr;
        if (FAILED(provider->CreateContext(&context)) || FAILED(provider->CreateContext(&unused))) {
            say("no context");
            provider->SetErrorStatus(E_FAIL);
            return GL_NOTIFICATION_CONTINUE;
        }
        if (std::string(context->GetRequest()->GetRawHttpRequest()->pRawUrl) != "/handled/") {
            return GL_NOTIFICATION_CONTINUE;
        }
        // What is stored with a request that never runs goes, too.
        unused->GetModuleContextContainer()->SetModuleContext(new Stored, g_id);
        context->GetRequest()->SetUrl("/handled/own?warm", 17, TRUE);
        User user;
        const HRESULT ran = provider->ExecuteRequest(context, &user);
        const HRESULT again = provider->ExecuteRequest(context, NULL);
        const HRESULT foreign = provider->ExecuteRequest(NULL, NULL);
        USHORT status = 0;
        context->GetResponse()->GetStatus(&status);
        say("own " + std::to_string(ran) + " again " + std::to_string(again == HRESULT_FROM_WIN32(ERROR_NOT_SUPPORTED)) +
            " foreign " + std::to_string(foreign == HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER)) + " status " +
            std::to_string(status) + " references " + std::to_string(user.references()));
        return GL_NOTIFICATION_HANDLED;
    }

    void Terminate() override {
        say("stored " + std::to_string(g_stored));
        delete this;
    }
};

class Module final : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IHttpContext *context, IHttpEventProvider *) override {
        context->GetModuleContextContainer()->SetModuleContext(new Stored, g_id);
        context_ = context;
        // Also what waits comes to its end.
        waiting_ = std::thread([context] { context->PostCompletion(0); });
        return RQ_NOTIFICATION_PENDING;
    }

    REQUEST_NOTIFICATION_STATUS OnAsyncCompletion(
        IHttpContext *, DWORD, BOOL, IHttpEventProvider *, IHttpCompletionInfo *) override {
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) override {
        DWORD length = 0, read = 0, sent = 0;
        PCSTR address = NULL, host = context->GetRequest()->GetHeader("Host");
        context->GetServerVariable("REMOTE_ADDR", &address, &length);
        const bool no_body = context->GetRequest()->ReadEntityBody(&read, sizeof(read), FALSE, &read, NULL) ==
            HRESULT_FROM_WIN32(ERROR_HANDLE_EOF);
        context->GetResponse()->SetStatus(200, "OK");
        HTTP_DATA_CHUNK chunk = {};
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = const_cast<char *>("text");
        chunk.FromMemory.BufferLength = 4;
        context->GetResponse()->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent, NULL);
        const HRESULT flushed = context->GetResponse()->Flush(FALSE, TRUE, &sent, NULL);
        say("request " + std::string(context->GetRequest()->GetHttpMethod()) + " " +
            context->GetRequest()->GetRawHttpRequest()->pRawUrl + " host " + host + " user " +
            narrow(context->GetUser()->GetUserName()) + " connection " + std::to_string(context->GetConnection() != NULL) +
            " address '" + address + "' no body " + std::to_string(no_body) + " flushed " + std::to_string(flushed));
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }

    void Dispose() override {
        waiting_.join();
        delete this;
    }

private:
    IHttpContext *context_ = nullptr;
    std::thread waiting_;
};

class Factory final : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(CHttpModule **module, IModuleAllocator *) override {
        *module = new Module;
        return S_OK;
    }
    void Terminate() override { delete this; }
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    g_id = info->GetId();
    g_server = server;
    const HRESULT result = info->SetGlobalNotifications(
        new Global, GL_APPLICATION_START | GL_APPLICATION_PRELOAD | GL_THREAD_CLEANUP);
    return FAILED(result) ? result
                          : info->SetRequestNotifications(new Factory, RQ_BEGIN_REQUEST | RQ_EXECUTE_REQUEST_HANDLER, 0);
}
