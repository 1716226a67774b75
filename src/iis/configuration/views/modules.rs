//! `globalModules` and `modules`: which modules there are, and which take part in requests.

use super::handlers::PreConditions;
use super::{Context, View, words};
use crate::iis::configuration::element::Element;
use crate::iis::configuration::error::{Position, Result};
use std::sync::Arc;

/// The modules that the process loads, in order.
#[derive(Debug)]
pub struct GlobalModules {
    pub modules: Vec<GlobalModule>,
}

#[derive(Debug)]
pub struct GlobalModule {
    pub name: Arc<str>,
    /// With variables replaced.
    pub image: Arc<str>,
    pub pre_condition: PreConditions,
    /// Where it was added.
    pub at: Option<Position>,
}

/// The modules that are called, in order.
#[derive(Debug)]
pub struct Modules {
    pub modules: Vec<ModuleEntry>,
    pub run_all_managed_modules: bool,
}

#[derive(Debug)]
pub struct ModuleEntry {
    pub name: Arc<str>,
    /// The .NET type; empty for the module of that name in globalModules.
    pub managed_type: Arc<str>,
    pub pre_condition: PreConditions,
    pub at: Option<Position>,
}

impl View for GlobalModules {
    const SECTION: &'static str = "system.webServer/globalModules";

    fn read(section: &Element, _: &Context<'_>) -> Result<Self> {
        let module = |item: &Arc<Element>| GlobalModule {
            name: item.string("name"),
            image: item.string("image"),
            pre_condition: PreConditions::new(words(&item.string("preCondition"))),
            at: item.position().cloned(),
        };
        Ok(Self { modules: section.items().iter().map(module).collect() })
    }
}

impl View for Modules {
    const SECTION: &'static str = "system.webServer/modules";

    fn read(section: &Element, _: &Context<'_>) -> Result<Self> {
        let module = |item: &Arc<Element>| ModuleEntry {
            name: item.string("name"),
            managed_type: item.string("type"),
            pre_condition: PreConditions::new(words(&item.string("preCondition"))),
            at: item.position().cloned(),
        };
        Ok(Self {
            modules: section.items().iter().map(module).collect(),
            run_all_managed_modules: section.bool("runAllManagedModulesForAllRequests"),
        })
    }
}
