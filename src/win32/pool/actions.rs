//! What a callback asks to be done when it has returned.

use crate::win32::critical_section::CriticalSection;
use crate::win32::current;
use crate::win32::event::Event;
use crate::win32::loader;
use crate::win32::mutex::Mutex;
use crate::win32::semaphore::Semaphore;
use std::sync::Arc;

/// One of each kind; another request of the kind takes the place of the first.
#[derive(Default)]
pub struct Actions {
    critical_section: Option<Section>,
    mutex: Option<Arc<Mutex>>,
    semaphore: Option<(Arc<Semaphore>, i32)>,
    event: Option<Arc<Event>>,
    /// 0 is none.
    module: usize,
}

struct Section(*const CriticalSection);

impl Actions {
    /// Leaves a critical section that the callback has entered.
    ///
    /// # Safety
    /// It stays until the callback has ended.
    pub unsafe fn leave(&mut self, section: *const CriticalSection) {
        self.critical_section = Some(Section(section));
    }

    pub fn release_mutex(&mut self, mutex: Arc<Mutex>) {
        self.mutex = Some(mutex);
    }

    pub fn release_semaphore(&mut self, semaphore: Arc<Semaphore>, count: i32) {
        self.semaphore = Some((semaphore, count));
    }

    pub fn set_event(&mut self, event: Arc<Event>) {
        self.event = Some(event);
    }

    pub fn free_library(&mut self, module: usize) {
        self.module = module;
    }

    /// Does them, on the callback's thread. There is nobody to tell of those that fail.
    pub(super) fn perform(self) {
        if let Some(Section(section)) = self.critical_section {
            // SAFETY: by the contract of `leave` it is still there.
            unsafe { &*section }.leave();
        }
        if let Some(mutex) = self.mutex {
            let _ = mutex.release(current::id());
        }
        if let Some((semaphore, count)) = self.semaphore {
            let _ = semaphore.release(count);
        }
        if let Some(event) = self.event {
            event.set();
        }
        if self.module != 0 {
            let _ = loader::free(self.module);
        }
    }
}
