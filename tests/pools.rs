//! Thread-pool I/O: objects bound to a pool, operations that end with callbacks. Code of ours on a pool.

use httpapi::abi::windows::*;
use httpapi::exports::handleapi::CloseHandle;
use httpapi::exports::threadpoolapiset::io::*;
use httpapi::exports::threadpoolapiset::pools::{CloseThreadpool, CreateThreadpool};
use httpapi::exports::winbase::pools::BindIoCompletionCallback;
use httpapi::win32::completion_port::{Binding, SKIP_COMPLETION_PORT_ON_SUCCESS};
use httpapi::win32::event::Event;
use httpapi::win32::handle_table::HANDLES;
use httpapi::win32::last_error;
use httpapi::win32::object::Object;
use httpapi::win32::overlapped::Operation;
use httpapi::win32::poll_set::Source;
use httpapi::win32::pool::Pool;
use httpapi::win32::sys::epoll::Readiness;
use std::io::Write;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::ptr::{from_mut, null_mut};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

const STATUS_OF_AN_ERROR: NTSTATUS = 0xC000_0120_u32 as NTSTATUS; // STATUS_CANCELLED
const LONG_ENOUGH: Duration = Duration::from_secs(20);

/// Something that does overlapped I/O.
#[derive(Default)]
struct Device(Binding);

impl Object for Device {
    fn binding(&self) -> Option<&Binding> {
        Some(&self.0)
    }
}

fn device() -> (Arc<Device>, HANDLE) {
    let device = Arc::new(Device::default());
    let handle = HANDLES.insert(device.clone()).unwrap();
    (device, handle)
}

fn overlapped() -> Box<OVERLAPPED> {
    // SAFETY: an OVERLAPPED of zeros is a valid one.
    Box::new(unsafe { std::mem::zeroed() })
}

/// What a callback was given: OVERLAPPED, result, bytes, I/O.
type Told = (usize, u32, usize, usize);

/// The context of a callback.
struct Listener(Mutex<mpsc::Sender<Told>>);

unsafe extern "C-unwind" fn told(
    instance: PTP_CALLBACK_INSTANCE,
    context: PVOID,
    overlapped: PVOID,
    result: ULONG,
    bytes: ULONG_PTR,
    io: PTP_IO,
) {
    assert!(!instance.is_null());
    // SAFETY: the tests give a listener that stays.
    let listener = unsafe { &*context.cast::<Listener>() };
    listener.0.lock().unwrap().send((overlapped.addr(), result, bytes, io.addr())).unwrap();
}

/// One that stays, since a callback may go on after its test has been told.
fn listener() -> (&'static mut Listener, mpsc::Receiver<Told>) {
    let (tell, told) = mpsc::channel();
    (Box::leak(Box::new(Listener(Mutex::new(tell)))), told)
}

fn io_of(handle: HANDLE, listener: &mut Listener) -> PTP_IO {
    // SAFETY: the listener outlives the I/O.
    unsafe { CreateThreadpoolIo(handle, Some(told), from_mut(listener).cast(), null_mut()) }
}

#[test]
fn each_operation_has_its_callback() {
    let (device, handle) = device();
    let (context, told) = listener();
    let io = io_of(handle, context);
    assert!(!io.is_null());
    let mut operations: Vec<_> = (0..100).map(|_| overlapped()).collect();
    for (number, overlapped) in operations.iter_mut().enumerate() {
        // SAFETY: the OVERLAPPED lives until its callback has come.
        let operation = unsafe {
            StartThreadpoolIo(io);
            Operation::start(&raw mut **overlapped)
        };
        let status = if number % 2 == 0 { STATUS_SUCCESS } else { STATUS_OF_AN_ERROR };
        operation.complete(&device.0, status, number as u32);
    }
    // SAFETY: the pointer names I/O.
    unsafe { WaitForThreadpoolIoCallbacks(io, FALSE) };
    let mut seen: Vec<Told> = told.try_iter().collect();
    seen.sort_by_key(|told| told.2);
    assert_eq!(seen.len(), 100, "all callbacks have ended");
    for (number, (overlapped, result, bytes, of)) in seen.into_iter().enumerate() {
        assert_eq!(overlapped, (&raw const *operations[number]).addr());
        assert_eq!(result, if number % 2 == 0 { ERROR_SUCCESS } else { ERROR_OPERATION_ABORTED });
        assert_eq!((bytes, of), (number, io.addr()));
    }
    // SAFETY: as above.
    unsafe { CloseThreadpoolIo(io) };
    CloseHandle(handle);
}

#[test]
fn an_operation_that_did_not_begin_is_not_waited_for() {
    let (device, handle) = device();
    let (context, told) = listener();
    let io = io_of(handle, context);
    device.0.add_modes(SKIP_COMPLETION_PORT_ON_SUCCESS);
    let mut overlapped = overlapped();
    // SAFETY: the OVERLAPPED lives until the operation has ended, which it does here.
    unsafe {
        StartThreadpoolIo(io);
        Operation::start(&raw mut *overlapped).complete_inline(&device.0, STATUS_SUCCESS, 1);
        CancelThreadpoolIo(io);
        WaitForThreadpoolIoCallbacks(io, FALSE);
        CloseThreadpoolIo(io);
        // Closed, it names nothing.
        StartThreadpoolIo(io);
        WaitForThreadpoolIoCallbacks(io, FALSE);
    }
    assert!(told.try_recv().is_err());
    CloseHandle(handle);
}

#[test]
fn closed_io_gets_the_callbacks_that_are_expected() {
    let (device, handle) = device();
    let (context, told) = listener();
    let io = io_of(handle, context);
    let (mut first, mut second) = (overlapped(), overlapped());
    // SAFETY: the OVERLAPPEDs live until the end of the test.
    let [first, second] = unsafe {
        StartThreadpoolIo(io);
        let started = [Operation::start(&raw mut *first), Operation::start(&raw mut *second)];
        // With its operations going on, this waits for no callback.
        WaitForThreadpoolIoCallbacks(io, TRUE);
        CloseThreadpoolIo(io);
        started
    };
    first.complete(&device.0, STATUS_SUCCESS, 1);
    assert_eq!(told.recv_timeout(LONG_ENOUGH).unwrap().2, 1);
    // The pool was not told of the second one; the packet finds nobody once the first has ended.
    thread::sleep(Duration::from_millis(50));
    second.complete(&device.0, STATUS_SUCCESS, 2);
    assert!(told.recv_timeout(Duration::from_millis(50)).is_err());
    CloseHandle(handle);
}

#[test]
fn what_cannot_be_bound_is_refused() {
    let (_device, handle) = device();
    let (context, _told) = listener();
    let event = HANDLES.insert(Arc::new(Event::new(true, false))).unwrap();
    let refused = |handle, context: &mut Listener, code| {
        assert!(io_of(handle, context).is_null());
        assert_eq!(last_error::get(), code);
    };
    refused(event, context, ERROR_INVALID_PARAMETER);
    refused(null_mut(), context, ERROR_INVALID_HANDLE);
    let io = io_of(handle, context);
    assert!(!io.is_null());
    // An object has one port.
    refused(handle, context, ERROR_INVALID_PARAMETER);
    // SAFETY: nothing is called.
    unsafe {
        assert!(CreateThreadpoolIo(handle, None, null_mut(), null_mut()).is_null());
        assert_eq!(last_error::get(), ERROR_INVALID_PARAMETER);
        assert_eq!(BindIoCompletionCallback(handle, Some(completed), 0), FALSE);
        assert_eq!(last_error::get(), ERROR_INVALID_PARAMETER);
        assert_eq!(BindIoCompletionCallback(event, Some(completed), 0), FALSE);
        assert_eq!(last_error::get(), ERROR_INVALID_PARAMETER);
        assert_eq!(BindIoCompletionCallback(null_mut(), Some(completed), 0), FALSE);
        assert_eq!(last_error::get(), ERROR_INVALID_HANDLE);
        assert_eq!(BindIoCompletionCallback(handle, None, 0), FALSE);
        assert_eq!(last_error::get(), ERROR_INVALID_PARAMETER);
        assert_eq!(BindIoCompletionCallback(handle, Some(completed), 1), FALSE);
        assert_eq!(last_error::get(), ERROR_INVALID_PARAMETER);
        CloseThreadpoolIo(io);
        CloseThreadpoolIo(null_mut());
    }
}

static COMPLETED: AtomicUsize = AtomicUsize::new(0);

unsafe extern "C-unwind" fn completed(code: DWORD, bytes: DWORD, overlapped: LPOVERLAPPED) {
    assert!(code == ERROR_SUCCESS && !overlapped.is_null());
    COMPLETED.fetch_add(bytes as usize, Ordering::Relaxed);
}

#[test]
fn one_function_serves_several_objects() {
    let devices = [device(), device()];
    let mut operations = [overlapped(), overlapped()];
    for (at, (device, handle)) in devices.iter().enumerate() {
        // SAFETY: the function may be called; the OVERLAPPED lives until then.
        unsafe {
            assert_eq!(BindIoCompletionCallback(*handle, Some(completed), 0), TRUE);
            Operation::start(&raw mut *operations[at]).complete(&device.0, STATUS_SUCCESS, 10 + at as u32);
        }
    }
    for _ in 0..2000 {
        if COMPLETED.load(Ordering::Relaxed) == 21 {
            return;
        }
        thread::sleep(Duration::from_millis(5));
    }
    panic!("{} bytes were told", COMPLETED.load(Ordering::Relaxed));
}

/// A connection whose bytes complete an operation on the thread that saw them.
struct Connection {
    stream: UnixStream,
    device: Arc<Device>,
    operation: Mutex<Option<Operation>>,
    /// The name of the thread, which the pool's own do not have in Rust.
    seen_on: Mutex<Option<String>>,
}

impl Source for Connection {
    fn ready(self: Arc<Self>, readiness: Readiness) {
        if let Some(operation) = self.operation.lock().unwrap().take_if(|_| readiness.is_readable()) {
            *self.seen_on.lock().unwrap() = thread::current().name().map(str::to_owned);
            operation.complete(&self.device.0, STATUS_SUCCESS, 5);
        }
    }

    fn abandoned(self: Arc<Self>) {}
}

/// The pool's threads wait for the sources of its port, whether one is there already or not.
#[test]
fn threads_of_a_pool_see_what_its_sources_have() {
    // SAFETY: NULL is what is asked for.
    let pool = unsafe { CreateThreadpool(null_mut()) };
    let mut environment = TP_CALLBACK_ENVIRON {
        Version: 1,
        Pool: pool,
        CleanupGroup: null_mut(),
        CleanupGroupCancelCallback: None,
        RaceDll: null_mut(),
        ActivationContext: null_mut(),
        FinalizationCallback: None,
        Flags: 0,
        CallbackPriority: 0,
        Size: 0,
    };
    let (device, handle) = device();
    let (context, told) = listener();
    // SAFETY: the listener and the environment outlive the call and the I/O.
    let io = unsafe { CreateThreadpoolIo(handle, Some(self::told), from_mut(context).cast(), &raw mut environment) };
    assert!(!io.is_null());
    let (mut ours, theirs) = UnixStream::pair().unwrap();
    let connection = Arc::new(Connection {
        stream: theirs,
        device: device.clone(),
        operation: Mutex::new(None),
        seen_on: Mutex::new(None),
    });
    let (port, _) = device.0.port().unwrap();
    let token = port.add_source(connection.stream.as_fd(), connection.clone()).unwrap();
    let mut overlapped = overlapped();
    // The first bytes are seen by the standby thread, later ones by the thread that then came.
    let mut seen_by_pool = false;
    for _ in 0..500 {
        // SAFETY: the OVERLAPPED lives until its callback has come.
        let operation = unsafe {
            StartThreadpoolIo(io);
            Operation::start(&raw mut *overlapped)
        };
        *connection.operation.lock().unwrap() = Some(operation);
        ours.write_all(b"bytes").unwrap();
        assert_eq!(told.recv_timeout(LONG_ENOUGH).unwrap().2, 5);
        seen_by_pool = connection.seen_on.lock().unwrap().is_none();
        if seen_by_pool {
            break;
        }
        thread::sleep(Duration::from_millis(10));
    }
    assert!(seen_by_pool);
    port.remove_source(connection.stream.as_fd(), token);
    // SAFETY: the pointers name what was made above.
    unsafe {
        CloseThreadpoolIo(io);
        CloseThreadpool(pool);
    }
    CloseHandle(handle);
}

#[test]
fn code_of_ours_runs_on_a_pool() {
    let pool = Arc::new(Pool::new());
    let (tell, told) = mpsc::channel();
    pool.run(|| panic!("this one ends alone, with a line on standard error")).unwrap();
    for number in 0..100 {
        let tell = tell.clone();
        pool.run(move || tell.send(number).unwrap()).unwrap();
    }
    // What is queued keeps the pool.
    drop((pool, tell));
    let mut seen: Vec<u32> = std::iter::from_fn(|| told.recv_timeout(LONG_ENOUGH).ok()).collect();
    seen.sort_unstable();
    assert_eq!(seen, (0..100).collect::<Vec<_>>());
}
