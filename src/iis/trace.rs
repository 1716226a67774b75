//! Who has subscribed to which trace events.

use crate::abi::iis::*;
use parking_lot::RwLock;

/// A GUID by its bits.
pub type Id = u128;

pub fn id_of(guid: &GUID) -> Id {
    let [a, b, c, d, e, f, g, h] = guid.Data4;
    let low = u64::from_be_bytes([a, b, c, d, e, f, g, h]);
    Id::from(guid.Data1) << 96 | Id::from(guid.Data2) << 80 | Id::from(guid.Data3) << 64 | Id::from(low)
}

/// GUID_IIS_ALL_TRACE_PROVIDERS.
const ALL: Id = 0;

/// What a module wants of a provider.
#[derive(Clone, Copy, Debug)]
pub struct Subscription {
    pub module: usize,
    pub provider: Id,
    /// Bits of areas; an event of area 0 belongs to all.
    pub areas: DWORD,
    /// No event of a higher number.
    pub verbosity: DWORD,
}

/// What an event is, as far as subscriptions go.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    pub provider: Id,
    pub area: DWORD,
    pub verbosity: DWORD,
}

#[derive(Default)]
pub struct Tracing(RwLock<Vec<Subscription>>);

/// Nothing was subscribed to there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotFound;

impl Tracing {
    pub fn subscribe(&self, subscription: Subscription) {
        let mut all = self.0.write();
        all.retain(|one| (one.module, one.provider) != (subscription.module, subscription.provider));
        all.push(subscription);
    }

    pub fn unsubscribe(&self, module: usize, provider: Id) -> Result<(), NotFound> {
        let mut all = self.0.write();
        let before = all.len();
        all.retain(|one| (one.module, one.provider) != (module, provider));
        if all.len() == before { Err(NotFound) } else { Ok(()) }
    }

    /// The areas and the verbosity that anybody wants of a provider.
    pub fn wanted(&self, provider: Id) -> Option<(DWORD, DWORD)> {
        let all = self.0.read();
        let of_it = all.iter().filter(|one| one.provider == provider || one.provider == ALL);
        of_it.map(|one| (one.areas, one.verbosity)).reduce(|all, one| (all.0 | one.0, all.1.max(one.1)))
    }

    /// Whether a module wants an event.
    pub fn has(&self, module: usize, kind: Kind) -> bool {
        self.0.read().iter().any(|one| one.module == module && one.wants(kind))
    }

    pub fn anybody_wants(&self, kind: Kind) -> bool {
        self.0.read().iter().any(|one| one.wants(kind))
    }
}

impl Subscription {
    fn wants(&self, kind: Kind) -> bool {
        (self.provider == kind.provider || self.provider == ALL)
            && (kind.area == 0 || self.areas & kind.area != 0)
            && kind.verbosity <= self.verbosity
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subscriptions_are_of_a_provider_its_areas_and_a_verbosity() {
        let tracing = Tracing::default();
        let event = |provider, area, verbosity| Kind { provider, area, verbosity };
        assert!(!tracing.anybody_wants(event(7, 0, 0)));
        tracing.subscribe(Subscription { module: 1, provider: 7, areas: 0b10, verbosity: 4 });
        assert!(tracing.has(1, event(7, 0b110, 4)));
        assert!(tracing.has(1, event(7, 0, 4)));
        assert!(!tracing.has(1, event(7, 0b100, 4)));
        assert!(!tracing.has(1, event(7, 0b10, 5)));
        assert!(!tracing.has(2, event(7, 0b10, 4)));
        assert_eq!(tracing.wanted(7), Some((0b10, 4)));
        tracing.subscribe(Subscription { module: 2, provider: ALL, areas: 1, verbosity: 5 });
        assert_eq!(tracing.wanted(7), Some((0b11, 5)));
        assert_eq!(tracing.unsubscribe(1, 7), Ok(()));
        assert_eq!(tracing.unsubscribe(1, 7), Err(NotFound));
    }
}
