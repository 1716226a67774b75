//! The server of this process: its modules and URLs from the start to the orderly end.

use super::application::Application;
use super::com::hresult;
use super::module::{LoadError, Module};
use super::worker::Worker;
use crate::abi::http::{HTTP_SERVER_SESSION_ID, HTTPAPI_VERSION};
use crate::abi::iis::*;
use crate::httpapi::{service, session};
use crate::win32::error::Win32Error;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The version of IIS that modules are told: 10.0.
const VERSION: DWORD = 0x000A_0000;

/// How long requests may take after the end was asked for.
const DRAIN: Duration = Duration::from_secs(30);

/// What the host serves.
pub struct Options {
    pub urls: Vec<String>,
    pub root: PathBuf,
    /// Names and paths of modules, in the order in which they are told.
    pub modules: Vec<(String, PathBuf)>,
}

/// Why the host has not started.
#[derive(Debug)]
pub enum StartError {
    Module(LoadError),
    Url { url: String, error: Win32Error },
    Http(Win32Error),
}

impl StartError {
    pub fn result(&self) -> HRESULT {
        match self {
            Self::Module(LoadError::Refused { result, .. }) => *result,
            Self::Module(LoadError::Library(_)) => hresult::of(ERROR_MOD_NOT_FOUND),
            Self::Url { error, .. } | Self::Http(error) => hresult::of(error.0),
        }
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Module(error) => error.fmt(f),
            Self::Url { url, error } => write!(f, "{url}: {}", reason(*error)),
            Self::Http(error) => write!(f, "the server could not be made: error {}", error.0),
        }
    }
}

impl std::error::Error for StartError {}

fn reason(error: Win32Error) -> String {
    match error.0 {
        ERROR_SHARING_VIOLATION => "another program listens there".to_owned(),
        ERROR_ACCESS_DENIED => "listening there is not permitted".to_owned(),
        ERROR_ALREADY_EXISTS => "the URL is registered already".to_owned(),
        ERROR_INVALID_PARAMETER => "this machine has no such address, or it is no URL".to_owned(),
        code => format!("error {code}"),
    }
}

/// A server that runs.
pub struct Host {
    worker: Arc<Worker>,
    session: HTTP_SERVER_SESSION_ID,
    modules: Vec<Arc<Module>>,
}

impl Host {
    /// Loads the modules and begins to listen.
    pub fn start(options: Options) -> Result<Self, StartError> {
        let version = HTTPAPI_VERSION { HttpApiMajorVersion: 2, HttpApiMinorVersion: 0 };
        let session = session::create_session(version).map_err(StartError::Http)?;
        let mut host = Self { worker: Worker::new(), session, modules: Vec::new() };
        let started = host.load(&options.modules).and_then(|()| host.listen(&options));
        match started {
            Ok(()) => Ok(host),
            Err(error) => {
                host.stop();
                Err(error)
            }
        }
    }

    fn load(&mut self, modules: &[(String, PathBuf)]) -> Result<(), StartError> {
        for (name, path) in modules {
            let module = Module::load(name, path, VERSION, &self.worker.server).map_err(StartError::Module)?;
            self.modules.push(Arc::new(module));
        }
        Ok(())
    }

    fn listen(&self, options: &Options) -> Result<(), StartError> {
        self.worker.set_modules(&self.modules);
        self.worker.set_application(Arc::new(Application::new(self.modules.clone(), options.root.clone())));
        let group = session::create_group(self.session).map_err(StartError::Http)?;
        let group = session::find_group(group).map_err(StartError::Http)?;
        group.bind(Some(self.worker.queue()));
        for url in &options.urls {
            service::add_url(url, &group, 0).map_err(|error| StartError::Url { url: url.clone(), error })?;
        }
        Ok(())
    }

    /// Takes no more requests, waits for those that there are, and lets the modules go.
    pub fn stop(self) {
        // It was made with the host.
        let _ = session::close_session(self.session);
        self.worker.close(DRAIN);
        for module in self.modules.iter().rev() {
            module.terminate();
        }
    }
}
