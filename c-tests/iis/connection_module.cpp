// The client's connection: whether it is there, and who is told when it is not.
#include <httpserv.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <string>
#include <thread>

namespace {

HTTP_MODULE_ID g_id = nullptr;

void say(const std::string &text) { std::fprintf(stderr, "connection: %s\n", text.c_str()); }

// What is kept with a connection.
class Kept : public IHttpConnectionStoredContext {
public:
    Kept(IHttpConnection *connection, const std::string &name) : connection_(connection), name_(name) {}
    virtual ~Kept() {}

    void CleanupStoredContext() {
        say("cleanup " + name_);
        delete this;
    }

    void NotifyDisconnect() {
        say("notify " + name_ + " " + std::to_string(connection_->IsConnected()));
        IHttpContext *waiting = nullptr;
        {
            std::lock_guard<std::mutex> lock(mutex_);
            gone_ = true;
            std::swap(waiting, waiting_);
        }
        if (waiting) {
            waiting->PostCompletion(0);
        }
    }

    // The request waits for the client's going; false where that has been.
    bool wait(IHttpContext *context) {
        std::lock_guard<std::mutex> lock(mutex_);
        if (!gone_) {
            waiting_ = context;
        }
        return !gone_;
    }

private:
    IHttpConnection *connection_;
    std::string name_;
    std::mutex mutex_;
    bool gone_ = false;
    IHttpContext *waiting_ = nullptr;
};

void write(IHttpContext *context, const std::string &text) {
    HTTP_DATA_CHUNK chunk = {};
    chunk.DataChunkType = HttpDataChunkFromMemory;
    chunk.FromMemory.pBuffer = const_cast<char *>(text.data());
    chunk.FromMemory.BufferLength = static_cast<ULONG>(text.size());
    DWORD sent = 0;
    context->GetResponse()->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent, nullptr);
}

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IHttpContext *context, IHttpEventProvider *) {
        PCSTR query = nullptr;
        DWORD length = 0;
        context->GetServerVariable("QUERY_STRING", &query, &length);
        const std::string text = query ? query : "";
        what_ = text.substr(0, text.find(':'));
        name_ = text.find(':') == std::string::npos ? "" : text.substr(text.find(':') + 1);
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) {
        IHttpConnection *connection = context->GetConnection();
        IHttpConnectionModuleContextContainer *container = connection->GetModuleContextContainer();
        context->SetRequestHandled();
        if (what_ == "alive") {
            write(context, connection->IsConnected() ? "Client connected: Yes" : "Client connected: No");
            return RQ_NOTIFICATION_CONTINUE;
        }
        if (what_ == "keep") {
            Kept *known = static_cast<Kept *>(container->GetConnectionModuleContext(g_id));
            if (known) {
                Kept *second = new Kept(connection, "second");
                const HRESULT result = container->SetConnectionModuleContext(second, g_id);
                delete second;
                write(context, result == HRESULT_FROM_WIN32(ERROR_ALREADY_ASSIGNED) ? "known" : "wrong");
                return RQ_NOTIFICATION_CONTINUE;
            }
            const bool none = container->SetConnectionModuleContext(nullptr, g_id) ==
                HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER);
            void *memory = connection->AllocateMemory(100);
            std::memset(memory, 1, 100);
            const HRESULT result = container->SetConnectionModuleContext(new Kept(connection, name_), g_id);
            write(context, result == S_OK && none ? "kept" : "wrong");
            return RQ_NOTIFICATION_CONTINUE;
        }
        Kept *kept = new Kept(connection, name_);
        if (what_ == "late") {
            say("handler " + name_);
            wait_until_gone(connection);
            container->SetConnectionModuleContext(kept, g_id);
            say("set " + name_);
            return RQ_NOTIFICATION_CONTINUE;
        }
        container->SetConnectionModuleContext(kept, g_id);
        say("handler " + name_ + " " + std::to_string(connection->IsConnected()));
        if (what_ == "poll") {
            say(wait_until_gone(connection) ? "gone " + name_ : "still there " + name_);
            write(context, "gone");
            return RQ_NOTIFICATION_CONTINUE;
        }
        // what_ == "pending": nothing is under way, and NotifyDisconnect ends the wait.
        return kept->wait(context) ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnAsyncCompletion(
        IHttpContext *context, DWORD, BOOL, IHttpEventProvider *, IHttpCompletionInfo *) {
        say("completed " + name_ + " " + std::to_string(context->GetConnection()->IsConnected()));
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }

    REQUEST_NOTIFICATION_STATUS OnSendResponse(IHttpContext *context, ISendResponseProvider *) {
        if (!name_.empty() && what_ != "keep") {
            say("send " + name_ + " " + std::to_string(context->GetConnection()->IsConnected()));
        }
        return context->GetConnection()->IsConnected() ? RQ_NOTIFICATION_CONTINUE : RQ_NOTIFICATION_FINISH_REQUEST;
    }

    void Dispose() {
        if (!name_.empty()) {
            say("dispose " + name_);
        }
        delete this;
    }

private:
    static bool wait_until_gone(IHttpConnection *connection) {
        for (int i = 0; i < 20000; ++i) {
            if (!connection->IsConnected()) {
                return true;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        return false;
    }

    std::string what_, name_;
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

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    g_id = info->GetId();
    return info->SetRequestNotifications(
        new Factory, RQ_BEGIN_REQUEST | RQ_EXECUTE_REQUEST_HANDLER | RQ_SEND_RESPONSE, 0);
}
