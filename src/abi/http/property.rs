//! Properties of server sessions, URL groups and request queues.

use crate::abi::windows::*;

/// `ULONG Present : 1`: the lowest bit of one word.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct HTTP_PROPERTY_FLAGS {
    pub Bits: ULONG,
}

impl HTTP_PROPERTY_FLAGS {
    pub const PRESENT: Self = Self { Bits: 1 };

    pub fn present(self) -> bool {
        self.Bits & 1 != 0
    }
}

crate::declare! {
    /// What the Set and Query property functions of sessions, groups and queues name.
    enumeration HTTP_SERVER_PROPERTY, PHTTP_SERVER_PROPERTY {
        HttpServerAuthenticationProperty = 0;
        HttpServerLoggingProperty = 1;
        HttpServerQosProperty = 2;
        HttpServerTimeoutsProperty = 3;
        HttpServerQueueLengthProperty = 4;
        HttpServerStateProperty = 5;
        HttpServer503VerbosityProperty = 6;
        HttpServerBindingProperty = 7;
        HttpServerExtendedAuthenticationProperty = 8;
        HttpServerListenEndpointProperty = 9;
        HttpServerChannelBindProperty = 10;
        HttpServerProtectionLevelProperty = 11;
        HttpServerDelegationProperty = 16;
        HttpServerFastForwardingProperty = 18;
        HttpServerRequestInfoProperty = 19;
    }

    /// First member of property structs. Present=1 property set, 0 removed. Bit 0 of a 32-bit word.
    shape HTTP_PROPERTY_FLAGS, PHTTP_PROPERTY_FLAGS {
        "Present" => Bits;
        c "
typedef struct _HTTP_PROPERTY_FLAGS {
    ULONG Present : 1;
} HTTP_PROPERTY_FLAGS, *PHTTP_PROPERTY_FLAGS;
"
    }

    enumeration HTTP_ENABLED_STATE, PHTTP_ENABLED_STATE {
        HttpEnabledStateActive = 0;
        HttpEnabledStateInactive = 1;
    }

    /// State of session/group. (Queue state uses the bare enum.)
    structure HTTP_STATE_INFO, PHTTP_STATE_INFO {
        Flags: HTTP_PROPERTY_FLAGS;
        /// 0 active, 1 inactive: requests of an inactive object are refused with 503.
        State: HTTP_ENABLED_STATE;
    }

    /// What a client is told when a queue cannot take its request.
    enumeration HTTP_503_RESPONSE_VERBOSITY, PHTTP_503_RESPONSE_VERBOSITY {
        Http503ResponseVerbosityBasic = 0;
        Http503ResponseVerbosityLimited = 1;
        Http503ResponseVerbosityFull = 2;
    }

    enumeration HTTP_QOS_SETTING_TYPE, PHTTP_QOS_SETTING_TYPE {
        HttpQosSettingTypeBandwidth = 0;
        HttpQosSettingTypeConnectionLimit = 1;
        HttpQosSettingTypeFlowRate = 2;
    }

    /// Wrapper of QoS settings; QosSetting points to the struct chosen by QosType (0 bandwidth, 1
    /// connection limit, 2 flow rate). For queries preset QosType.
    structure HTTP_QOS_SETTING_INFO, PHTTP_QOS_SETTING_INFO {
        QosType: HTTP_QOS_SETTING_TYPE;
        QosSetting: PVOID;
    }

    /// URL group only. Exceeding gives 503 (HTTPERR ConnLimit).
    structure HTTP_CONNECTION_LIMIT_INFO, PHTTP_CONNECTION_LIMIT_INFO {
        Flags: HTTP_PROPERTY_FLAGS;
        /// HTTP_LIMIT_INFINITE (0xFFFFFFFF) = no limit.
        MaxConnections: ULONG;
    }

    /// Session or group. Minimum 1024 bytes/s; HTTP_LIMIT_INFINITE = off. Needs QoS packet
    /// scheduler on Windows.
    structure HTTP_BANDWIDTH_LIMIT_INFO, PHTTP_BANDWIDTH_LIMIT_INFO {
        Flags: HTTP_PROPERTY_FLAGS;
        MaxBandwidth: ULONG;
    }

    /// Token-bucket send throttling (bytes/s, peak, burst bytes); Vista+/7.
    structure HTTP_FLOWRATE_INFO, PHTTP_FLOWRATE_INFO {
        Flags: HTTP_PROPERTY_FLAGS;
        MaxBandwidth: ULONG;
        MaxPeakBandwidth: ULONG;
        BurstSize: ULONG;
    }

    /// Bounds of queue lengths and throttling.
    constants LIMITS {
        HTTP_MAX_SERVER_QUEUE_LENGTH: ULONG = 2147483647;
        HTTP_MIN_SERVER_QUEUE_LENGTH: ULONG = 1;
        HTTP_MIN_ALLOWED_BANDWIDTH_THROTTLING_RATE: ULONG = 1024;
        HTTP_LIMIT_INFINITE: ULONG = 0xFFFFFFFF;
    }

    /// All values seconds except MinSendRate (bytes/s). 0 = fall back to session, then default.
    /// 0xFFFF disables (MinSendRate: 0xFFFFFFFF).
    structure HTTP_TIMEOUT_LIMIT_INFO, PHTTP_TIMEOUT_LIMIT_INFO {
        Flags: HTTP_PROPERTY_FLAGS;
        /// Default 120; waiting for request body bytes, restarted on data.
        EntityBody: USHORT;
        /// Default 120; draining unread body on keep-alive.
        DrainEntityBody: USHORT;
        /// Default 120; request waiting in the queue.
        RequestQueue: USHORT;
        /// Default 120; only enforced after 1st request was routed.
        IdleConnection: USHORT;
        /// Default 120; same restriction.
        HeaderWait: USHORT;
        /// Default 150.
        MinSendRate: ULONG;
    }

    /// IP-based URLs: listen on wildcard (sharing on) or the specific IP.
    structure HTTP_LISTEN_ENDPOINT_INFO, PHTTP_LISTEN_ENDPOINT_INFO {
        Flags: HTTP_PROPERTY_FLAGS;
        EnableSharing: BOOLEAN;
    }

    /// Undocumented (reverse-proxy fast forwarding with WinHTTP).
    structure HTTP_FAST_FORWARD_INFO, PHTTP_FAST_FORWARD_INFO {
        Flags: HTTP_PROPERTY_FLAGS;
        EnableFastForwarding: BOOLEAN;
    }

    /// Property 7 (queue to deliver to) and 16 (delegation target).
    structure HTTP_BINDING_INFO, PHTTP_BINDING_INFO {
        Flags: HTTP_PROPERTY_FLAGS;
        RequestQueueHandle: HANDLE;
    }

    enumeration HTTP_PROTECTION_LEVEL_TYPE, PHTTP_PROTECTION_LEVEL_TYPE {
        HttpProtectionLevelUnrestricted = 0;
        HttpProtectionLevelEdgeRestricted = 1;
        HttpProtectionLevelRestricted = 2;
    }

    /// Edge/NAT (Teredo) traffic policy; Restricted(2) unsupported.
    structure HTTP_PROTECTION_LEVEL_INFO, PHTTP_PROTECTION_LEVEL_INFO {
        Flags: HTTP_PROPERTY_FLAGS;
        Level: HTTP_PROTECTION_LEVEL_TYPE;
    }

    constants REQUEST_INFO_FLAGS {
        HTTP_REQUEST_INFO_FLAG_INITIAL_TTL: ULONG = 0x00000001;
    }

    /// Property 19; RequestInfoFlags bit 0 asks for HttpRequestInfoTypeInitialPacketTtl.
    structure HTTP_REQUEST_INFO_PROPERTY_INFO, PHTTP_REQUEST_INFO_PROPERTY_INFO {
        Flags: HTTP_PROPERTY_FLAGS;
        RequestInfoFlags: ULONGLONG;
    }
}
