// Answers with the body of the request, and says who has shown a certificate.
#include <httpserv.h>

#include <string>

namespace {

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) override {
        IHttpRequest *request = context->GetRequest();
        IHttpResponse *response = context->GetResponse();
        std::string body;
        char piece[8192];
        for (;;) {
            DWORD received = 0;
            const HRESULT result = request->ReadEntityBody(piece, sizeof piece, FALSE, &received);
            if (result == HRESULT_FROM_WIN32(ERROR_HANDLE_EOF)) {
                break;
            }
            if (FAILED(result)) {
                return RQ_NOTIFICATION_FINISH_REQUEST;
            }
            body.append(piece, received);
        }
        PCSTR subject = nullptr;
        DWORD length = 0;
        context->GetServerVariable("CERT_SUBJECT", &subject, &length);
        response->SetHeader("X-Subject", subject ? subject : "", subject ? USHORT(length) : 0, TRUE);
        HTTP_DATA_CHUNK chunk{};
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = context->AllocateRequestMemory(DWORD(body.size()) + 1);
        chunk.FromMemory.BufferLength = ULONG(body.size());
        body.copy(static_cast<char *>(chunk.FromMemory.pBuffer), body.size());
        response->WriteEntityChunkByReference(&chunk);
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }
};

class Factory final : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(CHttpModule **module, IModuleAllocator *) override {
        *module = new Module;
        return S_OK;
    }

    void Terminate() override {
        delete this;
    }
};

} // namespace

extern "C" HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    return info->SetRequestNotifications(new Factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
