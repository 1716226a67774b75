//! The application of a request, with the instances of its modules. A child request whose URL is another
//! application's of the site moves there before it runs.

use super::application::Application;
use super::com::foreign::{Instance, Slot};
use smallvec::SmallVec;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

pub struct Home {
    first: Stay,
    moved: OnceLock<Box<Stay>>,
}

struct Stay {
    application: Arc<Application>,
    /// Of each module in the application's list.
    instances: SmallVec<[Slot<Instance>; 16]>,
}

impl Stay {
    fn new(application: Arc<Application>) -> Self {
        let instances = application.modules().iter().map(|_| Slot::default()).collect();
        Self { application, instances }
    }
}

impl Home {
    pub fn new(application: Arc<Application>) -> Self {
        Self { first: Stay::new(application), moved: OnceLock::new() }
    }

    /// Once, before any module is told.
    pub fn move_to(&self, application: Arc<Application>) {
        let _ = self.moved.set(Box::new(Stay::new(application)));
    }

    fn stay(&self) -> &Stay {
        self.moved.get().map_or(&self.first, |moved| moved)
    }

    /// The instances of the modules, in the order of the application's list.
    pub fn instances(&self) -> &[Slot<Instance>] {
        &self.stay().instances
    }
}

impl Deref for Home {
    type Target = Arc<Application>;

    fn deref(&self) -> &Arc<Application> {
        &self.stay().application
    }
}
