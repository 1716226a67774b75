//! What static answers are made of: `defaultDocument`, `directoryBrowse`, `staticContent`.

use super::{Context, View};
use crate::iis::configuration::element::Element;
use crate::iis::configuration::error::Result;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

#[derive(Debug)]
pub struct DefaultDocument {
    pub enabled: bool,
    pub files: Vec<Arc<str>>,
}

#[derive(Debug)]
pub struct DirectoryBrowse {
    pub enabled: bool,
    /// Bits: Date 2, Time 4, Size 8, Extension 16, LongDate 32.
    pub show_flags: u32,
}

#[derive(Debug)]
pub struct StaticContent {
    /// By extension in small letters, with its dot.
    types: HashMap<Box<str>, Arc<str>>,
    pub client_cache: ClientCache,
    pub default_doc_footer: Arc<str>,
    pub enable_doc_footer: bool,
    pub is_doc_footer_file_name: bool,
}

#[derive(Debug)]
pub struct ClientCache {
    pub mode: CacheControlMode,
    /// None is without an end.
    pub max_age: Option<Duration>,
    pub expires: Arc<str>,
    pub custom: Arc<str>,
    pub set_etag: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheControlMode {
    NoControl,
    DisableCache,
    UseMaxAge,
    UseExpires,
}

impl View for DefaultDocument {
    const SECTION: &'static str = "system.webServer/defaultDocument";

    fn read(section: &Element, _: &Context<'_>) -> Result<Self> {
        let files = section.child("files").map_or(&[][..], |files| files.items());
        let files = files.iter().map(|file| file.string("value")).collect();
        Ok(Self { enabled: section.bool("enabled"), files })
    }
}

impl View for DirectoryBrowse {
    const SECTION: &'static str = "system.webServer/directoryBrowse";

    fn read(section: &Element, _: &Context<'_>) -> Result<Self> {
        Ok(Self { enabled: section.bool("enabled"), show_flags: section.uint("showFlags") })
    }
}

impl View for StaticContent {
    const SECTION: &'static str = "system.webServer/staticContent";

    fn read(section: &Element, _: &Context<'_>) -> Result<Self> {
        let map = |item: &Arc<Element>| (item.string("fileExtension").to_lowercase().into(), item.string("mimeType"));
        let cache = section.child("clientCache");
        let text = |name| cache.map(|cache| cache.string(name)).unwrap_or_default();
        Ok(Self {
            types: section.items().iter().map(map).collect(),
            client_cache: ClientCache {
                mode: match cache.map_or(0, |cache| cache.number("cacheControlMode")) {
                    1 => CacheControlMode::DisableCache,
                    2 => CacheControlMode::UseMaxAge,
                    3 => CacheControlMode::UseExpires,
                    _ => CacheControlMode::NoControl,
                },
                max_age: cache.and_then(|cache| cache.time("cacheControlMaxAge")),
                expires: text("httpExpires"),
                custom: text("cacheControlCustom"),
                set_etag: cache.is_none_or(|cache| cache.bool("setEtag")),
            },
            default_doc_footer: section.string("defaultDocFooter"),
            enable_doc_footer: section.bool("enableDocFooter"),
            is_doc_footer_file_name: section.bool("isDocFooterFileName"),
        })
    }
}

impl StaticContent {
    /// The type of a file: by the extension behind its last dot, then by `.*`; a name without a dot has the
    /// type of `.`. None is a file that is not served.
    pub fn mime_type(&self, file: &str) -> Option<&Arc<str>> {
        let name = file.rsplit('/').next().unwrap_or_default();
        let extension = name.rfind('.').map_or_else(|| ".".to_owned(), |dot| name[dot..].to_lowercase());
        self.types.get(&*extension).or_else(|| self.types.get(".*"))
    }
}
