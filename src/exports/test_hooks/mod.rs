//! Exports for the C and C++ tests alone, under the feature `test-hooks`.
//!
//! They show the boundary from outside: a panic behind each family of
//! functions, an object made in Rust and used from C++, and a module's objects
//! used from Rust.

pub mod admin;
pub mod application;
pub mod module;
pub mod panics;
