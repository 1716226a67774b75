//! The URLs that are registered in this process, and who gets a request.
//!
//! A port has one scheme and four buckets, looked at in order: `+`, names, local addresses, `*`.
//! The first bucket with a prefix of the path decides, also where a later one has a longer prefix.

use super::fold::with_host_key;
use super::path_tree::PathTree;
use super::url_prefix::{PrefixHost, UrlPrefix};
use crate::net::url::split_port;
use std::collections::{BTreeMap, HashMap};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Why a prefix cannot be registered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddError {
    /// The same prefix is there: ERROR_ALREADY_EXISTS.
    AlreadyExists,
    /// The port is in use with the other scheme: ERROR_SHARING_VIOLATION.
    OtherScheme,
}

/// No prefix was registered with this text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotFound;

/// Who gets a request.
#[derive(Debug, PartialEq, Eq)]
pub enum Route<'a, T> {
    Found {
        value: &'a T,
        /// Whether a local address decided: HTTP_REQUEST_FLAG_IP_ROUTED.
        ip_routed: bool,
    },
    /// Nothing is registered for the host: 400 Bad Request - Invalid Hostname.
    NoHost,
    /// Nothing is registered for the path: 404 Not Found.
    NoPath,
}

/// Registrations of all queues. Reservations, when there are some, are entries of the same trees.
#[derive(Clone, Debug)]
pub struct Namespace<T> {
    /// Sorted: they are few, and no client chooses them.
    ports: BTreeMap<u16, Port<T>>,
    count: usize,
}

/// A value, and the text it was registered with.
#[derive(Clone, Debug)]
struct Entry<T> {
    text: Box<str>,
    value: T,
}

type Tree<T> = PathTree<Entry<T>>;

#[derive(Clone, Debug)]
struct Port<T> {
    secure: bool,
    strong: Tree<T>,
    names: HashMap<Box<str>, Tree<T>>,
    addresses: HashMap<IpAddr, Tree<T>>,
    weak: Tree<T>,
}

impl<T> Default for Namespace<T> {
    fn default() -> Namespace<T> {
        Namespace { ports: BTreeMap::new(), count: 0 }
    }
}

impl<T> Namespace<T> {
    pub fn new() -> Namespace<T> {
        Namespace::default()
    }

    /// How many prefixes are registered.
    pub fn len(&self) -> usize {
        self.count
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    pub fn add(&mut self, prefix: &UrlPrefix, value: T) -> Result<(), AddError> {
        let port = self.ports.entry(prefix.port()).or_insert_with(|| Port::new(prefix.secure()));
        if port.secure != prefix.secure() {
            return Err(AddError::OtherScheme);
        }
        let place = port.tree_to_change(prefix.host()).place(prefix.path());
        if place.is_some() {
            return Err(AddError::AlreadyExists);
        }
        *place = Some(Entry { text: prefix.as_str().into(), value });
        self.count += 1;
        Ok(())
    }

    /// The value of a prefix; the text must be the one it was registered with.
    pub fn get(&self, text: &str) -> Result<&T, NotFound> {
        let prefix = UrlPrefix::parse(text).map_err(|_| NotFound)?;
        self.entry(&prefix).map(|entry| &entry.value).ok_or(NotFound)
    }

    /// Takes a prefix out; the text must be the one it was registered with.
    pub fn remove(&mut self, text: &str) -> Result<T, NotFound> {
        let prefix = UrlPrefix::parse(text).map_err(|_| NotFound)?;
        self.entry(&prefix).ok_or(NotFound)?;
        let port = self.ports.get_mut(&prefix.port()).ok_or(NotFound)?;
        let entry = port.tree_to_change(prefix.host()).remove(prefix.path()).ok_or(NotFound)?;
        self.count -= 1;
        port.forget_if_empty(prefix.host());
        if port.is_empty() {
            self.ports.remove(&prefix.port());
        }
        Ok(entry.value)
    }

    fn entry(&self, prefix: &UrlPrefix) -> Option<&Entry<T>> {
        let port = self.ports.get(&prefix.port()).filter(|port| port.secure == prefix.secure())?;
        port.tree(prefix.host())?.get(prefix.path()).filter(|entry| *entry.text == *prefix.as_str())
    }

    /// The values of the longest prefixes at or above a URL: for its own host, or for all hosts.
    pub fn above(&self, url: &UrlPrefix) -> impl Iterator<Item = &T> {
        let port = self.ports.get(&url.port()).filter(|port| port.secure == url.secure());
        let trees = port.map(|port| [port.tree(url.host()), Some(&port.strong), Some(&port.weak)]);
        trees.into_iter().flatten().flatten().filter_map(|tree| tree.longest(url.path())).map(|entry| &entry.value)
    }

    /// Who gets a request: by its connection's scheme and local address, and by host (with port)
    /// and path of its cooked URL. ASCII costs no memory.
    pub fn route(&self, secure: bool, local: SocketAddr, host: &str, path: &str) -> Route<'_, T> {
        let Some(port) = self.ports.get(&local.port()).filter(|port| port.secure == secure) else {
            return Route::NoHost;
        };
        let buckets = [
            (false, Some(&port.strong)),
            (false, port.tree_of_name(host, local.port())),
            (true, port.tree_of_address(local.ip())),
            (false, Some(&port.weak)),
        ];
        let mut known = false;
        for (ip_routed, tree) in buckets {
            let Some(tree) = tree else { continue };
            if let Some(entry) = tree.longest(path) {
                return Route::Found { value: &entry.value, ip_routed };
            }
            known |= !tree.is_empty();
        }
        if known { Route::NoPath } else { Route::NoHost }
    }
}

impl<T> Port<T> {
    fn new(secure: bool) -> Port<T> {
        let (names, addresses) = (HashMap::new(), HashMap::new());
        Port { secure, strong: PathTree::default(), names, addresses, weak: PathTree::default() }
    }

    fn is_empty(&self) -> bool {
        self.strong.is_empty() && self.names.is_empty() && self.addresses.is_empty() && self.weak.is_empty()
    }

    fn tree(&self, host: &PrefixHost) -> Option<&Tree<T>> {
        match host {
            PrefixHost::StrongWildcard => Some(&self.strong),
            PrefixHost::Name(name) => self.names.get(name),
            PrefixHost::Address(address) => self.addresses.get(address),
            PrefixHost::WeakWildcard => Some(&self.weak),
        }
    }

    fn tree_to_change(&mut self, host: &PrefixHost) -> &mut Tree<T> {
        match host {
            PrefixHost::StrongWildcard => &mut self.strong,
            PrefixHost::Name(name) => self.names.entry(name.clone()).or_default(),
            PrefixHost::Address(address) => self.addresses.entry(*address).or_default(),
            PrefixHost::WeakWildcard => &mut self.weak,
        }
    }

    fn forget_if_empty(&mut self, host: &PrefixHost) {
        if !self.tree(host).is_some_and(Tree::is_empty) {
            return;
        }
        match host {
            PrefixHost::Name(name) => drop(self.names.remove(name)),
            PrefixHost::Address(address) => drop(self.addresses.remove(address)),
            PrefixHost::StrongWildcard | PrefixHost::WeakWildcard => {}
        }
    }

    /// A host that names another port than the one it came in at (as a forwarded one does) is not
    /// the host of a prefix.
    fn tree_of_name(&self, host: &str, own_port: u16) -> Option<&Tree<T>> {
        if self.names.is_empty() {
            return None;
        }
        let (name, port) = split_port(host);
        if port.is_some_and(|port| port.parse() != Ok(own_port)) {
            return None;
        }
        with_host_key(name, |key| self.names.get(key))
    }

    fn tree_of_address(&self, address: IpAddr) -> Option<&Tree<T>> {
        if self.addresses.is_empty() {
            return None;
        }
        let address = address.to_canonical();
        let every_address: IpAddr = match address {
            IpAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
            IpAddr::V6(_) => Ipv6Addr::UNSPECIFIED.into(),
        };
        self.addresses.get(&address).or_else(|| self.addresses.get(&every_address))
    }
}

#[cfg(test)]
#[path = "namespace_tests.rs"]
mod tests;
