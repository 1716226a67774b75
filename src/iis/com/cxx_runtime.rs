//! The C++ runtime of the process: the one that the first module brought.

use super::type_info;
use crate::win32::sys::dl::Library;
use std::fmt;
use std::sync::Mutex;

/// Where the runtime keeps the vtables of `std::type_info` objects.
const CLASS_TYPE_INFO: &str = "_ZTVN10__cxxabiv117__class_type_infoE";
const SI_CLASS_TYPE_INFO: &str = "_ZTVN10__cxxabiv120__si_class_type_infoE";

/// Offset-to-top and type information stand before the first slot.
const ADDRESS_POINT: usize = 2 * size_of::<usize>();

struct Runtime {
    class_type_info: usize,
    path: String,
    module: String,
}

static RUNTIME: Mutex<Option<Runtime>> = Mutex::new(None);

/// A module that came with another C++ runtime than the first one.
#[derive(Debug)]
pub struct AnotherRuntime {
    pub runtime: String,
    pub first_runtime: String,
    pub first_module: String,
}

impl fmt::Display for AnotherRuntime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "it uses the C++ runtime {}, but {} was loaded first with {}; build both with the same one",
            self.runtime, self.first_module, self.first_runtime
        )
    }
}

/// Takes over the runtime that `module` uses, or checks that it is the one in use.
///
/// Called after the module is loaded and before its `RegisterModule`: a weak
/// reference in our own library would have been bound before the module
/// brought its runtime. A module without C++ has nothing to say here.
pub fn adopt(module: &str, library: &Library) -> Result<(), AnotherRuntime> {
    let (Some(class), Some(si_class)) = (library.symbol(CLASS_TYPE_INFO), library.symbol(SI_CLASS_TYPE_INFO)) else {
        return Ok(());
    };
    let (class, si_class) = (class.as_ptr() as usize, si_class.as_ptr() as usize);
    let mut runtime = RUNTIME.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    match &*runtime {
        Some(first) if first.class_type_info == class => Ok(()),
        Some(first) => Err(AnotherRuntime {
            runtime: Library::path_of(class),
            first_runtime: first.path.clone(),
            first_module: first.module.clone(),
        }),
        None => {
            type_info::set_vtables(class + ADDRESS_POINT, si_class + ADDRESS_POINT);
            *runtime =
                Some(Runtime { class_type_info: class, path: Library::path_of(class), module: module.to_owned() });
            // The type information points into the runtime for good.
            Library::keep_loaded(class);
            Ok(())
        }
    }
}
