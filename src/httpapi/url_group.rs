//! URL groups: URLs with the queue that their requests go to.

use super::queue::RequestQueue;
use parking_lot::Mutex;
use std::sync::{Arc, Weak};

#[derive(Default)]
pub struct UrlGroup {
    queue: Mutex<Weak<RequestQueue>>,
    urls: Mutex<Vec<String>>,
}

impl UrlGroup {
    /// A group whose requests go to this queue.
    pub fn of(queue: Weak<RequestQueue>) -> Self {
        Self { queue: Mutex::new(queue), urls: Mutex::default() }
    }

    pub fn bind(&self, queue: Option<&Arc<RequestQueue>>) {
        *self.queue.lock() = queue.map(Arc::downgrade).unwrap_or_default();
    }

    /// The queue, if the group is bound to one that is still there.
    pub fn queue(&self) -> Option<Arc<RequestQueue>> {
        self.queue.lock().upgrade()
    }

    pub fn urls(&self) -> Vec<String> {
        self.urls.lock().clone()
    }

    pub(super) fn note(&self, url: &str) {
        self.urls.lock().push(url.to_owned());
    }

    pub(super) fn forget(&self, url: &str) {
        self.urls.lock().retain(|known| known != url);
    }
}
