//! Of which notification that is no step the calling thread tells a module.
//!
//! Such a notification runs inside the call that has caused it, on whatever thread that is. It says nothing of where
//! the request stands, which another thread may drive on meanwhile, with what has arrived for it.

use super::state::Frame;
use std::cell::RefCell;

thread_local! {
    /// The innermost one last, each with the address of the pipeline whose it is, and its number there if it may be
    /// pending.
    static TOLD: RefCell<Vec<(usize, Frame, Option<u32>)>> = const { RefCell::new(Vec::new()) };
}

/// A module is told as long as this is there.
pub(super) struct Telling(());

impl Telling {
    pub fn new(pipeline: usize, frame: Frame, inner: Option<u32>) -> Self {
        TOLD.with_borrow_mut(|told| told.push((pipeline, frame, inner)));
        Self(())
    }
}

impl Drop for Telling {
    fn drop(&mut self) {
        TOLD.with_borrow_mut(|told| told.pop());
    }
}

/// What this thread tells a module of a request.
pub(super) fn by_this_thread(pipeline: usize) -> Option<Frame> {
    TOLD.with_borrow(|told| told.iter().rev().find(|(of, ..)| *of == pipeline).map(|(_, frame, _)| *frame))
}

/// The number of the innermost one of a request that may be pending.
pub(super) fn inner_of_this_thread(pipeline: usize) -> Option<u32> {
    TOLD.with_borrow(|told| told.iter().rev().filter(|(of, ..)| *of == pipeline).find_map(|(.., inner)| *inner))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::iis::event::Event;

    #[test]
    fn each_thread_knows_its_own() {
        let (outer, inner) = (Frame::new(1, Event::MapPath, false), Frame::new(2, Event::SendResponse, false));
        let telling = Telling::new(10, outer, Some(7));
        let within = Telling::new(20, inner, None);
        assert_eq!((by_this_thread(10), by_this_thread(20)), (Some(outer), Some(inner)));
        let again = Telling::new(10, inner, None);
        assert_eq!(by_this_thread(10), Some(inner));
        assert_eq!((inner_of_this_thread(10), inner_of_this_thread(20)), (Some(7), None));
        std::thread::spawn(|| assert_eq!(by_this_thread(10), None)).join().unwrap();
        drop((again, within));
        assert_eq!((by_this_thread(10), by_this_thread(20)), (Some(outer), None));
        drop(telling);
        assert_eq!(by_this_thread(10), None);
    }
}
