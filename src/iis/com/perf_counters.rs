//! IHttpPerfCounterInfo: counters by their numbers, which nobody has published.

use super::object::{Object, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::win32::boundary::void;
use parking_lot::Mutex;
use std::collections::BTreeMap;

/// So many different numbers are kept.
const MOST: usize = 1024;

#[derive(Default)]
pub struct Counters(Mutex<BTreeMap<DWORD, i64>>);

pub type CountersObject = Object<IHttpPerfCounterInfo, Counters>;

pub fn new() -> CountersObject {
    Object::new(&VTABLE, Counters::default())
}

impl Counters {
    fn add(&self, counter: DWORD, value: i64) {
        let mut counters = self.0.lock();
        if counters.len() < MOST || counters.contains_key(&counter) {
            let place = counters.entry(counter).or_default();
            *place = place.saturating_add(value);
        }
    }

    pub fn get(&self, counter: DWORD) -> i64 {
        self.0.lock().get(&counter).copied().unwrap_or_default()
    }
}

method!(IHttpPerfCounterInfo::IncrementCounter as increment(this: CountersObject, counter: DWORD, value: DWORD), void, {
    this.add(counter, value.into());
});
method!(IHttpPerfCounterInfo::DecrementCounter as decrement(this: CountersObject, counter: DWORD, value: DWORD), void, {
    this.add(counter, -i64::from(value));
});

static VTABLE: Vtable<IHttpPerfCounterInfo> =
    Vtable::new(IHttpPerfCounterInfoVtbl { IncrementCounter: increment, DecrementCounter: decrement });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_go_up_and_down() {
        let counters = new();
        counters.add(3, 5);
        counters.add(3, -7);
        assert_eq!((counters.get(3), counters.get(4)), (-2, 0));
    }
}
