//! How often credentials may be tried: from one address, and for one name.
//!
//! An attempt counts from its beginning, so that many at once are many; one that succeeds is
//! taken back.

use crate::win32::sys::clock::coarse_milliseconds;
use parking_lot::Mutex;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::LazyLock;

/// So many fail in a row, and one more after each interval, in milliseconds.
struct Limit {
    burst: u64,
    interval: u64,
}

const OF_ADDRESS: Limit = Limit { burst: 30, interval: 2_000 };
const OF_NAME: Limit = Limit { burst: 10, interval: 10_000 };

/// Nobody is let in while more than so many have failed lately.
const MOST: usize = 1 << 16;

#[derive(Clone, PartialEq, Eq, Hash)]
enum Who {
    Address(IpAddr),
    Name(String),
}

/// For each the time at which nothing will be left of its failures.
#[derive(Default)]
struct Attempts(HashMap<Who, u64>);

static ATTEMPTS: LazyLock<Mutex<Attempts>> = LazyLock::new(Mutex::default);

/// An attempt that was begun.
pub struct Attempt(Who, Who);

/// Begins an attempt, unless there were too many.
pub fn begin(address: IpAddr, name: &str) -> Option<Attempt> {
    let (address, name) = (Who::Address(network_of(address)), Who::Name(name.to_owned()));
    let now = coarse_milliseconds();
    let mut attempts = ATTEMPTS.lock();
    if !attempts.take(&address, &OF_ADDRESS, now) {
        return None;
    }
    if !attempts.take(&name, &OF_NAME, now) {
        return None;
    }
    Some(Attempt(address, name))
}

impl Attempt {
    /// It was none to be held against anybody.
    pub fn take_back(self) {
        let mut attempts = ATTEMPTS.lock();
        attempts.give_back(&self.0, &OF_ADDRESS);
        attempts.give_back(&self.1, &OF_NAME);
    }
}

/// One network has as many IPv6 addresses as it likes.
fn network_of(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)).into(),
        address => address,
    }
}

impl Attempts {
    fn take(&mut self, who: &Who, limit: &Limit, now: u64) -> bool {
        if self.0.len() >= MOST && !self.0.contains_key(who) {
            self.0.retain(|_, clear| *clear > now);
            if self.0.len() >= MOST {
                return false;
            }
        }
        let clear = self.0.entry(who.clone()).or_insert(now);
        let next = (*clear).max(now) + limit.interval;
        let may = next <= now + limit.burst * limit.interval;
        if may {
            *clear = next;
        }
        may
    }

    fn give_back(&mut self, who: &Who, limit: &Limit) {
        if let Some(clear) = self.0.get_mut(who) {
            *clear = clear.saturating_sub(limit.interval);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn so_many_and_then_one_for_each_interval() {
        let mut attempts = Attempts::default();
        let limit = Limit { burst: 3, interval: 100 };
        let [one, other] = ["one", "other"].map(|name| Who::Name(name.to_owned()));
        assert!((0..3).all(|_| attempts.take(&one, &limit, 1000)));
        assert!(!attempts.take(&one, &limit, 1000) && !attempts.take(&one, &limit, 1099));
        assert!(attempts.take(&other, &limit, 1000));
        assert!(attempts.take(&one, &limit, 1100) && !attempts.take(&one, &limit, 1100));
        attempts.give_back(&one, &limit);
        assert!(attempts.take(&one, &limit, 1100) && !attempts.take(&one, &limit, 1100));
        // Time that has passed is not saved up beyond the burst.
        assert!((0..3).all(|_| attempts.take(&one, &limit, 100_000)) && !attempts.take(&one, &limit, 100_000));
    }

    #[test]
    fn too_many_are_nobody() {
        let mut attempts = Attempts::default();
        let limit = Limit { burst: 3, interval: 100 };
        attempts.0.extend((0..MOST).map(|number| (Who::Name(number.to_string()), 1000)));
        assert!(!attempts.take(&Who::Name("new".to_owned()), &limit, 999));
        assert!(attempts.take(&Who::Name("7".to_owned()), &limit, 999));
        assert!(attempts.take(&Who::Name("new".to_owned()), &limit, 1000) && attempts.0.len() == 2);
    }

    #[test]
    fn addresses_of_a_network_are_one() {
        let network = |text: &str| network_of(text.parse().expect("an address"));
        assert_eq!(network("2001:db8:1:2:3::4"), network("2001:db8:1:2:ffff::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
    }
}
