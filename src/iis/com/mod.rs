//! The boundary to C++: vtables made in Rust, type information, calls into modules.
#![allow(unsafe_code)]

pub mod connection;
pub mod containers;
pub mod context;
pub mod cxx_runtime;
pub mod foreign;
pub mod hresult;
pub mod memory;
pub mod missing;
pub mod module_call;
pub mod object;
pub mod providers;
pub mod registration;
pub mod request;
pub mod response;
pub mod type_info;
pub mod vtable;
