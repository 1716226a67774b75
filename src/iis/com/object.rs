//! Objects of ours that C++ calls: a vtable, then what Rust keeps.

use super::foreign::CustomProvider;
use super::type_info::Typed;
use super::vtable::Vtable;
use crate::iis::context::Context;
use core::ffi::c_void;
use std::ops::Deref;
use std::sync::Weak;

/// An object whose most derived class is `C`.
#[repr(C)]
pub struct Object<C: Typed, T> {
    vtable: *const C::Vtbl,
    inner: T,
}

// SAFETY: the vtable is a static.
unsafe impl<C: Typed, T: Send> Send for Object<C, T> {}
// SAFETY: as above.
unsafe impl<C: Typed, T: Sync> Sync for Object<C, T> {}

impl<C: Typed, T> Object<C, T> {
    pub const fn new(vtable: &'static Vtable<C>, inner: T) -> Self {
        Self { vtable: &raw const vtable.slots, inner }
    }

    /// The object as C++ knows it, by any class of its chain. Methods never write through it.
    pub fn as_interface<I>(&self) -> *mut I {
        core::ptr::from_ref(self).cast_mut().cast()
    }
}

/// The argument of a notification, as the method that it is for takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Provider(*mut c_void);

// SAFETY: it is only passed on to the module, on the thread that drives the request.
unsafe impl Send for Provider {}

impl Provider {
    pub(super) fn as_ptr<I>(self) -> *mut I {
        self.0.cast()
    }
}

impl<C: Typed, T> From<&Object<C, T>> for Provider {
    fn from(object: &Object<C, T>) -> Self {
        Self(object.as_interface())
    }
}

impl From<CustomProvider> for Provider {
    fn from(provider: CustomProvider) -> Self {
        Self(provider.as_ptr().cast())
    }
}

impl<C: Typed, T> Deref for Object<C, T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.inner
    }
}

/// The context that an object is a part of.
pub struct Owner(*const Context);

// SAFETY: it is used as a reference to the context, which is Sync, alone.
unsafe impl Send for Owner {}
// SAFETY: as above.
unsafe impl Sync for Owner {}

impl Owner {
    /// For a part of the context that is being made.
    pub fn new(context: &Weak<Context>) -> Self {
        Self(context.as_ptr())
    }
}

impl Deref for Owner {
    type Target = Context;
    fn deref(&self) -> &Context {
        // SAFETY: parts are used as long as their whole is there, and not before it was made.
        unsafe { &*self.0 }
    }
}

/// A method behind a vtable: `this` becomes a reference to the object of ours, and a panic the
/// error of the method's family (see `win32::boundary`).
macro_rules! method {
    ($vis:vis $interface:ident :: $name:ident as $function:ident ($this:ident : $object:ty $(, $arg:ident : $type:ty)* $(,)?)
        $(-> $result:ty)?, $family:expr, $body:block) => {
        $vis unsafe extern "C-unwind" fn $function(this: *mut $interface $(, $arg: $type)*) $(-> $result)? {
            $crate::win32::boundary::run(
                concat!(stringify!($interface), "::", stringify!($name)),
                || {
                    // SAFETY: this vtable is only used by objects of that type, and C++ calls what is there.
                    let $this: &$object = unsafe { &*this.cast::<$object>() };
                    $body
                },
                $family,
            )
        }
    };
}
pub(crate) use method;
