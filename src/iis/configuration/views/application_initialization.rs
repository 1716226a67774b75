//! `system.webServer/applicationInitialization`.

use super::{Context, View};
use crate::iis::configuration::element::Element;
use crate::iis::configuration::error::Result;
use std::sync::Arc;

#[derive(Debug)]
pub struct ApplicationInitialization {
    pub pages: Vec<InitializationPage>,
}

/// A URL below the application that is asked for when it starts with the server.
#[derive(Debug)]
pub struct InitializationPage {
    pub path: Arc<str>,
    /// The host it is asked for with; empty is localhost.
    pub host: Arc<str>,
}

impl View for ApplicationInitialization {
    const SECTION: &'static str = "system.webServer/applicationInitialization";

    fn read(section: &Element, _: &Context<'_>) -> Result<Self> {
        let page = |item: &Arc<Element>| InitializationPage {
            path: item.string("initializationPage"),
            host: item.string("hostName"),
        };
        Ok(Self { pages: section.items().iter().map(page).collect() })
    }
}
