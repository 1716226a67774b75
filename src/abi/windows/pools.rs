//! `threadpoolapiset.h`: the thread pool's objects, all opaque, and what it calls.
//! Their C text is in `portico_threadpool.h`.

use super::basetypes::*;

macro_rules! opaque {
    ($($name:ident $pointer:ident)*) => {
        $(
            #[repr(C)]
            pub struct $name {
                _opaque: [u8; 0],
            }
            pub type $pointer = *mut $name;
        )*
    };
}

opaque! {
    TP_CALLBACK_INSTANCE PTP_CALLBACK_INSTANCE
    TP_POOL PTP_POOL
    TP_CLEANUP_GROUP PTP_CLEANUP_GROUP
    TP_WORK PTP_WORK
    TP_TIMER PTP_TIMER
    TP_WAIT PTP_WAIT
    TP_IO PTP_IO
}

pub type TP_WAIT_RESULT = DWORD;

/// `TP_CALLBACK_PRIORITY`; as a number, since a caller may pass any.
pub const TP_CALLBACK_PRIORITY_NORMAL: DWORD = 1;
pub const TP_CALLBACK_PRIORITY_INVALID: DWORD = 3;

pub type PTP_SIMPLE_CALLBACK = Option<unsafe extern "C-unwind" fn(Instance: PTP_CALLBACK_INSTANCE, Context: PVOID)>;

pub type PTP_CLEANUP_GROUP_CANCEL_CALLBACK =
    Option<unsafe extern "C-unwind" fn(ObjectContext: PVOID, CleanupContext: PVOID)>;

pub type PTP_WORK_CALLBACK =
    Option<unsafe extern "C-unwind" fn(Instance: PTP_CALLBACK_INSTANCE, Context: PVOID, Work: PTP_WORK)>;

pub type PTP_TIMER_CALLBACK =
    Option<unsafe extern "C-unwind" fn(Instance: PTP_CALLBACK_INSTANCE, Context: PVOID, Timer: PTP_TIMER)>;

pub type PTP_WAIT_CALLBACK = Option<
    unsafe extern "C-unwind" fn(
        Instance: PTP_CALLBACK_INSTANCE,
        Context: PVOID,
        Wait: PTP_WAIT,
        WaitResult: TP_WAIT_RESULT,
    ),
>;

pub type PTP_WIN32_IO_CALLBACK = Option<
    unsafe extern "C-unwind" fn(
        Instance: PTP_CALLBACK_INSTANCE,
        Context: PVOID,
        Overlapped: PVOID,
        IoResult: ULONG,
        NumberOfBytesTransferred: ULONG_PTR,
        Io: PTP_IO,
    ),
>;

pub type WAITORTIMERCALLBACK = Option<unsafe extern "C-unwind" fn(Context: PVOID, TimerOrWaitFired: BOOLEAN)>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct TP_POOL_STACK_INFORMATION {
    pub StackReserve: SIZE_T,
    pub StackCommit: SIZE_T,
}
pub type PTP_POOL_STACK_INFORMATION = *mut TP_POOL_STACK_INFORMATION;

/// What inline functions of the header fill in. Version 1 ends before the priority.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct TP_CALLBACK_ENVIRON {
    pub Version: DWORD,
    pub Pool: PTP_POOL,
    pub CleanupGroup: PTP_CLEANUP_GROUP,
    pub CleanupGroupCancelCallback: PTP_CLEANUP_GROUP_CANCEL_CALLBACK,
    pub RaceDll: PVOID,
    pub ActivationContext: PVOID,
    pub FinalizationCallback: PTP_SIMPLE_CALLBACK,
    pub Flags: DWORD,
    pub CallbackPriority: DWORD,
    pub Size: DWORD,
}
pub type PTP_CALLBACK_ENVIRON = *mut TP_CALLBACK_ENVIRON;

// As C lays the structure out in the header.
const _: () = assert!(size_of::<TP_CALLBACK_ENVIRON>() == 72);
const _: () = assert!(core::mem::offset_of!(TP_CALLBACK_ENVIRON, CallbackPriority) == 60);
