//! `winerror.h` and `ntstatus.h`: the numbers that Windows gives to failures.

// Each file has its own DECLS, which is reached by its path.
#![allow(ambiguous_glob_reexports)]

pub mod certificates;
pub mod common;
pub mod hresult;
pub mod network;
pub mod ntstatus;
pub mod ntstatus_errors;
pub mod resources;
pub mod rpc;
pub mod security;
pub mod services;
pub mod system;
pub mod winsock;

pub use certificates::*;
pub use common::*;
pub use hresult::*;
pub use network::*;
pub use ntstatus::*;
pub use ntstatus_errors::*;
pub use resources::*;
pub use rpc::*;
pub use security::*;
pub use services::*;
pub use system::*;
pub use winsock::*;
