//! Certificates that were read, as long as their files stay as they are.

use super::files;
use super::stores;
use super::{Setting, Source};
use crate::abi::http::HTTP_SERVICE_CONFIG_SSL_FLAG_NEGOTIATE_CLIENT_CERT;
use crate::httpapi::configuration::{Stamp, certificate_folder};
use crate::httpapi::told::tell;
use crate::net::tls::client::Roots;
use crate::net::tls::{Hello, Identity, Terms};
use parking_lot::Mutex;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

/// So long it is not tried again to read what could not be.
const PAUSE: Duration = Duration::from_secs(1);

/// More than these are not kept: names of the central store are chosen by clients.
const MOST: usize = 1024;

#[derive(Clone)]
struct Loaded {
    /// One for each certificate.
    identities: Arc<[Arc<Identity>]>,
    /// The files it came from.
    files: Arc<[(PathBuf, Option<Stamp>)]>,
    /// When it was tried, where nothing could be read.
    failed: Option<Instant>,
}

static LOADED: LazyLock<Mutex<HashMap<Setting, Loaded>>> = LazyLock::new(Mutex::default);

/// Who the server is for a client, by a setting. Why there is nobody is told on standard error.
pub fn identity(setting: &Setting, hello: &Hello<'_>) -> Option<Arc<Identity>> {
    let known = LOADED.lock().get(setting).filter(|known| known.holds()).cloned();
    let loaded = known.unwrap_or_else(|| match read(setting) {
        Ok(loaded) => keep(setting, loaded),
        Err(reason) => {
            // Of what clients ask for nothing is kept that is not there.
            if !setting.sources.iter().any(|source| matches!(source, Source::Central { .. })) {
                tell(reason, "");
                keep(setting, Loaded { failed: Some(Instant::now()), ..Loaded::nothing() })
            } else {
                Loaded::nothing()
            }
        }
    });
    let identities = &loaded.identities;
    identities.iter().find(|identity| identity.suits(hello)).or_else(|| identities.first()).cloned()
}

fn keep(setting: &Setting, loaded: Loaded) -> Loaded {
    let mut all = LOADED.lock();
    if all.len() >= MOST {
        all.clear();
    }
    all.insert(setting.clone(), loaded.clone());
    loaded
}

/// Whether a setting can be used now, and why not.
pub fn check(setting: &Setting) -> Result<(), String> {
    let loaded = read(setting)?;
    keep(setting, loaded);
    Ok(())
}

/// Who the server is by two files of PEM as they are now. Fails with the reason, which names the file.
pub fn read_files(chain: &Path, key: &Path) -> Result<Arc<Identity>, String> {
    let pair = files::pair_of(chain, key)?;
    let identity = Identity::new(pair.chain, pair.key, &Terms::default()).map_err(|error| match error {
        rustls::Error::InconsistentKeys(_) => {
            format!("{}: it is not the key of the certificate in {}", key.display(), chain.display())
        }
        error => format!("{}: {error}", chain.display()),
    });
    identity.map(Arc::new)
}

impl Loaded {
    fn nothing() -> Self {
        Self { identities: Arc::new([]), files: Arc::new([]), failed: None }
    }

    fn holds(&self) -> bool {
        match self.failed {
            Some(when) => when.elapsed() < PAUSE,
            None => self.files.iter().all(|(path, stamp)| files::stamp(path) == *stamp),
        }
    }
}

fn read(setting: &Setting) -> Result<Loaded, String> {
    let mut used = Used::new();
    let mut terms = setting.terms();
    if setting.has(HTTP_SERVICE_CONFIG_SSL_FLAG_NEGOTIATE_CLIENT_CERT) {
        terms.client_roots = Some(Arc::new(roots(setting, &mut used)));
    }
    let mut identities = Vec::new();
    for source in &setting.sources {
        let place = match source {
            Source::Stored { hash, store } => stores::file_with(hash, store)?,
            Source::Central { host } => stores::central_file(host)?,
            Source::Files { chain, .. } => chain.clone(),
        };
        note(&mut used, files::parts_of(&place));
        let pair = match source {
            Source::Files { chain, key } => {
                note(&mut used, [key.clone()]);
                files::pair_of(chain, key)?
            }
            _ => files::pair(&place)?,
        };
        let identity = Identity::new(pair.chain, pair.key, &terms);
        identities.push(Arc::new(identity.map_err(|error| format!("{}: {error}", place.display()))?));
    }
    Ok(Loaded { identities: identities.into(), files: used.into(), failed: None })
}

/// Files, each as it was before it was read.
type Used = Vec<(PathBuf, Option<Stamp>)>;

fn note(used: &mut Used, files: impl IntoIterator<Item = PathBuf>) {
    used.extend(files.into_iter().map(|path| {
        let stamp = files::stamp(&path);
        (path, stamp)
    }));
}

/// Those who sign certificates of clients. Without a store there are none, and no certificate is believed.
fn roots(setting: &Setting, used: &mut Used) -> Roots {
    let store = &setting.client_store;
    // A store may come, and with it the folder of all.
    note(used, certificate_folder());
    let certificates = stores::folder(store).and_then(|folder| {
        note(used, [folder.clone()]);
        let files = stores::files_of(&folder)?;
        note(used, files.clone());
        Ok(files)
    });
    let certificates = certificates.unwrap_or_else(|reason| {
        tell(format!("{reason}: no certificate of a client is believed"), "");
        Vec::new()
    });
    let read = certificates.iter().flat_map(|path| {
        files::certificates(path).unwrap_or_else(|reason| {
            tell(reason, "");
            Vec::new()
        })
    });
    let (roots, ignored) = Roots::new(read.collect(), setting.client_purpose);
    if ignored > 0 {
        tell(format!("{ignored} certificates of the store {store} cannot be used"), "");
    }
    roots
}
