//! `system.applicationHost/applicationPools`.

use super::{Context, View};
use crate::iis::configuration::element::Element;
use crate::iis::configuration::error::Result;
use std::sync::Arc;
use std::time::Duration;

#[derive(Debug)]
pub struct ApplicationPools {
    pub pools: Vec<ApplicationPool>,
}

#[derive(Debug)]
pub struct ApplicationPool {
    pub name: Arc<str>,
    pub queue_length: u32,
    pub auto_start: bool,
    pub always_running: bool,
    pub is_integrated: bool,
    pub managed_runtime_version: Arc<str>,
    pub enable_32_bit: bool,
    /// None is without an end.
    pub shutdown_time_limit: Option<Duration>,
    /// None is without an end.
    pub idle_timeout: Option<Duration>,
    pub suspends_when_idle: bool,
    pub restart: PeriodicRestart,
    pub environment: Vec<(Arc<str>, Arc<str>)>,
    pub element: Arc<Element>,
}

/// `recycling/periodicRestart`.
#[derive(Debug, Default)]
pub struct PeriodicRestart {
    pub requests: u32,
    /// None is without an end.
    pub time: Option<Duration>,
    /// In kilobytes.
    pub memory: u32,
    pub private_memory: u32,
}

impl View for ApplicationPools {
    const SECTION: &'static str = "system.applicationHost/applicationPools";

    fn read(section: &Element, _: &Context<'_>) -> Result<Self> {
        let pool = |item: &Arc<Element>| ApplicationPool {
            name: item.string("name"),
            queue_length: item.uint("queueLength"),
            auto_start: item.bool("autoStart"),
            always_running: item.number("startMode") == 1,
            is_integrated: item.number("managedPipelineMode") == 0,
            managed_runtime_version: item.string("managedRuntimeVersion"),
            enable_32_bit: item.bool("enable32BitAppOnWin64"),
            idle_timeout: item.child("processModel").and_then(|model| model.time("idleTimeout")),
            suspends_when_idle: item.child("processModel").is_some_and(|model| model.number("idleTimeoutAction") == 1),
            restart: restart(item).unwrap_or_default(),
            shutdown_time_limit: item.child("processModel").and_then(|model| model.time("shutdownTimeLimit")),
            environment: item
                .child("environmentVariables")
                .map_or(&[][..], |variables| variables.items())
                .iter()
                .map(|variable| (variable.string("name"), variable.string("value")))
                .collect(),
            element: item.clone(),
        };
        Ok(Self { pools: section.items().iter().map(pool).collect() })
    }
}

fn restart(pool: &Element) -> Option<PeriodicRestart> {
    let restart = pool.child("recycling")?.child("periodicRestart")?;
    Some(PeriodicRestart {
        requests: restart.uint("requests"),
        time: restart.time("time"),
        memory: restart.uint("memory"),
        private_memory: restart.uint("privateMemory"),
    })
}

impl ApplicationPools {
    pub fn by_name(&self, name: &str) -> Option<&ApplicationPool> {
        self.pools.iter().find(|pool| pool.name.eq_ignore_ascii_case(name))
    }
}
