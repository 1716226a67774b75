//! The HTTP Server API: sessions, URL groups, queues, requests, responses.

#![deny(unsafe_code)]
