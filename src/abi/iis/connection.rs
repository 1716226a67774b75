//! The client connection and the user behind it.

use super::*;

crate::interfaces! {
    /// A user, with a reference count; authentication modules implement it.
    class IHttpUser, IHttpUserVtbl = "8059e6f8-10ce-4d61-b47e-5a1d8d9a8b67" {
        /// The name as the client sent it.
        Pure GetRemoteUserName: fn() -> PCWSTR
            = "PCWSTR GetRemoteUserName()";
        /// The name of the account; empty for the anonymous user. LOGON_USER.
        Pure GetUserName: fn() -> PCWSTR
            = "PCWSTR GetUserName()";
        /// Such as Basic or Negotiate. AUTH_TYPE.
        Pure GetAuthenticationType: fn() -> PCWSTR
            = "PCWSTR GetAuthenticationType()";
        /// The password where it is known, otherwise empty.
        Pure GetPassword: fn() -> PCWSTR
            = "PCWSTR GetPassword()";
        /// Or NULL; not to be closed.
        Pure GetImpersonationToken: fn() -> HANDLE
            = "HANDLE GetImpersonationToken()";
        /// Or NULL; not to be closed.
        Pure GetPrimaryToken: fn() -> HANDLE
            = "HANDLE GetPrimaryToken()";
        Pure ReferenceUser: fn()
            = "VOID ReferenceUser()";
        /// The last one deletes the user.
        Pure DereferenceUser: fn()
            = "VOID DereferenceUser()";
        Pure SupportsIsInRole: fn() -> BOOL
            = "BOOL SupportsIsInRole()";
        Pure IsInRole: fn(pszRoleName: PCWSTR, pfInRole: *mut BOOL) -> HRESULT
            = "HRESULT IsInRole(PCWSTR pszRoleName, BOOL *pfInRole)";
        /// What HTTP_USER_VARIABLE_… names, or NULL.
        Pure GetUserVariable: fn(pszVariableName: PCSTR) -> PVOID
            = "PVOID GetUserVariable(PCSTR pszVariableName)";
    }

    /// The connection of a client.
    class IHttpConnection, IHttpConnectionVtbl = "d9a5de00-3346-4599-9826-fe88565e1226" {
        /// TRUE as long as the client is connected; may be asked at any time, on any thread.
        Pure IsConnected: fn() -> BOOL
            = "BOOL IsConnected() const";
        /// Memory that lives as long as the connection.
        Pure AllocateMemory: fn(cbAllocation: DWORD) -> *mut c_void
            = "VOID *AllocateMemory(DWORD cbAllocation)";
        /// Lives as long as the connection.
        Pure GetModuleContextContainer: fn() -> *mut IHttpConnectionModuleContextContainer
            = "IHttpConnectionModuleContextContainer *GetModuleContextContainer()";
    }
}
