//! The Win32 types, constants and structures behind `windows.h` and its parts.

pub mod basetypes;
pub mod handles;
pub mod provisional;
pub mod unknwn;

pub use basetypes::*;
pub use handles::*;
pub use provisional::*;
pub use unknwn::*;
