//! The HTTP Server API: sessions, URL groups, queues, requests, responses.
//!
//! Unsafe code stands in the files that read and write the caller's structures alone:
//! `request_layout`, `response_parts`, and of the configuration `caller_records` and `answer_layout`.

#![deny(unsafe_code)]

pub mod configuration;
pub mod disconnect;
mod fold;
pub mod framing;
pub mod library;
pub mod namespace;
pub mod operation;
mod path_tree;
mod punycode;
pub mod queue;
pub mod ranges;
pub mod receive;
pub mod request;
pub mod request_layout;
pub mod response_head;
pub mod response_parts;
pub mod send;
pub mod service;
pub mod url_group;
pub mod url_prefix;
