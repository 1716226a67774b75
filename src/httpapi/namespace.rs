//! The URLs that are registered in this process, and who gets a request.
//!
//! A port has one scheme and buckets, looked at in order: `+`, names, names below another (`*.name`,
//! the longest first), local addresses, `*`.
//! The first bucket with a prefix of the path decides, also where a later one has a longer prefix.

use super::fold::with_host_key;
use super::path_tree::PathTree;
use super::url_prefix::{PrefixHost, Scope, UrlPrefix};
use crate::net::url::{parse_port, split_port};
use smallvec::SmallVec;
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
    /// A reservation is nearer than any registration: 503 Service Unavailable.
    Reserved,
    /// Nothing is registered for the host: 400 Bad Request - Invalid Hostname.
    NoHost,
    /// Nothing is registered for the path: 404 Not Found.
    NoPath,
}

/// Registrations of all queues, and in the same trees the reservations of the service configuration.
#[derive(Clone, Debug)]
pub struct Namespace<T> {
    /// Sorted: they are few, and no client chooses them.
    ports: BTreeMap<u16, Port<T>>,
    count: usize,
    reserved: Vec<UrlPrefix>,
}

/// A place that is registered or reserved, or both.
#[derive(Clone, Debug)]
struct Entry<T> {
    registered: Option<Registered<T>>,
    reserved: bool,
}

/// A value, the text it was registered with, and where its requests come in.
#[derive(Clone, Debug)]
struct Registered<T> {
    text: Box<str>,
    scope: Scope,
    value: T,
}

impl<T> Entry<T> {
    /// Whether it is for requests that came in at this address. A reservation does not say.
    fn is_for(&self, local: IpAddr) -> bool {
        self.registered.as_ref().is_none_or(|registered| registered.scope.has(local))
    }
}

impl<T> Default for Entry<T> {
    fn default() -> Entry<T> {
        Entry { registered: None, reserved: false }
    }
}

type Tree<T> = PathTree<Entry<T>>;

#[derive(Clone, Debug)]
struct Port<T> {
    secure: bool,
    strong: Tree<T>,
    names: BTreeMap<Box<str>, Tree<T>>,
    /// Of names below these.
    below: BTreeMap<Box<str>, Tree<T>>,
    addresses: HashMap<IpAddr, Tree<T>>,
    weak: Tree<T>,
}

impl<T> Default for Namespace<T> {
    fn default() -> Namespace<T> {
        Namespace { ports: BTreeMap::new(), count: 0, reserved: Vec::new() }
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
        self.add_at(prefix, prefix.endpoint().scope, value)
    }

    /// Adds a prefix for what comes in at these addresses, whatever its host says.
    pub fn add_at(&mut self, prefix: &UrlPrefix, scope: Scope, value: T) -> Result<(), AddError> {
        let entry = self.entry_to_change(prefix).ok_or(AddError::OtherScheme)?;
        if entry.registered.is_some() {
            return Err(AddError::AlreadyExists);
        }
        entry.registered = Some(Registered { text: prefix.as_str().into(), scope, value });
        self.count += 1;
        Ok(())
    }

    /// The value of a prefix; the text must be the one it was registered with.
    pub fn get(&self, text: &str) -> Result<&T, NotFound> {
        let prefix = UrlPrefix::parse(text).map_err(|_| NotFound)?;
        self.registered(&prefix).map(|registered| &registered.value).ok_or(NotFound)
    }

    /// Takes a prefix out; the text must be the one it was registered with.
    pub fn remove(&mut self, text: &str) -> Result<T, NotFound> {
        let prefix = UrlPrefix::parse(text).map_err(|_| NotFound)?;
        self.registered(&prefix).ok_or(NotFound)?;
        let registered = self.entry_to_change(&prefix).and_then(|entry| entry.registered.take()).ok_or(NotFound)?;
        self.count -= 1;
        self.forget_if_unused(&prefix);
        Ok(registered.value)
    }

    /// Replaces the reservations. One whose port is in use with the other scheme has no effect.
    pub fn reserve<'a>(&mut self, prefixes: impl IntoIterator<Item = &'a UrlPrefix>) {
        for prefix in std::mem::take(&mut self.reserved) {
            if let Some(entry) = self.entry_to_change(&prefix) {
                entry.reserved = false;
            }
            self.forget_if_unused(&prefix);
        }
        for prefix in prefixes {
            if let Some(entry) = self.entry_to_change(prefix) {
                entry.reserved = true;
                self.reserved.push(prefix.clone());
            }
        }
    }

    fn registered(&self, prefix: &UrlPrefix) -> Option<&Registered<T>> {
        let port = self.ports.get(&prefix.port()).filter(|port| port.secure == prefix.secure())?;
        let entry = port.tree(prefix.host())?.get(prefix.path())?;
        entry.registered.as_ref().filter(|registered| *registered.text == *prefix.as_str())
    }

    /// The place of a prefix, made where it is not there; `None` if the port has the other scheme.
    fn entry_to_change(&mut self, prefix: &UrlPrefix) -> Option<&mut Entry<T>> {
        let port = self.ports.entry(prefix.port()).or_insert_with(|| Port::new(prefix.secure()));
        if port.secure != prefix.secure() {
            return None;
        }
        Some(port.tree_to_change(prefix.host()).place(prefix.path()).get_or_insert_with(Entry::default))
    }

    fn forget_if_unused(&mut self, prefix: &UrlPrefix) {
        let Some(port) = self.ports.get_mut(&prefix.port()) else { return };
        let tree = port.tree_to_change(prefix.host());
        if tree.get(prefix.path()).is_some_and(|entry| entry.registered.is_none() && !entry.reserved) {
            tree.remove(prefix.path());
        }
        port.forget_if_empty(prefix.host());
        if port.is_empty() {
            self.ports.remove(&prefix.port());
        }
    }

    /// The values of the longest prefixes at or above a URL: for its own host, or for all hosts.
    pub fn above(&self, url: &UrlPrefix) -> impl Iterator<Item = &T> {
        let port = self.ports.get(&url.port()).filter(|port| port.secure == url.secure());
        let trees = port.map(|port| [port.tree(url.host()), Some(&port.strong), Some(&port.weak)]);
        trees
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|tree| tree.longest(url.path()))
            .filter_map(|entry| entry.registered.as_ref())
            .map(|registered| &registered.value)
    }

    /// Who gets a request: by its connection's scheme and local address, and by host (with port)
    /// and path of its cooked URL. ASCII costs no memory.
    pub fn route(&self, secure: bool, local: SocketAddr, host: &str, path: &str) -> Route<'_, T> {
        let Some(port) = self.ports.get(&local.port()).filter(|port| port.secure == secure) else {
            return Route::NoHost;
        };
        let first = [(false, Some(&port.strong)), (false, port.tree_of_name(host, local.port()))];
        let last = [(true, port.tree_of_address(local.ip())), (false, Some(&port.weak))];
        let below = port.trees_above_name(host, local.port());
        let mut known = false;
        for (ip_routed, tree) in first.into_iter().chain(below.into_iter().map(|tree| (false, Some(tree)))).chain(last)
        {
            let Some(tree) = tree else { continue };
            let is_here = |entry: &Entry<T>| entry.is_for(local.ip());
            if let Some(entry) = tree.longest_that(path, is_here) {
                return match &entry.registered {
                    Some(registered) => Route::Found { value: &registered.value, ip_routed },
                    None => Route::Reserved,
                };
            }
            known = known || tree.has(&is_here);
        }
        if known { Route::NoPath } else { Route::NoHost }
    }
}

impl<T> Port<T> {
    fn new(secure: bool) -> Port<T> {
        let (names, below, addresses) = (BTreeMap::new(), BTreeMap::new(), HashMap::new());
        Port { secure, strong: PathTree::default(), names, below, addresses, weak: PathTree::default() }
    }

    fn is_empty(&self) -> bool {
        let nobody = self.names.is_empty() && self.below.is_empty() && self.addresses.is_empty();
        nobody && self.strong.is_empty() && self.weak.is_empty()
    }

    fn tree(&self, host: &PrefixHost) -> Option<&Tree<T>> {
        match host {
            PrefixHost::StrongWildcard => Some(&self.strong),
            PrefixHost::Name(name) => self.names.get(name),
            PrefixHost::Below(name) => self.below.get(name),
            PrefixHost::Address(address) => self.addresses.get(address),
            PrefixHost::WeakWildcard => Some(&self.weak),
        }
    }

    fn tree_to_change(&mut self, host: &PrefixHost) -> &mut Tree<T> {
        match host {
            PrefixHost::StrongWildcard => &mut self.strong,
            PrefixHost::Name(name) => self.names.entry(name.clone()).or_default(),
            PrefixHost::Below(name) => self.below.entry(name.clone()).or_default(),
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
            PrefixHost::Below(name) => drop(self.below.remove(name)),
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
        if port.is_some_and(|port| parse_port(port) != Some(own_port)) {
            return None;
        }
        with_host_key(name, |key| self.names.get(key))
    }

    /// Those of `*.name` for all names that this one is below, the longest first.
    fn trees_above_name(&self, host: &str, own_port: u16) -> SmallVec<[&Tree<T>; 2]> {
        let (name, port) = split_port(host);
        if self.below.is_empty() || port.is_some_and(|port| parse_port(port) != Some(own_port)) {
            return SmallVec::new();
        }
        with_host_key(name, |key| {
            let dots = key.match_indices('.').filter(|(at, _)| *at > 0);
            dots.filter_map(|(at, _)| self.below.get(&key[at + 1..])).collect()
        })
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
