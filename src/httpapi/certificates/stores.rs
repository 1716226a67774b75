//! The stores of certificates: folders below one that lies beside the service configuration.

use super::files;
use crate::httpapi::configuration::{Stamp, certificate_folder};
use crate::httpapi::told::tell;
use parking_lot::Mutex;
use sha1::{Digest, Sha1};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the central store.
const CENTRAL: &str = "CentralStore";

/// The hashes of the certificates of files that were looked at; none of files without one.
type Hashes = HashMap<PathBuf, (Stamp, Option<[u8; 20]>)>;

static HASHES: Mutex<Option<Hashes>> = Mutex::new(None);

/// The folder of a store; capitals make no difference.
pub fn folder(store: &str) -> Result<PathBuf, String> {
    let all = certificate_folder().ok_or("there is no folder for certificates")?;
    // It becomes a part of a path.
    if store.is_empty() || store.starts_with('.') || store.contains(['/', '\\', '\0']) {
        return Err(format!("{store:?} is no name of a store"));
    }
    let entries = fs::read_dir(&all).map_err(|error| format!("{}: {error}", all.display()))?;
    let same = |name: &std::ffi::OsStr| name.to_str().is_some_and(|name| name.to_lowercase() == store.to_lowercase());
    let mut names = entries.filter_map(|entry| Some(entry.ok()?.file_name()));
    match names.find(|name| same(name)) {
        Some(name) => Ok(all.join(name)),
        None => Err(format!("{}: the folder has no store {store}", all.display())),
    }
}

/// The files of a folder that have certificates, by their names.
pub fn files_of(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.retain(|path| files::is_certificate(path));
    files.sort();
    Ok(files)
}

/// The file of a store whose certificate has this hash.
pub fn file_with(hash: &[u8], store: &str) -> Result<PathBuf, String> {
    let folder = folder(store)?;
    let files = files_of(&folder)?;
    let mut hashes = HASHES.lock();
    let hashes = hashes.get_or_insert_default();
    hashes.retain(|path, _| path.parent() != Some(folder.as_path()) || files.contains(path));
    for path in files {
        let Some(now) = files::stamp(&path) else { continue };
        let known = hashes.get(&path).filter(|(stamp, _)| *stamp == now).map(|(_, hash)| *hash);
        let found = known.unwrap_or_else(|| match files::own_certificate(&path) {
            Ok(own) => Some(Sha1::digest(&own).into()),
            Err(reason) => {
                tell(reason, "");
                None
            }
        });
        hashes.insert(path.clone(), (now, found));
        if found.is_some_and(|found| found == *hash) {
            return Ok(path);
        }
    }
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    Err(format!("{}: no certificate has the thumbprint {hash}", folder.display()))
}

/// The file of the central store for a host: `www.example.org.pfx`, or `_.example.org.pfx` for all names
/// right below the other.
pub fn central_file(host: &str) -> Result<PathBuf, String> {
    let folder = folder(CENTRAL)?;
    let host = host.to_ascii_lowercase();
    let wildcard = host.split_once('.').map(|(_, above)| format!("_.{above}"));
    for name in [Some(host.clone()), wildcard].into_iter().flatten() {
        for extension in ["pfx", "p12", "pem"] {
            let path = folder.join(format!("{name}.{extension}"));
            if path.is_file() {
                return Ok(path);
            }
        }
    }
    Err(format!("{}: no certificate for {host}", folder.display()))
}
