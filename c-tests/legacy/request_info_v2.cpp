// request_info_v2.cpp: walks over what HTTP_REQUEST_V2 adds.
#include <winsock2.h>
#include <ws2tcpip.h>
#include <http.h>
#include <strsafe.h>
#include <iostream>
#include <sstream>
#include <map>

using namespace std;

static_assert(sizeof(HTTP_REQUEST_V2) == sizeof(HTTP_REQUEST), "Vista and later");
static_assert(std::is_base_of<HTTP_REQUEST_V1, HTTP_REQUEST_V2>::value, "derived");

namespace
{
    struct CloseHandleOnExit
    {
        explicit CloseHandleOnExit(HANDLE h) : m_h(h) {}
        ~CloseHandleOnExit() { if (m_h != NULL && m_h != INVALID_HANDLE_VALUE) CloseHandle(m_h); }
        HANDLE m_h;
    };

    const char *ToString(HTTP_REQUEST_AUTH_TYPE type)
    {
        switch (type)
        {
        case HttpRequestAuthTypeNone:      return "None";
        case HttpRequestAuthTypeBasic:     return "Basic";
        case HttpRequestAuthTypeDigest:    return "Digest";
        case HttpRequestAuthTypeNTLM:      return "NTLM";
        case HttpRequestAuthTypeNegotiate: return "Negotiate";
        case HttpRequestAuthTypeKerberos:  return "Kerberos";
        default:                           return "?";
        }
    }
}

class RequestInspector
{
public:
    explicit RequestInspector(const HTTP_REQUEST *request) : m_request(request) {}

    bool IsHttp2() const { return (m_request->Flags & HTTP_REQUEST_FLAG_HTTP2) != 0; }

    template <typename T>
    const T *Find(HTTP_REQUEST_INFO_TYPE type) const
    {
        for (USHORT i = 0; i < m_request->RequestInfoCount; ++i)
        {
            const HTTP_REQUEST_INFO &info = m_request->pRequestInfo[i];
            if (info.InfoType == type && info.InfoLength >= sizeof(T))
                return static_cast<const T *>(info.pInfo);
        }
        return nullptr;
    }

    void Dump(ostream &out)
    {
        for (int i = 0; i < m_request->RequestInfoCount; i++)
        {
            PHTTP_REQUEST_INFO pInfo = &m_request->pRequestInfo[i];
            switch (pInfo->InfoType)
            {
            case HttpRequestInfoTypeAuth:
            {
                PHTTP_REQUEST_AUTH_INFO pAuth = (PHTTP_REQUEST_AUTH_INFO) pInfo->pInfo;
                CloseHandleOnExit token(pAuth->AccessToken);
                out << ToString(pAuth->AuthType) << ' ' << pAuth->AuthStatus << ' ' << hex << pAuth->SecStatus;
                if (pAuth->AuthStatus == HttpAuthStatusSuccess && pAuth->MutualAuthDataLength)
                    out << string(pAuth->pMutualAuthData, pAuth->MutualAuthDataLength);
                break;
            }
            case HttpRequestInfoTypeChannelBind:
            {
                auto status = reinterpret_cast<HTTP_REQUEST_CHANNEL_BIND_STATUS *>(pInfo->pInfo);
                if (status->ServiceName && status->ServiceName->Type == HttpServiceBindingTypeW)
                {
                    auto w = CONTAINING_RECORD(status->ServiceName, HTTP_SERVICE_BINDING_W, Base);
                    out << w->BufferSize;
                }
                break;
            }
            case HttpRequestInfoTypeSslProtocol:
            {
                HTTP_SSL_PROTOCOL_INFO *p = (HTTP_SSL_PROTOCOL_INFO *) pInfo->pInfo;
                out << p->Protocol << p->CipherType << p->CipherStrength << p->HashType << p->KeyExchangeType;
                break;
            }
            case HttpRequestInfoTypeRequestTiming:
            {
                HTTP_REQUEST_TIMING_INFO timing;
                ZeroMemory(&timing, sizeof timing);
                memcpy(&timing, pInfo->pInfo, min<size_t>(pInfo->InfoLength, sizeof timing));
                for (ULONG t = 0; t < min<ULONG>(timing.RequestTimingCount, HttpRequestTimingTypeMax); ++t)
                    m_timings[static_cast<HTTP_REQUEST_TIMING_TYPE>(t)] = timing.RequestTiming[t];
                break;
            }
            case HttpRequestInfoTypeRequestSizing:
                out << ((PHTTP_REQUEST_SIZING_INFO) pInfo->pInfo)->RequestSizing[HttpRequestSizingTypeHeaders];
                break;
            default:
                break;
            }
        }
        auto elapsed = m_timings[HttpRequestTimingTypeRequestDeliveredForIO] - m_timings[HttpRequestTimingTypeRequestQueuedForIO];
        out << elapsed << endl;
    }

    wstring Url() const
    {
        const HTTP_COOKED_URL &url = m_request->CookedUrl;
        return wstring(url.pFullUrl, url.FullUrlLength / sizeof(WCHAR));
    }

private:
    const HTTP_REQUEST *m_request;
    map<HTTP_REQUEST_TIMING_TYPE, ULONGLONG> m_timings;
};

// V1 code still takes the base of a V2 request.
static USHORT CountHeaders(const HTTP_REQUEST_V1 &request)
{
    USHORT c = request.Headers.UnknownHeaderCount;
    for (const HTTP_KNOWN_HEADER &header : request.Headers.KnownHeaders)
        c += header.pRawValue != nullptr;
    return c;
}

HRESULT Describe(PHTTP_REQUEST pRequest, __out_ecount(cch) LPWSTR psz, size_t cch)
{
    RequestInspector inspector(pRequest);
    ostringstream out;
    inspector.Dump(out);
    HTTP_REQUEST_V1 *pV1 = pRequest;
    if (CountHeaders(*pV1) == 0 || cch == 0 || psz == NULL)
        return HRESULT_FROM_WIN32(ERROR_INVALID_DATA);
    psz[0] = L'\0';
    return inspector.Find<HTTP_REQUEST_AUTH_INFO>(HttpRequestInfoTypeAuth) ? S_OK : S_FALSE;
}
