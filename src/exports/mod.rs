//! The C functions. Each checks, converts, calls safe Rust and maps errors.

pub mod boundary;
pub mod debugapi;
pub mod errhandlingapi;
#[cfg(feature = "test-hooks")]
pub mod test_hooks;
