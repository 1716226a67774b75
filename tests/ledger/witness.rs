//! The second witness: windows-sys, as far as it goes.

use std::mem::offset_of;

/// Structures that both have, by the members that both name.
macro_rules! records {
    ($theirs:path, $ours:path { $( $record:ident { $($field:ident),* } )* }) => {{
        use $ours as ours;
        use $theirs as theirs;
        let mut compared = 0;
        $(
            // Where a member is an array of WCHAR the size follows the build's wchar_t.
            let wide = size_of::<httpapi::abi::windows::WCHAR>() != 2 && WIDE.contains(&stringify!($record));
            if !wide {
                assert_eq!(size_of::<ours::$record>(), size_of::<theirs::$record>(), stringify!($record));
                $( assert_eq!(
                    offset_of!(ours::$record, $field),
                    offset_of!(theirs::$record, $field),
                    concat!(stringify!($record), ".", stringify!($field))
                ); )*
                compared += 1;
            }
        )*
        compared
    }};
}

/// Constants that both have.
macro_rules! constants {
    ($theirs:path, $ours:path { $($constant:ident),* $(,)? }) => {{
        use $ours as ours;
        use $theirs as theirs;
        let mut compared = 0;
        $(
            assert_eq!(ours::$constant as i32, theirs::$constant as i32, stringify!($constant));
            compared += 1;
        )*
        compared
    }};
}

const WIDE: [&str; 1] = ["HTTP_REQUEST_PROPERTY_SNI"];

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
fn httpserver_constants_agree() {
    // Left out: HttpDataChunkMaximum, ExParamTypeMax and HttpFeatureLast, where windows-sys is older than the SDK.
    let compared = constants!(
        windows_sys::Win32::Networking::HttpServer,
        httpapi::abi::http {
            CacheRangeChunkSize,
            CreateRequestQueueExternalIdProperty,
            CreateRequestQueueMax,
            DelegateRequestDelegateUrlProperty,
            DelegateRequestReservedProperty,
            ExParamTypeErrorHeaders,
            ExParamTypeHttp2SettingsLimits,
            ExParamTypeHttp2Window,
            ExParamTypeHttpPerformance,
            ExParamTypeTlsRestrictions,
            ExParamTypeTlsSessionTicketKeys,
            HTTP_AUTH_ENABLE_BASIC,
            HTTP_AUTH_ENABLE_DIGEST,
            HTTP_AUTH_ENABLE_KERBEROS,
            HTTP_AUTH_ENABLE_NEGOTIATE,
            HTTP_AUTH_ENABLE_NTLM,
            HTTP_AUTH_EX_FLAG_CAPTURE_CREDENTIAL,
            HTTP_AUTH_EX_FLAG_ENABLE_KERBEROS_CREDENTIAL_CACHING,
            HTTP_CHANNEL_BIND_CLIENT_SERVICE,
            HTTP_CHANNEL_BIND_DOTLESS_SERVICE,
            HTTP_CHANNEL_BIND_NO_SERVICE_NAME_CHECK,
            HTTP_CHANNEL_BIND_PROXY,
            HTTP_CHANNEL_BIND_PROXY_COHOSTING,
            HTTP_CHANNEL_BIND_SECURE_CHANNEL_TOKEN,
            HTTP_CREATE_REQUEST_QUEUE_FLAG_CONTROLLER,
            HTTP_CREATE_REQUEST_QUEUE_FLAG_DELEGATION,
            HTTP_CREATE_REQUEST_QUEUE_FLAG_OPEN_EXISTING,
            HTTP_DEMAND_CBT,
            HTTP_FLUSH_RESPONSE_FLAG_RECURSIVE,
            HTTP_INITIALIZE_CONFIG,
            HTTP_INITIALIZE_SERVER,
            HTTP_LOGGING_FLAG_LOCAL_TIME_ROLLOVER,
            HTTP_LOGGING_FLAG_LOG_ERRORS_ONLY,
            HTTP_LOGGING_FLAG_LOG_SUCCESS_ONLY,
            HTTP_LOGGING_FLAG_USE_UTF8_CONVERSION,
            HTTP_LOG_FIELD_BYTES_RECV,
            HTTP_LOG_FIELD_BYTES_SENT,
            HTTP_LOG_FIELD_CLIENT_IP,
            HTTP_LOG_FIELD_CLIENT_PORT,
            HTTP_LOG_FIELD_COMPUTER_NAME,
            HTTP_LOG_FIELD_COOKIE,
            HTTP_LOG_FIELD_CORRELATION_ID,
            HTTP_LOG_FIELD_DATE,
            HTTP_LOG_FIELD_FAULT_CODE,
            HTTP_LOG_FIELD_HOST,
            HTTP_LOG_FIELD_METHOD,
            HTTP_LOG_FIELD_QUEUE_NAME,
            HTTP_LOG_FIELD_REASON,
            HTTP_LOG_FIELD_REFERER,
            HTTP_LOG_FIELD_SERVER_IP,
            HTTP_LOG_FIELD_SERVER_PORT,
            HTTP_LOG_FIELD_SITE_ID,
            HTTP_LOG_FIELD_SITE_NAME,
            HTTP_LOG_FIELD_STATUS,
            HTTP_LOG_FIELD_STREAM_ID,
            HTTP_LOG_FIELD_STREAM_ID_EX,
            HTTP_LOG_FIELD_SUB_STATUS,
            HTTP_LOG_FIELD_TIME,
            HTTP_LOG_FIELD_TIME_TAKEN,
            HTTP_LOG_FIELD_TRANSPORT_TYPE,
            HTTP_LOG_FIELD_URI,
            HTTP_LOG_FIELD_URI_QUERY,
            HTTP_LOG_FIELD_URI_STEM,
            HTTP_LOG_FIELD_USER_AGENT,
            HTTP_LOG_FIELD_USER_NAME,
            HTTP_LOG_FIELD_VERSION,
            HTTP_LOG_FIELD_WIN32_STATUS,
            HTTP_MAX_SERVER_QUEUE_LENGTH,
            HTTP_MIN_SERVER_QUEUE_LENGTH,
            HTTP_RECEIVE_FULL_CHAIN,
            HTTP_RECEIVE_REQUEST_ENTITY_BODY_FLAG_FILL_BUFFER,
            HTTP_RECEIVE_REQUEST_FLAG_COPY_BODY,
            HTTP_RECEIVE_REQUEST_FLAG_FLUSH_BODY,
            HTTP_RECEIVE_SECURE_CHANNEL_TOKEN,
            HTTP_REQUEST_AUTH_FLAG_TOKEN_FOR_CACHED_CRED,
            HTTP_REQUEST_FLAG_HTTP2,
            HTTP_REQUEST_FLAG_HTTP3,
            HTTP_REQUEST_FLAG_IP_ROUTED,
            HTTP_REQUEST_FLAG_MORE_ENTITY_BODY_EXISTS,
            HTTP_REQUEST_PROPERTY_SNI_FLAG_NO_SNI,
            HTTP_REQUEST_PROPERTY_SNI_FLAG_SNI_USED,
            HTTP_REQUEST_PROPERTY_SNI_HOST_MAX_LENGTH,
            HTTP_REQUEST_SIZING_INFO_FLAG_FIRST_REQUEST,
            HTTP_REQUEST_SIZING_INFO_FLAG_TCP_FAST_OPEN,
            HTTP_REQUEST_SIZING_INFO_FLAG_TLS_FALSE_START,
            HTTP_REQUEST_SIZING_INFO_FLAG_TLS_SESSION_RESUMPTION,
            HTTP_RESPONSE_FLAG_MORE_ENTITY_BODY_EXISTS,
            HTTP_RESPONSE_FLAG_MULTIPLE_ENCODINGS_AVAILABLE,
            HTTP_RESPONSE_INFO_FLAGS_PRESERVE_ORDER,
            HTTP_SEND_RESPONSE_FLAG_BUFFER_DATA,
            HTTP_SEND_RESPONSE_FLAG_DISCONNECT,
            HTTP_SEND_RESPONSE_FLAG_ENABLE_NAGLING,
            HTTP_SEND_RESPONSE_FLAG_GOAWAY,
            HTTP_SEND_RESPONSE_FLAG_MORE_DATA,
            HTTP_SEND_RESPONSE_FLAG_OPAQUE,
            HTTP_SEND_RESPONSE_FLAG_PROCESS_RANGES,
            HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_HTTP2,
            HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_LEGACY_TLS,
            HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_OCSP_STAPLING,
            HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_QUIC,
            HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_SESSION_ID,
            HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_TLS12,
            HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_TLS13,
            HTTP_SERVICE_CONFIG_SSL_FLAG_ENABLE_CLIENT_CORRELATION,
            HTTP_SERVICE_CONFIG_SSL_FLAG_ENABLE_SESSION_TICKET,
            HTTP_SERVICE_CONFIG_SSL_FLAG_ENABLE_TOKEN_BINDING,
            HTTP_SERVICE_CONFIG_SSL_FLAG_LOG_EXTENDED_EVENTS,
            HTTP_SERVICE_CONFIG_SSL_FLAG_NEGOTIATE_CLIENT_CERT,
            HTTP_SERVICE_CONFIG_SSL_FLAG_NO_RAW_FILTER,
            HTTP_SERVICE_CONFIG_SSL_FLAG_REJECT,
            HTTP_SERVICE_CONFIG_SSL_FLAG_USE_DS_MAPPER,
            HTTP_URL_FLAG_REMOVE_ALL,
            HeaderWaitTimeout,
            Http503ResponseVerbosityBasic,
            Http503ResponseVerbosityFull,
            Http503ResponseVerbosityLimited,
            HttpAuthStatusFailure,
            HttpAuthStatusNotAuthenticated,
            HttpAuthStatusSuccess,
            HttpAuthenticationHardeningLegacy,
            HttpAuthenticationHardeningMedium,
            HttpAuthenticationHardeningStrict,
            HttpCachePolicyMaximum,
            HttpCachePolicyNocache,
            HttpCachePolicyTimeToLive,
            HttpCachePolicyUserInvalidates,
            HttpDataChunkFromFileHandle,
            HttpDataChunkFromFragmentCache,
            HttpDataChunkFromFragmentCacheEx,
            HttpDataChunkFromMemory,
            HttpDataChunkTrailers,
            HttpEnabledStateActive,
            HttpEnabledStateInactive,
            HttpFeatureApiTimings,
            HttpFeatureDelegateEx,
            HttpFeatureHttp3,
            HttpFeatureResponseTrailers,
            HttpFeatureUnknown,
            HttpHeaderAccept,
            HttpHeaderAcceptCharset,
            HttpHeaderAcceptEncoding,
            HttpHeaderAcceptLanguage,
            HttpHeaderAcceptRanges,
            HttpHeaderAge,
            HttpHeaderAllow,
            HttpHeaderAuthorization,
            HttpHeaderCacheControl,
            HttpHeaderConnection,
            HttpHeaderContentEncoding,
            HttpHeaderContentLanguage,
            HttpHeaderContentLength,
            HttpHeaderContentLocation,
            HttpHeaderContentMd5,
            HttpHeaderContentRange,
            HttpHeaderContentType,
            HttpHeaderCookie,
            HttpHeaderDate,
            HttpHeaderEtag,
            HttpHeaderExpect,
            HttpHeaderExpires,
            HttpHeaderFrom,
            HttpHeaderHost,
            HttpHeaderIfMatch,
            HttpHeaderIfModifiedSince,
            HttpHeaderIfNoneMatch,
            HttpHeaderIfRange,
            HttpHeaderIfUnmodifiedSince,
            HttpHeaderKeepAlive,
            HttpHeaderLastModified,
            HttpHeaderLocation,
            HttpHeaderMaxForwards,
            HttpHeaderMaximum,
            HttpHeaderPragma,
            HttpHeaderProxyAuthenticate,
            HttpHeaderProxyAuthorization,
            HttpHeaderRange,
            HttpHeaderReferer,
            HttpHeaderRequestMaximum,
            HttpHeaderResponseMaximum,
            HttpHeaderRetryAfter,
            HttpHeaderServer,
            HttpHeaderSetCookie,
            HttpHeaderTe,
            HttpHeaderTrailer,
            HttpHeaderTransferEncoding,
            HttpHeaderTranslate,
            HttpHeaderUpgrade,
            HttpHeaderUserAgent,
            HttpHeaderVary,
            HttpHeaderVia,
            HttpHeaderWarning,
            HttpHeaderWwwAuthenticate,
            HttpLogDataTypeFields,
            HttpLoggingRolloverDaily,
            HttpLoggingRolloverHourly,
            HttpLoggingRolloverMonthly,
            HttpLoggingRolloverSize,
            HttpLoggingRolloverWeekly,
            HttpLoggingTypeIIS,
            HttpLoggingTypeNCSA,
            HttpLoggingTypeRaw,
            HttpLoggingTypeW3C,
            HttpNone,
            HttpProtectionLevelEdgeRestricted,
            HttpProtectionLevelRestricted,
            HttpProtectionLevelUnrestricted,
            HttpQosSettingTypeBandwidth,
            HttpQosSettingTypeConnectionLimit,
            HttpQosSettingTypeFlowRate,
            HttpRequestAuthTypeBasic,
            HttpRequestAuthTypeDigest,
            HttpRequestAuthTypeKerberos,
            HttpRequestAuthTypeNTLM,
            HttpRequestAuthTypeNegotiate,
            HttpRequestAuthTypeNone,
            HttpRequestInfoTypeAuth,
            HttpRequestInfoTypeChannelBind,
            HttpRequestInfoTypeQuicStats,
            HttpRequestInfoTypeRequestSizing,
            HttpRequestInfoTypeRequestTiming,
            HttpRequestInfoTypeSslProtocol,
            HttpRequestInfoTypeSslTokenBinding,
            HttpRequestInfoTypeSslTokenBindingDraft,
            HttpRequestInfoTypeTcpInfoV0,
            HttpRequestInfoTypeTcpInfoV1,
            HttpRequestPropertyIsb,
            HttpRequestPropertyQuicApiTimings,
            HttpRequestPropertyQuicStats,
            HttpRequestPropertySni,
            HttpRequestPropertyStreamError,
            HttpRequestPropertyTcpInfoV0,
            HttpRequestPropertyTcpInfoV1,
            HttpRequestPropertyWskApiTimings,
            HttpRequestSizingTypeHeaders,
            HttpRequestSizingTypeMax,
            HttpRequestSizingTypeTlsHandshakeLeg1ClientData,
            HttpRequestSizingTypeTlsHandshakeLeg1ServerData,
            HttpRequestSizingTypeTlsHandshakeLeg2ClientData,
            HttpRequestSizingTypeTlsHandshakeLeg2ServerData,
            HttpRequestTimingTypeConnectionStart,
            HttpRequestTimingTypeDataStart,
            HttpRequestTimingTypeHttp2HeaderDecodeEnd,
            HttpRequestTimingTypeHttp2HeaderDecodeStart,
            HttpRequestTimingTypeHttp2StreamStart,
            HttpRequestTimingTypeHttp3HeaderDecodeEnd,
            HttpRequestTimingTypeHttp3HeaderDecodeStart,
            HttpRequestTimingTypeHttp3StreamStart,
            HttpRequestTimingTypeMax,
            HttpRequestTimingTypeRequestDeliveredForDelegation,
            HttpRequestTimingTypeRequestDeliveredForIO,
            HttpRequestTimingTypeRequestDeliveredForInspection,
            HttpRequestTimingTypeRequestHeaderParseEnd,
            HttpRequestTimingTypeRequestHeaderParseStart,
            HttpRequestTimingTypeRequestQueuedForDelegation,
            HttpRequestTimingTypeRequestQueuedForIO,
            HttpRequestTimingTypeRequestQueuedForInspection,
            HttpRequestTimingTypeRequestReturnedAfterDelegation,
            HttpRequestTimingTypeRequestReturnedAfterInspection,
            HttpRequestTimingTypeRequestRoutingEnd,
            HttpRequestTimingTypeRequestRoutingStart,
            HttpRequestTimingTypeTlsAttributesQueryEnd,
            HttpRequestTimingTypeTlsAttributesQueryStart,
            HttpRequestTimingTypeTlsCertificateLoadEnd,
            HttpRequestTimingTypeTlsCertificateLoadStart,
            HttpRequestTimingTypeTlsClientCertQueryEnd,
            HttpRequestTimingTypeTlsClientCertQueryStart,
            HttpRequestTimingTypeTlsHandshakeLeg1End,
            HttpRequestTimingTypeTlsHandshakeLeg1Start,
            HttpRequestTimingTypeTlsHandshakeLeg2End,
            HttpRequestTimingTypeTlsHandshakeLeg2Start,
            HttpResponseInfoTypeAuthenticationProperty,
            HttpResponseInfoTypeChannelBind,
            HttpResponseInfoTypeMultipleKnownHeaders,
            HttpResponseInfoTypeQoSProperty,
            HttpSchemeHttp,
            HttpSchemeHttps,
            HttpSchemeMaximum,
            HttpServer503VerbosityProperty,
            HttpServerAuthenticationProperty,
            HttpServerBindingProperty,
            HttpServerChannelBindProperty,
            HttpServerDelegationProperty,
            HttpServerExtendedAuthenticationProperty,
            HttpServerListenEndpointProperty,
            HttpServerLoggingProperty,
            HttpServerProtectionLevelProperty,
            HttpServerQosProperty,
            HttpServerQueueLengthProperty,
            HttpServerStateProperty,
            HttpServerTimeoutsProperty,
            HttpServiceBindingTypeA,
            HttpServiceBindingTypeNone,
            HttpServiceBindingTypeW,
            HttpServiceConfigCache,
            HttpServiceConfigIPListenList,
            HttpServiceConfigMax,
            HttpServiceConfigQueryExact,
            HttpServiceConfigQueryMax,
            HttpServiceConfigQueryNext,
            HttpServiceConfigSSLCertInfo,
            HttpServiceConfigSetting,
            HttpServiceConfigSslCcsCertInfo,
            HttpServiceConfigSslCcsCertInfoEx,
            HttpServiceConfigSslCertInfoEx,
            HttpServiceConfigSslScopedCcsCertInfo,
            HttpServiceConfigSslScopedCcsCertInfoEx,
            HttpServiceConfigSslSniCertInfo,
            HttpServiceConfigSslSniCertInfoEx,
            HttpServiceConfigTimeout,
            HttpServiceConfigUrlAclInfo,
            HttpTlsThrottle,
            HttpVerbCONNECT,
            HttpVerbCOPY,
            HttpVerbDELETE,
            HttpVerbGET,
            HttpVerbHEAD,
            HttpVerbInvalid,
            HttpVerbLOCK,
            HttpVerbMKCOL,
            HttpVerbMOVE,
            HttpVerbMaximum,
            HttpVerbOPTIONS,
            HttpVerbPOST,
            HttpVerbPROPFIND,
            HttpVerbPROPPATCH,
            HttpVerbPUT,
            HttpVerbSEARCH,
            HttpVerbTRACE,
            HttpVerbTRACK,
            HttpVerbUNLOCK,
            HttpVerbUnknown,
            HttpVerbUnparsed,
            IdleConnectionTimeout,
            MaxCacheResponseSize,
            PerformanceParamAggressiveICW,
            PerformanceParamDecryptOnSspiThread,
            PerformanceParamMax,
            PerformanceParamMaxConcurrentClientStreams,
            PerformanceParamMaxReceiveBufferSize,
            PerformanceParamMaxSendBufferSize,
            PerformanceParamSendBufferingFlags,
        }
    );
    println!("ledger: windows-sys agrees on {compared} constants of HttpServer");
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

#[test]
fn websocket_constants_agree() {
    let compared = constants!(
        windows_sys::Win32::Networking::WebSocket,
        httpapi::abi::websocket {
            WEB_SOCKET_ABORTED_CLOSE_STATUS,
            WEB_SOCKET_ALLOCATED_BUFFER_PROPERTY_TYPE,
            WEB_SOCKET_ALL_ACTION_QUEUE,
            WEB_SOCKET_BINARY_FRAGMENT_BUFFER_TYPE,
            WEB_SOCKET_BINARY_MESSAGE_BUFFER_TYPE,
            WEB_SOCKET_CLOSE_BUFFER_TYPE,
            WEB_SOCKET_DISABLE_MASKING_PROPERTY_TYPE,
            WEB_SOCKET_DISABLE_UTF8_VERIFICATION_PROPERTY_TYPE,
            WEB_SOCKET_EMPTY_CLOSE_STATUS,
            WEB_SOCKET_ENDPOINT_UNAVAILABLE_CLOSE_STATUS,
            WEB_SOCKET_INDICATE_RECEIVE_COMPLETE_ACTION,
            WEB_SOCKET_INDICATE_SEND_COMPLETE_ACTION,
            WEB_SOCKET_INVALID_DATA_TYPE_CLOSE_STATUS,
            WEB_SOCKET_INVALID_PAYLOAD_CLOSE_STATUS,
            WEB_SOCKET_KEEPALIVE_INTERVAL_PROPERTY_TYPE,
            WEB_SOCKET_MAX_CLOSE_REASON_LENGTH,
            WEB_SOCKET_MESSAGE_TOO_BIG_CLOSE_STATUS,
            WEB_SOCKET_NO_ACTION,
            WEB_SOCKET_PING_PONG_BUFFER_TYPE,
            WEB_SOCKET_POLICY_VIOLATION_CLOSE_STATUS,
            WEB_SOCKET_PROTOCOL_ERROR_CLOSE_STATUS,
            WEB_SOCKET_RECEIVE_ACTION_QUEUE,
            WEB_SOCKET_RECEIVE_BUFFER_SIZE_PROPERTY_TYPE,
            WEB_SOCKET_RECEIVE_FROM_NETWORK_ACTION,
            WEB_SOCKET_SECURE_HANDSHAKE_ERROR_CLOSE_STATUS,
            WEB_SOCKET_SEND_ACTION_QUEUE,
            WEB_SOCKET_SEND_BUFFER_SIZE_PROPERTY_TYPE,
            WEB_SOCKET_SEND_TO_NETWORK_ACTION,
            WEB_SOCKET_SERVER_ERROR_CLOSE_STATUS,
            WEB_SOCKET_SUCCESS_CLOSE_STATUS,
            WEB_SOCKET_SUPPORTED_VERSIONS_PROPERTY_TYPE,
            WEB_SOCKET_UNSOLICITED_PONG_BUFFER_TYPE,
            WEB_SOCKET_UNSUPPORTED_EXTENSIONS_CLOSE_STATUS,
            WEB_SOCKET_UTF8_FRAGMENT_BUFFER_TYPE,
            WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE,
        }
    );
    println!("ledger: windows-sys agrees on {compared} constants of WebSocket");
}

#[test]
fn tcp_info_agrees() {
    let compared = records!(windows_sys::Win32::Networking::WinSock, httpapi::abi::windows {
        TCP_INFO_v0 { State, ConnectionTimeMs, TimestampsEnabled, RttUs, BytesOut, BytesIn, TimeoutEpisodes, SynRetrans }
        TCP_INFO_v1 { SynRetrans, SndLimTransRwin, SndLimBytesRwin, SndLimTransCwnd, SndLimBytesSnd }
    });
    assert_eq!(compared, 2);
}
