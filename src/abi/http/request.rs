//! HTTP_REQUEST and what hangs on it.

use super::chunk::*;
use super::headers::*;
use super::ids::*;
use super::tls::*;
use super::version::*;
use crate::abi::windows::*;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct HTTP_REQUEST_V2 {
    pub Base: HTTP_REQUEST_V1,
    pub RequestInfoCount: USHORT,
    pub pRequestInfo: PHTTP_REQUEST_INFO,
}

/// The current version; a version 1 queue hands out the shorter one.
pub type HTTP_REQUEST = HTTP_REQUEST_V2;
pub type PHTTP_REQUEST = *mut HTTP_REQUEST;

crate::declare! {
    /// Flags of HttpReceiveHttpRequest and HttpReceiveRequestEntityBody.
    constants RECEIVE_FLAGS {
        HTTP_RECEIVE_REQUEST_FLAG_COPY_BODY: ULONG = 0x00000001;
        HTTP_RECEIVE_REQUEST_FLAG_FLUSH_BODY: ULONG = 0x00000002;
        HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER: ULONG = 0x00000001;
    }

    /// HTTP_REQUEST.Flags.
    constants REQUEST_FLAGS {
        HTTP_REQUEST_FLAG_MORE_ENTITY_BODY_EXISTS: ULONG = 0x00000001;
        HTTP_REQUEST_FLAG_IP_ROUTED: ULONG = 0x00000002;
        HTTP_REQUEST_FLAG_HTTP2: ULONG = 0x00000004;
        HTTP_REQUEST_FLAG_HTTP3: ULONG = 0x00000008;
        HTTP_REQUEST_FLAG_FAST_FORWARDING_ALLOWED: ULONG = 0x00000010;
        HTTP_REQUEST_FLAG_FAST_FORWARDING_RESPONSE_ALLOWED: ULONG = 0x00000010;
    }

    enumeration HTTP_SCHEME, PHTTP_SCHEME {
        HttpSchemeHttp = 0;
        HttpSchemeHttps = 1;
        HttpSchemeMaximum = 2;
    }

    /// Flags of HttpRemoveUrlFromUrlGroup.
    constants URL_FLAGS {
        HTTP_URL_FLAG_REMOVE_ALL: ULONG = 0x00000001;
    }

    /// The URL in its canonical form, in one text that ends with a NUL and into which the other
    /// pointers point. Lengths are in bytes.
    structure HTTP_COOKED_URL, PHTTP_COOKED_URL {
        FullUrlLength: USHORT;
        /// With the port.
        HostLength: USHORT;
        /// Without the query.
        AbsPathLength: USHORT;
        /// With the question mark.
        QueryStringLength: USHORT;
        pFullUrl: PCWSTR;
        pHost: PCWSTR;
        pAbsPath: PCWSTR;
        /// NULL without one.
        pQueryString: PCWSTR;
    }

    /// The ends of the connection, within the request's buffer.
    structure HTTP_TRANSPORT_ADDRESS, PHTTP_TRANSPORT_ADDRESS {
        pRemoteAddress: PSOCKADDR;
        pLocalAddress: PSOCKADDR;
    }

    enumeration HTTP_REQUEST_INFO_TYPE, PHTTP_REQUEST_INFO_TYPE {
        HttpRequestInfoTypeAuth = 0;
        HttpRequestInfoTypeChannelBind = 1;
        HttpRequestInfoTypeSslProtocol = 2;
        HttpRequestInfoTypeSslTokenBindingDraft = 3;
        HttpRequestInfoTypeSslTokenBinding = 4;
        HttpRequestInfoTypeRequestTiming = 5;
        HttpRequestInfoTypeTcpInfoV0 = 6;
        HttpRequestInfoTypeRequestSizing = 7;
        HttpRequestInfoTypeQuicStats = 8;
        HttpRequestInfoTypeTcpInfoV1 = 9;
        HttpRequestInfoTypeQuicStatsV2 = 10;
        HttpRequestInfoTypeTcpInfoV2 = 11;
        HttpRequestInfoTypeTransportIdleConnectionTimeout = 12;
        HttpRequestInfoTypeDscpTag = 13;
        HttpRequestInfoTypeInitialPacketTtl = 14;
    }

    /// InfoType says what pInfo points to.
    structure HTTP_REQUEST_INFO, PHTTP_REQUEST_INFO {
        InfoType: HTTP_REQUEST_INFO_TYPE;
        InfoLength: ULONG;
        pInfo: PVOID;
    }

    enumeration HTTP_REQUEST_SIZING_TYPE, PHTTP_REQUEST_SIZING_TYPE {
        HttpRequestSizingTypeTlsHandshakeLeg1ClientData = 0;
        HttpRequestSizingTypeTlsHandshakeLeg1ServerData = 1;
        HttpRequestSizingTypeTlsHandshakeLeg2ClientData = 2;
        HttpRequestSizingTypeTlsHandshakeLeg2ServerData = 3;
        HttpRequestSizingTypeHeaders = 4;
        HttpRequestSizingTypeMax = 5;
    }

    constants SIZING_FLAGS {
        HTTP_REQUEST_SIZING_INFO_FLAG_TCP_FAST_OPEN: ULONG = 0x00000001;
        HTTP_REQUEST_SIZING_INFO_FLAG_TLS_SESSION_RESUMPTION: ULONG = 0x00000002;
        HTTP_REQUEST_SIZING_INFO_FLAG_TLS_FALSE_START: ULONG = 0x00000004;
        HTTP_REQUEST_SIZING_INFO_FLAG_FIRST_REQUEST: ULONG = 0x00000008;
    }

    /// Behind HttpRequestInfoTypeRequestSizing.
    structure HTTP_REQUEST_SIZING_INFO, PHTTP_REQUEST_SIZING_INFO {
        Flags: ULONGLONG;
        RequestIndex: ULONG;
        RequestSizingCount: ULONG;
        RequestSizing: [ULONGLONG; HttpRequestSizingTypeMax as usize];
    }

    enumeration HTTP_REQUEST_TIMING_TYPE, PHTTP_REQUEST_TIMING_TYPE {
        HttpRequestTimingTypeConnectionStart = 0;
        HttpRequestTimingTypeDataStart = 1;
        HttpRequestTimingTypeTlsCertificateLoadStart = 2;
        HttpRequestTimingTypeTlsCertificateLoadEnd = 3;
        HttpRequestTimingTypeTlsHandshakeLeg1Start = 4;
        HttpRequestTimingTypeTlsHandshakeLeg1End = 5;
        HttpRequestTimingTypeTlsHandshakeLeg2Start = 6;
        HttpRequestTimingTypeTlsHandshakeLeg2End = 7;
        HttpRequestTimingTypeTlsAttributesQueryStart = 8;
        HttpRequestTimingTypeTlsAttributesQueryEnd = 9;
        HttpRequestTimingTypeTlsClientCertQueryStart = 10;
        HttpRequestTimingTypeTlsClientCertQueryEnd = 11;
        HttpRequestTimingTypeHttp2StreamStart = 12;
        HttpRequestTimingTypeHttp2HeaderDecodeStart = 13;
        HttpRequestTimingTypeHttp2HeaderDecodeEnd = 14;
        HttpRequestTimingTypeRequestHeaderParseStart = 15;
        HttpRequestTimingTypeRequestHeaderParseEnd = 16;
        HttpRequestTimingTypeRequestRoutingStart = 17;
        HttpRequestTimingTypeRequestRoutingEnd = 18;
        HttpRequestTimingTypeRequestQueuedForInspection = 19;
        HttpRequestTimingTypeRequestDeliveredForInspection = 20;
        HttpRequestTimingTypeRequestReturnedAfterInspection = 21;
        HttpRequestTimingTypeRequestQueuedForDelegation = 22;
        HttpRequestTimingTypeRequestDeliveredForDelegation = 23;
        HttpRequestTimingTypeRequestReturnedAfterDelegation = 24;
        HttpRequestTimingTypeRequestQueuedForIO = 25;
        HttpRequestTimingTypeRequestDeliveredForIO = 26;
        HttpRequestTimingTypeHttp3StreamStart = 27;
        HttpRequestTimingTypeHttp3HeaderDecodeStart = 28;
        HttpRequestTimingTypeHttp3HeaderDecodeEnd = 29;
        HttpRequestTimingTypeMax = 30;
    }

    /// Behind HttpRequestInfoTypeRequestTiming, in ticks of QueryPerformanceCounter; 0 for what
    /// has not happened.
    structure HTTP_REQUEST_TIMING_INFO, PHTTP_REQUEST_TIMING_INFO {
        RequestTimingCount: ULONG;
        RequestTiming: [ULONGLONG; HttpRequestTimingTypeMax as usize];
    }

    structure HTTP_REQUEST_TRANSPORT_IDLE_CONNECTION_TIMEOUT_INFO, PHTTP_REQUEST_TRANSPORT_IDLE_CONNECTION_TIMEOUT_INFO {
        TransportIdleConnectionTimeout: USHORT;
    }

    structure HTTP_REQUEST_DSCP_INFO, PHTTP_REQUEST_DSCP_INFO {
        DscpTag: BYTE;
    }

    structure HTTP_REQUEST_INITIAL_PACKET_TTL_INFO, PHTTP_REQUEST_INITIAL_PACKET_TTL_INFO {
        InitialPacketTtl: BYTE;
    }

    /// The request as version 1 of the API has it.
    structure HTTP_REQUEST_V1, PHTTP_REQUEST_V1 {
        /// HTTP_REQUEST_FLAG_… bits.
        Flags: ULONG;
        ConnectionId: HTTP_CONNECTION_ID;
        RequestId: HTTP_REQUEST_ID;
        /// As given with the URL; 0 in version 1.
        UrlContext: HTTP_URL_CONTEXT;
        Version: HTTP_VERSION;
        Verb: HTTP_VERB;
        /// For HttpVerbUnknown.
        UnknownVerbLength: USHORT;
        RawUrlLength: USHORT;
        pUnknownVerb: PCSTR;
        /// As the client sent it.
        pRawUrl: PCSTR;
        CookedUrl: HTTP_COOKED_URL;
        Address: HTTP_TRANSPORT_ADDRESS;
        Headers: HTTP_REQUEST_HEADERS;
        /// So far.
        BytesReceived: ULONGLONG;
        EntityChunkCount: USHORT;
        pEntityChunks: PHTTP_DATA_CHUNK;
        RawConnectionId: HTTP_RAW_CONNECTION_ID;
        pSslInfo: PHTTP_SSL_INFO;
    }

    /// What HTTP_REQUEST is since Windows Vista.
    shape HTTP_REQUEST_V2, PHTTP_REQUEST_V2 {
        "Flags" => Base.Flags;
        "ConnectionId" => Base.ConnectionId;
        "RequestId" => Base.RequestId;
        "UrlContext" => Base.UrlContext;
        "Version" => Base.Version;
        "Verb" => Base.Verb;
        "UnknownVerbLength" => Base.UnknownVerbLength;
        "RawUrlLength" => Base.RawUrlLength;
        "pUnknownVerb" => Base.pUnknownVerb;
        "pRawUrl" => Base.pRawUrl;
        "CookedUrl" => Base.CookedUrl;
        "Address" => Base.Address;
        "Headers" => Base.Headers;
        "BytesReceived" => Base.BytesReceived;
        "EntityChunkCount" => Base.EntityChunkCount;
        "pEntityChunks" => Base.pEntityChunks;
        "RawConnectionId" => Base.RawConnectionId;
        "pSslInfo" => Base.pSslInfo;
        "RequestInfoCount" => RequestInfoCount;
        "pRequestInfo" => pRequestInfo;
        c "
#ifdef __cplusplus
typedef struct _HTTP_REQUEST_V2 : _HTTP_REQUEST_V1 {
    USHORT RequestInfoCount;
    PHTTP_REQUEST_INFO pRequestInfo;
} HTTP_REQUEST_V2, *PHTTP_REQUEST_V2;
#else
typedef struct _HTTP_REQUEST_V2 {
    __extension__ union {
        HTTP_REQUEST_V1 Base;
        __extension__ struct {
            ULONG Flags;
            HTTP_CONNECTION_ID ConnectionId;
            HTTP_REQUEST_ID RequestId;
            HTTP_URL_CONTEXT UrlContext;
            HTTP_VERSION Version;
            HTTP_VERB Verb;
            USHORT UnknownVerbLength;
            USHORT RawUrlLength;
            PCSTR pUnknownVerb;
            PCSTR pRawUrl;
            HTTP_COOKED_URL CookedUrl;
            HTTP_TRANSPORT_ADDRESS Address;
            HTTP_REQUEST_HEADERS Headers;
            ULONGLONG BytesReceived;
            USHORT EntityChunkCount;
            PHTTP_DATA_CHUNK pEntityChunks;
            HTTP_RAW_CONNECTION_ID RawConnectionId;
            PHTTP_SSL_INFO pSslInfo;
        };
    };
    USHORT RequestInfoCount;
    PHTTP_REQUEST_INFO pRequestInfo;
} HTTP_REQUEST_V2, *PHTTP_REQUEST_V2;
#endif

#if _WIN32_WINNT >= 0x0600
typedef HTTP_REQUEST_V2 HTTP_REQUEST;
#else
typedef HTTP_REQUEST_V1 HTTP_REQUEST;
#endif
typedef HTTP_REQUEST *PHTTP_REQUEST;
"
    }
}
