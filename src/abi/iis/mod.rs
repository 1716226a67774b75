//! The IIS native module API: `httpserv.h` and the headers around it.

pub mod cache;
pub mod cache_keys;
pub mod connection;
pub mod context;
pub mod global_provider;
pub mod module;
pub mod notification;
pub mod provider;
pub mod request;
pub mod response;
pub mod server;
pub mod site;
pub mod stored_context;
pub mod trace;
pub mod trace_event;
pub mod websocket;
pub mod worker;
pub mod worker_settings;

pub use crate::abi::admin::{IAppHostAdminManager, IAppHostConfigException};
pub use crate::abi::http::*;
pub use crate::abi::windows::*;
pub use cache::*;
pub use cache_keys::*;
pub use connection::*;
pub use context::*;
pub use core::ffi::c_void;
pub use global_provider::*;
pub use module::*;
pub use notification::*;
pub use provider::*;
pub use request::*;
pub use response::*;
pub use server::*;
pub use site::*;
pub use stored_context::*;
pub use trace::*;
pub use trace_event::*;
pub use websocket::*;
pub use worker::*;
pub use worker_settings::*;

/// Names a module to the host; unique in the process and never NULL.
pub type HTTP_MODULE_ID = *mut c_void;

/// The enum has no enumerators.
pub type HTTP_CONTEXT_INTERFACE_VERSION = i32;

pub type IHttpApplicationStartProvider = IHttpApplicationProvider;
pub type IHttpApplicationStopProvider = IHttpApplicationProvider;

/// Completes an operation that was started with a callback.
pub type PFN_ASYNC_COMPLETION = Option<
    unsafe extern "C-unwind" fn(
        pHttpContext: *mut IHttpContext3,
        pCompletionInfo: *mut IHttpCompletionInfo2,
        pvCompletionContext: *mut c_void,
    ) -> REQUEST_NOTIFICATION_STATUS,
>;

/// Completes a WebSocket operation.
pub type PFN_WEBSOCKET_COMPLETION = Option<
    unsafe extern "C-unwind" fn(
        hrError: HRESULT,
        pvCompletionContext: *mut c_void,
        cbIO: DWORD,
        fUTF8Encoded: BOOL,
        fFinalFragment: BOOL,
        fClose: BOOL,
    ),
>;

/// What a module exports under the name `RegisterModule`.
pub type PFN_REGISTERMODULE = unsafe extern "C-unwind" fn(
    dwServerVersion: DWORD,
    pModuleInfo: *mut IHttpModuleRegistrationInfo,
    pGlobalInfo: *mut IHttpServer,
) -> HRESULT;
