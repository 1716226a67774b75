//! Applications: a path of a site with the modules that take part in its requests.

use super::com::application::{self as object, ApplicationObject};
use super::com::global_providers::{Notification, application, resolve_modules};
use super::com::site::SiteObject;
use super::configuration::views::{Modules, Site as Settings};
use super::configuration::{Configuration, ConfigurationError, Metadata};
use super::module::{Kind, Module};
use super::pipeline::Plan;
use super::precondition;
use super::registration::Order;
use super::worker::Worker;
use crate::abi::iis::{GL_APPLICATION_RESOLVE_MODULES, GL_APPLICATION_START, GL_APPLICATION_STOP};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, Weak};

pub struct Application {
    /// No other has it.
    number: u64,
    site: Arc<Settings>,
    /// Its place in the site's list.
    at: usize,
    configuration: Arc<Configuration>,
    worker: Weak<Worker>,
    pub site_object: Arc<SiteObject>,
    /// IHttpApplication.
    pub object: ApplicationObject,
    /// Set when the application starts.
    modules: OnceLock<Started>,
}

struct Started {
    /// Those of the configuration, and behind them what modules have added.
    modules: Vec<Arc<Module>>,
    order: Order,
    plan: Plan,
    /// The places of those that have an instance for each request.
    with_instances: Vec<u16>,
    configured: usize,
}

/// Modules by their places in an application's list, which have nothing to do in the steps of a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Idle(u64);

impl Idle {
    pub fn of(places: impl Iterator<Item = u16>) -> Self {
        Self(places.filter(|at| *at < 64).fold(0, |idle, at| idle | 1 << at))
    }

    /// One that stands too far behind in the list is always told.
    pub fn has(self, at: u16) -> bool {
        at < 64 && self.0 >> at & 1 != 0
    }
}

/// Why an application cannot serve requests.
#[derive(Clone, Debug)]
pub enum ApplicationError {
    Configuration(ConfigurationError),
    /// `modules` names one that `globalModules` does not have.
    NoModule {
        application: String,
        module: String,
    },
}

impl fmt::Display for ApplicationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Configuration(error) => error.fmt(f),
            Self::NoModule { application, module } => {
                write!(f, "application {application}: the modules section names {module}, which globalModules does not")
            }
        }
    }
}

impl From<ConfigurationError> for ApplicationError {
    fn from(error: ConfigurationError) -> Self {
        Self::Configuration(error)
    }
}

impl Application {
    pub(super) fn new(
        worker: &Arc<Worker>,
        configuration: &Arc<Configuration>,
        site: &Arc<Settings>,
        at: usize,
        site_object: &Arc<SiteObject>,
    ) -> Arc<Self> {
        let application = &site.applications[at];
        let below = application.path.trim_end_matches('/');
        let folder = application.directories[0].physical_path.to_string_lossy();
        static NUMBERS: AtomicU64 = AtomicU64::new(0);
        Arc::new(Self {
            number: NUMBERS.fetch_add(1, Ordering::Relaxed),
            site: site.clone(),
            at,
            configuration: configuration.clone(),
            worker: Arc::downgrade(worker),
            site_object: site_object.clone(),
            object: object::new(
                &folder,
                &format!("/LM/W3SVC/{}/ROOT{below}", site.id),
                &format!("MACHINE/WEBROOT/APPHOST/{}{below}", site.name),
            ),
            modules: OnceLock::new(),
        })
    }

    /// Settles its modules, and tells those of the process that it starts.
    pub(super) fn start(&self, worker: &Worker) -> Result<(), ApplicationError> {
        let mut modules = Vec::new();
        for entry in &self.metadata(self.path()).view::<Modules>()?.modules {
            // .NET's are for the managed engine alone.
            if !entry.managed_type.is_empty() || !entry.pre_condition.hold(&[self.pool()]) {
                continue;
            }
            match worker.modules().find(&entry.name) {
                Some(module) => modules.push(module.clone()),
                None if worker.modules().is_left_out(&entry.name) => {}
                None => {
                    let (application, module) = (self.config_path(), entry.name.to_string());
                    return Err(ApplicationError::NoModule { application, module });
                }
            }
        }
        let configured = modules.len();
        if worker.is_wanted(GL_APPLICATION_RESOLVE_MODULES) {
            let parents = worker.modules().all().iter().map(|module| module.id()).collect();
            let provider = resolve_modules((&self.object).into(), parents);
            worker.notify(Notification::ResolveModules(&provider));
            for added in provider.take() {
                let module = Module::added(&added.name, added.registered);
                if precondition::check(&added.precondition, &[self.pool()]).holds {
                    modules.push(module.into());
                } else {
                    // Its factory is the host's all the same.
                    module.terminate();
                }
            }
        }
        let order = Order::of(modules.iter().map(|module| module.registered()));
        let plan = Plan::of(&order);
        let is_built_in = |module: &Module| matches!(module.kind(), Kind::BuiltIn(_));
        let with_instances = (0..).zip(&modules).filter(|(_, module)| !is_built_in(module)).map(|(at, _)| at).collect();
        let _ = self.modules.set(Started { modules, order, plan, with_instances, configured });
        if worker.is_wanted(GL_APPLICATION_START) {
            worker.notify(Notification::ApplicationStart(&application((&self.object).into())));
        }
        Ok(())
    }

    pub fn modules(&self) -> &[Arc<Module>] {
        self.modules.get().map_or(&[], |started| &started.modules)
    }

    /// The places of those that are not built in.
    pub fn with_instances(&self) -> &[u16] {
        self.modules.get().map_or(&[], |started| &started.with_instances)
    }

    pub fn order(&self) -> &Order {
        static NONE: std::sync::LazyLock<Order> = std::sync::LazyLock::new(Order::default);
        self.modules.get().map_or(&NONE, |started| &started.order)
    }

    pub fn plan(&self) -> &Plan {
        static NONE: std::sync::LazyLock<Plan> = std::sync::LazyLock::new(|| Plan::of(&Order::default()));
        self.modules.get().map_or(&NONE, |started| &started.plan)
    }

    /// Which of the modules need not be told of the steps of requests with a configuration.
    pub fn idle(&self, configuration: &Metadata) -> Idle {
        let find = || {
            let modules = (0..).zip(self.modules());
            Idle::of(modules.filter(|(_, module)| module.is_idle(configuration)).map(|(at, _)| at))
        };
        let (number, idle) = configuration.idle(|| (self.number, find().0));
        if number == self.number { Idle(idle) } else { find() }
    }

    /// The place of a module in the list.
    pub fn place_of(&self, name: &str) -> Option<u16> {
        let modules = || self.modules().iter();
        // Most configurations spell it as it is known, which is seen sooner.
        let exact = modules().position(|module| module.name() == name);
        let found = exact.or_else(|| modules().position(|module| module.name().eq_ignore_ascii_case(name)));
        found.map(|at| at as u16)
    }

    /// What tells it from all others, also those that have gone.
    pub fn number(&self) -> u64 {
        self.number
    }

    pub fn settings(&self) -> &Arc<Settings> {
        &self.site
    }

    pub fn configuration(&self) -> &Arc<Configuration> {
        &self.configuration
    }

    /// The number of the site.
    pub fn site_id(&self) -> u32 {
        self.site.id
    }

    pub fn site_name(&self) -> &str {
        &self.site.name
    }

    /// The folder of the site's root.
    pub fn site_root(&self) -> &Path {
        &self.site.applications[0].directories[0].physical_path
    }

    /// The path of the application within its site, `/` for the root.
    pub fn path(&self) -> &str {
        &self.site.applications[self.at].path
    }

    /// The folder of the application.
    pub fn root(&self) -> &Path {
        &self.site.applications[self.at].directories[0].physical_path
    }

    /// Its place in the site's list.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The application's path of the metabase.
    pub fn id(&self) -> String {
        format!("/LM/W3SVC/{}/ROOT{}", self.site_id(), self.path().trim_end_matches('/'))
    }

    /// The application's path of the configuration.
    pub fn config_path(&self) -> String {
        format!("MACHINE/WEBROOT/APPHOST/{}{}", self.site_name(), self.path().trim_end_matches('/'))
    }

    pub fn pool(&self) -> &str {
        &self.site.applications[self.at].pool
    }

    /// The file or folder of a path of the site, which is decoded and canonical.
    pub fn map(&self, path: &str) -> PathBuf {
        // Nothing canonical leaves the folder; what would is the folder itself.
        self.site.map_path(path).unwrap_or_else(|| self.directory(path).to_owned())
    }

    /// The folder of the virtual directory that a path belongs to.
    pub fn directory(&self, path: &str) -> &Path {
        &self.site.root_of(path).directory.physical_path
    }

    /// The configuration of a path of the site.
    pub fn metadata(&self, path: &str) -> Arc<Metadata> {
        // A site that is gone from the configuration has what was above it until its last request ends.
        self.configuration.at(&self.site, path).unwrap_or_else(|| self.configuration.root())
    }
}

impl Drop for Application {
    /// The last request has ended, and the site has none of it any more.
    fn drop(&mut self) {
        let Some(started) = self.modules.get() else { return };
        if let Some(worker) = self.worker.upgrade().filter(|worker| worker.is_wanted(GL_APPLICATION_STOP)) {
            worker.notify(Notification::ApplicationStop(&application((&self.object).into())));
        }
        self.object.empty();
        started.modules[started.configured..].iter().for_each(|module| module.terminate());
    }
}
