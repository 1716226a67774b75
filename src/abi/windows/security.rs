//! `winnt.h`, `winbase.h`: tokens, identities and access control.

use crate::abi::windows::*;

crate::declare! {
    /// Access rights of tokens.
    constants values {
        TOKEN_ASSIGN_PRIMARY: DWORD = 1;
        TOKEN_DUPLICATE: DWORD = 2;
        TOKEN_IMPERSONATE: DWORD = 4;
        TOKEN_QUERY: DWORD = 8;
        TOKEN_QUERY_SOURCE: DWORD = 0x10;
        TOKEN_ADJUST_PRIVILEGES: DWORD = 0x20;
        TOKEN_ADJUST_GROUPS: DWORD = 0x40;
        TOKEN_ADJUST_DEFAULT: DWORD = 0x80;
        TOKEN_ADJUST_SESSIONID: DWORD = 0x100;
        TOKEN_EXECUTE: DWORD = 0x20000;
        TOKEN_READ: DWORD = 0x20008;
        TOKEN_WRITE: DWORD = 0x200E0;
        TOKEN_ALL_ACCESS: DWORD = 0xF01FF;
    }

    /// Logons.
    constants values {
        LOGON32_PROVIDER_DEFAULT: DWORD = 0;
        LOGON32_PROVIDER_WINNT35: DWORD = 1;
        LOGON32_LOGON_INTERACTIVE: DWORD = 2;
        LOGON32_PROVIDER_WINNT40: DWORD = 2;
        LOGON32_LOGON_NETWORK: DWORD = 3;
        LOGON32_PROVIDER_WINNT50: DWORD = 3;
        LOGON32_LOGON_BATCH: DWORD = 4;
        LOGON32_PROVIDER_VIRTUAL: DWORD = 4;
        LOGON32_LOGON_SERVICE: DWORD = 5;
        LOGON32_LOGON_UNLOCK: DWORD = 7;
        LOGON32_LOGON_NETWORK_CLEARTEXT: DWORD = 8;
        LOGON32_LOGON_NEW_CREDENTIALS: DWORD = 9;
    }

    /// Descriptors, lists and entries.
    constants values {
        SECURITY_DESCRIPTOR_REVISION: DWORD = 1;
        SECURITY_DESCRIPTOR_REVISION1: DWORD = 1;
        ACL_REVISION: DWORD = 2;
        ACL_REVISION_DS: DWORD = 4;
        SID_REVISION: DWORD = 1;
        SID_MAX_SUB_AUTHORITIES: DWORD = 0xF;
        SECURITY_MAX_SID_SIZE: DWORD = 0x44;
        SECURITY_DESCRIPTOR_MIN_LENGTH: DWORD = 0x28;
        OWNER_SECURITY_INFORMATION: DWORD = 1;
        GROUP_SECURITY_INFORMATION: DWORD = 2;
        DACL_SECURITY_INFORMATION: DWORD = 4;
        SACL_SECURITY_INFORMATION: DWORD = 8;
        LABEL_SECURITY_INFORMATION: DWORD = 0x10;
        OBJECT_INHERIT_ACE: DWORD = 1;
        CONTAINER_INHERIT_ACE: DWORD = 2;
        NO_PROPAGATE_INHERIT_ACE: DWORD = 4;
        INHERIT_ONLY_ACE: DWORD = 8;
        INHERITED_ACE: DWORD = 0x10;
        ACCESS_ALLOWED_ACE_TYPE: DWORD = 0;
        ACCESS_DENIED_ACE_TYPE: DWORD = 1;
        SYSTEM_AUDIT_ACE_TYPE: DWORD = 2;
        SE_OWNER_DEFAULTED: DWORD = 1;
        SE_GROUP_DEFAULTED: DWORD = 2;
        SE_DACL_PRESENT: DWORD = 4;
        SE_DACL_DEFAULTED: DWORD = 8;
        SE_SACL_PRESENT: DWORD = 0x10;
        SE_SACL_DEFAULTED: DWORD = 0x20;
        SE_DACL_PROTECTED: DWORD = 0x1000;
        SE_SELF_RELATIVE: DWORD = 0x8000;
    }

    /// Groups and privileges.
    constants values {
        SE_GROUP_MANDATORY: DWORD = 1;
        SE_GROUP_ENABLED_BY_DEFAULT: DWORD = 2;
        SE_GROUP_ENABLED: DWORD = 4;
        SE_GROUP_OWNER: DWORD = 8;
        SE_GROUP_USE_FOR_DENY_ONLY: DWORD = 0x10;
        SE_GROUP_INTEGRITY: DWORD = 0x20;
        SE_GROUP_INTEGRITY_ENABLED: DWORD = 0x40;
        SE_GROUP_RESOURCE: DWORD = 0x20000000;
        SE_GROUP_LOGON_ID: DWORD = 0xC0000000;
        SE_PRIVILEGE_ENABLED_BY_DEFAULT: DWORD = 1;
        SE_PRIVILEGE_ENABLED: DWORD = 2;
        SE_PRIVILEGE_REMOVED: DWORD = 4;
        SE_PRIVILEGE_USED_FOR_ACCESS: DWORD = 0x80000000;
    }

    /// Well-known relative identifiers.
    constants values {
        SECURITY_CREATOR_OWNER_RID: DWORD = 0;
        SECURITY_LOCAL_RID: DWORD = 0;
        SECURITY_NULL_RID: DWORD = 0;
        SECURITY_WORLD_RID: DWORD = 0;
        SECURITY_CREATOR_GROUP_RID: DWORD = 1;
        SECURITY_DIALUP_RID: DWORD = 1;
        SECURITY_NETWORK_RID: DWORD = 2;
        SECURITY_BATCH_RID: DWORD = 3;
        SECURITY_INTERACTIVE_RID: DWORD = 4;
        SECURITY_SERVICE_RID: DWORD = 6;
        SECURITY_ANONYMOUS_LOGON_RID: DWORD = 7;
        SECURITY_AUTHENTICATED_USER_RID: DWORD = 0xB;
        SECURITY_LOCAL_SYSTEM_RID: DWORD = 0x12;
        SECURITY_LOCAL_SERVICE_RID: DWORD = 0x13;
        SECURITY_NETWORK_SERVICE_RID: DWORD = 0x14;
        SECURITY_BUILTIN_DOMAIN_RID: DWORD = 0x20;
        DOMAIN_USER_RID_ADMIN: DWORD = 0x1F4;
        DOMAIN_USER_RID_GUEST: DWORD = 0x1F5;
        DOMAIN_GROUP_RID_ADMINS: DWORD = 0x200;
        DOMAIN_GROUP_RID_USERS: DWORD = 0x201;
        DOMAIN_GROUP_RID_GUESTS: DWORD = 0x202;
        DOMAIN_ALIAS_RID_ADMINS: DWORD = 0x220;
        DOMAIN_ALIAS_RID_USERS: DWORD = 0x221;
        DOMAIN_ALIAS_RID_GUESTS: DWORD = 0x222;
        DOMAIN_ALIAS_RID_POWER_USERS: DWORD = 0x223;
    }

    enumeration SID_NAME_USE, PSID_NAME_USE {
        SidTypeUser = 1;
        SidTypeGroup = 2;
        SidTypeDomain = 3;
        SidTypeAlias = 4;
        SidTypeWellKnownGroup = 5;
        SidTypeDeletedAccount = 6;
        SidTypeInvalid = 7;
        SidTypeUnknown = 8;
        SidTypeComputer = 9;
        SidTypeLabel = 10;
        SidTypeLogonSession = 11;
    }

    enumeration TOKEN_INFORMATION_CLASS, PTOKEN_INFORMATION_CLASS {
        TokenUser = 1;
        TokenGroups = 2;
        TokenPrivileges = 3;
        TokenOwner = 4;
        TokenPrimaryGroup = 5;
        TokenDefaultDacl = 6;
        TokenSource = 7;
        TokenType = 8;
        TokenImpersonationLevel = 9;
        TokenStatistics = 10;
        TokenRestrictedSids = 11;
        TokenSessionId = 12;
        TokenGroupsAndPrivileges = 13;
        TokenSessionReference = 14;
        TokenSandBoxInert = 15;
        TokenAuditPolicy = 16;
        TokenOrigin = 17;
        TokenElevationType = 18;
        TokenLinkedToken = 19;
        TokenElevation = 20;
        TokenHasRestrictions = 21;
        TokenAccessInformation = 22;
        TokenVirtualizationAllowed = 23;
        TokenVirtualizationEnabled = 24;
        TokenIntegrityLevel = 25;
        TokenUIAccess = 26;
        TokenMandatoryPolicy = 27;
        TokenLogonSid = 28;
        TokenIsAppContainer = 29;
        TokenCapabilities = 30;
        TokenAppContainerSid = 31;
        TokenAppContainerNumber = 32;
        TokenUserClaimAttributes = 33;
        TokenDeviceClaimAttributes = 34;
        TokenRestrictedUserClaimAttributes = 35;
        TokenRestrictedDeviceClaimAttributes = 36;
        TokenDeviceGroups = 37;
        TokenRestrictedDeviceGroups = 38;
        TokenSecurityAttributes = 39;
        TokenIsRestricted = 40;
        TokenProcessTrustLevel = 41;
        TokenPrivateNameSpace = 42;
        TokenSingletonAttributes = 43;
        TokenBnoIsolation = 44;
        TokenChildProcessFlags = 45;
        TokenIsLessPrivilegedAppContainer = 46;
        TokenIsSandboxed = 47;
        TokenIsAppSilo = 48;
        MaxTokenInfoClass = 49;
    }

    enumeration TOKEN_TYPE, PTOKEN_TYPE {
        TokenPrimary = 1;
        TokenImpersonation = 2;
    }

    enumeration TOKEN_ELEVATION_TYPE, PTOKEN_ELEVATION_TYPE {
        TokenElevationTypeDefault = 1;
        TokenElevationTypeFull = 2;
        TokenElevationTypeLimited = 3;
    }

    enumeration SECURITY_IMPERSONATION_LEVEL, PSECURITY_IMPERSONATION_LEVEL {
        SecurityAnonymous = 0;
        SecurityIdentification = 1;
        SecurityImpersonation = 2;
        SecurityDelegation = 3;
    }

    enumeration WELL_KNOWN_SID_TYPE {
        WinNullSid = 0;
        WinWorldSid = 1;
        WinLocalSid = 2;
        WinCreatorOwnerSid = 3;
        WinCreatorGroupSid = 4;
        WinCreatorOwnerServerSid = 5;
        WinCreatorGroupServerSid = 6;
        WinNtAuthoritySid = 7;
        WinDialupSid = 8;
        WinNetworkSid = 9;
        WinBatchSid = 10;
        WinInteractiveSid = 11;
        WinServiceSid = 12;
        WinAnonymousSid = 13;
        WinProxySid = 14;
        WinEnterpriseControllersSid = 15;
        WinSelfSid = 16;
        WinAuthenticatedUserSid = 17;
        WinRestrictedCodeSid = 18;
        WinTerminalServerSid = 19;
        WinRemoteLogonIdSid = 20;
        WinLogonIdsSid = 21;
        WinLocalSystemSid = 22;
        WinLocalServiceSid = 23;
        WinNetworkServiceSid = 24;
        WinBuiltinDomainSid = 25;
        WinBuiltinAdministratorsSid = 26;
        WinBuiltinUsersSid = 27;
        WinBuiltinGuestsSid = 28;
        WinBuiltinPowerUsersSid = 29;
        WinBuiltinAccountOperatorsSid = 30;
        WinBuiltinSystemOperatorsSid = 31;
        WinBuiltinPrintOperatorsSid = 32;
        WinBuiltinBackupOperatorsSid = 33;
        WinBuiltinReplicatorSid = 34;
        WinBuiltinPreWindows2000CompatibleAccessSid = 35;
        WinBuiltinRemoteDesktopUsersSid = 36;
        WinBuiltinNetworkConfigurationOperatorsSid = 37;
        WinAccountAdministratorSid = 38;
        WinAccountGuestSid = 39;
        WinAccountKrbtgtSid = 40;
        WinAccountDomainAdminsSid = 41;
        WinAccountDomainUsersSid = 42;
        WinAccountDomainGuestsSid = 43;
        WinAccountComputersSid = 44;
        WinAccountControllersSid = 45;
        WinAccountCertAdminsSid = 46;
        WinAccountSchemaAdminsSid = 47;
        WinAccountEnterpriseAdminsSid = 48;
        WinAccountPolicyAdminsSid = 49;
        WinAccountRasAndIasServersSid = 50;
        WinNTLMAuthenticationSid = 51;
        WinDigestAuthenticationSid = 52;
        WinSChannelAuthenticationSid = 53;
        WinThisOrganizationSid = 54;
        WinOtherOrganizationSid = 55;
        WinBuiltinIncomingForestTrustBuildersSid = 56;
        WinBuiltinPerfMonitoringUsersSid = 57;
        WinBuiltinPerfLoggingUsersSid = 58;
        WinBuiltinAuthorizationAccessSid = 59;
        WinBuiltinTerminalServerLicenseServersSid = 60;
    }
}
