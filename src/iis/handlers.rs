//! Which modules handle a request.

use super::com::foreign::{ScriptMap, Slot};
use super::com::script_map::{self, ScriptMapObject};
use super::configuration::views::{Handler, Handlers, Mapped, Resource};
use super::context::Context;
use super::event::{Event, Status};
use super::rarely::Rarely;
use super::site_errors;
use crate::abi::iis::EXECUTE_FLAG_IGNORE_CURRENT_INTERCEPTOR;
use crate::abi::windows::{ERROR_FILE_NOT_FOUND, ERROR_INVALID_PARAMETER, ERROR_NOT_FOUND};
use crate::win32::error::Win32Error;
use smallvec::SmallVec;
use std::borrow::Cow;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

/// What RQ_MAP_REQUEST_HANDLER has come to.
#[derive(Default)]
pub struct Choice {
    /// What was found first, for which nobody locks, and what was found since, where the URL was changed.
    first: OnceLock<Found>,
    later: Rarely<Option<Found>>,
    /// SetScriptMap's.
    set: Slot<ScriptMap>,
    /// Nothing can change it any more: the modules are those that the first entry knows the places of.
    is_first: AtomicBool,
    /// The places of others in the application's list, once nothing can change them.
    modules: OnceLock<SmallVec<[u16; 8]>>,
    /// The objects that were given away.
    objects: Rarely<Vec<Arc<ScriptMapObject>>>,
}

/// An entry, or none, for a path and its verb.
struct Found {
    /// None for the path that has come with the request.
    path: Option<Box<str>>,
    mapped: Option<Mapped>,
}

impl Found {
    fn handler(&self) -> Option<&Arc<Handler>> {
        self.mapped.as_ref().map(|mapped| &mapped.handler)
    }

    fn is_for(&self, context: &Context, path: &str) -> bool {
        match &self.path {
            Some(known) => **known == *path,
            None => context.wire.as_ref().is_some_and(|wire| wire.url().path() == path),
        }
    }
}

impl Choice {
    pub fn modules(&self) -> &[u16] {
        if self.is_first.load(Ordering::Acquire) {
            let places = self.first.get().and_then(Found::handler).and_then(|handler| handler.places.get());
            return places.map_or(&[], |(_, places)| places);
        }
        self.modules.get().map_or(&[], SmallVec::as_slice)
    }

    /// No other URL changes it any more.
    pub fn is_settled(&self) -> bool {
        self.is_first.load(Ordering::Acquire) || self.modules.get().is_some()
    }

    pub fn set_script_map(&self, map: ScriptMap) {
        self.set.replace(map);
    }

    pub fn script_map(&self) -> Option<ScriptMap> {
        self.set.get()
    }

    pub fn handler(&self) -> Option<Arc<Handler>> {
        self.found(|found| found.handler().cloned())
    }

    /// The entry, where it was chosen for this path.
    fn handler_of(&self, context: &Context, path: &str) -> Option<Arc<Handler>> {
        self.found(|found| found.handler().filter(|_| found.is_for(context, path)).cloned())
    }

    /// The same where nobody has looked again.
    fn first_of(&self, context: &Context, path: &str) -> Option<&Arc<Handler>> {
        let first = self.first.get().filter(|first| self.later.get().is_none() && first.is_for(context, path))?;
        first.handler()
    }

    /// What was found last.
    fn found<R>(&self, f: impl FnOnce(&Found) -> Option<R>) -> Option<R> {
        match self.later.get() {
            Some(later) => later.as_ref().and_then(f),
            None => self.first.get().and_then(f),
        }
    }

    fn note(&self, found: Found) {
        if let Err(found) = self.first.set(found) {
            *self.later.lock() = Some(found);
        }
    }

    /// An object for an entry, which lives as long as the request.
    pub fn object(&self, handler: &Arc<Handler>) -> Arc<ScriptMapObject> {
        let object = script_map::new(handler);
        self.objects.lock().push(object.clone());
        object
    }
}

/// Before the modules are told of RQ_MAP_REQUEST_HANDLER: the entry for the URL.
pub fn choose(context: &Arc<Context>) -> Status {
    let path = context.url_path();
    let handlers = match context.configuration().read::<Handlers>() {
        Ok(handlers) => handlers,
        Err(error) => return site_errors::configuration(context, &error),
    };
    let verb = context.verb();
    let mapped = map(context, handlers, &path, &verb);
    if let Some(mapped) = mapped.as_ref().filter(|mapped| mapped.script_length < path.len()) {
        context.set_script_name(&path[..mapped.script_length]);
    }
    let has_come = matches!(path, Cow::Borrowed(_));
    context.choice.note(Found { path: (!has_come).then(|| (&*path).into()), mapped });
    Status::Continue
}

/// After it: what the modules have made of it holds.
pub fn settle(context: &Arc<Context>) -> Status {
    let choice = &context.choice;
    if let Some(map) = choice.script_map() {
        context.response.set_buffer_limit(map.response_buffer_limit() as usize);
        return settle_for(context, map.modules().split(','));
    }
    // A module may have changed the URL while it was told.
    let path = context.url_path();
    let first = choice.first_of(context, &path);
    let mut other = None;
    if first.is_none() {
        other = choice.handler_of(context, &path);
        if other.is_none() {
            if choose(context) == Status::Finish {
                return Status::Finish;
            }
            other = choice.handler();
        }
    }
    let Some(handler) = first.or(other.as_ref()) else { return nobody_is_mapped(context, &path) };
    let allowed = match context.configuration().read::<Handlers>() {
        Ok(handlers) => handlers.access_policy,
        Err(error) => return site_errors::configuration(context, &error),
    };
    let required = handler.required_policy();
    if required & !allowed != 0 {
        // Execute and Script, Read, Write.
        let sub_status = match handler.require_access {
            1 => 2,
            2 => 3,
            _ => 1,
        };
        context.response.set_status(403, "", sub_status);
        return Status::Finish;
    }
    context.response.set_buffer_limit(handler.response_buffer_limit as usize);
    let number = context.application.number();
    if let Some((known, places)) = handler.places.get()
        && *known == number
    {
        if first.is_some() {
            choice.is_first.store(true, Ordering::Release);
        } else {
            let _ = choice.modules.set(SmallVec::from_slice(places));
        }
        return Status::Continue;
    }
    let status = settle_for(context, handler.modules.iter().map(|name| &**name));
    if status == Status::Continue {
        handler.places.get_or_init(|| (number, choice.modules().into()));
    }
    status
}

fn settle_for<'a>(context: &Arc<Context>, names: impl Iterator<Item = &'a str>) -> Status {
    let application = &context.application;
    let willing = application.order().told(Event::ExecuteRequestHandler, false);
    let mut has_left_out = false;
    let places = names.map(str::trim).filter_map(|name| {
        let place = application.place_of(name);
        has_left_out |= place.is_none() && context.worker.modules().is_left_out(name);
        place.filter(|place| willing.contains(place))
    });
    let places: SmallVec<[u16; 8]> = places.collect();
    if places.is_empty() && !has_left_out {
        // "Handler has a bad module in its module list".
        context.response.set_status(500, "", 21);
        return Status::Finish;
    }
    let _ = context.choice.modules.set(places);
    Status::Continue
}

/// MapHandler: the entry for a URL of a site, by its number or else its name.
pub fn look_up(
    context: &Context,
    site: u32,
    name: Option<&str>,
    url: &str,
    verb: &str,
    ignores_wildcards: bool,
) -> Result<Arc<Handler>, Win32Error> {
    let path = url.split('?').next().filter(|path| path.starts_with('/')).ok_or(Win32Error(ERROR_INVALID_PARAMETER))?;
    let configuration = context.application.configuration();
    let sites = configuration.sites();
    let site = sites.by_id(site).or_else(|| sites.by_name(name?)).ok_or(Win32Error(ERROR_FILE_NOT_FOUND))?;
    let metadata = configuration.at(site, path).ok_or(Win32Error(ERROR_FILE_NOT_FOUND))?;
    let handlers = metadata.view::<Handlers>().map_err(|error| Win32Error(error.code()))?;
    let look = |part: &str| site.map_path(part).map_or(Resource::None, |file| resource(&file));
    let pool = &site.root_of(path).application.pool;
    let is_wanted =
        |handler: &Handler| handler.pre_condition.hold(&[pool]) && !(ignores_wildcards && handler.is_star());
    let mapped = handlers.map(path, verb, is_wanted, look);
    mapped.map(|mapped| mapped.handler).ok_or(Win32Error(ERROR_NOT_FOUND))
}

/// No handler has served the request.
pub fn nobody_handled(context: &Arc<Context>) {
    context.response.set_status(404, "", if exists(&context.physical()) { 4 } else { 0 });
}

fn is_usable(context: &Context, handler: &Handler) -> bool {
    handler.pre_condition.hold(&[context.application.pool()]) && !is_passed_over(context, handler)
}

/// EXECUTE_FLAG_IGNORE_CURRENT_INTERCEPTOR: a wildcard entry that handles the request above is not asked again, nor
/// one that was left out there for the same reason. Another URL's configuration may have another copy of it.
fn is_passed_over(context: &Context, handler: &Handler) -> bool {
    let Some(child) = context.child().filter(|child| child.has(EXECUTE_FLAG_IGNORE_CURRENT_INTERCEPTOR)) else {
        return false;
    };
    let choice = &child.parent.choice;
    let is_current = || choice.is_settled() && choice.script_map().is_none();
    handler.is_star()
        && (choice.handler().is_some_and(|current| current.name == handler.name && is_current())
            || is_passed_over(&child.parent, handler))
}

fn map(context: &Context, handlers: &Handlers, path: &str, verb: &str) -> Option<Mapped> {
    handlers.map(
        path,
        verb,
        |handler| is_usable(context, handler),
        |part| {
            let file = if part.len() == path.len() { context.physical() } else { context.application.map(part) };
            resource(&file)
        },
    )
}

fn resource(path: &Path) -> Resource {
    match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => Resource::Directory,
        Ok(_) => Resource::File,
        Err(_) => Resource::None,
    }
}

fn exists(path: &Path) -> bool {
    resource(path) != Resource::None
}

/// No entry is for the request: because of what there is not, because of its verb, or at all.
fn nobody_is_mapped(context: &Arc<Context>, path: &str) -> Status {
    let Ok(handlers) = context.configuration().read::<Handlers>() else { return Status::Finish };
    let verb = context.verb();
    let entries = || handlers.handlers.iter().filter(|handler| is_usable(context, handler));
    let whatever_there_is = |wanted: Resource| move |_: &str| wanted;
    let fits_but_for_the_file = [Resource::File, Resource::Directory].into_iter().any(|resource| {
        handlers.map(path, &verb, |handler| is_usable(context, handler), whatever_there_is(resource)).is_some()
    });
    let fits_but_for_the_verb = entries().any(|handler| {
        let other = handler.verbs().first().map_or("*", |verb| &**verb);
        map(context, handlers, path, other).is_some_and(|mapped| Arc::ptr_eq(&mapped.handler, handler))
    });
    match (fits_but_for_the_file, fits_but_for_the_verb) {
        (true, _) if !exists(&context.physical()) => context.response.set_status(404, "", 0),
        (_, true) => context.response.set_status(405, "", 0),
        _ => context.response.set_status(404, "", 4),
    }
    Status::Finish
}
