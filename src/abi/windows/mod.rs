//! The Win32 types, constants and structures behind `windows.h` and its parts.

// Each file has its own DECLS, which is reached by its path.
#![allow(ambiguous_glob_reexports)]

pub mod access_control;
pub mod addresses;
pub mod automation;
pub mod basetypes;
pub mod com;
pub mod console;
pub mod crypto;
pub mod crypto_records;
pub mod errors;
pub mod exceptions;
pub mod file_records;
pub mod files;
pub mod guid;
pub mod handles;
pub mod integers;
pub mod memory;
pub mod messages;
pub mod processes;
pub mod registry;
pub mod security;
pub mod security_records;
pub mod services;
pub mod sspi;
pub mod startup_records;
pub mod synchronization;
pub mod time;
pub mod tracing;
pub mod user;
pub mod variant_types;
pub mod winsock;

pub use access_control::*;
pub use addresses::*;
pub use automation::*;
pub use basetypes::*;
pub use com::*;
pub use console::*;
pub use crypto::*;
pub use crypto_records::*;
pub use errors::*;
pub use exceptions::*;
pub use file_records::*;
pub use files::*;
pub use guid::*;
pub use handles::*;
pub use integers::*;
pub use memory::*;
pub use messages::*;
pub use processes::*;
pub use registry::*;
pub use security::*;
pub use security_records::*;
pub use services::*;
pub use sspi::*;
pub use startup_records::*;
pub use synchronization::*;
pub use time::*;
pub use tracing::*;
pub use user::*;
pub use variant_types::*;
pub use winsock::*;
