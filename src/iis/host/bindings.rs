//! The bindings of sites as URLs of the HTTP Server API.

use crate::httpapi::url_prefix::{Scope, UrlPrefix};
use crate::iis::configuration::views::{Binding, Endpoint, Site};
use std::net::IpAddr;
use std::sync::Arc;

/// Where a site listens.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Listening {
    pub site: u32,
    pub url: String,
    /// None leaves it to the URL.
    pub scope: Option<Scope>,
}

/// A binding that this server cannot have.
#[derive(Debug)]
pub struct Unsupported {
    pub site: String,
    pub information: String,
}

/// What these sites want.
pub fn of(sites: &[Arc<Site>]) -> Result<Vec<Listening>, Unsupported> {
    let mut found = Vec::new();
    for site in sites {
        for binding in &site.bindings {
            let Some(endpoint) = &binding.endpoint else { continue };
            let unsupported =
                || Unsupported { site: site.name.to_string(), information: binding.information.to_string() };
            let url = url(binding, endpoint);
            UrlPrefix::parse(&url).map_err(|_| unsupported())?;
            let scope = address(endpoint).map_or(Scope::Any, Scope::Ip);
            found.push(Listening { site: site.id, url, scope: Some(scope) });
        }
    }
    Ok(found)
}

/// The one address of a binding.
fn address(endpoint: &Endpoint) -> Option<IpAddr> {
    endpoint.address.map(|address| address.to_canonical()).filter(|address| !address.is_unspecified())
}

fn url(binding: &Binding, endpoint: &Endpoint) -> String {
    let scheme = if binding.is_secure() { "https" } else { "http" };
    let host = match address(endpoint) {
        _ if !endpoint.host.is_empty() => endpoint.host.to_string(),
        None => "*".to_owned(),
        Some(IpAddr::V4(address)) => address.to_string(),
        Some(IpAddr::V6(address)) => format!("[{address}]"),
    };
    format!("{scheme}://{host}:{}/", endpoint.port)
}
