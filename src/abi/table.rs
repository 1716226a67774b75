//! `declare!`: one table line gives the Rust item, its C text and its ledger row.
//!
//! Every item has the form `kind NAME, ALIAS… { body }`, so that a file of
//! declarations reads like the header it becomes. `DECLS` of each file is what
//! the header generator and the ledger tests walk; nothing of it is left in the
//! built library.

/// A `#define`d number.
#[derive(Clone, Copy)]
pub struct Constant {
    pub name: &'static str,
    /// The Windows type, which decides casts and suffixes in C.
    pub c_type: &'static str,
    /// The literal as written in the table.
    pub text: &'static str,
    pub value: i128,
    pub doc: &'static [&'static str],
}

/// An enumerator.
#[derive(Clone, Copy)]
pub struct Enumerator {
    pub name: &'static str,
    pub text: &'static str,
    pub value: i128,
    pub doc: &'static [&'static str],
}

/// A member of a structure, with its place in memory.
#[derive(Clone, Copy)]
pub struct Field {
    /// The path as C spells it, e.g. `FromMemory.pBuffer`.
    pub path: &'static str,
    pub c_type: &'static str,
    /// The length of an array member, as C spells it.
    pub length: Option<&'static str>,
    pub offset: usize,
    pub size: usize,
    pub doc: &'static [&'static str],
}

/// A structure or union.
#[derive(Clone, Copy)]
pub struct Record {
    pub name: &'static str,
    /// Further typedef names; one that starts with P or LP is a pointer.
    pub aliases: &'static [&'static str],
    pub size: usize,
    pub align: usize,
    pub fields: &'static [Field],
    /// Present for the shapes that a list of members cannot express.
    pub c_text: Option<&'static str>,
    pub doc: &'static [&'static str],
}

/// One item of a header, in the order in which the header shows it.
#[derive(Clone, Copy)]
pub enum Decl {
    Constants {
        doc: &'static [&'static str],
        items: &'static [Constant],
    },
    Enumeration {
        name: &'static str,
        /// What stands behind `enum`: `_NAME`, or `NAME` where Windows has no typedef.
        tag: &'static str,
        aliases: &'static [&'static str],
        doc: &'static [&'static str],
        items: &'static [Enumerator],
    },
    Alias {
        name: &'static str,
        aliases: &'static [&'static str],
        target: &'static str,
        doc: &'static [&'static str],
    },
    Record(Record),
}

/// The size of what a pointer points to, without reading it.
pub const fn size_of_pointee<T>(_: *const T) -> usize {
    size_of::<T>()
}

/// Declares the items of one header section; see the module text.
#[macro_export]
macro_rules! declare {
    ($( $(#[doc = $doc:literal])* $kind:ident $name:ident $(, $alias:ident)* { $($body:tt)* } )*) => {
        $( $crate::declare_item!{ $kind [$(#[doc = $doc])*] $name [$($alias)*] { $($body)* } } )*

        /// What this file declares, for the header generator and the ledger.
        pub(crate) const DECLS: &[$crate::abi::table::Decl] = &[
            $( $crate::declare_row!{ $kind [$($doc),*] $name [$($alias),*] { $($body)* } } ),*
        ];
    };
}

/// The Rust item of one declaration.
#[doc(hidden)]
#[macro_export]
macro_rules! declare_item {
    (constants [$($group:tt)*] $name:ident [] { $( $(#[doc = $doc:literal])* $item:ident : $ty:ident = $value:literal ; )* }) => {
        $( $(#[doc = $doc])* pub const $item: $ty = { const V: i128 = $value; V as $ty }; )*
    };
    (enumeration [$($attr:tt)*] $name:ident [$($alias:ident)*] { $( $(#[doc = $doc:literal])* $item:ident = $value:literal ; )* }) => {
        $($attr)* pub type $name = i32;
        $( pub type $alias = *mut $name; )*
        $( $(#[doc = $doc])* pub const $item: $name = { const V: i128 = $value; V as i32 }; )*
    };
    (plain_enumeration $($rest:tt)*) => {
        $crate::declare_item!{ enumeration $($rest)* }
    };
    (alias [$($attr:tt)*] $name:ident [$($alias:ident)*] { $target:ident }) => {
        $($attr)* pub type $name = $target;
        $( pub type $alias = *mut $name; )*
    };
    (structure [$($attr:tt)*] $name:ident [$($alias:ident)*] { $( $(#[doc = $doc:literal])* $field:ident : $ty:tt ; )* }) => {
        $($attr)*
        #[repr(C)]
        #[derive(Clone, Copy)]
        pub struct $name { $( $(#[doc = $doc])* pub $field: $ty ),* }
        $( pub type $alias = *mut $name; )*
    };
    // The Rust type is written by hand beside the table.
    (shape [$($attr:tt)*] $name:ident [$($alias:ident)*] $body:tt) => {
        $( pub type $alias = *mut $name; )*
    };
}

/// The table row of one declaration.
#[doc(hidden)]
#[macro_export]
macro_rules! declare_row {
    (constants [$($group:literal),*] $name:ident [] { $( $(#[doc = $doc:literal])* $item:ident : $ty:ident = $value:literal ; )* }) => {
        $crate::abi::table::Decl::Constants {
            doc: &[$($group),*],
            items: &[ $( $crate::abi::table::Constant {
                name: stringify!($item), c_type: stringify!($ty), text: stringify!($value), value: $value, doc: &[$($doc),*],
            } ),* ],
        }
    };
    (enumeration $group:tt $name:ident $($rest:tt)*) => {
        $crate::declare_row!{ tagged_enumeration [concat!("_", stringify!($name))] $group $name $($rest)* }
    };
    (plain_enumeration $group:tt $name:ident $($rest:tt)*) => {
        $crate::declare_row!{ tagged_enumeration [stringify!($name)] $group $name $($rest)* }
    };
    (tagged_enumeration [$tag:expr] [$($group:literal),*] $name:ident [$($alias:ident),*] { $( $(#[doc = $doc:literal])* $item:ident = $value:literal ; )* }) => {
        $crate::abi::table::Decl::Enumeration {
            name: stringify!($name), tag: $tag, aliases: &[$(stringify!($alias)),*], doc: &[$($group),*],
            items: &[ $( $crate::abi::table::Enumerator {
                name: stringify!($item), text: stringify!($value), value: $value, doc: &[$($doc),*],
            } ),* ],
        }
    };
    (alias [$($group:literal),*] $name:ident [$($alias:ident),*] { $target:ident }) => {
        $crate::abi::table::Decl::Alias {
            name: stringify!($name), aliases: &[$(stringify!($alias)),*], target: stringify!($target), doc: &[$($group),*],
        }
    };
    (structure [$($group:literal),*] $name:ident [$($alias:ident),*] { $( $(#[doc = $doc:literal])* $field:ident : $ty:tt ; )* }) => {
        $crate::abi::table::Decl::Record($crate::abi::table::Record {
            name: stringify!($name), aliases: &[$(stringify!($alias)),*],
            size: size_of::<$name>(), align: align_of::<$name>(),
            fields: &[ $( $crate::abi::table::Field {
                path: stringify!($field),
                c_type: $crate::declare_c_type!($ty), length: $crate::declare_c_length!($ty),
                offset: core::mem::offset_of!($name, $field),
                size: size_of::<$ty>(),
                doc: &[$($doc),*],
            } ),* ],
            c_text: None, doc: &[$($group),*],
        })
    };
    (shape [$($group:literal),*] $name:ident [$($alias:ident),*] {
        $( $path:literal => $($part:ident).+ ; )*
        c $text:literal
    }) => {
        $crate::abi::table::Decl::Record($crate::abi::table::Record {
            name: stringify!($name), aliases: &[$(stringify!($alias)),*],
            size: size_of::<$name>(), align: align_of::<$name>(),
            fields: &[ $( $crate::abi::table::Field {
                path: $path, c_type: "", length: None,
                offset: core::mem::offset_of!($name, $($part).+),
                size: {
                    let whole = core::mem::MaybeUninit::<$name>::uninit();
                    // SAFETY: only the address of a member of a live value is formed.
                    $crate::abi::table::size_of_pointee(unsafe { &raw const (*whole.as_ptr()).$($part).+ })
                },
                doc: &[],
            } ),* ],
            c_text: Some($text), doc: &[$($group),*],
        })
    };
}

/// The C spelling of a member's element type.
#[doc(hidden)]
#[macro_export]
macro_rules! declare_c_type {
    ([$ty:ident ; $($length:tt)+]) => {
        stringify!($ty)
    };
    ($ty:ident) => {
        stringify!($ty)
    };
}

/// The C spelling of a member's array length.
#[doc(hidden)]
#[macro_export]
macro_rules! declare_c_length {
    ([$ty:ident ; $length:ident as usize]) => {
        Some(stringify!($length))
    };
    ([$ty:ident ; $length:literal]) => {
        Some(stringify!($length))
    };
    ($ty:ident) => {
        None
    };
}
