//! A request as the pipeline and its modules know it.

use super::application::{Application, Idle};
use super::child::Child;
use super::com::connection::{self as connection_object, ConnectionObject};
use super::com::containers::{Container, NamedContainer, container, named_container};
use super::com::context::ContextObject;
use super::com::file_info::FileObject;
use super::com::foreign::{Instance, Routine, Slot, User};
use super::com::memory::Memory;
use super::com::metadata::MetadataObject;
use super::com::object::{Owner, Provider};
use super::com::providers::{Allocator, CompletionInfo, Providers, allocator};
use super::com::request::{self, RequestObject, UrlKey};
use super::com::response::{self, ResponseObject};
use super::com::trace::{self, TraceObject};
use super::com::websocket;
use super::configuration::Metadata;
use super::configurations::Configurations;
use super::event::{Event, Status};
use super::handlers::Choice;
use super::home::Home;
use super::module::{Kind, Module};
use super::pipeline::{OwnWait, Pipeline};
use super::place::Place;
use super::preload::End;
use super::rarely::Rarely;
use super::server_variables::ServerVariables;
use super::urls::PathInfo;
use super::worker::{Member, Running};
use crate::abi::iis::*;
use crate::httpapi;
use crate::win32::sys::clock;
use smallvec::SmallVec;
use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, OnceLock, Weak};

/// What modules were given for the places that the request has had; they may still know those before the last.
type Given<K, V> = Rarely<SmallVec<[(K, Arc<V>); 1]>>;

pub struct Context {
    this: Weak<Context>,
    /// IHttpContext.
    pub interface: ContextObject,
    pub request: RequestObject,
    /// A piece of memory of its own: both are so small that the allocator finds them quickly.
    pub response: Box<ResponseObject>,
    pub container: Container,
    pub named: NamedContainer,
    pub providers: Providers,
    allocator: Allocator,
    pub memory: Memory,
    /// IHttpTraceContext.
    pub trace: TraceObject,
    pub application: Home,
    connection: OnceLock<Option<Arc<ConnectionObject>>>,
    pub wire: Option<Arc<httpapi::request::Request>>,
    pub pipeline: Pipeline,
    user: Slot<User>,
    /// Those that it has had before, which modules may still know.
    users_before: Rarely<SmallVec<[User; 1]>>,
    pub place: Place,
    /// The entries of the URLs that the request has had; modules may still know those before the last.
    pub(super) url_infos: Rarely<SmallVec<[PathInfo; 1]>>,
    pub variables: ServerVariables,
    configurations: Configurations,
    /// Modules that have nothing to do with the URL that the request begins with.
    idle: Idle,
    metadatas: Given<String, MetadataObject>,
    files: Given<PathBuf, FileObject>,
    child: Option<Box<Child>>,
    /// Who waits for the end of a request without a client.
    pub(super) end: Option<End>,
    /// Its clones, until they are released.
    pub(super) children: Rarely<Vec<Arc<Context>>>,
    error: AtomicI32,
    /// The handlers entry.
    pub choice: Choice,
    /// When it began, by `coarse_milliseconds`.
    pub started: u64,
    /// It waits for its requests, which have let go of everything else before this goes.
    pub worker: Member,
}

/// What a client has sent, with something else for what is no text.
pub fn text(bytes: &[u8]) -> Cow<'_, str> {
    // Nearly all of it is, which is seen sooner.
    str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

impl Context {
    /// For a request that has come to the worker's queue.
    pub fn new(application: Arc<Application>, wire: Arc<httpapi::request::Request>, running: Running) -> Arc<Self> {
        let key = (UrlKey::default(), application.at());
        let configurations = Configurations::beginning(key, application.metadata(wire.url().path()));
        Self::make(running.into(), application, Some(wire), configurations, None, None)
    }

    /// For a clone of a request, with its connection and body.
    pub(super) fn new_child(parent: &Context, child: Child) -> Arc<Self> {
        let (worker, application) = (Member::Child(parent.worker.clone()), Arc::clone(&parent.application));
        Self::make(worker, application, parent.wire.clone(), Configurations::default(), Some(child), None)
    }

    /// For a request without a client.
    pub(super) fn new_unsent(application: Arc<Application>, running: Running) -> Arc<Self> {
        Self::make(running.into(), application, None, Configurations::default(), None, Some(End::default()))
    }

    fn make(
        worker: Member,
        application: Arc<Application>,
        wire: Option<Arc<httpapi::request::Request>>,
        configurations: Configurations,
        child: Option<Child>,
        end: Option<End>,
    ) -> Arc<Self> {
        let idle = configurations.first().map_or_else(Idle::default, |first| application.idle(first));
        Arc::new_cyclic(|this| Self {
            this: this.clone(),
            interface: super::com::context::new(this),
            request: request::new(this),
            response: Box::new(response::new(this)),
            container: container(),
            named: named_container(),
            providers: Providers::new(this),
            allocator: allocator(this),
            memory: Memory::default(),
            trace: trace::of_request(this),
            application: Home::new(application),
            connection: OnceLock::new(),
            wire,
            pipeline: Pipeline::default(),
            user: Slot::default(),
            users_before: Rarely::default(),
            place: Place::default(),
            url_infos: Rarely::default(),
            variables: ServerVariables::default(),
            idle,
            configurations,
            metadatas: Rarely::default(),
            files: Rarely::default(),
            child: child.map(Box::new),
            end,
            children: Rarely::default(),
            error: AtomicI32::new(0),
            choice: Choice::default(),
            started: clock::coarse_milliseconds(),
            worker,
        })
    }

    /// A child request's URL is another application's: it runs there, with the modules of that one.
    pub(super) fn move_to(&self, application: Arc<Application>) {
        self.pipeline.enable_all();
        self.application.move_to(application);
    }

    /// The owner of a part, as those know it who keep it alive.
    pub fn shared(&self) -> Arc<Self> {
        // Whoever has a reference is called on behalf of the one that drives it, who keeps it.
        self.this.upgrade().expect("a request lives as long as it is used")
    }

    pub fn weak(&self) -> &Weak<Self> {
        &self.this
    }

    /// A part for an object of the request's.
    pub fn owner(&self) -> Owner {
        Owner::new(&self.this)
    }

    pub fn module(&self, at: u16) -> &Arc<Module> {
        &self.application.modules()[usize::from(at)]
    }

    /// The module that runs, for messages.
    pub fn current_module(&self) -> String {
        self.pipeline.current().map(|frame| self.module(frame.module).name().to_owned()).unwrap_or_default()
    }

    pub fn set_error(&self, error: HRESULT) {
        self.error.store(error, Ordering::Release);
    }

    pub fn error(&self) -> HRESULT {
        self.error.load(Ordering::Acquire)
    }

    pub fn user(&self) -> Option<User> {
        self.user.get()
    }

    /// The user of the request that a client has sent, of which this one may be a child.
    pub fn original_user(&self) -> Option<User> {
        match &self.child {
            Some(child) => child.parent.original_user(),
            None => self.user(),
        }
    }

    /// What it is as a child of another request.
    pub fn child(&self) -> Option<&Child> {
        self.child.as_deref()
    }

    /// The request that this one is a child of.
    pub fn parent(&self) -> Option<Arc<Context>> {
        self.child.as_ref().map(|child| child.parent.clone())
    }

    /// The client's connection as modules see it.
    pub fn connection(&self) -> Option<&Arc<ConnectionObject>> {
        let make = || connection_object::of(self.wire.as_ref()?.connection(), &self.worker);
        self.connection.get_or_init(make).as_ref()
    }

    /// The configuration of the URL with which the request began; a child is a part of its parent's.
    pub fn first_configuration(&self) -> Option<&Metadata> {
        if self.child.is_some() { None } else { self.configurations.first() }
    }

    /// The configuration of the URL.
    pub fn configuration(&self) -> &Metadata {
        if !self.request.is_changed()
            && let Some(beginning) = self.configurations.of_beginning()
        {
            return beginning;
        }
        self.configurations
            .get((self.request.url_key(), self.application.at()), || self.application.metadata(&self.url_path()))
    }

    /// The configuration of the URL, as modules know it.
    pub fn metadata(&self) -> Arc<MetadataObject> {
        let path = self.url_path();
        let mut metadatas = self.metadatas.lock();
        if let Some((known, metadata)) = metadatas.last()
            && *known == path
        {
            return metadata.clone();
        }
        let metadata = self.worker.metadatas.get(self.application.metadata(&path), self.application.directory(&path));
        // Modules may still know those before.
        metadatas.push((path.into_owned(), metadata.clone()));
        metadata
    }

    /// The record of the file that the URL leads to, where it is one.
    pub fn file_info(&self) -> Option<Arc<FileObject>> {
        let path = self.physical();
        let mut files = self.files.lock();
        if let Some((known, file)) = files.last()
            && *known == path
        {
            return Some(file.clone());
        }
        let file = self.worker.file_record(&path, true).ok()?;
        files.push((path, file.clone()));
        Some(file)
    }

    /// The request is this user's, whose reference is taken over.
    pub fn set_user(&self, user: User) {
        if let Some(before) = self.user.replace(user) {
            self.users_before.lock().push(before);
        }
    }

    pub fn is_disabled(&self, module: u16, event: Event, post: bool) -> bool {
        self.pipeline.is_disabled(module, event, post)
    }

    /// The modules of the chosen handler.
    pub fn handlers(&self) -> &[u16] {
        self.choice.modules()
    }

    /// Modules that are not told of steps.
    pub fn idle(&self) -> Idle {
        // Another URL may have another configuration.
        if self.request.is_changed() { Idle::default() } else { self.idle }
    }

    /// The URL's path, decoded and canonical.
    pub fn url_path(&self) -> Cow<'_, str> {
        self.request.path()
    }

    pub fn verb(&self) -> Cow<'_, str> {
        self.request.known_method().map_or_else(|| text(self.request.method()), Cow::Borrowed)
    }

    /// The file or folder of the URL.
    pub fn physical(&self) -> PathBuf {
        PathBuf::from(&*self.physical_text())
    }

    pub fn has_handler(&self) -> bool {
        self.choice.is_settled()
    }

    /// Whether a handler has served the request.
    pub fn is_served(&self) -> bool {
        self.pipeline.is_handled() || self.response.is_touched()
    }

    /// Whether a module is to be told of a notification that is no step.
    pub(super) fn is_concerned(&self, at: u16, event: Event) -> bool {
        match self.module(at).kind() {
            Kind::BuiltIn(module) => module.is_concerned(self, event),
            Kind::Native(_) | Kind::Added => true,
        }
    }

    /// Calls a module's method for a notification.
    pub(super) fn call(self: &Arc<Self>, at: u16, event: Event, post: bool, provider: Provider) -> Status {
        let module = self.module(at);
        match module.kind() {
            // The handler before has served the request without saying so.
            Kind::BuiltIn(_) if event == Event::ExecuteRequestHandler && self.response.is_made() => Status::Continue,
            Kind::BuiltIn(module) => module.notify(self, event, post),
            Kind::Native(_) | Kind::Added => match self.instance(at) {
                Ok(instance) => instance.notify(module.name(), event, post, &self.interface, provider),
                Err(error) => {
                    self.set_error(error);
                    self.response.set_status(500, "Internal Server Error", 0);
                    Status::Finish
                }
            },
        }
    }

    /// Calls OnAsyncCompletion of a module.
    pub(super) fn complete(
        self: &Arc<Self>,
        at: u16,
        event: Event,
        post: bool,
        provider: Provider,
        info: &CompletionInfo,
    ) -> Status {
        match self.application.instance(at).and_then(Slot::get) {
            Some(instance) => {
                let name = self.module(at).name();
                instance.complete(name, event, post, &self.interface, provider, info)
            }
            None => Status::Continue,
        }
    }

    /// The instance of a module, which is made when it is first told of something.
    fn instance(&self, at: u16) -> Result<Instance, HRESULT> {
        let place = self.application.instance(at).ok_or(E_UNEXPECTED)?;
        if let Some(instance) = place.get() {
            return Ok(instance);
        }
        let module = self.module(at);
        let factory = module.registered().factory.ok_or(E_UNEXPECTED)?;
        let instance = factory.make(module.name(), &self.allocator)?;
        let known = place.get_or_put(instance);
        if known != instance {
            // Another thread, which tells the module of something that is no step, was sooner.
            instance.dispose(module.name());
        }
        Ok(known)
    }

    /// GetNextNotification gives the instance away.
    pub fn instance_of(&self, at: u16) -> Option<Instance> {
        self.instance(at).ok()
    }

    /// Calls a routine of the current module on a thread of the pool. It has no say of the request.
    pub fn run_routine(&self, routine: Routine, bytes: DWORD) {
        let (module, context) = (self.current_module(), self.shared());
        self.worker.pool().run_soon(move || {
            routine.call(&module, bytes);
            drop(context);
        });
    }

    /// The request ends, and its WebSocket with it; whether that goes on later, of whose end `wait` tells.
    pub(super) fn leave_websocket(&self, wait: &dyn Fn() -> OwnWait) -> bool {
        websocket::named(&self.named).is_some_and(|socket| socket.leave(wait))
    }

    /// CancelIo: whether anything was under way.
    pub fn cancel_io(&self) -> bool {
        let queue = self.worker.queue();
        let keys: Vec<_> = self.pipeline.operation_keys().collect();
        keys.into_iter().map(|key| queue.cancel_operation(key)).sum::<usize>() > 0
    }

    /// Every notification was told: the instances go, and what modules have stored.
    pub(super) fn end(&self) {
        for (at, instance) in self.application.instances() {
            if let Some(instance) = instance.take() {
                instance.dispose(self.module(at).name());
            }
        }
        self.named.empty();
        self.container.empty();
        drop(self.children.take());
        for user in self.users_before.take().into_iter().chain(self.user.take()) {
            user.dereference();
        }
        if let Some(child) = &self.child {
            child.ended();
        }
        if let Some(end) = &self.end {
            end.come();
        }
    }
}
