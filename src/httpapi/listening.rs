//! The sockets of ports, and the URLs that they are open for.
//!
//! The URLs of a port may want some of its addresses or all of them. Each address has one socket, the wildcard too,
//! and the kernel takes a connection to the nearest one: URLs come and go without a look at the others.

#[cfg(feature = "tls")]
use super::certificates::Configured;
use super::configuration;
use super::logging::errors;
use super::url_prefix::{Endpoint, Scope};
use crate::net::http1::server_header;
use crate::net::listener::Listener;
use crate::net::server::Server;
use crate::net::settings::Settings;
#[cfg(feature = "tls")]
use crate::net::tls::Identities;
use std::collections::{BTreeMap, HashMap};
use std::io::{self, ErrorKind};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

/// How a URL is listened to, where the caller and not its text says so.
#[derive(Clone, Debug, Default)]
pub struct Place {
    pub scope: Option<Scope>,
    /// Who the server is to all clients of the endpoint, whatever else is set for it. Counts for the first URL there.
    #[cfg(feature = "tls")]
    pub identities: Option<Arc<dyn Identities>>,
}

/// The sockets of all ports. A port is there while a URL wants it.
#[derive(Default)]
pub struct Ports(BTreeMap<u16, Port>);

#[derive(Default)]
struct Port {
    /// One for each address.
    listeners: Vec<Arc<Listener>>,
    users: HashMap<Scope, Users>,
}

/// The URLs of one scope.
struct Users {
    /// Where they are listened to.
    addresses: Vec<IpAddr>,
    urls: usize,
}

impl Ports {
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// One more URL wants an endpoint. What it fails to open changes nothing.
    pub fn enter(&mut self, endpoint: Endpoint, place: Place, server: &Arc<dyn Server>) -> io::Result<()> {
        if endpoint.secure && !cfg!(feature = "tls") {
            return Err(ErrorKind::Unsupported.into());
        }
        let port = self.0.entry(endpoint.port).or_default();
        if let Some(users) = port.users.get_mut(&endpoint.scope) {
            users.urls += 1;
            return Ok(());
        }
        let settings = settings(endpoint.secure, place);
        let opened = port.listen(endpoint.scope, |others, address| {
            let address = SocketAddr::new(address, endpoint.port);
            Listener::open_beside(others, address, server.clone(), settings.clone())
        });
        let opened = opened.map(|addresses| {
            port.users.insert(endpoint.scope, Users { addresses, urls: 1 });
        });
        self.tidy(endpoint.port);
        opened
    }

    /// A URL that has entered an endpoint wants it no more.
    pub fn leave(&mut self, endpoint: Endpoint) {
        let Some(port) = self.0.get_mut(&endpoint.port) else { return };
        let Some(users) = port.users.get_mut(&endpoint.scope) else { return };
        users.urls -= 1;
        if users.urls == 0 {
            port.users.remove(&endpoint.scope);
            self.tidy(endpoint.port);
        }
    }

    fn tidy(&mut self, port: u16) {
        if let Some(found) = self.0.get_mut(&port) {
            found.close_unused();
            if found.users.is_empty() {
                self.0.remove(&port);
            }
        }
    }
}

impl Port {
    /// Has all addresses of a scope listened to; which those are. Sockets that were opened in vain stay with nobody.
    fn listen(
        &mut self,
        scope: Scope,
        open: impl Fn(&[Arc<Listener>], IpAddr) -> io::Result<Arc<Listener>>,
    ) -> io::Result<Vec<IpAddr>> {
        let mut listen = |address: IpAddr| {
            if self.listeners.iter().all(|listener| listener.address().ip() != address) {
                self.listeners.push(open(&self.listeners, address)?);
            }
            Ok(address)
        };
        match scope {
            Scope::Ip(address) => Ok(vec![listen(address)?]),
            Scope::Any => {
                let addresses = configuration::listen_addresses().map_err(|_| ErrorKind::PermissionDenied)?;
                if !addresses.is_empty() {
                    return listen_to_list(&addresses, listen);
                }
                match listen(Ipv6Addr::UNSPECIFIED.into()) {
                    Err(error) if is_missing(&error) => Ok(vec![listen(Ipv4Addr::UNSPECIFIED.into())?]),
                    both => Ok(vec![both?]),
                }
            }
            Scope::Loopback => {
                let first = listen(Ipv4Addr::LOCALHOST.into())?;
                match listen(Ipv6Addr::LOCALHOST.into()) {
                    Err(error) if is_missing(&error) => Ok(vec![first]),
                    second => Ok(vec![first, second?]),
                }
            }
        }
    }

    /// Closes what no URL wants. A socket beside one that would have its connections stays: those that wait to be
    /// accepted there would be reset.
    fn close_unused(&mut self) {
        let wanted: Vec<IpAddr> = self.users.values().flat_map(|users| users.addresses.iter().copied()).collect();
        self.listeners.retain(|listener| {
            let own = listener.address().ip();
            let is_wanted = wanted.iter().any(|wanted| takes(*wanted, own));
            if !is_wanted {
                listener.close();
            }
            is_wanted
        });
    }
}

/// Whether a socket at one address would have what comes for another one.
fn takes(address: IpAddr, other: IpAddr) -> bool {
    match address {
        // It takes both families.
        IpAddr::V6(any) if any.is_unspecified() => true,
        IpAddr::V4(any) if any.is_unspecified() => other.is_ipv4(),
        one => one == other,
    }
}

fn settings(_secure: bool, _place: Place) -> Arc<Settings> {
    errors::configure(configuration::error_log());
    server_header::disable(configuration::disabled_server_header());
    Arc::new(Settings {
        timeouts: Arc::new(configuration::timeouts()),
        #[cfg(feature = "tls")]
        tls: _secure.then(|| _place.identities.unwrap_or_else(|| Arc::new(Configured))),
        ..configuration::settings()
    })
}

/// Listens to the addresses of the IP listen list. Those that the machine does not have are left out
/// while it has one of them.
fn listen_to_list(
    addresses: &[IpAddr],
    mut listen: impl FnMut(IpAddr) -> io::Result<IpAddr>,
) -> io::Result<Vec<IpAddr>> {
    let (mut found, mut missing) = (Vec::new(), None);
    for address in addresses {
        match listen(*address) {
            Ok(address) => found.push(address),
            Err(error) if is_missing(&error) => missing = Some(error),
            Err(error) => return Err(error),
        }
    }
    if found.is_empty() { Err(missing.unwrap_or(ErrorKind::AddrNotAvailable.into())) } else { Ok(found) }
}

/// The machine does not have the address, or not even its family. EINVAL: an address of a link, and of no interface.
fn is_missing(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::EAFNOSUPPORT | libc::EADDRNOTAVAIL | libc::EINVAL))
}
