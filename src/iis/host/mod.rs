//! The server of a process: its modules, sites and URLs from the start to the orderly end.

pub mod bindings;
#[cfg_attr(not(feature = "tls"), path = "no_certificates.rs")]
pub mod certificates;
pub mod check;
pub mod command_line;
pub mod modules;

use super::builtin::http_logging;
use super::com::global_providers::{Notification, configuration_change, stop_listening};
use super::com::hresult;
use super::com::site::terminated;
use super::configuration::views::{CentralLog, Site as SiteSettings};
use super::configuration::{Changes, Configuration, ConfigurationError, Options, Source};
use super::module::LoadError;
use super::preload;
use super::site::Site;
use super::worker::{Facts, Worker};
use crate::abi::http::{HTTP_SERVER_SESSION_ID, HTTP_URL_GROUP_ID, HTTPAPI_VERSION};
use crate::abi::iis::*;
use crate::httpapi::listening::Place;
use crate::httpapi::logging;
use crate::httpapi::logging::property::Wish;
use crate::httpapi::service;
use crate::httpapi::session;
use crate::httpapi::settings::Property;
use crate::httpapi::url_group::UrlGroup;
use crate::win32::error::Win32Error;
use bindings::{Listening, Unsupported};
use certificates::{Bound, Files, Held, NoCertificate};
use modules::Modules;
use parking_lot::Mutex;
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How long requests may take after the end was asked for, as a pool's shutdownTimeLimit is by default.
const DRAIN: Duration = Duration::from_secs(90);

/// What is served.
#[derive(Clone, Debug)]
pub struct Settings {
    pub source: Source,
    pub options: Options,
    /// This site alone.
    pub site: Option<String>,
    /// Folders with modules.
    pub module_folders: Vec<PathBuf>,
    /// Somebody has started it by hand, and no service.
    pub command_line: bool,
    /// Who the server is to all clients of https, whatever the configuration says.
    pub certificate: Option<Files>,
}

/// Where modules are looked for: PORTICO_MODULE_PATH, then beside the configuration, then in the system's folders.
pub fn module_folders(configuration: Option<&Path>) -> Vec<PathBuf> {
    let path = std::env::var_os("PORTICO_MODULE_PATH").unwrap_or_default();
    let beside = configuration.map(|folder| folder.join("modules"));
    let of_the_system = ["/usr/local/lib/portico/modules", "/usr/lib/portico/modules"].map(PathBuf::from);
    let named = std::env::split_paths(&path).filter(|folder| folder.is_absolute());
    named.chain(beside).chain(of_the_system).collect()
}

/// Why the host has not started.
#[derive(Debug)]
pub enum StartError {
    Configuration(ConfigurationError),
    NoSite(String),
    Module(LoadError),
    Binding(Unsupported),
    Certificate(NoCertificate),
    /// One of the command line's files.
    File(String),
    Url {
        url: String,
        error: Win32Error,
    },
    Http(Win32Error),
}

impl StartError {
    pub fn result(&self) -> HRESULT {
        hresult::of(match self {
            Self::Configuration(error) => error.code(),
            Self::NoSite(_) => ERROR_FILE_NOT_FOUND,
            Self::Module(LoadError::Refused { result, .. }) => return *result,
            Self::Module(LoadError::Library(_)) => ERROR_MOD_NOT_FOUND,
            Self::Binding(_) => ERROR_NOT_SUPPORTED,
            Self::Certificate(_) | Self::File(_) => ERROR_NO_SUCH_LOGON_SESSION,
            Self::Url { error, .. } | Self::Http(error) => error.0,
        })
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Configuration(error) => error.fmt(f),
            Self::NoSite(name) => write!(f, "there is no site '{name}'"),
            Self::Module(error) => error.fmt(f),
            Self::Binding(Unsupported { site, information }) => {
                write!(f, "site '{site}': the binding {information} is one that this server cannot have")
            }
            Self::Certificate(error) => error.fmt(f),
            Self::File(reason) => f.write_str(reason),
            Self::Url { url, error } => write!(f, "{url}: {}", reason(*error)),
            Self::Http(error) => write!(f, "the server could not be made: error {}", error.0),
        }
    }
}

impl std::error::Error for StartError {}

impl From<ConfigurationError> for StartError {
    fn from(error: ConfigurationError) -> Self {
        Self::Configuration(error)
    }
}

impl From<NoCertificate> for StartError {
    fn from(error: NoCertificate) -> Self {
        Self::Certificate(error)
    }
}

impl From<Unsupported> for StartError {
    fn from(error: Unsupported) -> Self {
        Self::Binding(error)
    }
}

/// The pools of the sites' applications, all of which run here.
fn pools_of(sites: &[Arc<SiteSettings>]) -> Vec<&str> {
    sites.iter().flat_map(|site| &site.applications).map(|application| &*application.pool).collect()
}

fn reason(error: Win32Error) -> String {
    match error.0 {
        ERROR_SHARING_VIOLATION => "another program listens there".to_owned(),
        ERROR_ACCESS_DENIED => "listening there is not permitted".to_owned(),
        ERROR_ALREADY_EXISTS => "the URL is registered already".to_owned(),
        ERROR_NOT_SUPPORTED => "this library was built without TLS".to_owned(),
        ERROR_INVALID_PARAMETER => "this machine has no such address, or it is no URL".to_owned(),
        code => format!("error {code}"),
    }
}

/// A server that runs.
pub struct Host {
    settings: Settings,
    configuration: Arc<Configuration>,
    worker: Arc<Worker>,
    session: HTTP_SERVER_SESSION_ID,
    listens: Mutex<Listens>,
    /// By the command line.
    certificate: Option<Arc<Held>>,
    /// Those of the configuration, while they hold.
    certificates: Mutex<Vec<Bound>>,
}

/// The URLs that are registered, and the groups of the sites.
#[derive(Default)]
struct Listens {
    groups: HashMap<u32, (HTTP_URL_GROUP_ID, Arc<UrlGroup>)>,
    to: Vec<Listening>,
}

impl Host {
    /// Reads the configuration, loads the modules and begins to listen.
    pub fn start(settings: Settings) -> Result<Self, StartError> {
        let configuration = Arc::new(Configuration::load(settings.source.clone(), settings.options.clone())?);
        let certificate = settings.certificate.as_ref().map(Held::read).transpose().map_err(StartError::File)?;
        let version = HTTPAPI_VERSION { HttpApiMajorVersion: 2, HttpApiMinorVersion: 0 };
        let session = session::create_session(version).map_err(StartError::Http)?;
        let host = Self {
            settings,
            configuration,
            worker: Worker::new(),
            session,
            listens: Mutex::default(),
            certificate,
            certificates: Mutex::default(),
        };
        match host.load().and_then(|()| host.serve(false)) {
            Ok(()) => Ok(host),
            Err(error) => {
                host.stop(true);
                Err(error)
            }
        }
    }

    fn load(&self) -> Result<(), StartError> {
        // What cannot be listened to is found out before any module runs.
        let sites = self.wanted_sites()?;
        bindings::of(&sites)?;
        self.worker.set_configuration(&self.configuration);
        self.worker.set_facts(Facts {
            pool_name: sites.first().map_or("DefaultAppPool", |site| &site.applications[0].pool).to_owned(),
            configuration_file: match &self.settings.source {
                Source::File(path) => path.to_string_lossy().into_owned(),
                Source::Text { .. } => String::new(),
            },
            command_line: self.settings.command_line,
        });
        let folders = &self.settings.module_folders;
        let modules = Modules::load(&self.configuration, folders, &pools_of(&sites), &self.worker.server)?;
        self.worker.set_modules(modules);
        Ok(())
    }

    /// The sites that are to run.
    fn wanted_sites(&self) -> Result<Vec<Arc<SiteSettings>>, StartError> {
        let sites = self.configuration.sites();
        match &self.settings.site {
            Some(name) => {
                let site = sites.by_name(name).ok_or_else(|| StartError::NoSite(name.clone()))?;
                Ok(vec![site.clone()])
            }
            None => Ok(sites.iter().filter(|site| site.server_auto_start).cloned().collect()),
        }
    }

    /// Serves what the configuration says now. `again`: in the place of what it said before.
    fn serve(&self, again: bool) -> Result<(), StartError> {
        let wanted = self.wanted_sites()?;
        let urls = bindings::of(&wanted)?;
        let bound = certificates::bind_own(&self.configuration, &wanted)?;
        self.worker.set_sites(wanted.iter().map(|settings| {
            let object = self.worker.site_object(settings.id, &settings.name);
            Arc::new(Site::new(settings, &self.configuration, &object))
        }));
        self.preload(again);
        self.listen(urls)?;
        // From now on the new ones alone.
        *self.certificates.lock() = bound;
        if self.certificate.is_none() {
            certificates::missing(&wanted).iter().for_each(|one| self.worker.tell(&one.to_string()));
        }
        self.set_logs(&wanted);
        Ok(())
    }

    /// Starts the applications that do not wait for their first client.
    fn preload(&self, again: bool) {
        for site in self.worker.sites() {
            preload::site(&self.worker, &site, again);
        }
    }

    /// Has the sites' requests logged as the configuration says.
    fn set_logs(&self, sites: &[Arc<SiteSettings>]) {
        let has_module = self.worker.modules().find("HttpLoggingModule").is_some();
        let central = self.configuration.root().view::<CentralLog>().ok().filter(|_| has_module);
        if central.as_ref().is_some_and(|central| central.mode == http_logging::CENTRAL_BINARY) {
            self.worker.tell("centralLogFileMode: the central binary log is not there; sites have their own logs");
        }
        let central = central.and_then(|central| http_logging::central_log(&central));
        let has_central = central.is_some();
        let of_session = session::find_session(self.session)
            .and_then(|session| session.set(Property::Logging(central.unwrap_or(Wish::None))));
        if let Err(error) = of_session {
            self.worker.tell(&format!("the log of all sites cannot be kept: error {}", error.0));
        }
        let listens = self.listens.lock();
        for site in sites {
            let Some((_, group)) = listens.groups.get(&site.id) else { continue };
            let wish = if has_module && !has_central { http_logging::log_of(site) } else { Wish::None };
            if let Err(error) = group.set(Property::Logging(wish)) {
                self.worker.tell(&format!("site '{}': its log cannot be kept: error {}", site.name, error.0));
            }
        }
    }

    /// Listens to these URLs and no others.
    fn listen(&self, urls: Vec<Listening>) -> Result<(), StartError> {
        let mut listens = self.listens.lock();
        let wanted: HashSet<&Listening> = urls.iter().collect();
        let (kept, gone): (Vec<_>, Vec<_>) =
            std::mem::take(&mut listens.to).into_iter().partition(|one| wanted.contains(one));
        listens.to = kept;
        for one in &gone {
            if let Some((_, group)) = listens.groups.get(&one.site) {
                // It was added to this group.
                let _ = service::remove_url(&one.url, group);
            }
        }
        for one in urls {
            if listens.to.contains(&one) {
                continue;
            }
            let group = self.group(&mut listens, one.site)?;
            service::add_url_at(&one.url, self.place(&one), &group, one.site.into())
                .map_err(|error| StartError::Url { url: one.url.clone(), error })?;
            listens.to.push(one);
        }
        Ok(())
    }

    /// How a URL is listened to.
    fn place(&self, one: &Listening) -> Place {
        Place {
            scope: one.scope,
            #[cfg(feature = "tls")]
            identities: self.certificate.as_ref().map(|held| held.clone() as _),
        }
    }

    /// The URL group of a site, whose requests come to the worker.
    fn group(&self, listens: &mut Listens, site: u32) -> Result<Arc<UrlGroup>, StartError> {
        if let Some((_, group)) = listens.groups.get(&site) {
            return Ok(group.clone());
        }
        let id = session::create_group(self.session).map_err(StartError::Http)?;
        let group = session::find_group(id).map_err(StartError::Http)?;
        group.set_site(site);
        group.bind(Some(self.worker.queue()));
        listens.groups.insert(site, (id, group.clone()));
        Ok(group)
    }

    /// The URLs that it listens to.
    pub fn urls(&self) -> Vec<String> {
        self.listens.lock().to.iter().map(|one| one.url.clone()).collect()
    }

    pub fn worker(&self) -> &Arc<Worker> {
        &self.worker
    }

    /// Reads the configuration again. One that cannot be used changes nothing.
    pub fn reload(&self) -> Result<(), StartError> {
        if let Some(held) = &self.certificate {
            held.reload().map_err(StartError::File)?;
        }
        let changes = self.configuration.reload();
        if let Some(error) = changes.error {
            return Err(error.into());
        }
        self.tell(&changes);
        self.serve(true)
    }

    /// Looks whether files of the configuration have changed; to be called now and then.
    pub fn poll(&self) -> Result<(), StartError> {
        let changes = self.configuration.poll();
        self.tell(&changes);
        if let Some(error) = changes.error {
            return Err(error.into());
        }
        if changes.paths.iter().any(|path| path == "MACHINE/WEBROOT" || path == "MACHINE/WEBROOT/APPHOST") {
            return self.serve(true);
        }
        for path in &changes.paths {
            self.worker.recycle(path);
        }
        if !changes.paths.is_empty() {
            self.preload(true);
        }
        Ok(())
    }

    fn tell(&self, changes: &Changes) {
        for path in &changes.paths {
            self.worker.notify(Notification::ConfigurationChange(&configuration_change(terminated(path))));
        }
    }

    /// Takes no more requests, waits for those that there are unless it is to be at once, and lets the
    /// modules go. Whether all requests had ended.
    pub fn stop(&self, immediately: bool) -> bool {
        self.worker.notify(Notification::StopListening(&stop_listening(!immediately)));
        // It was made with the host.
        let _ = session::close_session(self.session);
        let drained = self.worker.close(if immediately { Duration::ZERO } else { DRAIN });
        // Those that were under way have their lines, too.
        logging::flush();
        // The applications stop with it.
        self.worker.set_sites([]);
        self.worker.empty_site_objects();
        self.worker.clean_up_caches();
        self.worker.modules().terminate();
        drained
    }
}
