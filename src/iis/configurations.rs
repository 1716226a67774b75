//! The configurations of the URLs that a request has had.

use super::com::request::UrlKey;
use super::configuration::Metadata;
use std::sync::{Arc, OnceLock};

/// A URL, and the place of its application in the site.
type Key = (UrlKey, usize);

/// One behind the other. Most requests have the one that they begin with, and those before the last are there as
/// long as the request: whoever has looked one up goes on with it.
#[derive(Default)]
pub struct Configurations {
    begins: Option<(Key, Arc<Metadata>)>,
    others: Others,
}

#[derive(Default)]
struct Others(OnceLock<Box<Known>>);

struct Known {
    key: Key,
    metadata: Arc<Metadata>,
    next: Others,
}

impl Configurations {
    /// Of a request whose first URL is known.
    pub fn beginning(key: Key, metadata: Arc<Metadata>) -> Self {
        Self { begins: Some((key, metadata)), others: Others::default() }
    }

    /// The one that was asked for first.
    pub fn first(&self) -> Option<&Metadata> {
        match &self.begins {
            Some((_, metadata)) => Some(metadata),
            None => Some(&self.others.0.get()?.metadata),
        }
    }

    /// That of a first URL which was known, for a request that has had no other.
    pub fn of_beginning(&self) -> Option<&Metadata> {
        self.begins.as_ref().map(|(_, metadata)| &**metadata)
    }

    pub fn get(&self, key: Key, look_up: impl Fn() -> Arc<Metadata>) -> &Metadata {
        if let Some((known, metadata)) = &self.begins
            && *known == key
        {
            return metadata;
        }
        let mut place = &self.others.0;
        loop {
            let known = place.get_or_init(|| Box::new(Known { key, metadata: look_up(), next: Others::default() }));
            if known.key == key {
                return &known.metadata;
            }
            place = &known.next.0;
        }
    }
}

impl Drop for Others {
    /// A module may have set as many URLs as it liked: no call within a call for each.
    fn drop(&mut self) {
        let mut rest = self.0.take();
        while let Some(mut known) = rest {
            rest = known.next.0.take();
        }
    }
}
