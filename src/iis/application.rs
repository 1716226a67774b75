//! Applications: a path of a site with the modules that take part in its requests.

use super::module::Module;
use super::registration::Order;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub struct Application {
    modules: Vec<Arc<Module>>,
    order: Order,
    pub root: PathBuf,
}

impl Application {
    /// An application with these modules, in the order of the configuration.
    pub fn new(modules: Vec<Arc<Module>>, root: PathBuf) -> Self {
        let order = Order::of(modules.iter().map(|module| module.registered()));
        Self { modules, order, root }
    }

    pub fn modules(&self) -> &[Arc<Module>] {
        &self.modules
    }

    /// The number of the site.
    pub fn site_id(&self) -> u32 {
        1
    }

    pub fn site_name(&self) -> &str {
        "Default Web Site"
    }

    /// The folder of the site's root.
    pub fn site_root(&self) -> &Path {
        &self.root
    }

    /// The path of the application within its site, `/` for the root.
    pub fn path(&self) -> &str {
        "/"
    }

    /// The application's path of the metabase.
    pub fn id(&self) -> String {
        format!("/LM/W3SVC/{}/ROOT{}", self.site_id(), self.path().trim_end_matches('/'))
    }

    pub fn pool(&self) -> &str {
        "DefaultAppPool"
    }

    /// The file or folder of a path of the site, which is decoded and canonical.
    pub fn map(&self, path: &str) -> PathBuf {
        self.root.join(path.trim_start_matches('/'))
    }

    pub fn order(&self) -> &Order {
        &self.order
    }

    /// The place of a module in the list.
    pub fn place_of(&self, name: &str) -> Option<u16> {
        self.modules.iter().position(|module| module.name().eq_ignore_ascii_case(name)).map(|at| at as u16)
    }
}
