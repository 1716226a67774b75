//! `websocket.h`: the WebSocket protocol component.

use super::windows::*;

/// The handle of one end of a WebSocket.
pub type WEB_SOCKET_HANDLE = *mut core::ffi::c_void;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WEB_SOCKET_BUFFER_DATA {
    pub pbBuffer: PBYTE,
    pub ulBufferLength: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WEB_SOCKET_BUFFER_CLOSE_STATUS {
    pub pbReason: PBYTE,
    pub ulReasonLength: ULONG,
    pub usStatus: USHORT,
}

/// The arm that the buffer type selects.
#[repr(C)]
#[derive(Clone, Copy)]
pub union WEB_SOCKET_BUFFER {
    pub Data: WEB_SOCKET_BUFFER_DATA,
    pub CloseStatus: WEB_SOCKET_BUFFER_CLOSE_STATUS,
}

crate::declare! {
    constants LIMITS {
        /// Bytes of UTF-8.
        WEB_SOCKET_MAX_CLOSE_REASON_LENGTH: ULONG = 123;
    }

    enumeration WEB_SOCKET_CLOSE_STATUS {
        WEB_SOCKET_SUCCESS_CLOSE_STATUS = 1000;
        WEB_SOCKET_ENDPOINT_UNAVAILABLE_CLOSE_STATUS = 1001;
        WEB_SOCKET_PROTOCOL_ERROR_CLOSE_STATUS = 1002;
        WEB_SOCKET_INVALID_DATA_TYPE_CLOSE_STATUS = 1003;
        WEB_SOCKET_EMPTY_CLOSE_STATUS = 1005;
        WEB_SOCKET_ABORTED_CLOSE_STATUS = 1006;
        WEB_SOCKET_INVALID_PAYLOAD_CLOSE_STATUS = 1007;
        WEB_SOCKET_POLICY_VIOLATION_CLOSE_STATUS = 1008;
        WEB_SOCKET_MESSAGE_TOO_BIG_CLOSE_STATUS = 1009;
        WEB_SOCKET_UNSUPPORTED_EXTENSIONS_CLOSE_STATUS = 1010;
        WEB_SOCKET_SERVER_ERROR_CLOSE_STATUS = 1011;
        WEB_SOCKET_SECURE_HANDSHAKE_ERROR_CLOSE_STATUS = 1015;
    }

    /// Properties of a handle.
    enumeration WEB_SOCKET_PROPERTY_TYPE {
        WEB_SOCKET_RECEIVE_BUFFER_SIZE_PROPERTY_TYPE = 0;
        WEB_SOCKET_SEND_BUFFER_SIZE_PROPERTY_TYPE = 1;
        WEB_SOCKET_DISABLE_MASKING_PROPERTY_TYPE = 2;
        WEB_SOCKET_ALLOCATED_BUFFER_PROPERTY_TYPE = 3;
        WEB_SOCKET_DISABLE_UTF8_VERIFICATION_PROPERTY_TYPE = 4;
        WEB_SOCKET_KEEPALIVE_INTERVAL_PROPERTY_TYPE = 5;
        WEB_SOCKET_SUPPORTED_VERSIONS_PROPERTY_TYPE = 6;
    }

    enumeration WEB_SOCKET_ACTION_QUEUE {
        WEB_SOCKET_SEND_ACTION_QUEUE = 1;
        WEB_SOCKET_RECEIVE_ACTION_QUEUE = 2;
        WEB_SOCKET_ALL_ACTION_QUEUE = 3;
    }

    enumeration WEB_SOCKET_BUFFER_TYPE {
        WEB_SOCKET_UTF8_MESSAGE_BUFFER_TYPE = 0x80000000;
        WEB_SOCKET_UTF8_FRAGMENT_BUFFER_TYPE = 0x80000001;
        WEB_SOCKET_BINARY_MESSAGE_BUFFER_TYPE = 0x80000002;
        WEB_SOCKET_BINARY_FRAGMENT_BUFFER_TYPE = 0x80000003;
        WEB_SOCKET_CLOSE_BUFFER_TYPE = 0x80000004;
        WEB_SOCKET_PING_PONG_BUFFER_TYPE = 0x80000005;
        WEB_SOCKET_UNSOLICITED_PONG_BUFFER_TYPE = 0x80000006;
    }

    /// What WebSocketGetAction asks the caller to do.
    enumeration WEB_SOCKET_ACTION {
        WEB_SOCKET_NO_ACTION = 0;
        WEB_SOCKET_SEND_TO_NETWORK_ACTION = 1;
        WEB_SOCKET_INDICATE_SEND_COMPLETE_ACTION = 2;
        WEB_SOCKET_RECEIVE_FROM_NETWORK_ACTION = 3;
        WEB_SOCKET_INDICATE_RECEIVE_COMPLETE_ACTION = 4;
    }

    structure WEB_SOCKET_PROPERTY, PWEB_SOCKET_PROPERTY {
        Type: WEB_SOCKET_PROPERTY_TYPE;
        pvValue: PVOID;
        ulValueSize: ULONG;
    }

    /// Names and values are bytes without a terminator.
    structure WEB_SOCKET_HTTP_HEADER, PWEB_SOCKET_HTTP_HEADER {
        pcName: PCHAR;
        ulNameLength: ULONG;
        pcValue: PCHAR;
        ulValueLength: ULONG;
    }

    /// Data of a message, or the status and reason of a close.
    shape WEB_SOCKET_BUFFER, PWEB_SOCKET_BUFFER {
        "Data" => Data;
        "Data.pbBuffer" => Data.pbBuffer;
        "Data.ulBufferLength" => Data.ulBufferLength;
        "CloseStatus" => CloseStatus;
        "CloseStatus.pbReason" => CloseStatus.pbReason;
        "CloseStatus.ulReasonLength" => CloseStatus.ulReasonLength;
        "CloseStatus.usStatus" => CloseStatus.usStatus;
        c "
typedef union _WEB_SOCKET_BUFFER {
    struct {
        PBYTE pbBuffer;
        ULONG ulBufferLength;
    } Data;
    struct {
        PBYTE pbReason;
        ULONG ulReasonLength;
        USHORT usStatus;
    } CloseStatus;
} WEB_SOCKET_BUFFER, *PWEB_SOCKET_BUFFER;
"
    }
}
