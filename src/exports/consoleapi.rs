//! `consoleapi.h`

use super::boundary::boundary;
use super::result::bool_of;
use crate::abi::windows::*;
use crate::win32::console;

/// Has a function told of Ctrl+C (SIGINT), Ctrl+Break (SIGQUIT), the end of the terminal (SIGHUP) and
/// shutdown (SIGTERM), or has it told no more. NULL ignores Ctrl+C, or does no longer.
///
/// # Safety
/// The function may be called on other threads.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetConsoleCtrlHandler(HandlerRoutine: PHANDLER_ROUTINE, Add: BOOL) -> BOOL {
    boundary!(bool, "SetConsoleCtrlHandler", {
        match (HandlerRoutine, Add != FALSE) {
            (Some(handler), true) => bool_of(console::add(handler)),
            (Some(handler), false) => bool_of(console::remove(handler)),
            (None, ignores) => {
                console::ignore_ctrl_c(ignores);
                TRUE
            }
        }
    })
}

/// Sends Ctrl+C or Ctrl+Break to a group of processes; 0 is the caller's.
#[unsafe(no_mangle)]
pub extern "C" fn GenerateConsoleCtrlEvent(dwCtrlEvent: DWORD, dwProcessGroupId: DWORD) -> BOOL {
    boundary!(bool, "GenerateConsoleCtrlEvent", { bool_of(console::generate(dwCtrlEvent, dwProcessGroupId)) })
}
