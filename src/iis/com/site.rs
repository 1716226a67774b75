//! IHttpSite and the counters of a site.

use super::containers::{Container, container};
use super::object::{Object, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::win32::boundary::{pointer, text, void};
use crate::win32::text::to_wide;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::sync::Arc;

pub struct SiteState {
    id: u32,
    name: Box<[WCHAR]>,
    container: Container,
    counters: Counters,
}

/// There is one for a site as long as the worker is there, also while the site's settings change.
pub type SiteObject = Object<IHttpSite, SiteState>;

pub fn new(id: u32, name: &str) -> Arc<SiteObject> {
    let state = SiteState { id, name: terminated(name), container: container(), counters: counters() };
    Arc::new(Object::new(&VTABLE, state))
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

/// Counters by number, of which nobody has published what they mean.
#[derive(Default)]
pub struct CounterState(Mutex<HashMap<u32, i64>>);

/// IHttpPerfCounterInfo of a site or of the server.
pub type Counters = Object<IHttpPerfCounterInfo, CounterState>;

pub fn counters() -> Counters {
    Object::new(&COUNTERS, CounterState::default())
}

impl CounterState {
    fn add(&self, counter: u32, value: i64) {
        *self.0.lock().entry(counter).or_default() += value;
    }

    pub fn value(&self, counter: u32) -> i64 {
        self.0.lock().get(&counter).copied().unwrap_or_default()
    }
}

method!(IHttpPerfCounterInfo::IncrementCounter as increment(this: Counters, counter: DWORD, value: DWORD), void, {
    this.add(counter, value.into());
});
method!(IHttpPerfCounterInfo::DecrementCounter as decrement(this: Counters, counter: DWORD, value: DWORD), void, {
    this.add(counter, -i64::from(value));
});

static COUNTERS: Vtable<IHttpPerfCounterInfo> =
    Vtable::new(IHttpPerfCounterInfoVtbl { IncrementCounter: increment, DecrementCounter: decrement });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_go_both_ways() {
        let counters = counters();
        // SAFETY: the object is there, and its vtable is its own.
        unsafe {
            increment(counters.as_interface(), 3, 5);
            decrement(counters.as_interface(), 3, 7);
        }
        assert_eq!((counters.value(3), counters.value(4)), (-2, 0));
    }
}
