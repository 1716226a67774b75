//! The HTTP Server API: sessions, URL groups, queues, requests, responses.

#![deny(unsafe_code)]

mod fold;
pub mod namespace;
mod path_tree;
mod punycode;
pub mod url_prefix;
