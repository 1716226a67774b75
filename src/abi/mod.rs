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
pub const TABLES: &[(&str, &[Decl])] = &[
    ("windows::handles", windows::handles::DECLS),
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
