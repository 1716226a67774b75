//! The server of a process: its modules, sites and URLs from the start to the orderly end.

pub mod bindings;
#[cfg_attr(not(feature = "tls"), path = "no_certificates.rs")]
pub mod certificates;
pub mod check;
pub mod command_line;
mod limits;
pub mod modules;
mod unheeded;
mod urls;

use super::builtin::http_logging;
use super::com::global_providers::{Notification, configuration_change, stop_listening};
use super::com::hresult;
use super::com::site::terminated;
use super::configuration::views::{ApplicationPools, CentralLog, Site as SiteSettings};
use super::configuration::{Configuration, ConfigurationError, Next, Options, Source};
use super::module::LoadError;
use super::preload;
use super::site::Site;
use super::worker::{Facts, Running, Started, Worker};
use crate::abi::http::{HTTP_SERVER_SESSION_ID, HTTPAPI_VERSION};
use crate::abi::iis::*;
use crate::httpapi::logging;
use crate::httpapi::logging::property::Wish;
use crate::httpapi::session;
use crate::httpapi::settings::Property;
use crate::win32::error::Win32Error;
use bindings::Unsupported;
use certificates::{Bound, Files, Held, NoCertificate};
use modules::Modules;
use parking_lot::{Condvar, Mutex};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use urls::Listens;

/// How long requests may take after the end was asked for, as a pool's shutdownTimeLimit is by default.
const DRAIN: Duration = Duration::from_secs(90);

/// How long those may go on that were cut off from their clients.
const CUT_OFF: Duration = Duration::from_secs(5);

/// Workers whose modules somebody is still in, who may come back: they stay.
static LEFT: Mutex<Vec<Arc<Worker>>> = Mutex::new(Vec::new());

/// What is served.
#[derive(Clone, Debug)]
pub struct Settings {
    pub source: Source,
    pub options: Options,
    /// This site alone.
    pub site: Option<String>,
    /// Folders with modules.
    pub module_folders: Vec<PathBuf>,
    pub started: Started,
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
    /// The server ends.
    Stops,
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
            Self::Stops => ERROR_SERVICE_NOT_ACTIVE,
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
            Self::Stops => f.write_str("the server ends"),
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
    turn: Turn,
}

/// Who changes what is served: one after the other. No lock, since modules are told meanwhile.
#[derive(Default)]
struct Turn {
    is_taken: Mutex<bool>,
    free: Condvar,
}

/// A change under way, which the end waits for.
struct Change<'a> {
    turn: &'a Turn,
    _running: Running,
}

impl Drop for Change<'_> {
    fn drop(&mut self) {
        *self.turn.is_taken.lock() = false;
        self.turn.free.notify_one();
    }
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
            turn: Turn::default(),
        };
        match host.load().and_then(|()| host.serve(None)) {
            Ok(()) => Ok(host),
            Err(error) => {
                host.stop(true);
                Err(error)
            }
        }
    }

    fn load(&self) -> Result<(), StartError> {
        // What cannot be listened to is found out before any module runs.
        let sites = self.wanted_sites(&self.configuration)?;
        bindings::of(&sites)?;
        self.worker.set_configuration(&self.configuration);
        self.worker.set_facts(Facts {
            pools: self.configuration.root().view::<ApplicationPools>()?,
            pool_name: sites.first().map_or("DefaultAppPool", |site| &site.applications[0].pool).to_owned(),
            configuration_file: match &self.settings.source {
                Source::File(path) => path.to_string_lossy().into_owned(),
                Source::Text { .. } => String::new(),
            },
            started: self.settings.started,
        });
        let folders = &self.settings.module_folders;
        let modules = Modules::load(&self.configuration, folders, &pools_of(&sites), &self.worker.server)?;
        self.worker.set_modules(modules);
        Ok(())
    }

    /// The sites that are to run.
    fn wanted_sites(&self, configuration: &Configuration) -> Result<Vec<Arc<SiteSettings>>, StartError> {
        let sites = configuration.sites();
        match &self.settings.site {
            Some(name) => {
                let site = sites.by_name(name).ok_or_else(|| StartError::NoSite(name.clone()))?;
                Ok(vec![site.clone()])
            }
            None => Ok(sites.iter().filter(|site| site.server_auto_start).cloned().collect()),
        }
    }

    /// Serves what the configuration says, or what the next one does in its place. Where that cannot be done,
    /// nothing has changed.
    fn serve(&self, next: Option<Next>) -> Result<(), StartError> {
        let read = next.as_ref().map_or(&*self.configuration, |next| &next.configuration);
        let wanted = self.wanted_sites(read)?;
        let urls = bindings::of(&wanted)?;
        let bound = certificates::bind_own(read, &wanted)?;
        match next {
            None => {
                self.set_sites(&wanted);
                // Before the first client comes.
                self.preload(false);
                self.listen(urls)?;
            }
            Some(next) => {
                let gone = self.listen(urls)?;
                let path = next.path;
                self.configuration.adopt(next);
                self.set_sites(&wanted);
                self.remove(&gone);
                self.tell(path);
                self.preload(true);
            }
        }
        // From now on the new ones alone.
        *self.certificates.lock() = bound;
        if self.certificate.is_none() {
            certificates::missing(&wanted).iter().for_each(|one| self.worker.tell(&one.to_string()));
        }
        let is_there = |name: &str| self.worker.modules().find(name).is_some();
        unheeded::of(&self.configuration, &wanted, &is_there).iter().for_each(|line| self.worker.tell(line));
        self.set_logs(&wanted);
        self.set_limits(&wanted);
        Ok(())
    }

    fn set_sites(&self, wanted: &[Arc<SiteSettings>]) {
        self.worker.set_sites(wanted.iter().map(|settings| {
            let object = self.worker.site_object(settings.id, &settings.name);
            Arc::new(Site::new(settings, &self.configuration, &object))
        }));
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

    pub fn worker(&self) -> &Arc<Worker> {
        &self.worker
    }

    /// Reads the configuration again. One that cannot be used changes nothing.
    pub fn reload(&self) -> Result<(), StartError> {
        let _change = self.change().ok_or(StartError::Stops)?;
        if let Some(held) = &self.certificate {
            held.reload().map_err(StartError::File)?;
        }
        self.serve(Some(self.configuration.read()?))
    }

    /// Looks whether files of the configuration have changed; to be called now and then.
    pub fn poll(&self) -> Result<(), StartError> {
        let Some(_change) = self.change() else { return Ok(()) };
        let changes = self.configuration.poll();
        // Files above that cannot be used keep nobody from seeing what has changed below.
        let result = match changes.next {
            Some(next) => match self.serve(Some(next)) {
                Ok(()) => return Ok(()),
                failed => failed,
            },
            None => changes.error.map_or(Ok(()), |error| Err(error.into())),
        };
        for path in &changes.paths {
            self.tell(path);
            self.worker.recycle(path);
        }
        if !changes.paths.is_empty() {
            self.preload(true);
        }
        result
    }

    /// Waits until nobody else changes anything; none once the server ends.
    fn change(&self) -> Option<Change<'_>> {
        let mut is_taken = self.turn.is_taken.lock();
        while *is_taken {
            self.turn.free.wait(&mut is_taken);
        }
        let running = self.worker.clone().enter()?;
        *is_taken = true;
        drop(is_taken);
        Some(Change { turn: &self.turn, _running: running })
    }

    fn tell(&self, path: &str) {
        self.worker.notify(Notification::ConfigurationChange(&configuration_change(terminated(path))));
    }

    /// Takes no more requests, waits for those that there are unless it is to be at once, and lets the
    /// modules go, unless somebody is in one and does not come out. Whether all requests had ended.
    pub fn stop(&self, immediately: bool) -> bool {
        self.worker.notify(Notification::StopListening(&stop_listening(!immediately)));
        // It was made with the host.
        let _ = session::close_session(self.session);
        let drained = self.worker.close(if immediately { Duration::ZERO } else { DRAIN });
        let ended = self.worker.end(CUT_OFF);
        // Those that were under way have their lines, too.
        logging::flush();
        if ended {
            self.worker.terminate();
        } else {
            self.worker.tell("a module does not come back from a request or notification: no module is told of the end, and all stay");
            LEFT.lock().push(self.worker.clone());
        }
        drained
    }
}
