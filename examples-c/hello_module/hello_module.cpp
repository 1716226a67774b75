// An IIS module: every response gets a header, and /hello an answer.
//
//     portico run --module hello_module=./hello_module.so --root .
#include <httpserv.h>

#include <cwchar>
#include <new>

namespace {

const char GREETING[] = "Hello from a module\n";

class HelloModule : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IN IHttpContext *context, IN IHttpEventProvider *provider) {
        const HRESULT result = context->GetResponse()->SetHeader("X-Module", "hello", 5, TRUE);
        if (FAILED(result)) {
            provider->SetErrorStatus(result);
            return RQ_NOTIFICATION_FINISH_REQUEST;
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IN IHttpContext *context, IN IHttpEventProvider *provider) {
        if (std::wcscmp(context->GetScriptName(), L"/hello") != 0) {
            return RQ_NOTIFICATION_CONTINUE;  // the next handler's: the files
        }
        IHttpResponse *response = context->GetResponse();
        HTTP_DATA_CHUNK chunk = {};
        DWORD sent = 0;
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = const_cast<char *>(GREETING);
        chunk.FromMemory.BufferLength = sizeof GREETING - 1;
        HRESULT result = response->SetHeader(HttpHeaderContentType, "text/plain", 10, TRUE);
        if (SUCCEEDED(result)) {
            result = response->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent);
        }
        if (FAILED(result)) {
            provider->SetErrorStatus(result);
        }
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }
};

class HelloFactory : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(OUT CHttpModule **module, IN IModuleAllocator *) {
        *module = new (std::nothrow) HelloModule;
        return *module ? S_OK : HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_MEMORY);
    }

    void Terminate() { delete this; }

    virtual ~HelloFactory() {}
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    IHttpModuleFactory *factory = new (std::nothrow) HelloFactory;
    if (!factory) {
        return HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_MEMORY);
    }
    return info->SetRequestNotifications(factory, RQ_BEGIN_REQUEST | RQ_EXECUTE_REQUEST_HANDLER, 0);
}
