//! `timezoneapi.h`: time zones.

use crate::abi::windows::*;

crate::declare! {
    structure TIME_ZONE_INFORMATION, PTIME_ZONE_INFORMATION, LPTIME_ZONE_INFORMATION {
        Bias: LONG;
        StandardName: [WCHAR; 32];
        StandardDate: SYSTEMTIME;
        StandardBias: LONG;
        DaylightName: [WCHAR; 32];
        DaylightDate: SYSTEMTIME;
        DaylightBias: LONG;
    }

    structure DYNAMIC_TIME_ZONE_INFORMATION, PDYNAMIC_TIME_ZONE_INFORMATION {
        Bias: LONG;
        StandardName: [WCHAR; 32];
        StandardDate: SYSTEMTIME;
        StandardBias: LONG;
        DaylightName: [WCHAR; 32];
        DaylightDate: SYSTEMTIME;
        DaylightBias: LONG;
        TimeZoneKeyName: [WCHAR; 128];
        DynamicDaylightTimeDisabled: BOOLEAN;
    }

    /// What `GetTimeZoneInformation` answers.
    constants values {
        TIME_ZONE_ID_UNKNOWN: DWORD = 0;
        TIME_ZONE_ID_STANDARD: DWORD = 1;
        TIME_ZONE_ID_DAYLIGHT: DWORD = 2;
        TIME_ZONE_ID_INVALID: DWORD = 0xFFFFFFFF;
    }
}
