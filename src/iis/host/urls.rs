//! The URLs of a host: those that its sites' bindings mean, added and removed as the bindings change.

use super::bindings::Listening;
use super::{Host, StartError};
use crate::abi::http::HTTP_URL_GROUP_ID;
use crate::httpapi::listening::Place;
use crate::httpapi::service;
use crate::httpapi::session;
use crate::httpapi::url_group::UrlGroup;
use crate::httpapi::url_prefix::UrlPrefix;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The URLs that are registered, and the groups of the sites.
#[derive(Default)]
pub(super) struct Listens {
    pub(super) groups: HashMap<u32, (HTTP_URL_GROUP_ID, Arc<UrlGroup>)>,
    to: Vec<Listening>,
}

fn remove(listens: &Listens, urls: &[Listening]) {
    for one in urls {
        if let Some((_, group)) = listens.groups.get(&one.site) {
            // It was added to this group.
            let _ = service::remove_url(&one.url, group);
        }
    }
}

/// Whether two can have a socket, or a name, that there is only one of.
fn may_collide(one: &Listening, other: &Listening) -> bool {
    let port = |one: &Listening| UrlPrefix::parse(&one.url).map(|prefix| prefix.endpoint().port).ok();
    port(one) == port(other)
}

impl Host {
    /// Listens to these URLs beside those before, of which it gives those that are not among them: they are to
    /// be removed. Where one cannot be had all stay as they were.
    pub(super) fn listen(&self, mut urls: Vec<Listening>) -> Result<Vec<Listening>, StartError> {
        let mut listens = self.listens.lock();
        let mut wanted = HashSet::new();
        urls.retain(|one| wanted.insert(one.clone()));
        let before: HashSet<Listening> = listens.to.drain(..).collect();
        let new: Vec<Listening> = urls.iter().filter(|one| !before.contains(one)).cloned().collect();
        let (kept, mut gone): (Vec<_>, Vec<_>) = before.into_iter().partition(|one| wanted.contains(one));
        let mut added = 0;
        let mut result = self.add(&mut listens, &new, &mut added);
        let mut in_the_way = Vec::new();
        if result.is_err() {
            // Perhaps another site has the URL, or another scheme or address the port.
            let collides = |one: &Listening| new[added..].iter().any(|other| may_collide(one, other));
            (in_the_way, gone) = gone.into_iter().partition(collides);
            if !in_the_way.is_empty() {
                remove(&listens, &in_the_way);
                result = self.add(&mut listens, &new, &mut added);
            }
        }
        let Err(error) = result else {
            listens.to = urls;
            return Ok(gone);
        };
        remove(&listens, &new[..added]);
        in_the_way.retain(|one| match self.add(&mut listens, std::slice::from_ref(one), &mut 0) {
            Ok(()) => true,
            // Somebody was quicker.
            Err(error) => {
                self.worker.tell(&error.to_string());
                false
            }
        });
        listens.to = kept;
        listens.to.extend(gone.into_iter().chain(in_the_way));
        Err(error)
    }

    /// Those that `listen` has given.
    pub(super) fn remove(&self, urls: &[Listening]) {
        remove(&self.listens.lock(), urls);
    }

    /// Adds URLs from the one on that `added` counts to, and counts on.
    fn add(&self, listens: &mut Listens, urls: &[Listening], added: &mut usize) -> Result<(), StartError> {
        for one in &urls[*added..] {
            let group = self.group(listens, one.site)?;
            service::add_url_at(&one.url, self.place(one), &group, one.site.into())
                .map_err(|error| StartError::Url { url: one.url.clone(), error })?;
            *added += 1;
        }
        Ok(())
    }

    /// How a URL is listened to.
    fn place(&self, one: &Listening) -> Place {
        Place {
            scope: one.scope,
            #[cfg(feature = "tls")]
            identities: self.certificate.as_ref().map(|held| held.clone() as _),
        }
    }

    /// The URL group of a site, whose requests come to the worker.
    fn group(&self, listens: &mut Listens, site: u32) -> Result<Arc<UrlGroup>, StartError> {
        if let Some((_, group)) = listens.groups.get(&site) {
            return Ok(group.clone());
        }
        let id = session::create_group(self.session).map_err(StartError::Http)?;
        let group = session::find_group(id).map_err(StartError::Http)?;
        group.set_site(site);
        group.bind(Some(self.worker.queue()));
        listens.groups.insert(site, (id, group.clone()));
        Ok(group)
    }

    /// The URLs that it listens to.
    pub fn urls(&self) -> Vec<String> {
        self.listens.lock().to.iter().map(|one| one.url.clone()).collect()
    }
}
