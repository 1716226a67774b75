//! The application of a request. A child request whose URL is another application's of the site moves there
//! before it runs.

use super::application::Application;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

pub struct Home {
    first: Arc<Application>,
    moved: OnceLock<Arc<Application>>,
}

impl Home {
    pub fn new(application: Arc<Application>) -> Self {
        Self { first: application, moved: OnceLock::new() }
    }

    /// Once, before any module is told.
    pub fn move_to(&self, application: Arc<Application>) {
        let _ = self.moved.set(application);
    }
}

impl Deref for Home {
    type Target = Arc<Application>;

    fn deref(&self) -> &Arc<Application> {
        self.moved.get().unwrap_or(&self.first)
    }
}
