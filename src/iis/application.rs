//! Applications: a path of a site with the modules that take part in its requests.

use super::module::Module;
use super::registration::Order;
use std::path::PathBuf;
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

    pub fn order(&self) -> &Order {
        &self.order
    }

    /// The place of a module in the list.
    pub fn place_of(&self, name: &str) -> Option<u16> {
        self.modules.iter().position(|module| module.name().eq_ignore_ascii_case(name)).map(|at| at as u16)
    }
}
