//! Plain types, constants and vtable shapes as Windows x64 lays them out.
//!
//! Data, no behaviour. The C and C++ headers are generated from these tables
//! (`make headers`), and the ledger tests hold them against the rows of
//! `c-tests/ledger/*.csv`.

pub mod http;
pub mod interface;
pub mod table;
pub mod windows;

use interface::Interface;
use table::Decl;

/// The declaration tables by the name that the header templates use.
pub const TABLES: &[(&str, &[Decl])] =
    &[("windows::handles", windows::handles::DECLS), ("http::version", http::version::DECLS)];

/// The class tables by the name that the header templates use.
pub const INTERFACES: &[(&str, &[Interface])] = &[];
