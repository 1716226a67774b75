//! The second witness: windows-sys, as far as it has the structures.

/// Structures that both have, by the members that both name.
macro_rules! records {
    ($theirs:path, $ours:path { $( $record:ident { $($field:ident),* } )* }) => {{
        use $ours as ours;
        use $theirs as theirs;
        let mut compared = 0;
        $(
            // Where a member is an array of WCHAR the size follows the build's wchar_t.
            let wide = size_of::<httpapi::abi::windows::WCHAR>() != 2
                && $crate::witness::WIDE.contains(&stringify!($record));
            if !wide {
                assert_eq!(size_of::<ours::$record>(), size_of::<theirs::$record>(), stringify!($record));
                $( assert_eq!(
                    std::mem::offset_of!(ours::$record, $field),
                    std::mem::offset_of!(theirs::$record, $field),
                    concat!(stringify!($record), ".", stringify!($field))
                ); )*
                compared += 1;
            }
        )*
        compared
    }};
}
pub(crate) use records;

pub const WIDE: &[&str] = &[
    "DYNAMIC_TIME_ZONE_INFORMATION",
    "HTTP_REQUEST_PROPERTY_SNI",
    "OSVERSIONINFOEXW",
    "OSVERSIONINFOW",
    "TIME_ZONE_INFORMATION",
    "WIN32_FIND_DATAW",
];

#[test]
fn httpserver_records_agree() {
    let compared = records!(windows_sys::Win32::Networking::HttpServer, httpapi::abi::http {
        HTTP_PROPERTY_FLAGS {  }
        HTTP_STATE_INFO { Flags, State }
        HTTP_QOS_SETTING_INFO { QosType, QosSetting }
        HTTP_CONNECTION_LIMIT_INFO { Flags, MaxConnections }
        HTTP_BANDWIDTH_LIMIT_INFO { Flags, MaxBandwidth }
        HTTP_FLOWRATE_INFO { Flags, MaxBandwidth, MaxPeakBandwidth, BurstSize }
        HTTP_SERVICE_CONFIG_TIMEOUT_SET { KeyDesc, ParamDesc }
        HTTP_TIMEOUT_LIMIT_INFO { Flags, EntityBody, DrainEntityBody, RequestQueue, IdleConnection, HeaderWait, MinSendRate }
        HTTP_SERVICE_CONFIG_SETTING_SET { KeyDesc, ParamDesc }
        HTTP_LISTEN_ENDPOINT_INFO { Flags, EnableSharing }
        HTTP_SERVER_AUTHENTICATION_DIGEST_PARAMS { DomainNameLength, DomainName, RealmLength, Realm }
        HTTP_SERVER_AUTHENTICATION_BASIC_PARAMS { RealmLength, Realm }
        HTTP_SERVER_AUTHENTICATION_INFO { Flags, AuthSchemes, ReceiveMutualAuth, ReceiveContextHandle, DisableNTLMCredentialCaching, ExFlags, DigestParams, BasicParams }
        HTTP_SERVICE_BINDING_BASE { Type }
        HTTP_SERVICE_BINDING_A { Base, Buffer, BufferSize }
        HTTP_SERVICE_BINDING_W { Base, Buffer, BufferSize }
        HTTP_CHANNEL_BIND_INFO { Hardening, Flags, ServiceNames, NumberOfServiceNames }
        HTTP_REQUEST_CHANNEL_BIND_STATUS { ServiceName, ChannelToken, ChannelTokenSize, Flags }
        HTTP_REQUEST_TOKEN_BINDING_INFO { TokenBinding, TokenBindingSize, EKM, EKMSize, KeyType }
        HTTP_LOGGING_INFO { Flags, LoggingFlags, SoftwareName, SoftwareNameLength, DirectoryNameLength, DirectoryName, Format, Fields, pExtFields, NumOfExtFields, MaxRecordSize, RolloverType, RolloverSize, pSecurityDescriptor }
        HTTP_BINDING_INFO { Flags, RequestQueueHandle }
        HTTP_PROTECTION_LEVEL_INFO { Flags, Level }
        HTTP_BYTE_RANGE { StartingOffset, Length }
        HTTP_VERSION { MajorVersion, MinorVersion }
        HTTP_KNOWN_HEADER { RawValueLength, pRawValue }
        HTTP_UNKNOWN_HEADER { NameLength, RawValueLength, pName, pRawValue }
        HTTP_LOG_DATA { Type }
        HTTP_LOG_FIELDS_DATA { Base, UserNameLength, UriStemLength, ClientIpLength, ServerNameLength, ServiceNameLength, ServerIpLength, MethodLength, UriQueryLength, HostLength, UserAgentLength, CookieLength, ReferrerLength, UserName, UriStem, ClientIp, ServerName, ServiceName, ServerIp, Method, UriQuery, Host, UserAgent, Cookie, Referrer, ServerPort, ProtocolStatus, Win32Status, MethodNum, SubStatus }
        HTTP_DATA_CHUNK { DataChunkType }
        HTTP_REQUEST_HEADERS { UnknownHeaderCount, pUnknownHeaders, TrailerCount, pTrailers, KnownHeaders }
        HTTP_RESPONSE_HEADERS { UnknownHeaderCount, pUnknownHeaders, TrailerCount, pTrailers, KnownHeaders }
        HTTP_DELEGATE_REQUEST_PROPERTY_INFO { PropertyId, PropertyInfoLength, PropertyInfo }
        HTTP_CREATE_REQUEST_QUEUE_PROPERTY_INFO { PropertyId, PropertyInfoLength, PropertyInfo }
        HTTP_TRANSPORT_ADDRESS { pRemoteAddress, pLocalAddress }
        HTTP_COOKED_URL { FullUrlLength, HostLength, AbsPathLength, QueryStringLength, pFullUrl, pHost, pAbsPath, pQueryString }
        HTTP_SSL_CLIENT_CERT_INFO { CertFlags, CertEncodedSize, pCertEncoded, Token, CertDeniedByMapper }
        HTTP_SSL_INFO { ServerCertKeySize, ConnectionKeySize, ServerCertIssuerSize, ServerCertSubjectSize, pServerCertIssuer, pServerCertSubject, pClientCertInfo, SslClientCertNegotiated }
        HTTP_SSL_PROTOCOL_INFO { Protocol, CipherType, CipherStrength, HashType, HashStrength, KeyExchangeType, KeyExchangeStrength }
        HTTP_REQUEST_SIZING_INFO { Flags, RequestIndex, RequestSizingCount, RequestSizing }
        HTTP_REQUEST_TIMING_INFO { RequestTimingCount, RequestTiming }
        HTTP_REQUEST_INFO { InfoType, InfoLength, pInfo }
        HTTP_REQUEST_AUTH_INFO { AuthStatus, SecStatus, Flags, AuthType, AccessToken, ContextAttributes, PackedContextLength, PackedContextType, PackedContext, MutualAuthDataLength, pMutualAuthData, PackageNameLength, pPackageName }
        HTTP_REQUEST_V1 { Flags, ConnectionId, RequestId, UrlContext, Version, Verb, UnknownVerbLength, RawUrlLength, pUnknownVerb, pRawUrl, CookedUrl, Address, Headers, BytesReceived, EntityChunkCount, pEntityChunks, RawConnectionId, pSslInfo }
        HTTP_REQUEST_V2 { RequestInfoCount, pRequestInfo }
        HTTP_RESPONSE_V1 { Flags, Version, StatusCode, ReasonLength, pReason, Headers, EntityChunkCount, pEntityChunks }
        HTTP_RESPONSE_INFO { Type, Length, pInfo }
        HTTP_MULTIPLE_KNOWN_HEADERS { HeaderId, Flags, KnownHeaderCount, KnownHeaders }
        HTTP_RESPONSE_V2 { ResponseInfoCount, pResponseInfo }
        HTTPAPI_VERSION { HttpApiMajorVersion, HttpApiMinorVersion }
        HTTP_CACHE_POLICY { Policy, SecondsToLive }
        HTTP_SERVICE_CONFIG_SSL_KEY { pIpPort }
        HTTP_SERVICE_CONFIG_SSL_KEY_EX { IpPort }
        HTTP_SERVICE_CONFIG_SSL_SNI_KEY { IpPort, Host }
        HTTP_SERVICE_CONFIG_SSL_CCS_KEY { LocalAddress }
        HTTP_SERVICE_CONFIG_SSL_PARAM { SslHashLength, pSslHash, AppId, pSslCertStoreName, DefaultCertCheckMode, DefaultRevocationFreshnessTime, DefaultRevocationUrlRetrievalTimeout, pDefaultSslCtlIdentifier, pDefaultSslCtlStoreName, DefaultFlags }
        HTTP2_WINDOW_SIZE_PARAM { Http2ReceiveWindowSize }
        HTTP2_SETTINGS_LIMITS_PARAM { Http2MaxSettingsPerFrame, Http2MaxSettingsPerMinute }
        HTTP_PERFORMANCE_PARAM { Type, BufferSize, Buffer }
        HTTP_TLS_RESTRICTIONS_PARAM { RestrictionCount, TlsRestrictions }
        HTTP_ERROR_HEADERS_PARAM { StatusCode, HeaderCount, Headers }
        HTTP_TLS_SESSION_TICKET_KEYS_PARAM { SessionTicketKeyCount, SessionTicketKeys }
        HTTP_SERVICE_CONFIG_SSL_PARAM_EX { ParamType, Flags }
        HTTP_SERVICE_CONFIG_SSL_SET { KeyDesc, ParamDesc }
        HTTP_SERVICE_CONFIG_SSL_SNI_SET { KeyDesc, ParamDesc }
        HTTP_SERVICE_CONFIG_SSL_CCS_SET { KeyDesc, ParamDesc }
        HTTP_SERVICE_CONFIG_SSL_SET_EX { KeyDesc, ParamDesc }
        HTTP_SERVICE_CONFIG_SSL_SNI_SET_EX { KeyDesc, ParamDesc }
        HTTP_SERVICE_CONFIG_SSL_CCS_SET_EX { KeyDesc, ParamDesc }
        HTTP_SERVICE_CONFIG_SSL_QUERY { QueryDesc, KeyDesc, dwToken }
        HTTP_SERVICE_CONFIG_SSL_SNI_QUERY { QueryDesc, KeyDesc, dwToken }
        HTTP_SERVICE_CONFIG_SSL_CCS_QUERY { QueryDesc, KeyDesc, dwToken }
        HTTP_SERVICE_CONFIG_SSL_QUERY_EX { QueryDesc, KeyDesc, dwToken, ParamType }
        HTTP_SERVICE_CONFIG_SSL_SNI_QUERY_EX { QueryDesc, KeyDesc, dwToken, ParamType }
        HTTP_SERVICE_CONFIG_SSL_CCS_QUERY_EX { QueryDesc, KeyDesc, dwToken, ParamType }
        HTTP_SERVICE_CONFIG_IP_LISTEN_PARAM { AddrLength, pAddress }
        HTTP_SERVICE_CONFIG_IP_LISTEN_QUERY { AddrCount, AddrList }
        HTTP_SERVICE_CONFIG_URLACL_KEY { pUrlPrefix }
        HTTP_SERVICE_CONFIG_URLACL_PARAM { pStringSecurityDescriptor }
        HTTP_SERVICE_CONFIG_URLACL_SET { KeyDesc, ParamDesc }
        HTTP_SERVICE_CONFIG_URLACL_QUERY { QueryDesc, KeyDesc, dwToken }
        HTTP_SERVICE_CONFIG_CACHE_SET { KeyDesc, ParamDesc }
        HTTP_QUERY_REQUEST_QUALIFIER_TCP { Freshness }
        HTTP_QUERY_REQUEST_QUALIFIER_QUIC { Freshness }
        HTTP_REQUEST_PROPERTY_SNI { Hostname, Flags }
        HTTP_REQUEST_PROPERTY_STREAM_ERROR { ErrorCode }
        HTTP_WSK_API_TIMINGS { ConnectCount, ConnectSum, DisconnectCount, DisconnectSum, SendCount, SendSum, ReceiveCount, ReceiveSum, ReleaseCount, ReleaseSum, ControlSocketCount, ControlSocketSum }
        HTTP_QUIC_STREAM_API_TIMINGS { OpenCount, OpenSum, CloseCount, CloseSum, StartCount, StartSum, ShutdownCount, ShutdownSum, SendCount, SendSum, ReceiveSetEnabledCount, ReceiveSetEnabledSum, GetParamCount, GetParamSum, SetParamCount, SetParamSum, SetCallbackHandlerCount, SetCallbackHandlerSum }
        HTTP_QUIC_CONNECTION_API_TIMINGS { OpenTime, CloseTime, StartTime, ShutdownTime, SecConfigCreateTime, SecConfigDeleteTime, GetParamCount, GetParamSum, SetParamCount, SetParamSum, SetCallbackHandlerCount, SetCallbackHandlerSum, ControlStreamTimings }
        HTTP_QUIC_API_TIMINGS { ConnectionTimings, StreamTimings }
        HTTP_QUIC_STREAM_REQUEST_STATS { StreamWaitStart, StreamWaitEnd, RequestHeadersCompressionStart, RequestHeadersCompressionEnd, ResponseHeadersDecompressionStart, ResponseHeadersDecompressionEnd, RequestHeadersCompressedSize, ResponseHeadersCompressedSize }
    });
    println!("ledger: windows-sys agrees on {compared} structures of HttpServer");
}

#[test]
fn websocket_records_agree() {
    let compared = records!(windows_sys::Win32::Networking::WebSocket, httpapi::abi::websocket {
        WEB_SOCKET_PROPERTY { Type, pvValue, ulValueSize }
        WEB_SOCKET_HTTP_HEADER { pcName, ulNameLength, pcValue, ulValueLength }
        WEB_SOCKET_BUFFER { Data, CloseStatus }
    });
    println!("ledger: windows-sys agrees on {compared} structures of WebSocket");
}
