//! IHttpSite and the counters of a site.

use super::containers::{Container, container};
use super::object::{Object, method};
use super::perf_counters::{self, CountersObject};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::win32::boundary::{pointer, text};
use crate::win32::text::to_wide;
use std::sync::Arc;

pub struct SiteState {
    id: u32,
    name: Box<[WCHAR]>,
    container: Container,
    counters: CountersObject,
}

/// There is one for a site as long as the worker is there, also while the site's settings change.
pub type SiteObject = Object<IHttpSite, SiteState>;

pub fn new(id: u32, name: &str) -> Arc<SiteObject> {
    let state = SiteState { id, name: terminated(name), container: container(), counters: perf_counters::new() };
    Arc::new(Object::new(&VTABLE, state))
}

impl SiteState {
    /// What modules have stored goes while they are there.
    pub fn empty(&self) {
        self.container.empty();
    }
}

/// Wide text with a NUL behind it.
pub fn terminated(text: &str) -> Box<[WCHAR]> {
    let mut wide = to_wide(text);
    wide.push(0);
    wide.into()
}

method!(IHttpSite::GetSiteId as get_site_id(this: SiteObject) -> DWORD, || 0, { this.id });
method!(IHttpSite::GetSiteName as get_site_name(this: SiteObject) -> PCWSTR, text, { this.name.as_ptr() });
method!(IHttpSite::GetModuleContextContainer as get_container(this: SiteObject)
    -> *mut IHttpModuleContextContainer, pointer, { this.container.as_interface() });
method!(IHttpSite::GetPerfCounterInfo as get_counters(this: SiteObject) -> *mut IHttpPerfCounterInfo, pointer, {
    this.counters.as_interface()
});

static VTABLE: Vtable<IHttpSite> = Vtable::new(IHttpSiteVtbl {
    GetSiteId: get_site_id,
    GetSiteName: get_site_name,
    GetModuleContextContainer: get_container,
    GetPerfCounterInfo: get_counters,
});
