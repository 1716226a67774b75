//! `accctrl.h`: entries of access control lists.

use crate::abi::windows::*;

crate::declare! {
    enumeration ACCESS_MODE {
        NOT_USED_ACCESS = 0;
        GRANT_ACCESS = 1;
        SET_ACCESS = 2;
        DENY_ACCESS = 3;
        REVOKE_ACCESS = 4;
        SET_AUDIT_SUCCESS = 5;
        SET_AUDIT_FAILURE = 6;
    }

    enumeration TRUSTEE_FORM {
        TRUSTEE_IS_SID = 0;
        TRUSTEE_IS_NAME = 1;
        TRUSTEE_BAD_FORM = 2;
        TRUSTEE_IS_OBJECTS_AND_SID = 3;
        TRUSTEE_IS_OBJECTS_AND_NAME = 4;
    }

    enumeration TRUSTEE_TYPE {
        TRUSTEE_IS_UNKNOWN = 0;
        TRUSTEE_IS_USER = 1;
        TRUSTEE_IS_GROUP = 2;
        TRUSTEE_IS_DOMAIN = 3;
        TRUSTEE_IS_ALIAS = 4;
        TRUSTEE_IS_WELL_KNOWN_GROUP = 5;
        TRUSTEE_IS_DELETED = 6;
        TRUSTEE_IS_INVALID = 7;
        TRUSTEE_IS_COMPUTER = 8;
    }

    enumeration MULTIPLE_TRUSTEE_OPERATION {
        NO_MULTIPLE_TRUSTEE = 0;
        TRUSTEE_IS_IMPERSONATE = 1;
    }

    enumeration SE_OBJECT_TYPE {
        SE_UNKNOWN_OBJECT_TYPE = 0;
        SE_FILE_OBJECT = 1;
        SE_SERVICE = 2;
        SE_PRINTER = 3;
        SE_REGISTRY_KEY = 4;
        SE_LMSHARE = 5;
        SE_KERNEL_OBJECT = 6;
        SE_WINDOW_OBJECT = 7;
        SE_DS_OBJECT = 8;
        SE_DS_OBJECT_ALL = 9;
        SE_PROVIDER_DEFINED_OBJECT = 10;
        SE_WMIGUID_OBJECT = 11;
        SE_REGISTRY_WOW64_32KEY = 12;
        SE_REGISTRY_WOW64_64KEY = 13;
    }

    /// Inheritance.
    constants values {
        NO_INHERITANCE: DWORD = 0;
        SUB_OBJECTS_ONLY_INHERIT: DWORD = 1;
        SUB_CONTAINERS_ONLY_INHERIT: DWORD = 2;
        SUB_CONTAINERS_AND_OBJECTS_INHERIT: DWORD = 3;
        INHERIT_NO_PROPAGATE: DWORD = 4;
        INHERIT_ONLY: DWORD = 8;
    }
}
