//! An epoll set with a way to wake one of its waiters.

use core::mem::MaybeUninit;
use core::time::Duration;
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd};
use std::time::Instant;

/// What a descriptor is ready for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Readiness(pub u32);

impl Readiness {
    pub const READABLE: Self = Self(libc::EPOLLIN as u32);
    const HANG_UP: u32 = (libc::EPOLLHUP | libc::EPOLLERR) as u32;

    pub fn is_readable(self) -> bool {
        self.0 & (libc::EPOLLIN | libc::EPOLLRDHUP) as u32 != 0 || self.is_broken()
    }

    pub fn is_writable(self) -> bool {
        self.0 & libc::EPOLLOUT as u32 != 0 || self.is_broken()
    }

    /// The peer will send nothing more.
    pub fn is_read_closed(self) -> bool {
        self.0 & libc::EPOLLRDHUP as u32 != 0 || self.is_broken()
    }

    /// Nothing can be sent or received any more.
    pub fn is_broken(self) -> bool {
        self.0 & Self::HANG_UP != 0
    }
}

/// What a wait has brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Polled {
    /// The descriptor with this number is ready.
    Ready(u64, Readiness),
    Woken,
}

pub struct Poller {
    epoll: OwnedFd,
    wake: OwnedFd,
}

const EVERY_CHANGE: i32 = libc::EPOLLIN | libc::EPOLLOUT | libc::EPOLLRDHUP | libc::EPOLLET;

/// The number of the descriptor that wakes.
const WAKE: u64 = u64::MAX;

impl Poller {
    pub fn new() -> io::Result<Self> {
        // SAFETY: the call has no preconditions.
        let epoll = owned(unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) })?;
        // SAFETY: as above.
        let wake = owned(unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) })?;
        let poller = Self { epoll, wake };
        poller.control(libc::EPOLL_CTL_ADD, poller.wake.as_fd(), libc::EPOLLIN | libc::EPOLLET, WAKE)?;
        Ok(poller)
    }

    /// Watches a descriptor for every change of its readiness.
    pub fn add(&self, descriptor: BorrowedFd<'_>, number: u64) -> io::Result<()> {
        self.control(libc::EPOLL_CTL_ADD, descriptor, EVERY_CHANGE, number)
    }

    /// The same for a descriptor that is watched already: what it is ready for is told anew.
    pub fn add_again(&self, descriptor: BorrowedFd<'_>, number: u64) -> io::Result<()> {
        self.control(libc::EPOLL_CTL_MOD, descriptor, EVERY_CHANGE, number)
    }

    /// Watches another set for as long as it has something to tell.
    pub fn add_set(&self, set: &Self, number: u64) -> io::Result<()> {
        self.control(libc::EPOLL_CTL_ADD, set.epoll.as_fd(), libc::EPOLLIN, number)
    }

    pub fn remove(&self, descriptor: BorrowedFd<'_>) {
        // One that is not there was removed already.
        let _ = self.control(libc::EPOLL_CTL_DEL, descriptor, 0, 0);
    }

    pub fn remove_set(&self, set: &Self) {
        self.remove(set.epoll.as_fd());
    }

    /// Waits until the time for descriptors that are ready, or to be woken, and tells of each; so many may come at
    /// once. Whether any did before the time was up.
    pub fn wait<const MOST: usize>(&self, until: Option<Instant>, mut tell: impl FnMut(Polled)) -> bool {
        let mut events = [const { MaybeUninit::<libc::epoll_event>::uninit() }; MOST];
        loop {
            let [set, time] = [self.epoll.as_raw_fd(), milliseconds(until)].map(libc::c_long::from);
            let (events, mask) = (events.as_mut_ptr(), core::ptr::null::<libc::sigset_t>());
            // SAFETY: there is room for so many events, and no mask. Not `epoll_wait`, for what stands at `socket::receive`.
            let count = unsafe { libc::syscall(libc::SYS_epoll_pwait, set, events, MOST, time, mask, 0_usize) };
            for at in 0..usize::try_from(count).unwrap_or(0) {
                // SAFETY: the call has written so many events.
                let event = unsafe { events.add(at).read().assume_init() };
                tell(match event.u64 {
                    WAKE => Polled::Woken,
                    number => Polled::Ready(number, Readiness(event.events)),
                });
            }
            // A signal, or a time too long for one call, ends it early.
            if count > 0 || until.is_some_and(|until| until <= Instant::now()) {
                return count > 0;
            }
        }
    }

    /// Wakes the thread that came last. Where a wake is not seen yet, two are one.
    pub fn wake(&self) {
        let one = 1_u64;
        // SAFETY: eight bytes of this frame. The counter never gets so far that it refuses one.
        unsafe { libc::write(self.wake.as_raw_fd(), (&raw const one).cast(), 8) };
    }

    fn control(&self, operation: libc::c_int, descriptor: BorrowedFd<'_>, events: i32, number: u64) -> io::Result<()> {
        let mut event = libc::epoll_event { events: events as u32, u64: number };
        // SAFETY: both descriptors are open, and the event is of this frame.
        match unsafe { libc::epoll_ctl(self.epoll.as_raw_fd(), operation, descriptor.as_raw_fd(), &raw mut event) } {
            0 => Ok(()),
            _ => Err(io::Error::last_os_error()),
        }
    }
}

fn milliseconds(until: Option<Instant>) -> i32 {
    let Some(until) = until else { return -1 };
    let left = until.saturating_duration_since(Instant::now());
    // Rounded up, so that no wait ends before its time.
    i32::try_from(left.saturating_add(Duration::from_nanos(999_999)).as_millis()).unwrap_or(i32::MAX)
}

fn owned(descriptor: i32) -> io::Result<OwnedFd> {
    if descriptor < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: a new descriptor that nobody else has.
    Ok(unsafe { OwnedFd::from_raw_fd(descriptor) })
}
