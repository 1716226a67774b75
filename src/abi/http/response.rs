//! HTTP_RESPONSE, send flags and cache policy.

use super::chunk::*;
use super::headers::*;
use super::version::*;
use crate::abi::windows::*;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct HTTP_RESPONSE_V2 {
    pub Base: HTTP_RESPONSE_V1,
    pub ResponseInfoCount: USHORT,
    pub pResponseInfo: PHTTP_RESPONSE_INFO,
}

/// The current version; a version 1 queue hands out the shorter one.
pub type HTTP_RESPONSE = HTTP_RESPONSE_V2;
pub type PHTTP_RESPONSE = *mut HTTP_RESPONSE;

crate::declare! {
    /// Flags of HttpSendHttpResponse and HttpSendResponseEntityBody.
    constants SEND_FLAGS {
        HTTP_SEND_RESPONSE_FLAG_DISCONNECT: ULONG = 0x00000001;
        HTTP_SEND_RESPONSE_FLAG_MORE_DATA: ULONG = 0x00000002;
        HTTP_SEND_RESPONSE_FLAG_BUFFER_DATA: ULONG = 0x00000004;
        HTTP_SEND_RESPONSE_FLAG_ENABLE_NAGLING: ULONG = 0x00000008;
        HTTP_SEND_RESPONSE_FLAG_PROCESS_RANGES: ULONG = 0x00000020;
        HTTP_SEND_RESPONSE_FLAG_OPAQUE: ULONG = 0x00000040;
        HTTP_SEND_RESPONSE_FLAG_GOAWAY: ULONG = 0x00000100;
        HTTP_SEND_RESPONSE_FLAG_AUTOMATIC_CHUNKING: ULONG = 0x00000200;
    }

    /// HTTP_RESPONSE.Flags.
    constants RESPONSE_FLAGS {
        HTTP_RESPONSE_FLAG_MULTIPLE_ENCODINGS_AVAILABLE: ULONG = 0x00000001;
        HTTP_RESPONSE_FLAG_MORE_ENTITY_BODY_EXISTS: ULONG = 0x00000002;
    }

    /// HTTP_MULTIPLE_KNOWN_HEADERS.Flags.
    constants RESPONSE_INFO_FLAGS {
        HTTP_RESPONSE_INFO_FLAGS_PRESERVE_ORDER: ULONG = 0x00000001;
    }

    enumeration HTTP_RESPONSE_INFO_TYPE, PHTTP_RESPONSE_INFO_TYPE {
        HttpResponseInfoTypeMultipleKnownHeaders = 0;
        HttpResponseInfoTypeAuthenticationProperty = 1;
        HttpResponseInfoTypeQoSProperty = 2;
        HttpResponseInfoTypeChannelBind = 3;
    }

    /// Type says what pInfo points to.
    structure HTTP_RESPONSE_INFO, PHTTP_RESPONSE_INFO {
        Type: HTTP_RESPONSE_INFO_TYPE;
        Length: ULONG;
        pInfo: PVOID;
    }

    /// Several values of one header, each in a line of its own.
    structure HTTP_MULTIPLE_KNOWN_HEADERS, PHTTP_MULTIPLE_KNOWN_HEADERS {
        HeaderId: HTTP_HEADER_ID;
        Flags: ULONG;
        KnownHeaderCount: USHORT;
        KnownHeaders: PHTTP_KNOWN_HEADER;
    }

    /// The version is ignored: a status line says HTTP/1.1.
    structure HTTP_RESPONSE_V1, PHTTP_RESPONSE_V1 {
        /// HTTP_RESPONSE_FLAG_… bits.
        Flags: ULONG;
        Version: HTTP_VERSION;
        StatusCode: USHORT;
        ReasonLength: USHORT;
        /// Printable ASCII, or nothing.
        pReason: PCSTR;
        Headers: HTTP_RESPONSE_HEADERS;
        /// At most 100.
        EntityChunkCount: USHORT;
        pEntityChunks: PHTTP_DATA_CHUNK;
    }

    /// What HTTP_RESPONSE is since Windows Vista.
    shape HTTP_RESPONSE_V2, PHTTP_RESPONSE_V2 {
        "Flags" => Base.Flags;
        "Version" => Base.Version;
        "StatusCode" => Base.StatusCode;
        "ReasonLength" => Base.ReasonLength;
        "pReason" => Base.pReason;
        "Headers" => Base.Headers;
        "EntityChunkCount" => Base.EntityChunkCount;
        "pEntityChunks" => Base.pEntityChunks;
        "ResponseInfoCount" => ResponseInfoCount;
        "pResponseInfo" => pResponseInfo;
        c "
#ifdef __cplusplus
typedef struct _HTTP_RESPONSE_V2 : _HTTP_RESPONSE_V1 {
    USHORT ResponseInfoCount;
    PHTTP_RESPONSE_INFO pResponseInfo;
} HTTP_RESPONSE_V2, *PHTTP_RESPONSE_V2;
#else
typedef struct _HTTP_RESPONSE_V2 {
    __extension__ union {
        HTTP_RESPONSE_V1 Base;
        __extension__ struct {
            ULONG Flags;
            HTTP_VERSION Version;
            USHORT StatusCode;
            USHORT ReasonLength;
            PCSTR pReason;
            HTTP_RESPONSE_HEADERS Headers;
            USHORT EntityChunkCount;
            PHTTP_DATA_CHUNK pEntityChunks;
        };
    };
    USHORT ResponseInfoCount;
    PHTTP_RESPONSE_INFO pResponseInfo;
} HTTP_RESPONSE_V2, *PHTTP_RESPONSE_V2;
#endif

#if _WIN32_WINNT >= 0x0600
typedef HTTP_RESPONSE_V2 HTTP_RESPONSE;
#else
typedef HTTP_RESPONSE_V1 HTTP_RESPONSE;
#endif
typedef HTTP_RESPONSE *PHTTP_RESPONSE;
"
    }

    enumeration HTTP_CACHE_POLICY_TYPE, PHTTP_CACHE_POLICY_TYPE {
        HttpCachePolicyNocache = 0;
        HttpCachePolicyUserInvalidates = 1;
        HttpCachePolicyTimeToLive = 2;
        HttpCachePolicyMaximum = 3;
    }

    /// SecondsToLive is for HttpCachePolicyTimeToLive.
    structure HTTP_CACHE_POLICY, PHTTP_CACHE_POLICY {
        Policy: HTTP_CACHE_POLICY_TYPE;
        SecondsToLive: ULONG;
    }

    /// Flags of HttpFlushResponseCache.
    constants FLUSH_FLAGS {
        HTTP_FLUSH_RESPONSE_FLAG_RECURSIVE: ULONG = 0x00000001;
    }
}
