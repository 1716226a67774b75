// The method, the URL, the addresses and the rest of what a request says of itself.
#include "request_module.h"

#include <winsock2.h>
#include <ws2tcpip.h>

namespace {

std::string part(PCWSTR text, USHORT bytes) {
    std::string result;
    for (unsigned i = 0; i < bytes / sizeof(WCHAR); i++) {
        result += char(text[i]);
    }
    return result;
}

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IHttpContext *context, IHttpEventProvider *) override {
        IHttpRequest *request = context->GetRequest();
        say(context, "changed %d forwarded %s", request->GetUrlChanged(), narrow(request->GetForwardedUrl()).c_str());
        if (asks(context, "own")) {
            own(context, request);
        } else {
            show(context);
            std::string url = or_null(request->GetHeader("X-Url"));
            bool resets = request->GetHeader("X-Reset") != nullptr;
            HRESULT result;
            if (request->GetHeader("X-Wide")) {
                std::wstring wide(url.begin(), url.end());
                // The text has no end of its own.
                result = request->SetUrl((wide + L"/more").c_str(), DWORD(wide.size()), resets);
            } else {
                result = request->SetUrl((url + "/more").c_str(), DWORD(url.size()), resets);
            }
            say(context, "set %d changed %d forwarded %s", result == S_OK, request->GetUrlChanged(),
                narrow(request->GetForwardedUrl()).c_str());
            show(context);
            std::string text;
            for (const char *name : {"HTTP_URL", "UNENCODED_URL", "CACHE_URL", "URL", "QUERY_STRING", "FORWARDED_URL"}) {
                PCSTR value = "?";
                DWORD length;
                context->GetServerVariable(name, &value, &length);
                text += std::string("|") + value;
            }
            say(context, "variables%s", text.c_str());
        }
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }

private:
    static void show(IHttpContext *context) {
        const HTTP_REQUEST *raw = context->GetRequest()->GetRawHttpRequest();
        const HTTP_COOKED_URL &url = raw->CookedUrl;
        say(context, "%.*s|%s|%s|%s|%s", raw->RawUrlLength, raw->pRawUrl,
            part(url.pFullUrl, url.FullUrlLength).c_str(), part(url.pHost, url.HostLength).c_str(),
            part(url.pAbsPath, url.AbsPathLength).c_str(), part(url.pQueryString, url.QueryStringLength).c_str());
    }

    static std::string address(SOCKADDR *address) {
        char host[64] = "", service[16] = "";
        getnameinfo(address, sizeof(sockaddr_in), host, sizeof host, service, sizeof service,
                    NI_NUMERICHOST | NI_NUMERICSERV);
        return std::string(host) + " " + service;
    }

    static void own(IHttpContext *context, IHttpRequest *request) {
        HTTP_REQUEST *raw = request->GetRawHttpRequest();
        say(context, "method %s %d", request->GetHttpMethod(), raw->Verb);
        say(context, "null %d empty %d", request->SetHttpMethod(nullptr) == CODE(ERROR_INVALID_PARAMETER),
            request->SetHttpMethod("") == CODE(ERROR_INVALID_PARAMETER));
        HRESULT result = request->SetHttpMethod("PUT");
        say(context, "set %d %s %d", result == S_OK, request->GetHttpMethod(), raw->Verb);
        result = request->SetHttpMethod("put");
        say(context, "own %d %s %d %.*s", result == S_OK, request->GetHttpMethod(), raw->Verb,
            raw->UnknownVerbLength, raw->pUnknownVerb);
        USHORT major = 9, minor = 9;
        request->GetHttpVersion(&major, &minor);
        say(context, "version %d.%d", major, minor);
        say(context, "local %s", address(request->GetLocalAddress()).c_str());
        say(context, "remote %s", address(request->GetRemoteAddress()).c_str());
        say(context, "site %u", request->GetSiteId());
        HTTP_SSL_CLIENT_CERT_INFO *certificate = reinterpret_cast<HTTP_SSL_CLIENT_CERT_INFO *>(1);
        BOOL negotiated = 9;
        say(context, "certificate %d", request->GetClientCertificate(&certificate, &negotiated) == CODE(ERROR_NOT_FOUND));
        say(context, "none %d %d", certificate == nullptr, negotiated);
        say(context, "null %d %d",
            request->GetClientCertificate(nullptr, &negotiated) == CODE(ERROR_INVALID_PARAMETER),
            request->GetClientCertificate(&certificate, nullptr) == CODE(ERROR_INVALID_PARAMETER));
        BOOL pending = 9;
        say(context, "negotiate %d", request->NegotiateClientCertificate(FALSE) == CODE(ERROR_NOT_FOUND));
        say(context, "negotiate later %d", request->NegotiateClientCertificate(TRUE, &pending) == CODE(ERROR_NOT_FOUND));
        say(context, "pending %d", pending);
        PBYTE token = nullptr;
        DWORD size = 9;
        IHttpRequest2 *second = static_cast<IHttpRequest2 *>(request);
        say(context, "binding %d", second->GetChannelBindingToken(&token, &size) == CODE(ERROR_NOT_FOUND));
        say(context, "token %d %u", token == nullptr, size);
        say(context, "null token %d", second->GetChannelBindingToken(nullptr, &size) == CODE(ERROR_INVALID_PARAMETER));
        say(context, "null url %d %d", request->SetUrl(static_cast<PCSTR>(nullptr), 1, TRUE) == CODE(ERROR_INVALID_PARAMETER),
            request->SetUrl(static_cast<PCWSTR>(nullptr), 1, TRUE) == CODE(ERROR_INVALID_PARAMETER));
        std::string large(70000, 'l');
        say(context, "large url %d", request->SetUrl(("/" + large).c_str(), 70001, TRUE) == CODE(ERROR_INVALID_PARAMETER));
        say(context, "no url %d %d", request->SetUrl("", 0, TRUE) == CODE(ERROR_INVALID_PARAMETER),
            request->GetUrlChanged());
    }
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    return info->SetRequestNotifications(new ModuleFactory<Module>, RQ_BEGIN_REQUEST, 0);
}
