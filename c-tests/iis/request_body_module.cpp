// The body of a request, read in the form that the query asks for.
#include "request_module.h"

#include <cstdlib>
#include <thread>

namespace {

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) override {
        context_ = context;
        request_ = context->GetRequest();
        inside_ = true;
        REQUEST_NOTIFICATION_STATUS status = begin();
        inside_ = false;
        return status;
    }

    REQUEST_NOTIFICATION_STATUS OnAsyncCompletion(IHttpContext *, DWORD event, BOOL post, IHttpEventProvider *,
                                                  IHttpCompletionInfo *info) override {
        say(context_, "completion %s", event == RQ_EXECUTE_REQUEST_HANDLER && !post ? "of the handler" : "of what?");
        return completed(static_cast<IHttpCompletionInfo2 *>(info));
    }

private:
    REQUEST_NOTIFICATION_STATUS begin() {
        say(context_, "before %u", request_->GetRemainingEntityBytes());
        if (asks(context_, "arguments")) {
            arguments();
            return done();
        }
        if (asks(context_, "insert")) {
            insert();
        }
        if (asks(context_, "thread")) {
            return elsewhere();
        }
        if (asks(context_, "twice")) {
            twice();
            return RQ_NOTIFICATION_PENDING;
        }
        size_ = asks(context_, "small") ? 4 : sizeof buffer_;
        return asks(context_, "wait") ? read_all() : read();
    }

    REQUEST_NOTIFICATION_STATUS done() {
        if (asks(context_, "gone")) {
            say(context_, "connected %d", context_->GetConnection()->IsConnected());
        }
        context_->SetRequestHandled();
        return RQ_NOTIFICATION_CONTINUE;
    }

    HRESULT start(BOOL async, DWORD *bytes, BOOL *pending) {
        if (asks(context_, "callback")) {
            auto callback = [](IHttpContext3 *context, IHttpCompletionInfo2 *info, void *argument) {
                Module *module = static_cast<Module *>(argument);
                say(context, "callback %d", module->context_ == context);
                return module->completed(info);
            };
            return static_cast<IHttpRequest3 *>(request_)->ReadEntityBody(
                buffer_, size_, async, static_cast<PFN_ASYNC_COMPLETION>(callback), this, bytes, pending);
        }
        if (asks(context_, "fill")) {
            return static_cast<IHttpRequest4 *>(request_)->ReadEntityBody(
                buffer_, size_, async, HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER, bytes, pending);
        }
        return request_->ReadEntityBody(buffer_, size_, async, bytes, pending);
    }

    // The sample of the documentation: until nothing remains.
    REQUEST_NOTIFICATION_STATUS read_all() {
        while (request_->GetRemainingEntityBytes() > 0) {
            DWORD bytes = 77;
            HRESULT result = start(FALSE, &bytes, nullptr);
            if (!take(result, bytes)) {
                break;
            }
        }
        say(context_, "body [%s] after %u", body_.c_str(), request_->GetRemainingEntityBytes());
        DWORD bytes = 77;
        HRESULT result = start(FALSE, &bytes, nullptr);
        say(context_, "at the end 0x%08X %u", unsigned(result), bytes);
        return done();
    }

    bool take(HRESULT result, DWORD bytes) {
        if (result != S_OK) {
            say(context_, "result 0x%08X %u", unsigned(result), bytes);
            return false;
        }
        if (asks(context_, "pieces")) {
            say(context_, "piece [%.*s]", int(bytes), buffer_);
        }
        body_.append(buffer_, bytes);
        return true;
    }

    REQUEST_NOTIFICATION_STATUS read() {
        for (;;) {
            DWORD bytes = 77;
            BOOL pending = 77;
            bool always = asks(context_, "always");
            HRESULT result = start(TRUE, asks(context_, "nobytes") ? nullptr : &bytes, always ? nullptr : &pending);
            if ((always && result == S_OK) || pending == TRUE) {
                if (always && !said_) {
                    said_ = true;
                    say(context_, "always by completion");
                }
                return RQ_NOTIFICATION_PENDING;
            }
            if (!take(result, bytes)) {
                return end();
            }
        }
    }

    REQUEST_NOTIFICATION_STATUS completed(IHttpCompletionInfo2 *info) {
        if (inside_) {
            say(context_, "on the stack of the call!");
        }
        if (info->GetCompletedOperation() != 1) {
            say(context_, "operation %u", info->GetCompletedOperation());
        }
        if (!take(info->GetCompletionStatus(), info->GetCompletionBytes())) {
            return end();
        }
        inside_ = true;
        REQUEST_NOTIFICATION_STATUS status = read();
        inside_ = false;
        return status;
    }

    REQUEST_NOTIFICATION_STATUS end() {
        say(context_, "body [%s] after %u", body_.size() > 100 ? std::to_string(body_.size()).c_str() : body_.c_str(),
            request_->GetRemainingEntityBytes());
        return done();
    }

    void insert() {
        char *first = static_cast<char *>(context_->AllocateRequestMemory(6));
        std::memcpy(first, "first ", 6);
        static char second[] = "second ";
        HRESULT behind = request_->InsertEntityBody(second, 7), before = request_->InsertEntityBody(first, 6);
        say(context_, "insert %d %d", behind == S_OK, before == S_OK);
        say(context_, "inserted %u", request_->GetRemainingEntityBytes());
        // The bytes are not copied.
        second[0] = 'S';
    }

    // The handler waits while another thread reads, as a server in the process does.
    REQUEST_NOTIFICATION_STATUS elsewhere() {
        static_cast<IHttpContext3 *>(context_)->EnableFullDuplex();
        std::thread([this] {
            size_ = sizeof buffer_;
            read_elsewhere();
        }).detach();
        return RQ_NOTIFICATION_PENDING;
    }

    void read_elsewhere() {
        for (;;) {
            auto callback = [](IHttpContext3 *, IHttpCompletionInfo2 *info, void *argument) {
                Module *module = static_cast<Module *>(argument);
                say(module->context_, "callback");
                bool more = module->take(info->GetCompletionStatus(), info->GetCompletionBytes());
                std::thread([module, more] {
                    if (more) {
                        module->read_elsewhere();
                    } else {
                        module->end_elsewhere();
                    }
                }).detach();
                return RQ_NOTIFICATION_PENDING;
            };
            DWORD bytes = 77;
            BOOL pending = 77;
            HRESULT result = static_cast<IHttpRequest3 *>(request_)->ReadEntityBody(
                buffer_, size_, TRUE, static_cast<PFN_ASYNC_COMPLETION>(callback), this, &bytes, &pending);
            if (pending == TRUE) {
                return;
            }
            if (!take(result, bytes)) {
                return end_elsewhere();
            }
        }
    }

    void end_elsewhere() {
        end();
        context_->IndicateCompletion(RQ_NOTIFICATION_CONTINUE);
    }

    // One read at a time.
    void twice() {
        char other[8];
        BOOL pending = 77;
        DWORD bytes = 77;
        HRESULT first = request_->ReadEntityBody(buffer_, sizeof buffer_, TRUE, &bytes, &pending);
        BOOL second_pending = 77;
        HRESULT second = request_->ReadEntityBody(other, sizeof other, TRUE, &bytes, &second_pending);
        say(context_, "first %d %d second %d %d", first == S_OK, pending, second < 0, second_pending);
        say(context_, "cancel %d", context_->CancelIo() == S_OK);
    }

    void arguments() {
        char byte;
        DWORD bytes = 77;
        BOOL pending = 77;
        const HRESULT wrong = CODE(ERROR_INVALID_PARAMETER);
        say(context_, "null buffer %d", request_->ReadEntityBody(nullptr, 1, FALSE, &bytes) == wrong);
        say(context_, "no room %d", request_->ReadEntityBody(&byte, 0, FALSE, &bytes) == wrong);
        say(context_, "no callback %d", static_cast<IHttpRequest3 *>(request_)->ReadEntityBody(
            &byte, 1, TRUE, nullptr, nullptr, &bytes, &pending) == wrong);
        say(context_, "no flag %d", static_cast<IHttpRequest4 *>(request_)->ReadEntityBody(
            &byte, 1, FALSE, 2, &bytes, &pending) == wrong);
        say(context_, "bytes %u pending %d", bytes, pending);
        say(context_, "null insert %d %d", request_->InsertEntityBody(nullptr, 1) == wrong,
            request_->InsertEntityBody(nullptr, 0) == S_OK);
        say(context_, "no places %d", request_->ReadEntityBody(&byte, 1, FALSE, nullptr) == S_OK);
        say(context_, "byte %c left %u", byte, request_->GetRemainingEntityBytes());
    }

    IHttpContext *context_ = nullptr;
    IHttpRequest *request_ = nullptr;
    bool inside_ = false, said_ = false;
    std::string body_;
    char buffer_[64];
    DWORD size_ = 0;
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    return info->SetRequestNotifications(new ModuleFactory<Module>, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
