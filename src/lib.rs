//! The Windows HTTP Server API and the IIS native module API on Linux.
//!
//! Layers, each using only what stands below it:
//! `exports → iis → httpapi → net → win32 → abi`. See `docs/architecture.md`.

#![allow(non_camel_case_types, non_snake_case, non_upper_case_globals)]

pub mod abi;
pub mod exports;
pub mod httpapi;
#[cfg(feature = "iis")]
pub mod iis;
pub mod net;
pub mod win32;
