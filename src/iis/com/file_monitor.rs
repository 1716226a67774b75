//! IHttpFileMonitor: a watched directory, and the thread that tells modules of its changes.

use super::containers::{Container, container};
use super::global_providers::Notification;
use super::object::{Object, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::iis::worker::Worker;
use crate::win32::boundary::{pointer, text, void};
use crate::win32::directory_watch::Watch;
use crate::win32::error::Win32Error;
use crate::win32::sys::own_thread;
use crate::win32::sys::poll::{Bell, readable};
use crate::win32::text::to_wide;
use core::ptr::{from_ref, null_mut};
use parking_lot::Mutex;
use std::fs::File;
use std::os::fd::{AsFd, BorrowedFd};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};
use std::time::Duration;

pub struct MonitorState {
    root: PathBuf,
    watch: Mutex<Watch>,
    /// Beside the lock, since the thread waits for it without.
    descriptor: File,
    bell: Arc<Bell>,
    container: Container,
}

pub type MonitorObject = Object<IHttpFileMonitor, MonitorState>;

impl Drop for MonitorState {
    fn drop(&mut self) {
        // The thread lets go of what is not watched any more.
        self.bell.ring();
    }
}

/// The monitors of a worker.
#[derive(Default)]
pub struct Monitors(Mutex<Watched>);

#[derive(Default)]
struct Watched {
    objects: Vec<Weak<MonitorObject>>,
    /// The thread runs, and listens to this.
    bell: Option<Arc<Bell>>,
}

/// After this time monitors are looked at again for which there were no descriptors.
const PAUSE: Duration = Duration::from_millis(100);

/// What is told of: whatever changes what is read there.
const CHANGES: DWORD = FILE_NOTIFY_CHANGE_FILE_NAME
    | FILE_NOTIFY_CHANGE_DIR_NAME
    | FILE_NOTIFY_CHANGE_ATTRIBUTES
    | FILE_NOTIFY_CHANGE_SIZE
    | FILE_NOTIFY_CHANGE_LAST_WRITE;

/// Watches a directory and all below it. The caller has the one reference.
pub fn watch(worker: &Arc<Worker>, path: &Path) -> Result<*mut IHttpFileMonitor, Win32Error> {
    let root = File::open(path)?;
    if !root.metadata()?.is_dir() {
        return Err(Win32Error(ERROR_DIRECTORY));
    }
    let watch = Watch::new(&root, true, CHANGES)?;
    let descriptor = watch.as_fd().try_clone_to_owned()?.into();
    let mut watched = worker.monitors.0.lock();
    let bell = match &watched.bell {
        Some(bell) => bell.clone(),
        None => Arc::new(Bell::new()?),
    };
    let object = Arc::new(Object::new(
        &MONITOR,
        MonitorState {
            root: path.to_owned(),
            watch: Mutex::new(watch),
            descriptor,
            bell: bell.clone(),
            container: container(),
        },
    ));
    if watched.bell.is_none() {
        let (worker, bell) = (Arc::downgrade(worker), bell.clone());
        own_thread::spawn("portico-monitor", move || run(&worker, &bell))?;
    }
    watched.bell = Some(bell.clone());
    watched.objects.push(Arc::downgrade(&object));
    bell.ring();
    Ok(Arc::into_raw(object).cast_mut().cast())
}

impl Monitors {
    /// The thread looks whether there is anything left to do.
    pub fn wake(&self) {
        if let Some(bell) = &self.0.lock().bell {
            bell.ring();
        }
    }

    /// Those that there are; none when the thread has nothing to do, and ends.
    fn all(&self) -> Option<Vec<Arc<MonitorObject>>> {
        let mut watched = self.0.lock();
        watched.objects.retain(|object| object.strong_count() > 0);
        if watched.objects.is_empty() {
            watched.bell = None;
            return None;
        }
        Some(watched.objects.iter().filter_map(Weak::upgrade).collect())
    }
}

fn run(worker: &Weak<Worker>, bell: &Bell) {
    loop {
        // Nothing is told once the worker has ended.
        let Some(running) = worker.upgrade().and_then(Worker::hold) else { return };
        let Some(objects) = running.worker().monitors.all() else { return };
        // Who waits keeps nobody from ending a monitor, and has its descriptor for itself.
        let held = |object: &Arc<MonitorObject>| Some((Arc::downgrade(object), object.descriptor.try_clone().ok()?));
        let (weak, descriptors): (Vec<_>, Vec<File>) = objects.iter().filter_map(held).unzip();
        // Where there are no descriptors left, those that are missing are looked at again after a while.
        let time = (weak.len() < objects.len()).then_some(PAUSE);
        drop(objects);
        drop(running);
        let mut waits: Vec<BorrowedFd<'_>> = vec![bell.as_fd()];
        waits.extend(descriptors.iter().map(AsFd::as_fd));
        let ready = readable(&waits, time);
        if ready[0] {
            bell.silence();
        }
        for (object, _) in weak.iter().zip(&ready[1..]).filter(|(_, ready)| **ready) {
            let Some(running) = worker.upgrade().and_then(Worker::hold) else { return };
            if let Some(object) = object.upgrade() {
                tell(running.worker(), &object);
            }
        }
    }
}

fn tell(worker: &Worker, object: &MonitorObject) {
    let found = object.watch.lock().take();
    let mut paths: Vec<PathBuf> = found.records.into_iter().map(|record| object.root.join(record.path)).collect();
    if found.lost {
        paths.push(object.root.clone());
    }
    paths.dedup();
    for path in paths {
        notify(worker, &path, Some(object));
    }
}

/// GL_FILE_CHANGE for a path.
pub fn notify(worker: &Worker, path: &Path, monitor: Option<&MonitorObject>) {
    let mut name = to_wide(&path.to_string_lossy());
    name.push(0);
    let monitor = monitor.map_or(null_mut(), |monitor| monitor.as_interface());
    let provider: ChangeProvider = Object::new(&CHANGE, Change { name: name.into(), monitor });
    worker.notify(Notification::FileChange((&provider).into()));
}

method!(IHttpFileMonitor::GetModuleContextContainer as monitor_container(this: MonitorObject)
    -> *mut IHttpModuleContextContainer, pointer, { this.container.as_interface() });
method!(IHttpFileMonitor::DereferenceFileMonitor as dereference(this: MonitorObject), void, {
    // SAFETY: the object came from an Arc, and the caller gives up its reference.
    unsafe { Arc::decrement_strong_count(from_ref(this)) };
});

static MONITOR: Vtable<IHttpFileMonitor> = Vtable::new(IHttpFileMonitorVtbl {
    GetModuleContextContainer: monitor_container,
    DereferenceFileMonitor: dereference,
});

struct Change {
    name: Box<[WCHAR]>,
    monitor: *mut IHttpFileMonitor,
}

/// The argument of OnGlobalFileChange.
type ChangeProvider = Object<IGlobalFileChangeProvider, Change>;

method!(IHttpEventProvider::SetErrorStatus as change_error(this: ChangeProvider, _error: HRESULT), void, {
    let _ = this;
});
method!(IGlobalFileChangeProvider::GetFileName as file_name(this: ChangeProvider) -> PCWSTR, text, {
    this.name.as_ptr()
});
method!(IGlobalFileChangeProvider::GetFileMonitor as file_monitor(this: ChangeProvider) -> *mut IHttpFileMonitor,
    pointer, { this.monitor });

static CHANGE: Vtable<IGlobalFileChangeProvider> = Vtable::new(IGlobalFileChangeProviderVtbl {
    base: IHttpEventProviderVtbl { SetErrorStatus: change_error },
    GetFileName: file_name,
    GetFileMonitor: file_monitor,
});
