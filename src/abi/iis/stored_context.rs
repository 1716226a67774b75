//! Contexts that modules park in the host, and the containers that hold them.

use super::*;

crate::interfaces! {
    /// Base of every object that a module keeps in a container.
    class IHttpStoredContext, IHttpStoredContextVtbl = "f1927f76-790e-4ccb-a72e-396bdfdae05d" {
        /// Called once, when the container goes.
        Pure CleanupStoredContext: fn()
            = "VOID CleanupStoredContext()";
    }

    /// Keeps one object for each module with a request, connection, site, application, URL or
    /// file.
    class IHttpModuleContextContainer, IHttpModuleContextContainerVtbl = "d7fad7c9-aa27-4ab9-bd60-e55ccba3f5dc" {
        /// What the module has stored, or NULL.
        Pure GetModuleContext: fn(moduleId: HTTP_MODULE_ID) -> *mut IHttpStoredContext
            = "IHttpStoredContext *GetModuleContext(HTTP_MODULE_ID moduleId)";
        /// Stores an object; ERROR_ALREADY_ASSIGNED when the module has stored one already.
        Pure SetModuleContext: fn(ppStoredContext: *mut IHttpStoredContext, moduleId: HTTP_MODULE_ID) -> HRESULT
            = "HRESULT SetModuleContext(IHttpStoredContext *ppStoredContext, HTTP_MODULE_ID moduleId)";
    }

    /// Keeps objects by name; from IHttpContext3::GetNamedContextContainer.
    class INamedContextContainer, INamedContextContainerVtbl = "16db6f7c-1a94-47ca-a8e8-fea6005ff3ba" {
        /// The object of that name, or NULL.
        Pure GetNamedContext: fn(szName: LPCWSTR) -> *mut IHttpStoredContext
            = "IHttpStoredContext *GetNamedContext(LPCWSTR szName)";
        /// Stores an object under a name.
        Pure SetNamedContext: fn(ppStoredContext: *mut IHttpStoredContext, szName: LPCWSTR) -> HRESULT
            = "HRESULT SetNamedContext(IHttpStoredContext *ppStoredContext, LPCWSTR szName)";
    }

    /// A container that its creator owns.
    class IDispensedHttpModuleContextContainer, IDispensedHttpModuleContextContainerVtbl : IHttpModuleContextContainer, IHttpModuleContextContainerVtbl = "2ae49359-95dd-4e48-ae20-c0cb9d0bc03a" {
        /// Cleans up every stored object and the container itself.
        Pure ReleaseContainer: fn()
            = "VOID ReleaseContainer()";
    }

    /// A stored context that is told when the connection goes away; the module implements it.
    class IHttpConnectionStoredContext, IHttpConnectionStoredContextVtbl : IHttpStoredContext, IHttpStoredContextVtbl = "841d9a71-75f4-4626-8b97-66046ca7e45b" {
        /// Called at most once when the client is gone: on any thread, also while a request is
        /// pending.
        Pure NotifyDisconnect: fn()
            = "VOID NotifyDisconnect()";
    }

    /// A connection's container, whose objects can be told of the disconnect.
    class IHttpConnectionModuleContextContainer, IHttpConnectionModuleContextContainerVtbl : IHttpModuleContextContainer, IHttpModuleContextContainerVtbl = "f3dd2fb3-4d11-4295-b8ab-4cb667add1fe" {
        /// As GetModuleContext.
        Pure GetConnectionModuleContext: fn(moduleId: HTTP_MODULE_ID) -> *mut IHttpConnectionStoredContext
            = "IHttpConnectionStoredContext *GetConnectionModuleContext(HTTP_MODULE_ID moduleId)";
        /// As SetModuleContext, for an object that wants NotifyDisconnect.
        Pure SetConnectionModuleContext: fn(ppStoredContext: *mut IHttpConnectionStoredContext, moduleId: HTTP_MODULE_ID) -> HRESULT
            = "HRESULT SetConnectionModuleContext(IHttpConnectionStoredContext *ppStoredContext, HTTP_MODULE_ID moduleId)";
    }
}
