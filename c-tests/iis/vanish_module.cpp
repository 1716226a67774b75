// At a point of the pipeline that the query names this module tells the client, by a datagram, that it may go, and
// then does one of many things until the client is gone. It counts all that it makes and that has an end.
//
// The query is at=POINT&by=MODULE&do=WHAT&tell=PORT. Points are the steps' numbers from 0 times two, one more for
// the post-notification; 24 is OnMapPath, 25 OnReadEntity, 26 OnSendResponse. Other requests get 13 bytes.
#include <httpserv.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <thread>

namespace {

enum { MAP_PATH = 24, READ_ENTITY = 25, SEND_RESPONSE = 26 };

// What is there now, and was there ever. Both modules of a test are this file and share these.
struct Count {
    std::atomic<int> now{0}, ever{0};
};
Count g_instances, g_requests, g_stored, g_connections, g_clones;

class Counted {
public:
    explicit Counted(Count &count) : count_(count) {
        ++count_.now;
        ++count_.ever;
    }
    ~Counted() { --count_.now; }

private:
    Counted(const Counted &);
    Count &count_;
};

std::string counts() {
    const struct {
        const char *name;
        Count &count;
    } all[] = {{"instances", g_instances}, {"requests", g_requests}, {"stored", g_stored},
               {"connections", g_connections}, {"clones", g_clones}};
    std::string text;
    for (const auto &one : all) {
        text += std::string(one.name) + " " + std::to_string(one.count.now) + " " + std::to_string(one.count.ever) + "\n";
    }
    return text;
}

// Lives as long as the request.
class Stored : public IHttpStoredContext {
public:
    void CleanupStoredContext() override { delete this; }

private:
    virtual ~Stored() {}
    Counted counted_{g_stored};
};

// Lives as long as the connection, and lets a request go on when the client has gone.
class Watch : public IHttpConnectionStoredContext {
public:
    void CleanupStoredContext() override { delete this; }

    void NotifyDisconnect() override {
        std::unique_lock<std::mutex> lock(mutex_);
        gone_ = true;
        IHttpContext *waiting = waiting_;
        waiting_ = nullptr;
        lock.unlock();
        if (waiting && indicate_) {
            waiting->IndicateCompletion(RQ_NOTIFICATION_CONTINUE);
        } else if (waiting) {
            waiting->PostCompletion(0);
        }
    }

    REQUEST_NOTIFICATION_STATUS wait(IHttpContext *context, bool indicate) {
        std::lock_guard<std::mutex> lock(mutex_);
        if (gone_) {
            return RQ_NOTIFICATION_CONTINUE;
        }
        waiting_ = context;
        indicate_ = indicate;
        return RQ_NOTIFICATION_PENDING;
    }

private:
    virtual ~Watch() {}
    Counted counted_{g_connections};
    std::mutex mutex_;
    bool gone_ = false, indicate_ = false;
    IHttpContext *waiting_ = nullptr;
};

bool gone(IHttpContext *context) {
    for (int i = 0; i < 30000; ++i) {
        if (!context->GetConnection()->IsConnected()) {
            return true;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
}

void write(IHttpContext *context, const std::string &text) {
    HTTP_DATA_CHUNK chunk = {};
    chunk.DataChunkType = HttpDataChunkFromMemory;
    chunk.FromMemory.pBuffer = const_cast<char *>(text.data());
    chunk.FromMemory.BufferLength = static_cast<ULONG>(text.size());
    DWORD sent = 0;
    context->GetResponse()->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent, nullptr);
}

class Module final : public CHttpModule {
public:
    Module(HTTP_MODULE_ID id, const std::string &name) : id_(id), name_(name) {}

    void Dispose() override { delete this; }

#define STEP(name, number)                                                                                     \
    REQUEST_NOTIFICATION_STATUS On##name(IHttpContext *context, IHttpEventProvider *) override {               \
        return step(context, 2 * number);                                                                      \
    }                                                                                                          \
    REQUEST_NOTIFICATION_STATUS OnPost##name(IHttpContext *context, IHttpEventProvider *) override {           \
        return step(context, 2 * number + 1);                                                                  \
    }
    STEP(BeginRequest, 0)
    STEP(AuthorizeRequest, 2)
    STEP(ResolveRequestCache, 3)
    STEP(AcquireRequestState, 5)
    STEP(PreExecuteRequestHandler, 6)
    STEP(ExecuteRequestHandler, 7)
    STEP(ReleaseRequestState, 8)
    STEP(UpdateRequestCache, 9)
    STEP(LogRequest, 10)
    STEP(EndRequest, 11)
#undef STEP

    REQUEST_NOTIFICATION_STATUS OnAuthenticateRequest(IHttpContext *context, IAuthenticationProvider *) override {
        return step(context, 2);
    }
    REQUEST_NOTIFICATION_STATUS OnPostAuthenticateRequest(IHttpContext *context, IHttpEventProvider *) override {
        return step(context, 3);
    }
    REQUEST_NOTIFICATION_STATUS OnMapRequestHandler(IHttpContext *context, IMapHandlerProvider *) override {
        return step(context, 8);
    }
    REQUEST_NOTIFICATION_STATUS OnPostMapRequestHandler(IHttpContext *context, IHttpEventProvider *) override {
        return step(context, 9);
    }
    REQUEST_NOTIFICATION_STATUS OnMapPath(IHttpContext *context, IMapPathProvider *) override {
        return step(context, MAP_PATH);
    }
    REQUEST_NOTIFICATION_STATUS OnReadEntity(IHttpContext *context, IReadEntityProvider *) override {
        return step(context, READ_ENTITY);
    }
    REQUEST_NOTIFICATION_STATUS OnSendResponse(IHttpContext *context, ISendResponseProvider *) override {
        return step(context, SEND_RESPONSE);
    }

    REQUEST_NOTIFICATION_STATUS OnAsyncCompletion(
        IHttpContext *context, DWORD, BOOL, IHttpEventProvider *, IHttpCompletionInfo *info) override {
        if (clone_) {
            release();
        } else if (what_ == "read-later" && SUCCEEDED(info->GetCompletionStatus())) {
            return read_later(context);
        } else if (what_ == "write-later" && SUCCEEDED(info->GetCompletionStatus())) {
            return write_later(context);
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

private:
    ~Module() {
        if (thread_.joinable()) {
            thread_.join();
        }
        delete request_;
    }

    REQUEST_NOTIFICATION_STATUS step(IHttpContext *context, int point) {
        begin(context, point);
        if (point == 2 * 11 + 1) {
            delete request_;
            request_ = nullptr;
        }
        if (point == where_ && !busy_) {
            where_ = -1;
            busy_ = true;
            tell();
            const REQUEST_NOTIFICATION_STATUS status = act(context);
            busy_ = false;
            return status;
        }
        if (point == 2 * 7 && name_ == "first") {
            return handle(context);
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

    void begin(IHttpContext *context, int point) {
        if (begun_) {
            return;
        }
        begun_ = true;
        // The two modules see every request from its first notification to its last.
        if (point == 0) {
            request_ = new Counted(g_requests);
        }
        context->GetModuleContextContainer()->SetModuleContext(new Stored, id_);
        const char *url = context->GetRequest()->GetRawHttpRequest()->pRawUrl;
        const char *query = url ? std::strchr(url, '?') : nullptr;
        char by[16] = "", what[16] = "";
        int where = -1;
        if (query && context->GetParentContext() == nullptr &&
            std::sscanf(query, "?at=%d&by=%15[^&]&do=%15[^&]&tell=%hu", &where, by, what, &port_) == 4 && name_ == by) {
            where_ = where;
            what_ = what;
        }
    }

    void tell() const {
        sockaddr_in to = {};
        to.sin_family = AF_INET;
        to.sin_port = htons(port_);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int udp = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
        if (udp < 0 || sendto(udp, "here", 4, 0, reinterpret_cast<sockaddr *>(&to), sizeof(to)) != 4) {
            std::perror("vanish: the client was not told");
        }
        close(udp);
    }

    REQUEST_NOTIFICATION_STATUS act(IHttpContext *context) {
        if (what_ == "post" || what_ == "indicate") {
            Watch *watch = new Watch;
            context->GetConnection()->GetModuleContextContainer()->SetConnectionModuleContext(watch, id_);
            return watch->wait(context, what_ == "indicate");
        }
        if (what_ == "thread") {
            thread_ = std::thread([context] {
                gone(context);
                context->PostCompletion(1);
            });
            return RQ_NOTIFICATION_PENDING;
        }
        if (what_ == "read") {
            DWORD read = 0;
            while (SUCCEEDED(context->GetRequest()->ReadEntityBody(buffer_, sizeof(buffer_), FALSE, &read, nullptr))) {
            }
        } else if (what_ == "read-later") {
            return read_later(context);
        } else if (what_ == "write") {
            while (goes_on(context) && SUCCEEDED(write_once(context, FALSE, nullptr))) {
            }
        } else if (what_ == "write-later") {
            return write_later(context);
        } else if (what_ == "child") {
            gone(context);
            return child(context);
        } else if (what_ == "error") {
            gone(context);
            context->GetResponse()->SetStatus(500, "Gone", 0, E_FAIL);
            return RQ_NOTIFICATION_FINISH_REQUEST;
        } else if (what_ == "finish") {
            gone(context);
            return RQ_NOTIFICATION_FINISH_REQUEST;
        } else {
            gone(context);
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

    // Operations until one fails; those that end at once are no reason to wait.
    REQUEST_NOTIFICATION_STATUS read_later(IHttpContext *context) {
        BOOL later = FALSE;
        DWORD read = 0;
        while (SUCCEEDED(context->GetRequest()->ReadEntityBody(buffer_, sizeof(buffer_), TRUE, &read, &later))) {
            if (later) {
                return RQ_NOTIFICATION_PENDING;
            }
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS write_later(IHttpContext *context) {
        BOOL later = FALSE;
        while (goes_on(context) && SUCCEEDED(write_once(context, TRUE, &later))) {
            if (later) {
                return RQ_NOTIFICATION_PENDING;
            }
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

    // A client that has closed its half alone reads for ever.
    bool goes_on(IHttpContext *context) { return ++writes_ < 20 || context->GetConnection()->IsConnected(); }

    HRESULT write_once(IHttpContext *context, BOOL async, BOOL *later) {
        write(context, std::string(100000, 'x'));
        DWORD sent = 0;
        return context->GetResponse()->Flush(async, TRUE, &sent, later);
    }

    REQUEST_NOTIFICATION_STATUS child(IHttpContext *context) {
        IHttpContext *clone = nullptr;
        if (FAILED(context->CloneContext(CLONE_FLAG_BASICS, &clone))) {
            return RQ_NOTIFICATION_CONTINUE;
        }
        clone_ = clone;
        ++g_clones.now;
        ++g_clones.ever;
        clone->GetRequest()->SetUrl("/child", 6, TRUE);
        BOOL later = FALSE;
        const HRESULT result = context->ExecuteRequest(TRUE, clone, 0, nullptr, &later);
        if (SUCCEEDED(result) && later) {
            return RQ_NOTIFICATION_PENDING;
        }
        release();
        return RQ_NOTIFICATION_CONTINUE;
    }

    void release() {
        clone_->ReleaseClonedContext();
        clone_ = nullptr;
        --g_clones.now;
    }

    REQUEST_NOTIFICATION_STATUS handle(IHttpContext *context) {
        const char *url = context->GetRequest()->GetRawHttpRequest()->pRawUrl;
        if (std::strcmp(url, "/counts") == 0) {
            write(context, counts());
            return RQ_NOTIFICATION_CONTINUE;
        }
        WCHAR path[1024];
        DWORD size = sizeof(path), read = 0;
        context->MapPath(L"/", path, &size);
        while (SUCCEEDED(context->GetRequest()->ReadEntityBody(buffer_, sizeof(buffer_), FALSE, &read, nullptr))) {
        }
        write(context, "Hello, world!");
        return RQ_NOTIFICATION_CONTINUE;
    }

    const HTTP_MODULE_ID id_;
    const std::string name_;
    Counted counted_{g_instances};
    Counted *request_ = nullptr;
    bool begun_ = false, busy_ = false;
    int where_ = -1, writes_ = 0;
    unsigned short port_ = 0;
    std::string what_;
    std::thread thread_;
    IHttpContext *clone_ = nullptr;
    char buffer_[4096];
};

class Factory final : public IHttpModuleFactory {
public:
    Factory(HTTP_MODULE_ID id, PCWSTR name) : id_(id), name_(name, name + std::wcslen(name)) {}

    HRESULT GetHttpModule(CHttpModule **module, IModuleAllocator *) override {
        *module = new Module(id_, name_);
        return S_OK;
    }

    void Terminate() override {
        std::fprintf(stderr, "%s ends\n%s", name_.c_str(), counts().c_str());
        delete this;
    }

private:
    const HTTP_MODULE_ID id_;
    const std::string name_;
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    return info->SetRequestNotifications(new Factory(info->GetId(), info->GetName()),
                                         0xFFF | RQ_MAP_PATH | RQ_READ_ENTITY | RQ_SEND_RESPONSE, 0xFFF);
}
