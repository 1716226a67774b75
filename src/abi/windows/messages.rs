//! `winbase.h`, `winnt.h`, `winnls.h`: messages, event log, languages and code pages.

use crate::abi::windows::*;

crate::declare! {
    /// `FormatMessage`.
    constants values {
        FORMAT_MESSAGE_ALLOCATE_BUFFER: DWORD = 0x100;
        FORMAT_MESSAGE_IGNORE_INSERTS: DWORD = 0x200;
        FORMAT_MESSAGE_FROM_STRING: DWORD = 0x400;
        FORMAT_MESSAGE_FROM_HMODULE: DWORD = 0x800;
        FORMAT_MESSAGE_FROM_SYSTEM: DWORD = 0x1000;
        FORMAT_MESSAGE_ARGUMENT_ARRAY: DWORD = 0x2000;
        FORMAT_MESSAGE_MAX_WIDTH_MASK: DWORD = 0xFF;
    }

    /// Event log.
    constants values {
        EVENTLOG_SUCCESS: WORD = 0;
        EVENTLOG_ERROR_TYPE: WORD = 1;
        EVENTLOG_WARNING_TYPE: WORD = 2;
        EVENTLOG_INFORMATION_TYPE: WORD = 4;
        EVENTLOG_AUDIT_SUCCESS: WORD = 8;
        EVENTLOG_AUDIT_FAILURE: WORD = 0x10;
    }

    /// Languages.
    constants values {
        LANG_NEUTRAL: WORD = 0;
        LANG_ENGLISH: WORD = 9;
        LANG_GERMAN: WORD = 7;
        LANG_FRENCH: WORD = 0xC;
        LANG_SPANISH: WORD = 0xA;
        LANG_JAPANESE: WORD = 0x11;
        LANG_CHINESE: WORD = 4;
        LANG_RUSSIAN: WORD = 0x19;
        SUBLANG_NEUTRAL: WORD = 0;
        SUBLANG_DEFAULT: WORD = 1;
        SUBLANG_SYS_DEFAULT: WORD = 2;
        SUBLANG_ENGLISH_US: WORD = 1;
        SUBLANG_ENGLISH_UK: WORD = 2;
        SORT_DEFAULT: WORD = 0;
    }

    /// Code pages.
    constants values {
        CP_ACP: DWORD = 0;
        CP_OEMCP: DWORD = 1;
        CP_MACCP: DWORD = 2;
        CP_THREAD_ACP: DWORD = 3;
        CP_SYMBOL: DWORD = 42;
        CP_UTF7: DWORD = 65000;
        CP_UTF8: DWORD = 65001;
    }

    /// Conversion between code pages.
    constants values {
        MB_PRECOMPOSED: DWORD = 1;
        MB_COMPOSITE: DWORD = 2;
        MB_USEGLYPHCHARS: DWORD = 4;
        MB_ERR_INVALID_CHARS: DWORD = 8;
        WC_COMPOSITECHECK: DWORD = 0x200;
        WC_DISCARDNS: DWORD = 0x10;
        WC_SEPCHARS: DWORD = 0x20;
        WC_DEFAULTCHAR: DWORD = 0x40;
        WC_ERR_INVALID_CHARS: DWORD = 0x80;
        WC_NO_BEST_FIT_CHARS: DWORD = 0x400;
    }

    /// Comparing and mapping.
    constants values {
        CSTR_LESS_THAN: DWORD = 1;
        CSTR_EQUAL: DWORD = 2;
        CSTR_GREATER_THAN: DWORD = 3;
        NORM_IGNORECASE: DWORD = 1;
        NORM_IGNORENONSPACE: DWORD = 2;
        NORM_IGNORESYMBOLS: DWORD = 4;
        NORM_IGNOREKANATYPE: DWORD = 0x10000;
        NORM_IGNOREWIDTH: DWORD = 0x20000;
        LINGUISTIC_IGNORECASE: DWORD = 0x10;
        SORT_STRINGSORT: DWORD = 0x1000;
        LCMAP_LOWERCASE: DWORD = 0x100;
        LCMAP_UPPERCASE: DWORD = 0x200;
        LCMAP_SORTKEY: DWORD = 0x400;
        IDN_ALLOW_UNASSIGNED: DWORD = 1;
        IDN_USE_STD3_ASCII_RULES: DWORD = 2;
        IS_TEXT_UNICODE_UNICODE_MASK: DWORD = 0xF;
        IS_TEXT_UNICODE_SIGNATURE: DWORD = 8;
        IS_TEXT_UNICODE_STATISTICS: DWORD = 2;
    }

    /// Locale values.
    constants values {
        LOCALE_NOUSEROVERRIDE: DWORD = 0x80000000;
        LOCALE_SDECIMAL: DWORD = 0xE;
        LOCALE_STHOUSAND: DWORD = 0xF;
        LOCALE_SCURRENCY: DWORD = 0x14;
        LOCALE_SLANGUAGE: DWORD = 2;
        LOCALE_SENGLANGUAGE: DWORD = 0x1001;
        LOCALE_SISO639LANGNAME: DWORD = 0x59;
        LOCALE_SISO3166CTRYNAME: DWORD = 0x5A;
        LOCALE_IDEFAULTANSICODEPAGE: DWORD = 0x1004;
        LOCALE_NAME_MAX_LENGTH: DWORD = 0x55;
        DATE_SHORTDATE: DWORD = 1;
        DATE_LONGDATE: DWORD = 2;
        TIME_FORCE24HOURFORMAT: DWORD = 8;
        TIME_NOSECONDS: DWORD = 2;
        TIME_NOTIMEMARKER: DWORD = 4;
    }
}
