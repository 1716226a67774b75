//! A deliberate panic behind each family of functions.

use crate::abi::windows::{BOOL, HRESULT, PVOID, ULONG};
use crate::exports::boundary::boundary;

#[unsafe(no_mangle)]
pub extern "C" fn portico_private_test_panic_ulong() -> ULONG {
    boundary!(ulong, "portico_private_test_panic_ulong", { panic!("deliberate") })
}

#[unsafe(no_mangle)]
pub extern "C" fn portico_private_test_panic_hresult() -> HRESULT {
    boundary!(hresult, "portico_private_test_panic_hresult", { panic!("deliberate") })
}

#[unsafe(no_mangle)]
pub extern "C" fn portico_private_test_panic_bool() -> BOOL {
    boundary!(bool, "portico_private_test_panic_bool", { panic!("deliberate") })
}

#[unsafe(no_mangle)]
pub extern "C" fn portico_private_test_panic_pointer() -> PVOID {
    boundary!(pointer, "portico_private_test_panic_pointer", { panic!("deliberate") })
}

#[unsafe(no_mangle)]
pub extern "C" fn portico_private_test_panic_void() {
    boundary!(void, "portico_private_test_panic_void", { panic!("deliberate") })
}
