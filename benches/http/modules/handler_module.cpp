// Answers every request with 13 bytes, as nginx's return does.
#include <httpserv.h>

class HandlerModule final : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) override {
        static char greeting[] = "Hello, World!";
        HTTP_DATA_CHUNK chunk = {};
        DWORD sent = 0;
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = greeting;
        chunk.FromMemory.BufferLength = sizeof(greeting) - 1;
        context->GetResponse()->SetHeader(HttpHeaderContentType, "text/plain", 10, TRUE);
        context->GetResponse()->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent);
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }
};

class HandlerFactory final : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(CHttpModule **module, IModuleAllocator *) override {
        *module = new HandlerModule;
        return S_OK;
    }
    void Terminate() override { delete this; }
};

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    return info->SetRequestNotifications(new HandlerFactory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
