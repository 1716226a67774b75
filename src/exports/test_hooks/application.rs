//! An object made in Rust that C++ calls and casts.

use crate::abi::iis::*;
use crate::iis::com::vtable::Vtable;
use core::ptr::null_mut;
use core::sync::atomic::{AtomicU32, Ordering};

/// An `IHttpApplication2` made in Rust.
#[repr(C)]
pub struct Application {
    vtable: *const IHttpApplication2Vtbl,
    warming_up: AtomicU32,
}

// SAFETY: the vtable is a static and the state atomic.
unsafe impl Sync for Application {}

const APPLICATION_ID: &[WCHAR] = &wide(b"/LM/W3SVC/1/ROOT\0");

/// ASCII as wide text.
const fn wide<const N: usize>(text: &[u8; N]) -> [WCHAR; N] {
    let mut units = [0; N];
    let mut at = 0;
    while at < N {
        units[at] = text[at] as WCHAR;
        at += 1;
    }
    units
}

unsafe extern "C-unwind" fn physical_path(_this: *mut IHttpApplication) -> PCWSTR {
    const { &wide(b"/srv/www\0") }.as_ptr()
}

unsafe extern "C-unwind" fn application_id(_this: *mut IHttpApplication) -> PCWSTR {
    APPLICATION_ID.as_ptr()
}

unsafe extern "C-unwind" fn config_path(_this: *mut IHttpApplication) -> PCWSTR {
    const { &wide(b"MACHINE/WEBROOT/APPHOST/Default Web Site\0") }.as_ptr()
}

unsafe extern "C-unwind" fn containers(_this: *mut IHttpApplication) -> *mut IHttpModuleContextContainer {
    null_mut()
}

unsafe extern "C-unwind" fn begin_warmup(this: *mut IHttpApplication2) {
    // SAFETY: this vtable is only used by the one object below.
    unsafe { &*this.cast::<Application>() }.warming_up.store(1, Ordering::Relaxed);
}

unsafe extern "C-unwind" fn end_warmup(this: *mut IHttpApplication2) {
    // SAFETY: as above.
    unsafe { &*this.cast::<Application>() }.warming_up.store(0, Ordering::Relaxed);
}

unsafe extern "C-unwind" fn is_warming_up(this: *mut IHttpApplication2) -> BOOL {
    // SAFETY: as above.
    unsafe { &*this.cast::<Application>() }.warming_up.load(Ordering::Relaxed) as BOOL
}

static APPLICATION_VTABLE: Vtable<IHttpApplication2> = Vtable::new(IHttpApplication2Vtbl {
    base: IHttpApplicationVtbl {
        GetApplicationPhysicalPath: physical_path,
        GetApplicationId: application_id,
        GetAppConfigPath: config_path,
        GetModuleContextContainer: containers,
    },
    BeginApplicationWarmup: begin_warmup,
    EndApplicationWarmup: end_warmup,
    QueryIsWarmingUp: is_warming_up,
});

static APPLICATION: Application =
    Application { vtable: &raw const APPLICATION_VTABLE.slots, warming_up: AtomicU32::new(0) };

/// An `IHttpApplication *` whose most derived type is `IHttpApplication2`.
#[unsafe(no_mangle)]
pub extern "C" fn portico_private_test_application() -> PVOID {
    (&raw const APPLICATION).cast_mut().cast()
}
