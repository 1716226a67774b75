// OnMapPath and OnReadEntity that are pending on a thread that does not drive the request, while the request itself is.
// /?WHAT says how they end; what came of it, in order, is the body.
#include <httpserv.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace {

void sleep(int milliseconds) {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IHttpContext *context, IHttpEventProvider *) {
        PCSTR query = "";
        DWORD length = 0;
        context->GetServerVariable("QUERY_STRING", &query, &length);
        if (!context->GetParentContext()) {
            what_ = query;
            std::lock_guard<std::mutex> lock(parents_mutex);
            parents[context] = this;
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) {
        context->SetRequestHandled();
        if (context->GetParentContext()) {
            // Of OnMapPath, which waits for it.
            std::thread([context] {
                const Module *parent;
                {
                    std::lock_guard<std::mutex> lock(parents_mutex);
                    parent = parents[context->GetParentContext()];
                }
                parent->await([parent] { return parent->executed_ && (!parent->has_own() || parent->passed_); });
                sleep(40);
                context->PostCompletion(0);
            }).detach();
            return RQ_NOTIFICATION_PENDING;
        }
        std::thread([this, context] {
            // Most likely the request waits by now.
            sleep(40);
            if (has("beyond")) {
                // When this has returned the request may be gone.
                WCHAR path[1024];
                DWORD size = sizeof(path);
                maps_ = true;
                context->MapPath(L"/mapped", path, &size);
                return;
            }
            std::string done;
            if (has("read")) {
                char buffer[16];
                DWORD bytes = 0;
                const HRESULT result = context->GetRequest()->ReadEntityBody(buffer, sizeof(buffer), FALSE, &bytes);
                done = result == S_OK ? "read " + std::string(buffer, bytes) : "not read";
            } else {
                WCHAR path[1024];
                DWORD size = sizeof(path);
                maps_ = true;
                const HRESULT result = context->MapPath(L"/mapped", path, &size);
                maps_ = false;
                done = result == S_OK && std::wstring(path) == L"/somewhere" ? "mapped" : "not mapped";
            }
            await([this] { return !has("passes") || passed_; });
            said(done);
            context->PostCompletion(7);
        }).detach();
        if (has_own()) {
            std::thread([this, context] {
                await([this] { return bool(executed_); });
                sleep(40);
                context->PostCompletion(6);
            }).detach();
        }
        return RQ_NOTIFICATION_PENDING;
    }

    REQUEST_NOTIFICATION_STATUS OnMapPath(IHttpContext *context, IMapPathProvider *provider) {
        // Others are of the host's own.
        if (!maps_ || context->GetParentContext()) {
            return RQ_NOTIFICATION_CONTINUE;
        }
        provider->SetPhysicalPath(L"/somewhere", 10);
        return wait(context);
    }

    REQUEST_NOTIFICATION_STATUS OnReadEntity(IHttpContext *context, IReadEntityProvider *) {
        return wait(context);
    }

    REQUEST_NOTIFICATION_STATUS OnAsyncCompletion(IHttpContext *context, DWORD event, BOOL, IHttpEventProvider *provider,
        IHttpCompletionInfo *info) {
        if (context->GetParentContext()) {
            return RQ_NOTIFICATION_CONTINUE;
        }
        char text[96];
        std::snprintf(text, sizeof(text), "%x bytes %u operation %u%s", static_cast<unsigned>(event),
            static_cast<unsigned>(info->GetCompletionBytes()),
            static_cast<unsigned>(static_cast<IHttpCompletionInfo2 *>(info)->GetCompletedOperation()),
            provider ? "" : " without a provider");
        said(text);
        if (event != RQ_EXECUTE_REQUEST_HANDLER) {
            if (has("beyond")) {
                std::fprintf(stderr, "%s: completed\n", what_.c_str());
            }
            if (clone_) {
                clone_->ReleaseClonedContext();
            }
            if (has("again") && ++rounds_ < 3) {
                context->PostCompletion(rounds_);
                return RQ_NOTIFICATION_PENDING;
            }
            return RQ_NOTIFICATION_CONTINUE;
        }
        passed_ = true;
        if ((has("own-first") && info->GetCompletionBytes() == 6) || info->GetCompletionBytes() == 5) {
            // The thread has something to say still.
            return RQ_NOTIFICATION_PENDING;
        }
        std::string log;
        {
            std::lock_guard<std::mutex> lock(mutex_);
            log = log_;
        }
        HTTP_DATA_CHUNK chunk = {};
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = &log[0];
        chunk.FromMemory.BufferLength = static_cast<ULONG>(log.size());
        DWORD sent = 0;
        context->GetResponse()->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent, nullptr);
        return RQ_NOTIFICATION_CONTINUE;
    }

    void Dispose() {
        if (has("beyond")) {
            std::fprintf(stderr, "%s: dispose\n", what_.c_str());
        }
        {
            std::lock_guard<std::mutex> lock(parents_mutex);
            for (auto at = parents.begin(); at != parents.end();) {
                at = at->second == this ? parents.erase(at) : std::next(at);
            }
        }
        delete this;
    }

private:
    // Those of requests that have children, by their contexts.
    static std::mutex parents_mutex;
    static std::map<IHttpContext *, Module *> parents;

    // Whether something is said of the request while OnMapPath waits for a child, which ends behind that.
    bool has_own() const { return has("own-first") || has("beyond"); }

    template <typename Condition>
    void await(Condition is_true) const {
        for (int i = 0; !is_true() && i < 10000; ++i) {
            sleep(1);
        }
    }

    bool has(const char *word) const { return what_.find(word) != std::string::npos; }

    void said(const std::string &text) {
        std::lock_guard<std::mutex> lock(mutex_);
        log_ += text + "\n";
    }

    REQUEST_NOTIFICATION_STATUS wait(IHttpContext *context) {
        if (has("passes")) {
            // It may be for the request, whose module waits, too.
            std::thread([context] { context->PostCompletion(5); }).detach();
            sleep(60);
            return RQ_NOTIFICATION_CONTINUE;
        }
        if (has("at-once") || has("again")) {
            context->PostCompletion(0);
        } else if (has("indicate-inside")) {
            context->IndicateCompletion(RQ_NOTIFICATION_CONTINUE);
        } else if (has("indicate-later")) {
            std::thread([context] { sleep(40); context->IndicateCompletion(RQ_NOTIFICATION_CONTINUE); }).detach();
        } else if (has("race")) {
            // Before the notification has said that it waits.
            std::thread([context] { context->PostCompletion(4); }).detach();
            sleep(60);
        } else if (has("child")) {
            BOOL expected = FALSE;
            if (context->CloneContext(CLONE_FLAG_BASICS, &clone_) != S_OK ||
                context->ExecuteRequest(TRUE, clone_, EXECUTE_FLAG_NO_HEADERS, nullptr, &expected) != S_OK || !expected) {
                said("no child");
                return RQ_NOTIFICATION_CONTINUE;
            }
            executed_ = true;
        } else {
            std::thread([context] { sleep(40); context->PostCompletion(3); }).detach();
        }
        return RQ_NOTIFICATION_PENDING;
    }

    std::string what_, log_;
    std::mutex mutex_;
    std::atomic<bool> maps_{false}, passed_{false}, executed_{false};
    IHttpContext *clone_ = nullptr;
    DWORD rounds_ = 0;
};

std::mutex Module::parents_mutex;
std::map<IHttpContext *, Module *> Module::parents;

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
    return info->SetRequestNotifications(
        new Factory, RQ_BEGIN_REQUEST | RQ_EXECUTE_REQUEST_HANDLER | RQ_MAP_PATH | RQ_READ_ENTITY, 0);
}
