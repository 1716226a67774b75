//! The way of a request through its notifications.
//!
//! A request is driven by one thread at a time, which holds no lock while modules run. A module
//! that returns RQ_NOTIFICATION_PENDING parks the request, unless what it waits for has arrived
//! already; whoever brings that later drives on. What arrives while a module runs is kept until
//! it has returned, so completions never run on the stack of the call that started them, and
//! never before the notification has said that it waits. A notification within a call, as OnMapPath,
//! has what arrives for it to itself, and the thread of the call waits.
//!
//! A module that returns something else while an operation of its is under way, or a completion
//! posted, is taken to have returned PENDING: the memory that it lent stays in use until then.

mod inner;
mod operations;
mod plan;
mod state;
mod steps;
mod told;
mod walk;

pub use operations::{Direction, Notice, OwnWait, Started, Ticket, start};
pub use plan::Plan;
pub use state::{Pipeline, Statistics};

use super::com::fault::Driven;
use super::com::foreign::CustomProvider;
use super::com::object::Provider;
use super::com::providers::{Ended, completion_info};
use super::context::Context;
use super::event::{Event, Status};
use crate::abi::iis::*;
use crate::win32::current;
use state::{Completed, Frame, Next};
use std::sync::Arc;
use told::Telling;
use walk::Task;

/// Drives a new request, on a thread of the pool.
pub fn begin(context: &Arc<Context>) {
    context.count_url();
    // The configuration is the one of the URL that it begins with.
    context.configuration();
    context.response.apply_defaults();
    context.worker.pre_begin(context);
    drive(context, None);
}

/// Drives a child request, on the thread of its parent's module.
pub fn begin_child(context: &Arc<Context>) {
    drive(context, None);
}

/// Drives a request that was parked on, with what has arrived for it.
fn resume(context: &Arc<Context>, completed: Completed) {
    let status = deliver(context, completed, None);
    drive(context, Some(status));
}

/// Drives a request until it has ended or is parked. `last` is what a module has returned.
fn drive(context: &Arc<Context>, mut last: Option<Status>) {
    let (pipeline, plan) = (&context.pipeline, context.application.plan());
    let _driven = Driven::new(context.request.method(), context.request.raw_url());
    loop {
        let task = match pipeline.next(last, plan, context) {
            Next::Task(task) => task,
            Next::Nested(status) => {
                last = go_on_nested(context, status);
                continue;
            }
            Next::Wait => match pipeline.park(context) {
                Some(completed) => {
                    last = Some(deliver(context, completed, None));
                    continue;
                }
                None => return,
            },
        };
        last = Some(match task {
            Task::Notify(frame) => call(context, frame, context.providers.of(frame.event, frame.post)),
            Task::Before(event) => steps::before(context, event),
            Task::After(event) => steps::after(context, event),
            Task::Send => steps::send(context),
            // What is under way still is told of before the instances go.
            Task::End if steps::cancel_operations(context) => Status::Pending,
            Task::End => return end(context),
        });
    }
}

/// A notification of a custom event that was pending has ended: the next modules are told, and at
/// last the module that raised the event. `None` where the step itself goes on.
fn go_on_nested(context: &Arc<Context>, status: Status) -> Option<Status> {
    let (frame, provider) = context.pipeline.next_nested(&context.application, status)?;
    Some(match provider {
        Some(provider) => {
            context.pipeline.enter(frame);
            call(context, frame, provider.into())
        }
        None => go_on(context, frame, Ended { bytes: 0, status: 0, operation: 0 }),
    })
}

/// Tells the module of a frame, which is the current one.
fn call(context: &Arc<Context>, frame: Frame, provider: Provider) -> Status {
    context.call(frame.module, frame.event, frame.post, provider)
}

/// OnAsyncCompletion of a module that becomes the current one again.
fn go_on(context: &Arc<Context>, frame: Frame, ended: Ended) -> Status {
    context.pipeline.enter(frame);
    complete(context, frame, ended)
}

/// OnAsyncCompletion of the module of a frame.
fn complete(context: &Arc<Context>, frame: Frame, ended: Ended) -> Status {
    let info = completion_info(ended);
    let provider = context.pipeline.provider(context, frame);
    context.complete(frame.module, frame.event, frame.post, provider, &info)
}

/// What has arrived becomes a status: by the module that waits, or by itself. `told` is the frame that waits where
/// that is not where the request stands.
fn deliver(context: &Arc<Context>, completed: Completed, told: Option<Frame>) -> Status {
    let completed = match completed {
        // What was read is shown to OnReadEntity before anybody gets it.
        Completed::Ended(ended, notice) if ended.operation == Direction::Read as DWORD => {
            Completed::Ended(context.request.finish_read(context, ended), notice)
        }
        completed => completed,
    };
    match completed {
        Completed::Indicated(status) => status,
        Completed::Own | Completed::Inner => Status::Continue,
        Completed::Ended(ended, Notice::Module) => match (told, context.pipeline.waiting()) {
            (Some(frame), _) => complete(context, frame, ended),
            (None, Some(frame)) => go_on(context, frame, ended),
            (None, None) => Status::Continue,
        },
        Completed::Ended(ended, Notice::Callback(callback)) => {
            callback.call(&context.current_module(), &context.interface, &completion_info(ended))
        }
    }
}

/// Drives a request on, with what has arrived for it, on a thread of the pool.
fn resume_soon(context: &Arc<Context>, completed: Completed) {
    let context = context.clone();
    let pool = context.worker.pool().clone();
    pool.run_soon(move || {
        let leaves = context.worker.leaving(&context.application);
        resume(&context, completed);
        drop(context);
        drop(leaves);
    });
}

/// IndicateCompletion: the calling thread drives the request on where it is parked.
pub fn indicate(context: &Arc<Context>, status: Status) {
    if status == Status::Pending {
        return;
    }
    if let Ok(Some(completed)) = context.pipeline.say(Completed::Indicated(status)) {
        resume(context, completed);
    }
}

/// PostCompletion: OnAsyncCompletion of the module that waits, on another thread. One at a time.
pub fn post(context: &Arc<Context>, bytes: DWORD) -> Result<(), HRESULT> {
    let posted = Completed::Ended(Ended { bytes, status: 0, operation: 0 }, Notice::Module);
    if let Some(completed) = context.pipeline.say(posted)? {
        resume_soon(context, completed);
    }
    Ok(())
}

/// A notification within a call, as long as it is there.
struct Within<'a> {
    context: &'a Arc<Context>,
    number: u32,
}

impl<'a> Within<'a> {
    fn new(context: &'a Arc<Context>) -> Self {
        Self { context, number: context.pipeline.open_inner() }
    }
}

impl Drop for Within<'_> {
    fn drop(&mut self) {
        if let Some(completed) = self.context.pipeline.close_inner(self.number) {
            resume_soon(self.context, completed);
        }
    }
}

/// Tells the modules of a notification that is no step, one after the other.
///
/// FINISH_REQUEST ends the notification. A module that is pending holds up the calling thread.
pub fn raise(context: &Arc<Context>, event: Event, provider: Provider) -> Status {
    raise_from(context, event, provider, 0)
}

/// The place in the order of the first module that such a notification concerns as things are now.
pub fn first_concerned(context: &Context, event: Event) -> Option<usize> {
    let order = context.application.order().told(event, false);
    order.iter().position(|module| is_told(context, *module, event))
}

fn is_told(context: &Context, module: u16, event: Event) -> bool {
    !context.is_disabled(module, event, false) && context.is_concerned(module, event)
}

/// The same as `raise` for modules from a place of the order on.
pub fn raise_from(context: &Arc<Context>, event: Event, provider: Provider, first: usize) -> Status {
    for &module in &context.application.order().told(event, false)[first..] {
        if !is_told(context, module, event) {
            continue;
        }
        let frame = Frame::new(module, event, false);
        // A module that lets a send wait has nothing that could end it.
        let within = (event != Event::SendResponse).then(|| Within::new(context));
        let number = within.as_ref().map(|within| within.number);
        let _telling = Telling::new(context.pipeline.address(), frame, number);
        let mut status = call(context, frame, provider);
        while status == Status::Pending
            && let Some(number) = number
        {
            let completed = current::blocked(|| context.pipeline.wait_in(number));
            status = deliver(context, completed, Some(frame));
        }
        if status == Status::Finish {
            return status;
        }
    }
    Status::Continue
}

/// NotifyCustomNotification: whether a module is pending, after which the one that raised the
/// event has its OnAsyncCompletion called.
pub fn raise_custom(context: &Arc<Context>, provider: CustomProvider) -> bool {
    let Some(outer) = context.pipeline.current() else { return false };
    let order = context.application.order().told(Event::CustomNotification, false);
    let mut next = 0;
    while let Some(&module) = order.get(next) {
        next += 1;
        if context.is_disabled(module, Event::CustomNotification, false) {
            continue;
        }
        let frame = Frame::new(module, Event::CustomNotification, false);
        let _telling = Telling::new(context.pipeline.address(), frame, None);
        match call(context, frame, provider.into()) {
            Status::Continue => {}
            Status::Finish => break,
            Status::Pending => {
                context.pipeline.nest(frame, outer, provider, next);
                return true;
            }
        }
    }
    false
}

/// The last module was told, and the response is with the client.
fn end(context: &Arc<Context>) {
    context.pipeline.end();
    context.end();
}
