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

    /// What the structures of properties start with. Present is 0 in one that takes the
    /// property away.
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

    /// State of a session or a group; a queue has the bare enumeration.
    structure HTTP_STATE_INFO, PHTTP_STATE_INFO {
        Flags: HTTP_PROPERTY_FLAGS;
        /// Requests for what is inactive are answered with 503.
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

    /// QosType says what QosSetting points to.
    structure HTTP_QOS_SETTING_INFO, PHTTP_QOS_SETTING_INFO {
        QosType: HTTP_QOS_SETTING_TYPE;
        QosSetting: PVOID;
    }

    /// For groups. One connection more is answered with 503.
    structure HTTP_CONNECTION_LIMIT_INFO, PHTTP_CONNECTION_LIMIT_INFO {
        Flags: HTTP_PROPERTY_FLAGS;
        /// HTTP_LIMIT_INFINITE: no limit.
        MaxConnections: ULONG;
    }

    /// For sessions and groups, in bytes per second; HTTP_LIMIT_INFINITE is no limit.
    structure HTTP_BANDWIDTH_LIMIT_INFO, PHTTP_BANDWIDTH_LIMIT_INFO {
        Flags: HTTP_PROPERTY_FLAGS;
        MaxBandwidth: ULONG;
    }

    /// In bytes per second, and bytes.
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

    /// In seconds, but MinSendRate in bytes per second. 0 takes the session's value, and there the
    /// default; 0xFFFF, and 0xFFFFFFFF for MinSendRate, is no limit.
    structure HTTP_TIMEOUT_LIMIT_INFO, PHTTP_TIMEOUT_LIMIT_INFO {
        Flags: HTTP_PROPERTY_FLAGS;
        /// For the next part of a body; default 120.
        EntityBody: USHORT;
        /// For the rest of a body that nobody reads; default 120.
        DrainEntityBody: USHORT;
        /// In the queue; default 120.
        RequestQueue: USHORT;
        /// Between requests; default 120.
        IdleConnection: USHORT;
        /// For all headers of a request; default 120.
        HeaderWait: USHORT;
        /// Default 150.
        MinSendRate: ULONG;
    }

    /// Whether URLs with an address share the port with others.
    structure HTTP_LISTEN_ENDPOINT_INFO, PHTTP_LISTEN_ENDPOINT_INFO {
        Flags: HTTP_PROPERTY_FLAGS;
        EnableSharing: BOOLEAN;
    }

    structure HTTP_FAST_FORWARD_INFO, PHTTP_FAST_FORWARD_INFO {
        Flags: HTTP_PROPERTY_FLAGS;
        EnableFastForwarding: BOOLEAN;
    }

    /// The queue of a group, or the one to delegate to.
    structure HTTP_BINDING_INFO, PHTTP_BINDING_INFO {
        Flags: HTTP_PROPERTY_FLAGS;
        RequestQueueHandle: HANDLE;
    }

    enumeration HTTP_PROTECTION_LEVEL_TYPE, PHTTP_PROTECTION_LEVEL_TYPE {
        HttpProtectionLevelUnrestricted = 0;
        HttpProtectionLevelEdgeRestricted = 1;
        HttpProtectionLevelRestricted = 2;
    }

    /// What is accepted from behind a NAT.
    structure HTTP_PROTECTION_LEVEL_INFO, PHTTP_PROTECTION_LEVEL_INFO {
        Flags: HTTP_PROPERTY_FLAGS;
        Level: HTTP_PROTECTION_LEVEL_TYPE;
    }

    constants REQUEST_INFO_FLAGS {
        HTTP_REQUEST_INFO_FLAG_INITIAL_TTL: ULONG = 0x00000001;
    }

    /// RequestInfoFlags are HTTP_REQUEST_INFO_FLAG_… bits.
    structure HTTP_REQUEST_INFO_PROPERTY_INFO, PHTTP_REQUEST_INFO_PROPERTY_INFO {
        Flags: HTTP_PROPERTY_FLAGS;
        RequestInfoFlags: ULONGLONG;
    }
}
