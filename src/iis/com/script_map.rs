//! IScriptMapInfo: an entry of `system.webServer/handlers`, ours or one that a module made.

use super::foreign::ScriptMap;
use super::module_call::call_module;
use super::object::{Object, method};
use super::site::terminated;
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::iis::configuration::views::Handler;
use crate::win32::arguments::{self, store};
use crate::win32::boundary::text;
use core::ffi::c_char;
use std::sync::Arc;

pub struct ScriptMapState {
    handler: Arc<Handler>,
    name: Box<[WCHAR]>,
    path: Box<[WCHAR]>,
    /// Each with its NUL, and one more behind the last.
    verbs: Box<[u8]>,
    modules: Box<[WCHAR]>,
    script_processor: Box<[WCHAR]>,
    managed_type: Box<[WCHAR]>,
}

/// Lives as long as the request that has asked for it.
pub type ScriptMapObject = Object<IScriptMapInfo, ScriptMapState>;

pub fn new(handler: &Arc<Handler>) -> Arc<ScriptMapObject> {
    let mut verbs = Vec::new();
    for verb in handler.verbs() {
        verbs.extend_from_slice(verb.as_bytes());
        verbs.push(0);
    }
    verbs.push(0);
    Arc::new(Object::new(
        &VTABLE,
        ScriptMapState {
            name: terminated(&handler.name),
            path: terminated(&handler.path),
            verbs: verbs.into(),
            modules: terminated(&handler.modules_text),
            script_processor: terminated(&handler.script_processor),
            managed_type: terminated(&handler.managed_type),
            handler: handler.clone(),
        },
    ))
}

/// A text that ends with a NUL, with its length where that is asked for.
///
/// # Safety
/// The length is NULL or may be written.
unsafe fn give(text: &[WCHAR], length: *mut DWORD) -> PCWSTR {
    // SAFETY: by contract.
    unsafe { store(length, (text.len() - 1) as DWORD) };
    text.as_ptr()
}

method!(IScriptMapInfo::GetPath as get_path(this: ScriptMapObject) -> PCWSTR, text, { this.path.as_ptr() });
method!(IScriptMapInfo::GetAllowedVerbs as get_allowed_verbs(this: ScriptMapObject) -> PCSTR, text, {
    this.verbs.as_ptr().cast::<c_char>()
});
method!(IScriptMapInfo::GetModules as get_modules(this: ScriptMapObject, length: *mut DWORD) -> PCWSTR, text, {
    // SAFETY: C++ gives a place that may be written, or NULL.
    unsafe { give(&this.modules, length) }
});
method!(IScriptMapInfo::GetScriptProcessor as get_script_processor(this: ScriptMapObject, length: *mut DWORD)
    -> PCWSTR, text, {
    // SAFETY: as above.
    unsafe { give(&this.script_processor, length) }
});
method!(IScriptMapInfo::GetManagedType as get_managed_type(this: ScriptMapObject, length: *mut DWORD)
    -> PCWSTR, text, {
    // SAFETY: as above.
    unsafe { give(&this.managed_type, length) }
});
method!(IScriptMapInfo::GetAllowPathInfoForScriptMappings as get_allow_path_info(this: ScriptMapObject)
    -> BOOL, || FALSE, { BOOL::from(this.handler.allow_path_info) });
method!(IScriptMapInfo::GetRequiredAccess as get_required_access(this: ScriptMapObject) -> DWORD, || 0, {
    this.handler.require_access
});
method!(IScriptMapInfo::GetResourceType as get_resource_type(this: ScriptMapObject) -> DWORD, || 0, {
    this.handler.resource_type as DWORD
});
method!(IScriptMapInfo::GetIsStarScriptMap as get_is_star(this: ScriptMapObject) -> BOOL, || FALSE, {
    BOOL::from(this.handler.is_star())
});
method!(IScriptMapInfo::GetResponseBufferLimit as get_buffer_limit(this: ScriptMapObject) -> DWORD, || 0, {
    this.handler.response_buffer_limit
});
method!(IScriptMapInfo::GetName as get_name(this: ScriptMapObject) -> PCWSTR, text, { this.name.as_ptr() });

static VTABLE: Vtable<IScriptMapInfo> = Vtable::new(IScriptMapInfoVtbl {
    GetPath: get_path,
    GetAllowedVerbs: get_allowed_verbs,
    GetModules: get_modules,
    GetScriptProcessor: get_script_processor,
    GetManagedType: get_managed_type,
    GetAllowPathInfoForScriptMappings: get_allow_path_info,
    GetRequiredAccess: get_required_access,
    GetResourceType: get_resource_type,
    GetIsStarScriptMap: get_is_star,
    GetResponseBufferLimit: get_buffer_limit,
    GetName: get_name,
});

impl ScriptMap {
    /// The names of its modules, with commas between them.
    pub fn modules(self) -> String {
        let this = self.as_ptr();
        call_module("(script map)", "IScriptMapInfo::GetModules", || {
            // SAFETY: a module gave the object, which lives to the end of the request.
            unsafe { arguments::wide(((*(*this).vtable).GetModules)(this, core::ptr::null_mut())) }
        })
        .unwrap_or_default()
    }

    pub fn allows_path_info(self) -> bool {
        let this = self.as_ptr();
        call_module("(script map)", "IScriptMapInfo::GetAllowPathInfoForScriptMappings", || {
            // SAFETY: as above.
            unsafe { ((*(*this).vtable).GetAllowPathInfoForScriptMappings)(this) != FALSE }
        })
    }

    pub fn response_buffer_limit(self) -> u32 {
        let this = self.as_ptr();
        call_module("(script map)", "IScriptMapInfo::GetResponseBufferLimit", || {
            // SAFETY: as above.
            unsafe { ((*(*this).vtable).GetResponseBufferLimit)(this) }
        })
    }
}
