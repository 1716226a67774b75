//! `winnt.h`, `winreg.h`: the registry.

use crate::abi::windows::*;

crate::declare! {
    /// Access rights.
    constants values {
        KEY_QUERY_VALUE: DWORD = 1;
        KEY_SET_VALUE: DWORD = 2;
        KEY_CREATE_SUB_KEY: DWORD = 4;
        KEY_ENUMERATE_SUB_KEYS: DWORD = 8;
        KEY_NOTIFY: DWORD = 0x10;
        KEY_CREATE_LINK: DWORD = 0x20;
        KEY_WOW64_64KEY: DWORD = 0x100;
        KEY_WOW64_32KEY: DWORD = 0x200;
        KEY_WRITE: DWORD = 0x20006;
        KEY_EXECUTE: DWORD = 0x20019;
        KEY_READ: DWORD = 0x20019;
        KEY_ALL_ACCESS: DWORD = 0xF003F;
    }

    /// Kinds of values.
    constants values {
        REG_NONE: DWORD = 0;
        REG_SZ: DWORD = 1;
        REG_EXPAND_SZ: DWORD = 2;
        REG_BINARY: DWORD = 3;
        REG_DWORD: DWORD = 4;
        REG_DWORD_LITTLE_ENDIAN: DWORD = 4;
        REG_DWORD_BIG_ENDIAN: DWORD = 5;
        REG_LINK: DWORD = 6;
        REG_MULTI_SZ: DWORD = 7;
        REG_QWORD: DWORD = 0xB;
        REG_QWORD_LITTLE_ENDIAN: DWORD = 0xB;
    }

    /// Options.
    constants values {
        REG_OPTION_NON_VOLATILE: DWORD = 0;
        REG_OPTION_RESERVED: DWORD = 0;
        REG_OPTION_VOLATILE: DWORD = 1;
        REG_OPTION_CREATE_LINK: DWORD = 2;
        REG_OPTION_BACKUP_RESTORE: DWORD = 4;
        REG_OPTION_OPEN_LINK: DWORD = 8;
        REG_CREATED_NEW_KEY: DWORD = 1;
        REG_OPENED_EXISTING_KEY: DWORD = 2;
        REG_NOTIFY_CHANGE_NAME: DWORD = 1;
        REG_NOTIFY_CHANGE_ATTRIBUTES: DWORD = 2;
        REG_NOTIFY_CHANGE_LAST_SET: DWORD = 4;
        REG_NOTIFY_CHANGE_SECURITY: DWORD = 8;
        RRF_RT_REG_NONE: DWORD = 1;
        RRF_RT_REG_SZ: DWORD = 2;
        RRF_RT_REG_EXPAND_SZ: DWORD = 4;
        RRF_RT_REG_BINARY: DWORD = 8;
        RRF_RT_REG_DWORD: DWORD = 0x10;
        RRF_RT_DWORD: DWORD = 0x18;
        RRF_RT_REG_MULTI_SZ: DWORD = 0x20;
        RRF_RT_REG_QWORD: DWORD = 0x40;
        RRF_RT_QWORD: DWORD = 0x48;
        RRF_RT_ANY: DWORD = 0xFFFF;
        RRF_NOEXPAND: DWORD = 0x10000000;
        RRF_ZEROONFAILURE: DWORD = 0x20000000;
    }
}
