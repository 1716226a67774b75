//! Logging: the property and the data of one record.

use super::headers::*;
use super::property::*;
use crate::abi::windows::*;

crate::declare! {
    /// Fields of W3C records.
    constants LOG_FIELDS {
        HTTP_LOG_FIELD_DATE: ULONG = 0x00000001;
        HTTP_LOG_FIELD_TIME: ULONG = 0x00000002;
        HTTP_LOG_FIELD_CLIENT_IP: ULONG = 0x00000004;
        HTTP_LOG_FIELD_USER_NAME: ULONG = 0x00000008;
        HTTP_LOG_FIELD_SITE_NAME: ULONG = 0x00000010;
        HTTP_LOG_FIELD_COMPUTER_NAME: ULONG = 0x00000020;
        HTTP_LOG_FIELD_SERVER_IP: ULONG = 0x00000040;
        HTTP_LOG_FIELD_METHOD: ULONG = 0x00000080;
        HTTP_LOG_FIELD_URI_STEM: ULONG = 0x00000100;
        HTTP_LOG_FIELD_URI_QUERY: ULONG = 0x00000200;
        HTTP_LOG_FIELD_STATUS: ULONG = 0x00000400;
        HTTP_LOG_FIELD_WIN32_STATUS: ULONG = 0x00000800;
        HTTP_LOG_FIELD_BYTES_SENT: ULONG = 0x00001000;
        HTTP_LOG_FIELD_BYTES_RECV: ULONG = 0x00002000;
        HTTP_LOG_FIELD_TIME_TAKEN: ULONG = 0x00004000;
        HTTP_LOG_FIELD_SERVER_PORT: ULONG = 0x00008000;
        HTTP_LOG_FIELD_USER_AGENT: ULONG = 0x00010000;
        HTTP_LOG_FIELD_COOKIE: ULONG = 0x00020000;
        HTTP_LOG_FIELD_REFERER: ULONG = 0x00040000;
        HTTP_LOG_FIELD_VERSION: ULONG = 0x00080000;
        HTTP_LOG_FIELD_HOST: ULONG = 0x00100000;
        HTTP_LOG_FIELD_SUB_STATUS: ULONG = 0x00200000;
        HTTP_LOG_FIELD_STREAM_ID: ULONG = 0x08000000;
        HTTP_LOG_FIELD_STREAM_ID_EX: ULONG = 0x10000000;
        HTTP_LOG_FIELD_TRANSPORT_TYPE: ULONG = 0x20000000;
        HTTP_LOG_FIELD_CLIENT_PORT: ULONG = 0x00400000;
        HTTP_LOG_FIELD_URI: ULONG = 0x00800000;
        HTTP_LOG_FIELD_SITE_ID: ULONG = 0x01000000;
        HTTP_LOG_FIELD_REASON: ULONG = 0x02000000;
        HTTP_LOG_FIELD_QUEUE_NAME: ULONG = 0x04000000;
        HTTP_LOG_FIELD_CORRELATION_ID: ULONG = 0x40000000;
        HTTP_LOG_FIELD_FAULT_CODE: ULONG = 0x80000000;
        HTTP_LOG_FIELD_EXT_FAULT_CODE_EXT: ULONG = 0x00000001;
    }

    constants LOGGING_FLAGS {
        HTTP_MIN_ALLOWED_LOG_FILE_ROLLOVER_SIZE: ULONG = 1048576;
        HTTP_LOGGING_FLAG_LOCAL_TIME_ROLLOVER: ULONG = 0x00000001;
        HTTP_LOGGING_FLAG_USE_UTF8_CONVERSION: ULONG = 0x00000002;
        HTTP_LOGGING_FLAG_LOG_ERRORS_ONLY: ULONG = 0x00000004;
        HTTP_LOGGING_FLAG_LOG_SUCCESS_ONLY: ULONG = 0x00000008;
    }

    enumeration HTTP_LOGGING_TYPE, PHTTP_LOGGING_TYPE {
        HttpLoggingTypeW3C = 0;
        HttpLoggingTypeIIS = 1;
        HttpLoggingTypeNCSA = 2;
        HttpLoggingTypeRaw = 3;
    }

    enumeration HTTP_LOGGING_ROLLOVER_TYPE, PHTTP_LOGGING_ROLLOVER_TYPE {
        HttpLoggingRolloverSize = 0;
        HttpLoggingRolloverDaily = 1;
        HttpLoggingRolloverWeekly = 2;
        HttpLoggingRolloverMonthly = 3;
        HttpLoggingRolloverHourly = 4;
    }

    /// The logging of a session or a group.
    structure HTTP_LOGGING_INFO, PHTTP_LOGGING_INFO {
        Flags: HTTP_PROPERTY_FLAGS;
        /// HTTP_LOGGING_FLAG_… bits; the last two exclude each other.
        LoggingFlags: ULONG;
        /// For the line #Software: of W3C logs.
        SoftwareName: PCWSTR;
        /// In bytes, at most MAX_PATH.
        SoftwareNameLength: USHORT;
        /// In bytes, at most 424.
        DirectoryNameLength: USHORT;
        DirectoryName: PCWSTR;
        Format: HTTP_LOGGING_TYPE;
        /// HTTP_LOG_FIELD_… bits, for W3C logs.
        Fields: ULONG;
        /// Reserved: NULL.
        pExtFields: PVOID;
        /// Reserved: 0.
        NumOfExtFields: USHORT;
        /// Reserved: 0.
        MaxRecordSize: USHORT;
        RolloverType: HTTP_LOGGING_ROLLOVER_TYPE;
        /// In bytes, at least 1 MiB, or HTTP_LIMIT_INFINITE.
        RolloverSize: ULONG;
        /// For the files, or NULL.
        pSecurityDescriptor: PSECURITY_DESCRIPTOR;
    }

    enumeration HTTP_LOG_DATA_TYPE, PHTTP_LOG_DATA_TYPE {
        HttpLogDataTypeFields = 0;
    }

    /// What log data starts with.
    structure HTTP_LOG_DATA, PHTTP_LOG_DATA {
        Type: HTTP_LOG_DATA_TYPE;
    }

    /// What the log says about a request, given with the last part of its response. Lengths are
    /// in bytes; UserName and UriStem are wide.
    structure HTTP_LOG_FIELDS_DATA, PHTTP_LOG_FIELDS_DATA {
        Base: HTTP_LOG_DATA;
        UserNameLength: USHORT;
        UriStemLength: USHORT;
        ClientIpLength: USHORT;
        ServerNameLength: USHORT;
        ServiceNameLength: USHORT;
        ServerIpLength: USHORT;
        MethodLength: USHORT;
        UriQueryLength: USHORT;
        HostLength: USHORT;
        UserAgentLength: USHORT;
        CookieLength: USHORT;
        ReferrerLength: USHORT;
        UserName: PWCHAR;
        UriStem: PWCHAR;
        ClientIp: PCHAR;
        ServerName: PCHAR;
        ServiceName: PCHAR;
        ServerIp: PCHAR;
        Method: PCHAR;
        UriQuery: PCHAR;
        Host: PCHAR;
        UserAgent: PCHAR;
        Cookie: PCHAR;
        Referrer: PCHAR;
        ServerPort: USHORT;
        ProtocolStatus: USHORT;
        /// The sc-win32-status field.
        Win32Status: ULONG;
        /// Used when Method is NULL.
        MethodNum: HTTP_VERB;
        /// The sc-substatus field.
        SubStatus: USHORT;
    }
}
