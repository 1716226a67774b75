//! `winsock2.h`: constants that the platform does not have.

use crate::abi::windows::*;

crate::declare! {
    /// Overlapped results.
    constants values {
        WSA_IO_PENDING: LONG = 997;
        WSA_IO_INCOMPLETE: LONG = 996;
        WSA_INVALID_HANDLE: LONG = 6;
        WSA_INVALID_PARAMETER: LONG = 87;
        WSA_NOT_ENOUGH_MEMORY: LONG = 8;
        WSA_OPERATION_ABORTED: LONG = 995;
        WSA_WAIT_IO_COMPLETION: LONG = 192;
        WSA_WAIT_EVENT_0: LONG = 0;
        WSA_WAIT_TIMEOUT: LONG = 258;
    }

    /// Waits.
    constants values {
        WSA_INFINITE: DWORD = 0xFFFFFFFF;
        WSA_WAIT_FAILED: DWORD = 0xFFFFFFFF;
        WSA_MAXIMUM_WAIT_EVENTS: DWORD = 0x40;
    }

    /// Network events.
    constants values {
        FD_READ_BIT: LONG = 0;
        FD_READ: LONG = 1;
        FD_WRITE_BIT: LONG = 1;
        FD_OOB_BIT: LONG = 2;
        FD_WRITE: LONG = 2;
        FD_ACCEPT_BIT: LONG = 3;
        FD_CONNECT_BIT: LONG = 4;
        FD_OOB: LONG = 4;
        FD_CLOSE_BIT: LONG = 5;
        FD_QOS_BIT: LONG = 6;
        FD_GROUP_QOS_BIT: LONG = 7;
        FD_ACCEPT: LONG = 8;
        FD_ROUTING_INTERFACE_CHANGE_BIT: LONG = 8;
        FD_ADDRESS_LIST_CHANGE_BIT: LONG = 9;
        FD_CONNECT: LONG = 0x10;
        FD_CLOSE: LONG = 0x20;
        FD_MAX_EVENTS: LONG = 0xA;
        FD_ALL_EVENTS: LONG = 0x3FF;
    }

    /// Sockets and directions.
    constants values {
        WSA_FLAG_OVERLAPPED: DWORD = 1;
        WSA_FLAG_NO_HANDLE_INHERIT: DWORD = 0x80;
        SD_RECEIVE: DWORD = 0;
        SD_SEND: DWORD = 1;
        SD_BOTH: DWORD = 2;
        SO_CONDITIONAL_ACCEPT: DWORD = 0x3002;
        SO_UPDATE_ACCEPT_CONTEXT: DWORD = 0x700B;
        SO_UPDATE_CONNECT_CONTEXT: DWORD = 0x7010;
        SO_EXCLUSIVEADDRUSE: DWORD = 0xFFFFFFFB;
    }

    /// Controls.
    constants values {
        SIO_ADDRESS_LIST_QUERY: DWORD = 0x48000016;
        SIO_RCVALL: DWORD = 0x98000001;
        SIO_KEEPALIVE_VALS: DWORD = 0x98000004;
        SIO_LOOPBACK_FAST_PATH: DWORD = 0x98000010;
        SIO_SET_COMPATIBILITY_MODE: DWORD = 0x9800012C;
        SIO_GET_EXTENSION_FUNCTION_POINTER: DWORD = 0xC8000006;
        SIO_ROUTING_INTERFACE_QUERY: DWORD = 0xC8000014;
    }
}
