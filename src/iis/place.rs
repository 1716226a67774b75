//! Where a request's URL leads to: the script's path, and the file or folder.

use super::com::memory::WideText;
use super::com::providers;
use super::context::Context;
use super::event::Event;
use super::pipeline;
use crate::win32::text;
use parking_lot::{MappedMutexGuard, Mutex, MutexGuard};
use std::borrow::Cow;
use std::sync::Arc;

/// A text in both forms; the wide one lives as long as the request.
#[derive(Clone)]
pub struct PlaceText {
    pub text: Arc<str>,
    pub wide: WideText,
}

#[derive(Default)]
struct Known {
    /// The path of the URL that a handler was chosen for, where the URL was changed since.
    url: Option<Arc<str>>,
    /// The URL's path up to the path information; all of it where nobody has said otherwise.
    script: Option<PlaceText>,
    path_info: Option<Arc<str>>,
    /// The URL's file or folder, and its wide form where a module has asked for that.
    physical: Option<Arc<str>>,
    physical_wide: Option<WideText>,
    /// The script's.
    translated: Option<PlaceText>,
}

/// What is known of it so far.
#[derive(Default)]
pub struct Place(Mutex<Option<Box<Known>>>);

impl Place {
    fn lock(&self) -> MappedMutexGuard<'_, Known> {
        MutexGuard::map(self.0.lock(), |known| &mut **known.get_or_insert_with(Box::default))
    }
}

impl Context {
    fn place_text(&self, text: &str) -> PlaceText {
        let wide = self.memory.wide_text(text).expect("there is memory for a path");
        PlaceText { text: text.into(), wide }
    }

    /// SetUrl: the new URL has a place of its own, unless a handler was chosen for the old one.
    pub fn url_changed(&self, old_path: &str) {
        let mut known = self.place.lock();
        if self.has_handler() {
            known.url.get_or_insert_with(|| old_path.into());
        } else {
            *known = Known::default();
        }
    }

    /// The path that has a place.
    fn placed_path(&self) -> Cow<'_, str> {
        if self.request.is_changed()
            && let Some(known) = self.place.lock().url.clone()
        {
            return Cow::Owned(known.to_string());
        }
        self.request.path()
    }

    /// The URL's path without path information.
    pub fn script_name(&self) -> PlaceText {
        if let Some(script) = self.place.lock().script.clone() {
            return script;
        }
        let script = self.place_text(&self.placed_path());
        self.place.lock().script.get_or_insert(script).clone()
    }

    /// The handler takes this part of the path as its script.
    pub fn set_script_name(&self, name: &str) {
        let script = self.place_text(name);
        let path_info = self.placed_path().strip_prefix(name).map(Arc::from);
        let mut known = self.place.lock();
        known.path_info = path_info;
        (known.script, known.translated) = (Some(script), None);
    }

    /// The whole path; where the handler's entry has allowPathInfo, what stands behind the script's name.
    pub fn path_info(&self) -> Arc<str> {
        let is_split = match self.choice.script_map() {
            Some(map) => map.allows_path_info(),
            None => self.choice.handler().is_some_and(|handler| handler.allow_path_info),
        };
        if is_split { self.place.lock().path_info.clone().unwrap_or_default() } else { self.placed_path().into() }
    }

    /// The file or folder of the URL, as the modules have mapped it.
    pub fn physical_path(&self) -> PlaceText {
        let text = self.physical_text();
        let known = self.place.lock().physical_wide;
        if let Some(wide) = known {
            return PlaceText { text, wide };
        }
        let PlaceText { text, wide } = self.place_text(&text);
        let wide = *self.place.lock().physical_wide.get_or_insert(wide);
        PlaceText { text, wide }
    }

    /// The same for the host.
    pub fn physical_text(&self) -> Arc<str> {
        if let Some(physical) = &self.place.lock().physical {
            return physical.clone();
        }
        let path = self.map_path(&self.placed_path());
        self.place.lock().physical.get_or_insert_with(|| path.into()).clone()
    }

    /// The file of the script.
    pub fn script_translated(&self) -> PlaceText {
        let script = self.script_name();
        if *script.text == *self.placed_path() {
            return self.physical_path();
        }
        if let Some(translated) = self.place.lock().translated.clone() {
            return translated;
        }
        let translated = self.place_text(&self.map_path(&script.text));
        self.place.lock().translated.get_or_insert(translated).clone()
    }

    /// The file or folder of a decoded path of this site, after RQ_MAP_PATH.
    pub fn map_path(&self, url: &str) -> String {
        let path = self.application.map(url).into_os_string().into_string();
        let path = path.unwrap_or_else(|path| path.to_string_lossy().into_owned());
        // Who maps a path while one is mapped has the host's answer, or there would be no end.
        let is_inside = self.pipeline.current().is_some_and(|frame| frame.event == Event::MapPath);
        if is_inside || self.application.order().told(Event::MapPath, false).is_empty() {
            return path;
        }
        // It may come to its end on another thread, once the modules were told.
        let context = self.shared();
        let mut wide = text::to_wide(url);
        wide.push(0);
        let physical = self.memory.wide_text(&path).expect("there is memory for a path");
        let provider = providers::map_path(self.weak(), wide.into(), physical.as_ptr());
        pipeline::raise(&context, Event::MapPath, (&provider).into());
        provider.path()
    }
}
