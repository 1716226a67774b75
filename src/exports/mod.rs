//! The C functions. Each checks, converts, calls safe Rust and maps errors.

pub mod arguments;
pub mod boundary;
pub mod combaseapi;
pub mod debugapi;
pub mod errhandlingapi;
pub mod fibersapi;
pub mod fileapi;
pub mod handleapi;
pub mod heapapi;
pub mod ioapiset;
pub mod memoryapi;
pub mod oleauto;
pub mod processenv;
pub mod processthreadsapi;
pub mod profileapi;
pub mod result;
pub mod stringapiset;
pub mod synchapi;
pub mod sysinfoapi;
#[cfg(feature = "test-hooks")]
pub mod test_hooks;
pub mod timezoneapi;
pub mod wchar_guard;
pub mod winbase;
pub mod winnls;
pub mod winternl;
