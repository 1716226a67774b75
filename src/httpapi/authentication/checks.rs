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

#[cfg(test)]
mod tests {
    use super::super::verifier::{Verifier, set_verifier};
    use super::*;
    use crate::win32::token::Token;
    use std::sync::mpsc;

    /// Knows a name, lets everybody in whose password is the name, and counts.
    #[derive(Default)]
    struct Fake(AtomicUsize);

    impl Verifier for Fake {
        fn recall(&self, credentials: &Credentials) -> Option<Verdict> {
            (credentials.user() == "known").then(|| accepted(credentials))
        }

        fn verify(&self, credentials: &Credentials) -> Verdict {
            self.0.fetch_add(1, Ordering::Relaxed);
            assert_ne!(credentials.user(), "bad luck");
            if credentials.user().as_bytes() == credentials.password() {
                accepted(credentials)
            } else {
                Verdict::Denied
            }
        }
    }

    fn accepted(credentials: &Credentials) -> Verdict {
        Verdict::Accepted(Arc::new(Token::new(credentials.user())))
    }

    #[test]
    fn another_verifier() {
        let fake = Arc::new(Fake::default());
        set_verifier(Some(fake.clone()));
        let peer = IpAddr::from([192, 0, 2, 1]);
        let ask = |user: &str, password: &str| check(&Credentials::new(user, password), peer);
        let asked = || fake.0.load(Ordering::Relaxed);

        assert_eq!(ask("known", "anything"), accepted(&Credentials::new("known", "")));
        assert_eq!(ask("", ""), Verdict::Denied);
        assert_eq!(asked(), 0);
        // Those that succeed, or of which nobody can tell, are not held against anybody.
        for _ in 0..40 {
            assert_eq!(ask("ann", "ann"), accepted(&Credentials::new("ann", "")));
            assert_eq!(ask("bad luck", "x"), Verdict::Unavailable);
        }
        let before = asked();
        (0..10).for_each(|_| assert_eq!(ask("bob", "x"), Verdict::Denied));
        assert_eq!(asked(), before + 10);
        assert_eq!(ask("bob", "bob"), Verdict::Denied);
        assert_eq!(asked(), before + 10, "nobody is asked after too many");

        // On another thread, where it takes long.
        let (tell, told) = mpsc::channel();
        for (user, password) in [("carl", "carl"), ("carl", "x"), ("known", "x")] {
            let tell = tell.clone();
            let here = std::thread::current().id();
            begin(Credentials::new(user, password), peer, move |verdict| {
                tell.send((verdict, std::thread::current().id() == here)).expect("somebody listens");
            });
            let (verdict, at_once) = told.recv().expect("a verdict");
            assert_eq!((verdict != Verdict::Denied, at_once), (password != "x" || user == "known", user == "known"));
        }
        set_verifier(None);
    }
}
