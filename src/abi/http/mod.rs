//! `http.h`: the HTTP Server API.

pub mod version;
