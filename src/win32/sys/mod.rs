//! Safe wrappers of system calls.

pub mod dl;
