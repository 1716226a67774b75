//! The configurations of the URLs that a request has had.

use super::com::request::UrlKey;
use super::configuration::Metadata;
use std::sync::{Arc, OnceLock};

/// A URL, and the place of its application in the site.
type Key = (UrlKey, usize);

/// One behind the other. Most requests have one, and those before the last are there as long as the request:
/// whoever has looked one up goes on with it.
#[derive(Default)]
pub struct Configurations(OnceLock<Box<Known>>);

struct Known {
    key: Key,
    metadata: Arc<Metadata>,
    next: Configurations,
}

impl Configurations {
    pub fn get(&self, key: Key, look_up: impl Fn() -> Arc<Metadata>) -> &Metadata {
        let mut place = &self.0;
        loop {
            let known = place.get_or_init(|| Box::new(Known { key, metadata: look_up(), next: Self::default() }));
            if known.key == key {
                return &known.metadata;
            }
            place = &known.next.0;
        }
    }
}

impl Drop for Configurations {
    /// A module may have set as many URLs as it liked: no call within a call for each.
    fn drop(&mut self) {
        let mut rest = self.0.take();
        while let Some(mut known) = rest {
            rest = known.next.0.take();
        }
    }
}
