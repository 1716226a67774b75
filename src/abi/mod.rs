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
#[rustfmt::skip]
pub const TABLES: &[(&str, &[Decl])] = &[
    ("http::version", http::version::DECLS),
    ("windows::access_control", windows::access_control::DECLS),
    ("windows::addresses", windows::addresses::DECLS),
    ("windows::automation", windows::automation::DECLS),
    ("windows::com", windows::com::DECLS),
    ("windows::console", windows::console::DECLS),
    ("windows::crypto", windows::crypto::DECLS),
    ("windows::crypto_records", windows::crypto_records::DECLS),
    ("windows::errors::certificates", windows::errors::certificates::DECLS),
    ("windows::errors::common", windows::errors::common::DECLS),
    ("windows::errors::hresult", windows::errors::hresult::DECLS),
    ("windows::errors::network", windows::errors::network::DECLS),
    ("windows::errors::ntstatus", windows::errors::ntstatus::DECLS),
    ("windows::errors::ntstatus_errors", windows::errors::ntstatus_errors::DECLS),
    ("windows::errors::resources", windows::errors::resources::DECLS),
    ("windows::errors::rpc", windows::errors::rpc::DECLS),
    ("windows::errors::security", windows::errors::security::DECLS),
    ("windows::errors::services", windows::errors::services::DECLS),
    ("windows::errors::system", windows::errors::system::DECLS),
    ("windows::errors::winsock", windows::errors::winsock::DECLS),
    ("windows::exceptions", windows::exceptions::DECLS),
    ("windows::file_records", windows::file_records::DECLS),
    ("windows::files", windows::files::DECLS),
    ("windows::guid", windows::guid::DECLS),
    ("windows::handles", windows::handles::DECLS),
    ("windows::integers", windows::integers::DECLS),
    ("windows::memory", windows::memory::DECLS),
    ("windows::messages", windows::messages::DECLS),
    ("windows::processes", windows::processes::DECLS),
    ("windows::registry", windows::registry::DECLS),
    ("windows::security", windows::security::DECLS),
    ("windows::security_records", windows::security_records::DECLS),
    ("windows::services", windows::services::DECLS),
    ("windows::sspi", windows::sspi::DECLS),
    ("windows::startup_records", windows::startup_records::DECLS),
    ("windows::synchronization", windows::synchronization::DECLS),
    ("windows::time", windows::time::DECLS),
    ("windows::tracing", windows::tracing::DECLS),
    ("windows::user", windows::user::DECLS),
    ("windows::variant_types", windows::variant_types::DECLS),
    ("windows::winsock", windows::winsock::DECLS),
];

/// The class tables by the name that the header templates use.
pub const INTERFACES: &[(&str, &[Interface])] = &[];
