// What a module sees of TLS: the body of each answer tells it, line by line.
#include <httpserv.h>

#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <sstream>
#include <string>

namespace {

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) override {
        PCSTR query = nullptr;
        DWORD length = 0;
        context->GetServerVariable("QUERY_STRING", &query, &length);
        const std::string what = query;
        if (what == "redirect") {
            context->GetResponse()->Redirect("/to");
            context->SetRequestHandled();
            return RQ_NOTIFICATION_CONTINUE;
        }
        if (what == "later") {
            // Without a place to say that it has ended, the completion says so.
            const HRESULT result = context->GetRequest()->NegotiateClientCertificate(TRUE);
            say("later 0x%08X", unsigned(result));
            return SUCCEEDED(result) ? RQ_NOTIFICATION_PENDING : end(context);
        }
        variables(context);
        raw(context->GetRequest()->GetRawHttpRequest());
        certificate(context->GetRequest());
        return end(context);
    }

    REQUEST_NOTIFICATION_STATUS OnAsyncCompletion(IHttpContext *context, DWORD, BOOL, IHttpEventProvider *,
                                                  IHttpCompletionInfo *info) override {
        say("completed 0x%08X", unsigned(info->GetCompletionStatus()));
        return end(context);
    }

private:
    void variables(IHttpContext *context) {
        PCSTR asked = context->GetRequest()->GetHeader("X-Ask");
        std::istringstream words(asked ? asked : "");
        std::string word;
        while (words >> word) {
            PCSTR value = nullptr;
            DWORD length = 0;
            const HRESULT result = context->GetServerVariable(word.c_str(), &value, &length);
            if (result == S_OK && std::strlen(value) == length) {
                say("%s=%s", word.c_str(), value);
            } else {
                say("%s 0x%08X", word.c_str(), unsigned(result));
            }
        }
    }

    void raw(const HTTP_REQUEST *request) {
        const HTTP_SSL_INFO *tls = request->pSslInfo;
        if (!tls) {
            say("raw none");
            return;
        }
        const std::string issuer(tls->pServerCertIssuer, tls->ServerCertIssuerSize);
        const std::string subject(tls->pServerCertSubject, tls->ServerCertSubjectSize);
        say("raw %u %u [%s] [%s] %d %u", tls->ServerCertKeySize, tls->ConnectionKeySize, issuer.c_str(), subject.c_str(),
            tls->pClientCertInfo != nullptr, unsigned(tls->SslClientCertNegotiated));
    }

    void certificate(IHttpRequest *request) {
        HTTP_SSL_CLIENT_CERT_INFO *info = nullptr;
        BOOL negotiated = 9, pending = 9;
        HRESULT result = request->GetClientCertificate(&info, &negotiated);
        say("certificate 0x%08X %d", unsigned(result), negotiated);
        if (info) {
            say("shown 0x%08X %u %02x", unsigned(info->CertFlags), unsigned(info->CertEncodedSize), info->pCertEncoded[0]);
        }
        say("negotiate 0x%08X", unsigned(request->NegotiateClientCertificate(FALSE)));
        result = request->NegotiateClientCertificate(TRUE, &pending);
        say("negotiate later 0x%08X %d", unsigned(result), pending);
        PBYTE token = nullptr;
        DWORD size = 0;
        result = static_cast<IHttpRequest2 *>(request)->GetChannelBindingToken(&token, &size);
        // A SEC_CHANNEL_BINDINGS is in front of it.
        const std::string text = token && size > 53 ? std::string(reinterpret_cast<char *>(token) + 32, 21) : "";
        say("token 0x%08X %u %s", unsigned(result), unsigned(size), text.c_str());
    }

    __attribute__((format(printf, 2, 3))) void say(const char *format, ...) {
        char line[4096];
        va_list arguments;
        va_start(arguments, format);
        std::vsnprintf(line, sizeof line, format, arguments);
        va_end(arguments);
        text_ += line;
        text_ += '\n';
    }

    REQUEST_NOTIFICATION_STATUS end(IHttpContext *context) {
        HTTP_DATA_CHUNK chunk = {};
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.BufferLength = static_cast<ULONG>(text_.size());
        chunk.FromMemory.pBuffer = context->AllocateRequestMemory(chunk.FromMemory.BufferLength);
        std::memcpy(chunk.FromMemory.pBuffer, text_.data(), text_.size());
        DWORD sent = 0;
        context->GetResponse()->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent, nullptr);
        context->SetRequestHandled();
        return RQ_NOTIFICATION_CONTINUE;
    }

    std::string text_;
};

class Factory : public IHttpModuleFactory {
public:
    virtual ~Factory() {}

    HRESULT GetHttpModule(CHttpModule **module, IModuleAllocator *) override {
        *module = new Module;
        return S_OK;
    }

    void Terminate() override { delete this; }
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    return info->SetRequestNotifications(new Factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
