//! Child requests: clones of a request that go through the pipeline within it.
//!
//! A clone belongs to its parent, which keeps it until ReleaseClonedContext or its own end, and the
//! clone keeps the parent, whose texts it shares. It runs in the application of its URL.

use super::com::foreign::User;
use super::com::hresult;
use super::context::Context;
use super::pipeline::{self, Direction, Notice, Ticket};
use super::preload::End;
use super::site::NoApplication;
use crate::abi::iis::*;
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Children have children up to this depth.
const DEEPEST: u32 = 10;

const CLONE_FLAGS: DWORD = CLONE_FLAG_BASICS
    | CLONE_FLAG_HEADERS
    | CLONE_FLAG_ENTITY
    | CLONE_FLAG_NO_PRECONDITION
    | CLONE_FLAG_NO_DAV
    | CLONE_FLAG_USER_CACHE_VARY_BY
    | CLONE_FLAG_SERVER_VARIABLE;

const EXECUTE_FLAGS: DWORD = EXECUTE_FLAG_NO_HEADERS
    | EXECUTE_FLAG_IGNORE_CURRENT_INTERCEPTOR
    | EXECUTE_FLAG_IGNORE_APPPOOL
    | EXECUTE_FLAG_DISABLE_CUSTOM_ERROR
    | EXECUTE_FLAG_SAME_URL
    | EXECUTE_FLAG_BUFFER_RESPONSE
    | EXECUTE_FLAG_HTTP_CACHE_ELIGIBLE;

/// What CLONE_FLAG_NO_PRECONDITION leaves out: RFC 9110's conditions, and the ranges that go with them.
const CONDITIONS: &[&[u8]] =
    &[b"If-Match", b"If-Modified-Since", b"If-None-Match", b"If-Range", b"If-Unmodified-Since", b"Range"];

/// What CLONE_FLAG_NO_DAV leaves out: RFC 4918's headers of requests, and Windows' own.
const DAV: &[&[u8]] = &[b"DAV", b"Depth", b"Destination", b"If", b"Lock-Token", b"Overwrite", b"Timeout", b"Translate"];

/// What a clone is beyond a request.
pub struct Child {
    pub parent: Arc<Context>,
    depth: u32,
    /// It has the body, of which it reads what its parent has not.
    pub has_body: bool,
    flags: AtomicU32,
    phase: Mutex<Phase>,
}

/// How far a clone has come.
#[derive(Default)]
enum Phase {
    #[default]
    New,
    Runs,
    /// Its end is told by this.
    Awaited(Ticket),
    /// A thread waits for it.
    WaitedFor(Arc<End>),
    Ended,
}

/// How ExecuteRequest has gone.
pub enum Executed {
    Ended,
    Pending,
}

impl Child {
    /// EXECUTE_FLAG_…
    pub fn flags(&self) -> DWORD {
        self.flags.load(Ordering::Relaxed)
    }

    pub fn has(&self, flag: DWORD) -> bool {
        self.flags() & flag != 0
    }

    /// The clone's pipeline has ended.
    pub fn ended(&self) {
        let before = std::mem::replace(&mut *self.phase.lock(), Phase::Ended);
        match before {
            Phase::Awaited(ticket) => ticket.complete(0, hresult::S_OK),
            Phase::WaitedFor(end) => end.come(),
            Phase::New | Phase::Runs | Phase::Ended => {}
        }
    }
}

/// CloneContext.
pub fn clone(parent: &Arc<Context>, flags: DWORD) -> Result<Arc<Context>, HRESULT> {
    if flags & !CLONE_FLAGS != 0 {
        return Err(hresult::of(ERROR_INVALID_PARAMETER));
    }
    let depth = parent.child().map_or(0, |child| child.depth) + 1;
    let has_body = flags & CLONE_FLAG_ENTITY != 0;
    let child = Child { parent: parent.clone(), depth, has_body, flags: AtomicU32::new(0), phase: Mutex::default() };
    let clone = Context::new_child(parent, child);
    clone.request.imitate(&parent.request, flags & CLONE_FLAG_HEADERS != 0);
    let left_out = [(CLONE_FLAG_NO_PRECONDITION, CONDITIONS), (CLONE_FLAG_NO_DAV, DAV)];
    for (_, names) in left_out.iter().filter(|(flag, _)| flags & flag != 0) {
        for name in *names {
            clone.request.delete_header(name);
        }
    }
    if !has_body {
        clone.request.leave_body();
    }
    if flags & CLONE_FLAG_SERVER_VARIABLE != 0 {
        clone.variables.imitate(&parent.variables);
    }
    parent.children.lock().push(clone.clone());
    Ok(clone)
}

/// ReleaseClonedContext: false where the parent does not know the clone any more.
pub fn release(clone: &Context) -> bool {
    let Some(child) = clone.child() else { return false };
    // One that still runs is there until it has ended.
    let mut children = child.parent.children.lock();
    let at = children.iter().position(|other| std::ptr::eq(Arc::as_ptr(other), clone));
    let released = at.map(|at| children.remove(at));
    drop(children);
    released.is_some()
}

/// ExecuteRequest: the clone runs on the calling thread as far as it comes.
pub fn execute(
    parent: &Arc<Context>,
    clone: *const IHttpContext,
    flags: DWORD,
    user: Option<User>,
    always_told: bool,
) -> Result<Executed, HRESULT> {
    let not_supported = hresult::of(ERROR_NOT_SUPPORTED);
    let clone = {
        let children = parent.children.lock();
        children.iter().find(|child| std::ptr::eq(child.interface.as_interface(), clone)).cloned()
    };
    let Some(clone) = clone else { return Err(not_supported) };
    let Some(child) = clone.child() else { return Err(not_supported) };
    if child.depth > DEEPEST {
        return Err(hresult::of(ERROR_STACK_OVERFLOW));
    }
    if flags & !EXECUTE_FLAGS != 0 {
        return Err(hresult::of(ERROR_INVALID_PARAMETER));
    }
    let ticket = Ticket::begin(parent, Direction::Other, Notice::Module)?;
    {
        let mut phase = child.phase.lock();
        if !matches!(*phase, Phase::New) {
            drop(phase);
            ticket.forget();
            return Err(not_supported);
        }
        *phase = Phase::Runs;
    }
    child.flags.store(flags, Ordering::Relaxed);
    if let Err(error) = settle_application(&clone) {
        *child.phase.lock() = Phase::Ended;
        ticket.forget();
        return Err(error);
    }
    if let Some(user) = user {
        clone.set_user(user.reference());
        clone.pipeline.skip_authentication();
    }
    pipeline::begin_child(&clone);
    let mut phase = child.phase.lock();
    if matches!(*phase, Phase::Ended) {
        drop(phase);
        if always_told {
            ticket.complete(0, hresult::S_OK);
            return Ok(Executed::Pending);
        }
        ticket.forget();
        return Ok(Executed::Ended);
    }
    *phase = Phase::Awaited(ticket);
    Ok(Executed::Pending)
}

/// A clone whose URL is another application's of the site moves there, which may start it.
fn settle_application(clone: &Arc<Context>) -> Result<(), HRESULT> {
    let path = clone.url_path();
    let wanted = &clone.application.settings().root_of(&path).application.path;
    if **wanted == *clone.application.path() {
        return Ok(());
    }
    // A site that is gone from the configuration has what the parent has.
    let Some(site) = clone.worker.site(clone.application.site_id()) else { return Ok(()) };
    match site.application(&clone.worker, &path) {
        Ok(application) => {
            clone.move_to(application);
            Ok(())
        }
        Err(NoApplication::Closed) => Err(hresult::of(ERROR_INVALID_STATE)),
        Err(NoApplication::Failed(error)) => {
            clone.worker.tell(&error.to_string());
            Err(hresult::of(ERROR_INVALID_DATA))
        }
    }
}

/// Runs a new clone to its end, for a part of the host's own that cannot wait otherwise: the calling thread
/// is held up.
pub fn execute_and_wait(clone: &Arc<Context>, flags: DWORD) -> Result<(), HRESULT> {
    let Some(child) = clone.child() else { return Err(hresult::of(ERROR_NOT_SUPPORTED)) };
    if child.depth > DEEPEST {
        return Err(hresult::of(ERROR_STACK_OVERFLOW));
    }
    settle_application(clone)?;
    *child.phase.lock() = Phase::Runs;
    child.flags.store(flags, Ordering::Relaxed);
    if let Some(user) = child.parent.user() {
        clone.set_user(user.reference());
        clone.pipeline.skip_authentication();
    }
    pipeline::begin_child(clone);
    let end = Arc::<End>::default();
    {
        let mut phase = child.phase.lock();
        if matches!(*phase, Phase::Ended) {
            return Ok(());
        }
        *phase = Phase::WaitedFor(end.clone());
    }
    end.wait();
    Ok(())
}
