//! The C functions. Each checks, converts, calls safe Rust and maps errors.

pub mod arguments;
pub mod boundary;
pub mod debugapi;
pub mod errhandlingapi;
pub mod handleapi;
pub mod ioapiset;
pub mod libloaderapi;
pub mod process;
pub mod processthreadsapi;
pub mod result;
pub mod synchapi;
#[cfg(feature = "test-hooks")]
pub mod test_hooks;
pub mod wchar_guard;
pub mod winternl;
