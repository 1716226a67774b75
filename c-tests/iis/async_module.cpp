// Completions in every order: the query says which. What came of it is the body.
#include <httpserv.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>
#include <thread>

namespace {

HTTP_MODULE_ID g_id = nullptr;

class Custom : public ICustomNotificationProvider {
public:
    virtual ~Custom() {}
    PCWSTR QueryNotificationType() { return L"test"; }
    void SetErrorStatus(HRESULT) {}
};

void write(IHttpContext *context, const std::string &text) {
    HTTP_DATA_CHUNK chunk = {};
    chunk.DataChunkType = HttpDataChunkFromMemory;
    chunk.FromMemory.pBuffer = const_cast<char *>(text.data());
    chunk.FromMemory.BufferLength = static_cast<ULONG>(text.size());
    DWORD sent = 0;
    context->GetResponse()->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent, nullptr);
}

std::string hex(HRESULT result) {
    char text[16];
    std::snprintf(text, sizeof(text), "%08x", static_cast<unsigned>(result));
    return text;
}

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IHttpContext *context, IHttpEventProvider *) {
        PCSTR query = nullptr;
        DWORD length = 0;
        context->GetServerVariable("QUERY_STRING", &query, &length);
        what_ = query ? query : "";
        if (what_ == "begin") {
            later(context, 4);
            return RQ_NOTIFICATION_PENDING;
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) {
        IHttpContext3 *newest = static_cast<IHttpContext3 *>(context);
        inside_ = true;
        REQUEST_NOTIFICATION_STATUS status = RQ_NOTIFICATION_PENDING;
        if (what_ == "at-once") {
            // Before the notification has returned; the completion waits for that.
            write(context, "post " + hex(context->PostCompletion(7)));
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        } else if (what_ == "later") {
            later(context, 8);
        } else if (what_ == "race") {
            IHttpContext *other = context;
            std::thread([other] { other->PostCompletion(9); }).detach();
        } else if (what_ == "twice") {
            const HRESULT first = context->PostCompletion(1);
            const HRESULT second = context->PostCompletion(2);
            write(context, "post " + hex(first) + " " + hex(second));
        } else if (what_ == "again") {
            context->PostCompletion(0);
        } else if (what_ == "finish") {
            context->PostCompletion(0);
        } else if (what_ == "untouched") {
            // The response is left as it is: who was pending has handled the request all the same.
            context->PostCompletion(0);
        } else if (what_ == "large") {
            // Lent until the end of the request, of which Dispose tells.
            large_.assign(16 << 20, 'x');
            HTTP_DATA_CHUNK chunk = {};
            chunk.DataChunkType = HttpDataChunkFromMemory;
            chunk.FromMemory.pBuffer = large_.data();
            chunk.FromMemory.BufferLength = static_cast<ULONG>(large_.size());
            context->GetResponse()->WriteEntityChunkByReference(&chunk);
            status = RQ_NOTIFICATION_FINISH_REQUEST;
        } else if (what_ == "continue") {
            // Who says that it goes on while a completion is posted waits for it all the same.
            context->PostCompletion(6);
            status = RQ_NOTIFICATION_CONTINUE;
        } else if (what_ == "indicate-at-once") {
            context->IndicateCompletion(RQ_NOTIFICATION_CONTINUE);
        } else if (what_ == "indicate-later" || what_ == "indicate-finish") {
            const REQUEST_NOTIFICATION_STATUS result =
                what_ == "indicate-later" ? RQ_NOTIFICATION_CONTINUE : RQ_NOTIFICATION_FINISH_REQUEST;
            std::thread([context, result] {
                std::this_thread::sleep_for(std::chrono::milliseconds(30));
                // This is no answer.
                context->IndicateCompletion(RQ_NOTIFICATION_PENDING);
                std::this_thread::sleep_for(std::chrono::milliseconds(30));
                context->IndicateCompletion(result);
            }).detach();
        } else if (what_ == "indicate-inside") {
            context->PostCompletion(0);
        } else if (what_ == "routine") {
            const HRESULT result = newest->PostCompletion(5, routine, this);
            write(context, "post " + hex(result));
            // The routine is no completion of the request; it says that it has come.
            for (int i = 0; i < 2000 && routine_ != 5; ++i) {
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
            write(context, " routine " + std::to_string(routine_.load()) + " " + std::to_string(other_thread_.load()));
            status = RQ_NOTIFICATION_FINISH_REQUEST;
        } else if (what_ == "custom" || what_ == "custom-pending" || what_ == "custom-finish") {
            BOOL expected = 7;
            const HRESULT result = context->NotifyCustomNotification(&custom_, &expected);
            write(context, "custom " + hex(result) + " " + std::to_string(expected));
            status = expected ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_FINISH_REQUEST;
        } else {
            write(context, "nothing");
            status = RQ_NOTIFICATION_FINISH_REQUEST;
        }
        inside_ = false;
        return status;
    }

    REQUEST_NOTIFICATION_STATUS OnPostExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) {
        write(context, " post-execute");
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnAsyncCompletion(IHttpContext *context, DWORD event, BOOL post,
        IHttpEventProvider *provider, IHttpCompletionInfo *info) {
        if (what_ == "untouched") {
            return RQ_NOTIFICATION_CONTINUE;
        }
        char text[128];
        std::snprintf(text, sizeof(text), " completion %x %d bytes %u status %08x operation %u%s%s", static_cast<unsigned>(event), post,
            static_cast<unsigned>(info->GetCompletionBytes()), static_cast<unsigned>(info->GetCompletionStatus()),
            static_cast<unsigned>(static_cast<IHttpCompletionInfo2 *>(info)->GetCompletedOperation()),
            inside_ ? " INSIDE" : "", provider ? "" : " NO PROVIDER");
        write(context, text);
        if (what_ == "again" && ++rounds_ < 3) {
            context->PostCompletion(rounds_);
            return RQ_NOTIFICATION_PENDING;
        }
        if (what_ == "indicate-inside") {
            context->IndicateCompletion(RQ_NOTIFICATION_CONTINUE);
            write(context, " indicated");
            return RQ_NOTIFICATION_PENDING;
        }
        return what_ == "finish" ? RQ_NOTIFICATION_FINISH_REQUEST : RQ_NOTIFICATION_CONTINUE;
    }

    void Dispose() {
        std::memset(large_.data(), 'y', large_.size());
        delete this;
    }

private:
    static VOID WINAPI routine(DWORD error, DWORD bytes, LPOVERLAPPED argument) {
        Module *module = reinterpret_cast<Module *>(argument);
        module->other_thread_ = !module->inside_ || error != 0 ? 0 : 1;
        module->routine_ = static_cast<int>(bytes);
    }

    void later(IHttpContext *context, DWORD bytes) {
        std::thread([context, bytes] {
            std::this_thread::sleep_for(std::chrono::milliseconds(30));
            context->PostCompletion(bytes);
        }).detach();
    }

    std::string what_;
    Custom custom_;
    std::atomic<bool> inside_{false};
    std::atomic<int> routine_{0}, other_thread_{0};
    DWORD rounds_ = 0;
    std::string large_;
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
        new Factory, RQ_BEGIN_REQUEST | RQ_EXECUTE_REQUEST_HANDLER, RQ_EXECUTE_REQUEST_HANDLER);
}
