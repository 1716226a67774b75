// Child requests: /?parent:… runs a clone with another URL; children say what they are.
#include <httpserv.h>

#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>
#include <thread>

namespace {

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

std::string query_of(IHttpContext *context) {
    PCSTR query = nullptr;
    DWORD length = 0;
    return context->GetServerVariable("QUERY_STRING", &query, &length) == S_OK ? query : "";
}


class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IHttpContext *context, IHttpEventProvider *) {
        std::fprintf(stderr, "child: begin %d %s\n", context->GetParentContext() != nullptr, query_of(context).c_str());
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) {
        const std::string query = query_of(context);
        context->SetRequestHandled();
        if (query.compare(0, 7, "parent:") == 0) {
            return parent(context, query.substr(7));
        }
        if (query.compare(0, 5, "deep:") == 0) {
            const int depth = std::stoi(query.substr(5));
            write(context, "(" + std::to_string(depth));
            const REQUEST_NOTIFICATION_STATUS status = run(context, "deep:" + std::to_string(depth + 1), 0, FALSE);
            write(context, ")");
            return status;
        }
        if (query == "where") {
            PCSTR folder = "";
            DWORD length = 0;
            context->GetServerVariable("APPL_PHYSICAL_PATH", &folder, &length);
            std::string id;
            for (PCWSTR text = context->GetApplication()->GetApplicationId(); *text; ++text) {
                id += static_cast<char>(*text);
            }
            write(context, "[in " + id + " at " + folder + "]");
            return RQ_NOTIFICATION_CONTINUE;
        }
        // A child.
        IHttpContext *above = context->GetParentContext();
        IHttpContext *root = context->GetRootContext();
        PCSTR header = context->GetRequest()->GetHeader("X-Test");
        PCWSTR variable = nullptr;
        DWORD length = 0;
        static_cast<IHttpContext3 *>(context)->InheritServerVariable("OF_PARENT", FALSE);
        const bool has = context->GetServerVariable("OF_PARENT", &variable, &length) == S_OK;
        context->GetResponse()->SetHeader("X-Child", "yes", 3, TRUE);
        context->GetResponse()->SetStatus(query == "error" ? 404 : 201, "Made");
        if (query != "error") {
            write(context, "[" + query + " parent " + std::to_string(above != nullptr) + " root " +
                               std::to_string(root != nullptr && root->GetParentContext() == nullptr) + " header " +
                               (header ? header : "none") + " variable " + std::to_string(has) + " flags " +
                               std::to_string(context->GetExecuteFlags()) + " user " +
                               (context->GetUser() ? "yes" : "no") + "]");
        }
        if (query == "flush") {
            DWORD sent = 0;
            const HRESULT result = context->GetResponse()->Flush(FALSE, TRUE, &sent, nullptr);
            write(context, "[flushed " + hex(result) + "]");
        }
        if (query == "pending") {
            std::thread([context] {
                std::this_thread::sleep_for(std::chrono::milliseconds(30));
                context->PostCompletion(0);
            }).detach();
            return RQ_NOTIFICATION_PENDING;
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnAsyncCompletion(
        IHttpContext *context, DWORD event, BOOL, IHttpEventProvider *, IHttpCompletionInfo *info) {
        if (clone_) {
            write(context, " completed " + std::to_string(event) + " " + hex(info->GetCompletionStatus()));
            write(context, " released " + hex(clone_->ReleaseClonedContext()));
            clone_ = nullptr;
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

    void Dispose() {
        std::fprintf(stderr, "child: dispose\n");
        delete this;
    }

private:
    REQUEST_NOTIFICATION_STATUS parent(IHttpContext *context, const std::string &what) {
        context->SetServerVariable("OF_PARENT", L"1");
        if (what == "refused") {
            IHttpContext *clone = nullptr;
            std::string text = hex(context->CloneContext(0x8000, &clone));
            text += " " + hex(context->CloneContext(0, nullptr));
            BOOL expected = TRUE;
            text += " " + hex(context->ExecuteRequest(TRUE, context, 0, nullptr, &expected));
            text += " " + std::to_string(expected);
            text += " " + hex(context->CloneContext(CLONE_FLAG_BASICS, &clone));
            text += " " + hex(context->ExecuteRequest(FALSE, clone, 0, nullptr, &expected));
            text += " " + hex(context->ExecuteRequest(TRUE, clone, 0x8000, nullptr, &expected));
            clone->GetRequest()->SetUrl("/?once", 6, TRUE);
            text += " " + hex(context->ExecuteRequest(TRUE, clone, EXECUTE_FLAG_BUFFER_RESPONSE, nullptr, &expected));
            text += " " + hex(context->ExecuteRequest(TRUE, clone, 0, nullptr, &expected));
            text += " " + hex(context->ReleaseClonedContext());
            text += " " + hex(clone->ReleaseClonedContext());
            write(context, text);
            return RQ_NOTIFICATION_CONTINUE;
        }
        write(context, "before ");
        DWORD flags = 0;
        if (what == "no-headers") {
            flags = EXECUTE_FLAG_NO_HEADERS;
        } else if (what == "flush-buffered") {
            flags = EXECUTE_FLAG_BUFFER_RESPONSE;
        }
        return run(context, what == "flush-buffered" ? "flush" : what, flags, what == "always");
    }

    // Runs a clone with this query; `always`: its end is told by a completion in any case.
    REQUEST_NOTIFICATION_STATUS run(IHttpContext *context, const std::string &query, DWORD flags, BOOL always) {
        DWORD clone_flags = CLONE_FLAG_BASICS;
        if (query != "plain") {
            clone_flags |= CLONE_FLAG_HEADERS | CLONE_FLAG_SERVER_VARIABLE;
        }
        HRESULT result = context->CloneContext(clone_flags, &clone_);
        if (result == S_OK) {
            const std::string folder = query == "where" ? "/app/x" : query == "broken" ? "/broken/x" : "/other";
            const std::string url = folder + "?" + query;
            result = clone_->GetRequest()->SetUrl(url.c_str(), static_cast<DWORD>(url.size()), TRUE);
        }
        BOOL expected = FALSE;
        if (result == S_OK) {
            result = context->ExecuteRequest(TRUE, clone_, flags, query == "user" ? context->GetUser() : nullptr,
                always ? nullptr : &expected);
        }
        if (result != S_OK) {
            write(context, " failed " + hex(result));
            if (clone_) {
                clone_->ReleaseClonedContext();
            }
            return RQ_NOTIFICATION_CONTINUE;
        }
        if (expected || always) {
            return RQ_NOTIFICATION_PENDING;
        }
        write(context, " ended released " + hex(clone_->ReleaseClonedContext()));
        return RQ_NOTIFICATION_CONTINUE;
    }

    IHttpContext *clone_ = nullptr;
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
    return info->SetRequestNotifications(new Factory, RQ_BEGIN_REQUEST | RQ_EXECUTE_REQUEST_HANDLER, 0);
}
