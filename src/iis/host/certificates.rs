//! Who the server is to clients of https: by files of the command line, or by a binding's `certificateHash`
//! and `sslFlags`. What neither says the service configuration does.

use crate::abi::http::*;
pub use crate::httpapi::certificates::Bound;
use crate::httpapi::certificates::{Configured, Setting, Source, bind, check, read_files};
use crate::httpapi::configuration::record::{Binding as Key, HostName};
use crate::iis::configuration::Configuration;
use crate::iis::configuration::views::{Access, Binding, Endpoint, Site};
use crate::net::tls::{Hello, Identities, Identity};
use parking_lot::RwLock;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

/// Bits of a binding's sslFlags.
const SNI: u32 = 1;
const CENTRAL: u32 = 2;
/// Those with a bit of the service configuration: HTTP/2, OCSP, QUIC, TLS 1.3, what was before TLS 1.2.
const TERMS: [(u32, u32); 5] = [
    (4, HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_HTTP2),
    (8, HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_OCSP_STAPLING),
    (16, HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_QUIC),
    (32, HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_TLS13),
    (64, HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_LEGACY_TLS),
];

/// The bytes of a thumbprint.
const HASH: usize = 20;

/// A binding without a certificate that could be used.
#[derive(Debug)]
pub struct NoCertificate {
    site: String,
    information: String,
    reason: String,
}

impl NoCertificate {
    fn of(site: &Site, binding: &Binding, reason: String) -> Self {
        Self { site: site.name.to_string(), information: binding.information.to_string(), reason }
    }
}

impl fmt::Display for NoCertificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "site '{}', binding {}: {}", self.site, self.information, self.reason)
    }
}

/// Gives the sites' bindings the certificates that they name, for as long as these live.
pub fn bind_own(configuration: &Configuration, sites: &[Arc<Site>]) -> Result<Vec<Bound>, NoCertificate> {
    let mut bound = Vec::new();
    for (site, binding, endpoint) in secure(sites) {
        let named = own(binding, endpoint, asks(configuration, site));
        let set = named.and_then(|named| named.map(|(key, setting)| bind(key, setting)).transpose());
        bound.extend(set.map_err(|reason| NoCertificate::of(site, binding, reason))?);
    }
    Ok(bound)
}

/// What is wrong with the certificates of the sites' bindings.
pub fn check_all(configuration: &Configuration, sites: &[Arc<Site>]) -> Vec<NoCertificate> {
    let wrong = |(site, binding, endpoint): (&Arc<Site>, &Binding, &Endpoint)| {
        let asks = asks(configuration, site);
        let result = match own(binding, endpoint, asks) {
            Ok(Some((_, setting))) => check(&setting),
            Ok(None) => check_configured(endpoint, asks),
            Err(reason) => Err(reason),
        };
        result.err().map(|reason| NoCertificate::of(site, binding, reason))
    };
    secure(sites).filter_map(wrong).collect()
}

/// The bindings for which nobody has a certificate, so that their clients are cut off.
pub fn missing(sites: &[Arc<Site>]) -> Vec<NoCertificate> {
    let open = secure(sites).filter(|(_, binding, _)| binding.certificate_hash.is_empty());
    open.filter_map(|(site, binding, endpoint)| {
        check_configured(endpoint, false).err().map(|reason| NoCertificate::of(site, binding, reason))
    })
    .collect()
}

fn secure(sites: &[Arc<Site>]) -> impl Iterator<Item = (&Arc<Site>, &Binding, &Endpoint)> {
    sites.iter().flat_map(|site| {
        let secure = site.bindings.iter().filter(|binding| binding.is_secure());
        secure.filter_map(move |binding| Some((site, binding, binding.endpoint.as_ref()?)))
    })
}

/// Whether `security/access` wants certificates of clients anywhere at the root of an application or directory:
/// they can be asked for in the handshake alone, when nobody knows the URL yet.
fn asks(configuration: &Configuration, site: &Site) -> bool {
    let mut roots = site.applications.iter().flat_map(|application| {
        let root = application.path.trim_end_matches('/');
        application.directories.iter().map(move |directory| format!("{root}{}", directory.path))
    });
    // What is wrong with the section its requests are told.
    roots.any(|url| {
        let metadata = configuration.at(site, &url);
        metadata.and_then(|metadata| metadata.view::<Access>().ok()).is_some_and(|access| access.asks())
    })
}

/// What a binding says of its certificate; nothing where the service configuration has it.
fn own(binding: &Binding, endpoint: &Endpoint, asks: bool) -> Result<Option<(Key, Setting)>, String> {
    let has = |flag| binding.ssl_flags & flag != 0;
    if has(SNI) && endpoint.host.is_empty() {
        return Err(
            "sslFlags says Sni (1), and bindingInformation no name of a host: add one behind the port".to_owned()
        );
    }
    let host = endpoint.host.to_lowercase();
    let source = if has(CENTRAL) && !host.is_empty() {
        Source::Central { host: host.clone() }
    } else if !binding.certificate_hash.is_empty() && !has(CENTRAL) {
        Source::Stored { hash: hash(&binding.certificate_hash)?, store: store(&binding.certificate_store) }
    } else {
        return Ok(None);
    };
    let at = SocketAddr::new(endpoint.address.unwrap_or(Ipv4Addr::UNSPECIFIED.into()), endpoint.port);
    let key = if has(SNI | CENTRAL) { Key::Name(HostName(host), at) } else { Key::Address(at) };
    let mut setting = Setting::new(vec![source]);
    setting.flags = TERMS.iter().filter(|(own, _)| has(*own)).fold(0, |flags, (_, theirs)| flags | theirs);
    if asks {
        setting.flags |= HTTP_SERVICE_CONFIG_SSL_FLAG_NEGOTIATE_CLIENT_CERT;
    }
    Ok(Some((key, setting)))
}

fn hash(text: &str) -> Result<Vec<u8>, String> {
    // As certmgr and openssl show it: with spaces, with colons, behind a mark for the direction of the text.
    let letters = text.chars().filter(|letter| !matches!(letter, ' ' | ':' | '\u{200E}'));
    let digits: Option<Vec<u32>> = letters.map(|letter| letter.to_digit(16)).collect();
    let Some(digits) = digits.filter(|digits| digits.len() == 2 * HASH) else {
        return Err(format!(
            "certificateHash '{text}' is no thumbprint of 40 hexadecimal digits: \
             `openssl x509 -noout -fingerprint -sha1 -in FILE` tells it"
        ));
    };
    Ok(digits.chunks(2).map(|pair| (pair[0] * 16 + pair[1]) as u8).collect())
}

fn store(name: &str) -> String {
    if name.is_empty() { "MY".to_owned() } else { name.to_owned() }
}

/// Whether there is a certificate by the service configuration, and one is asked for if it has to be.
fn check_configured(endpoint: &Endpoint, asks: bool) -> Result<(), String> {
    let local = SocketAddr::new(endpoint.address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)), endpoint.port);
    let name = Some(&*endpoint.host).filter(|host| !host.is_empty());
    let Some(identity) = Configured.find(Hello { local, name, schemes: &[] }) else {
        return Err(format!(
            "there is no certificate, and clients are cut off: name one by certificateHash, \
             or `portico http add sslcert ipport={local} certhash=… appid=…`"
        ));
    };
    if asks && identity.roots().is_none() {
        return Err(
            "security/access wants certificates of clients, which the service configuration does not ask for: \
             `portico http update sslcert` with clientcertnegotiation=enable"
                .to_owned(),
        );
    }
    Ok(())
}

/// A certificate and its key in two files of PEM.
#[derive(Clone, Debug)]
pub struct Files {
    pub chain: PathBuf,
    pub key: PathBuf,
}

/// Who the server is by files that are read when it starts and when it is told to reload.
#[derive(Debug)]
pub struct Held {
    files: Files,
    now: RwLock<Arc<Identity>>,
}

impl Held {
    pub fn read(files: &Files) -> Result<Arc<Self>, String> {
        Ok(Arc::new(Self { files: files.clone(), now: RwLock::new(read(files)?) }))
    }

    /// Files that cannot be used change nothing.
    pub fn reload(&self) -> Result<(), String> {
        let new = read(&self.files)?;
        *self.now.write() = new;
        Ok(())
    }
}

fn read(files: &Files) -> Result<Arc<Identity>, String> {
    read_files(&files.chain, &files.key).map_err(|reason| {
        format!(
            "{reason} (--tls-cert takes PEM with the server's certificate and then those that have signed it, \
             --tls-key its key in PEM)"
        )
    })
}

impl Identities for Held {
    fn find(&self, _: Hello<'_>) -> Option<Arc<Identity>> {
        Some(self.now.read().clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binding(information: &str, ssl_flags: u32, hash: &str) -> Result<Option<(Key, Setting)>, String> {
        let (at, host) = information.rsplit_once(':').expect("three parts");
        let (address, port) = at.rsplit_once(':').expect("three parts");
        let endpoint =
            Endpoint { address: address.parse().ok(), port: port.parse().expect("a port"), host: host.into() };
        let binding = Binding {
            protocol: "https".into(),
            information: information.into(),
            endpoint: Some(endpoint.clone()),
            ssl_flags,
            certificate_hash: hash.into(),
            certificate_store: "".into(),
        };
        own(&binding, &endpoint, false)
    }

    #[test]
    fn what_bindings_say() {
        let at = |text: &str| text.parse().expect("an address");
        let digits = "01:23:45:67:89:ab:cd:ef:01:23:45:67:89:AB:CD:EF:01:23:45:67";
        let key = |information, flags| binding(information, flags, digits).expect("a good one").expect("its own").0;
        assert_eq!(key("*:443:", 0), Key::Address(at("0.0.0.0:443")));
        assert_eq!(key("192.0.2.1:443:h", 0), Key::Address(at("192.0.2.1:443")));
        assert_eq!(key("*:443:H", SNI), Key::Name(HostName("h".to_owned()), at("0.0.0.0:443")));
        let (_, setting) = binding("*:443:h", 4 | 32, digits).expect("a good one").expect("its own");
        let bits = HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_HTTP2 | HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_TLS13;
        assert_eq!(setting.flags, bits);
        assert!(
            matches!(&setting.sources[..], [Source::Stored { hash, store }] if hash[..3] == [1, 0x23, 0x45] && store == "MY")
        );
        let (_, setting) = binding("*:443:h", SNI | CENTRAL, "").expect("a good one").expect("its own");
        assert!(matches!(&setting.sources[..], [Source::Central { host }] if host == "h"));
        for others in [("*:443:", 0), ("*:443:h", SNI), ("*:443:", CENTRAL)] {
            assert!(binding(others.0, others.1, "").is_ok_and(|own| own.is_none()), "{others:?}");
        }
        assert!(binding("*:443:", SNI, digits).is_err_and(|reason| reason.contains("Sni")));
        for wrong in ["0123", "xyz", &format!("{digits}0"), &format!("{digits}0g")] {
            assert!(binding("*:443:", 0, wrong).is_err_and(|reason| reason.contains("thumbprint")), "{wrong}");
        }
    }
}
