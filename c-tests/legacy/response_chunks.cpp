/*
    response_chunks.cpp
    A response with every kind of data chunk, multiple known headers, trailers,
    a cache policy and log data.
*/
#include "stdafx.h"
#include <deque>

class CResponseBuilder
{
    HTTP_RESPONSE               m_response;
    HTTP_CACHE_POLICY           m_cachePolicy;
    HTTP_LOG_FIELDS_DATA        m_logData;
    HTTP_MULTIPLE_KNOWN_HEADERS m_challenges;
    HTTP_RESPONSE_INFO          m_info[1];
    std::vector<HTTP_DATA_CHUNK> m_chunks;
    std::vector<HTTP_UNKNOWN_HEADER> m_headers;
    std::deque<std::string> m_strings;

public:
    CResponseBuilder()
    {
        RtlZeroMemory(&m_response, sizeof(m_response));
        RtlZeroMemory(&m_logData, sizeof(m_logData));
        m_logData.Base.Type = HttpLogDataTypeFields;
        m_cachePolicy.Policy = HttpCachePolicyNocache;
        m_cachePolicy.SecondsToLive = 0;
        m_response.Version.MajorVersion = 1;
        m_response.Version.MinorVersion = 1;
        HTTP_SET_VERSION(m_response.Version, 1, 1);
    }

    void SetStatus(USHORT code, PCSTR reason)
    {
        m_response.StatusCode = code;
        m_response.pReason = reason;
        m_response.ReasonLength = (USHORT) strlen(reason);
    }

    void SetKnownHeader(HTTP_HEADER_ID id, const std::string &value)
    {
        ASSERT(id < HttpHeaderResponseMaximum);
        m_strings.push_back(value);
        HTTP_KNOWN_HEADER &header = m_response.Headers.KnownHeaders[id];
        header.pRawValue = m_strings.back().c_str();
        header.RawValueLength = static_cast<USHORT>(m_strings.back().length());
    }

    void AddUnknownHeader(PCSTR name, PCSTR value)
    {
        HTTP_UNKNOWN_HEADER header = { (USHORT) strlen(name), (USHORT) strlen(value), name, value };
        m_headers.push_back(header);
        m_response.Headers.UnknownHeaderCount = (USHORT) m_headers.size();
        m_response.Headers.pUnknownHeaders = &m_headers[0];
        m_response.Headers.pTrailers = NULL;
    }

    void AddChallenges(PHTTP_KNOWN_HEADER rgHeaders, USHORT cHeaders)
    {
        m_challenges.HeaderId = HttpHeaderWwwAuthenticate;
        m_challenges.Flags = HTTP_RESPONSE_INFO_FLAGS_PRESERVE_ORDER;
        m_challenges.KnownHeaderCount = cHeaders;
        m_challenges.KnownHeaders = rgHeaders;
        m_info[0].Type = HttpResponseInfoTypeMultipleKnownHeaders;
        m_info[0].Length = sizeof(m_challenges);
        m_info[0].pInfo = &m_challenges;
        m_response.ResponseInfoCount = 1;
        m_response.pResponseInfo = m_info;
    }

    void AddMemory(LPVOID pv, ULONG cb)
    {
        HTTP_DATA_CHUNK chunk;
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = pv;
        chunk.FromMemory.BufferLength = cb;
        m_chunks.push_back(chunk);
    }

    void AddFile(HANDLE hFile, ULONGLONG offset = 0, ULONGLONG length = HTTP_BYTE_RANGE_TO_EOF)
    {
        HTTP_DATA_CHUNK chunk = {};
        chunk.DataChunkType = HttpDataChunkFromFileHandle;
        chunk.FromFileHandle.ByteRange.StartingOffset.QuadPart = offset;
        chunk.FromFileHandle.ByteRange.Length.QuadPart = length;
        chunk.FromFileHandle.FileHandle = hFile;
        m_chunks.push_back(chunk);
    }

    void AddFragment(PCWSTR pszName, HTTP_BYTE_RANGE *pRange = NULL)
    {
        HTTP_DATA_CHUNK chunk;
        ::ZeroMemory(&chunk, sizeof(HTTP_DATA_CHUNK));
        if (pRange == NULL)
        {
            chunk.DataChunkType = HttpDataChunkFromFragmentCache;
            chunk.FromFragmentCache.pFragmentName = pszName;
            chunk.FromFragmentCache.FragmentNameLength = (USHORT) (wcslen(pszName) * sizeof(WCHAR));
        }
        else
        {
            chunk.DataChunkType = HttpDataChunkFromFragmentCacheEx;
            chunk.FromFragmentCacheEx.ByteRange = *pRange;
            chunk.FromFragmentCacheEx.ByteRange.StartingOffset.LowPart = pRange->StartingOffset.u.LowPart;
            chunk.FromFragmentCacheEx.pFragmentName = pszName;
        }
        m_chunks.push_back(chunk);
    }

    void AddTrailers(PHTTP_UNKNOWN_HEADER rgTrailers, USHORT cTrailers)
    {
        HTTP_DATA_CHUNK chunk;
        memset(&chunk, 0, sizeof(chunk));
        chunk.DataChunkType = HttpDataChunkTrailers;
        chunk.Trailers.TrailerCount = cTrailers;
        chunk.Trailers.pTrailers = rgTrailers;
        m_chunks.push_back(chunk);
    }

    void SetLogData(PHTTP_REQUEST pRequest, PSTR pszMethod)
    {
        m_logData.UriStem = const_cast<PWCHAR>(pRequest->CookedUrl.pAbsPath);
        m_logData.UriStemLength = pRequest->CookedUrl.AbsPathLength;
        m_logData.Method = pszMethod;
        m_logData.MethodLength = (USHORT) strlen(pszMethod);
        m_logData.MethodNum = pRequest->Verb;
        m_logData.ProtocolStatus = m_response.StatusCode;
        m_logData.SubStatus = 0;
        m_logData.Win32Status = ERROR_SUCCESS;
        m_logData.UserAgent = (PCHAR) pRequest->Headers.KnownHeaders[HttpHeaderUserAgent].pRawValue;
        m_logData.UserAgentLength = pRequest->Headers.KnownHeaders[HttpHeaderUserAgent].RawValueLength;
    }

    PHTTP_LOG_DATA LogData() { return (PHTTP_LOG_DATA) &m_logData; }
    PHTTP_CACHE_POLICY CachePolicy() { return &m_cachePolicy; }

    operator PHTTP_RESPONSE()
    {
        m_response.EntityChunkCount = (USHORT) m_chunks.size();
        m_response.pEntityChunks = m_chunks.empty() ? NULL : &m_chunks.front();
        return &m_response;
    }
};

ULONG SendFlags(bool fMore, bool fDisconnect)
{
    ULONG Flags = 0;
    if (fMore) Flags |= HTTP_SEND_RESPONSE_FLAG_MORE_DATA | HTTP_SEND_RESPONSE_FLAG_BUFFER_DATA;
    if (fDisconnect) Flags |= HTTP_SEND_RESPONSE_FLAG_DISCONNECT;
    return Flags;
}

ULONG BuildAll(PHTTP_REQUEST pRequest, HANDLE hFile, CResponseBuilder &builder)
{
    static char szBody[] = "<p>hello</p>";
    HTTP_UNKNOWN_HEADER trailer = { 8, 2, "grpc-msg", "ok" };
    HTTP_BYTE_RANGE range = { { { 0, 0 } }, { { 100, 0 } } };
    HTTP_RESPONSE local = HTTP_RESPONSE();
    HTTP_RESPONSE_V2 *pV2 = &local;
    HTTP_RESPONSE_V1 *pV1 = pV2;

    builder.SetStatus(200, "OK");
    builder.SetKnownHeader(HttpHeaderEtag, "\"1\"");
    builder.AddUnknownHeader("X-Powered-By", "Contoso");
    builder.AddMemory(szBody, _countof(szBody) - 1);
    builder.AddFile(hFile);
    builder.AddFragment(L"http://+:80/fragment");
    builder.AddFragment(L"http://+:80/fragment", &range);
    builder.AddTrailers(&trailer, 1);
    builder.SetLogData(pRequest, const_cast<PSTR>("GET"));
    PHTTP_RESPONSE pResponse = builder;
    return pV1->EntityChunkCount + pResponse->EntityChunkCount + SendFlags(false, true);
}
