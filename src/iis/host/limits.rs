//! The limits of the server and of its sites, as properties of the HTTP API.

use super::Host;
use crate::abi::http::*;
use crate::httpapi::session;
use crate::httpapi::settings::Property;
use crate::iis::configuration::views::{Site, WebLimits};
use crate::win32::error::Win32Error;
use std::sync::Arc;
use std::time::Duration;

impl Host {
    /// Has the limits of the sites hold, and those of all of them.
    pub(super) fn set_limits(&self, sites: &[Arc<Site>]) {
        let Ok(server) = self.configuration.root().view::<WebLimits>() else { return };
        let told = |result: Result<(), Win32Error>, of: &str| {
            if let Err(error) = result {
                self.worker.tell(&format!("{of}: a limit cannot be set: error {}", error.0));
            }
        };
        told(session::find_session(self.session).and_then(|own| own.set(of_server(&server))), "webLimits");
        let listens = self.listens.lock();
        for site in sites {
            let Some((_, group)) = listens.groups.get(&site.id) else { continue };
            for limit in of_site(site, &server) {
                told(group.set(limit), &format!("site '{}'", site.name));
            }
        }
    }
}

/// What all sites have together.
fn of_server(limits: &WebLimits) -> Property {
    bandwidth(limits.max_global_bandwidth.unwrap_or(HTTP_LIMIT_INFINITE))
}

fn of_site(site: &Site, server: &WebLimits) -> [Property; 3] {
    let most = site.max_connections;
    [
        bandwidth(site.max_bandwidth),
        Property::ConnectionLimit(HTTP_CONNECTION_LIMIT_INFO {
            Flags: present(most != HTTP_LIMIT_INFINITE),
            MaxConnections: most,
        }),
        Property::Timeouts(timeouts(site, server)),
    ]
}

fn bandwidth(most: u32) -> Property {
    Property::Bandwidth(HTTP_BANDWIDTH_LIMIT_INFO { Flags: present(most != HTTP_LIMIT_INFINITE), MaxBandwidth: most })
}

/// What no file sets is as the HTTP API has it.
fn timeouts(site: &Site, server: &WebLimits) -> HTTP_TIMEOUT_LIMIT_INFO {
    let own = site.element.child("limits").is_some_and(|limits| limits.is_set("connectionTimeout"));
    let connection = if own { Some(site.connection_timeout) } else { server.connection_timeout }.map_or(0, seconds);
    let header_wait = server.header_wait_timeout.map_or(0, seconds);
    // As in IIS, 0 is no limit there.
    let rate = server.min_bytes_per_second.map_or(0, |rate| if rate == 0 { u32::MAX } else { rate });
    HTTP_TIMEOUT_LIMIT_INFO {
        Flags: present(connection != 0 || header_wait != 0 || rate != 0),
        EntityBody: connection,
        DrainEntityBody: connection,
        RequestQueue: connection,
        IdleConnection: connection,
        HeaderWait: header_wait,
        MinSendRate: rate,
    }
}

/// 0xFFFF is a time without an end, 0 the next level's.
fn seconds(time: Option<Duration>) -> u16 {
    time.map_or(u16::MAX, |time| u16::try_from(time.as_secs()).unwrap_or(u16::MAX - 1).min(u16::MAX - 1))
}

fn present(is: bool) -> HTTP_PROPERTY_FLAGS {
    HTTP_PROPERTY_FLAGS { Bits: is.into() }
}
