//! The C functions. Each checks, converts, calls safe Rust and maps errors.

pub mod combaseapi;
pub mod consoleapi;
pub mod debugapi;
pub mod errhandlingapi;
pub mod fibersapi;
pub mod fileapi;
pub mod handleapi;
pub mod heapapi;
#[cfg(feature = "host")]
pub mod host;
pub mod http;
pub mod http_undeclared;
#[cfg(feature = "iis")]
pub mod hwebcore;
pub mod interlockedapi;
pub mod ioapiset;
pub mod libloaderapi;
pub mod memoryapi;
pub mod oleauto;
pub mod process;
pub mod processenv;
pub mod processthreadsapi;
pub mod profileapi;
pub mod result;
pub mod stringapiset;
pub mod synchapi;
pub mod sysinfoapi;
#[cfg(feature = "test-hooks")]
pub mod test_hooks;
pub mod threadpoolapiset;
pub mod threadpoollegacyapiset;
pub mod timezoneapi;
pub mod unguarded;
pub mod wchar_guard;
#[cfg(feature = "ws")]
pub mod websocket;
pub mod winbase;
pub mod winnls;
pub mod winternl;

pub use crate::win32::{arguments, boundary};
