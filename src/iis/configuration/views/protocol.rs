//! How requests are served: `httpProtocol`, `httpRedirect`, `serverRuntime`, `webSocket`, `caching`, `httpLogging`.

use super::{Context, View, wildcard};
use crate::iis::configuration::element::Element;
use crate::iis::configuration::error::Result;
use std::sync::Arc;
use std::time::Duration;

#[derive(Debug)]
pub struct HttpProtocol {
    pub allow_keep_alive: bool,
    pub custom_headers: Vec<Header>,
    /// Those of redirections only.
    pub redirect_headers: Vec<Header>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    pub name: Arc<str>,
    pub value: Arc<str>,
}

#[derive(Debug)]
pub struct HttpRedirect {
    pub enabled: bool,
    pub exact_destination: bool,
    pub child_only: bool,
    /// 301, 302, 307 or 308.
    pub status: u16,
    pub destination: Arc<str>,
    /// Patterns, and the destinations of what they match.
    pub wildcards: Vec<(Arc<str>, Arc<str>)>,
}

#[derive(Debug)]
pub struct ServerRuntime {
    pub enabled: bool,
    pub upload_read_ahead_size: u32,
    pub max_request_entity_allowed: u32,
    pub concurrent_request_limit: u32,
    pub alternate_host_name: Arc<str>,
    pub enable_nagling: bool,
    pub frequent_hit_threshold: u32,
    pub frequent_hit_time_period: Option<Duration>,
}

#[derive(Debug)]
pub struct WebSocket {
    pub enabled: bool,
    pub receive_buffer_limit: u32,
    /// None is never.
    pub ping_interval: Option<Duration>,
}

#[derive(Debug)]
pub struct Caching {
    pub enabled: bool,
    pub enable_kernel_cache: bool,
    pub max_response_size: u32,
}

#[derive(Debug)]
pub struct HttpLogging {
    pub dont_log: bool,
    pub log_successful: bool,
    pub log_errors: bool,
}

fn headers(section: &Element, name: &str) -> Vec<Header> {
    let items = section.child(name).map_or(&[][..], |headers| headers.items());
    items.iter().map(|item| Header { name: item.string("name"), value: item.string("value") }).collect()
}

impl View for HttpProtocol {
    const SECTION: &'static str = "system.webServer/httpProtocol";

    fn read(section: &Element, _: &Context<'_>) -> Result<Self> {
        Ok(Self {
            allow_keep_alive: section.bool("allowKeepAlive"),
            custom_headers: headers(section, "customHeaders"),
            redirect_headers: headers(section, "redirectHeaders"),
        })
    }
}

impl View for HttpRedirect {
    const SECTION: &'static str = "system.webServer/httpRedirect";

    fn read(section: &Element, _: &Context<'_>) -> Result<Self> {
        let pair = |item: &Arc<Element>| (item.string("wildcard"), item.string("destination"));
        Ok(Self {
            enabled: section.bool("enabled"),
            exact_destination: section.bool("exactDestination"),
            child_only: section.bool("childOnly"),
            status: u16::try_from(section.number("httpResponseStatus")).unwrap_or(302),
            destination: section.string("destination"),
            wildcards: section.items().iter().map(pair).collect(),
        })
    }
}

impl HttpRedirect {
    /// The destination of the first pattern that the path matches, with `$1` and so on replaced by what its
    /// stars stand for, and `$0` by all of it.
    pub fn by_wildcard(&self, path: &str) -> Option<String> {
        self.wildcards.iter().find_map(|(pattern, destination)| {
            let found = wildcard::captures(pattern, path)?;
            let mut result = String::new();
            let mut rest = &**destination;
            while let Some((before, behind)) = rest.split_once('$') {
                result += before;
                let digit = behind.chars().next().and_then(|digit| digit.to_digit(10));
                let number = digit.and_then(|digit| usize::try_from(digit).ok());
                match number {
                    Some(number) => {
                        result += if number == 0 { path } else { found.get(number - 1).copied().unwrap_or_default() };
                        rest = &behind[1..];
                    }
                    None => {
                        result.push('$');
                        rest = behind;
                    }
                }
            }
            Some(result + rest)
        })
    }
}

impl View for ServerRuntime {
    const SECTION: &'static str = "system.webServer/serverRuntime";

    fn read(section: &Element, _: &Context<'_>) -> Result<Self> {
        Ok(Self {
            enabled: section.bool("enabled"),
            upload_read_ahead_size: section.uint("uploadReadAheadSize"),
            max_request_entity_allowed: section.uint("maxRequestEntityAllowed"),
            concurrent_request_limit: section.uint("appConcurrentRequestLimit"),
            alternate_host_name: section.string("alternateHostName"),
            enable_nagling: section.bool("enableNagling"),
            frequent_hit_threshold: section.uint("frequentHitThreshold"),
            frequent_hit_time_period: section.time("frequentHitTimePeriod"),
        })
    }
}

impl View for WebSocket {
    const SECTION: &'static str = "system.webServer/webSocket";

    fn read(section: &Element, _: &Context<'_>) -> Result<Self> {
        Ok(Self {
            enabled: section.bool("enabled"),
            receive_buffer_limit: section.uint("receiveBufferLimit"),
            ping_interval: section.time("pingInterval").filter(|interval| !interval.is_zero()),
        })
    }
}

impl View for Caching {
    const SECTION: &'static str = "system.webServer/caching";

    fn read(section: &Element, _: &Context<'_>) -> Result<Self> {
        Ok(Self {
            enabled: section.bool("enabled"),
            enable_kernel_cache: section.bool("enableKernelCache"),
            max_response_size: section.uint("maxResponseSize"),
        })
    }
}

impl View for HttpLogging {
    const SECTION: &'static str = "system.webServer/httpLogging";

    fn read(section: &Element, _: &Context<'_>) -> Result<Self> {
        let selective = section.number("selectiveLogging");
        Ok(Self { dont_log: section.bool("dontLog"), log_successful: selective != 2, log_errors: selective != 1 })
    }
}
