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
    /// Of each module in the application's list that is not built in.
    instances: SmallVec<[Slot<Instance>; 4]>,
}

impl Stay {
    fn new(application: Arc<Application>) -> Self {
        let instances = application.with_instances().iter().map(|_| Slot::default()).collect();
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

    /// The instances of the modules, each with the module's place in the application's list.
    pub fn instances(&self) -> impl Iterator<Item = (u16, &Slot<Instance>)> {
        let Stay { application, instances } = self.stay();
        application.with_instances().iter().copied().zip(instances)
    }

    /// The instance of the module at a place of the list; none of one that is built in.
    pub fn instance(&self, at: u16) -> Option<&Slot<Instance>> {
        self.instances().find(|(place, _)| *place == at).map(|(_, instance)| instance)
    }
}

impl Deref for Home {
    type Target = Arc<Application>;

    fn deref(&self) -> &Arc<Application> {
        &self.stay().application
    }
}
