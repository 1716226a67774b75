//! IIS on top of the HTTP Server API: modules, their interfaces and the pipeline.
//!
//! What C++ sees stands in `com`, and unsafe code there and in `module_library` alone.

#![deny(unsafe_code)]

pub mod access;
pub mod application;
pub mod builtin;
pub mod child;
pub mod com;
pub mod configuration;
pub mod configurations;
pub mod content;
pub mod context;
pub mod error_page;
pub mod event;
pub mod file_cache;
pub mod globals;
pub mod handlers;
pub mod home;
pub mod host;
pub mod module;
pub mod module_library;
pub mod pipeline;
pub mod place;
pub mod precondition;
pub mod preload;
pub mod rarely;
pub mod reason;
pub mod registration;
pub mod requests;
pub mod server_variables;
pub mod site;
pub mod site_errors;
pub mod trace;
pub mod urls;
pub mod web_core;
pub mod worker;
