//! Contexts that modules park in the host, and the containers that hold them.

use super::*;

crate::interfaces! {
    /// Base of every object a module parks in a container.
    class IHttpStoredContext, IHttpStoredContextVtbl = "f1927f76-790e-4ccb-a72e-396bdfdae05d" {
        /// Host calls it exactly once, when the owning container dies.
        Pure CleanupStoredContext: fn()
            = "VOID CleanupStoredContext()";
    }

    /// Per-object bag keyed by module id, one slot per module.
    class IHttpModuleContextContainer, IHttpModuleContextContainerVtbl = "d7fad7c9-aa27-4ab9-bd60-e55ccba3f5dc" {
        /// Returns the pointer stored for moduleId, or NULL.
        Pure GetModuleContext: fn(moduleId: HTTP_MODULE_ID) -> *mut IHttpStoredContext
            = "IHttpStoredContext *GetModuleContext(HTTP_MODULE_ID moduleId)";
        /// Stores one pointer per module id.
        Pure SetModuleContext: fn(ppStoredContext: *mut IHttpStoredContext, moduleId: HTTP_MODULE_ID) -> HRESULT
            = "HRESULT SetModuleContext(IHttpStoredContext *ppStoredContext, HTTP_MODULE_ID moduleId)";
    }

    /// Bag keyed by wide name, reached only through IHttpContext3::GetNamedContextContainer.
    class INamedContextContainer, INamedContextContainerVtbl = "16db6f7c-1a94-47ca-a8e8-fea6005ff3ba" {
        /// Returns the object bound to szName or NULL.
        Pure GetNamedContext: fn(szName: LPCWSTR) -> *mut IHttpStoredContext
            = "IHttpStoredContext *GetNamedContext(LPCWSTR szName)";
        /// Binds a stored context to a name.
        Pure SetNamedContext: fn(ppStoredContext: *mut IHttpStoredContext, szName: LPCWSTR) -> HRESULT
            = "HRESULT SetNamedContext(IHttpStoredContext *ppStoredContext, LPCWSTR szName)";
    }

    /// What a host object creates through IHttpServer::DispenseContainer and keeps privately.
    class IDispensedHttpModuleContextContainer, IDispensedHttpModuleContextContainerVtbl : IHttpModuleContextContainer, IHttpModuleContextContainerVtbl = "2ae49359-95dd-4e48-ae20-c0cb9d0bc03a" {
        /// If the container is "dispensed": calls CleanupStoredContext on every stored entry,
        /// frees its array and deletes itself.
        Pure ReleaseContainer: fn()
            = "VOID ReleaseContainer()";
    }

    /// Module-implemented.
    class IHttpConnectionStoredContext, IHttpConnectionStoredContextVtbl : IHttpStoredContext, IHttpStoredContextVtbl = "841d9a71-75f4-4626-8b97-66046ca7e45b" {
        /// Host calls it when the client connection is lost, on any thread, possibly while a
        /// request is pending.
        Pure NotifyDisconnect: fn()
            = "VOID NotifyDisconnect()";
    }

    /// Type actually returned by IHttpConnection::GetModuleContextContainer in every header copy.
    class IHttpConnectionModuleContextContainer, IHttpConnectionModuleContextContainerVtbl : IHttpModuleContextContainer, IHttpModuleContextContainerVtbl = "f3dd2fb3-4d11-4295-b8ab-4cb667add1fe" {
        /// Connection-typed twin of GetModuleContext.
        Pure GetConnectionModuleContext: fn(moduleId: HTTP_MODULE_ID) -> *mut IHttpConnectionStoredContext
            = "IHttpConnectionStoredContext *GetConnectionModuleContext(HTTP_MODULE_ID moduleId)";
        /// Twin of SetModuleContext for objects that want NotifyDisconnect.
        Pure SetConnectionModuleContext: fn(ppStoredContext: *mut IHttpConnectionStoredContext, moduleId: HTTP_MODULE_ID) -> HRESULT
            = "HRESULT SetConnectionModuleContext(IHttpConnectionStoredContext *ppStoredContext, HTTP_MODULE_ID moduleId)";
    }
}
