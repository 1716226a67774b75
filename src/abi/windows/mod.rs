//! The Win32 types, constants and structures behind `windows.h` and its parts.

pub mod basetypes;
pub mod handles;

pub use basetypes::*;
pub use handles::*;
