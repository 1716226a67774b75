//! Notifications within a call whose modules may be pending: OnMapPath and OnReadEntity.
//!
//! The thread of that call waits for them. It need not be the one that drives the request, which may be parked
//! meanwhile, for something of its own; so each of them has what arrives for it.

use super::operations::Direction;
use super::state::{Completed, Pipeline, State, Turn, is_posted};
use super::told;
use crate::abi::iis::*;
use crate::iis::com::hresult;
use smallvec::SmallVec;
use std::collections::VecDeque;

/// Those of a request that modules are told of now.
#[derive(Default)]
pub(super) struct Inners {
    open: SmallVec<[Inner; 1]>,
    last: u32,
}

struct Inner {
    number: u32,
    /// The bits of the operations that were begun in it and are under way.
    operations: u8,
    arrived: VecDeque<Completed>,
}

impl Inners {
    fn open(&mut self) -> u32 {
        self.last = self.last.wrapping_add(1);
        self.open.push(Inner { number: self.last, operations: 0, arrived: VecDeque::new() });
        self.last
    }

    /// What nobody has waited for.
    fn close(&mut self, number: u32) -> VecDeque<Completed> {
        let at = self.open.iter().position(|inner| inner.number == number);
        at.map_or_else(VecDeque::new, |at| self.open.remove(at).arrived)
    }

    fn get(&mut self, number: u32) -> Option<&mut Inner> {
        self.open.iter_mut().find(|inner| inner.number == number)
    }

    /// The one whose module waits for nothing but what somebody says.
    fn waiting_for_a_word(&mut self) -> Option<&mut Inner> {
        self.open.iter_mut().rev().find(|inner| inner.operations == 0)
    }

    pub fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    /// The bits of all operations that are theirs.
    pub fn operations(&self) -> u8 {
        self.open.iter().fold(0, |bits, inner| bits | inner.operations)
    }
}

impl Pipeline {
    /// A module is about to be told; the number names the notification.
    pub(super) fn open_inner(&self) -> u32 {
        self.change().inners.open()
    }

    /// The notification has ended. What has arrived, and its module has not waited for, is the request's; what is
    /// returned is for the caller to drive that one on with.
    pub(super) fn close_inner(&self, number: u32) -> Option<Completed> {
        let mut state = self.state.lock();
        let mut left = state.inners.close(number);
        if self.is_over() {
            // The end of the request waits for this one.
            left.push_back(Completed::Inner);
        }
        if state.turn == Turn::Parked
            && let Some(first) = left.pop_front()
        {
            state.arrived.extend(left);
            return self.hand_over(state, first);
        }
        state.arrived.extend(left);
        None
    }

    /// Waits on the calling thread for what arrives for a notification.
    pub(super) fn wait_in(&self, number: u32) -> Completed {
        let mut state = self.state.lock();
        loop {
            if let Some(completed) = state.inners.get(number).and_then(|inner| inner.arrived.pop_front()) {
                return completed;
            }
            self.arrival.wait(&mut state);
        }
    }

    /// What a module says by PostCompletion or IndicateCompletion, which do not name the notification. A thread that
    /// tells a module of one speaks of that; any other of the innermost one that waits for nothing else, or of the
    /// request. What is returned is for the caller to drive that one on with.
    pub(super) fn say(&self, completed: Completed) -> Result<Option<Completed>, HRESULT> {
        let own = told::inner_of_this_thread(self.address());
        let mut state = self.change();
        let State { inners, arrived, .. } = &mut *state;
        let inner = match own {
            Some(number) => inners.get(number),
            None => inners.waiting_for_a_word(),
        };
        let there = inner.as_ref().map_or(&*arrived, |inner| &inner.arrived);
        if self.has_ended() || (is_posted(&completed) && there.iter().any(is_posted)) {
            return Err(hresult::of(ERROR_INVALID_STATE));
        }
        if let Some(inner) = inner {
            inner.arrived.push_back(completed);
            self.arrival.notify_all();
            return Ok(None);
        }
        Ok(self.hand_over(state, completed))
    }

    /// Begins an operation of the notification that the calling thread tells a module of, or of the request; with whose
    /// it is, or nothing where another one is in its way.
    pub(super) fn begin_operation(&self, direction: Direction, key: usize) -> Option<Option<u32>> {
        let Some(number) = told::inner_of_this_thread(self.address()) else {
            return self.operations.begin(direction, key).then_some(None);
        };
        // Under one lock, so that nobody takes it for the request's.
        let mut state = self.state.lock();
        let begun = self.operations.begin(direction, key);
        if begun && let Some(inner) = state.inners.get(number) {
            inner.operations |= direction.bit();
        }
        begun.then_some(Some(number))
    }

    /// An operation has ended, of which somebody is to be told, or nobody.
    pub(super) fn end_operation(
        &self,
        direction: Direction,
        inner: Option<u32>,
        completed: Option<Completed>,
    ) -> Option<Completed> {
        let Some(number) = inner else {
            self.operations.end(direction);
            return self.arrive(completed?);
        };
        let mut state = self.change();
        self.operations.end(direction);
        match state.inners.get(number) {
            Some(inner) => {
                inner.operations &= !direction.bit();
                inner.arrived.extend(completed);
                self.arrival.notify_all();
                None
            }
            // Its module has not waited for that.
            None => self.hand_over(state, completed?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::operations::Notice;
    use super::super::state::Frame;
    use super::*;
    use crate::iis::com::providers::Ended;
    use crate::iis::event::Event;
    use told::Telling;

    fn posted(bytes: DWORD) -> Completed {
        Completed::Ended(Ended { bytes, status: 0, operation: 0 }, Notice::Module)
    }

    fn say(pipeline: &Pipeline, bytes: DWORD) -> bool {
        // The request is being driven, so nobody has to.
        pipeline.say(posted(bytes)).is_ok_and(|resumes| resumes.is_none())
    }

    fn bytes(completed: Completed) -> DWORD {
        let Completed::Ended(ended, _) = completed else { panic!("something was posted") };
        ended.bytes
    }

    #[test]
    fn each_has_what_is_said_of_it() {
        let pipeline = Pipeline::default();
        let (outer, inner) = (pipeline.open_inner(), pipeline.open_inner());
        {
            let _telling = Telling::new(pipeline.address(), Frame::new(0, Event::MapPath, false), Some(outer));
            assert!(say(&pipeline, 1) && !say(&pipeline, 2), "one at a time");
        }
        assert!(say(&pipeline, 3), "the innermost one");
        assert_eq!((bytes(pipeline.wait_in(outer)), bytes(pipeline.wait_in(inner))), (1, 3));
        {
            let _telling = Telling::new(pipeline.address(), Frame::new(0, Event::MapPath, false), Some(inner));
            assert_eq!(pipeline.begin_operation(Direction::Other, 1), Some(Some(inner)));
        }
        assert!(say(&pipeline, 4), "that one waits for something else");
        assert_eq!(bytes(pipeline.wait_in(outer)), 4);
        assert!(pipeline.close_inner(outer).is_none());
        assert!(say(&pipeline, 5), "now it is the request's");
        assert!(pipeline.end_operation(Direction::Other, Some(inner), Some(posted(6))).is_none());
        assert_eq!(bytes(pipeline.wait_in(inner)), 6);
        assert!(say(&pipeline, 7), "it waits for nothing else any more");
        assert!(pipeline.close_inner(inner).is_none());
        let mut state = pipeline.state.lock();
        let arrived: Vec<_> = state.arrived.drain(..).map(bytes).collect();
        assert_eq!(arrived, [5, 7], "what nobody has waited for is the request's");
        assert!(state.inners.is_empty());
    }
}
