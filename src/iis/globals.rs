//! Global notifications: which modules are told of what, and in which order.

use super::com::global_providers::Notification;
use super::module::Module;
use super::registration::GLOBAL;
use crate::abi::iis::DWORD;
use std::sync::Arc;

/// For each GL_… bit the modules that want it.
#[derive(Default)]
pub struct Globals {
    told: Vec<(DWORD, Vec<Arc<Module>>)>,
}

impl Globals {
    /// For modules in the order of system.webServer/globalModules.
    pub fn of(modules: &[Arc<Module>]) -> Self {
        let bits = (0..DWORD::BITS).map(|bit| 1 << bit).filter(|bit| GLOBAL & bit != 0);
        let told = bits.filter_map(|bit| {
            let wanted = modules.iter().filter(|module| {
                let registered = module.registered();
                registered.global.is_some() && registered.global_events & bit != 0
            });
            let mut told: Vec<_> = wanted.cloned().collect();
            told.sort_by_key(|module| module.registered().priorities.of_global(bit));
            (!told.is_empty()).then_some((bit, told))
        });
        Self { told: told.collect() }
    }

    pub fn told(&self, bit: DWORD) -> &[Arc<Module>] {
        self.told.iter().find(|(known, _)| *known == bit).map_or(&[], |(_, told)| told)
    }

    /// Whether anybody is told.
    pub fn wants(&self, bit: DWORD) -> bool {
        !self.told(bit).is_empty()
    }

    /// Tells the modules, until one says that it has handled the notification; whether one has.
    pub fn notify(&self, notification: Notification<'_>) -> bool {
        self.told(notification.bit()).iter().any(|module| notification.tell(module))
    }
}
