// A WebSocket behind a request: an echo, and closes in every form. The query says which.
#include <httpserv.h>
#include <iiswebsocket.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

void say(const std::string &text) { std::fprintf(stderr, "websocket: %s\n", text.c_str()); }

std::string hex(HRESULT result) {
    char text[16];
    std::snprintf(text, sizeof(text), "%08x", static_cast<unsigned>(result));
    return text;
}

std::string narrow(PCWSTR text) {
    std::string result;
    for (; text && *text; ++text) {
        result += static_cast<char>(*text);
    }
    return result;
}

// What is stored with a connection: it counts the ends that it was told of.
class Watch : public IHttpConnectionStoredContext {
public:
    explicit Watch(std::shared_ptr<std::atomic<int>> told) : told_(std::move(told)) {}
    void NotifyDisconnect() { told_->fetch_add(1); }
    void CleanupStoredContext() { delete this; }

private:
    virtual ~Watch() {}
    std::shared_ptr<std::atomic<int>> told_;
};

HTTP_MODULE_ID g_id = nullptr;

// Waits for something for ten seconds at most.
template <typename F> bool wait_for(F happened) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!happened()) {
        if (std::chrono::steady_clock::now() > end) {
            return false;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return true;
}

class Session;
std::mutex g_held_mutex;
std::vector<Session *> g_held;

// A request that has become a WebSocket; it ends itself.
class Session {
public:
    Session(IHttpContext *context, IWebSocketContext *socket, const std::string &what, const std::string &argument)
        : context_(context), socket_(socket), what_(what), argument_(argument) {}

    void start() {
        if (what_ == "echo") {
            read();
        } else if (what_ == "blocking") {
            std::thread([this] { blocking(); }).detach();
        } else if (what_ == "close") {
            std::thread([this] { close(); }).detach();
        } else if (what_ == "idle") {
            std::thread([this] { idle(); }).detach();
        } else if (what_ == "hold") {
            // Nothing is read before a request says so.
            std::lock_guard<std::mutex> lock(g_held_mutex);
            g_held.push_back(this);
            say("held");
        } else if (what_ == "silent") {
            // The request ends without a word.
            finish();
        } else if (what_ == "tcp") {
            socket_->CloseTcpConnection();
            finish();
        } else if (what_ == "cancel") {
            DWORD size = sizeof(buffer_);
            BOOL expected = FALSE;
            const HRESULT result = socket_->ReadFragment(buffer_, &size, TRUE, &text_, &last_, &closed_, cancelled, this, &expected);
            const HRESULT second = socket_->ReadFragment(buffer_, &size, TRUE, &text_, &last_, &closed_, cancelled, this, &expected);
            say("read " + hex(result) + " second " + hex(second));
            socket_->CancelOutstandingIO();
        }
    }

    static void release() {
        std::vector<Session *> held;
        {
            std::lock_guard<std::mutex> lock(g_held_mutex);
            held.swap(g_held);
        }
        for (Session *session : held) {
            session->read();
        }
    }

private:
    // Nothing is read until the client has gone, and then it is known without a read.
    void idle() {
        IHttpConnection *connection = context_->GetConnection();
        const auto told = std::make_shared<std::atomic<int>>(0);
        const HRESULT stored = connection->GetModuleContextContainer()->SetConnectionModuleContext(new Watch(told), g_id);
        say("idle " + hex(stored));
        const bool gone = wait_for([connection] { return !connection->IsConnected(); });
        const bool notified = wait_for([&told] { return told->load() > 0; });
        HRESULT result = S_OK;
        const bool failed = wait_for([&] {
            char byte = 'x';
            DWORD size = 1;
            result = socket_->WriteFragment(&byte, &size, FALSE, FALSE, TRUE);
            return result != S_OK;
        });
        say("gone " + std::to_string(gone) + " notified " + std::to_string(notified) + " failed " +
            std::to_string(failed) + " " + hex(result));
        DWORD size = sizeof(buffer_);
        result = socket_->ReadFragment(buffer_, &size, FALSE, &text_, &last_, &closed_);
        say("idle read " + hex(result) + " " + std::to_string(closed_));
        finish();
    }

    static VOID WINAPI read_done(HRESULT error, VOID *argument, DWORD bytes, BOOL text, BOOL last, BOOL close) {
        static_cast<Session *>(argument)->got(error, bytes, text, last, close);
    }

    static VOID WINAPI write_done(HRESULT error, VOID *argument, DWORD, BOOL, BOOL, BOOL) {
        Session *session = static_cast<Session *>(argument);
        if (error != S_OK) {
            say("write " + hex(error));
            session->finish();
        } else {
            session->read();
        }
    }

    static VOID WINAPI cancelled(HRESULT error, VOID *argument, DWORD bytes, BOOL, BOOL, BOOL) {
        say("cancelled " + hex(error) + " " + std::to_string(bytes));
        // Another read goes on as if nothing had been.
        static_cast<Session *>(argument)->read();
    }

    static VOID WINAPI closed(HRESULT error, VOID *argument, DWORD bytes, BOOL, BOOL, BOOL close) {
        Session *session = static_cast<Session *>(argument);
        say("callback " + hex(error) + " " + std::to_string(bytes) + " " + std::to_string(close));
        std::lock_guard<std::mutex> lock(session->mutex_);
        ++session->callbacks_;
        session->changed_.notify_all();
    }

    void read() {
        for (;;) {
            DWORD size = sizeof(buffer_);
            BOOL expected = FALSE;
            const HRESULT result =
                socket_->ReadFragment(buffer_, &size, TRUE, &text_, &last_, &closed_, read_done, this, &expected);
            if (result != S_OK) {
                say("read " + hex(result));
                return finish();
            }
            if (expected || !take(size, text_, last_, closed_)) {
                return;
            }
        }
    }

    void got(HRESULT error, DWORD bytes, BOOL text, BOOL last, BOOL close) {
        if (error != S_OK) {
            say("read " + hex(error));
            return finish();
        }
        if (take(bytes, text, last, close)) {
            read();
        }
    }

    // Whether to read on.
    bool take(DWORD bytes, BOOL text, BOOL last, BOOL close) {
        if (close) {
            USHORT code = 1, length = 0;
            LPCWSTR reason = nullptr;
            const HRESULT result = socket_->GetCloseStatus(&code, &reason, &length);
            say("close " + hex(result) + " " + std::to_string(code) + " " + narrow(reason) + " " + std::to_string(length));
            const HRESULT sent = code ? socket_->SendConnectionClose(FALSE, code, reason) : socket_->SendConnectionClose(FALSE);
            say("answered " + hex(sent));
            finish();
            return false;
        }
        DWORD sent = bytes;
        BOOL expected = FALSE;
        const HRESULT result = socket_->WriteFragment(buffer_, &sent, TRUE, text, last, write_done, this, &expected);
        if (result != S_OK) {
            say("write " + hex(result));
            finish();
            return false;
        }
        return !expected;
    }

    void blocking() {
        for (;;) {
            DWORD size = sizeof(buffer_);
            HRESULT result = socket_->ReadFragment(buffer_, &size, FALSE, &text_, &last_, &closed_);
            if (result != S_OK || closed_) {
                say("blocking read " + hex(result) + " " + std::to_string(closed_));
                break;
            }
            result = socket_->WriteFragment(buffer_, &size, FALSE, text_, last_);
            if (result != S_OK) {
                say("blocking write " + hex(result));
                break;
            }
        }
        finish();
    }

    // argument_: sync|async|always, the code as value|pointer|none, the code, the reason.
    void close() {
        std::vector<std::string> parts;
        for (size_t start = 0;;) {
            const size_t end = argument_.find(',', start);
            parts.push_back(argument_.substr(start, end - start));
            if (end == std::string::npos) {
                break;
            }
            start = end + 1;
        }
        USHORT code = static_cast<USHORT>(std::strtoul(parts[2].c_str(), nullptr, 10));
        std::wstring text(parts[3].begin(), parts[3].end());
        if (parts[3] == "long") {
            text.assign(124, L'x');
        } else if (parts[3] == "fits") {
            text.assign(123, L'x');
        } else if (parts[3] == "wide") {
            text.assign(41, L'\u20ac');
        } else if (parts[3] == "wider") {
            text.assign(42, L'\u20ac');
        }
        LPCWSTR reason = parts[3] == "null" ? nullptr : text.c_str();
        const bool async = parts[0] != "sync";
        BOOL expected = FALSE;
        BOOL *flag = parts[0] == "always" ? nullptr : &expected;
        PFN_WEBSOCKET_COMPLETION function = async ? closed : nullptr;
        HRESULT result = S_OK;
        if (parts[1] == "value") {
            result = socket_->SendConnectionClose(async, code, reason, function, this, flag);
        } else if (parts[1] == "pointer") {
            result = socket_->SendConnectionClose(async, &code, reason, function, this, flag);
        } else {
            result = socket_->SendConnectionClose(async, nullptr, reason, function, this, flag);
        }
        say("sent " + hex(result) + " expected " + std::to_string(expected));
        {
            std::unique_lock<std::mutex> lock(mutex_);
            const int wanted = result == S_OK && async && (expected || parts[0] == "always") ? 1 : 0;
            changed_.wait_for(lock, std::chrono::seconds(10), [this, wanted] { return callbacks_ >= wanted; });
            say("callbacks " + std::to_string(callbacks_) + " of " + std::to_string(wanted));
        }
        const HRESULT again = result == S_OK ? socket_->SendConnectionClose(FALSE, 1000, L"again") : S_OK;
        DWORD size = 1;
        const HRESULT data = result == S_OK ? socket_->WriteFragment(buffer_, &size, FALSE, TRUE, TRUE) : S_OK;
        say("again " + hex(again) + " data " + hex(data));
        if (result != S_OK) {
            socket_->SendConnectionClose(FALSE, 1000, L"refused");
        }
        // What the peer says to it.
        do {
            size = sizeof(buffer_);
            closed_ = FALSE;
            result = socket_->ReadFragment(buffer_, &size, FALSE, &text_, &last_, &closed_);
        } while (result == S_OK && !closed_);
        USHORT status = 1;
        const HRESULT known = socket_->GetCloseStatus(&status);
        say("peer " + hex(result) + " " + std::to_string(closed_) + " status " + hex(known) + " " + std::to_string(status));
        finish();
    }

    void finish() {
        IHttpContext *context = context_;
        delete this;
        context->PostCompletion(0);
    }

    IHttpContext *context_;
    IWebSocketContext *socket_;
    std::string what_, argument_;
    char buffer_[4096];
    BOOL text_ = FALSE, last_ = FALSE, closed_ = FALSE;
    std::mutex mutex_;
    std::condition_variable changed_;
    int callbacks_ = 0;
};

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) {
        PCSTR text = nullptr;
        DWORD length = 0;
        if (context->GetServerVariable("QUERY_STRING", &text, &length) == S_OK && std::strcmp(text, "release") == 0) {
            Session::release();
            context->GetResponse()->SetStatus(204, "No Content");
            return RQ_NOTIFICATION_FINISH_REQUEST;
        }
        const bool asked = context->GetServerVariable("IIS_WEBSOCK", &text, &length) == S_OK && std::strcmp(text, "websockets") == 0;
        const bool version = context->GetServerVariable("WEBSOCKET_VERSION", &text, &length) == S_OK;
        if (!asked || !version) {
            context->GetResponse()->SetHeader("X-WebSockets", version ? "yes" : "no", version ? 3 : 2, TRUE);
            context->GetResponse()->SetStatus(400, asked ? "No version" : "No WebSocket");
            return RQ_NOTIFICATION_FINISH_REQUEST;
        }
        context->GetServerVariable("QUERY_STRING", &text, &length);
        query_ = text;
        INamedContextContainer *container = static_cast<IHttpContext3 *>(context)->GetNamedContextContainer();
        if (container->GetNamedContext(L"websockets")) {
            say("too early");
        }
        IHttpResponse *response = context->GetResponse();
        response->SetStatus(101, "Switching Protocols");
        if (query_ == "protocol") {
            response->SetHeader("Sec-WebSocket-Protocol", "chat", 4, TRUE);
            query_ = "echo";
        }
        DWORD sent = 0;
        BOOL expected = FALSE;
        const HRESULT result = response->Flush(TRUE, TRUE, &sent, &expected);
        if (result != S_OK) {
            say("flush " + hex(result));
            return RQ_NOTIFICATION_FINISH_REQUEST;
        }
        if (!expected) {
            begin(context);
        }
        return RQ_NOTIFICATION_PENDING;
    }

    REQUEST_NOTIFICATION_STATUS OnAsyncCompletion(
        IHttpContext *context, DWORD, BOOL, IHttpEventProvider *, IHttpCompletionInfo *info) {
        if (!begun_) {
            if (info->GetCompletionStatus() != S_OK) {
                return RQ_NOTIFICATION_FINISH_REQUEST;
            }
            begin(context);
            return RQ_NOTIFICATION_PENDING;
        }
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }

    void Dispose() {
        if (begun_) {
            say("dispose");
        }
        delete this;
    }

private:
    void begin(IHttpContext *context) {
        begun_ = true;
        INamedContextContainer *container = static_cast<IHttpContext3 *>(context)->GetNamedContextContainer();
        IWebSocketContext *socket = static_cast<IWebSocketContext *>(container->GetNamedContext(L"websockets"));
        const size_t colon = query_.find(':');
        const std::string argument = colon == std::string::npos ? "" : query_.substr(colon + 1);
        (new Session(context, socket, query_.substr(0, colon), argument))->start();
    }

    bool begun_ = false;
    std::string query_;
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
    return info->SetRequestNotifications(new Factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
