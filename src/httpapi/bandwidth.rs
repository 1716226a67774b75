//! How fast a session and a URL group send: HttpQosSettingTypeBandwidth and …FlowRate.
//!
//! All connections of a group share its buckets, those of all groups of a session the session's. A
//! connection has those of the group of its last request.

use super::settings::{ABSENT, INVALID, flags};
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::net::throttle::{Bucket, Throttle};
use crate::win32::error::Win32Error;
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Where nobody says how much may come at once: what comes in a quarter of a second.
const PARTS: u32 = 4;

#[derive(Default)]
pub struct Bandwidth {
    /// There is or was a limit.
    is_used: AtomicBool,
    limits: Mutex<Limits>,
}

#[derive(Default)]
struct Limits {
    bandwidth: Option<(ULONG, Arc<Bucket>)>,
    flow: Option<(HTTP_FLOWRATE_INFO, [Arc<Bucket>; 2])>,
}

/// Counts changes of any limits, so that what was made of them can be kept until the next one.
static CHANGES: AtomicU64 = AtomicU64::new(1);

fn bucket(rate: ULONG, burst: ULONG) -> Arc<Bucket> {
    let usual = (rate / PARTS).max(HTTP_MIN_ALLOWED_BANDWIDTH_THROTTLING_RATE);
    Arc::new(Bucket::new(rate, if burst == 0 { usual } else { burst }))
}

/// A rate in bytes per second, or none.
fn check(rate: ULONG) -> Result<(), Win32Error> {
    if rate < HTTP_MIN_ALLOWED_BANDWIDTH_THROTTLING_RATE { Err(INVALID) } else { Ok(()) }
}

/// The bucket of one response; none for what is no limit.
pub fn of_response(info: &HTTP_BANDWIDTH_LIMIT_INFO) -> Result<Option<Arc<Bucket>>, Win32Error> {
    if !info.Flags.present() || info.MaxBandwidth == HTTP_LIMIT_INFINITE {
        return Ok(None);
    }
    check(info.MaxBandwidth)?;
    Ok(Some(bucket(info.MaxBandwidth, 0)))
}

impl Bandwidth {
    pub fn set(&self, info: &HTTP_BANDWIDTH_LIMIT_INFO) -> Result<(), Win32Error> {
        let rate = info.MaxBandwidth;
        let present = info.Flags.present();
        if present {
            check(rate)?;
        }
        self.limits.lock().bandwidth = present.then(|| (rate, bucket(rate, 0)));
        self.changed();
        Ok(())
    }

    pub fn set_flow(&self, info: &HTTP_FLOWRATE_INFO) -> Result<(), Win32Error> {
        let present = info.Flags.present();
        if present {
            check(info.MaxBandwidth)?;
            check(info.MaxPeakBandwidth)?;
            if info.MaxPeakBandwidth < info.MaxBandwidth {
                return Err(INVALID);
            }
        }
        let buckets = || [bucket(info.MaxBandwidth, info.BurstSize), bucket(info.MaxPeakBandwidth, 0)];
        self.limits.lock().flow = present.then(|| (*info, buckets()));
        self.changed();
        Ok(())
    }

    fn changed(&self) {
        self.is_used.store(true, Ordering::Relaxed);
        CHANGES.fetch_add(1, Ordering::Release);
    }

    pub fn query(&self) -> HTTP_BANDWIDTH_LIMIT_INFO {
        let limits = self.limits.lock();
        HTTP_BANDWIDTH_LIMIT_INFO {
            Flags: flags(limits.bandwidth.is_some()),
            MaxBandwidth: limits.bandwidth.as_ref().map_or(HTTP_LIMIT_INFINITE, |(rate, _)| *rate),
        }
    }

    pub fn query_flow(&self) -> HTTP_FLOWRATE_INFO {
        let absent = HTTP_FLOWRATE_INFO {
            Flags: ABSENT,
            MaxBandwidth: HTTP_LIMIT_INFINITE,
            MaxPeakBandwidth: HTTP_LIMIT_INFINITE,
            BurstSize: 0,
        };
        self.limits.lock().flow.as_ref().map_or(absent, |(info, _)| *info)
    }

    fn is_used(&self) -> bool {
        self.is_used.load(Ordering::Relaxed)
    }

    /// The buckets of what has a limit at all.
    fn buckets(&self) -> Vec<Arc<Bucket>> {
        let limits = self.limits.lock();
        let bandwidth = limits.bandwidth.iter().filter(|(rate, _)| *rate != HTTP_LIMIT_INFINITE);
        let flow = limits.flow.iter().flat_map(|(info, [usual, peak])| {
            [(info.MaxBandwidth, usual), (info.MaxPeakBandwidth, peak)]
                .into_iter()
                .filter(|(rate, _)| *rate != HTTP_LIMIT_INFINITE)
                .map(|(_, bucket)| bucket)
        });
        bandwidth.map(|(_, bucket)| bucket).chain(flow).cloned().collect()
    }
}

/// What holds for the connections of one group, made anew after a change.
#[derive(Default)]
pub struct Kept(Mutex<(u64, Option<Arc<Throttle>>)>);

impl Kept {
    pub fn get(&self, group: &Bandwidth, session: Option<&Bandwidth>) -> Option<Arc<Throttle>> {
        if !group.is_used() && !session.is_some_and(Bandwidth::is_used) {
            return None;
        }
        let mut kept = self.0.lock();
        let changes = CHANGES.load(Ordering::Acquire);
        if kept.0 != changes {
            let mut buckets = group.buckets();
            buckets.extend(session.into_iter().flat_map(Bandwidth::buckets));
            *kept = (changes, (!buckets.is_empty()).then(|| Arc::new(Throttle::new(buckets))));
        }
        kept.1.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn limit(rate: ULONG) -> HTTP_BANDWIDTH_LIMIT_INFO {
        HTTP_BANDWIDTH_LIMIT_INFO { Flags: HTTP_PROPERTY_FLAGS::PRESENT, MaxBandwidth: rate }
    }

    #[test]
    fn limits_of_both_levels_hold_together() {
        let (group, session) = (Bandwidth::default(), Bandwidth::default());
        let kept = Kept::default();
        assert!(kept.get(&group, Some(&session)).is_none());
        session.set(&limit(4096)).unwrap();
        let flow = HTTP_FLOWRATE_INFO {
            Flags: HTTP_PROPERTY_FLAGS::PRESENT,
            MaxBandwidth: 2048,
            MaxPeakBandwidth: HTTP_LIMIT_INFINITE,
            BurstSize: 100,
        };
        group.set_flow(&flow).unwrap();
        assert_eq!((group.buckets().len(), session.buckets().len()), (1, 1));
        let first = kept.get(&group, Some(&session)).expect("a limit");
        let again = kept.get(&group, Some(&session)).expect("a limit");
        assert!(Arc::ptr_eq(&first, &again));
        group.set_flow(&HTTP_FLOWRATE_INFO { Flags: ABSENT, ..flow }).unwrap();
        session.set(&limit(HTTP_LIMIT_INFINITE)).unwrap();
        assert!(kept.get(&group, Some(&session)).is_none());
        assert!(group.set(&limit(1023)).is_err());
        assert_eq!(
            (session.query().MaxBandwidth, group.query().MaxBandwidth),
            (HTTP_LIMIT_INFINITE, HTTP_LIMIT_INFINITE)
        );
        assert!(session.query().Flags.present() && !group.query().Flags.present());
    }
}
