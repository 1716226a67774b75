//! The boundary to C++: vtables made in Rust, type information, calls into modules.

pub mod cxx_runtime;
pub mod module_call;
pub mod type_info;
pub mod vtable;
