//! The files of a site: which of them may be served, and opening them.
//!
//! What counts is the file that was opened and not the way there: its real path has to be below the
//! folder of its virtual directory, and no part of it there may be one that IIS hides.

use super::context::Context;
use super::file_cache::FileInfo;
use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind};
use std::os::fd::AsRawFd;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// IIS's hidden segments. Request filtering has a list of its own, which says 404.8 before anybody
/// looks for a file; these hold where it is not there or has others.
const HIDDEN: [&str; 9] = [
    "web.config",
    "bin",
    "App_Code",
    "App_GlobalResources",
    "App_LocalResources",
    "App_WebReferences",
    "App_Data",
    "App_Browsers",
    "applicationHost.config",
];

/// An open file or folder that may be served.
pub struct Content {
    pub file: File,
    pub metadata: Metadata,
}

/// Why something is not served.
#[derive(Debug)]
pub enum Unservable {
    /// There is nothing, or nothing that anybody is to know of.
    Missing,
    /// The server itself may not read it.
    Denied,
    Failed(io::Error),
}

/// The folder that what a path of the site is mapped to has to be below.
pub fn root_of<'a>(context: &'a Context, url: &str, path: &'a Path) -> &'a Path {
    let directory = context.application.directory(url);
    // What a module has mapped elsewhere is where the module wants it.
    if is_below(path, directory) { directory } else { path.parent().unwrap_or(path) }
}

/// Whether a path is a folder or below it.
fn is_below(path: &Path, folder: &Path) -> bool {
    // As it is written, which is seen sooner than by the names in it.
    let rest = path.as_os_str().as_bytes().strip_prefix(folder.as_os_str().as_bytes());
    rest.is_some_and(|rest| rest.first() == Some(&b'/')) || path.starts_with(folder)
}

/// The file of a path that was opened below that folder a moment ago and is still the same.
pub fn known(context: &Context, root: &Path, path: &Path) -> Option<Arc<FileInfo>> {
    context.worker.known_file(path).filter(|file| file.is_known_below(root))
}

/// Opens what a path of the site is mapped to. `url` says which virtual directory it belongs to.
pub fn open(context: &Context, url: &str, path: &Path) -> Result<Content, Unservable> {
    let content = open_below(root_of(context, url, path), path)?;
    if is_module(context, &content.metadata) { Err(Unservable::Missing) } else { Ok(content) }
}

/// Opens what is below a folder, whatever virtual directory that is.
pub fn open_below(root: &Path, path: &Path) -> Result<Content, Unservable> {
    if path.strip_prefix(root).is_ok_and(is_hidden) {
        return Err(Unservable::Missing);
    }
    // A pipe that nobody writes to would hold the thread, and a terminal become the process's own.
    let flags = libc::O_NONBLOCK | libc::O_NOCTTY;
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path).map_err(unservable)?;
    let metadata = file.metadata().map_err(unservable)?;
    if !metadata.is_file() && !metadata.is_dir() {
        return Err(Unservable::Missing);
    }
    let root = fs::canonicalize(root).map_err(unservable)?;
    let real = real_path(&file).map_err(unservable)?;
    match real.strip_prefix(&root) {
        Ok(below) if !is_hidden(below) => Ok(Content { file, metadata }),
        _ => Err(Unservable::Missing),
    }
}

/// Where an open file is, whatever links have led there.
fn real_path(file: &File) -> io::Result<PathBuf> {
    fs::read_link(format!("/proc/self/fd/{}", file.as_raw_fd()))
}

fn unservable(error: io::Error) -> Unservable {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidInput => Unservable::Missing,
        _ if matches!(error.raw_os_error(), Some(libc::ELOOP | libc::ENAMETOOLONG | libc::ENXIO)) => {
            Unservable::Missing
        }
        ErrorKind::PermissionDenied => Unservable::Denied,
        _ => Unservable::Failed(error),
    }
}

/// Whether a part of a path is one that is never served.
pub fn is_hidden(path: &Path) -> bool {
    path.components().any(|component| match component {
        Component::Normal(name) => is_hidden_name(&name.to_string_lossy()),
        Component::ParentDir => true,
        _ => false,
    })
}

/// Names are compared as Windows' file systems do, since Linux has some that do so, too: in any letter
/// case, without dots and spaces at the end, and with what follows a colon being a stream of the same file.
pub fn is_hidden_name(name: &str) -> bool {
    let name = plain_name(name);
    let is_dot_file = name.starts_with('.') && !name.eq_ignore_ascii_case(".well-known");
    is_dot_file || HIDDEN.iter().any(|hidden| name.eq_ignore_ascii_case(hidden))
}

/// The file that Windows would take a name for.
pub fn plain_name(name: &str) -> &str {
    let name = name.bytes().position(|byte| byte == b':').map_or(name, |at| &name[..at]);
    match name.as_bytes().last() {
        Some(b'.' | b' ') => name.trim_end_matches(['.', ' ']),
        _ => name,
    }
}

/// What stands in the folder of a URL and may be served, for a listing of it.
pub fn list(context: &Context, url: &str, folder: &Path) -> Result<Vec<(String, Metadata)>, Unservable> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(unservable)? {
        let entry = entry.map_err(unservable)?;
        // A name that is no text has no URL.
        let Ok(name) = entry.file_name().into_string() else { continue };
        let Ok(kind) = entry.file_type() else { continue };
        let is_plain = kind.is_file() || kind.is_dir();
        if is_hidden_name(&name) || !is_plain && !kind.is_symlink() {
            continue;
        }
        let metadata = if is_plain {
            entry.metadata().ok().filter(|metadata| !is_module(context, metadata))
        } else {
            open(context, url, &entry.path()).ok().map(|content| content.metadata)
        };
        found.extend(metadata.map(|metadata| (name, metadata)));
    }
    Ok(found)
}

fn is_module(context: &Context, metadata: &Metadata) -> bool {
    context.worker.modules().files().contains(&(metadata.dev(), metadata.ino()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    #[test]
    fn hidden_names_in_every_spelling() {
        for name in [
            "web.config",
            "WEB.CONFIG",
            "a/Web.Config",
            "web.config.",
            "web.config. .",
            "web.config ",
            "web.config::$DATA",
            "bin/x.dll",
            "a/BIN/x",
            "bin./x",
            "app_data/users.xml",
            "App_Code/x.cs",
            ".git/config",
            "a/.env",
            ".htaccess",
            "a/../b",
        ] {
            assert!(is_hidden(Path::new(name)), "{name}");
        }
        for name in ["index.html", "binary/x", "a.b/c.d", "webxconfig", "bins", ".well-known/acme-challenge/x", ""] {
            assert!(!is_hidden(Path::new(name)), "{name}");
        }
    }

    #[test]
    fn links_count_for_what_they_lead_to() {
        let scratch = std::env::temp_dir().join(format!("portico-content-{}", std::process::id()));
        let root = scratch.join("root");
        fs::create_dir_all(root.join("sub")).unwrap();
        fs::write(scratch.join("secret"), "secret").unwrap();
        for name in ["page.html", "web.config", "sub/inner.html"] {
            fs::write(root.join(name), name).unwrap();
        }
        symlink(scratch.join("secret"), root.join("out")).unwrap();
        symlink("../secret", root.join("out-relative")).unwrap();
        symlink(&scratch, root.join("up")).unwrap();
        symlink(root.join("sub/inner.html"), root.join("in.html")).unwrap();
        symlink("web.config", root.join("other.txt")).unwrap();
        symlink("loop", root.join("loop")).unwrap();

        let served = |name: &str| match open_below(&root, &root.join(name)) {
            Ok(_) => "served",
            Err(Unservable::Missing) => "missing",
            Err(_) => "failed",
        };
        for name in ["page.html", "sub/inner.html", "sub", "in.html", "up/root/page.html", ""] {
            assert_eq!(served(name), "served", "{name}");
        }
        for name in ["none", "web.config", "out", "out-relative", "up/secret", "other.txt", "loop", "page.html/x"] {
            assert_eq!(served(name), "missing", "{name}");
        }
        // The root may be a link itself.
        symlink(&root, scratch.join("linked")).unwrap();
        assert!(open_below(&scratch.join("linked"), &scratch.join("linked/page.html")).is_ok());
        fs::remove_dir_all(&scratch).unwrap();
    }
}
