// rewrite_module.cpp: rules over URLs, headers and server variables.
#include <string>
#include <vector>
#include <regex>
#include <memory>
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#include <winsock2.h>
#include <ws2tcpip.h>
#include <httpserv.h>

namespace rewrite {

typedef std::basic_string<TCHAR> tstring;

enum class Action { None, Rewrite, Redirect, Abort };

struct Rule
{
    std::string  name;
    std::regex   match;
    std::string  target;
    Action       action = Action::None;
};

inline std::string ToUtf8(PCWSTR psz, size_t cch)
{
    std::string s;
    s.reserve(cch);
    for (size_t i = 0; i < cch; ++i)
        s.push_back(psz[i] < 0x80 ? static_cast<char>(psz[i]) : '?');
    return s;
}

class RewriteModule final : public CHttpModule
{
public:
    explicit RewriteModule(const std::vector<Rule> &rules) : m_rules(rules) {}

    REQUEST_NOTIFICATION_STATUS OnBeginRequest(_In_ IHttpContext *context, _In_ IHttpEventProvider *provider) override
    {
        IHttpRequest *request = context->GetRequest();
        IHttpResponse *response = context->GetResponse();
        const HTTP_REQUEST *raw = request->GetRawHttpRequest();
        const HTTP_COOKED_URL &url = raw->CookedUrl;
        const std::string path = ToUtf8(url.pAbsPath, url.AbsPathLength / sizeof(WCHAR));

        for (const auto &rule : m_rules)
        {
            std::smatch match;
            if (!std::regex_match(path, match, rule.match))
                continue;
            const std::string target = match.format(rule.target);
            HRESULT hr = S_OK;
            switch (rule.action)
            {
            case Action::Rewrite:
                hr = request->SetUrl(target.c_str(), static_cast<DWORD>(target.size()), false);
                break;
            case Action::Redirect:
                hr = response->Redirect(target.c_str(), true, false);
                response->SetStatus(301, "Moved Permanently");
                return SUCCEEDED(hr) ? RQ_NOTIFICATION_FINISH_REQUEST : RQ_NOTIFICATION_CONTINUE;
            case Action::Abort:
                response->ResetConnection();
                response->CloseConnection();
                return RQ_NOTIFICATION_FINISH_REQUEST;
            case Action::None:
                break;
            }
            if (FAILED(hr))
            {
                provider->SetErrorStatus(hr);
                response->SetStatus(500, "Internal Server Error", 0, hr);
                return RQ_NOTIFICATION_FINISH_REQUEST;
            }
        }
        SetForwardedHeaders(request);
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnSendResponse(_In_ IHttpContext *context, _In_ ISendResponseProvider *) override
    {
        static const struct { HTTP_HEADER_ID id; const char *name; } known[] =
        {
            { HttpHeaderServer, "Server" }, { HttpHeaderVia, "Via" }
        };
        for (auto &header : known)
        {
            context->GetResponse()->DeleteHeader(header.id);
            context->GetResponse()->DeleteHeader(header.name);
        }
        HTTP_RESPONSE *raw = context->GetResponse()->GetRawHttpResponse();
        for (USHORT i = 0; i < raw->EntityChunkCount; ++i)
        {
            HTTP_DATA_CHUNK &chunk = raw->pEntityChunks[i];
            if (chunk.DataChunkType == HttpDataChunkFromMemory)
                m_bytes += chunk.FromMemory.BufferLength;
            else if (chunk.DataChunkType == HttpDataChunkFromFileHandle && chunk.FromFileHandle.ByteRange.Length.QuadPart != HTTP_BYTE_RANGE_TO_EOF)
                m_bytes += chunk.FromFileHandle.ByteRange.Length.QuadPart;
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

private:
    static void SetForwardedHeaders(IHttpRequest *request)
    {
        PSOCKADDR address = request->GetRemoteAddress();
        char text[INET6_ADDRSTRLEN] = "";
        if (address->sa_family == AF_INET)
        {
            const in_addr &ip = reinterpret_cast<sockaddr_in *>(address)->sin_addr;
            snprintf(text, sizeof(text), "%d.%d.%d.%d", ip.S_un.S_un_b.s_b1, ip.S_un.S_un_b.s_b2, ip.S_un.S_un_b.s_b3, ip.S_un.S_un_b.s_b4);
        }
        else if (address->sa_family == AF_INET6)
        {
            const auto *in6 = reinterpret_cast<const SOCKADDR_IN6 *>(address);
            if (IN6_IS_ADDR_V4MAPPED(&in6->sin6_addr))
                snprintf(text, sizeof(text), "::ffff:%d", in6->sin6_addr.u.Byte[12]);
        }
        request->SetHeader("X-Forwarded-For", text, static_cast<USHORT>(strlen(text)), FALSE);
    }

    const std::vector<Rule> &m_rules;
    ULONGLONG m_bytes = 0;
};

class Factory final : public IHttpModuleFactory
{
public:
    HRESULT GetHttpModule(_Outptr_ CHttpModule **ppModule, _In_ IModuleAllocator *) override
    {
        std::unique_ptr<RewriteModule> module(new (std::nothrow) RewriteModule(m_rules));
        if (!module)
            return E_OUTOFMEMORY;
        *ppModule = module.release();
        return S_OK;
    }
    void Terminate() override { delete this; }
    std::vector<Rule> m_rules;
};

} // namespace rewrite

using namespace rewrite;

HRESULT WINAPI RegisterModule(DWORD /*dwServerVersion*/, IHttpModuleRegistrationInfo *pModuleInfo, IHttpServer * /*pServer*/)
{
    return pModuleInfo->SetRequestNotifications(new Factory(), RQ_BEGIN_REQUEST | RQ_SEND_RESPONSE, 0);
}
