//! HttpQueryRequestProperty and HttpSetRequestProperty.

use crate::abi::windows::*;

crate::declare! {
    enumeration HTTP_REQUEST_PROPERTY, PHTTP_REQUEST_PROPERTY {
        HttpRequestPropertyIsb = 0;
        HttpRequestPropertyTcpInfoV0 = 1;
        HttpRequestPropertyQuicStats = 2;
        HttpRequestPropertyTcpInfoV1 = 3;
        HttpRequestPropertySni = 4;
        HttpRequestPropertyStreamError = 5;
        HttpRequestPropertyWskApiTimings = 6;
        HttpRequestPropertyQuicApiTimings = 7;
        HttpRequestPropertyQuicStatsV2 = 8;
        HttpRequestPropertyQuicStreamStats = 9;
        HttpRequestPropertyTcpInfoV2 = 10;
        HttpRequestPropertyTlsClientHello = 11;
        HttpRequestPropertyTransportIdleConnectionTimeout = 12;
        HttpRequestPropertyDscpTag = 13;
        HttpRequestPropertyTlsCipherInfo = 14;
    }

    structure HTTP_QUERY_REQUEST_QUALIFIER_TCP, PHTTP_QUERY_REQUEST_QUALIFIER_TCP {
        Freshness: ULONGLONG;
    }

    structure HTTP_QUERY_REQUEST_QUALIFIER_QUIC, PHTTP_QUERY_REQUEST_QUALIFIER_QUIC {
        Freshness: ULONGLONG;
    }

    constants SNI {
        HTTP_REQUEST_PROPERTY_SNI_HOST_MAX_LENGTH: ULONG = 255;
        HTTP_REQUEST_PROPERTY_SNI_FLAG_SNI_USED: ULONG = 0x00000001;
        HTTP_REQUEST_PROPERTY_SNI_FLAG_NO_SNI: ULONG = 0x00000002;
    }

    /// Flags are HTTP_REQUEST_PROPERTY_SNI_FLAG_….
    structure HTTP_REQUEST_PROPERTY_SNI, PHTTP_REQUEST_PROPERTY_SNI {
        Hostname: [WCHAR; 256];
        Flags: ULONG;
    }

    /// The code of the reset, in HTTP/2 or HTTP/3.
    structure HTTP_REQUEST_PROPERTY_STREAM_ERROR, PHTTP_REQUEST_PROPERTY_STREAM_ERROR {
        ErrorCode: ULONG;
    }

    structure HTTP_WSK_API_TIMINGS, PHTTP_WSK_API_TIMINGS {
        ConnectCount: ULONGLONG;
        ConnectSum: ULONGLONG;
        DisconnectCount: ULONGLONG;
        DisconnectSum: ULONGLONG;
        SendCount: ULONGLONG;
        SendSum: ULONGLONG;
        ReceiveCount: ULONGLONG;
        ReceiveSum: ULONGLONG;
        ReleaseCount: ULONGLONG;
        ReleaseSum: ULONGLONG;
        ControlSocketCount: ULONGLONG;
        ControlSocketSum: ULONGLONG;
    }

    structure HTTP_QUIC_STREAM_API_TIMINGS, PHTTP_QUIC_STREAM_API_TIMINGS {
        OpenCount: ULONGLONG;
        OpenSum: ULONGLONG;
        CloseCount: ULONGLONG;
        CloseSum: ULONGLONG;
        StartCount: ULONGLONG;
        StartSum: ULONGLONG;
        ShutdownCount: ULONGLONG;
        ShutdownSum: ULONGLONG;
        SendCount: ULONGLONG;
        SendSum: ULONGLONG;
        ReceiveSetEnabledCount: ULONGLONG;
        ReceiveSetEnabledSum: ULONGLONG;
        GetParamCount: ULONGLONG;
        GetParamSum: ULONGLONG;
        SetParamCount: ULONGLONG;
        SetParamSum: ULONGLONG;
        SetCallbackHandlerCount: ULONGLONG;
        SetCallbackHandlerSum: ULONGLONG;
    }

    structure HTTP_QUIC_CONNECTION_API_TIMINGS, PHTTP_QUIC_CONNECTION_API_TIMINGS {
        OpenTime: ULONGLONG;
        CloseTime: ULONGLONG;
        StartTime: ULONGLONG;
        ShutdownTime: ULONGLONG;
        SecConfigCreateTime: ULONGLONG;
        SecConfigDeleteTime: ULONGLONG;
        GetParamCount: ULONGLONG;
        GetParamSum: ULONGLONG;
        SetParamCount: ULONGLONG;
        SetParamSum: ULONGLONG;
        SetCallbackHandlerCount: ULONGLONG;
        SetCallbackHandlerSum: ULONGLONG;
        ControlStreamTimings: HTTP_QUIC_STREAM_API_TIMINGS;
    }

    structure HTTP_QUIC_API_TIMINGS, PHTTP_QUIC_API_TIMINGS {
        ConnectionTimings: HTTP_QUIC_CONNECTION_API_TIMINGS;
        StreamTimings: HTTP_QUIC_STREAM_API_TIMINGS;
    }

    structure HTTP_QUIC_STREAM_REQUEST_STATS, PHTTP_QUIC_STREAM_REQUEST_STATS {
        StreamWaitStart: ULONGLONG;
        StreamWaitEnd: ULONGLONG;
        RequestHeadersCompressionStart: ULONGLONG;
        RequestHeadersCompressionEnd: ULONGLONG;
        ResponseHeadersDecompressionStart: ULONGLONG;
        ResponseHeadersDecompressionEnd: ULONGLONG;
        RequestHeadersCompressedSize: ULONGLONG;
        ResponseHeadersCompressedSize: ULONGLONG;
    }

    constants QUIC {
        HTTP_QUIC_KEEPALIVE_TIMEOUT_DISABLED: ULONG = 0xFFFFFFFF;
    }
}
