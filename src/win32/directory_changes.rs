//! ReadDirectoryChangesW: calls that wait for changes, and changes that wait for a call.
//!
//! The first call of a handle says what is watched. From then on changes are kept, as many as that
//! call's buffer holds; what is more is lost, and the next call is told so by 0 bytes.

use super::directory_watch::{Record, Watch};
use super::error::Win32Error;
use super::event::Event;
use super::file::{File, Kind};
use super::object::ObjectRef;
use super::overlapped::{self, Operation};
use super::status::win32_of;
use super::text::to_wide;
use super::thread::Thread;
use super::watch_thread::{self, Watched};
use super::{current, wait};
use crate::abi::windows::*;
use core::mem::offset_of;
use core::ptr::with_exposed_provenance_mut;
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::sync::Arc;

pub type Routine = unsafe extern "C-unwind" fn(DWORD, DWORD, LPOVERLAPPED);

/// What a call watches.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub subtree: bool,
    pub filter: DWORD,
}

/// The caller's memory for records, until the call has ended.
#[derive(Clone, Copy)]
pub struct Buffer {
    address: usize,
    size: usize,
}

impl Buffer {
    /// # Safety
    /// The memory may be written until the call that it is given to has ended.
    pub unsafe fn new(buffer: LPVOID, size: DWORD) -> Result<Self, Win32Error> {
        let unaligned = !buffer.addr().is_multiple_of(align_of::<DWORD>());
        if unaligned || buffer.is_null() && size != 0 {
            return Err(Win32Error(ERROR_NOACCESS));
        }
        Ok(Self { address: buffer.expose_provenance(), size: size as usize })
    }
}

/// How a call is told of its end.
pub enum Ending {
    /// By event or packet.
    Operation(Operation),
    /// By a call in the thread; the OVERLAPPED by its address.
    Routine(Arc<Thread>, Routine, usize),
    /// The thread waits.
    Wait(Arc<Waiting>),
}

pub struct Waiting {
    ended: Arc<Event>,
    result: Mutex<(NTSTATUS, u32)>,
}

struct Call {
    buffer: Buffer,
    thread: u32,
    ending: Ending,
}

impl Call {
    fn is(&self, overlapped: Option<usize>, thread: Option<u32>) -> bool {
        let address = match &self.ending {
            Ending::Operation(operation) => Some(operation.address()),
            Ending::Routine(_, _, address) => Some(*address),
            Ending::Wait(_) => None,
        };
        overlapped.is_none_or(|wanted| address == Some(wanted)) && thread.is_none_or(|wanted| wanted == self.thread)
    }

    /// Tells the caller, without a lock held.
    fn end(self, file: &File, status: NTSTATUS, bytes: u32) {
        match self.ending {
            Ending::Operation(operation) => operation.complete(file.completions(), status, bytes),
            Ending::Routine(thread, routine, address) => {
                let overlapped: LPOVERLAPPED = with_exposed_provenance_mut(address);
                // SAFETY: the caller keeps the OVERLAPPED until the routine is called.
                unsafe { overlapped::note(overlapped, status, bytes) };
                let code = if status >= 0 { ERROR_SUCCESS } else { win32_of(status) };
                thread.queue_apc(Box::new(move || {
                    // SAFETY: the caller gave the routine for this.
                    unsafe { routine(code, bytes, with_exposed_provenance_mut(address)) };
                }));
            }
            Ending::Wait(waiting) => {
                *waiting.result.lock() = (status, bytes);
                waiting.ended.set();
            }
        }
        file.end();
    }
}

/// The changes of one open directory.
#[derive(Default)]
pub struct Changes(Mutex<State>);

#[derive(Default)]
struct State {
    watched: Option<Arc<Watched>>,
    calls: VecDeque<Call>,
    /// In the form that the caller gets, each without the offset of the next.
    kept: Vec<Vec<u8>>,
    size: usize,
    room: usize,
    lost: bool,
    closed: bool,
}

impl State {
    fn keep(&mut self, record: &Record) {
        let bytes = as_caller_sees(record);
        self.size += bytes.len();
        self.kept.push(bytes);
        self.lost |= self.size > self.room;
        if self.lost {
            self.drop_all();
        }
    }

    fn drop_all(&mut self) {
        self.kept.clear();
        self.size = 0;
    }

    /// The next call that can end now, and with what.
    fn next(&mut self) -> Option<(Call, NTSTATUS, u32)> {
        if self.kept.is_empty() && !self.lost {
            return None;
        }
        let call = self.calls.pop_front()?;
        let fits = !self.lost && self.size <= call.buffer.size;
        let bytes = if fits { self.give(call.buffer) } else { 0 };
        self.drop_all();
        self.lost = false;
        Some((call, if fits { STATUS_SUCCESS } else { STATUS_NOTIFY_ENUM_DIR }, bytes))
    }

    fn give(&mut self, buffer: Buffer) -> u32 {
        let mut place: *mut u8 = with_exposed_provenance_mut(buffer.address);
        let last = self.kept.len() - 1;
        for (at, record) in self.kept.iter_mut().enumerate() {
            let next = if at == last { 0 } else { record.len() as DWORD };
            record[..size_of::<DWORD>()].copy_from_slice(&next.to_ne_bytes());
            // SAFETY: the caller's memory is his call's until it ends, and all records fit into it.
            unsafe {
                record.as_ptr().copy_to(place, record.len());
                place = place.add(record.len());
            }
        }
        self.size as u32
    }
}

/// FILE_NOTIFY_INFORMATION with the name, filled up to whole DWORDs.
fn as_caller_sees(record: &Record) -> Vec<u8> {
    let name = to_wide(&record.path.to_string_lossy());
    let length = size_of_val(name.as_slice());
    let mut bytes = vec![0; offset_of!(FILE_NOTIFY_INFORMATION, FileName)];
    bytes[offset_of!(FILE_NOTIFY_INFORMATION, Action)..][..4].copy_from_slice(&record.action.to_ne_bytes());
    let length_at = offset_of!(FILE_NOTIFY_INFORMATION, FileNameLength);
    bytes[length_at..][..4].copy_from_slice(&(length as DWORD).to_ne_bytes());
    bytes.extend(name.iter().flat_map(|unit| unit.to_ne_bytes()));
    bytes.resize(bytes.len().next_multiple_of(align_of::<DWORD>()), 0);
    bytes
}

impl File {
    /// Begins a call. It ends as `ending` says, perhaps before this returns.
    pub fn read_changes(
        self: &Arc<Self>,
        buffer: Buffer,
        wanted: Wanted,
        ending: impl FnOnce() -> Ending,
    ) -> Result<(), Win32Error> {
        self.may_watch(wanted)?;
        let mut state = self.changes.0.lock();
        if state.closed {
            return Err(Win32Error(ERROR_INVALID_HANDLE));
        }
        if state.watched.is_none() {
            let watch =
                Watch::new(self.file(), wanted.subtree, wanted.filter).map_err(|error| match error.raw_os_error() {
                    // The system's limit of watches is no full disk.
                    Some(libc::ENOSPC) => Win32Error(ERROR_NO_SYSTEM_RESOURCES),
                    _ => error.into(),
                })?;
            state.room = buffer.size;
            state.watched = Some(watch_thread::add(watch, self)?);
        }
        self.begin();
        state.calls.push_back(Call { buffer, thread: current::id(), ending: ending() });
        let ended = state.next();
        drop(state);
        if let Some((call, status, bytes)) = ended {
            call.end(self, status, bytes);
        }
        Ok(())
    }

    /// The same, until it has ended.
    pub fn wait_for_changes(self: &Arc<Self>, buffer: Buffer, wanted: Wanted) -> Result<u32, Win32Error> {
        let waiting = Arc::new(Waiting { ended: Arc::new(Event::new(true, false)), result: Mutex::new((0, 0)) });
        self.read_changes(buffer, wanted, || Ending::Wait(waiting.clone()))?;
        let ended: ObjectRef = waiting.ended.clone();
        wait::any(&[ended], INFINITE, false)?;
        let (status, bytes) = *waiting.result.lock();
        if status >= 0 { Ok(bytes) } else { Err(Win32Error(win32_of(status))) }
    }

    fn may_watch(&self, wanted: Wanted) -> Result<(), Win32Error> {
        const EVERYTHING: DWORD = FILE_NOTIFY_CHANGE_FILE_NAME
            | FILE_NOTIFY_CHANGE_DIR_NAME
            | FILE_NOTIFY_CHANGE_ATTRIBUTES
            | FILE_NOTIFY_CHANGE_SIZE
            | FILE_NOTIFY_CHANGE_LAST_WRITE
            | FILE_NOTIFY_CHANGE_LAST_ACCESS
            | FILE_NOTIFY_CHANGE_CREATION
            | FILE_NOTIFY_CHANGE_SECURITY;
        if self.kind() != Kind::Directory || wanted.filter == 0 || wanted.filter & !EVERYTHING != 0 {
            return Err(Win32Error(ERROR_INVALID_PARAMETER));
        }
        self.needs(FILE_LIST_DIRECTORY)
    }

    /// Takes what the system has told, and ends the calls that wait for it.
    pub(super) fn take_changes(&self, watched: &Watched) {
        let found = watched.watch.lock().take();
        let mut state = self.changes.0.lock();
        state.lost |= found.lost;
        if state.closed {
            return;
        }
        for record in &found.records {
            state.keep(record);
        }
        let mut ended = Vec::new();
        while let Some(end) = state.next() {
            ended.push(end);
        }
        drop(state);
        for (call, status, bytes) in ended {
            call.end(self, status, bytes);
        }
    }

    /// Ends calls without a change: of one OVERLAPPED or all, of one thread or all. How many.
    pub(super) fn cancel_changes(&self, overlapped: Option<usize>, thread: Option<u32>) -> usize {
        let mut cancelled = Vec::new();
        let mut state = self.changes.0.lock();
        for call in std::mem::take(&mut state.calls) {
            if call.is(overlapped, thread) { cancelled.push(call) } else { state.calls.push_back(call) }
        }
        drop(state);
        let count = cancelled.len();
        for call in cancelled {
            call.end(self, STATUS_CANCELLED, 0);
        }
        count
    }

    /// The last handle is closed: nothing is watched any more.
    pub(super) fn end_changes(&self) {
        let watched = {
            let mut state = self.changes.0.lock();
            state.closed = true;
            state.drop_all();
            state.watched.take()
        };
        if let Some(watched) = watched {
            watch_thread::remove(&watched);
        }
        self.cancel_changes(None, None);
    }
}
