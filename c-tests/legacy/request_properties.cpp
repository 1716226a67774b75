// request_properties.cpp: what the newer property calls take and give.
#include <windows.h>
#include <mstcpip.h>
#include <http.h>
#include <httpserv.h>

union PROPERTY_BUFFER
{
    HTTP_REQUEST_PROPERTY_SNI          Sni;
    HTTP_REQUEST_PROPERTY_STREAM_ERROR StreamError;
    HTTP_WSK_API_TIMINGS               Wsk;
    HTTP_QUIC_API_TIMINGS              Quic;
    TCP_INFO_v0                        Tcp;
    BYTE                               Raw[4096];
};

ULONG SizeOf(HTTP_REQUEST_PROPERTY Property)
{
    switch (Property)
    {
    case HttpRequestPropertySni:            return sizeof(HTTP_REQUEST_PROPERTY_SNI);
    case HttpRequestPropertyStreamError:    return sizeof(HTTP_REQUEST_PROPERTY_STREAM_ERROR);
    case HttpRequestPropertyTcpInfoV0:      return sizeof(TCP_INFO_v0);
    case HttpRequestPropertyWskApiTimings:  return sizeof(HTTP_WSK_API_TIMINGS);
    case HttpRequestPropertyQuicApiTimings: return sizeof(HTTP_QUIC_API_TIMINGS);
    default:                                return 0;
    }
}

HRESULT QuerySni(IHttpServer3 *pServer, IHttpContext *pContext, PROPERTY_BUFFER *pBuffer, PWSTR *ppszHost)
{
    ULONG cb = 0;
    HTTP_OPAQUE_ID id = pContext->GetRequest()->GetRawHttpRequest()->RequestId;
    HRESULT hr = pServer->QueryRequestProperty(id, HttpRequestPropertySni, NULL, 0, pBuffer,
                                               SizeOf(HttpRequestPropertySni), &cb, NULL);
    if (SUCCEEDED(hr) && (pBuffer->Sni.Flags & HTTP_REQUEST_PROPERTY_SNI_FLAG_SNI_USED))
    {
        C_ASSERT(ARRAYSIZE(pBuffer->Sni.Hostname) == HTTP_REQUEST_PROPERTY_SNI_HOST_MAX_LENGTH + 1);
        *ppszHost = pBuffer->Sni.Hostname;
    }
    return hr;
}

bool Supports(HTTP_FEATURE_ID feature)
{
    return feature > HttpFeatureUnknown && feature < HttpFeatureLast && feature != HttpFeaturemax;
}

// Restrictions of a certificate binding.
void FillExtended(HTTP_SERVICE_CONFIG_SSL_SET_EX &set)
{
    static HTTP_UNKNOWN_HEADER s_header = { 1, 1, "a", "b" };
    static DWORD s_dwFlags = 1;
    ZeroMemory(&set, sizeof(set));
    set.KeyDesc.IpPort.ss_family = AF_INET;
    set.ParamDesc.ParamType = ExParamTypeHttp2Window;
    set.ParamDesc.Http2WindowSizeParam.Http2ReceiveWindowSize = 65535;
    set.ParamDesc.ParamType = ExParamTypeErrorHeaders;
    set.ParamDesc.HttpErrorHeadersParam.StatusCode = 503;
    set.ParamDesc.HttpErrorHeadersParam.HeaderCount = 1;
    set.ParamDesc.HttpErrorHeadersParam.Headers = &s_header;
    set.ParamDesc.ParamType = ExParamTypeHttpPerformance;
    set.ParamDesc.HttpPerformanceParam.Type = PerformanceParamAggressiveICW;
    set.ParamDesc.HttpPerformanceParam.BufferSize = sizeof(s_dwFlags);
    set.ParamDesc.HttpPerformanceParam.Buffer = &s_dwFlags;
}
