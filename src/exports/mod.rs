//! The C functions. Each checks, converts, calls safe Rust and maps errors.

pub mod errhandlingapi;
pub mod wchar_guard;
