//! IIS on top of the HTTP Server API: modules, their interfaces and the pipeline.

pub mod com;
pub mod configuration;
pub mod module_library;
