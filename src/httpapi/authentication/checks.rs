//! Checks of credentials: limited, and on threads of their own where they take long.

use super::attempts::{self, Attempt};
use super::basic::Credentials;
use super::verifier::{self, Verdict};
use crate::win32::pool::Pool;
use parking_lot::Mutex;
use std::net::IpAddr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::thread::available_parallelism;

/// More than so many do not wait for their check.
const MOST: usize = 256;

/// Half of the processors is left for the requests of others.
static POOL: LazyLock<Arc<Pool>> = LazyLock::new(|| {
    let pool = Pool::new();
    pool.set_maximum(available_parallelism().map_or(1, |count| (count.get() / 2).max(1)) as u32);
    Arc::new(pool)
});

static WAITING: AtomicUsize = AtomicUsize::new(0);

/// Checks credentials that came from an address; `then` is told on this thread or another one.
pub(super) fn begin(credentials: Credentials, peer: IpAddr, then: impl FnOnce(Verdict) + Send + 'static) {
    if let Some(verdict) = at_once(&credentials) {
        return then(verdict);
    }
    // Before it waits, so that one client's do not fill the queue.
    let Some(attempt) = attempts::begin(peer, credentials.user()) else { return then(Verdict::Denied) };
    let counted = Counted::new();
    if counted.0 >= MOST {
        attempt.take_back();
        return then(Verdict::Unavailable);
    }
    // It is kept here, too: there may be no thread.
    let then = Arc::new(Mutex::new(Some(then)));
    let for_thread = then.clone();
    let check = move || {
        let verdict = verify(&credentials, attempt);
        drop(counted);
        tell(&for_thread, verdict);
    };
    if POOL.run(check).is_err() {
        tell(&then, Verdict::Unavailable);
    }
}

/// Tells whoever waits for it.
fn tell<F: FnOnce(Verdict)>(then: &Mutex<Option<F>>, verdict: Verdict) {
    // Without the lock: it may take long.
    let then = then.lock().take();
    if let Some(then) = then {
        then(verdict);
    }
}

/// Checks credentials that came from an address. It may take long.
pub fn check(credentials: &Credentials, peer: IpAddr) -> Verdict {
    at_once(credentials).unwrap_or_else(|| match attempts::begin(peer, credentials.user()) {
        Some(attempt) => verify(credentials, attempt),
        None => Verdict::Denied,
    })
}

fn at_once(credentials: &Credentials) -> Option<Verdict> {
    if !credentials.are_plausible() {
        return Some(Verdict::Denied);
    }
    verifier::current().recall(credentials)
}

fn verify(credentials: &Credentials, attempt: Attempt) -> Verdict {
    let verifier = verifier::current();
    // The same may have been found meanwhile.
    let check = || verifier.recall(credentials).unwrap_or_else(|| verifier.verify(credentials));
    let verdict = catch_unwind(AssertUnwindSafe(check)).unwrap_or(Verdict::Unavailable);
    if verdict != Verdict::Denied {
        attempt.take_back();
    }
    verdict
}

/// One that waits, and how many did before it.
struct Counted(usize);

impl Counted {
    fn new() -> Self {
        Self(WAITING.fetch_add(1, Ordering::Relaxed))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        WAITING.fetch_sub(1, Ordering::Relaxed);
    }
}
