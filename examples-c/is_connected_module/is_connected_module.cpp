// A module that stops where its client is gone, and else says that it is there.
//
// /wait does what takes long: it looks at the client until that has gone, half a minute at most.
//
//     portico run --module is_connected_module=./is_connected_module.so
#include <httpserv.h>

#include <cstdio>
#include <cwchar>
#include <new>

namespace {

const char ANSWER[] = "Client connected: Yes";

class IsConnectedModule : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IN IHttpContext *context, IN IHttpEventProvider *provider) {
        // A request that the server makes itself has no connection.
        IHttpConnection *connection = context->GetConnection();
        if (std::wcscmp(context->GetScriptName(), L"/wait") == 0) {
            std::printf("working for a client\n");
            std::fflush(stdout);
            for (int tenths = 0; tenths < 300 && connection && connection->IsConnected(); ++tenths) {
                Sleep(100);
            }
        }
        if (connection && !connection->IsConnected()) {
            std::printf("the client has gone\n");
            std::fflush(stdout);
            return RQ_NOTIFICATION_FINISH_REQUEST;
        }
        HTTP_DATA_CHUNK chunk = {};
        DWORD sent = 0;
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = const_cast<char *>(ANSWER);
        chunk.FromMemory.BufferLength = sizeof ANSWER - 1;
        const HRESULT result = context->GetResponse()->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent);
        if (FAILED(result)) {
            provider->SetErrorStatus(result);
        }
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }

    REQUEST_NOTIFICATION_STATUS OnSendResponse(IN IHttpContext *context, IN ISendResponseProvider *) {
        IHttpConnection *connection = context->GetConnection();
        return connection && !connection->IsConnected() ? RQ_NOTIFICATION_FINISH_REQUEST : RQ_NOTIFICATION_CONTINUE;
    }
};

class IsConnectedFactory : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(OUT CHttpModule **module, IN IModuleAllocator *) {
        *module = new (std::nothrow) IsConnectedModule;
        return *module ? S_OK : HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_MEMORY);
    }

    void Terminate() { delete this; }

    virtual ~IsConnectedFactory() {}
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    IHttpModuleFactory *factory = new (std::nothrow) IsConnectedFactory;
    if (!factory) {
        return HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_MEMORY);
    }
    return info->SetRequestNotifications(factory, RQ_EXECUTE_REQUEST_HANDLER | RQ_SEND_RESPONSE, 0);
}
