//! Files with certificates and keys: PEM, and PKCS#12 (PFX).

use crate::httpapi::configuration::{Stamp, stamp_of};
use crate::win32::sys::user;
use p12_keystore::{KeyStore, Pkcs12ImportPolicy};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// No file with certificates is larger.
const MOST: u64 = 4 << 20;

/// A certificate with those that have signed it, and its key.
pub struct Pair {
    pub chain: Vec<CertificateDer<'static>>,
    pub key: PrivateKeyDer<'static>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Pem,
    Pfx,
}

fn kind(path: &Path) -> Option<Kind> {
    let extension = path.extension()?.to_str()?.to_ascii_lowercase();
    match extension.as_str() {
        "pem" | "crt" | "cer" => Some(Kind::Pem),
        "pfx" | "p12" => Some(Kind::Pfx),
        _ => None,
    }
}

/// Whether a file of a store is one with certificates, by its name.
pub fn is_certificate(path: &Path) -> bool {
    kind(path).is_some()
}

/// The files that what stands in a file depends on.
pub fn parts_of(path: &Path) -> Vec<PathBuf> {
    let mut parts = vec![path.to_owned()];
    parts.extend((kind(path) == Some(Kind::Pfx)).then(|| password_file(path)));
    parts
}

/// What tells one state of a file or folder from another, where it is there.
pub fn stamp(path: &Path) -> Option<Stamp> {
    fs::metadata(path).ok().map(|file| stamp_of(&file))
}

/// A certificate with its key from a file that has both.
pub fn pair(path: &Path) -> Result<Pair, String> {
    match kind(path) {
        Some(Kind::Pfx) => from_pfx(path),
        _ => pair_of(path, path),
    }
}

/// A certificate and its key from files of PEM.
pub fn pair_of(chain: &Path, key: &Path) -> Result<Pair, String> {
    let text = read(key, true)?;
    let key = PrivateKeyDer::from_pem_slice(&text).map_err(|error| {
        format!("{}: no private key (PKCS#8, PKCS#1 or SEC1, not encrypted): {error}", key.display())
    })?;
    Ok(Pair { chain: certificates(chain)?, key })
}

/// The certificates of a file that need not have a key; one that is not PEM is one in DER.
pub fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let text = read(path, false)?;
    if text.first() == Some(&0x30) {
        return Ok(vec![text.into()]);
    }
    let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&text).collect();
    match certificates {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        Ok(_) => Err(format!("{}: no certificate", path.display())),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}

/// The certificate that a file of a store has its hash from.
pub fn own_certificate(path: &Path) -> Result<CertificateDer<'static>, String> {
    let mut chain = match kind(path) {
        Some(Kind::Pfx) => from_pfx(path)?.chain,
        _ => certificates(path)?,
    };
    Ok(chain.swap_remove(0))
}

/// The password is the first line of the file beside it with `.password` behind its name; without
/// that file it is empty.
fn from_pfx(path: &Path) -> Result<Pair, String> {
    let bytes = read(path, true)?;
    let beside = password_file(path);
    let password = if beside.exists() { read(&beside, true)? } else { Vec::new() };
    let password = password.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
    let password = str::from_utf8(password).map_err(|_| format!("{}: it is not UTF-8", beside.display()))?;
    let store = KeyStore::from_pkcs12(&bytes, password, Pkcs12ImportPolicy::Strict)
        .map_err(|error| format!("{}: {error} (its password has to be in {})", path.display(), beside.display()))?;
    let (_, found) =
        store.private_key_chain().ok_or_else(|| format!("{}: no certificate with a key", path.display()))?;
    let chain: Vec<_> = found.certs().iter().map(|one| CertificateDer::from(one.as_der().to_vec())).collect();
    let key = PrivateKeyDer::try_from(found.key().as_der().to_vec())
        .map_err(|error| format!("{}: {error}", path.display()))?;
    if chain.is_empty() { Err(format!("{}: no certificate", path.display())) } else { Ok(Pair { chain, key }) }
}

fn password_file(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".password");
    name.into()
}

/// Reads a file; one with a secret only where it is one.
fn read(path: &Path, secret: bool) -> Result<Vec<u8>, String> {
    let told = |error: io::Error| match error.kind() {
        ErrorKind::NotFound => format!("{}: there is no such file", path.display()),
        ErrorKind::PermissionDenied => format!("{}: the user of this process may not read it", path.display()),
        _ => format!("{}: {error}", path.display()),
    };
    let mut file = File::open(path).map_err(told)?;
    let found = file.metadata().map_err(told)?;
    if secret {
        check(&found).map_err(|reason| format!("{}: {reason}", path.display()))?;
    }
    if !found.is_file() || found.len() > MOST {
        return Err(format!("{}: this is no file of certificates", path.display()));
    }
    let mut text = Vec::new();
    file.by_ref().take(MOST).read_to_end(&mut text).map_err(told)?;
    Ok(text)
}

/// A key that others may read is none any more. The group of a file may have it, as that of
/// servers has on Debian.
fn check(file: &Metadata) -> Result<(), &'static str> {
    if file.mode() & 0o027 != 0 {
        return Err("others may read or change the key; it is not used until `chmod 600` says that they may not");
    }
    if file.uid() != user::effective() && file.uid() != 0 {
        return Err("the key belongs to another user; it is not used until `chown` gives it to the server's or root");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn keys_that_others_may_read_are_not_used() {
        let folder = std::env::temp_dir().join(format!("portico-files-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate");
        let path = folder.join("a.pem");
        fs::write(&path, made.cert.pem() + &made.signing_key.serialize_pem()).expect("a file");
        for (mode, good) in
            [(0o644, false), (0o604, false), (0o620, false), (0o640, true), (0o600, true), (0o400, true)]
        {
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).expect("our own file");
            let read = pair(&path);
            assert_eq!(read.is_ok(), good, "{mode:o}");
            if let Err(reason) = read {
                assert!(reason.contains("chmod 600") && reason.contains("a.pem"), "{reason}");
            }
            // A certificate is no secret.
            assert!(certificates(&path).is_ok());
        }
        fs::remove_dir_all(&folder).expect("our own folder");
    }

    #[test]
    fn what_is_no_certificate_says_so() {
        let folder = std::env::temp_dir().join(format!("portico-none-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder");
        for (name, text) in
            [("a.pem", "nothing"), ("b.pfx", "nothing"), ("c.pem", "-----BEGIN PRIVATE KEY-----\nAA==\n")]
        {
            let path = folder.join(name);
            fs::write(&path, text).expect("a file");
            fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("our own file");
            assert!(pair(&path).is_err_and(|reason| reason.contains(name)));
        }
        assert!(pair(&folder.join("missing.pem")).is_err());
        assert!(pair(&folder).is_err());
        fs::remove_dir_all(&folder).expect("our own folder");
    }
}
