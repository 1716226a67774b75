//! Which certificate a connection gets.

use super::loaded;
use super::{Setting, Source, stored};
use crate::abi::http::HTTP_SERVICE_CONFIG_SSL_FLAG_REJECT;
use crate::httpapi::configuration::record::{Binding, HostName};
use crate::httpapi::configuration::{TlsBindings, tls_bindings};
use crate::httpapi::fold::with_host_key;
use crate::net::tls::{Hello, Identities, Identity};
use parking_lot::RwLock;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// What this process has set for itself.
static OWN: RwLock<Vec<(u64, Binding, Setting)>> = RwLock::new(Vec::new());
static NUMBERS: AtomicU64 = AtomicU64::new(1);

/// A binding of this process, for as long as it lives.
#[derive(Debug)]
pub struct Bound(u64);

/// Sets a binding for this process, before what the service configuration says of the same. Fails where
/// its certificates cannot be used, and says why.
pub fn bind(binding: Binding, setting: Setting) -> Result<Bound, String> {
    loaded::check(&setting)?;
    let number = NUMBERS.fetch_add(1, Ordering::Relaxed);
    OWN.write().push((number, binding, setting));
    Ok(Bound(number))
}

impl Drop for Bound {
    fn drop(&mut self) {
        OWN.write().retain(|(number, ..)| *number != self.0);
    }
}

/// The certificates of this process and of the service configuration, as they are when a client comes.
#[derive(Debug)]
pub struct Configured;

impl Identities for Configured {
    fn find(&self, hello: Hello<'_>) -> Option<Arc<Identity>> {
        // Where the file cannot be read, which is told elsewhere, there is what the process has set.
        let configured = tls_bindings().unwrap_or_default();
        let setting = choose(&hello, &|rank, host| {
            let own = OWN.read();
            let own = own.iter().rev().find(|(_, binding, _)| matches(binding, rank, &hello));
            own.map(|(_, _, setting)| setting.clone()).or_else(|| configured_one(&configured, rank, &hello, host))
        })?;
        if setting.has(HTTP_SERVICE_CONFIG_SSL_FLAG_REJECT) {
            return None;
        }
        loaded::identity(&setting, &hello)
    }
}

/// The bindings in the order in which they are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rank {
    Name,
    Address,
    Wildcard,
    Central,
    AnyAddress,
    /// All addresses of the other family.
    OtherFamily,
}

const ORDER: [Rank; 6] =
    [Rank::Name, Rank::Address, Rank::Wildcard, Rank::Central, Rank::AnyAddress, Rank::OtherFamily];

fn choose(hello: &Hello<'_>, find: &dyn Fn(Rank, &str) -> Option<Setting>) -> Option<Setting> {
    let host = hello.name.unwrap_or_default();
    ORDER.into_iter().find_map(|rank| find(rank, host))
}

/// What the service configuration says. A central store without a certificate for the host says nothing.
fn configured_one(bindings: &TlsBindings, rank: Rank, hello: &Hello<'_>, host: &str) -> Option<Setting> {
    let (binding, parameters) = bindings.find(|binding| matches(binding, rank, hello))?;
    let sources = match binding {
        Binding::CentralStore(_) | Binding::ScopedCentralStore(_) => {
            let source = Source::Central { host: host.to_ascii_lowercase() };
            let setting = Setting::of(parameters, vec![source]);
            return loaded::identity(&setting, hello).is_some().then_some(setting);
        }
        Binding::Address(_) | Binding::Name(..) => {
            let first = stored(&parameters.hash, parameters.store.as_deref());
            let others = bindings.more_certificates(binding).map(|one| stored(&one.hash, Some(&one.store)));
            let mut sources = vec![first];
            sources.extend(others.filter(|other| *other != sources[0]).collect::<Vec<_>>());
            sources
        }
    };
    Some(Setting::of(parameters, sources))
}

fn matches(binding: &Binding, rank: Rank, hello: &Hello<'_>) -> bool {
    let local = SocketAddr::new(hello.local.ip().to_canonical(), hello.local.port());
    let is_own_any = |ip: IpAddr| match local.ip() {
        IpAddr::V4(_) => ip == Ipv4Addr::UNSPECIFIED,
        IpAddr::V6(_) => ip == Ipv6Addr::UNSPECIFIED,
    };
    let port = local.port();
    match (rank, binding) {
        (Rank::Name, Binding::Name(host, at)) => {
            at.port() == port && hello.name.is_some_and(|name| same(&host.0, name))
        }
        (Rank::Wildcard, Binding::Name(host, at)) => {
            at.port() == port && hello.name.is_some_and(|name| below(host, name))
        }
        (Rank::Address, Binding::Address(at)) => SocketAddr::new(at.ip().to_canonical(), at.port()) == local,
        (Rank::Central, Binding::ScopedCentralStore(at)) => {
            hello.name.is_some()
                && at.port() == port
                && (at.ip().to_canonical() == local.ip() || at.ip().is_unspecified())
        }
        (Rank::Central, Binding::CentralStore(at)) => hello.name.is_some() && at.port() == port,
        (Rank::AnyAddress, Binding::Address(at)) => at.port() == port && is_own_any(at.ip()),
        (Rank::OtherFamily, Binding::Address(at)) => at.port() == port && at.ip().is_unspecified(),
        _ => false,
    }
}

fn same(host: &str, name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    with_host_key(host, |host| with_host_key(name, |name| host == name))
}

/// Whether a name is right below that of `*.name`.
fn below(host: &HostName, name: &str) -> bool {
    let (Some(above), Some((_, rest))) = (host.0.strip_prefix("*."), name.split_once('.')) else { return false };
    same(above, rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binding(text: &str) -> Binding {
        let address = |text: &str| text.parse().expect("an address");
        match text.split_once('@') {
            Some((host, at)) => Binding::Name(HostName(host.to_owned()), address(at)),
            None => match text.split_once('=') {
                Some(("ccs", at)) => Binding::CentralStore(address(at)),
                Some((_, at)) => Binding::ScopedCentralStore(address(at)),
                None => Binding::Address(address(text)),
            },
        }
    }

    /// The first one that is looked for and is there.
    fn found(bindings: &[&str], local: &str, name: Option<&str>) -> Option<usize> {
        let hello = Hello { local: local.parse().expect("an address"), name, schemes: &[] };
        let bindings: Vec<_> = bindings.iter().map(|text| binding(text)).collect();
        ORDER.into_iter().find_map(|rank| bindings.iter().position(|binding| matches(binding, rank, &hello)))
    }

    #[test]
    fn the_order_of_windows() {
        let all = [
            "0.0.0.0:443",
            "ccs=0.0.0.0:443",
            "*.example.org@0.0.0.0:443",
            "192.0.2.1:443",
            "www.example.org@0.0.0.0:443",
        ];
        let at = "192.0.2.1:443";
        // The last one is the best, each time one less.
        for (count, best) in [(5, Some(4)), (4, Some(3)), (3, Some(2)), (2, Some(1)), (1, Some(0)), (0, None)] {
            assert_eq!(found(&all[..count], at, Some("www.example.org")), best);
        }
        assert_eq!(found(&all, at, Some("WWW.EXAMPLE.ORG")), Some(4));
        assert_eq!(found(&all, at, None), Some(3));
        assert_eq!(found(&all, "192.0.2.2:443", None), Some(0));
        assert_eq!(found(&all, "192.0.2.2:443", Some("a.example.org")), Some(2));
        assert_eq!(found(&all[2..3], at, Some("a.b.example.org")), None);
        assert_eq!(found(&all[2..3], at, Some("example.org")), None);
        assert_eq!(found(&all, "192.0.2.2:444", Some("www.example.org")), None);
        assert_eq!(found(&all[..1], "[2001:db8::1]:443", None), Some(0), "without one of its own family");
        assert_eq!(found(&["0.0.0.0:443", "[::]:443"], "[2001:db8::1]:443", None), Some(1));
        assert_eq!(found(&["0.0.0.0:443"], "[::ffff:192.0.2.1]:443", None), Some(0));
        assert_eq!(found(&["scoped=192.0.2.1:443"], at, Some("x.org")), Some(0));
        assert_eq!(found(&["scoped=192.0.2.2:443"], at, Some("x.org")), None);
        assert_eq!(found(&["bücher.example@0.0.0.0:443"], at, Some("xn--bcher-kva.example")), Some(0));
    }

    /// A process has certificates of its own, for as long as it wants them, and sees when their files change.
    #[test]
    fn bindings_of_the_process() {
        let folder = std::env::temp_dir().join(format!("portico-bindings-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let [chain, key] = ["a.crt", "a.key"].map(|name| folder.join(name));
        let write = || {
            let made = rcgen::generate_simple_self_signed(vec!["h".to_owned()]).expect("a certificate");
            std::fs::write(&chain, made.cert.pem()).expect("a file");
            // The new one in place of the old one, as who is careful does it.
            let new = folder.join("new");
            std::fs::write(&new, made.signing_key.serialize_pem()).expect("a file");
            std::fs::set_permissions(&new, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("our own file");
            std::fs::rename(&new, &key).expect("our own files");
            made.cert.der().to_vec()
        };
        let at = "192.0.2.77:443".parse().expect("an address");
        let schemes = &[rustls::SignatureScheme::ECDSA_NISTP256_SHA256];
        let who = || Configured.find(Hello { local: at, name: None, schemes });
        let setting = Setting::new(vec![Source::Files { chain: chain.clone(), key: key.clone() }]);
        let bind_it = || bind(Binding::Address(at), setting.clone());
        assert!(bind_it().is_err_and(|reason| reason.contains("a.key")));
        let first = write();
        let bound = bind_it().expect("good files");
        assert_eq!(who().expect("somebody").certificate(), first);
        assert!(Arc::ptr_eq(&who().expect("somebody"), &who().expect("somebody")), "read once");
        let second = write();
        assert_eq!(who().expect("somebody").certificate(), second);
        // The key of another certificate is none.
        let [kept, _] = [std::fs::read(&key).expect("a key"), write()];
        std::fs::write(&key, kept).expect("a file");
        assert!(who().is_none());
        drop(bound);
        assert!(who().is_none());
        std::fs::remove_dir_all(&folder).expect("our own folder");
    }
}
