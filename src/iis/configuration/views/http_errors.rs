//! `system.webServer/httpErrors`: the pages of errors.

use super::{Context, View};
use crate::iis::configuration::element::Element;
use crate::iis::configuration::error::{Position, Result};
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Debug)]
pub struct HttpErrors {
    pub mode: ErrorMode,
    pub existing_response: ExistingResponse,
    pub default_response_mode: ResponseMode,
    pub default_path: Arc<str>,
    pages: Vec<ErrorPage>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorMode {
    /// Details for clients on this machine, pages for others.
    DetailedLocalOnly,
    Custom,
    Detailed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExistingResponse {
    /// Passed through if fTrySkipCustomErrors was set.
    Auto,
    Replace,
    PassThrough,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseMode {
    File,
    ExecuteUrl,
    Redirect,
}

#[derive(Debug)]
pub struct ErrorPage {
    pub status: u32,
    /// None is all of them.
    pub sub_status: Option<u32>,
    /// The folder with the folders of languages; empty if the path is the file.
    pub prefix_language_file_path: Arc<str>,
    /// A file, a URL's path, or a URL, as the mode has it.
    pub path: Arc<str>,
    /// The file on this system, for the language en-US where there are languages.
    pub file: PathBuf,
    /// On this system, where there are languages.
    languages: Option<PathBuf>,
    /// The path may be one that is not below the site's root.
    pub is_trusted: bool,
    pub mode: ResponseMode,
}

fn response_mode(number: i64) -> ResponseMode {
    match number {
        1 => ResponseMode::ExecuteUrl,
        2 => ResponseMode::Redirect,
        _ => ResponseMode::File,
    }
}

/// Whether somebody who may write into the site has said it.
fn is_delegated(at: &Position) -> bool {
    at.file.rsplit(['/', '\\']).next().is_some_and(|name| name.eq_ignore_ascii_case("web.config"))
}

impl View for HttpErrors {
    const SECTION: &'static str = "system.webServer/httpErrors";

    fn read(section: &Element, context: &Context<'_>) -> Result<Self> {
        let trusts_all = section.bool("allowAbsolutePathsWhenDelegated");
        let page = |item: &Arc<Element>| {
            let (prefix, path) = (item.string("prefixLanguageFilePath"), item.string("path"));
            let whole = if prefix.is_empty() { path.to_string() } else { format!("{prefix}/en-US/{path}") };
            ErrorPage {
                status: item.uint("statusCode"),
                sub_status: u32::try_from(item.number("subStatusCode")).ok(),
                file: context.path(&whole),
                languages: (!prefix.is_empty()).then(|| context.path(&prefix)),
                prefix_language_file_path: prefix,
                path,
                is_trusted: trusts_all || !item.position().is_some_and(is_delegated),
                mode: response_mode(item.number("responseMode")),
            }
        };
        Ok(Self {
            mode: match section.number("errorMode") {
                1 => ErrorMode::Custom,
                2 => ErrorMode::Detailed,
                _ => ErrorMode::DetailedLocalOnly,
            },
            existing_response: match section.number("existingResponse") {
                1 => ExistingResponse::Replace,
                2 => ExistingResponse::PassThrough,
                _ => ExistingResponse::Auto,
            },
            default_response_mode: response_mode(section.number("defaultResponseMode")),
            default_path: section.string("defaultPath"),
            pages: section.items().iter().map(page).collect(),
        })
    }
}

impl ErrorPage {
    /// The file for a language, such as `de-DE`; none where the page is one for all.
    pub fn in_language(&self, language: &str) -> Option<PathBuf> {
        Some(self.languages.as_ref()?.join(language).join(self.path.replace('\\', "/")))
    }
}

impl HttpErrors {
    /// The page of a status: that of the sub-status before that of all.
    pub fn page(&self, status: u32, sub_status: u32) -> Option<&ErrorPage> {
        let of =
            |wanted: Option<u32>| self.pages.iter().find(|page| page.status == status && page.sub_status == wanted);
        of(Some(sub_status)).or_else(|| of(None))
    }

    pub fn pages(&self) -> &[ErrorPage] {
        &self.pages
    }
}
