//! Plain types, constants and vtable shapes as Windows x64 lays them out.
//!
//! Data, no behaviour. The C and C++ headers are generated from these tables
//! (`make headers`), and the ledger tests hold them against the rows of
//! `c-tests/ledger/*.csv`.

pub mod admin;
pub mod http;
pub mod iis;
pub mod interface;
pub mod table;
pub mod websocket;
pub mod windows;

use interface::Interface;
use table::Decl;

/// The declaration tables by the name that the header templates use.
#[rustfmt::skip]
pub const TABLES: &[(&str, &[Decl])] = &[
    ("windows::access_control", windows::access_control::DECLS),
    ("windows::addresses", windows::addresses::DECLS),
    ("windows::automation", windows::automation::DECLS),
    ("windows::code_pages", windows::code_pages::DECLS),
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
    ("windows::file_information", windows::file_information::DECLS),
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
    ("windows::system_info", windows::system_info::DECLS),
    ("windows::tcp_info", windows::tcp_info::DECLS),
    ("windows::time", windows::time::DECLS),
    ("windows::tracing", windows::tracing::DECLS),
    ("windows::user", windows::user::DECLS),
    ("windows::variant_types", windows::variant_types::DECLS),
    ("windows::winsock", windows::winsock::DECLS),
    ("http::ids", http::ids::DECLS),
    ("http::version", http::version::DECLS),
    ("http::property", http::property::DECLS),
    ("http::authentication", http::authentication::DECLS),
    ("http::headers", http::headers::DECLS),
    ("http::logging", http::logging::DECLS),
    ("http::queue", http::queue::DECLS),
    ("http::chunk", http::chunk::DECLS),
    ("http::tls", http::tls::DECLS),
    ("http::request", http::request::DECLS),
    ("http::response", http::response::DECLS),
    ("http::config", http::config::DECLS),
    ("http::config_tls", http::config_tls::DECLS),
    ("http::request_property", http::request_property::DECLS),
    ("iis::notification", iis::notification::DECLS),
    ("iis::trace_event", iis::trace_event::DECLS),
    ("iis::worker_settings", iis::worker_settings::DECLS),
    ("websocket", websocket::DECLS),
];

/// The class tables by the name that the header templates use.
pub const INTERFACES: &[(&str, &[Interface])] = &[
    ("windows::unknwn", windows::unknwn::INTERFACES),
    ("iis::stored_context", iis::stored_context::INTERFACES),
    ("iis::site", iis::site::INTERFACES),
    ("iis::request", iis::request::INTERFACES),
    ("iis::response", iis::response::INTERFACES),
    ("iis::connection", iis::connection::INTERFACES),
    ("iis::context", iis::context::INTERFACES),
    ("iis::trace", iis::trace::INTERFACES),
    ("iis::cache", iis::cache::INTERFACES),
    ("iis::cache_keys", iis::cache_keys::INTERFACES),
    ("iis::server", iis::server::INTERFACES),
    ("iis::provider", iis::provider::INTERFACES),
    ("iis::global_provider", iis::global_provider::INTERFACES),
    ("iis::module", iis::module::INTERFACES),
    ("iis::websocket", iis::websocket::INTERFACES),
    ("iis::worker", iis::worker::INTERFACES),
    ("admin::manager", admin::manager::INTERFACES),
    ("admin::element", admin::element::INTERFACES),
    ("admin::schema", admin::schema::INTERFACES),
];
