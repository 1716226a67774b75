// An IIS module that keeps no thread while it waits: it counts the bytes of an upload, however slow
// the client, and answers a moment after the last one.
//
//     portico run --module async_module=./async_module.so
#include <httpserv.h>

#include <cstdio>
#include <new>

namespace {

class AsyncModule : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IN IHttpContext *context, IN IHttpEventProvider *provider) {
        return Read(context, provider);
    }

    // A read has ended, or the timer has had its say.
    REQUEST_NOTIFICATION_STATUS OnAsyncCompletion(
        IN IHttpContext *context, IN DWORD, IN BOOL, IN IHttpEventProvider *provider, IN IHttpCompletionInfo *completion) {
        if (timer_) {
            return Answer(context, provider);
        }
        if (FAILED(completion->GetCompletionStatus())) {
            return Ended(completion->GetCompletionStatus(), context, provider);
        }
        count_ += completion->GetCompletionBytes();
        return Read(context, provider);
    }

    void Dispose() {
        if (timer_) {
            // The callback has been: the request has ended by it.
            CloseThreadpoolTimer(timer_);
        }
        delete this;
    }

private:
    REQUEST_NOTIFICATION_STATUS Read(IHttpContext *context, IHttpEventProvider *provider) {
        for (;;) {
            DWORD read = 0;
            BOOL later = FALSE;
            const HRESULT result = context->GetRequest()->ReadEntityBody(buffer_, sizeof buffer_, TRUE, &read, &later);
            if (FAILED(result)) {
                return Ended(result, context, provider);
            }
            if (later) {
                return RQ_NOTIFICATION_PENDING;
            }
            count_ += read;
        }
    }

    // Nothing is left to read, or the client has gone.
    REQUEST_NOTIFICATION_STATUS Ended(HRESULT result, IHttpContext *context, IHttpEventProvider *provider) {
        if (result != HRESULT_FROM_WIN32(ERROR_HANDLE_EOF)) {
            std::printf("an upload was broken off after %llu bytes\n", static_cast<unsigned long long>(count_));
            std::fflush(stdout);
            return RQ_NOTIFICATION_FINISH_REQUEST;
        }
        context_ = context;
        timer_ = CreateThreadpoolTimer(OnTimer, this, nullptr);
        if (!timer_) {
            provider->SetErrorStatus(HRESULT_FROM_WIN32(GetLastError()));
            return RQ_NOTIFICATION_FINISH_REQUEST;
        }
        FILETIME due = {};
        const LONGLONG moment = -50LL * 10000;  // 50 ms, in units of 100 ns from now
        due.dwLowDateTime = static_cast<DWORD>(moment);
        due.dwHighDateTime = static_cast<DWORD>(moment >> 32);
        SetThreadpoolTimer(timer_, &due, 0, 0);
        return RQ_NOTIFICATION_PENDING;
    }

    static VOID CALLBACK OnTimer(PTP_CALLBACK_INSTANCE, PVOID argument, PTP_TIMER) {
        // OnAsyncCompletion goes on, on a thread of the server's.
        static_cast<AsyncModule *>(argument)->context_->PostCompletion(0);
    }

    REQUEST_NOTIFICATION_STATUS Answer(IHttpContext *context, IHttpEventProvider *provider) {
        char *text = static_cast<char *>(context->AllocateRequestMemory(32));
        if (!text) {
            provider->SetErrorStatus(HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_MEMORY));
            return RQ_NOTIFICATION_FINISH_REQUEST;
        }
        HTTP_DATA_CHUNK chunk = {};
        DWORD sent = 0;
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = text;
        chunk.FromMemory.BufferLength =
            static_cast<ULONG>(std::snprintf(text, 32, "%llu bytes", static_cast<unsigned long long>(count_)));
        const HRESULT result = context->GetResponse()->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent);
        if (FAILED(result)) {
            provider->SetErrorStatus(result);
        }
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }

    IHttpContext *context_ = nullptr;
    PTP_TIMER timer_ = nullptr;
    ULONGLONG count_ = 0;
    char buffer_[16384];
};

class AsyncFactory : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(OUT CHttpModule **module, IN IModuleAllocator *) {
        *module = new (std::nothrow) AsyncModule;
        return *module ? S_OK : HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_MEMORY);
    }

    void Terminate() { delete this; }

    virtual ~AsyncFactory() {}
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    IHttpModuleFactory *factory = new (std::nothrow) AsyncFactory;
    if (!factory) {
        return HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_MEMORY);
    }
    return info->SetRequestNotifications(factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
