//! Sections in the form that the host works with.

mod application_initialization;
mod authentication;
mod content;
mod handlers;
mod http_errors;
mod limits;
mod modules;
mod pools;
mod protocol;
mod request_filtering;
mod sites;
mod wildcard;

pub use application_initialization::{ApplicationInitialization, InitializationPage};
pub use authentication::{
    Access, AnonymousAuthentication, Authorization, AuthorizationRule, BasicAuthentication, WindowsAuthentication,
};
pub use content::{CacheControlMode, ClientCache, DefaultDocument, DirectoryBrowse, StaticContent};
pub use handlers::{Handler, Handlers, Mapped, PreConditions, Resource, ResourceType};
pub use http_errors::{ErrorMode, ErrorPage, ExistingResponse, HttpErrors, ResponseMode};
pub use limits::WebLimits;
pub use modules::{GlobalModule, GlobalModules, ModuleEntry, Modules};
pub use pools::{ApplicationPool, ApplicationPools};
pub use protocol::{Caching, Header, HttpLogging, HttpProtocol, HttpRedirect, ServerRuntime, WebSocket};
pub use request_filtering::{Allowed, FilteringRule, Hidden, RequestFiltering, is_same};
pub use sites::{
    Application, Binding, CentralLog, CustomField, Endpoint, FieldSource, LogFile, Root, Site, Sites, VirtualDirectory,
};

use super::element::Element;
use super::error::{ConfigurationError, Fault, Position, Result};
use super::variables::Variables;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// A section that the host reads.
pub trait View: Placed + Send + Sync + Sized + 'static {
    const SECTION: &'static str;

    fn read(section: &Element, context: &Context<'_>) -> Result<Self>;
}

/// A view as it was read, or why it cannot be.
pub type Kept<V> = OnceLock<std::result::Result<Arc<V>, Box<ConfigurationError>>>;

/// A view that has a place among those that were read.
pub trait Placed: Sized {
    fn place(views: &Views) -> &Kept<Self>;
}

macro_rules! views {
    ($($name:ident: $view:ident,)*) => {
        /// The views of a path, each from when somebody has asked for it.
        #[derive(Default)]
        pub struct Views {
            $($name: Kept<$view>,)*
        }

        $(impl Placed for $view {
            fn place(views: &Views) -> &Kept<Self> {
                &views.$name
            }
        })*
    };
}

views! {
    access: Access,
    anonymous_authentication: AnonymousAuthentication,
    application_initialization: ApplicationInitialization,
    application_pools: ApplicationPools,
    authorization: Authorization,
    basic_authentication: BasicAuthentication,
    caching: Caching,
    central_log: CentralLog,
    default_document: DefaultDocument,
    directory_browse: DirectoryBrowse,
    global_modules: GlobalModules,
    handlers: Handlers,
    http_errors: HttpErrors,
    http_logging: HttpLogging,
    http_protocol: HttpProtocol,
    http_redirect: HttpRedirect,
    modules: Modules,
    request_filtering: RequestFiltering,
    server_runtime: ServerRuntime,
    static_content: StaticContent,
    web_limits: WebLimits,
    web_socket: WebSocket,
    windows_authentication: WindowsAuthentication,
}

/// What paths in a section mean.
pub struct Context<'a> {
    pub variables: &'a Variables,
    pub folder: &'a Path,
}

impl Context<'_> {
    pub fn path(&self, text: &str) -> PathBuf {
        self.variables.path(text, self.folder)
    }
}

/// What the schema lets pass and the host cannot use.
fn refuse(element: &Element, reason: impl Into<String>, advice: impl Into<String>) -> ConfigurationError {
    let at = element.position().cloned();
    let at = at.unwrap_or_else(|| Position { file: element.name().into(), line: 0, column: 0 });
    ConfigurationError { at, fault: Fault::Invalid, reason: reason.into(), advice: advice.into() }
}

/// The words of a list with commas.
fn words(text: &str) -> Vec<Box<str>> {
    text.split(',').map(str::trim).filter(|word| !word.is_empty()).map(Box::from).collect()
}
