// OnMapPath and OnReadEntity that are pending on a thread that does not drive the request, while the request itself is.
// /?WHAT says how they end; what came of it, in order, is the body.
#include <httpserv.h>

#include <atomic>
#include <chrono>
#include <cstdio>
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
        what_ = context->GetParentContext() ? "" : query;
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) {
        context->SetRequestHandled();
        if (context->GetParentContext()) {
            // Of OnMapPath, which waits for it.
            std::thread([context] { sleep(200); context->PostCompletion(0); }).detach();
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
            for (int i = 0; has("passes") && !passed_ && i < 10000; ++i) {
                sleep(1);
            }
            said(done);
            context->PostCompletion(7);
        }).detach();
        if (has("own-first") || has("beyond")) {
            std::thread([context] { sleep(120); context->PostCompletion(6); }).detach();
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
        if ((has("own-first") && info->GetCompletionBytes() == 6) || info->GetCompletionBytes() == 5) {
            // The thread has something to say still.
            passed_ = true;
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
        delete this;
    }

private:
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
        } else {
            std::thread([context] { sleep(40); context->PostCompletion(3); }).detach();
        }
        return RQ_NOTIFICATION_PENDING;
    }

    std::string what_, log_;
    std::mutex mutex_;
    std::atomic<bool> maps_{false}, passed_{false};
    IHttpContext *clone_ = nullptr;
    DWORD rounds_ = 0;
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
    return info->SetRequestNotifications(
        new Factory, RQ_BEGIN_REQUEST | RQ_EXECUTE_REQUEST_HANDLER | RQ_MAP_PATH | RQ_READ_ENTITY, 0);
}
