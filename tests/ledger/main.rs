//! The ABI ledger: every row of `c-tests/ledger/*.csv`, in Rust, C and C++.
//!
//! The rows say what Windows x64 has. A row that cannot hold on this platform
//! stands in `exceptions.csv` with what holds instead, which is asserted too,
//! and in `docs/compatibility.md`.

mod c_side;
mod compiler;
mod cxx_slots;
mod exceptions;
mod rows;
mod rust_side;
mod witness;
mod witness_constants;
mod witness_win32;
