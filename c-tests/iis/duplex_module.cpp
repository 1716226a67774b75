// What has left HTTP, both ways at once: each way goes on by its own callbacks, and neither waits for the other.
#include <httpserv.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <cwchar>
#include <string>
#include <thread>

namespace {

// One connection: it sends `length_` bytes and takes what comes until the client's end.
class Stream {
public:
    Stream(IHttpContext3 *context, size_t length) : context_(context), left_(length) {
        for (size_t at = 0; at < sizeof(out_); ++at) {
            out_[at] = static_cast<char>(at % 251);
        }
    }

    // Both begin; whoever ends last ends the request.
    void start() {
        write();
        read();
    }

private:
    static REQUEST_NOTIFICATION_STATUS WINAPI has_read(IHttpContext3 *, IHttpCompletionInfo2 *info, VOID *argument) {
        Stream *stream = static_cast<Stream *>(argument);
        if (info->GetCompletedOperation() != 1) {
            std::fprintf(stderr, "duplex: a read is operation %u\n", info->GetCompletedOperation());
        }
        if (stream->take(info->GetCompletionStatus(), info->GetCompletionBytes())) {
            stream->read();
        }
        return RQ_NOTIFICATION_PENDING;
    }

    static REQUEST_NOTIFICATION_STATUS WINAPI has_written(IHttpContext3 *, IHttpCompletionInfo2 *info, VOID *argument) {
        Stream *stream = static_cast<Stream *>(argument);
        ++stream->waited_;
        if (stream->sent(info->GetCompletionStatus(), info->GetCompletionBytes())) {
            stream->write();
        }
        return RQ_NOTIFICATION_PENDING;
    }

    void read() {
        for (;;) {
            DWORD bytes = 0;
            BOOL pending = FALSE;
            const HRESULT result = static_cast<IHttpRequest3 *>(context_->GetRequest())
                                       ->ReadEntityBody(in_, sizeof(in_), TRUE, has_read, this, &bytes, &pending);
            if (pending || !take(result, bytes)) {
                return;
            }
        }
    }

    bool take(HRESULT result, DWORD bytes) {
        if (SUCCEEDED(result) && bytes > 0) {
            for (DWORD at = 0; at < bytes; ++at) {
                sum_ = sum_ * 31 + static_cast<unsigned char>(in_[at]);
            }
            taken_ += bytes;
            return true;
        }
        read_end_ = result;
        end();
        return false;
    }

    void write() {
        for (;;) {
            if (left_ == 0) {
                return end();
            }
            chunk_.DataChunkType = HttpDataChunkFromMemory;
            chunk_.FromMemory.pBuffer = out_;
            chunk_.FromMemory.BufferLength = static_cast<ULONG>(left_ < sizeof(out_) ? left_ : sizeof(out_));
            DWORD bytes = 0;
            BOOL expected = FALSE;
            const HRESULT result =
                static_cast<IHttpResponse3 *>(context_->GetResponse())
                    ->WriteEntityChunks(&chunk_, 1, TRUE, TRUE, has_written, this, &bytes, &expected);
            if ((SUCCEEDED(result) && expected) || !sent(result, bytes)) {
                return;
            }
        }
    }

    bool sent(HRESULT result, DWORD bytes) {
        if (FAILED(result)) {
            write_end_ = result;
            end();
            return false;
        }
        left_ -= bytes;
        return true;
    }

    void end() {
        if (++ended_ < 2) {
            return;
        }
        std::fprintf(stderr, "duplex: took %zu sum %08x read %08x write %08x left %zu waited %d\n", taken_, sum_,
                     static_cast<unsigned>(read_end_), static_cast<unsigned>(write_end_), left_, waited_ > 0);
        IHttpContext3 *context = context_;
        delete this;
        context->IndicateCompletion(RQ_NOTIFICATION_FINISH_REQUEST);
    }

    IHttpContext3 *context_;
    size_t left_, taken_ = 0;
    unsigned sum_ = 0;
    HRESULT read_end_ = S_OK, write_end_ = S_OK;
    int waited_ = 0;
    std::atomic<int> ended_{0};
    HTTP_DATA_CHUNK chunk_{};
    char in_[16384], out_[251 * 64];
};

std::string query_of(IHttpContext *context) {
    PCSTR query = nullptr;
    DWORD length = 0;
    return context->GetServerVariable("QUERY_STRING", &query, &length) == S_OK ? query : "";
}

// Loaded beside the other: it takes its time with each send of a parked request.
class Slow : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnSendResponse(IHttpContext *context, ISendResponseProvider *) {
        if (query_of(context) == "parked") {
            DWORD event = 0;
            PCWSTR module = nullptr;
            context->GetCurrentExecutionStats(&event, nullptr, &module);
            if (event != RQ_SEND_RESPONSE || !module || module[0] != L's') {
                std::fprintf(stderr, "duplex: sends within %x\n", static_cast<unsigned>(event));
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnAsyncCompletion(
        IHttpContext *, DWORD event, BOOL, IHttpEventProvider *, IHttpCompletionInfo *) {
        std::fprintf(stderr, "duplex: a completion of another module's, %x\n", static_cast<unsigned>(event));
        return RQ_NOTIFICATION_CONTINUE;
    }

    void Dispose() { delete this; }
};

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) {
        const std::string query = query_of(context);
        IHttpContext3 *newer = static_cast<IHttpContext3 *>(context);
        IHttpResponse *response = context->GetResponse();
        response->SetStatus(101, "Switching Protocols");
        newer->EnableFullDuplex();
        response->DisableBuffering();
        DWORD sent = 0;
        if (FAILED(response->Flush(FALSE, TRUE, &sent))) {
            return RQ_NOTIFICATION_FINISH_REQUEST;
        }
        if (query == "parked") {
            // Reads end in OnAsyncCompletion, and another thread sends all the while.
            std::thread([this, context] { send(context); }).detach();
            read(context);
            return RQ_NOTIFICATION_PENDING;
        }
        // Nobody asks for the WebSocket that the host has made of it: the bytes are ours.
        (new Stream(newer, std::strtoul(query.c_str(), nullptr, 10)))->start();
        return RQ_NOTIFICATION_PENDING;
    }

    REQUEST_NOTIFICATION_STATUS OnAsyncCompletion(
        IHttpContext *context, DWORD event, BOOL, IHttpEventProvider *, IHttpCompletionInfo *info) {
        ++completions_;
        wrong_ += event != RQ_EXECUTE_REQUEST_HANDLER;
        if (take(info->GetCompletionStatus(), info->GetCompletionBytes())) {
            read(context);
        }
        return RQ_NOTIFICATION_PENDING;
    }

    void Dispose() { delete this; }

private:
    void read(IHttpContext *context) {
        for (;;) {
            DWORD bytes = 0;
            BOOL pending = FALSE;
            const HRESULT result =
                context->GetRequest()->ReadEntityBody(in_, sizeof(in_), TRUE, &bytes, &pending);
            if ((result == S_OK && pending) || !take(result, bytes)) {
                return;
            }
        }
    }

    bool take(HRESULT result, DWORD bytes) {
        taken_ += bytes;
        ended_ = result != S_OK || bytes == 0;
        return !ended_;
    }

    void send(IHttpContext *context) {
        while (!ended_) {
            HTTP_DATA_CHUNK chunk = {};
            char byte = 'x';
            chunk.DataChunkType = HttpDataChunkFromMemory;
            chunk.FromMemory.pBuffer = &byte;
            chunk.FromMemory.BufferLength = 1;
            DWORD sent = 0;
            if (context->GetResponse()->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent) == S_OK) {
                ++sent_;
            }
        }
        std::fprintf(stderr, "duplex: parked took %u completions %d wrong %d sent %d\n",
                     static_cast<unsigned>(taken_.load()), completions_ > 0, wrong_.load(), sent_ > 0);
        context->IndicateCompletion(RQ_NOTIFICATION_FINISH_REQUEST);
    }

    std::atomic<bool> ended_{false};
    std::atomic<DWORD> taken_{0};
    std::atomic<int> completions_{0}, wrong_{0};
    int sent_ = 0;
    char in_[64];
};

template <class Kind> class Factory : public IHttpModuleFactory {
public:
    virtual ~Factory() {}

    HRESULT GetHttpModule(CHttpModule **module, IModuleAllocator *) {
        *module = new Kind;
        return S_OK;
    }

    void Terminate() { delete this; }
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    if (std::wcscmp(info->GetName(), L"slow") == 0) {
        return info->SetRequestNotifications(new Factory<Slow>, RQ_SEND_RESPONSE, 0);
    }
    return info->SetRequestNotifications(new Factory<Module>, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
