//! The boundary to C++: vtables made in Rust, type information, calls into modules.
#![allow(unsafe_code)]

pub mod admin;
pub mod cache;
pub mod cache_policy;
pub mod connection;
pub mod containers;
pub mod context;
pub mod context_url;
pub mod context_variables;
pub mod cxx_runtime;
pub mod dispensed;
pub mod file_info;
pub mod file_monitor;
pub mod foreign;
pub mod global_providers;
pub mod header_changes;
pub mod hresult;
pub mod memory;
pub mod missing;
pub mod module_call;
pub mod object;
pub mod perf_counters;
pub mod providers;
pub mod read_entity;
pub mod registration;
pub mod request;
pub mod response;
pub mod server;
pub mod trace;
pub mod type_info;
pub mod url_info;
pub mod user;
pub mod versions;
pub mod vtable;
pub mod worker_framework;
