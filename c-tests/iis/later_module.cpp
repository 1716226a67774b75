// Answers files whose names end with .later, from another thread and some time later.
#include <httpserv.h>

#include <chrono>
#include <cstring>
#include <string>
#include <thread>

namespace {

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) {
        DWORD length = 0;
        const std::wstring name = context->GetScriptName(&length);
        const std::wstring end = L".later";
        if (name.size() < end.size() || name.compare(name.size() - end.size(), end.size(), end) != 0) {
            return RQ_NOTIFICATION_CONTINUE;
        }
        std::thread([context] {
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
            context->PostCompletion(0);
        }).detach();
        return RQ_NOTIFICATION_PENDING;
    }

    REQUEST_NOTIFICATION_STATUS OnAsyncCompletion(IHttpContext *context, DWORD, BOOL, IHttpEventProvider *,
                                                  IHttpCompletionInfo *) {
        PCSTR query = nullptr;
        DWORD length = 0;
        context->GetServerVariable("QUERY_STRING", &query, &length);
        const std::string text = std::string("later ") + (query ? query : "");
        HTTP_DATA_CHUNK chunk = {};
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = const_cast<char *>(text.data());
        chunk.FromMemory.BufferLength = static_cast<ULONG>(text.size());
        DWORD sent = 0;
        IHttpResponse *response = context->GetResponse();
        response->SetStatus(203, "Told Later");
        response->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent, nullptr);
        return RQ_NOTIFICATION_CONTINUE;
    }
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

extern "C" HRESULT WINAPI RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    return info->SetRequestNotifications(new Factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
