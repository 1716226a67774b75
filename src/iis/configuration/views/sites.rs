//! `system.applicationHost/sites`: sites, their bindings, applications and directories.

use super::{Context, View, refuse};
use crate::iis::configuration::element::Element;
use crate::iis::configuration::error::{Fault, Result};
use crate::iis::configuration::variables::Variables;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

#[derive(Debug, Default)]
pub struct Sites {
    sites: Vec<Arc<Site>>,
}

#[derive(Debug)]
pub struct Site {
    pub id: u32,
    pub name: Box<str>,
    pub server_auto_start: bool,
    pub bindings: Vec<Binding>,
    /// The root's first, then in the order of the file.
    pub applications: Vec<Application>,
    pub log_file: LogFile,
    /// None is without an end.
    pub connection_timeout: Option<Duration>,
    /// `u32::MAX` is without a limit.
    pub max_connections: u32,
    pub max_bandwidth: u32,
    pub max_url_segments: u32,
    pub element: Arc<Element>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    pub protocol: Box<str>,
    /// As it is written: `*:80:www.example.com`.
    pub information: Box<str>,
    /// Where a binding of http or https listens; other protocols have their own form.
    pub endpoint: Option<Endpoint>,
    pub ssl_flags: u32,
    /// The thumbprint of the certificate, in hexadecimal digits; empty where the service configuration has it.
    pub certificate_hash: Box<str>,
    /// The store that has it; empty is the usual one.
    pub certificate_store: Box<str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// None is every address.
    pub address: Option<IpAddr>,
    pub port: u16,
    /// Empty is every name.
    pub host: Box<str>,
}

#[derive(Debug)]
pub struct Application {
    /// `/`, or such as `/app`.
    pub path: Box<str>,
    pub pool: Box<str>,
    pub enabled_protocols: Vec<Box<str>>,
    pub preload_enabled: bool,
    pub service_auto_start_enabled: bool,
    /// The root's first.
    pub directories: Vec<VirtualDirectory>,
}

#[derive(Debug)]
pub struct VirtualDirectory {
    /// Below the application: `/`, or such as `/images`.
    pub path: Box<str>,
    pub physical_path: PathBuf,
    /// With variables replaced and else as it is written.
    pub physical_path_text: Arc<str>,
    pub user_name: Arc<str>,
    pub allow_sub_dir_config: bool,
}

#[derive(Debug)]
pub struct LogFile {
    pub enabled: bool,
    /// IIS 0, NCSA 1, W3C 2, custom 3.
    pub format: i64,
    pub directory: PathBuf,
    /// MaxSize 0, daily 1, weekly 2, monthly 3, hourly 4.
    pub period: i64,
    pub truncate_size: i64,
    pub local_time_rollover: bool,
    /// Which fields a W3C line has, as bits of logExtFileFlags.
    pub fields: u32,
    /// And those beside them.
    pub custom_fields: Vec<CustomField>,
    /// The most bytes of the value of one of these.
    pub custom_length: usize,
}

#[derive(Debug)]
pub struct CustomField {
    pub name: Box<str>,
    pub source: FieldSource,
}

/// Where the value of a field comes from, with its name there.
#[derive(Debug)]
pub enum FieldSource {
    RequestHeader(Box<str>),
    ResponseHeader(Box<str>),
    ServerVariable(Box<str>),
}

/// The directory that a path belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Root<'s> {
    pub application: &'s Application,
    pub directory: &'s VirtualDirectory,
    /// How long the URL of the directory is, without a slash at its end.
    pub length: usize,
    pub is_application: bool,
}

impl Sites {
    pub(crate) fn read(section: &Element, variables: &Variables, folder: &Path) -> Result<Self> {
        let mut sites: Vec<Arc<Site>> = Vec::new();
        for item in section.items() {
            let site = Site::read(item, variables, folder)?;
            if let Some(twin) = sites.iter().find(|twin| twin.id == site.id) {
                let reason = format!("the sites '{}' and '{}' have the same id {}", twin.name, site.name, site.id);
                let error = refuse(item, reason, "give one of them another");
                return Err(crate::iis::configuration::ConfigurationError { fault: Fault::Duplicate, ..error });
            }
            sites.push(Arc::new(site));
        }
        Ok(Self { sites })
    }

    pub fn iter(&self) -> impl Iterator<Item = &Arc<Site>> {
        self.sites.iter()
    }

    pub fn by_id(&self, id: u32) -> Option<&Arc<Site>> {
        self.sites.iter().find(|site| site.id == id)
    }

    /// In any letter case.
    pub fn by_name(&self, name: &str) -> Option<&Arc<Site>> {
        self.sites.iter().find(|site| site.name.to_lowercase() == name.to_lowercase())
    }
}

impl Site {
    fn read(item: &Arc<Element>, variables: &Variables, folder: &Path) -> Result<Self> {
        let name = item.string("name");
        let bindings = item.child("bindings").map_or(&[][..], |bindings| bindings.items());
        let bindings = bindings.iter().map(|binding| Binding::read(binding)).collect::<Result<_>>()?;
        let mut applications = Vec::new();
        for application in item.items() {
            applications.push(Application::read(application, variables, folder)?);
        }
        let Some(root) = applications.iter().position(|application| &*application.path == "/") else {
            let reason = format!("the site '{name}' has no application '/'");
            return Err(refuse(item, reason, "add <application path=\"/\"> with a virtualDirectory path=\"/\""));
        };
        applications[..=root].rotate_right(1);
        let (limits, log) = (item.child("limits"), item.child("logFile"));
        let limit = |name| limits.map_or(u32::MAX, |limits| limits.uint(name));
        Ok(Self {
            id: item.uint("id"),
            name: (*name).into(),
            server_auto_start: item.bool("serverAutoStart"),
            bindings,
            applications,
            log_file: LogFile::read(log.map(|log| &**log), log.map_or(2, |log| log.number("logFormat")), |text| {
                variables.path(text, folder)
            }),
            connection_timeout: limits.and_then(|limits| limits.time("connectionTimeout")),
            max_connections: limit("maxConnections"),
            max_bandwidth: limit("maxBandwidth"),
            max_url_segments: limit("maxUrlSegments"),
            element: item.clone(),
        })
    }

    /// The application and the directory that a path (decoded and canonical) belongs to.
    pub fn root_of(&self, path: &str) -> Root<'_> {
        let longest = |paths: &mut dyn Iterator<Item = &str>, path: &str| {
            let found = paths.enumerate().filter_map(|(at, root)| Some((below(root, path)?, at))).max();
            found.unwrap_or((0, 0))
        };
        let (length, at) = longest(&mut self.applications.iter().map(|application| &*application.path), path);
        let application = &self.applications[at];
        let mut directories = application.directories.iter().map(|directory| &*directory.path);
        let (further, at) = longest(&mut directories, &path[length..]);
        let directory = &application.directories[at];
        Root { application, directory, length: length + further, is_application: further == 0 }
    }

    /// The directory whose own URL this is; `/` is the root's.
    pub(crate) fn root_at(&self, path: &str) -> Option<Root<'_>> {
        let root = self.root_of(path);
        (root.length == path.trim_end_matches('/').len()).then_some(root)
    }

    /// The URL of a directory other than the root's as the site spells it, where this is one of it.
    pub(crate) fn spelling_of_root(&self, path: &str) -> Option<String> {
        let root = self.root_at(path).filter(|root| root.length > 0)?;
        let spelling = format!("{}{}", root.application.path.trim_end_matches('/'), root.directory.path);
        Some(spelling.trim_end_matches('/').to_owned())
    }

    /// Whether an application or a directory stands below a path that is no folder.
    pub(crate) fn has_roots_below(&self, path: &str) -> bool {
        let starts = |url: &str| url.len() > path.len() && below(path, url).is_some();
        self.applications.iter().any(|application| {
            let base = application.path.trim_end_matches('/');
            application.directories.iter().any(|directory| starts(&format!("{base}{}", directory.path)))
        })
    }

    /// The physical path of a URL's path (decoded and canonical); none for what would leave the directory.
    pub fn map_path(&self, path: &str) -> Option<PathBuf> {
        let root = self.root_of(path);
        let mut mapped = PathBuf::with_capacity(root.directory.physical_path.as_os_str().len() + path.len() + 1);
        mapped.push(&root.directory.physical_path);
        let rest = &path[root.length..];
        if is_plain(rest.as_bytes()) {
            // All at once, as most are; without the slashes at its ends.
            let rest = rest.strip_prefix('/').unwrap_or(rest);
            let rest = rest.strip_suffix('/').unwrap_or(rest);
            if !rest.is_empty() {
                mapped.push(rest);
            }
            return Some(mapped);
        }
        for segment in rest.split('/').filter(|segment| !matches!(*segment, "" | ".")) {
            if segment == ".." || segment.contains('\0') {
                return None;
            }
            mapped.push(segment);
        }
        Some(mapped)
    }
}

/// Whether every segment of a path is a name of its own: none is empty or begins with a dot, and no NUL is in any.
fn is_plain(path: &[u8]) -> bool {
    let mut behind_slash = true;
    let bad = |byte: &u8| {
        let is_bad = *byte == 0 || behind_slash && *byte == b'.';
        let is_slash = *byte == b'/';
        let is_empty = is_slash && behind_slash;
        behind_slash = is_slash;
        is_bad || is_empty
    };
    !path.strip_prefix(b"/").unwrap_or(path).iter().any(bad)
}

/// How much of a path is the root's, where it is at or below it.
fn below(root: &str, path: &str) -> Option<usize> {
    // The site's own, as nearly always.
    if root == "/" {
        return Some(0);
    }
    let root = root.trim_end_matches('/');
    if root.is_empty() {
        return Some(0);
    }
    // Lengths are compared as they are written: the letter case of what is not ASCII may change them.
    let mut rest = path.char_indices();
    for expected in root.chars() {
        let (_, found) = rest.next()?;
        if found != expected && !found.to_lowercase().eq(expected.to_lowercase()) {
            return None;
        }
    }
    let end = rest.next().map_or(path.len(), |(at, _)| at);
    matches!(path.as_bytes().get(end), None | Some(b'/')).then_some(end)
}

impl LogFile {
    fn read(log: Option<&Element>, format: i64, path: impl Fn(&str) -> PathBuf) -> Self {
        let custom = log.and_then(|log| log.child("customFields"));
        Self {
            // Nobody is surprised by files in a folder that is Windows' own.
            enabled: log.is_some_and(|log| log.bool("enabled") && log.position().is_some()),
            format,
            directory: path(&log.map(|log| log.string("directory")).unwrap_or_default()),
            period: log.map_or(1, |log| log.number("period")),
            truncate_size: log.map_or(0, |log| log.number("truncateSize")),
            local_time_rollover: log.is_some_and(|log| log.bool("localTimeRollover")),
            fields: log.map_or(0, |log| log.uint("logExtFileFlags")),
            custom_fields: custom
                .map_or(&[][..], |custom| custom.items())
                .iter()
                .map(|one| CustomField::read(one))
                .collect(),
            custom_length: custom.map_or(0, |custom| custom.uint("maxCustomFieldLength") as usize),
        }
    }
}

impl CustomField {
    fn read(item: &Element) -> Self {
        let source = Box::from(&*item.string("sourceName"));
        Self {
            name: Box::from(&*item.string("logFieldName")),
            source: match item.number("sourceType") {
                0 => FieldSource::RequestHeader(source),
                1 => FieldSource::ResponseHeader(source),
                _ => FieldSource::ServerVariable(source),
            },
        }
    }
}

/// `system.applicationHost/log`: one log for all sites.
#[derive(Debug)]
pub struct CentralLog {
    /// Site 0, CentralBinary 1, CentralW3C 2.
    pub mode: i64,
    pub w3c: LogFile,
}

impl View for CentralLog {
    const SECTION: &'static str = "system.applicationHost/log";

    fn read(section: &Element, context: &Context<'_>) -> Result<Self> {
        let central = section.child("centralW3CLogFile");
        let w3c = LogFile::read(central.map(|central| &**central), 2, |text| context.path(text));
        // Who asks for the mode has asked for the file.
        let enabled = central.is_none_or(|central| central.bool("enabled"));
        Ok(Self { mode: section.number("centralLogFileMode"), w3c: LogFile { enabled, ..w3c } })
    }
}

impl Application {
    fn read(item: &Element, variables: &Variables, folder: &Path) -> Result<Self> {
        let path = item.string("path");
        let mut directories: Vec<VirtualDirectory> = Vec::new();
        for directory in item.items() {
            let text = directory.string("physicalPath");
            if text.is_empty() {
                return Err(refuse(directory, "a virtual directory without a physicalPath", "add it"));
            }
            directories.push(VirtualDirectory {
                path: (*directory.string("path")).into(),
                physical_path: variables.path(&text, folder),
                physical_path_text: text,
                user_name: directory.string("userName"),
                allow_sub_dir_config: directory.bool("allowSubDirConfig"),
            });
        }
        let Some(root) = directories.iter().position(|directory| &*directory.path == "/") else {
            let reason = format!("the application '{path}' has no virtual directory '/'");
            return Err(refuse(item, reason, "add <virtualDirectory path=\"/\" physicalPath=\"…\" />"));
        };
        directories[..=root].rotate_right(1);
        Ok(Self {
            path: (*path).into(),
            pool: (*item.string("applicationPool")).into(),
            enabled_protocols: super::words(&item.string("enabledProtocols")),
            preload_enabled: item.bool("preloadEnabled"),
            service_auto_start_enabled: item.bool("serviceAutoStartEnabled"),
            directories,
        })
    }
}

impl Binding {
    fn read(item: &Element) -> Result<Self> {
        let (protocol, information) = (item.string("protocol"), item.string("bindingInformation"));
        let is_http = protocol.eq_ignore_ascii_case("http") || protocol.eq_ignore_ascii_case("https");
        let endpoint = match Endpoint::parse(&information) {
            None if is_http => {
                let reason = format!("'{information}' is no bindingInformation");
                let advice = "write address:port:name, such as *:80: or 192.0.2.1:80:www.example.com or [::1]:80:";
                return Err(refuse(item, reason, advice));
            }
            endpoint => endpoint.filter(|_| is_http),
        };
        Ok(Self {
            protocol: (*protocol).into(),
            information: (*information).into(),
            endpoint,
            ssl_flags: item.uint("sslFlags"),
            certificate_hash: (*item.string("certificateHash")).into(),
            certificate_store: (*item.string("certificateStoreName")).into(),
        })
    }

    pub fn is_secure(&self) -> bool {
        self.protocol.eq_ignore_ascii_case("https")
    }
}

impl Endpoint {
    fn parse(text: &str) -> Option<Self> {
        let (address, rest) = match text.strip_prefix('[') {
            Some(inner) => {
                let (address, rest) = inner.split_once("]:")?;
                (Some(IpAddr::V6(address.parse().ok()?)), rest)
            }
            None => {
                let (address, rest) = text.split_once(':')?;
                let every = address.is_empty() || address == "*";
                (if every { None } else { Some(IpAddr::V4(address.parse().ok()?)) }, rest)
            }
        };
        let (port, host) = rest.split_once(':')?;
        let port = port.parse().ok().filter(|_| port.bytes().all(|byte| byte.is_ascii_digit()))?;
        let plain =
            |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'*') || byte >= 0x80;
        host.bytes().all(plain).then(|| Self { address, port, host: host.into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binding_information() {
        let parse = |text: &str| Endpoint::parse(text).map(|end| (end.address, end.port, end.host.to_string()));
        let any = None::<IpAddr>;
        assert_eq!(parse("*:80:"), Some((any, 80, String::new())));
        assert_eq!(parse(":8080:www.example.com"), Some((any, 8080, "www.example.com".into())));
        assert_eq!(
            parse("192.0.2.7:443:*.example.com"),
            Some((Some("192.0.2.7".parse().unwrap()), 443, "*.example.com".into()))
        );
        assert_eq!(parse("[::1]:80:"), Some((Some("::1".parse().unwrap()), 80, String::new())));
        assert_eq!(parse("[::]:0:x"), Some((Some("::".parse().unwrap()), 0, "x".into())));
        for wrong in [
            "",
            "80",
            "*:80",
            "*:x:",
            "*:65536:",
            "*:+80:",
            "::1:80:",
            "[::1]80:",
            "300.0.0.1:80:",
            "*:80:a b",
            "*:80:a:b",
        ] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn plain_paths_have_names_alone() {
        for path in ["", "/", "/a", "/a/", "/a.b/c", "a/b", "/a b/c~1"] {
            assert!(is_plain(path.as_bytes()), "{path}");
        }
        for path in ["//", "/a//b", "/a//", "//a", "/.", "/..", "/a/../b", "/a/.b", "/a\0b", ".", "/a/./"] {
            assert!(!is_plain(path.as_bytes()), "{path:?}");
        }
    }

    #[test]
    fn roots_end_where_segments_do() {
        assert_eq!(below("/", "/a"), Some(0));
        assert_eq!(below("/app", "/app"), Some(4));
        assert_eq!(below("/app", "/APP/x"), Some(4));
        assert_eq!(below("/app", "/apple"), None);
        assert_eq!(below("/app", "/ap"), None);
        assert_eq!(below("/ä", "/Ä/x"), Some(3));
    }
}
