//! `system.webServer/handlers`: which modules answer a request.

use super::{Context, View, wildcard, words};
use crate::iis::configuration::element::Element;
use crate::iis::configuration::error::{Position, Result};
use crate::iis::precondition;
use std::sync::{Arc, OnceLock};

/// The entries, in the order in which they are tried.
#[derive(Debug)]
pub struct Handlers {
    pub handlers: Vec<Arc<Handler>>,
    /// Bits of accessPolicy: Read 1, Write 2, Execute 4, Source 16, Script 512, …
    pub access_policy: u32,
}

#[derive(Debug)]
pub struct Handler {
    pub name: Arc<str>,
    pub path: Arc<str>,
    /// As it is written, and its words.
    pub verb: Arc<str>,
    verbs: Vec<Box<str>>,
    pub managed_type: Arc<str>,
    pub modules_text: Arc<str>,
    pub modules: Vec<Box<str>>,
    pub script_processor: Arc<str>,
    pub resource_type: ResourceType,
    /// None 0, Read 1, Write 2, Script 3, Execute 4.
    pub require_access: u32,
    pub allow_path_info: bool,
    pub pre_condition: PreConditions,
    pub response_buffer_limit: u32,
    pub at: Option<Position>,
    /// The places of its modules in the list of the application with this number, which has asked first.
    pub places: OnceLock<(u64, Box<[u16]>)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum ResourceType {
    File = 0,
    Directory = 1,
    Either = 2,
    Unspecified = 3,
}

/// What there is at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resource {
    File,
    Directory,
    None,
}

/// Words such as `integratedMode` and `bitness64`, all of which must hold.
#[derive(Clone, Debug, Default)]
pub struct PreConditions {
    words: Vec<Box<str>>,
}

/// The entry that a request gets.
#[derive(Clone, Debug)]
pub struct Mapped {
    pub handler: Arc<Handler>,
    /// How much of the path names the resource; the rest is its path info.
    pub script_length: usize,
}

impl View for Handlers {
    const SECTION: &'static str = "system.webServer/handlers";

    fn read(section: &Element, _: &Context<'_>) -> Result<Self> {
        Ok(Self {
            handlers: section.items().iter().map(|item| Arc::new(Handler::read(item))).collect(),
            access_policy: section.uint("accessPolicy"),
        })
    }
}

impl Handlers {
    /// The first of the wanted entries for a path (decoded and canonical, with the slash at its start) and a
    /// verb. `resource` tells what there is at the path, or at the part of it before its path info.
    pub fn map(
        &self,
        path: &str,
        verb: &str,
        is_wanted: impl Fn(&Handler) -> bool,
        mut resource: impl FnMut(&str) -> Resource,
    ) -> Option<Mapped> {
        let is_usable = |handler: &&Arc<Handler>| handler.takes(verb) && is_wanted(handler);
        self.handlers.iter().filter(is_usable).find_map(|handler| {
            Some(Mapped { script_length: handler.matches(path, &mut resource)?, handler: handler.clone() })
        })
    }
}

impl Handler {
    fn read(item: &Arc<Element>) -> Self {
        let (verb, modules) = (item.string("verb"), item.string("modules"));
        Self {
            name: item.string("name"),
            path: item.string("path"),
            verbs: words(&verb),
            verb,
            managed_type: item.string("type"),
            modules: words(&modules),
            modules_text: modules,
            script_processor: item.string("scriptProcessor"),
            resource_type: match item.number("resourceType") {
                0 => ResourceType::File,
                1 => ResourceType::Directory,
                2 => ResourceType::Either,
                _ => ResourceType::Unspecified,
            },
            require_access: item.uint("requireAccess"),
            allow_path_info: item.bool("allowPathInfo"),
            pre_condition: PreConditions::new(words(&item.string("preCondition"))),
            response_buffer_limit: item.uint("responseBufferLimit"),
            at: item.position().cloned(),
            places: OnceLock::new(),
        }
    }

    pub fn verbs(&self) -> &[Box<str>] {
        &self.verbs
    }

    /// Verbs are compared with their letter case.
    pub fn takes(&self, verb: &str) -> bool {
        self.verbs.iter().any(|own| &**own == "*" || &**own == verb)
    }

    /// Whether it is for every path.
    pub fn is_star(&self) -> bool {
        &*self.path == "*"
    }

    /// The access that `requireAccess` asks of `accessPolicy`, as its bits.
    pub fn required_policy(&self) -> u32 {
        match self.require_access {
            1 => 1,
            2 => 2,
            3 => 512,
            4 => 4,
            _ => 0,
        }
    }

    /// How much of the path names the resource; none if the entry is for others.
    ///
    /// `*` is for all. A pattern without a slash is held against a segment: the last one, or one before it,
    /// where the rest is path info. One that begins with a slash is held against the path from the site's
    /// root, one with a slash inside against the path from the start of any segment; both also against
    /// the parts of the path that end before a slash.
    fn matches(&self, path: &str, resource: &mut impl FnMut(&str) -> Resource) -> Option<usize> {
        let mut fits = |length: usize| match self.resource_type {
            ResourceType::Unspecified => true,
            ResourceType::File => resource(&path[..length]) == Resource::File,
            ResourceType::Directory => resource(&path[..length]) == Resource::Directory,
            ResourceType::Either => resource(&path[..length]) != Resource::None,
        };
        if self.is_star() {
            return fits(path.len()).then_some(path.len());
        }
        let pattern = &*self.path;
        let ends = path.char_indices().skip(1).filter(|(_, c)| *c == '/').map(|(at, _)| at).chain([path.len()]);
        let matches = |end: usize| {
            let part = &path[..end];
            match pattern {
                _ if pattern.starts_with('/') => wildcard::matches(pattern, part),
                _ if pattern.contains('/') => {
                    part.match_indices('/').any(|(at, _)| wildcard::matches(pattern, &part[at + 1..]))
                }
                _ => wildcard::matches(pattern, part.rsplit('/').next().unwrap_or_default()),
            }
        };
        // A star at the end takes the rest as well: then all of it names the resource.
        let whole = pattern.contains('/') && matches(path.len()) && fits(path.len());
        if whole {
            return Some(path.len());
        }
        ends.into_iter().find(|end| matches(*end) && fits(*end))
    }
}

impl PreConditions {
    pub(super) fn new(words: Vec<Box<str>>) -> Self {
        Self { words }
    }

    pub fn words(&self) -> &[Box<str>] {
        &self.words
    }

    /// Whether they hold in one of these pools. Words that nobody knows do not.
    pub fn hold(&self, pools: &[&str]) -> bool {
        self.words.iter().all(|word| precondition::holds(word, pools) == Some(true))
    }
}
