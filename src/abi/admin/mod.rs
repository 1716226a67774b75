//! `ahadmin.h`: configuration as modules read it.

pub mod element;
pub mod manager;
pub mod schema;

pub use crate::abi::windows::*;
pub use core::ffi::c_void;
pub use element::*;
pub use manager::*;
pub use schema::*;
