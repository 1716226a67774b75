//! `evntprov.h`, `evntrace.h`: event tracing.

use crate::abi::windows::*;

crate::declare! {
    structure EVENT_DESCRIPTOR, PEVENT_DESCRIPTOR {
        Id: WORD;
        Version: BYTE;
        Channel: BYTE;
        Level: BYTE;
        Opcode: BYTE;
        Task: WORD;
        Keyword: ULONGLONG;
    }

    /// Levels.
    constants values {
        TRACE_LEVEL_NONE: BYTE = 0;
        TRACE_LEVEL_CRITICAL: BYTE = 1;
        TRACE_LEVEL_FATAL: BYTE = 1;
        TRACE_LEVEL_ERROR: BYTE = 2;
        TRACE_LEVEL_WARNING: BYTE = 3;
        TRACE_LEVEL_INFORMATION: BYTE = 4;
        TRACE_LEVEL_VERBOSE: BYTE = 5;
    }

    /// Controls.
    constants values {
        EVENT_CONTROL_CODE_DISABLE_PROVIDER: DWORD = 0;
        EVENT_CONTROL_CODE_ENABLE_PROVIDER: DWORD = 1;
        EVENT_CONTROL_CODE_CAPTURE_STATE: DWORD = 2;
        EVENT_TRACE_CONTROL_QUERY: DWORD = 0;
        EVENT_TRACE_CONTROL_STOP: DWORD = 1;
        EVENT_TRACE_CONTROL_UPDATE: DWORD = 2;
        EVENT_TRACE_FILE_MODE_SEQUENTIAL: DWORD = 1;
        EVENT_TRACE_FILE_MODE_CIRCULAR: DWORD = 2;
        EVENT_TRACE_REAL_TIME_MODE: DWORD = 0x100;
        WNODE_FLAG_TRACED_GUID: DWORD = 0x20000;
        EVENT_ACTIVITY_CTRL_GET_ID: DWORD = 1;
        EVENT_ACTIVITY_CTRL_SET_ID: DWORD = 2;
        EVENT_ACTIVITY_CTRL_CREATE_ID: DWORD = 3;
        EVENT_ACTIVITY_CTRL_GET_SET_ID: DWORD = 4;
        EVENT_ACTIVITY_CTRL_CREATE_SET_ID: DWORD = 5;
    }

    /// Kinds of events.
    constants values {
        EVENT_TRACE_TYPE_INFO: BYTE = 0;
        EVENT_TRACE_TYPE_START: BYTE = 1;
        EVENT_TRACE_TYPE_END: BYTE = 2;
        EVENT_TRACE_TYPE_STOP: BYTE = 2;
        EVENT_TRACE_TYPE_CHECKPOINT: BYTE = 8;
    }
}
