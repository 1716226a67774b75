//! The client connection and the user behind it.

use super::*;

crate::interfaces! {
    /// Ref-counted principal.
    class IHttpUser, IHttpUserVtbl = "8059e6f8-10ce-4d61-b47e-5a1d8d9a8b67" {
        /// User as sent by the client.
        Pure GetRemoteUserName: fn() -> PCWSTR
            = "PCWSTR GetRemoteUserName()";
        /// Mapped user name (DOMAIN\user or user).
        Pure GetUserName: fn() -> PCWSTR
            = "PCWSTR GetUserName()";
        /// "Basic", "Digest", "Negotiate", "NTLM", "Forms", custom.
        Pure GetAuthenticationType: fn() -> PCWSTR
            = "PCWSTR GetAuthenticationType()";
        /// Clear text for Basic, empty for Windows auth.
        Pure GetPassword: fn() -> PCWSTR
            = "PCWSTR GetPassword()";
        /// Borrowed handle or NULL.
        Pure GetImpersonationToken: fn() -> HANDLE
            = "HANDLE GetImpersonationToken()";
        /// Borrowed handle or NULL.
        Pure GetPrimaryToken: fn() -> HANDLE
            = "HANDLE GetPrimaryToken()";
        /// +1.
        Pure ReferenceUser: fn()
            = "VOID ReferenceUser()";
        /// -1, deletes itself at 0.
        Pure DereferenceUser: fn()
            = "VOID DereferenceUser()";
        /// FALSE for the built-in Windows users.
        Pure SupportsIsInRole: fn() -> BOOL
            = "BOOL SupportsIsInRole()";
        /// E_NOTIMPL unless supported.
        Pure IsInRole: fn(pszRoleName: PCWSTR, pfInRole: *mut BOOL) -> HRESULT
            = "HRESULT IsInRole(PCWSTR pszRoleName, BOOL *pfInRole)";
        /// Named extra: HTTP_USER_VARIABLE_SID "SID" (PSID), "CtxtHandle", "CredHandle" (SSPI
        /// handles).
        Pure GetUserVariable: fn(pszVariableName: PCSTR) -> PVOID
            = "PVOID GetUserVariable(PCSTR pszVariableName)";
    }

    /// One per client connection (HTTP/2: per stream is not documented).
    class IHttpConnection, IHttpConnectionVtbl = "d9a5de00-3346-4599-9826-fe88565e1226" {
        /// TRUE while the client is connected.
        Pure IsConnected: fn() -> BOOL
            = "BOOL IsConnected() const";
        /// Zero/uninitialised block owned by the server.
        Pure AllocateMemory: fn(cbAllocation: DWORD) -> *mut c_void
            = "VOID *AllocateMemory(DWORD cbAllocation)";
        /// Connection-lifetime container .
        Pure GetModuleContextContainer: fn() -> *mut IHttpConnectionModuleContextContainer
            = "IHttpConnectionModuleContextContainer *GetModuleContextContainer()";
    }
}
