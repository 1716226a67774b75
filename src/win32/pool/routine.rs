//! What the pool calls: the program's functions with their arguments.

use crate::abi::windows::*;
use core::ptr::without_provenance_mut;

type Instance = PTP_CALLBACK_INSTANCE;

/// The function of a pool object.
#[derive(Clone, Copy)]
pub enum Routine {
    Simple(unsafe extern "C-unwind" fn(Instance, PVOID)),
    Work(unsafe extern "C-unwind" fn(Instance, PVOID, PTP_WORK)),
    Timer(unsafe extern "C-unwind" fn(Instance, PVOID, PTP_TIMER)),
    Wait(unsafe extern "C-unwind" fn(Instance, PVOID, PTP_WAIT, TP_WAIT_RESULT)),
    Io(unsafe extern "C-unwind" fn(Instance, PVOID, PVOID, ULONG, ULONG_PTR, PTP_IO)),
    /// QueueUserWorkItem
    WorkItem(unsafe extern "C-unwind" fn(LPVOID) -> DWORD),
    /// RegisterWaitForSingleObject and timer queues
    WaitOrTimer(unsafe extern "C-unwind" fn(PVOID, BOOLEAN)),
    /// BindIoCompletionCallback
    Completion(unsafe extern "C-unwind" fn(DWORD, DWORD, LPOVERLAPPED)),
}

/// One callback: nothing in it has to be dropped, since it may unwind.
#[derive(Clone, Copy)]
pub struct Call {
    pub routine: Routine,
    /// The object's handle.
    pub object: usize,
    pub context: usize,
    /// `WAIT_OBJECT_0`, `WAIT_TIMEOUT`, or what an operation ended with.
    pub result: u32,
    pub bytes: u32,
    pub overlapped: usize,
}

impl Call {
    /// Calls the function.
    ///
    /// # Safety
    /// Who made the object gave its function and context for this. No destructor may be
    /// pending on the stack up to the thread's beginning.
    pub unsafe fn make(self, instance: usize) {
        let instance: Instance = without_provenance_mut(instance);
        let context: PVOID = without_provenance_mut(self.context);
        let object = self.object;
        // SAFETY: by contract.
        unsafe {
            match self.routine {
                Routine::Simple(function) => function(instance, context),
                Routine::Work(function) => function(instance, context, without_provenance_mut(object)),
                Routine::Timer(function) => function(instance, context, without_provenance_mut(object)),
                Routine::Wait(function) => function(instance, context, without_provenance_mut(object), self.result),
                Routine::Io(function) => {
                    let overlapped = without_provenance_mut(self.overlapped);
                    let io = without_provenance_mut(object);
                    function(instance, context, overlapped, self.result, self.bytes as usize, io);
                }
                Routine::WorkItem(function) => {
                    function(context);
                }
                Routine::WaitOrTimer(function) => function(context, BOOLEAN::from(self.result == WAIT_TIMEOUT)),
                Routine::Completion(function) => {
                    function(self.result, self.bytes, without_provenance_mut(self.overlapped));
                }
            }
        }
    }
}
