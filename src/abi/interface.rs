//! `interfaces!`: the C++ classes of the IIS headers as Rust vtables.
//!
//! Each line holds the Rust slot and the C++ signature. Layout is the Itanium
//! ABI's: slots in declaration order, a derived class continues its base.

/// How the C++ header shows a slot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// `virtual … = 0;`
    Pure,
    /// Virtual with the default body that reports a notification nobody handles.
    Unhandled,
    /// Virtual with the body `delete this`.
    Delete,
    /// The two slots of a virtual destructor.
    Destructor,
}

/// One slot of a vtable.
#[derive(Clone, Copy)]
pub struct Method {
    /// The name of the Rust slot; overloads differ here and not in C++.
    pub rust_name: &'static str,
    /// The Rust function type, as text, for the check against `signature`.
    pub rust_type: &'static str,
    /// The C++ declaration without `virtual` and `= 0`.
    pub signature: &'static str,
    pub slot: usize,
    pub kind: Kind,
    pub doc: &'static [&'static str],
}

/// A C++ class.
#[derive(Clone, Copy)]
pub struct Interface {
    pub name: &'static str,
    pub base: Option<&'static str>,
    /// The documented IID, or an empty text.
    pub iid: &'static str,
    /// The length of the vtable in slots, inherited ones included.
    pub slots: usize,
    pub methods: &'static [Method],
    pub doc: &'static [&'static str],
}

/// A class of the C++ headers, tied to its vtable type.
///
/// # Safety
/// `Self` starts with a pointer to `Vtbl`, and `Vtbl` lists the slots of the
/// C++ class in the order of the Itanium ABI.
pub unsafe trait Class {
    type Vtbl: Copy;
    /// The class in the tables.
    const INTERFACE: Interface;
}

/// Declares interfaces; see the module text.
#[macro_export]
macro_rules! interfaces {
    ($( $(#[doc = $doc:literal])*
        class $name:ident, $vtbl:ident $(: $base:ident, $base_vtbl:ident)? = $iid:literal {
        $( $(#[doc = $mdoc:literal])* $kind:ident $slot:ident : fn( $($arg:ident : $argty:ty),* $(,)? ) $(-> $ret:ty)? = $signature:literal ; )*
    } )*) => {
        $(
        $(#[doc = $doc])*
        #[repr(C)]
        pub struct $name { pub vtable: *const $vtbl }

        #[doc = concat!("The slots of [`", stringify!($name), "`].")]
        #[repr(C)]
        #[derive(Clone, Copy)]
        pub struct $vtbl {
            $( pub base: $base_vtbl, )?
            $( $(#[doc = $mdoc])* pub $slot: unsafe extern "C-unwind" fn(this: *mut $name $(, $arg: $argty)*) $(-> $ret)?, )*
        }

        // SAFETY: the struct above is one vtable pointer and the slots stand in declaration order.
        unsafe impl $crate::abi::interface::Class for $name {
            type Vtbl = $vtbl;
            const INTERFACE: $crate::abi::interface::Interface = $crate::abi::interface::Interface {
                name: stringify!($name),
                base: $crate::interface_base!($($base)?),
                iid: $iid,
                slots: size_of::<$vtbl>() / size_of::<usize>(),
                methods: &[ $( $crate::abi::interface::Method {
                    rust_name: stringify!($slot),
                    rust_type: stringify!(fn( $($argty),* ) $(-> $ret)?),
                    signature: $signature,
                    slot: core::mem::offset_of!($vtbl, $slot) / size_of::<usize>(),
                    kind: $crate::abi::interface::Kind::$kind,
                    doc: &[$($mdoc),*],
                } ),* ],
                doc: &[$($doc),*],
            };
        }
        )*

        /// The classes of this file, in the order of the header.
        pub(crate) const INTERFACES: &[$crate::abi::interface::Interface] =
            &[ $( <$name as $crate::abi::interface::Class>::INTERFACE ),* ];
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! interface_base {
    () => {
        None
    };
    ($base:ident) => {
        Some(stringify!($base))
    };
}
