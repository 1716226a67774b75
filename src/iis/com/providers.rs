//! The arguments of notifications.

use super::foreign::{ScriptMap, User};
use super::hresult::{self, S_OK};
use super::object::{Object, Owner, Provider, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::iis::context::Context;
use crate::iis::event::Event;
use crate::win32::arguments;
use crate::win32::boundary::{hresult as failed, pointer, text, void};
use core::ffi::c_void;
use core::ptr::null_mut;
use parking_lot::Mutex;
use std::sync::Weak;

/// Those that a request has from its beginning to its end.
pub struct Providers {
    plain: Object<IHttpEventProvider, Owner>,
    authentication: Object<IAuthenticationProvider, Owner>,
    map_handler: Object<IMapHandlerProvider, Owner>,
}

impl Providers {
    pub fn new(context: &Weak<Context>) -> Self {
        Self {
            plain: Object::new(&PLAIN, Owner::new(context)),
            authentication: Object::new(&AUTHENTICATION, Owner::new(context)),
            map_handler: Object::new(&MAP_HANDLER, Owner::new(context)),
        }
    }

    /// The one that the method of a step takes.
    pub fn of(&self, event: Event, post: bool) -> Provider {
        match (event, post) {
            (Event::AuthenticateRequest, false) => (&self.authentication).into(),
            (Event::MapRequestHandler, false) => (&self.map_handler).into(),
            _ => (&self.plain).into(),
        }
    }
}

/// SetErrorStatus of a provider whose object begins with its owner.
macro_rules! set_error_status {
    ($function:ident, $object:ty) => {
        method!(IHttpEventProvider::SetErrorStatus as $function(this: $object, error: HRESULT), void, {
            this.set_error(error);
        });
    };
}

set_error_status!(plain_error, Object<IHttpEventProvider, Owner>);
set_error_status!(authentication_error, Object<IAuthenticationProvider, Owner>);
set_error_status!(map_handler_error, Object<IMapHandlerProvider, Owner>);

static PLAIN: Vtable<IHttpEventProvider> = Vtable::new(IHttpEventProviderVtbl { SetErrorStatus: plain_error });

method!(IAuthenticationProvider::SetUser as set_user(this: Object<IAuthenticationProvider, Owner>, user: *mut IHttpUser),
    void, {
    // SAFETY: the module gives its reference to the user.
    if let Some(user) = unsafe { User::new(user) } {
        this.set_user(user);
    }
});

static AUTHENTICATION: Vtable<IAuthenticationProvider> = Vtable::new(IAuthenticationProviderVtbl {
    base: IHttpEventProviderVtbl { SetErrorStatus: authentication_error },
    SetUser: set_user,
});

method!(IMapHandlerProvider::SetScriptName as set_script_name(
    this: Object<IMapHandlerProvider, Owner>, name: PCWSTR, length: DWORD) -> HRESULT, failed, {
    if name.is_null() {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    // SAFETY: by contract there are so many units.
    let units = unsafe { core::slice::from_raw_parts(name, length as usize) };
    this.set_script_name(&crate::win32::text::from_wide(units));
    S_OK
});
method!(IMapHandlerProvider::SetScriptMap as set_script_map(
    this: Object<IMapHandlerProvider, Owner>, map: *mut IScriptMapInfo), void, {
    // SAFETY: the module gives the object, which lives to the end of the request.
    if let Some(map) = unsafe { ScriptMap::new(map) } {
        this.choice.set_script_map(map);
    }
});
method!(IMapHandlerProvider::SetFileInfo as set_file_info(
    this: Object<IMapHandlerProvider, Owner>, info: *mut IHttpFileInfo), void, {
    let _ = (this, info);
});

static MAP_HANDLER: Vtable<IMapHandlerProvider> = Vtable::new(IMapHandlerProviderVtbl {
    base: IHttpEventProviderVtbl { SetErrorStatus: map_handler_error },
    SetScriptName: set_script_name,
    SetScriptMap: set_script_map,
    SetFileInfo: set_file_info,
});

/// What OnMapPath is asked.
pub struct Mapping {
    owner: Owner,
    url: Box<[WCHAR]>,
    path: Mutex<*const WCHAR>,
}

// SAFETY: the path is memory of the request's, which does not change.
unsafe impl Send for Mapping {}
// SAFETY: as above.
unsafe impl Sync for Mapping {}

pub type MapPathProvider = Object<IMapPathProvider, Mapping>;

/// For a URL; both texts end with a NUL, and the path lives as long as the request.
pub fn map_path(context: &Weak<Context>, url: Box<[WCHAR]>, path: *const WCHAR) -> MapPathProvider {
    Object::new(&MAP_PATH, Mapping { owner: Owner::new(context), url, path: Mutex::new(path) })
}

impl Mapping {
    /// The path that the modules have left.
    pub fn path(&self) -> String {
        // SAFETY: it ends with a NUL.
        unsafe { arguments::wide(*self.path.lock()) }.unwrap_or_default()
    }
}

method!(IHttpEventProvider::SetErrorStatus as map_path_error(this: MapPathProvider, error: HRESULT), void, {
    this.owner.set_error(error);
});
method!(IMapPathProvider::GetUrl as map_path_url(this: MapPathProvider) -> PCWSTR, text, { this.url.as_ptr() });
method!(IMapPathProvider::GetPhysicalPath as map_path_path(this: MapPathProvider) -> PCWSTR, text, {
    *this.path.lock()
});
method!(IMapPathProvider::SetPhysicalPath as map_path_set(this: MapPathProvider, path: PCWSTR, length: DWORD)
    -> HRESULT, failed, {
    if path.is_null() {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    // SAFETY: by contract there are so many units.
    let text = crate::win32::text::from_wide(unsafe { core::slice::from_raw_parts(path, length as usize) });
    let Some(copy) = this.owner.memory.wide(&text) else { return E_OUTOFMEMORY };
    *this.path.lock() = copy.as_ptr();
    S_OK
});

static MAP_PATH: Vtable<IMapPathProvider> = Vtable::new(IMapPathProviderVtbl {
    base: IHttpEventProviderVtbl { SetErrorStatus: map_path_error },
    GetUrl: map_path_url,
    GetPhysicalPath: map_path_path,
    SetPhysicalPath: map_path_set,
});

/// How an asynchronous operation has ended.
#[derive(Clone, Copy, Debug)]
pub struct Ended {
    pub bytes: DWORD,
    pub status: HRESULT,
    /// What GetCompletedOperation says.
    pub operation: DWORD,
}

pub type CompletionInfo = Object<IHttpCompletionInfo2, Ended>;

pub fn completion_info(ended: Ended) -> CompletionInfo {
    Object::new(&COMPLETION_INFO, ended)
}

method!(IHttpCompletionInfo::GetCompletionBytes as completion_bytes(this: CompletionInfo) -> DWORD, || 0, {
    this.bytes
});
method!(IHttpCompletionInfo::GetCompletionStatus as completion_status(this: CompletionInfo) -> HRESULT, failed, {
    this.status
});
method!(IHttpCompletionInfo2::GetCompletedOperation as completed_operation(this: CompletionInfo) -> DWORD, || 0, {
    this.operation
});

static COMPLETION_INFO: Vtable<IHttpCompletionInfo2> = Vtable::new(IHttpCompletionInfo2Vtbl {
    base: IHttpCompletionInfoVtbl { GetCompletionBytes: completion_bytes, GetCompletionStatus: completion_status },
    GetCompletedOperation: completed_operation,
});

/// What makes memory for a module's instance.
pub type Allocator = Object<IModuleAllocator, Owner>;

pub fn allocator(context: &Weak<Context>) -> Allocator {
    Object::new(&ALLOCATOR, Owner::new(context))
}

method!(IModuleAllocator::AllocateMemory as allocate(this: Allocator, size: DWORD) -> *mut c_void, null_mut, {
    this.memory.allocate(size as usize)
});

static ALLOCATOR: Vtable<IModuleAllocator> = Vtable::new(IModuleAllocatorVtbl { AllocateMemory: allocate });

/// The argument of OnGlobalPreBeginRequest.
pub type PreBeginProvider = Object<IPreBeginRequestProvider, Owner>;

pub fn pre_begin(context: &Weak<Context>) -> PreBeginProvider {
    Object::new(&PRE_BEGIN, Owner::new(context))
}

set_error_status!(pre_begin_error, PreBeginProvider);
method!(IPreBeginRequestProvider::GetHttpContext as pre_begin_context(this: PreBeginProvider) -> *mut IHttpContext,
    pointer, { this.interface.as_interface() });

static PRE_BEGIN: Vtable<IPreBeginRequestProvider> = Vtable::new(IPreBeginRequestProviderVtbl {
    base: IHttpEventProviderVtbl { SetErrorStatus: pre_begin_error },
    GetHttpContext: pre_begin_context,
});
