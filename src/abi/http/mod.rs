//! `http.h`: the HTTP Server API.

pub mod authentication;
pub mod chunk;
pub mod config;
pub mod config_tls;
pub mod headers;
pub mod ids;
pub mod logging;
pub mod property;
pub mod queue;
pub mod request;
pub mod request_property;
pub mod response;
pub mod tls;
pub mod version;

pub use authentication::*;
pub use chunk::*;
pub use config::*;
pub use config_tls::*;
pub use headers::*;
pub use ids::*;
pub use logging::*;
pub use property::*;
pub use queue::*;
pub use request::*;
pub use request_property::*;
pub use response::*;
pub use tls::*;
pub use version::*;
