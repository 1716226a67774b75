//! `winnt.h`: identities, access control lists and token contents.

use crate::abi::windows::*;

crate::declare! {
    /// A locally unique number.
    structure LUID, PLUID {
        LowPart: DWORD;
        HighPart: LONG;
    }

    structure SID_IDENTIFIER_AUTHORITY, PSID_IDENTIFIER_AUTHORITY {
        Value: [BYTE; 6];
    }

    /// A security identifier; `PSID` is opaque.
    structure SID, PISID {
        Revision: BYTE;
        SubAuthorityCount: BYTE;
        IdentifierAuthority: SID_IDENTIFIER_AUTHORITY;
        SubAuthority: [DWORD; 1];
    }

    structure ACL, PACL {
        AclRevision: BYTE;
        Sbz1: BYTE;
        AclSize: WORD;
        AceCount: WORD;
        Sbz2: WORD;
    }

    structure ACE_HEADER, PACE_HEADER {
        AceType: BYTE;
        AceFlags: BYTE;
        AceSize: WORD;
    }

    structure ACCESS_ALLOWED_ACE, PACCESS_ALLOWED_ACE {
        Header: ACE_HEADER;
        Mask: DWORD;
        SidStart: DWORD;
    }

    structure ACCESS_DENIED_ACE, PACCESS_DENIED_ACE {
        Header: ACE_HEADER;
        Mask: DWORD;
        SidStart: DWORD;
    }

    structure SECURITY_DESCRIPTOR, PISECURITY_DESCRIPTOR {
        Revision: BYTE;
        Sbz1: BYTE;
        Control: WORD;
        Owner: PSID;
        Group: PSID;
        Sacl: PACL;
        Dacl: PACL;
    }

    structure GENERIC_MAPPING, PGENERIC_MAPPING {
        GenericRead: DWORD;
        GenericWrite: DWORD;
        GenericExecute: DWORD;
        GenericAll: DWORD;
    }

    structure LUID_AND_ATTRIBUTES, PLUID_AND_ATTRIBUTES {
        Luid: LUID;
        Attributes: DWORD;
    }

    structure SID_AND_ATTRIBUTES, PSID_AND_ATTRIBUTES {
        Sid: PSID;
        Attributes: DWORD;
    }

    structure PRIVILEGE_SET, PPRIVILEGE_SET {
        PrivilegeCount: DWORD;
        Control: DWORD;
        Privilege: [LUID_AND_ATTRIBUTES; 1];
    }

    structure TOKEN_USER, PTOKEN_USER {
        User: SID_AND_ATTRIBUTES;
    }

    structure TOKEN_GROUPS, PTOKEN_GROUPS {
        GroupCount: DWORD;
        Groups: [SID_AND_ATTRIBUTES; 1];
    }

    structure TOKEN_PRIVILEGES, PTOKEN_PRIVILEGES {
        PrivilegeCount: DWORD;
        Privileges: [LUID_AND_ATTRIBUTES; 1];
    }

    structure TOKEN_OWNER, PTOKEN_OWNER {
        Owner: PSID;
    }

    structure TOKEN_PRIMARY_GROUP, PTOKEN_PRIMARY_GROUP {
        PrimaryGroup: PSID;
    }

    structure TOKEN_DEFAULT_DACL, PTOKEN_DEFAULT_DACL {
        DefaultDacl: PACL;
    }

    structure TOKEN_SOURCE, PTOKEN_SOURCE {
        SourceName: [CHAR; 8];
        SourceIdentifier: LUID;
    }

    structure TOKEN_STATISTICS, PTOKEN_STATISTICS {
        TokenId: LUID;
        AuthenticationId: LUID;
        ExpirationTime: LARGE_INTEGER;
        TokenType: DWORD;
        ImpersonationLevel: DWORD;
        DynamicCharged: DWORD;
        DynamicAvailable: DWORD;
        GroupCount: DWORD;
        PrivilegeCount: DWORD;
        ModifiedId: LUID;
    }

    structure TOKEN_ELEVATION, PTOKEN_ELEVATION {
        TokenIsElevated: DWORD;
    }

    structure TOKEN_MANDATORY_LABEL, PTOKEN_MANDATORY_LABEL {
        Label: SID_AND_ATTRIBUTES;
    }
}
