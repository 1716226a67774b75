//! The HTTP Server API: sessions, URL groups, queues, requests, responses.
//!
//! Unsafe code stands in the files that read and write the caller's structures alone:
//! `request_layout`, `request_property_layout`, `response_parts`, `client_certificate`, `authentication::caller_settings`,
//! `logging::caller_records`, and of the configuration `caller_records` and `answer_layout`.

#![deny(unsafe_code)]

pub mod authentication;
pub mod bandwidth;
pub mod cache;
#[cfg(feature = "tls")]
pub mod certificates;
pub mod channel_bind;
pub mod client_certificate;
pub mod configuration;
mod connection_limit;
pub mod demand_start;
pub mod disconnect;
pub mod features;
mod fold;
pub mod framing;
pub mod library;
pub mod listening;
pub mod logging;
pub mod namespace;
pub mod operation;
mod path_tree;
mod punycode;
pub mod queue;
pub mod queue_names;
pub mod queue_properties;
pub mod ranges;
pub mod receive;
pub mod request;
pub mod request_layout;
pub mod request_property;
pub mod request_property_layout;
pub mod response_head;
pub mod response_parts;
pub mod send;
pub mod service;
pub mod session;
pub mod settings;
pub mod shared_queue;
pub mod timeouts;
#[cfg(feature = "tls")]
pub mod tls_facts;
mod told;
pub mod url_group;
pub mod url_prefix;
