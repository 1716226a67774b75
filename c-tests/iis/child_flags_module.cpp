// /?WHAT:FLAGS runs a clone with the flags and says what came of it. It is loaded under several names.
#include <httpserv.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

const char *const names[] = {"If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since",
                             "Range", "Depth", "Destination", "If", "Lock-Token", "Overwrite", "Timeout", "Translate",
                             "X-Other"};

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
    explicit Module(const std::string &name) : name_(name) {}

    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) {
        PCSTR text = "";
        DWORD length = 0;
        context->GetServerVariable("QUERY_STRING", &text, &length);
        const std::string query = text;
        const DWORD flags = static_cast<DWORD>(std::strtoul(query.substr(query.find(':') + 1).c_str(), nullptr, 16));
        const bool is_child = context->GetParentContext() != nullptr;
        context->SetRequestHandled();
        if (query.compare(0, 6, "chain:") == 0) {
            write(context, name_ + "(");
            run(context, CLONE_FLAG_BASICS | CLONE_FLAG_HEADERS, flags);
            write(context, ")");
        } else if (query.compare(0, 8, "headers:") == 0) {
            if (!is_child) {
                run(context, flags, EXECUTE_FLAG_NO_HEADERS);
                return RQ_NOTIFICATION_CONTINUE;
            }
            for (const char *name : names) {
                if (context->GetRequest()->GetHeader(name)) {
                    write(context, std::string(name) + " ");
                }
            }
        } else if (is_child) {
            read(context, "child");
            // It goes with the child.
            insert(context, "gone");
        } else {
            insert(context, "back");
            run(context, flags, EXECUTE_FLAG_NO_HEADERS);
            write(context, " ");
            read(context, "parent");
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

    void Dispose() { delete this; }

private:
    static void insert(IHttpContext *context, const char *text) {
        void *bytes = context->AllocateRequestMemory(4);
        std::memcpy(bytes, text, 4);
        context->GetRequest()->InsertEntityBody(bytes, 4);
    }

    static void read(IHttpContext *context, const std::string &who) {
        const std::string left = std::to_string(context->GetRequest()->GetRemainingEntityBytes());
        std::string body;
        char buffer[64];
        DWORD bytes = 0;
        while (context->GetRequest()->ReadEntityBody(buffer, sizeof(buffer), FALSE, &bytes) == S_OK) {
            body.append(buffer, bytes);
        }
        write(context, who + " " + left + " [" + body + "]");
    }

    static void run(IHttpContext *context, DWORD clone_flags, DWORD flags) {
        IHttpContext *clone = nullptr;
        BOOL expected = FALSE;
        if (context->CloneContext(clone_flags, &clone) != S_OK ||
            context->ExecuteRequest(TRUE, clone, flags, nullptr, &expected) != S_OK || expected) {
            write(context, "failed");
        }
        if (clone) {
            clone->ReleaseClonedContext();
        }
    }

    std::string name_;
};

class Factory : public IHttpModuleFactory {
public:
    explicit Factory(const std::string &name) : name_(name) {}
    virtual ~Factory() {}

    HRESULT GetHttpModule(CHttpModule **module, IModuleAllocator *) {
        *module = new Module(name_);
        return S_OK;
    }

    void Terminate() { delete this; }

private:
    std::string name_;
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    std::string name;
    for (PCWSTR text = info->GetName(); *text; ++text) {
        name += static_cast<char>(*text);
    }
    return info->SetRequestNotifications(new Factory(name), RQ_EXECUTE_REQUEST_HANDLER, 0);
}
