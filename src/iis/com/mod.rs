//! The boundary to C++: vtables made in Rust, type information, calls into modules.
#![allow(unsafe_code)]

pub mod cache_policy;
pub mod connection;
pub mod containers;
pub mod context;
pub mod context_url;
pub mod context_variables;
pub mod cxx_runtime;
pub mod foreign;
pub mod header_changes;
pub mod hresult;
pub mod memory;
pub mod missing;
pub mod module_call;
pub mod object;
pub mod providers;
pub mod read_entity;
pub mod registration;
pub mod request;
pub mod response;
pub mod server;
pub mod type_info;
pub mod url_info;
pub mod user;
pub mod vtable;
